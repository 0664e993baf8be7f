// `sinergictl migrate`: running agreements move to the version of their definition that is loaded.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Workflow

struct MigrateCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Move agreements to the new version of their definition.",
    discussion: """
      A running agreement stays on the definition it was started with until it is
      moved. Each gets a verdict: its states, tasks and timers before and after,
      data that no longer fit, states that the new definition cannot leave. All are
      moved, or none; name some with --ref to move only those. A map file holds a
      line OLD=NEW for each state. For administrators of the daemon.

      Examples:
        sinergictl migrate nota-kesepahaman-opd --dry-run
        sinergictl migrate nota-kesepahaman-opd --map macet=menunggu_mitra \\
          --reason "Perubahan alur 2027"
      """)

  @Argument(help: "Name of the workflow.") var workflow: String
  @Option(name: .customLong("ref"), help: "Only this agreement; may be given several times.")
  var references: [String] = []
  @Option(name: .long, help: "A state that is called otherwise now, as OLD=NEW.")
  var map: [Assignment] = []
  @Option(name: .long, help: "A file with a line OLD=NEW for each such state.", completion: .file())
  var mapFile: String?
  @Option(name: .long, help: "A field that is gone, whose values are left behind.")
  var drop: [String] = []
  @Option(name: .long, help: "A value for agreements that have none in a field, as FIELD=VALUE.")
  var set: [Assignment] = []
  @OptionGroup var administration: AdministrationOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "migrate «\(workflow)»" }

  func validate() throws {
    _ = try set.data()
    _ = try map.data()
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let states = try (map + fromFile(console)).data()
    let answer = try await client.migrate(
      workflow,
      MigrationRequest(
        references: references.isEmpty ? nil : references, states: states,
        dropped: drop.isEmpty ? nil : drop, data: try set.data(), reason: administration.reason,
        dryRun: administration.dryRun), key: administration.key)
    let report = answer.value
    console.list(
      answer.json, isEmpty: report.items.isEmpty, none: AdministrationWords.summary(report)
    ) { AdministrationWords.verdicts(report, $0) }
    // The table cuts long words on a terminal; what is in the way must be read whole.
    if !console.printsJSON, console.appearance.isTerminal {
      for item in report.items {
        for problem in item.problems {
          console.note(TextWidth.harmless("\(item.reference): \(problem)"))
        }
      }
    }
    if !console.printsJSON, !report.items.isEmpty {
      console.note(AdministrationWords.summary(report))
    }
    if report.problems > 0 { throw ExitCode(Exit.refused.rawValue) }
  }

  private func fromFile(_ console: Console) throws -> [Assignment] {
    guard let mapFile else { return [] }
    let source = try DefinitionFile.read(mapFile, console)
    var found: [Assignment] = []
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
        .filter { !$0.isWhitespace }
      if text.isEmpty { continue }
      guard let assignment = Assignment(argument: text) else {
        console.note("\(mapFile):\(index + 1): a line is OLD=NEW, or a comment after #")
        throw ExitCode(Exit.cannot.rawValue)
      }
      found.append(assignment)
    }
    return found
  }
}
