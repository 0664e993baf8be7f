// Header fields of a mail: one line each by meaning, encoded (RFC 2047) and folded (RFC 5322 §2.2.3).

/// The form of header fields. No value can add a field of its own: what reaches a line is printable
/// ASCII.
enum MailField {
  /// Longest line, as RFC 2047 §2 asks of lines with encoded words.
  static let lineLength = 76
  /// Longest encoded word (RFC 2047 §2).
  static let wordLength = 75
  /// `=?utf-8?q?` and `?=`.
  private static let wrapping = 12

  /// A field of free text, with its line end.
  static func unstructured(_ name: String, _ value: String) -> String {
    let value = clean(value)
    let text =
      isPlain(value)
      ? folded(value, column: name.utf8.count + 2)
      : encodedWords(value, column: name.utf8.count + 2)
    return "\(name): \(text)\r\n"
  }

  /// A field of one mailbox, with its line end.
  static func mailbox(_ name: String, _ mailbox: Mailbox) -> String {
    let person = clean(mailbox.name)
    guard !person.isEmpty else { return "\(name): \(mailbox.address.text)\r\n" }
    let phrase = phrase(person, column: name.utf8.count + 2)
    let line = phrase.utf8.reversed().prefix { $0 != 0x0A }.count
    let last = line == phrase.utf8.count ? name.utf8.count + 2 + line : line
    let fits = last + mailbox.address.text.utf8.count + 3 <= lineLength
    return "\(name): \(phrase)\(fits ? "" : "\r\n") <\(mailbox.address.text)>\r\n"
  }

  /// A value on one line: line ends and tabs become a space, other control characters and those that
  /// turn the direction of what is around them are taken out, and what is too long is cut.
  static func clean(_ text: String) -> String {
    isClean(text) ? text : cleaned(text)
  }

  /// True when there is certainly nothing to do.
  private static func isClean(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.count <= NotifyLimits.mailFieldBytes && bytes.first != 0x20
      && bytes.last != 0x20 && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  private static func cleaned(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var bytes = 0
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { before = scalar }
      if scalar == "\n", before == "\r" { continue }
      let isBreak = isBreak(scalar)
      if !isBreak, isHarmful(scalar) { continue }
      // Spaces at the beginning go.
      if isBreak || scalar == " ", kept.isEmpty { continue }
      bytes += isBreak ? 1 : UTF8.width(scalar)
      if bytes > NotifyLimits.mailFieldBytes {
        kept.append("…")
        break
      }
      kept.append(isBreak ? " " : scalar)
    }
    while kept.last == " " { kept.removeLast() }
    return String(kept)
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    (0x09...0x0D).contains(scalar.value) || scalar.value == 0x85 || scalar.value == 0x2028
      || scalar.value == 0x2029
  }

  /// Control characters; overrides, embeddings and isolates (UAX #9).
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  // MARK: Encoding

  /// True when a reader gets the value back from the line as it is: ASCII that looks like no encoded
  /// word, and can be folded at its spaces.
  private static func isPlain(_ value: String) -> Bool {
    var before: UInt8 = 0
    var length = 0
    for byte in value.utf8 {
      guard byte >= 0x20, byte < 0x7F else { return false }
      if before == UInt8(ascii: "="), byte == UInt8(ascii: "?") { return false }
      if byte == 0x20, before == 0x20 { return false }
      length = byte == 0x20 ? 0 : length + 1
      guard length < lineLength - 25 else { return false }
      before = byte
    }
    return true
  }

  private static func folded(_ value: String, column: Int) -> String {
    if column + value.utf8.count <= lineLength { return value }
    var text = ""
    var column = column
    for word in value.split(separator: " ") {
      if !text.isEmpty {
        let fits = column + 1 + word.utf8.count <= lineLength
        text += fits ? " " : "\r\n "
        column = fits ? column + 1 : 1
      }
      text += word
      column += word.utf8.count
    }
    return text
  }

  /// A name as a phrase: bare, quoted, or encoded.
  private static func phrase(_ name: String, column: Int) -> String {
    guard isPlain(name), name.utf8.count < lineLength - 30 else {
      return encodedWords(name, column: column)
    }
    let isBare = name.utf8.allSatisfy { MailAddress.isAtomText($0) || $0 == 0x20 }
    if isBare { return name }
    let escaped = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  /// The value as encoded words, in the shorter one of the two encodings; readers take the white space
  /// between them away.
  ///
  /// A word holds whole characters, or, where one is longer than a word, whole scalars.
  static func encodedWords(_ value: String, column: Int) -> String {
    let quoted = quotedLength(value.utf8)
    let isQuoted = quoted <= value.utf8.count * 4 / 3
    var text = ""
    var word: [UInt8] = []
    /// Characters of the word in its encoding.
    var length = 0
    func end() {
      guard !word.isEmpty else { return }
      if !text.isEmpty { text += "\r\n " }
      text += isQuoted ? "=?utf-8?q?\(quotedWord(word))?=" : "=?utf-8?b?\(MailBody.base64(word))?="
      word.removeAll(keepingCapacity: true)
      length = 0
    }
    func add(_ bytes: some Collection<UInt8>) {
      let most = (text.isEmpty ? min(wordLength, lineLength - column) : wordLength) - wrapping
      let more = isQuoted ? quotedLength(bytes) : 0
      if isQuoted ? length + more > most : (word.count + bytes.count + 2) / 3 * 4 > most { end() }
      word += bytes
      length += more
    }
    for character in value {
      if character.utf8.count * 3 <= wordLength - wrapping - column {
        add(character.utf8)
      } else {
        for scalar in character.unicodeScalars { add(Array(String(scalar).utf8)) }
      }
    }
    end()
    return text
  }

  private static func quotedLength(_ bytes: some Collection<UInt8>) -> Int {
    var length = 0
    for byte in bytes { length += isWordSafe(byte) ? 1 : 3 }
    return length
  }

  private static func quotedWord(_ bytes: [UInt8]) -> String {
    var text = ""
    for byte in bytes {
      switch byte {
      case 0x20: text += "_"
      case _ where isWordSafe(byte): text.unicodeScalars.append(UnicodeScalar(byte))
      default: text += "=\(MailBody.hex(byte))"
      }
    }
    return text
  }

  /// What may stand for itself in an encoded word of a phrase (RFC 2047 §5 (3)); a space is `_`.
  private static func isWordSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "/"):
      true
    default: MailAddress.isAlphanumeric(byte)
    }
  }
}
