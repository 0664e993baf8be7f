// Digits to numbers and back, without Foundation.

/// The value of an ASCII digit, or nil for any other byte.
func digitValue(_ byte: UInt8) -> Int? {
  guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
  return Int(byte - UInt8(ascii: "0"))
}

/// A number that is not negative, with zeros before it up to a width.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
