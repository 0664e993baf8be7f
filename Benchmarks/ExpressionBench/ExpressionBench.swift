// The benchmark of expressions and forecasts, part of `make bench`; nothing here is shipped.

import CEL
import Foundation
import WorkCalendar
import Workflow

/// Measures reading and evaluating the expressions of the shipped definition.
@main
struct ExpressionBench {
  /// What the project set itself for one evaluation, in nanoseconds.
  static let aim = 1_000.0
  private static let rounds = 7
  private static let seconds = 0.15
  private static let costLimit = 100_000

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    guard let path = arguments.first, !path.hasPrefix("-") else {
      return print("usage: ExpressionBench DEFINITION [--json FILE]")
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let reading = DefinitionCompiler.compile(SourceText(name: path, text: text), digest: "bench")
    guard let workflow = reading.value else { throw Problem("\(path) is no good definition") }
    let environment = DefinitionEnvironment.make(fields: workflow.fields)
    let activation = try Self.activation(workflow)
    var rows: [Row] = []
    print(row("", ["read, µs", "evaluate, ns", "aim", "by hand, ns", "ratio"]))
    for source in workflow.expressionSources {
      guard let program = environment.compile(source, checking: .forAuthors).program else {
        throw Problem("«\(source)» does not compile")
      }
      _ = try program.evaluate(activation, costLimit: costLimit)
      let read = median { environment.compile(source, checking: .forAuthors).program == nil }
      let evaluate = median {
        (try? program.evaluate(activation, costLimit: costLimit)) == nil
      }
      let byHand = median { !ByHand.evaluate(activation.data) }
      rows.append(Row(source: source, readNanoseconds: read, evaluateNanoseconds: evaluate))
      print(
        row(
          source,
          [
            String(format: "%.1f", read / 1_000), String(format: "%.0f", evaluate),
            String(format: "%.0f", aim), String(format: "%.0f", byHand),
            String(format: "%.1f", evaluate / byHand),
          ]))
    }
    try forecast(workflow, beside: path)
    if let flag = arguments.firstIndex(of: "--json"), arguments.indices.contains(flag + 1) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(rows).write(to: URL(filePath: arguments[flag + 1]))
    }
  }

  /// What was measured of one expression.
  private struct Row: Encodable {
    var source: String
    var readNanoseconds: Double
    var evaluateNanoseconds: Double
  }

  /// What the project set itself for one forecast, in milliseconds.
  static let forecastAim = 50.0

  /// A forecast of an agreement that has just begun: nobody acts, and every way through the events;
  /// beside it the derivation of its first deadline.
  private static func forecast(_ workflow: Workflow, beside path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    let file = folder.appending(path: "calendars/\(workflow.calendar).yaml")
    let source = SourceText(name: file.path, text: try String(contentsOf: file, encoding: .utf8))
    let zone = ZoneRules.fixed(
      name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)
    let reading = CalendarReader.read(source, digest: "bench", zone: { _ in zone })
    guard let calendar = reading.value else { throw Problem("\(file.path) is no good calendar") }
    let now = zone.instant(try date("2026-11-25"), .midnight).adding(hours: 9)
    var data: [String: Value] = [:]
    for (name, text) in ["tentang": "Literasi", "mitra": "univ-ganesha"] {
      data[name] = try workflow.field(name)?.value(from: text).get()
    }
    let state = try workflow.start(
      data: data, session: "bench", actor: nil, at: now, calendar: calendar
    ).state
    let forecast = workflow.forecast(state, from: now, until: nil, calendar: calendar)
    let ahead = median {
      workflow.forecast(state, from: now, until: nil, calendar: calendar).quiet.items.isEmpty
    }
    let name = workflow.derivableNames(in: state).first ?? ""
    let derived = median {
      workflow.derivation(of: name, in: state, calendar: calendar) == nil
    }
    print(
      String(
        format: "forecast, %d ways: %.2f ms (aim %.0f ms); derivation of one deadline: %.3f ms",
        forecast.courses.count, ahead / 1e6, forecastAim, derived / 1e6))
  }

  private static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(text) else { throw Problem("no date") }
    return date
  }

  /// An agreement in force, as the shipped definition knows it.
  private static func activation(_ workflow: Workflow) throws -> AgreementActivation {
    var data: [String: Value] = [:]
    let values = [
      "tentang": "Literasi", "mitra": "univ-ganesha", "mulai": "2026-07-01",
      "berakhir": "2028-06-30", "rangkap": "2", "putaran": "1",
    ]
    for (name, text) in values {
      guard let field = workflow.field(name) else { throw Problem("no field \(name)") }
      data[name] = try field.value(from: text).get()
    }
    return AgreementActivation(
      data: data, act: nil, eventName: "tercatat", today: try date("2026-11-25"), calendar: nil,
      scope: nil)
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    let width = 44
    let short = name.count < width ? name : String(name.prefix(width - 2)) + "…"
    return short + String(repeating: " ", count: width - short.count)
      + cells.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
  }

  /// Nanoseconds that one call takes: the median of the rounds.
  private static func median(_ body: () -> Bool) -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<rounds {
      var calls = 0
      var failures = 0
      let start = clock.now
      let end = start.advanced(by: .seconds(seconds / Double(rounds)))
      var now = start
      while now < end {
        for _ in 0..<50 where body() { failures += 1 }
        calls += 50
        now = clock.now
      }
      precondition(failures == 0)
      let span = now - start
      times.append(
        (Double(span.components.seconds) * 1e9 + Double(span.components.attoseconds) * 1e-9)
          / Double(calls))
    }
    return times.sorted()[rounds / 2]
  }
}

/// Why the benchmark cannot go on.
struct Problem: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

/// The longest of the guards as a Swift function over the same dictionary: what no interpreter of
/// expressions can be faster than by much.
enum ByHand {
  @inline(never) static func evaluate(_ data: [String: Value]) -> Bool {
    guard case .opaque(let start)? = data["mulai"], case .opaque(let end)? = data["berakhir"],
      case .int(let copies)? = data["rangkap"],
      let first = Int32(exactly: start.first).flatMap({ CivilDate(daysSince1970: $0) }),
      let last = Int32(exactly: end.first).flatMap({ CivilDate(daysSince1970: $0) })
    else { return false }
    return first <= last && last < first.adding(months: 60) && copies >= 2
  }
}
