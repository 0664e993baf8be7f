// What no file may hold or be: too large, or characters that make places wrong or reading unsafe.

/// Finds what makes a text unreadable before YAML or XML is asked.
enum UnreadableText {
  /// Private-use characters that reading itself puts in place of others; a file may not hold them.
  static let fillers: ClosedRange<UInt32> = 0xE000...0xE0FF

  /// Whether a file can be given to a parser; why not is reported.
  static func isReadable(_ source: SourceText, _ problems: inout DiagnosticCollector) -> Bool {
    guard source.text.utf8.count <= WorkflowLimits.sourceBytes else {
      problems.add(
        .tooLarge,
        "the file has \(source.text.utf8.count) bytes; at most \(WorkflowLimits.sourceBytes) are read",
        at: SourceRange(line: 1, column: 1), help: "is this the right file?")
      return false
    }
    guard let problem = first(in: source.text) else { return true }
    problems.add(problem)
    return false
  }

  /// The first character that is refused, as a problem; nil when there is none.
  static func first(in text: String) -> Diagnostic? {
    var range = SourceRange(line: 1, column: 1)
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if scalar == "\n" {
        range.line += 1
        range.column = 1
        continue
      }
      let next = index < scalars.endIndex ? scalars[index] : nil
      if let what = complaint(about: scalar, before: next) {
        return Diagnostic(
          .encoding, "the file holds \(what)", at: range, help: "save it as plain UTF-8 text")
      }
      range.column += 1
    }
    return nil
  }

  /// The text without the mark that some editors put first; YAML's reader would not skip it.
  static func withoutByteOrderMark(_ text: String) -> String {
    guard text.unicodeScalars.first == "\u{FEFF}" else { return text }
    return String(text.unicodeScalars.dropFirst())
  }

  private static func complaint(about scalar: Unicode.Scalar, before next: Unicode.Scalar?)
    -> String?
  {
    switch scalar.value {
    case 0x20...0x7E, 0x09: nil
    case 0x00: "a NUL character"
    case 0x0D: next == "\n" ? nil : "a carriage return that ends no line"
    // YAML counts these as ends of lines, editors do not: places would be wrong.
    case 0x85, 0x2028, 0x2029: "a line separator that is no line feed (\(name(scalar)))"
    case 0x00..<0x20, 0x7F..<0xA0: "a control character (\(name(scalar)))"
    case 0xFFFD: "bytes that are not UTF-8"
    case 0xFFFE, 0xFFFF, fillers:
      "a character without meaning (\(name(scalar)))"
    default: nil
    }
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
