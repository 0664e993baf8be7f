// Reads the parts of times from a text, byte by byte.

/// A place in a text of ASCII characters.
struct ByteReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { index == bytes.count }
  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  mutating func skip(_ text: StaticString) -> Bool {
    let wanted = text.description.utf8
    guard bytes[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  /// A digit.
  mutating func digit() -> Int64? {
    guard let byte = peek, byte.isDigit else { return nil }
    index += 1
    return Int64(byte - Byte.zero)
  }

  /// A number of exactly `count` digits.
  mutating func number(digits count: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Hours and minutes such as `07:00`, in seconds.
  mutating func offset() -> Int64? {
    guard let hours = number(digits: 2), hours < 24, skip(Byte.colon),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    return hours * 3600 + minutes * 60
  }
}

extension Byte {
  static let colon: UInt8 = 0x3A
  static let upperT: UInt8 = 0x54
  static let upperZ: UInt8 = 0x5A
}
