// `sinergictl history`

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct HistoryCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show what happened to an agreement, in order.",
    discussion: """
      Example:
        sinergictl history NKO/2026/0001 --verbose
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Flag(name: .long, help: "Also hashes and everything that the steps took from outside.")
  var verbose = false
  @Option(name: .long, help: "Go on after this number.") var after: Int?
  @Option(name: .long, help: "Most entries, 1 to 200; 50 by default.") var limit: Int?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "show the history of \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.history(
      reference, after: after.map(String.init), limit: limit)
    console.list(
      answer.json, isEmpty: answer.value.items.isEmpty, none: "no more entries in the history"
    ) { HistoryWords.list(answer.value, isVerbose: verbose, $0) }
    if let next = answer.value.next, !console.printsJSON {
      console.note("there are more; try: sinergictl history \(reference) --after \(next)")
    }
  }
}
