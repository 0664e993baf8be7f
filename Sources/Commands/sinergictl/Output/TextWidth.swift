// How many columns a text takes on a terminal, and how it is cut to fewer.

/// Widths in columns.
enum TextWidth {
  /// Columns of a text without control characters.
  static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + columns(of: $1) } }

  /// At most so many columns; what is cut off shows as «…».
  static func cut(_ text: String, to columns: Int) -> String {
    guard of(text) > columns else { return text }
    var kept = ""
    var used = 0
    for character in text {
      let next = self.columns(of: character)
      guard used + next <= columns - 1 else { break }
      kept.append(character)
      used += next
    }
    return kept + "…"
  }

  /// Filled with spaces up to so many columns.
  static func pad(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }

  /// One line that cannot steer a terminal: controls and hidden formatting become «�».
  static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if ["\n", "\t", "\r"].contains(scalar) {
        out.append(" ")
      } else {
        out.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return String(out)
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // Zero-width joiners hold emoji together; other format characters can turn text around.
    case .format: scalar.value != 0x200D
    default: false
    }
  }

  /// A character is as wide as its widest scalar; one that asks for emoji is wide.
  private static func columns(of character: Character) -> Int {
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    return character.unicodeScalars.map(columns(of:)).max() ?? 0
  }

  // Unicode Standard Annex #11, East Asian Width: W and F, in blocks.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
