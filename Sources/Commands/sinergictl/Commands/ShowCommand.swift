// `sinergictl show`

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct ShowCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an agreement: data, open tasks, what can be sent now.",
    discussion: """
      Example:
        sinergictl show NKO/2026/0001
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "show \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.agreement(reference)
    console.answer(answer.json) { AgreementWords.detail(answer.value, $0) }
  }
}
