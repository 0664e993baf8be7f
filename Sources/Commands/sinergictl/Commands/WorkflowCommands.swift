// `sinergictl workflow list`, `show` and `check`; the rest of the group has files of its own.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct WorkflowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow", abstract: "Look at workflows and check definitions.",
    subcommands: [
      WorkflowList.self, WorkflowShow.self, WorkflowCheck.self, WorkflowDraw.self,
      WorkflowSimulate.self, WorkflowTest.self,
    ])
}

struct WorkflowList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the workflows that can be started.",
    discussion: """
      Example:
        sinergictl workflow list
      """)

  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list workflows" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.workflows()
    console.list(answer.json, isEmpty: answer.value.items.isEmpty, none: "no workflows are loaded")
    { WorkflowWords.list(answer.value, $0) }
  }
}

struct WorkflowShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a workflow: fields, roles, states.",
    discussion: """
      Example:
        sinergictl workflow show nota-kesepahaman-opd --source
      """)

  @Argument(help: "Name of the workflow.") var name: String
  @Flag(name: .long, help: "Print the definition's text instead.") var source = false
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "show the workflow «\(name)»" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.workflow(name)
    console.answer(answer.json) {
      source ? answer.value.source : WorkflowWords.detail(answer.value, $0)
    }
  }
}

struct WorkflowCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check files without a daemon.",
    discussion: """
      Takes definitions, calendars, directory files and scenarios, charts in SCXML
      (W3C), and XState machine configs (JSON or YAML); how a file begins tells
      which it is. The chart of a definition is searched: states that nothing leads
      to, transitions that can never be taken, waiting without end. Each finding
      names the shortest way that shows it. Directory files may name what an earlier
      one of the same call holds. Problems go to standard error; the exit code is 1
      when a file has an error, 0 when there are only warnings.

      Example:
        sinergictl workflow check workflows/*.yaml
      """)

  @Argument(
    help: "Files to check.", completion: .file(extensions: ["yaml", "yml", "scxml", "json"]))
  var files: [String]
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let reports = DefinitionCheck.check(files)
    for report in reports {
      for text in report.problems { console.note(text) }
    }
    if output.json {
      console.out(try DefinitionCheck.json(reports))
    } else {
      console.out(reports.map { "\($0.file): \($0.verdict)" }.joined(separator: "\n"))
    }
    guard reports.allSatisfy({ $0.errors == 0 }) else { throw ExitCode(Exit.cannot.rawValue) }
  }
}
