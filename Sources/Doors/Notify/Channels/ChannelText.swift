// Words that cross the border: lines without control characters, answers without addresses.

/// What the channels do to text before they send it, and before they repeat what the other side said.
enum ChannelText {
  /// One line: line ends and tabs become spaces; control characters and the characters that turn the
  /// direction of what follows (Unicode UAX #9: U+202A–U+202E, U+2066–U+2069) go.
  static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      if isLineEnd(scalar) || scalar == "\t" {
        if scalar != "\n" || last != "\r" { line.append(" ") }
      } else if !isControl(scalar), !turnsDirection(scalar) {
        line.append(scalar)
      }
    }
    return String(line)
  }

  /// The first line that says something, of what a program or a server said: no control characters,
  /// none of `hidden`, nothing that looks like a number or an address of a person, not long.
  static func excerpt(_ bytes: some Sequence<UInt8>, hiding hidden: [String]) -> String {
    let text = String(decoding: Array(bytes.prefix(NotifyLimits.excerptReadBytes)), as: UTF8.self)
    let lines = text.split { $0.isNewline }.lazy.map { oneLine(String($0)).trimmed }
    let line = lines.first { !$0.isEmpty } ?? ""
    return cut(masked(Self.hiding(hidden, in: line)), NotifyLimits.excerptBytes)
  }

  /// The text without each of `hidden`, as it is and percent-encoded.
  static func hiding(_ hidden: [String], in text: String) -> String {
    var text = text
    for word in hidden where word.utf8.count >= 3 {
      for form in [word, PercentEncoding.component(word)] {
        text = text.replacing(form, with: "…")
      }
    }
    return text
  }

  /// Long numbers and words with an at sign become dots: a gateway likes to repeat whom it wrote to.
  private static func masked(_ text: String) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.contains("@") ? "…" : String(word)
    }
    return words.joined(separator: " ")
      .replacing(#/\d(?:[-. ]?\d){6,}/#, with: "…")
  }

  /// At most so many bytes, whole characters.
  static func cut(_ text: String, _ most: Int) -> String {
    guard text.utf8.count > most else { return text }
    var result = ""
    var count = 0
    for character in text {
      count += character.utf8.count
      if count > most - 3 { break }
      result.append(character)
    }
    return result + "…"
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    (0x0A...0x0D).contains(scalar.value) || [0x85, 0x2028, 0x2029].contains(scalar.value)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}

extension String {
  /// Without blanks at its ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

/// Percent-encoding of values.
enum PercentEncoding {
  /// A value within a path or a query: only unreserved characters stay (RFC 3986 §2.3).
  static func component(_ text: String) -> String { encoded(text, keeping: "-._~", space: "%20") }

  /// A value of a form (URL standard §5.2, application/x-www-form-urlencoded).
  static func form(_ text: String) -> String { encoded(text, keeping: "*-._", space: "+") }

  private static func encoded(_ text: String, keeping kept: StaticString, space: String) -> String {
    let marks = kept.withUTF8Buffer { Array($0) }
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
      case 0x20: bytes += space.utf8
      case _ where marks.contains(byte): bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
