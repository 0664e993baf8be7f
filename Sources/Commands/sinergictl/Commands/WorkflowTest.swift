// `sinergictl workflow test`: scenarios, each rehearsed and held against what it expects.

internal import ArgumentParser
internal import Rehearsal
internal import WorkCalendar
internal import Workflow

struct WorkflowTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Rehearse scenarios and tell which come out as they expect.",
    discussion: """
      Takes scenario files, and folders of them. The definition that a scenario
      names is looked for in the folder above it, and beside it; its calendars in
      calendars/ beside the definition. One line per scenario goes to standard
      output; what is not as expected goes to standard error, with its place and
      with what happened instead. The exit code is 1 when a scenario fails.

      Example:
        sinergictl workflow test workflows/scenarios
      """)

  static let standardFolder = "workflows/scenarios"

  @Argument(
    help: "Scenario files, or folders. Default: \(standardFolder).",
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []
  @Option(name: .long, help: "Folder with the definitions.", completion: .directory)
  var workflows: String?
  @Option(name: .long, help: "Calendar file; as often as needed.", completion: .file())
  var calendar: [String] = []
  @Option(
    name: .long,
    help: "Directory file; as often as needed, in order. Default: people are invented.",
    completion: .file())
  var directory: [String] = []
  @Option(name: .long, help: "How it is printed: table or json.")
  var format: RehearsalFormat = .table
  @OptionGroup var output: OutputOptions

  /// What came of one file.
  private struct Result {
    var file: String
    var name: String
    var report: RehearsalReport?
    var json: JSON
    /// Rendered problems and failures.
    var problems: String = ""

    var isPassed: Bool { problems.isEmpty }
  }

  func run() async throws {
    let console = Console(output)
    var results: [Result] = []
    for file in try files(console) {
      let result = await rehearse(file, console)
      results.append(result)
    }
    for result in results where !result.isPassed { console.note(result.problems) }
    if format == .json || output.json {
      console.out(JSON.object(["items": .array(results.map(\.json))]).text)
    } else {
      console.out(Table(rows: results.map { cells($0, console) }).rendered(console.appearance))
      let failed = results.count { !$0.isPassed }
      let count = "\(results.count) scenario\(results.count == 1 ? "" : "s")"
      console.note(failed == 0 ? "\(count), all as expected" : "\(count), \(failed) failed")
    }
    guard results.allSatisfy(\.isPassed) else { throw ExitCode(Exit.cannot.rawValue) }
  }

  private func files(_ console: Console) throws -> [String] {
    var files: [String] = []
    for path in paths.isEmpty ? [Self.standardFolder] : paths {
      guard RehearsalSources.isFolder(path) else {
        files.append(path)
        continue
      }
      let found = RehearsalSources.files(in: path)
      if found.isEmpty { console.note("no scenario (*.yaml) in \(path)") }
      files += found
    }
    if files.isEmpty { throw ExitCode(Exit.cannot.rawValue) }
    return files
  }

  private func cells(_ result: Result, _ console: Console) -> [Table.Cell] {
    let verdict = Table.Cell(
      result.isPassed ? "pass" : "FAIL", result.isPassed ? .green : .red)
    guard let report = result.report else {
      return [verdict, .init(result.name, .bold), "", "", .init(result.file, .dim)]
    }
    return [
      verdict, .init(result.name, .bold), .init("\(report.steps) steps"),
      .init(TimelineWords.span(report, report.zone)), .init(result.file, .dim),
    ]
  }

  private func rehearse(_ file: String, _ console: Console) async -> Result {
    func failed(_ name: String, _ text: String) -> Result {
      let json = JSON.object([
        "file": .string(file), "scenario": .string(name), "passed": .bool(false),
        "problem": .string(text),
      ])
      return Result(file: file, name: name, json: json, problems: text)
    }
    let fileName = file.split(separator: "/").last.map(String.init) ?? file
    var name = fileName
    var source: SourceText?
    do {
      let text = try DefinitionFile.read(file)
      source = text
      let reading = ScenarioReader.read(text)
      guard let scenario = reading.value else {
        return failed(
          name, reading.diagnostics.map { $0.rendered(in: text) }.joined(separator: "\n"))
      }
      name = scenario.name
      let definition = try RehearsalSources.definition(
        of: scenario.workflow.value, scenario: file, folder: workflows)
      var plan = try RehearsalSources.plan(
        definition, calendars: calendar, directories: directory)
      plan.scenario = scenario
      let line = ProgressLine(console)
      defer { line.end() }
      let report = try await Rehearsal.run(plan) { instant, steps in
        line.tell(steps, at: ZoneRules.utcYear(of: instant))
      }
      let failures = RehearsalWords.failures(report, text, console.messageAppearance)
      return Result(
        file: file, name: name, report: report,
        json: RehearsalWords.json(report, scenario: scenario, source: text, withItems: false),
        problems: failures)
    } catch let error as DefinitionFile.Unreadable {
      return failed(name, "\(file): \(error.message)")
    } catch let error as RehearsalError {
      let text = RehearsalWords.problem(error, scenario: source)
      return failed(name, text.hasPrefix(file) ? text : "\(file): \(text)")
    } catch {
      return failed(name, "\(file): \(error)")
    }
  }
}
