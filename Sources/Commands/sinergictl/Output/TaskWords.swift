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

  /// Who has it in hand, or everyone who could.
  static func who(_ item: TaskItem) -> String {
    guard let holder = item.holder else { return people(of: item) }
    let giver = holder.giver.map { " by \($0)" } ?? ""
    return "\(holder.name ?? holder.person) (\(holder.kind)\(giver))"
  }

  /// Everyone who could do it today, or since when there is nobody.
  static func people(of item: TaskItem) -> String {
    if !item.people.isEmpty { return item.people.joined(separator: ", ") }
    return "nobody" + (item.vacantSince.map { " since \($0)" } ?? "")
  }

  /// Title, assignee, people, deadline.
  static func cells(_ item: TaskItem, _ zone: String, _ appearance: Appearance) -> [Table.Cell] {
    [
      .init(appearance.isTerminal ? item.title : item.task), .init(item.assignee),
      .init(who(item), item.people.isEmpty && item.holder == nil ? .red : nil),
      .init(appearance.deadline(item, zone), item.overdue ? .red : nil),
    ]
  }
}
