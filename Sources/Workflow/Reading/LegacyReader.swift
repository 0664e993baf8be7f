// Reads files of agreements from before the daemon: CSV (RFC 4180) or YAML, one agreement per row.

/// An agreement as a row of a file has it; its values are read by the types of the workflow later.
public struct LegacyRow: Hashable, Sendable {
  /// The states that it stands in.
  public var states: [String] = []
  /// Its own reference.
  public var reference: String?
  /// When it began.
  public var started: String?
  /// Values by field.
  public var data: [String: String] = [:]
  /// Its line in the file, from 1.
  public var line: Int
}

/// Reads such files.
public enum LegacyReader {
  /// Columns, or keys, that are no fields.
  public static let keys = ["state", "reference", "started"]

  /// Reads a file: CSV with the columns `state`, `reference`, `started` and the names of fields, or a
  /// YAML list of mappings with the same keys. An empty cell is no value. Fields are checked by the
  /// workflow, not here.
  public static func read(_ source: SourceText) -> Reading<[LegacyRow]> {
    let isYAML = source.name.hasSuffix(".yaml") || source.name.hasSuffix(".yml")
    return isYAML ? readYAML(source) : readCSV(source)
  }

  // MARK: YAML

  private static func readYAML(_ source: SourceText) -> Reading<[LegacyRow]> {
    var reader = TreeReader()
    guard let root = YAMLTree.read(source, into: &reader.problems) else {
      return Reading(nil, reader.problems)
    }
    var rows: [LegacyRow] = []
    for item in reader.list(root) {
      var row = LegacyRow(line: item.range.line)
      for entry in reader.entries(item, of: "an agreement") {
        switch entry.key {
        case "state":
          row.states = reader.list(entry.value).compactMap { node in
            reader.string(node, "state")
          }
        default:
          if entry.value.isNull { continue }
          guard let text = reader.string(entry.value, entry.key) else { continue }
          take(text, as: entry.key, &row)
        }
      }
      if row.states.isEmpty {
        reader.problems.add(
          .missingKey, "an agreement needs the key «state»", at: item.range)
      }
      rows.append(row)
    }
    return Reading(rows, reader.problems)
  }

  private static func take(_ text: String, as name: String, _ row: inout LegacyRow) {
    switch name {
    case "state":
      row.states = text.split(whereSeparator: \.isWhitespace).map(String.init)
    case "reference": row.reference = text
    case "started": row.started = text
    default: row.data[name] = text
    }
  }

  // MARK: CSV

  private static func readCSV(_ source: SourceText) -> Reading<[LegacyRow]> {
    var problems = DiagnosticCollector()
    var lines = CSVRecords(source.text)
    guard let header = lines.next(&problems) else {
      problems.add(.empty, "the file has no header", at: SourceRange(line: 1, column: 1))
      return Reading(nil, problems)
    }
    let names = header.cells.map { String($0.trimmedOfSpaces) }
    let place = SourceRange(line: header.line, column: 1)
    if !names.contains("state") {
      problems.add(.missingKey, "the header needs the column «state»", at: place)
    }
    for (index, name) in names.enumerated() {
      if name.isEmpty {
        problems.add(.invalidName, "column \(index + 1) has no name", at: place)
      } else if names[..<index].contains(name) {
        problems.add(.duplicateKey, "the column «\(name)» stands twice", at: place)
      }
    }
    var rows: [LegacyRow] = []
    while let record = lines.next(&problems) {
      let place = SourceRange(line: record.line, column: 1)
      guard record.cells.count == names.count else {
        problems.add(
          .invalidValue,
          "the row has \(record.cells.count) cells, the header has \(names.count)", at: place,
          help: "put a cell that holds a comma between quotes")
        continue
      }
      var row = LegacyRow(line: record.line)
      for (name, cell) in zip(names, record.cells) {
        let text = String(cell.trimmedOfSpaces)
        if !text.isEmpty { take(text, as: name, &row) }
      }
      if row.states.isEmpty {
        problems.add(.missingKey, "the row names no state", at: place)
      }
      rows.append(row)
    }
    return Reading(rows, problems)
  }
}

extension String {
  fileprivate var trimmedOfSpaces: Substring {
    var text = self[...]
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }
}

/// The records of a CSV text (RFC 4180), one after the other, each with its line; lines that are empty
/// are passed over.
private struct CSVRecords {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var line = 1

  init(_ text: String) {
    var scalars = Array(text.unicodeScalars)
    // What spreadsheets put in front of UTF-8.
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
  }

  mutating func next(_ problems: inout DiagnosticCollector) -> (line: Int, cells: [String])? {
    while let end = lineBreak(at: place) {
      place = end
      line += 1
    }
    guard place < scalars.count else { return nil }
    let first = line
    var cells: [String] = []
    while true {
      cells.append(cell(&problems))
      guard place < scalars.count else { break }
      if let end = lineBreak(at: place) {
        place = end
        line += 1
        break
      }
      place += 1
    }
    return (first, cells)
  }

  /// Where the next line begins, if a line ends here.
  private func lineBreak(at place: Int) -> Int? {
    guard place < scalars.count else { return nil }
    if scalars[place] == "\n" { return place + 1 }
    guard scalars[place] == "\r" else { return nil }
    return place + 1 < scalars.count && scalars[place + 1] == "\n" ? place + 2 : place + 1
  }

  /// Reads up to the comma or the end of the line.
  private mutating func cell(_ problems: inout DiagnosticCollector) -> String {
    var text = String.UnicodeScalarView()
    guard place < scalars.count, scalars[place] == "\"" else {
      while place < scalars.count, scalars[place] != ",", lineBreak(at: place) == nil {
        text.append(scalars[place])
        place += 1
      }
      return String(text)
    }
    let opened = SourceRange(line: line, column: 1)
    place += 1
    while place < scalars.count {
      if scalars[place] == "\"" {
        guard place + 1 < scalars.count, scalars[place + 1] == "\"" else { break }
        place += 1
      } else if lineBreak(at: place) != nil, scalars[place] == "\n" || !isPair {
        line += 1
      }
      text.append(scalars[place])
      place += 1
    }
    guard place < scalars.count else {
      problems.add(.invalidValue, "a quote is opened and not closed", at: opened)
      return String(text)
    }
    place += 1
    if place < scalars.count, scalars[place] != ",", lineBreak(at: place) == nil {
      problems.add(
        .invalidValue, "after the closing quote there must be a comma or the end of the line",
        at: SourceRange(line: line, column: 1), help: "write a quote inside quotes twice")
      while place < scalars.count, scalars[place] != ",", lineBreak(at: place) == nil { place += 1 }
    }
    return String(text)
  }

  private var isPair: Bool { place + 1 < scalars.count && scalars[place + 1] == "\n" }
}
