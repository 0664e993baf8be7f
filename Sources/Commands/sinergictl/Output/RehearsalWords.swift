// How a rehearsal went: what failed, where it is written, and what happened instead.

internal import AdminAPI
internal import Rehearsal
internal import WorkCalendar
internal import Workflow

/// Shows failures and problems of rehearsals.
enum RehearsalWords {
  /// Every failure with its place, the line, and what happened instead.
  static func failures(
    _ report: RehearsalReport, _ source: SourceText, _ appearance: Appearance
  ) -> String {
    let words = TimelineWords(report, appearance)
    return report.failures.map { failure in
      let place = "\(source.name):\(failure.range.line):\(failure.range.column)"
      var lines = ["\(place): \(appearance.paint("not as expected", .red)): \(told(failure))"]
      let line = source.line(failure.range.line)
      if !line.isEmpty {
        let number = String(failure.range.line)
        lines.append("\(number) | \(TextWidth.harmless(String(line)))")
        lines.append(
          String(repeating: " ", count: number.count) + " | "
            + String(repeating: " ", count: max(0, failure.range.column - 1)) + "^")
      }
      if !failure.elsewhere.isEmpty {
        lines.append("  what there was:")
        lines += failure.elsewhere.map { "    \(words.line($0))" }
      }
      if !failure.around.isEmpty {
        lines.append(isAct(failure) ? "  before it:" : "  around that time:")
        lines += failure.around.map { "    \(words.line($0))" }
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static func isAct(_ failure: RehearsalFailure) -> Bool {
    if case .unmet = failure.reason { false } else { true }
  }

  static func told(_ failure: RehearsalFailure) -> String {
    switch failure.reason {
    case .refused(let kind, let text): "the act was refused (\(kind)): \(text)"
    case .accepted(let expected): "the act was to be refused (\(expected)) and was accepted"
    case .refusedOtherwise(let expected, let kind, let text):
      "the act was to be refused as \(expected) and was refused as \(kind): \(text)"
    case .impossible(let text): "the act cannot be tried: \(text)"
    case .broken(let text): "the rehearsal broke off: \(text)"
    case .unmet(let expectation): expected(expectation)
    }
  }

  /// `the deadline of «konsep» on 2026-05-12`.
  static func expected(_ expectation: Scenario.Expectation) -> String {
    let subject = "«\(expectation.subject.value)»"
    let what =
      switch expectation.kind {
      case .deadline:
        switch expectation.isProvisional {
        case true?: "a provisional deadline of \(subject)"
        case false?: "a deadline of \(subject) that is not provisional"
        case nil: "a deadline of \(subject)"
        }
      case .task: "the task \(subject) to be opened"
      case .reminder: "a reminder of \(subject)"
      case .overdue: "a reminder of the overdue \(subject)"
      case .escalation: "an escalation of \(subject)"
      case .state: "the state \(subject)"
      case .entered: "the state \(subject) to be entered"
      case .ends: "the end in \(subject)"
      }
    let to = expectation.to.map { " to «\($0.value)»" } ?? ""
    let on = expectation.on.map { " on \($0.value)" } ?? ""
    return (expectation.isNever ? "never " : "") + what + to + on
  }

  /// Why there is nothing to rehearse; `scenario` is the file that names may stand in.
  static func problem(_ error: RehearsalError, scenario: SourceText?) -> String {
    switch error {
    case .problems(let problems, let source):
      return problems.map { $0.rendered(in: source) }.joined(separator: "\n")
    case .scenario(let problems):
      let source = scenario ?? SourceText(name: "scenario", text: "")
      return problems.map { $0.rendered(in: source) }.joined(separator: "\n")
    case .noCalendar(let name, let given):
      let found = given.isEmpty ? "there is none" : "there is \(given.joined(separator: ", "))"
      return "the calendar «\(name)» is missing (\(found)); name its file with --calendar"
    case .noBeginning: return "nothing says when it begins; use --from"
    case .notStarted(let kind, let text):
      return "the agreement cannot be started\(kind.map { " (\($0))" } ?? ""): \(text)"
    case .engine(let text): return "the rehearsal went wrong: \(text)"
    }
  }

  // MARK: JSON

  static func json(
    _ report: RehearsalReport, scenario: Scenario?, source: SourceText?, withItems: Bool
  ) -> JSON {
    let words = TimelineWords(report, Appearance.plain)
    return .object([
      "workflow": .string(report.workflow), "scenario": scenario.map { .string($0.name) },
      "file": source.map { .string($0.name) }, "reference": .string(report.reference),
      "from": .string(report.zone.iso8601(report.from)),
      "to": .string(report.zone.iso8601(report.to)), "zone": .string(report.zone.name),
      "invented": .strings(report.invented), "notes": .strings(report.notes),
      "items": withItems ? .array(report.items.map { words.json($0) }) : nil,
      "ending": .string(name(of: report.ending)), "states": .strings(states(of: report.ending)),
      "steps": .int(Int64(report.steps)), "passed": .bool(report.failures.isEmpty),
      "failures": .array(
        report.failures.map { failure in
          .object([
            "line": .int(Int64(failure.range.line)), "column": .int(Int64(failure.range.column)),
            "message": .string(told(failure)),
            "elsewhere": .array(failure.elsewhere.map { words.json($0) }),
            "around": .array(failure.around.map { words.json($0) }),
          ])
        }),
    ])
  }

  static func name(of ending: RehearsalEnding) -> String {
    switch ending {
    case .ended: "ended"
    case .waiting: "waiting"
    case .timeIsUp: "time-is-up"
    case .tooManySteps: "too-many-steps"
    case .stuck: "stuck"
    case .stopped: "stopped"
    }
  }

  private static func states(of ending: RehearsalEnding) -> [String] {
    switch ending {
    case .ended(let states), .waiting(let states), .timeIsUp(let states),
      .tooManySteps(let states), .stopped(let states):
      states
    case .stuck: []
    }
  }
}

extension Appearance {
  /// For programs.
  static let plain = Appearance(
    isTerminal: false, width: 80, usesColor: false, secondsSince1970: 0)
}
