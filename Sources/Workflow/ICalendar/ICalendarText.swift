// Texts on their way into an iCalendar file: cleaned, escaped, folded.

/// How values become lines of a file, so that no value can become a line of its own.
enum ICalendarText {
  /// The text without characters that a file cannot hold.
  ///
  /// Ends of lines, also those of Unicode, become LF. Control characters, the bytes of damaged
  /// UTF-8 and the private characters that no reader here accepts are left out.
  static func cleaned(_ text: String) -> String.UnicodeScalarView {
    var cleaned = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      defer { isAfterReturn = scalar == "\r" }
      switch scalar.value {
      case 0x0A: if !isAfterReturn { cleaned.append("\n") }
      case 0x0D, 0x85, 0x2028, 0x2029: cleaned.append("\n")
      case 0x09: cleaned.append(scalar)
      case 0x00..<0x20, 0x7F..<0xA0, 0xFFFD...0xFFFF, UnreadableText.fillers: continue
      default: cleaned.append(scalar)
      }
    }
    return cleaned
  }

  /// The text on one line: what ends lines is left out.
  static func oneLine(_ text: String) -> String {
    var line = cleaned(text)
    line.removeAll { $0 == "\n" }
    return String(line)
  }

  /// A TEXT value: cleaned and escaped (RFC 5545 §3.3.11).
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in cleaned(text) {
      switch scalar {
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\\", ";", ",":
        escaped.append("\\")
        escaped.append(scalar)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// The value of a parameter: in quotes where it holds what divides; it cannot hold a quote.
  static func parameter(_ text: String) -> String {
    let bare = oneLine(text).replacing("\"", with: "'")
    let divides = bare.unicodeScalars.contains { $0 == ":" || $0 == ";" || $0 == "," }
    return divides ? "\"\(bare)\"" : bare
  }

  /// A URI (RFC 5545 §3.3.13): nothing in it is escaped, and blanks are no part of one.
  static func uri(_ text: String) -> String {
    String(oneLine(text).unicodeScalars.filter { !$0.properties.isWhitespace }.map(Character.init))
  }

  /// A line with its end, folded to ``ICalendarLimits/lineOctets`` (RFC 5545 §3.1).
  ///
  /// A fold never stands within a character: what reads the lines as text would lose it.
  static func folded(_ line: String) -> String {
    var folded = ""
    folded.reserveCapacity(line.utf8.count + line.utf8.count / 30 + 2)
    var octets = 0
    for scalar in line.unicodeScalars {
      let size = UTF8.width(scalar)
      if octets + size > ICalendarLimits.lineOctets {
        folded += "\r\n "
        octets = 1
      }
      folded.unicodeScalars.append(scalar)
      octets += size
    }
    return folded + "\r\n"
  }
}
