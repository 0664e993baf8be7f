// `sinergictl claim`, `release`, `delegate`, `give-back`, `reassign`, `comment`: who has a task in hand.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

/// The task that a command is about.
struct TaskOptions: ParsableArguments {
  @Argument(help: "Reference of the agreement.") var reference: String
  @Option(name: .long, help: "The task, when several are open.") var task: String?
}

struct ClaimCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Take a task in hand.",
    discussion: """
      Where several people stand for a role, the one who has claimed a task is the
      one who does it: the others are no longer reminded, and are refused until it
      is released.

      Example:
        sinergictl claim NKO/2026/0001
      """)

  @OptionGroup var target: TaskOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "claim a task of \(target.reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = TaskRequest(task: target.task, as: acting.person)
    await show(
      try await client.moveTask("claim", request, of: target.reference, key: acting.key), client,
      console)
  }
}

struct ReleaseCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Give up a task that you have claimed or were assigned.",
    discussion: """
      It is then everyone's again who stands for the role.

      Example:
        sinergictl release NKO/2026/0001
      """)

  @OptionGroup var target: TaskOptions
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String?
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "release a task of \(target.reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = TaskRequest(task: target.task, reason: reason, as: acting.person)
    await show(
      try await client.moveTask("release", request, of: target.reference, key: acting.key), client,
      console)
  }
}

struct DelegateCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "delegate", abstract: "Have someone else do your task, in your name.",
    discussion: """
      Only the holder of the position delegates, and only with a document (UU
      30/2014 pasal 13–14). The other one acts as a.n. of yours, takes no strategic
      decision, and hands nothing on. You can still do the task yourself, and take
      it back with «give-back».

      Example:
        sinergictl delegate NKO/2026/0001 --to ni-made \\
          --basis "ND 12/DISARPUS/2026, 2026-11-25"
      """)

  @OptionGroup var target: TaskOptions
  @Option(name: .long, help: "Identity of the person in the directory.") var to: String
  @Option(name: .long, help: "Number and date of the document that gives the authority.")
  var basis: String
  @Option(name: .long, help: "What is to be done, or why.") var reason: String?
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "delegate a task of \(target.reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = TaskRequest(
      task: target.task, to: to, basis: basis, reason: reason, as: acting.person)
    await show(
      try await client.moveTask("delegate", request, of: target.reference, key: acting.key),
      client, console)
  }
}

struct GiveBackCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "give-back", abstract: "Give a delegated task back, or take it back.",
    discussion: """
      For the one to whom a task was delegated, and for the one who delegated it.

      Example:
        sinergictl give-back NKO/2026/0001 --reason "Perlu diputuskan Kepala Bidang"
      """)

  @OptionGroup var target: TaskOptions
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String?
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "give back a task of \(target.reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = TaskRequest(task: target.task, reason: reason, as: acting.person)
    await show(
      try await client.moveTask("give-back", request, of: target.reference, key: acting.key),
      client, console)
  }
}

struct ReassignCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "reassign", abstract: "Give a task to someone else.",
    discussion: """
      For administrators of the daemon. To someone who stands for the role: no
      document is needed. To anybody else: with --basis, the letter that gives the
      authority; that person acts as kuasa and takes no strategic decision. Without
      --to the task is everyone's again who stands for the role.

      Examples:
        sinergictl reassign NKO/2026/0001 --to ni-made --reason "Pak Wayan cuti"
        sinergictl reassign NKO/2026/0001 --reason "Klaim yang terlupakan"
      """)

  @OptionGroup var target: TaskOptions
  @Option(name: .long, help: "Identity of the person in the directory.") var to: String?
  @Option(name: .long, help: "Number and date of the document that gives the authority.")
  var basis: String?
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String
  @Option(name: .long, help: "Your own name for this command: sent twice, it is done once.")
  var key: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "reassign a task of \(target.reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = TaskRequest(task: target.task, to: to, basis: basis, reason: reason)
    await show(
      try await client.moveTask("reassign", request, of: target.reference, key: key), client,
      console)
  }
}

struct CommentCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "comment", abstract: "Write something down in the history of an agreement.",
    discussion: """
      Nothing moves and nobody is told. For everyone who stands for a role of the
      agreement, also when it is suspended or has ended, and for administrators. The
      history keeps it for ever: no personal data.

      Example:
        sinergictl comment NKO/2026/0001 "Mitra minta rapat tanggal 3 Desember"
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Argument(help: "What to write down.") var text: String
  @Option(name: .long, help: "The task that it is about.") var task: String?
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "comment on \(reference)" }

  func validate() throws {
    if text.allSatisfy(\.isWhitespace) { throw ValidationError("a comment needs a text") }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = CommentRequest(text: text, task: task, as: acting.person)
    let answer = try await client.comment(request, on: reference, key: acting.key)
    console.answer(answer.json) { CommandWords.done(answer.value, $0) }
  }
}
