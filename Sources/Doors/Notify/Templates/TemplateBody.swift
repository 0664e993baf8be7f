// One template file: its subject and its text, checked and parsed.

internal import Mustache
internal import Workflow

/// What stands in a file.
struct TemplateBody: Sendable {
  /// The first line without `Subject: `; nil for partials and the layout.
  var subject: MustacheTemplate?
  var template: MustacheTemplate
  var partials: [TemplateScan.PartialUse]

  private static let subjectMark = "Subject: "

  /// Reads a file; nil when it has an error.
  static func read(
    _ source: SourceText, _ role: TemplateName.Role
  ) -> (TemplateBody?, [Diagnostic]) {
    guard source.text.utf8.count <= NotifyLimits.templateBytes else {
      return refused(
        .tooLarge,
        "\(source.text.utf8.count) bytes are too many; at most \(NotifyLimits.templateBytes)")
    }
    // Windows line ends and a byte order mark change nothing.
    var text = source.text.replacing("\r\n", with: "\n")
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    if let problem = strangeCharacter(text, allowsTabs: role == .layout) { return (nil, [problem]) }
    if role == .layout { return layout(text) }
    if case .message = role { return message(text) }
    let scan = TemplateScan(text, line: 1, .message, allowsPartials: true)
    return finish(subject: nil, text, line: 1, scan)
  }

  private static func refused(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange? = nil, help: String? = nil
  ) -> (TemplateBody?, [Diagnostic]) {
    (nil, [Diagnostic(code, message, at: range ?? SourceRange(line: 1, column: 1), help: help)])
  }

  private static func message(_ text: String) -> (TemplateBody?, [Diagnostic]) {
    let form = "the form is: Subject: WORDS, an empty line, the text"
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    guard lines[0].hasPrefix(subjectMark),
      !lines[0].dropFirst(subjectMark.count).allSatisfy({ $0 == " " })
    else {
      return refused(.template, "the first line is no subject", help: form)
    }
    guard lines.count == 3, lines[1].allSatisfy({ $0 == " " }) else {
      return refused(
        .template, "no empty line after the subject", at: SourceRange(line: 2, column: 1),
        help: form)
    }
    // A section cannot begin in the subject and end in the text: each is scanned for itself.
    let subject = TemplateScan(lines[0], line: 1, .message, allowsPartials: false)
    let scan = TemplateScan(lines[2], line: 3, .message, allowsPartials: true)
    let words = String(lines[0].dropFirst(subjectMark.count))
    var problems = subject.problems.diagnostics
    let (body, found) = finish(
      subject: subject.problems.hasErrors ? nil : words, String(lines[2]), line: 3, scan)
    problems += found
    return (subject.problems.hasErrors ? nil : body, problems)
  }

  private static func layout(_ text: String) -> (TemplateBody?, [Diagnostic]) {
    let scan = TemplateScan(text, line: 1, .layout, allowsPartials: false)
    guard !scan.problems.hasErrors else { return (nil, scan.problems.diagnostics) }
    switch parse(MarkupEscaping.line + text, line: 0) {
    case .success(let template):
      return (TemplateBody(subject: nil, template: template, partials: []), [])
    case .failure(let problem): return (nil, [problem])
    }
  }

  private static func finish(
    subject: String?, _ text: String, line: Int, _ scan: TemplateScan
  ) -> (TemplateBody?, [Diagnostic]) {
    guard !scan.problems.hasErrors else { return (nil, scan.problems.diagnostics) }
    // Without this line, which the engine swallows, values would be escaped as HTML; a partial does not
    // inherit it from what takes it in.
    let plain = "{{% CONTENT_TYPE:TEXT}}\n"
    let words = subject.map { parse(plain + $0, line: 0) }
    switch (words, parse(plain + text, line: line - 1)) {
    case (.failure(let problem), _), (_, .failure(let problem)): return (nil, [problem])
    case (nil, .success(let template)):
      return (TemplateBody(subject: nil, template: template, partials: scan.partials), [])
    case (.success(let subject), .success(let template)):
      return (TemplateBody(subject: subject, template: template, partials: scan.partials), [])
    }
  }

  /// Parses by the engine. What the scan lets through, it takes too, but for oddities such as a
  /// combining mark behind a brace.
  private static func parse(_ text: String, line: Int) -> Result<MustacheTemplate, Diagnostic> {
    do {
      return .success(try MustacheTemplate(string: text))
    } catch let error as MustacheTemplate.ParserError {
      return .failure(
        Diagnostic(
          .template, "this cannot be parsed as a template (\(error.error))",
          at: SourceRange(
            line: max(1, line + error.context.lineNumber - 1),
            column: max(1, error.context.columnNumber))))
    } catch {
      return .failure(
        Diagnostic(
          .template, "this cannot be parsed as a template (\(error))",
          at: SourceRange(line: max(1, line), column: 1)))
    }
  }

  /// The first character that no template needs and that could hide something.
  private static func strangeCharacter(_ text: String, allowsTabs: Bool) -> Diagnostic? {
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 1
        continue
      }
      let place = SourceRange(line: line, column: column)
      column += 1
      if scalar == "\u{FFFD}" {
        return Diagnostic(
          .encoding, "a byte that is not UTF-8", at: place, help: "save the file as UTF-8")
      }
      if scalar == "\t" {
        if allowsTabs { continue }
        return Diagnostic(.encoding, "a tab", at: place, help: "indent with spaces")
      }
      guard isStrange(scalar) else { continue }
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return Diagnostic(
        .encoding,
        "a control character (U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex))",
        at: place, help: "take it out")
    }
    return nil
  }

  /// Controls, separators of lines, what turns the direction of writing, noncharacters.
  private static func isStrange(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0xFDD0...0xFDEF, 0xFEFF: true
    default:
      scalar.properties.generalCategory == .control || scalar.value & 0xFFFE == 0xFFFE
    }
  }
}

/// Escapes values in the layout, scalar by scalar.
///
/// The engine's own way goes by characters: it leaves a «<» alone that a combining mark follows.
struct MarkupEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String {
    var escaped = ""
    escaped.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A line that the engine swallows and that makes this the way of the text after it.
  static let line: String = {
    MustacheContentTypes.register(MarkupEscaping(), named: "SINERGI-MARKUP")
    return "{{% CONTENT_TYPE:SINERGI-MARKUP}}\n"
  }()
}
