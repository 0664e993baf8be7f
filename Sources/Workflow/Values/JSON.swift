// JSON (RFC 8259) as a value, written and read without Foundation: snapshots and history payloads.

/// A JSON value; objects keep the order in which they were built, so that equal values have equal text.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name and value of an object.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSON

    /// Creates a member.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// An object from pairs; pairs whose value is nil are left out.
  public static func object(_ pairs: KeyValuePairs<String, JSON?>) -> JSON {
    .object(pairs.compactMap { name, value in value.map { Member(name, $0) } })
  }

  /// A list of strings.
  public static func strings(_ items: some Sequence<String>) -> JSON {
    .array(items.map { .string($0) })
  }

  /// The member of an object, nil where there is none.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, when this is a string.
  public var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The number, when this is a whole one.
  public var int: Int64? {
    if case .int(let number) = self { return number }
    return nil
  }

  /// The truth value, when this is one.
  public var bool: Bool? {
    if case .bool(let truth) = self { return truth }
    return nil
  }

  /// The items, when this is an array; otherwise none.
  public var items: [JSON] {
    if case .array(let items) = self { return items }
    return []
  }

  /// The members, when this is an object; otherwise none.
  public var members: [Member] {
    if case .object(let members) = self { return members }
    return []
  }

  /// The items that are strings.
  public var strings: [String] { items.compactMap(\.string) }
}

// MARK: Writing

extension JSON {
  /// Compact text, without white space.
  public var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(into bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    case .int(let number): Self.write(number, into: &bytes)
    case .double(let number):
      // JSON has no infinities; a whole double keeps its point, so that it is read as a double again.
      bytes.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
    case .string(let text): Self.write(text, into: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.name, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ number: Int64, into bytes: inout [UInt8]) {
    if number == 0 { return bytes.append(UInt8(ascii: "0")) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var magnitude = number.magnitude
    let start = bytes.count
    while magnitude > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(magnitude % 10))
      magnitude /= 10
    }
    bytes[start...].reverse()
  }

  private static func write(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { plain in
      // Nearly every text is copied as it is.
      if plain.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) {
        escape(plain, into: &bytes)
      } else {
        bytes.append(contentsOf: plain)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
    for byte in text {
      switch byte {
      case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
      case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
      case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 15] {
          bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
      default: bytes.append(byte)
      }
    }
  }
}

// MARK: Reading

extension JSON {
  /// Why a text is not JSON, and where (UTF-8 offset).
  public struct ParseError: Error, Hashable, Sendable {
    /// UTF-8 offset of the first byte that does not fit.
    public var offset: Int
  }

  /// Reads a whole JSON text.
  public init(parsing text: String) throws(ParseError) {
    var parser = Parser(bytes: Array(text.utf8))
    self = try parser.document()
  }

  private struct Parser {
    let bytes: [UInt8]
    var at = 0

    func fail() -> ParseError { ParseError(offset: at) }

    mutating func document() throws(ParseError) -> JSON {
      let value = try value(depth: 0)
      skipSpace()
      if at < bytes.count { throw fail() }
      return value
    }

    mutating func skipSpace() {
      while at < bytes.count {
        switch bytes[at] {
        case 0x20, 0x0A, 0x0D, 0x09: at += 1
        default: return
        }
      }
    }

    /// Takes a byte that white space may stand before.
    mutating func takeMark(_ byte: UInt8) -> Bool {
      skipSpace()
      return take(byte: byte)
    }

    mutating func word(_ word: StaticString, _ value: JSON) throws(ParseError) -> JSON {
      let length = word.utf8CodeUnitCount
      guard at + length <= bytes.count else { throw fail() }
      for offset in 0..<length where bytes[at + offset] != word.utf8Start[offset] { throw fail() }
      at += length
      return value
    }

    mutating func value(depth: Int) throws(ParseError) -> JSON {
      skipSpace()
      guard at < bytes.count, depth < WorkflowLimits.jsonDepth else { throw fail() }
      switch bytes[at] {
      case UInt8(ascii: "{"): return try object(depth: depth)
      case UInt8(ascii: "["): return try array(depth: depth)
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "t"): return try word("true", .bool(true))
      case UInt8(ascii: "f"): return try word("false", .bool(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      default: return try number()
      }
    }

    mutating func object(depth: Int) throws(ParseError) -> JSON {
      at += 1
      var members: [Member] = []
      if takeMark(UInt8(ascii: "}")) { return .object(members) }
      members.reserveCapacity(8)
      repeat {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fail() }
        let name = try string()
        guard takeMark(UInt8(ascii: ":")) else { throw fail() }
        members.append(Member(name, try value(depth: depth + 1)))
      } while takeMark(UInt8(ascii: ","))
      guard takeMark(UInt8(ascii: "}")) else { throw fail() }
      return .object(members)
    }

    mutating func array(depth: Int) throws(ParseError) -> JSON {
      at += 1
      var items: [JSON] = []
      if takeMark(UInt8(ascii: "]")) { return .array(items) }
      repeat {
        items.append(try value(depth: depth + 1))
      } while takeMark(UInt8(ascii: ","))
      guard takeMark(UInt8(ascii: "]")) else { throw fail() }
      return .array(items)
    }

    mutating func string() throws(ParseError) -> String {
      at += 1
      let start = at
      var end = at
      bytes.withUnsafeBufferPointer { plain in
        while end < plain.count {
          let byte = plain[end]
          if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
          end += 1
        }
      }
      at = end
      guard at < bytes.count else { throw fail() }
      if bytes[at] == UInt8(ascii: "\"") {
        at += 1
        return bytes.withUnsafeBufferPointer {
          String(decoding: UnsafeBufferPointer(rebasing: $0[start..<end]), as: UTF8.self)
        }
      }
      return try escapedString(from: Array(bytes[start..<at]))
    }

    mutating func escapedString(from prefix: [UInt8]) throws(ParseError) -> String {
      var out = prefix
      while at < bytes.count {
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
        case UInt8(ascii: "\\"): out.append(contentsOf: try escape())
        case 0..<0x20:
          at -= 1
          throw fail()
        default: out.append(byte)
        }
      }
      throw fail()
    }

    mutating func escape() throws(ParseError) -> [UInt8] {
      guard at < bytes.count else { throw fail() }
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "n"): return [0x0A]
      case UInt8(ascii: "r"): return [0x0D]
      case UInt8(ascii: "t"): return [0x09]
      case UInt8(ascii: "b"): return [0x08]
      case UInt8(ascii: "f"): return [0x0C]
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
      case UInt8(ascii: "u"):
        var code = try hex4()
        if (0xD800..<0xDC00).contains(code) {
          guard at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == UInt8(ascii: "u") else {
            throw fail()
          }
          at += 2
          let low = try hex4()
          guard (0xDC00..<0xE000).contains(low) else { throw fail() }
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fail() }
        return Array(String(Character(scalar)).utf8)
      default:
        at -= 1
        throw fail()
      }
    }

    mutating func hex4() throws(ParseError) -> UInt32 {
      guard at + 4 <= bytes.count, bytes[at..<at + 4].allSatisfy(Self.isHexDigit),
        let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
      else { throw fail() }
      at += 4
      return code
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        true
      default: false
      }
    }

    /// "number = [ minus ] int [ frac ] [ exp ]" (RFC 8259 §6); one that no double holds is refused.
    mutating func number() throws(ParseError) -> JSON {
      let start = at
      take(byte: UInt8(ascii: "-"))
      let firstDigit = at
      var isComplete = takeDigits()
      if at > firstDigit + 1, bytes[firstDigit] == UInt8(ascii: "0") { isComplete = false }
      var isWhole = true
      if take(byte: UInt8(ascii: ".")) {
        isWhole = false
        isComplete = takeDigits() && isComplete
      }
      if take(byte: UInt8(ascii: "e")) || take(byte: UInt8(ascii: "E")) {
        isWhole = false
        if !take(byte: UInt8(ascii: "+")) { take(byte: UInt8(ascii: "-")) }
        isComplete = takeDigits() && isComplete
      }
      if isComplete, isWhole, let number = wholeNumber(from: start) { return .int(number) }
      let text = String(decoding: bytes[start..<at], as: UTF8.self)
      guard isComplete, let number = Double(text), number.isFinite else {
        at = start
        throw fail()
      }
      return .double(number)
    }

    /// The digits from `start` up to here as a number; nil where 64 bits do not hold it.
    private func wholeNumber(from start: Int) -> Int64? {
      let isNegative = bytes[start] == UInt8(ascii: "-")
      var number: Int64 = 0
      for index in (isNegative ? start + 1 : start)..<at {
        let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
        let digit = Int64(bytes[index] - UInt8(ascii: "0"))
        // Negative numbers reach one further, so that they are built downwards.
        let (sum, isOver) =
          isNegative
          ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
        if isTooLarge || isOver { return nil }
        number = sum
      }
      return number
    }

    @discardableResult
    private mutating func take(byte: UInt8) -> Bool {
      guard at < bytes.count, bytes[at] == byte else { return false }
      at += 1
      return true
    }

    private mutating func takeDigits() -> Bool {
      let start = at
      while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) {
        at += 1
      }
      return at > start
    }
  }
}
