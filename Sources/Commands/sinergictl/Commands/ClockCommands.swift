// `sinergictl suspend`, `resume` and `reminders`: the clocks of one agreement.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct SuspendCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend", abstract: "Stop the clocks of an agreement.",
    discussion: """
      Nobody acts on a suspended agreement, nobody is reminded, and no deadline
      runs. What is left of each deadline is kept until it is resumed. Dates that
      are fixed, such as the last day in force, do not move. For administrators of
      the daemon.

      Example:
        sinergictl suspend NKO/2026/0001 --reason "Menunggu putusan pengadilan"
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String
  @Option(name: .long, help: "Your own name for this command: sent twice, it is done once.")
  var key: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "suspend \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.suspend(reference, reason: reason, key: key)
    console.answer(answer.json) { ClockWords.operated(answer.value, "suspended", $0) }
  }
}

struct ResumeCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let the clocks of an agreement go on.",
    discussion: """
      Each deadline gets the working days that were left when it was suspended,
      counted from today. For administrators of the daemon.

      Example:
        sinergictl resume NKO/2026/0001 --reason "Putusan sudah terbit"
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String
  @Option(name: .long, help: "Your own name for this command: sent twice, it is done once.")
  var key: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "resume \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.resume(reference, reason: reason, key: key)
    console.answer(answer.json) { ClockWords.operated(answer.value, "goes on", $0) }
    guard !console.printsJSON, let detail = try? await client.agreement(reference) else { return }
    console.out(CommandWords.next(detail.value, console.appearance))
  }
}

struct RemindersCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "reminders", abstract: "List reminders and escalations: sent, skipped, next.",
    discussion: """
      Every notice around a deadline, what became of it, and why: sent, merged into
      a later one, passed (it lay before the opening), held (the sending window is
      closed), next, planned, stopped (the agreement is suspended), nobody (the role
      has no holder).

      Example:
        sinergictl reminders NKO/2026/0001
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list the reminders of \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.reminders(reference)
    console.list(
      answer.json, isEmpty: answer.value.items.isEmpty,
      none: "no reminders: no task of \(reference) has a deadline with reminders"
    ) { ClockWords.reminders(answer.value, $0) }
  }
}
