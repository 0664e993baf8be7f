// Comma-separated values (RFC 4180), also with the semicolons of an Indonesian Excel; each field with its
// place.
//
// Read here and not by a library: SwiftCSV 0.10.0 ends the process (`fatalError` in its
// ParsingState.swift) on a character behind a closing quote, and tells no line or column of a field,
// which every problem of a file is told with.

/// Rows of fields.
struct CSVText {
  struct Field {
    var text: String
    var range: SourceRange
  }

  /// Rows that hold something, the header among them.
  var rows: [[Field]] = []

  private static let separators: [Unicode.Scalar] = [";", ",", "\t"]

  /// Reads a text; what cannot be read is told, and reading goes on with the next row where it can.
  init(_ source: SourceText, _ problems: inout DiagnosticCollector) {
    guard UnreadableText.isReadable(source, &problems) else { return }
    let scalars = Array(UnreadableText.withoutByteOrderMark(source.text).unicodeScalars)
    var scanner = Scanner(scalars: scalars)
    scanner.separator = scanner.announced() ?? Self.separator(of: scalars)
    while let row = scanner.row(&problems) {
      if row.contains(where: { !$0.text.isEmpty }) { rows.append(row) }
    }
  }

  /// The separator that stands most often in the first line, outside of quotes.
  private static func separator(of scalars: [Unicode.Scalar]) -> Unicode.Scalar {
    var counts = [Int](repeating: 0, count: separators.count)
    var isQuoted = false
    for scalar in scalars {
      if scalar == "\"" { isQuoted.toggle() }
      if scalar == "\n", !isQuoted { break }
      if !isQuoted, let index = separators.firstIndex(of: scalar) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return most == 0 ? "," : separators[counts.firstIndex(of: most) ?? 1]
  }

  private struct Scanner {
    let scalars: [Unicode.Scalar]
    var separator: Unicode.Scalar = ","
    var index = 0
    var line = 1
    var column = 1

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func step() {
      if scalars[index] == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
      index += 1
    }

    /// Excel's own first line, `sep=;`.
    mutating func announced() -> Unicode.Scalar? {
      guard scalars.count > 4, scalars.prefix(4).elementsEqual("sep=".unicodeScalars) else {
        return nil
      }
      let separator = scalars[4]
      while let scalar = next, scalar != "\n" { _ = scalar; step() }
      if next != nil { step() }
      return separator
    }

    mutating func row(_ problems: inout DiagnosticCollector) -> [Field]? {
      guard next != nil else { return nil }
      var fields: [Field] = []
      while true {
        fields.append(next == "\"" ? quoted(&problems) : plain(&problems))
        guard next == separator else { break }
        step()
      }
      if next == "\r" { step() }
      if next == "\n" { step() }
      return fields
    }

    private func isEnd(_ scalar: Unicode.Scalar) -> Bool {
      scalar == separator || scalar == "\n" || scalar == "\r"
    }

    private mutating func plain(_ problems: inout DiagnosticCollector) -> Field {
      let start = SourceRange(line: line, column: column)
      var text = String.UnicodeScalarView()
      while let scalar = next, !isEnd(scalar) {
        if scalar == "\"" {
          problems.add(
            .csv, "a quote inside a field that does not begin with one",
            at: SourceRange(line: line, column: column),
            help: "put the whole field into quotes and write each quote in it twice")
        }
        text.append(scalar)
        step()
      }
      let trimmed = String(text).trimmingSpaces
      return Field(
        text: trimmed,
        range: SourceRange(
          line: start.line, column: start.column, length: trimmed.unicodeScalars.count))
    }

    private mutating func quoted(_ problems: inout DiagnosticCollector) -> Field {
      let start = SourceRange(line: line, column: column)
      step()
      var text = String.UnicodeScalarView()
      while let scalar = next {
        step()
        guard scalar == "\"" else {
          // A line end within quotes is one character, whatever the file's ends are.
          if scalar != "\r" { text.append(scalar) }
          continue
        }
        if next == "\"" {
          text.append("\"")
          step()
          continue
        }
        if let after = next, !isEnd(after) {
          problems.add(
            .csv, "something stands behind the closing quote",
            at: SourceRange(line: line, column: column),
            help: "write a quote inside a quoted field twice")
          while let scalar = next, !isEnd(scalar) { _ = scalar; step() }
        }
        return Field(text: String(text), range: start)
      }
      problems.add(.csv, "a quote is not closed", at: start, help: "end the field with \"")
      return Field(text: String(text), range: start)
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
