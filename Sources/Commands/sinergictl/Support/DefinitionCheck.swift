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

  /// What a file is, by its first key.
  enum Kind { case definition, calendar, directory }

  static func check(_ files: [String]) -> [Report] {
    var directory = Directory()
    return files.map { file in
      var report = Report(file: file)
      guard let bytes = read(file, &report) else { return report }
      let source = SourceText(name: file, text: bytes)
      switch kind(of: source.text) {
      case .calendar:
        report.add(
          CalendarReader.read(source, digest: "unknown", zone: zone).diagnostics, in: source)
      case .directory:
        let reading = DirectoryReader.read(source, onto: directory)
        directory = reading.value ?? directory
        report.add(reading.diagnostics, in: source)
      case .definition:
        report.add(
          DefinitionCompiler.compile(source, digest: "unknown").diagnostics, in: source)
      }
      return report
    }
  }

  /// The first key at the beginning of a line; a file without `calendar:` or `directory:` first is
  /// read as a definition, whose reader then says what it lacks.
  static func kind(of text: String) -> Kind {
    let first = text.split(whereSeparator: \.isNewline).first { line in
      guard let start = line.first else { return false }
      return !start.isWhitespace && start != "#" && !line.hasPrefix("---") && start != "%"
    }
    if first?.hasPrefix("calendar:") == true { return .calendar }
    if first?.hasPrefix("directory:") == true { return .directory }
    return .definition
  }

  private static func read(_ file: String, _ report: inout Report) -> String? {
    func refuse(_ why: String) -> String? {
      report.errors += 1
      report.problems.append("cannot read \(file): \(why)")
      return nil
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      return refuse("there is no such file, or you may not read it")
    }
    guard data.count <= WorkflowLimits.sourceBytes else {
      return refuse("it is larger than \(WorkflowLimits.sourceBytes) bytes")
    }
    return String(validating: data, as: UTF8.self) ?? refuse("it is not UTF-8")
  }

  /// Offsets of today: for checking a calendar, its zone need only exist.
  private static func zone(_ name: String) -> ZoneRules? {
    TimeZone(identifier: name).map { zone in
      .fixed(
        name: name, abbreviation: zone.abbreviation() ?? name, offsetSeconds: zone.secondsFromGMT())
    }
  }

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
