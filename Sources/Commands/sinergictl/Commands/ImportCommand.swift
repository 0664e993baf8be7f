// `sinergictl import`: agreements from before the daemon, one or a whole file.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Workflow

struct ImportCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in agreements from before, where they stand.",
    discussion: """
      One agreement with --state and --set, or many with --file: CSV with a header
      of field names and the columns state, reference and started, or a YAML list of
      mappings with the same keys. All of them are taken in, or none, with every
      problem at its line. Nobody is reminded of what is past: a date that has
      passed is acted on at once and in silence, so that a dead agreement ends as it
      should. Without a reference an agreement gets the next one of the series. For
      administrators of the daemon.

      Examples:
        sinergictl import nota-kesepahaman-opd --state aktif \\
          --set tentang="Literasi" --set mitra=univ-ganesha --set mulai=2024-01-02 \\
          --set berakhir=2027-01-01 --reference 075/12/NK/2024 \\
          --started 2023-11-01 --reason "Register lama"
        sinergictl import nota-kesepahaman-opd --file register.csv --dry-run
      """)

  @Argument(help: "Name of the workflow.") var workflow: String
  @Option(name: .long, help: "Where it stands; once per region of a parallel state.")
  var state: [String] = []
  @Option(name: .long, help: "A field's value, as FIELD=VALUE; once per field.")
  var set: [Assignment] = []
  @Option(name: .long, help: "Its own reference; by default the next one of the series.")
  var reference: String?
  @Option(name: .long, help: "When it began, a date.") var started: String?
  @Option(name: .long, help: "A CSV or YAML file of many.", completion: .file())
  var file: String?
  @OptionGroup var administration: AdministrationOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "import into «\(workflow)»" }

  func validate() throws {
    _ = try set.data()
    let isOne = !state.isEmpty
    if isOne == (file != nil) { throw ValidationError("give --state, or a --file of many") }
    if file != nil, !set.isEmpty || reference != nil || started != nil {
      throw ValidationError("with --file the values stand in the file")
    }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.importAgreements(
      ImportRequest(
        workflow: workflow, items: try items(console), reason: administration.reason,
        dryRun: administration.dryRun), key: administration.key)
    let report = answer.value
    if console.printsJSON {
      console.answer(answer.json) { _ in "" }
    } else if report.problems > 0 {
      for item in report.items {
        guard let problem = item.problem else { continue }
        let place = item.line.map { "\(file ?? workflow):\($0): " } ?? ""
        console.note("\(place)\(problem)")
      }
      console.note(AdministrationWords.refused(report))
    } else {
      console.list(
        answer.json, isEmpty: report.items.isEmpty, none: "the file holds no agreement"
      ) { AdministrationWords.imported(report, $0) }
      console.note(AdministrationWords.summary(report))
    }
    if report.problems > 0 { throw ExitCode(Exit.refused.rawValue) }
  }

  private func items(_ console: Console) throws -> [LegacyItem] {
    guard let file else {
      return [
        LegacyItem(states: state, data: try set.data(), reference: reference, started: started)
      ]
    }
    let source = try DefinitionFile.read(file, console)
    let reading = LegacyReader.read(source)
    if !reading.diagnostics.isEmpty {
      for problem in reading.diagnostics { console.note(problem.rendered(in: source)) }
      throw ExitCode(Exit.cannot.rawValue)
    }
    return (reading.value ?? []).map { row in
      LegacyItem(
        states: row.states, data: row.data.mapValues { .string($0) }, reference: row.reference,
        started: row.started, line: row.line)
    }
  }
}
