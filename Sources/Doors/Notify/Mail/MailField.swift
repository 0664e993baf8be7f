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
    value.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !value.contains("=?")
      && !value.contains("  ")
      && value.utf8.split(separator: 0x20).allSatisfy { $0.count < lineLength - 25 }
  }

  private static func folded(_ value: String, column: Int) -> String {
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
    let quoted = value.utf8.reduce(0) { $0 + (isWordSafe($1) ? 1 : 3) }
    let isQuoted = quoted <= value.utf8.count * 4 / 3
    var words: [String] = []
    var word: [UInt8] = []
    func cost(_ bytes: some Collection<UInt8>) -> Int {
      isQuoted
        ? bytes.reduce(0) { $0 + (isWordSafe($1) ? 1 : 3) } : (bytes.count + 2) / 3 * 4
    }
    func most() -> Int {
      (words.isEmpty ? min(wordLength, lineLength - column) : wordLength) - wrapping
    }
    func end() {
      guard !word.isEmpty else { return }
      let text = isQuoted ? quotedWord(word) : MailBody.base64(word)
      words.append("=?utf-8?\(isQuoted ? "q" : "b")?\(text)?=")
      word = []
    }
    func add(_ bytes: some Collection<UInt8>) {
      if cost(word + bytes) > most() { end() }
      word += bytes
    }
    for character in value {
      if cost(Array(character.utf8)) <= wordLength - wrapping - column {
        add(Array(character.utf8))
      } else {
        for scalar in character.unicodeScalars { add(Array(String(scalar).utf8)) }
      }
    }
    end()
    return words.joined(separator: "\r\n ")
  }

  private static func quotedWord(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      if byte == 0x20 { return "_" }
      return isWordSafe(byte) ? String(UnicodeScalar(byte)) : "=\(MailBody.hex(byte))"
    }.joined()
  }

  /// What may stand for itself in an encoded word of a phrase (RFC 2047 §5 (3)); a space is `_`.
  private static func isWordSafe(_ byte: UInt8) -> Bool {
    MailAddress.isAlphanumeric(byte) || "!*+-/ ".utf8.contains(byte)
  }
}
