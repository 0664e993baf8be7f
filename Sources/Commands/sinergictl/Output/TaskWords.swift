// Open tasks in words.

internal import AdminAPI

/// Shows tasks.
enum TaskWords {
  static func list(_ page: Page<TaskItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item in
      [.init(item.reference, .bold)] + cells(item, page.zone, appearance)
        + [.init(item.events.joined(separator: ", "))]
    }
    return Table(
      headers: ["REFERENCE", "TASK", "FOR", "WHO", "DUE", "DONE BY"], rows: rows, kept: [4]
    ).rendered(appearance)
  }

  /// Title, assignee, people, deadline.
  static func cells(_ item: TaskItem, _ zone: String, _ appearance: Appearance) -> [Table.Cell] {
    [
      .init(appearance.isTerminal ? item.title : item.task), .init(item.assignee),
      .init(
        item.people.isEmpty
          ? "nobody" + (item.vacantSince.map { " since \($0)" } ?? "")
          : item.people.joined(separator: ", "), item.people.isEmpty ? .red : nil),
      .init(appearance.deadline(item, zone), item.overdue ? .red : nil),
    ]
  }
}
