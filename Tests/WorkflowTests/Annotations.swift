// Fixtures that say themselves what is wrong with them, and where.
//
// Below a faulty line stands a comment whose carets mark the place:
//
//     on: { submit: reviw }
//     #             ^^^^^ error[unknown-target]: no state «reviw»; did you mean «review»?
//
// `#<` in place of `#` and carets marks the first column. The text after the colon must occur in
// the message and its help. Running with SINERGI_RECORD=1 writes the marks of every fixture anew;
// read the difference before keeping it.

import Foundation
import Testing

@testable import Workflow

/// What a fixture expects at a place.
struct Annotation: Hashable, CustomStringConvertible {
  var line: Int
  var column: Int
  var label: String
  var text: String

  var description: String { "\(line):\(column): \(label): \(text)" }
  /// What is compared as a whole: place, severity and code.
  var place: String { "\(line):\(column) \(label)" }
}

struct Fixture: CustomTestStringConvertible {
  let url: URL
  let text: String
  var name: String { url.lastPathComponent }
  var testDescription: String { name }

  static let all: [Fixture] = {
    let folder = repository.appending(path: "Tests/WorkflowTests/Diagnostics")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
      [".yaml", ".scxml", ".ics", ".csv"].contains { name.hasSuffix($0) }
    }.sorted().compactMap { name in
      let url = folder.appending(path: name)
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
      return Fixture(url: url, text: text)
    }
  }()

  /// The marks, each with the number of the line above that is no mark itself.
  var annotations: [Annotation] {
    var found: [Annotation] = []
    var subject = 0
    for (index, line) in lines.enumerated() {
      guard let mark = Self.mark(line) else {
        subject = index + 1
        continue
      }
      found.append(
        Annotation(line: subject, column: mark.column, label: mark.label, text: mark.text))
    }
    return found
  }

  var diagnostics: [Diagnostic] { Self.problems(of: SourceText(name: name, text: readable)) }

  /// The text that is read: where a mark would be text too, an empty line stands for it.
  private var readable: String {
    guard name.hasSuffix(".scxml") || name.hasSuffix(".ics") || name.hasSuffix(".csv")
    else { return text }
    return lines.map { Self.mark($0) == nil ? $0 : "" }.joined(separator: "\n")
  }

  /// Reads a file as what its name says: a calendar, a directory, or else a definition.
  static func problems(of source: SourceText) -> [Diagnostic] {
    if source.name.hasSuffix(".ics") {
      return ICalendarReader.days(source, years: 2024...2028).diagnostics
    }
    if source.name.hasPrefix("calendar-") {
      return CalendarReader.read(source, digest: "d", zone: zoneRules).diagnostics
    }
    if source.name.hasSuffix(".csv") {
      return DirectoryReader.merge([source], into: Directory()).problems.flatMap(\.diagnostics)
    }
    if source.name.hasSuffix(".scxml") { return SCXMLReader.read(source).diagnostics }
    if source.name.hasPrefix("machine-") { return MachineReader.read(source).diagnostics }
    if source.name.hasPrefix("scenario-") { return scenarioProblems(of: source) }
    if source.name.hasPrefix("directory-") { return DirectoryReader.read(source).diagnostics }
    return DefinitionCompiler.compile(source, digest: "d").diagnostics
  }

  /// A scenario that can be read is held against the shipped definition.
  private static func scenarioProblems(of source: SourceText) -> [Diagnostic] {
    let reading = ScenarioReader.read(source)
    guard let scenario = reading.value, let shipped = try? Shipped.load() else {
      return reading.diagnostics
    }
    return ScenarioReader.problems(
      of: scenario, in: shipped.workflow, directory: shipped.directory)
  }

  /// The same file with the marks that the reader gives today.
  func recorded() -> String {
    let bare = lines.filter { Self.mark($0) == nil }
    let problems = Self.problems(of: SourceText(name: name, text: bare.joined(separator: "\n")))
    var out: [String] = []
    for (index, line) in bare.enumerated() {
      out.append(line)
      for problem in problems where problem.range.line == index + 1 {
        let label = "\(problem.severity.rawValue)[\(problem.code.rawValue)]"
        // Marks move lines, so a help that names one is left out.
        let help = problem.help.flatMap { $0.contains("on line") ? nil : "; \($0)" } ?? ""
        let text = problem.message + help
        let column = problem.range.column
        let marks =
          column == 1
          ? "#<"
          : "#" + String(repeating: " ", count: column - 2)
            + String(repeating: "^", count: problem.range.length)
        out.append("\(marks) \(label): \(text)")
      }
    }
    return out.joined(separator: "\n")
  }

  private var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  private static func mark(_ line: String) -> (column: Int, label: String, text: String)? {
    guard let hash = line.firstIndex(of: "#"), line[..<hash].allSatisfy({ $0 == " " }),
      let open = line.firstIndex(of: "["), let end = line.firstRange(of: "]: ")
    else { return nil }
    let head = line[..<open]
    guard head.hasSuffix(" error") || head.hasSuffix(" warning") else { return nil }
    let column: Int
    if line[line.index(after: hash)...].hasPrefix("<") {
      column = 1
    } else if let caret = head.firstIndex(of: "^") {
      column = line.unicodeScalars.distance(from: line.startIndex, to: caret) + 1
    } else {
      return nil
    }
    let label = line[..<end.lowerBound].split(separator: " ").last.map { String($0) + "]" } ?? ""
    return (column, label, String(line[end.upperBound...]))
  }
}
