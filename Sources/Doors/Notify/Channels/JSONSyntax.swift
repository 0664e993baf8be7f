// Whether a text is JSON, strictly: Foundation's reader lets a comma before a closing bracket pass.

/// The grammar of RFC 8259, and nothing more.
struct JSONSyntax {
  /// True when the bytes are one JSON value, nested at most ``NotifyLimits/jsonDepth`` deep.
  static func isValid(_ text: String) -> Bool {
    var reader = JSONSyntax(rest: Array(text.utf8)[...])
    guard reader.value(0) else { return false }
    reader.blanks()
    return reader.rest.isEmpty
  }

  private var rest: ArraySlice<UInt8>

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  private mutating func blanks() {
    rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let bytes = word.withUTF8Buffer { Array($0) }
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }

  private mutating func value(_ depth: Int) -> Bool {
    guard depth < NotifyLimits.jsonDepth else { return false }
    blanks()
    switch rest.first {
    case UInt8(ascii: "{"):
      return list(from: "{", to: "}") { reader in
        reader.blanks()
        guard reader.string() else { return false }
        reader.blanks()
        return reader.take(":") && reader.value(depth + 1)
      }
    case UInt8(ascii: "["): return list(from: "[", to: "]") { $0.value(depth + 1) }
    case UInt8(ascii: "\""): return string()
    default: return take("true") || take("false") || take("null") || number()
    }
  }

  private mutating func list(
    from start: StaticString, to end: StaticString, _ item: (inout JSONSyntax) -> Bool
  ) -> Bool {
    guard take(start) else { return false }
    blanks()
    if take(end) { return true }
    repeat {
      guard item(&self) else { return false }
      blanks()
    } while take(",")
    return take(end)
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"):
        guard let escape = rest.popFirst() else { return false }
        if escape == UInt8(ascii: "u") {
          guard rest.prefix(4).count == 4, rest.prefix(4).allSatisfy(Self.isHex) else {
            return false
          }
          rest = rest.dropFirst(4)
        } else if !"\"\\/bfnrt".utf8.contains(escape) {
          return false
        }
      case 0..<0x20: return false
      default: continue
      }
    }
    return false
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0"), !digits() { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let count = rest.prefix { (0x30...0x39).contains($0) }.count
    rest = rest.dropFirst(count)
    return count > 0
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}
