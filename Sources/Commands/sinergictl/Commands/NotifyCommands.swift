// `sinergictl notify`: channels, a test message, and a look at a message before it leaves.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct NotifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify", abstract: "Look after the channels that messages leave by.",
    subcommands: [NotifyList.self, NotifyTest.self, NotifyPreview.self])
}

struct NotifyList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List channels: whom they serve, what waits, what failed.",
    discussion: """
      Example:
        sinergictl notify list
      """)

  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list the channels" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.channels()
    console.list(
      answer.json, isEmpty: answer.value.items.isEmpty,
      none: "no channel is switched on: «notify» in the daemon's configuration names them"
    ) { NotifyWords.channels(answer.value, $0) }
  }
}

struct NotifyTest: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send one test message by a channel, now.",
    discussion: """
      The message goes around the outbox: it is sent once, and what the other side
      answers is shown. It goes to you, or to the person that --to names.

      Examples:
        sinergictl notify test email
        sinergictl notify test whatsapp --to ni-made-wirati
      """)

  @Argument(help: "Name of the channel, as the configuration has it.") var channel: String
  @Option(name: .long, help: "Person of the directory, or account; you by default.") var to: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "send a test message by \(channel)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.testChannel(channel, person: to)
    console.answer(answer.json) { NotifyWords.tested(answer.value, $0) }
  }
}

struct NotifyPreview: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show a message exactly as it would go out.",
    discussion: """
      The notice is one of the ladder, by its distance from the deadline: H-2 for the
      one that `sinergictl reminders` lists as -2 wd, H+3, H-0. Or it is a kind of
      message: assigned, reminder, overdue, escalation, returned, approved, signed,
      in-force, about-to-end, ended.
      Each reader's message is shown: when, by which channel, in which language. Nothing
      is sent.

      Examples:
        sinergictl notify preview NKO/2026/0001 H-2
        sinergictl notify preview NKO/2026/0001 escalation
        sinergictl notify preview NKO/2026/0001 reminder --html > pengingat.html
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Argument(help: "Notice (H-2) or kind (reminder).") var notice: String
  @Option(name: .long, help: "The task; the first that fits by default.") var task: String?
  @Flag(name: .long, help: "Print the HTML of the first message that has one, and nothing else.")
  var html = false
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "preview a message of \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.preview(reference, notice: notice, task: task)
    if html {
      guard let page = answer.value.items.lazy.compactMap(\.html).first else {
        throw ValidationError(
          "no message of \(reference) has HTML: the templates have no layout.html.mustache")
      }
      console.answer(answer.json) { _ in page }
      return
    }
    console.list(
      answer.json, isEmpty: answer.value.items.isEmpty, none: "nobody would get this message"
    ) { NotifyWords.previews(answer.value, $0) }
  }
}
