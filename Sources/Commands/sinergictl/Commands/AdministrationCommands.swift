// `sinergictl cancel`, `jump` and `correct`: what administrators change in one agreement from outside.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Glibc

/// What every command of administering takes.
struct AdministrationOptions: ParsableArguments {
  @Option(name: .long, help: "Why; it is kept in the history. A dry run needs none.")
  var reason: String?
  @Flag(name: .long, help: "Only show what would be done.") var dryRun = false
  @Option(name: .long, help: "Your own name for this command: sent twice, it is done once.")
  var key: String?

  func validate() throws {
    if reason == nil, !dryRun { throw ValidationError("give a --reason, or ask with --dry-run") }
  }
}

struct CancelCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "End an agreement that should not go on.",
    discussion: """
      For a wrong start or a duplicate. It goes to the final state that its
      definition names for that («cancelled», or the tag dibatalkan), or ends where
      it stands. Everyone who has a task in it or acted in it is told. It cannot be
      taken back. For administrators of the daemon.

      Example:
        sinergictl cancel NKO/2026/0007 --reason "Ganda dengan NKO/2026/0005"
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @OptionGroup var administration: AdministrationOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "cancel \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.cancel(
      reference,
      CancelRequest(reason: administration.reason, dryRun: administration.dryRun),
      key: administration.key)
    console.answer(answer.json) { AdministrationWords.changed(answer.value, $0) }
  }
}

struct JumpCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "jump", abstract: "Take an agreement to other states.",
    discussion: """
      For an agreement that stands where nothing leads on from. Name one state, or
      one for each region of a parallel one; regions that you do not name begin
      anew. Nobody has approved or returned anything by it: the tasks that were open
      are noted as skipped. First it shows what would change and asks; --yes
      answers. For administrators of the daemon.

      Examples:
        sinergictl jump NKO/2026/0007 penatausahaan --dry-run
        sinergictl jump NKO/2026/0007 penatausahaan \\
          --reason "Naskah sudah ditandatangani di luar sistem" --yes
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Argument(help: "Where it is to be.") var states: [String]
  @Flag(name: .long, help: "Do not ask.") var yes = false
  @OptionGroup var administration: AdministrationOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "take \(reference) to \(states.joined(separator: ", "))" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    if !yes {
      let preview = try await client.jump(
        reference, JumpRequest(states: states, reason: administration.reason, dryRun: true))
      if administration.dryRun {
        return console.answer(preview.json) { AdministrationWords.changed(preview.value, $0) }
      }
      console.note(AdministrationWords.changed(preview.value, console.messageAppearance))
      guard isatty(STDIN_FILENO) == 1 else {
        console.note("nothing was done; --yes does it without asking")
        throw ExitCode(Exit.usage.rawValue)
      }
      console.note("Do it? Type yes:")
      guard readLine() == "yes" else {
        console.note("nothing was done")
        throw ExitCode(Exit.cannot.rawValue)
      }
    }
    let answer = try await client.jump(
      reference,
      JumpRequest(
        states: states, reason: administration.reason, dryRun: administration.dryRun),
      key: administration.key)
    console.answer(answer.json) { AdministrationWords.changed(answer.value, $0) }
  }
}

struct CorrectCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct", abstract: "Correct the data of an agreement.",
    discussion: """
      Deadlines and timers that depend on the fields are worked out again; whose
      deadline moves is told. The agreement stays in its states: a transition that
      only waits for data is taken with the next step of somebody or of time. For
      administrators of the daemon.

      Example:
        sinergictl correct NKO/2026/0007 --set berakhir=2029-12-31 \\
          --reason "Salah ketik tahun"
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Option(name: .long, help: "A field's new value, as FIELD=VALUE; once per field.")
  var set: [Assignment] = []
  @Option(name: .long, help: "A field whose value is taken away.") var unset: [String] = []
  @OptionGroup var administration: AdministrationOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "correct \(reference)" }

  func validate() throws {
    _ = try set.data()
    if set.isEmpty, unset.isEmpty { throw ValidationError("name a field with --set or --unset") }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.correct(
      reference,
      CorrectionRequest(
        data: try set.data(), unset: unset, reason: administration.reason,
        dryRun: administration.dryRun), key: administration.key)
    console.answer(answer.json) { AdministrationWords.changed(answer.value, $0) }
  }
}
