// Texts made fit for pictures: cleaned of what breaks out or turns round, cut, wrapped.

/// Ways to make texts fit for pictures.
enum DrawingText {
  /// One line without control characters, of bounded length.
  ///
  /// Characters that turn the direction of writing could make a name look like another one, so
  /// they go as control characters do. Joiners stay, since scripts of India and Arabia need them.
  static func clean(_ text: String, most: Int = DrawingLimits.textMost) -> String {
    var scalars = String.UnicodeScalarView()
    var marks = 0
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < most else {
        scalars.append("…")
        break
      }
      let isMark = isMark(scalar)
      marks = isMark ? marks + 1 : 0
      if isMark, marks > DrawingLimits.marksMost { continue }
      let replaced = replacement(of: scalar)
      // A run of spaces and line ends is one space.
      if replaced == " ", scalars.last == " " || scalars.isEmpty { continue }
      scalars.append(replaced)
      count += 1
    }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  private static func replacement(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII {
      if scalar.value > 0x20, scalar.value < 0x7F { return scalar }
      return [0x09, 0x0A, 0x0D, 0x20].contains(scalar.value) ? " " : "\u{FFFD}"
    }
    // A space that must not be broken at stays one.
    if scalar == "\u{A0}" { return scalar }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
    case .format: return scalar.properties.isJoinControl ? scalar : "\u{FFFD}"
    case .control, .surrogate, .privateUse, .unassigned: return "\u{FFFD}"
    default: return scalar
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  /// Lines no wider than asked and of nearly the same length, broken at spaces or after joining
  /// signs; what does not fit in the last line becomes «…».
  static func wrap(_ text: String, font: Font, width: Double) -> [String] {
    var lines = broken(text, font: font, width: width)
    guard lines.count > 1 else { return lines }
    if lines.count <= DrawingLimits.linesMost {
      for share in balances {
        let narrower = broken(text, font: font, width: width * share)
        guard narrower.count == lines.count else { break }
        lines = narrower
      }
      return lines
    }
    lines.removeLast(lines.count - DrawingLimits.linesMost)
    lines[lines.count - 1] += "…"
    return lines
  }

  /// How much narrower lines may become, so that the last one is not a single word.
  private static let balances = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55]

  private static func broken(_ text: String, font: Font, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces(of: text) {
      if font.width(of: line + trimmed(piece)) <= width {
        line += piece
        continue
      }
      if !line.isEmpty { lines.append(trimmed(line)) }
      line = ""
      for character in piece {
        if font.width(of: line + String(character)) > width, !line.isEmpty {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !line.isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  /// Words with the spaces after them; a sign that joins two words ends a piece too.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      let isJoined = character.isLetter || character.isNumber
      if let last = piece.last,
        (last == " " && character != "·") || (isJoined && "/_-".contains(last))
      {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// «1, 4, … 12, 15»: numbers of steps in short.
  static func numbers(_ numbers: [Int]) -> String {
    let most = DrawingLimits.numbersMost
    guard numbers.count > most else { return numbers.map { "\($0)" }.joined(separator: ", ") }
    let first = numbers.prefix(most / 2).map { "\($0)" }
    let last = numbers.suffix(most / 2).map { "\($0)" }
    return (first + ["…"] + last).joined(separator: ", ")
  }

  /// For texts and attributes of XML, and for Graphviz' labels that look like HTML.
  static func xml(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// For Graphviz' labels that look like HTML.
  ///
  /// A `\` begins a sequence such as `\N`, the node's name, and nothing escapes it there; so an
  /// unseen joiner comes between the two.
  static func dotLabel(_ text: String) -> String {
    replacingBackslash(in: xml(text), by: "\\&#8205;")
  }

  /// For Graphviz' texts between quotes.
  static func dotString(_ text: String) -> String {
    replacingBackslash(in: xml(text), by: "\\\\")
  }

  private static func replacingBackslash(in text: String, by other: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\\" { result += other } else { result.unicodeScalars.append(scalar) }
    }
  }

  /// For Mermaid, which ends texts at some signs, and knows characters by number: `#35;`.
  static func mermaid(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "#;:\"<>&%{}[]`\\|*_~$'".unicodeScalars.contains(scalar) {
        result += "#\(scalar.value);"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
