// `sinergictl status`, `reload` and `audit verify`: the daemon itself.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct StatusCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how the daemon is.",
    discussion: """
      Example:
        sinergictl status --json
      """)

  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "show the status" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.status()
    console.answer(answer.json) { DaemonWords.status(answer.value, $0) }
  }
}

struct ReloadCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Read definitions, calendars and directory again.",
    discussion: """
      A file with problems is refused and the one before stays in use; the exit code
      is then 1.

      Example:
        sinergictl reload
      """)

  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "reload" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.reload()
    console.list(
      answer.json, isEmpty: answer.value.loaded.isEmpty, none: "nothing is new or changed"
    ) { _ in answer.value.loaded.map(TextWidth.harmless).joined(separator: "\n") }
    if !console.printsJSON { answer.value.notes.map(TextWidth.harmless).forEach(console.note) }
    guard !answer.value.problems.isEmpty else { return }
    if !console.printsJSON {
      for problem in answer.value.problems {
        console.note(
          problem.split(separator: "\n").map { TextWidth.harmless(String($0)) }
            .joined(separator: "\n"))
      }
      // What is wrong with a template stands above; there is no command to check it alone.
      if answer.value.problems.contains(where: { !$0.contains(".mustache:") }) {
        console.note("try: sinergictl workflow check FILE")
      }
    }
    throw ExitCode(Exit.cannot.rawValue)
  }
}

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Verify the history.", subcommands: [AuditVerify.self])
}

struct AuditVerify: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Verify the chain of hashes over the whole history.",
    discussion: """
      Compare the head that is printed with the one in the journal or on a receipt:
      a history whose end was cut off is intact in itself.

      Example:
        sinergictl audit verify
      """)

  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "verify the history" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.audit()
    console.answer(answer.json) { DaemonWords.audit(answer.value, $0) }
    guard answer.value.intact else { throw ExitCode(Exit.cannot.rawValue) }
  }
}
