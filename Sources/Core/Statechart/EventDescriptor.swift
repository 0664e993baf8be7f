// Which events a transition listens to.

/// A pattern for event names: `a.b`, `a.*` or `*` (SCXML 3.12.1).
///
/// A descriptor matches its own name and every name that continues it with a dot:
/// `error` matches `error` and `error.send`, not `errors`.
public struct EventDescriptor: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The pattern as it was written.
  public let text: String
  /// The segments that must be there: the text without a trailing `.*`, `.` or `*`.
  let prefix: String

  /// Makes a pattern of its text.
  public init(_ text: String) {
    self.text = text
    var prefix = text[...]
    if prefix.hasSuffix("*") { prefix = prefix.dropLast() }
    if prefix.hasSuffix(".") { prefix = prefix.dropLast() }
    self.prefix = String(prefix)
  }

  /// Makes a pattern of a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// Whether every event matches.
  public var isWildcard: Bool { prefix.isEmpty }

  /// Whether an event of this name matches.
  public func matches(_ name: String) -> Bool { Self.matches(name, prefix: prefix) }

  /// Whether an event of this name matches a descriptor with these segments.
  static func matches(_ name: String, prefix: String) -> Bool {
    if prefix.isEmpty || name == prefix { return true }
    let candidate = name.utf8
    let wanted = prefix.utf8
    guard candidate.count > wanted.count else { return false }
    // "an exact match or a prefix match": the prefix ends where a segment ends.
    let end = candidate.index(candidate.startIndex, offsetBy: wanted.count)
    return candidate[end] == UInt8(ascii: ".") && candidate.starts(with: wanted)
  }
}
