// `sinergictl tasks`

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct TasksCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "List open tasks, soonest first.",
    discussion: """
      Without options: everybody's tasks.

      Examples:
        sinergictl tasks --mine
        sinergictl tasks --role kadis --overdue
      """)

  @Flag(name: .long, help: "Only your own tasks.") var mine = false
  @Option(name: .long, help: "Only tasks of this role.") var role: String?
  @Flag(name: .long, help: "Only tasks whose deadline has passed.") var overdue = false
  @Option(name: .long, help: "Only tasks of the agreement with this reference.") var ref: String?
  @Option(name: .long, help: "Most tasks, 1 to 200; 50 by default.") var limit: Int?
  @Option(
    name: [.customLong("as")],
    help: "Only tasks of this person of the directory, or of the holder of this position.")
  var person: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list tasks" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    // «--mine --as X» means X's own.
    let answer = try await client.tasks(
      mine: mine && person == nil, person: person, role: role, reference: ref, overdue: overdue,
      limit: limit)
    console.list(answer.json, isEmpty: answer.value.items.isEmpty, none: "no open tasks found") {
      TaskWords.list(answer.value, $0)
    }
  }
}
