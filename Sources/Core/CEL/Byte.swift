// The bytes that the lexer knows by name.

/// ASCII, as far as the grammar names it.
enum Byte {
  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let doubleQuote: UInt8 = 0x22
  static let singleQuote: UInt8 = 0x27
  static let plus: UInt8 = 0x2B
  static let minus: UInt8 = 0x2D
  static let dot: UInt8 = 0x2E
  static let slash: UInt8 = 0x2F
  static let zero: UInt8 = 0x30
  static let backslash: UInt8 = 0x5C
  static let underscore: UInt8 = 0x5F
  static let backquote: UInt8 = 0x60
  static let b: UInt8 = 0x62
  static let e: UInt8 = 0x65
  static let r: UInt8 = 0x72
  static let u: UInt8 = 0x75
  static let x: UInt8 = 0x78
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isNameStart: Bool { (0x61...0x7A).contains(self | 0x20) || self == Byte.underscore }
  var isNamePart: Bool { isNameStart || isDigit }

  /// The value of a hexadecimal digit.
  var hexValue: UInt32? {
    if isDigit { return UInt32(self - Byte.zero) }
    let letter = self | 0x20
    return (0x61...0x66).contains(letter) ? UInt32(letter - 0x61) + 10 : nil
  }

  /// The value of an octal digit.
  var octalValue: UInt32? {
    (0x30...0x37).contains(self) ? UInt32(self - Byte.zero) : nil
  }
}
