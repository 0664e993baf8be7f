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
      ["http", "https"].contains(String(text[..<scheme.lowerBound]))
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
    let isSecure = text.hasPrefix("https:")
    let port = components.port ?? (isSecure ? 443 : 80)
    guard (1...65_535).contains(port) else { throw Problem(what: "the port is none") }
    let isUsual = port == (isSecure ? 443 : 80)
    origin = "\(isSecure ? "https" : "http")://\(host.lowercased())" + (isUsual ? "" : ":\(port)")
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
  static func redirected(from url: String, to location: String) -> String? {
    guard let base = URL(string: url), let from = endpoint(base),
      let target = URL(string: location, relativeTo: base)?.absoluteURL, let to = endpoint(target),
      target.user == nil, target.password == nil, from.host == to.host
    else { return nil }
    let isSame = from.isSecure == to.isSecure && from.port == to.port
    let isUpgrade = !from.isSecure && from.port == 80 && to.isSecure && to.port == 443
    guard isSame || isUpgrade else { return nil }
    return target.absoluteString.prefix { $0 != "#" }.description
  }

  private static func endpoint(_ url: URL) -> (isSecure: Bool, host: String, port: Int)? {
    guard let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host()?.lowercased(), !host.isEmpty
    else { return nil }
    return (scheme == "https", host, url.port ?? (scheme == "https" ? 443 : 80))
  }

  /// The host that a redirect points to, for words; nothing else of it.
  static func host(of location: String) -> String {
    URL(string: location)?.host().map { ChannelText.cut(ChannelText.oneLine($0), 100) }
      ?? "another place"
  }
}
