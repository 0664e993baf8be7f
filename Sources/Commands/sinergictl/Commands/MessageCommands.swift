// `sinergictl message list` and `message retry`: the outbox.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct MessageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "message", abstract: "Look after messages that leave.",
    subcommands: [MessageList.self, MessageShow.self, MessageRetry.self])
}

struct MessageList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List messages, without their text.",
    discussion: """
      Example:
        sinergictl message list --state dead
      """)

  @Option(
    name: .long,
    help: "Only messages in this state: pending, claimed, delivered, passed, dead, unknown.")
  var state: String?
  @Option(name: .long, help: "Most messages, 1 to 200; 50 by default.") var limit: Int?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list messages" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.messages(state: state, limit: limit)
    console.list(answer.json, isEmpty: answer.value.items.isEmpty, none: "no messages found") {
      DaemonWords.messages(answer.value, $0)
    }
  }
}

struct MessageShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a message: how it stands, and what it says.",
    discussion: """
      The words are those that it would have if it left now.

      Example:
        sinergictl message show 42
      """)

  @Argument(help: "Number of the message.") var id: Int64
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "show message \(id)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.message(id)
    console.answer(answer.json) { NotifyWords.detail(answer.value, $0) }
  }
}

struct MessageRetry: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Send a message again that was given up.",
    discussion: """
      A message whose outcome is unknown may have arrived: ask the reader before you
      send it again.

      Example:
        sinergictl message retry 42
      """)

  @Argument(help: "Number of the message.") var id: Int64
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "send message \(id) again" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.retryMessage(id)
    console.answer(answer.json) { _ in "message \(answer.value.id) waits to be sent" }
  }
}
