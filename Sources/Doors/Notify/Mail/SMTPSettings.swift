// What a configuration says of a mail server.

/// A mail server, and how to speak with it.
package struct SMTPSettings: Hashable, Sendable, CustomStringConvertible {
  /// How the connection is kept from listeners.
  package enum Security: String, CaseIterable, Sendable {
    /// Begins in the clear and turns to TLS before anything is said (RFC 3207); never goes on without.
    case starttls
    /// TLS from the first byte (RFC 8314).
    case tls
    /// None.
    case none

    /// The usual port.
    package var port: Int {
      switch self {
      case .starttls: 587
      case .tls: 465
      case .none: 25
      }
    }
  }

  /// A host's name or address.
  package var server: String
  package var port: Int
  package var security: Security
  /// Who logs in; nil: nobody.
  package var user: String?
  package var password: String?
  /// Certificates to trust in place of the system's; nil: the system's.
  package var caFile: String?
  /// Longest delivery, in milliseconds.
  package var timeout: Int64
  /// What the daemon calls itself (`EHLO`).
  package var hello: String

  package init(
    server: String, port: Int? = nil, security: Security = .starttls, user: String? = nil,
    password: String? = nil, caFile: String? = nil,
    timeout: Int64 = NotifyLimits.mailTimeout, hello: String = "localhost"
  ) {
    self.server = server
    self.port = port ?? security.port
    self.security = security
    self.user = user
    self.password = password
    self.caFile = caFile
    self.timeout = timeout
    self.hello = hello
  }

  /// The keys of a configuration.
  static let keys =
    ["server", "port", "security", "user", "ca_file", "timeout", "hello"]
    + ChannelSettings.secretKeys("password")

  /// Reads them; nil after a problem was reported.
  init?(_ settings: inout ChannelSettings) {
    let server = settings.needed("server", help: "the name of the mail server: mail.example.org")
    if let server, !Self.isHost(server) {
      settings.problem("server", "«server» is no name and no address of a host")
    }
    let word = settings.choice(
      "security", of: Security.allCases.map(\.rawValue), else: Security.starttls.rawValue)
    let security = word.flatMap(Security.init)
    let port = settings.int("port", in: 1...65_535)
    let user = settings.text("user")
    let password = settings.secret("password")
    let hasPassword = ChannelSettings.secretKeys("password").contains { settings.has($0) }
    if settings.has("user") != hasPassword {
      settings.problem(
        "user", "«user» and a password go together",
        help: "«password_credential» or «password_file» beside «user»")
    }
    if security == Security.none, user != nil, let server, !Self.isLocal(server) {
      settings.problem(
        "security", "a password would cross the network for anybody to read",
        help: "«security: starttls» or «security: tls»")
    }
    let caFile = settings.text("ca_file")
    if let caFile, !caFile.hasPrefix("/") {
      settings.problem("ca_file", "«ca_file» must be an absolute path")
    }
    let timeout = settings.seconds(
      "timeout", in: 1...NotifyLimits.mailTimeoutMost, elseMilliseconds: NotifyLimits.mailTimeout)
    let hello = settings.has("hello") ? settings.text("hello") : nil
    if let hello, !MailAddress.isDomain(hello.utf8) {
      settings.problem("hello", "«hello» must be the name of a host")
    }
    guard let server, let security else { return nil }
    self.init(
      server: server, port: port, security: security, user: user, password: password,
      caFile: caFile, timeout: timeout,
      hello: hello ?? MailIdentifier.host(settings.surroundings.host))
  }

  /// A name, an IPv4 address, or an IPv6 address without brackets.
  private static func isHost(_ text: String) -> Bool {
    MailAddress.isDomain(text.utf8) || isIPv6(text)
  }

  private static func isIPv6(_ text: String) -> Bool {
    text.contains(":")
      && text.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") }
  }

  private static func isLocal(_ server: String) -> Bool {
    server == "localhost" || server == "::1"
      || server.hasPrefix("127.") && server.allSatisfy { $0.isNumber || $0 == "." }
  }

  /// As libcurl takes it: the path is the name for `EHLO`.
  var url: String {
    let host = Self.isIPv6(server) ? "[\(server)]" : server
    return "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)/\(hello)"
  }

  /// Without the password.
  package var description: String { url }
}
