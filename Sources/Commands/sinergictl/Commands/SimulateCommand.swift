// `sinergictl simulate`: a definition rehearsed on the engine, in virtual time.

internal import AdminAPI
internal import ArgumentParser
internal import Foundation
internal import Rehearsal
internal import WorkCalendar
internal import Workflow

/// How a rehearsal is shown.
enum RehearsalFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json
}

/// A date, or a date and a time.
struct MomentArgument: ExpressibleByArgument {
  var moment: Scenario.Moment

  init?(argument: String) {
    guard let moment = Scenario.Moment(argument) else { return nil }
    self.moment = moment
  }
}

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Rehearse a definition, without a daemon and without waiting.",
    discussion: """
      Starts an agreement on the real engine with a virtual clock and prints all
      that happens: tasks with their deadlines, reminders, escalations, timed
      transitions, the end. Nothing is stored and nothing is sent. Without a
      scenario nobody acts; required fields that are not given are invented. With
      --scenario people act, and what the scenario expects is held against what
      happened: the exit code is 1 when something is not as expected. Without
      --directory one person is invented for each position and partner. Without
      --calendar the files in calendars/ beside the definition are read.

      Example:
        sinergictl simulate workflows/nota-kesepahaman-opd.yaml --from 2026-05-04 \\
          --scenario workflows/scenarios/sampai-berlaku.yaml
      """)

  @Argument(help: "File with the definition.", completion: .file(extensions: ["yaml", "yml"]))
  var definition: String
  @Option(
    name: .long,
    help: "When it begins: 2026-05-04, or \"2026-05-04 09:00\". Default: the scenario's, or today.")
  var from: MomentArgument?
  @Option(name: .long, help: "When it ends at the latest. Default: the scenario's, or 30 years on.")
  var until: MomentArgument?
  @Option(name: .long, help: "Scenario: who acts when, and what is expected.", completion: .file())
  var scenario: String?
  @Option(name: .long, help: "FIELD=VALUE of the agreement at its start; as often as needed.")
  var data: [Assignment] = []
  @Option(name: .long, help: "Calendar file; as often as needed.", completion: .file())
  var calendar: [String] = []
  @Option(
    name: .long, help: "Directory file; as often as needed, in order.", completion: .file())
  var directory: [String] = []
  @Option(name: .long, help: "How it is printed: table or json.")
  var format: RehearsalFormat = .table
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let twice = Dictionary(grouping: data, by: \.field).first(where: { $0.value.count > 1 }) {
      throw ValidationError("--data gives «\(twice.key)» twice; give each field once")
    }
  }

  func run() async throws {
    let console = Console(output)
    let source = try DefinitionFile.read(definition, console)
    try check(FileKind(of: source.text), console)
    var scenarioSource: SourceText?
    var read: Scenario?
    if let scenario {
      let text = try DefinitionFile.read(scenario, console)
      scenarioSource = text
      read = try DefinitionFile.value(ScenarioReader.read(text), text, console)
    }
    var plan: RehearsalPlan
    do throws(DefinitionFile.Unreadable) {
      plan = try RehearsalSources.plan(source, calendars: calendar, directories: directory)
    } catch {
      console.note(error.message)
      throw ExitCode(Exit.cannot.rawValue)
    }
    plan.scenario = read
    plan.from = from?.moment ?? (read == nil ? Scenario.Moment(EvalCommand.here) : nil)
    plan.until = until?.moment
    plan.data = Dictionary(
      data.map { ($0.field, $0.value) }, uniquingKeysWith: { first, _ in first })
    let report = try await rehearse(plan, scenarioSource, console)
    tell(report, read, scenarioSource, console)
    guard report.failures.isEmpty else { throw ExitCode(Exit.cannot.rawValue) }
    if case .stuck = report.ending { throw ExitCode(Exit.cannot.rawValue) }
  }

  private func check(_ kind: FileKind, _ console: Console) throws {
    let advice: String
    switch kind {
    case .definition: return
    case .scxml, .machine:
      advice =
        "it is a chart and no definition\ntry: sinergictl workflow simulate \(definition) EVENT …"
    case .scenario:
      advice = "it is a scenario and no definition\ntry: sinergictl workflow test \(definition)"
    case .calendar, .directory, .register: advice = "it is no definition"
    }
    console.note("cannot rehearse \(definition): \(advice)")
    throw ExitCode(Exit.cannot.rawValue)
  }

  private func rehearse(
    _ plan: RehearsalPlan, _ scenario: SourceText?, _ console: Console
  ) async throws -> RehearsalReport {
    let line = ProgressLine(console)
    defer { line.end() }
    do throws(RehearsalError) {
      return try await Rehearsal.run(plan) { instant, steps in
        line.tell(steps, at: ZoneRules.utcYear(of: instant))
      }
    } catch {
      line.end()
      console.note(RehearsalWords.problem(error, scenario: scenario))
      throw ExitCode(Exit.cannot.rawValue)
    }
  }

  private func tell(
    _ report: RehearsalReport, _ scenario: Scenario?, _ source: SourceText?, _ console: Console
  ) {
    for note in report.notes { console.note("note: \(note)") }
    if format == .json || output.json {
      let json = RehearsalWords.json(report, scenario: scenario, source: source, withItems: true)
      return console.out(json.text)
    }
    let appearance = console.appearance
    let words = TimelineWords(report, appearance)
    if appearance.isTerminal {
      let title = TextWidth.harmless(scenario?.title?.id ?? report.title.id)
      console.out("\(appearance.paint(report.reference, .bold))  \(title)")
    }
    if !report.invented.isEmpty {
      let text = "invented: \(report.invented.joined(separator: "; "))"
      appearance.isTerminal ? console.out(appearance.paint(text, .dim)) : console.note(text)
    }
    console.out(words.table(report.items))
    // Behind a pipe standard output holds rows only.
    let ending = words.ending(report)
    appearance.isTerminal ? console.out(appearance.paint(ending, .bold)) : console.note(ending)
    if let source, !report.failures.isEmpty {
      console.note(RehearsalWords.failures(report, source, console.messageAppearance))
    }
    if let scenario, report.failures.isEmpty {
      let (acts, expected) = (scenario.acts.count, scenario.expectations.count)
      console.note(
        "as expected: \(acts) act\(acts == 1 ? "" : "s"), "
          + "\(expected) expectation\(expected == 1 ? "" : "s")")
    }
  }
}

extension ZoneRules {
  /// The year of an instant in UTC: near enough for telling how far something is.
  static func utcYear(of instant: Instant) -> Int {
    fixed(name: "UTC", abbreviation: "UTC", offsetSeconds: 0).civil(instant).date.year
  }
}
