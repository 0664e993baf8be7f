// `sinergictl list`

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct ListCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List agreements.",
    discussion: """
      Example:
        sinergictl list --status active --party univ-udayana
      """)

  @Option(name: .long, help: "Only agreements of this workflow.") var workflow: String?
  @Option(name: .long, help: "Only agreements that stand so: active, finished or failed.")
  var status: String?
  @Option(name: .long, help: "Only agreements with this partner organisation.") var party: String?
  @Option(name: .long, help: "Most agreements, 1 to 200; 50 by default.") var limit: Int?
  @Option(name: .long, help: "Go on after the page that named this.") var after: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list agreements" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.agreements(
      workflow: workflow, status: status, party: party, limit: limit, after: after)
    console.list(
      answer.json, isEmpty: answer.value.items.isEmpty, none: "no agreements found"
    ) { AgreementWords.list(answer.value, $0) }
    if let next = answer.value.next, !console.printsJSON {
      console.note("there are more; try: sinergictl list --after \(next)")
    }
  }
}
