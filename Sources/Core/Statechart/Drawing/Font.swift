// How wide a text will be, nearly: a library without fonts can only estimate.

/// A size and weight of a sans-serif font.
struct Font: Hashable, Sendable {
  var size: Double
  var isBold = false

  static let title = Font(size: 13, isBold: true)
  static let row = Font(size: 11)
  static let arrow = Font(size: 11)
  static let heading = Font(size: 17, isBold: true)

  var lineHeight: Double { (size * 1.35).rounded() }

  /// The estimated width in pixels.
  func width(of text: String) -> Double {
    var hundredths = 0
    for scalar in text.unicodeScalars { hundredths += Self.width(of: scalar) }
    return Double(hundredths) * size / 100 * (isBold ? 1.14 : 1)
  }

  /// Widths of printable ASCII from the space on, in hundredths of the font's size, as in
  /// DejaVu Sans: it is among the widest, so that text in another font has room to spare.
  private static let ascii: [Int] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77,
    75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39,
    34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61,
    63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
  ]

  private static func width(of scalar: Unicode.Scalar) -> Int {
    let place = Int(scalar.value) - 0x20
    if place >= 0, place < ascii.count { return ascii[place] }
    if DrawingText.isMark(scalar) || scalar.properties.isJoinControl { return 0 }
    switch scalar.value {
    case 0..<0x0700: return 66
    // Scripts of South and South-East Asia have broad letters.
    case 0x0900..<0x1200, 0x1700..<0x1C80, 0xA980..<0xAB00: return 95
    case 0x2010..<0x2027: return 80
    case 0x2E80..<0xFE00, 0xFF00..<0xFFE7, 0x10000...: return 110
    default: return 85
    }
  }
}
