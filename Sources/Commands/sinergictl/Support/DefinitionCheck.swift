// Checks definition, calendar and directory files on this machine, as the daemon would.

internal import AdminAPI
internal import Foundation
internal import WorkCalendar
internal import Workflow

/// Checks files.
enum DefinitionCheck {
  /// What came of one file.
  struct Report {
    var file: String
    var errors = 0
    var warnings = 0
    /// Rendered problems.
    var problems: [String] = []

    var verdict: String {
      switch (errors, warnings) {
      case (0, 0): "good"
      case (0, _): "good, with \(count(warnings, "warning"))"
      case (_, 0): count(errors, "error")
      default: "\(count(errors, "error")), \(count(warnings, "warning"))"
      }
    }

    private func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    mutating func add(_ diagnostics: [Diagnostic], in source: SourceText) {
      for diagnostic in diagnostics {
        if diagnostic.severity == .error { errors += 1 } else { warnings += 1 }
        problems.append(diagnostic.rendered(in: source))
      }
      if let code = diagnostics.first(where: { $0.severity == .error })?.code.rawValue {
        problems.append("help: sinergictl explain \(code)")
      }
    }
  }

  static func check(_ files: [String]) -> [Report] {
    var directory = Directory()
    return files.map { file in
      var report = Report(file: file)
      let source: SourceText
      do throws(DefinitionFile.Unreadable) {
        source = try DefinitionFile.read(file)
      } catch {
        report.errors += 1
        report.problems.append(error.message)
        return report
      }
      switch FileKind(of: source.text) {
      case .calendar:
        let reading = CalendarReader.read(
          source, digest: "unknown", zone: zone, attachments: DefinitionFile.beside(file))
        report.add(reading.diagnostics, in: source)
        for part in reading.included { report.add(part.diagnostics, in: part.source) }
      case .directory:
        let reading = DirectoryReader.read(source, onto: directory)
        directory = reading.value ?? directory
        report.add(reading.diagnostics, in: source)
      case .scenario:
        report.add(ScenarioReader.read(source).diagnostics, in: source)
      case .register:
        report.add(RegisterProfileReader.read(source).diagnostics, in: source)
      case .definition:
        report.add(
          DefinitionCompiler.compile(source, digest: "unknown").diagnostics, in: source)
      case .scxml, .machine:
        report.add(
          PlainChart.read(source, resource: DefinitionFile.neighbours(of: file)).diagnostics,
          in: source)
      }
      return report
    }
  }

  /// The rules of a zone by its IANA name.
  static func zone(_ name: String) -> ZoneRules? { SystemZones.rules(name) }

  static func json(_ reports: [Report]) throws -> String {
    let items = reports.map { report -> JSONValue in
      [
        "file": .string(report.file), "errors": .int(Int64(report.errors)),
        "warnings": .int(Int64(report.warnings)),
        "problems": .array(report.problems.map { .string($0) }),
      ]
    }
    return String(decoding: try WireCoding.encode(["items": items]), as: UTF8.self)
  }
}
