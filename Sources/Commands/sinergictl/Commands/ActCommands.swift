// `sinergictl do`, `approve` and `return`: what moves an agreement.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

/// What an act may bring along.
struct ActOptions: ParsableArguments {
  @Option(name: .long, help: "A field's value, as FIELD=VALUE; once per field.")
  var set: [Assignment] = []
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String?
  @Option(name: .long, help: "The task, when several are open.") var task: String?
  @OptionGroup var acting: ActingOptions

  func validate() throws { _ = try set.data() }
}

struct DoCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "do", abstract: "Send an event to an agreement.",
    discussion: """
      What can be sent now is listed by: sinergictl show REFERENCE

      Example:
        sinergictl do NKO/2026/0001 ajukan --set berakhir=2031-03-09
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Argument(help: "The event.") var event: String
  @OptionGroup var act: ActOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "send «\(event)» to \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let request = EventRequest(
      event: event, data: try act.set.data(), reason: act.reason, task: act.task,
      as: act.acting.person)
    let answer = try await client.send(request, to: reference, key: act.acting.key)
    await show(answer, client, console)
  }
}

struct ApproveCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve an agreement where it stands.",
    discussion: """
      Sends the event that the workflow marks as the approval of your open task.

      Example:
        sinergictl approve NKO/2026/0001
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @OptionGroup var act: ActOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "approve \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    await show(
      try await act.decide("approve", on: reference, client), client, console)
  }
}

struct ReturnCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "return", abstract: "Return an agreement for revision.",
    discussion: """
      Sends the event that the workflow marks as the return from your open task.
      Most workflows ask for a reason.

      Example:
        sinergictl return NKO/2026/0001 --reason "Pasal 4 belum memuat jangka waktu"
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @OptionGroup var act: ActOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "return \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    await show(try await act.decide("return", on: reference, client), client, console)
  }
}

extension ActOptions {
  func decide(_ decision: String, on reference: String, _ client: AdminClient) async throws
    -> Answer<CommandAnswer>
  {
    try await client.decide(
      DecisionRequest(
        decision: decision, data: try set.data(), reason: reason, task: task, as: acting.person),
      on: reference, key: acting.key)
  }
}
