// Where a webhook goes: a URL that is fixed but for the address of a person in its path or query.

internal import Foundation

/// The URL of a webhook, checked.
struct WebhookAddress: Hashable, Sendable {
  /// What is wrong, in words. They do not repeat the URL, for it may be a secret.
  struct Problem: Error, Hashable, Sendable {
    var what: String
    var help: String?
  }

  /// The parts between `{{address}}`.
  private let parts: [String]
  /// `https://host:port`, as it is shown to people.
  let origin: String
  let isSecure: Bool
  let host: String
  let port: Int

  /// Reads `https://host/path/{{address}}?query={{address}}`.
  init(_ text: String) throws(Problem) {
    let pattern = #/\{\{\s*address\s*\}\}/#
    let parts = text.split(separator: pattern, omittingEmptySubsequences: false).map(String.init)
    if parts.contains(where: { $0.contains("{") || $0.contains("}") }) {
      throw Problem(
        what: "the URL has a placeholder other than {{address}}",
        help: "{{address}} may stand in the path or the query")
    }
    guard let scheme = text.firstRange(of: "://"),
      ["http", "https"].contains(text[..<scheme.lowerBound].lowercased())
    else { throw Problem(what: "the URL must begin with https:// or http://") }
    let whole = parts.joined(separator: "x")
    guard !whole.contains("#"), whole.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let components = URLComponents(string: whole, encodingInvalidCharacters: false),
      let host = components.host, !host.isEmpty
    else {
      throw Problem(
        what: "not a URL: a host, then a path of ASCII characters, without blanks and «#»")
    }
    guard components.user == nil, components.password == nil else {
      throw Problem(
        what: "the URL has a user or a password in it",
        help: "token_file with token_scheme: Basic")
    }
    // The authority ends at the first slash or question mark after the scheme.
    let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    if authority.contains("{") {
      throw Problem(
        what: "{{address}} stands in the host", help: "it may stand in the path or the query")
    }
    isSecure = text[..<scheme.lowerBound].lowercased() == "https"
    self.host = host.lowercased()
    port = components.port ?? (isSecure ? 443 : 80)
    guard (1...65_535).contains(port) else { throw Problem(what: "the port is none") }
    let isUsual = port == (isSecure ? 443 : 80)
    origin = "\(isSecure ? "https" : "http")://\(self.host)" + (isUsual ? "" : ":\(port)")
    self.parts = parts
  }

  /// True when an address of a person stands in it.
  var namesAddress: Bool { parts.count > 1 }

  /// The URL for an address; nil where the address would become a step in the path.
  func url(_ address: String?) -> String? {
    guard namesAddress else { return parts[0] }
    guard let address, address != ".", address != ".." else { return nil }
    return parts.joined(separator: PercentEncoding.component(address))
  }

  /// Where a redirect leads, if it may be followed: to the same host by the same scheme and port, or
  /// from port 80 to port 443 of the same host with TLS.
  func redirected(from url: String, to location: String) -> String? {
    guard let base = URL(string: url),
      let target = URL(string: location, relativeTo: base)?.absoluteURL,
      target.user == nil, target.password == nil,
      let scheme = target.scheme?.lowercased(), target.host()?.lowercased() == bareHost
    else { return nil }
    let isSame =
      scheme == (isSecure ? "https" : "http") && (target.port ?? (isSecure ? 443 : 80)) == port
    let isUpgrade = !isSecure && port == 80 && scheme == "https" && (target.port ?? 443) == 443
    guard isSame || isUpgrade else { return nil }
    return target.absoluteString.prefix { $0 != "#" }.description
  }

  private var bareHost: String {
    host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
  }

  /// The host that a redirect points to, for words; nothing else of it.
  static func host(of location: String) -> String {
    URL(string: location)?.host().map { ChannelText.cut(ChannelText.oneLine($0), 100) }
      ?? "another place"
  }
}
