// Workflows in words.

internal import AdminAPI

/// Shows workflows.
enum WorkflowWords {
  static func list(_ page: Page<WorkflowItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      [
        .init(item.name, .bold), .init(item.title.id), .init(item.reference),
        .init(item.calendar), .init(String(item.digest.prefix(12)), .dim),
      ]
    }
    return Table(
      headers: ["NAME", "TITLE", "REFERENCE", "CALENDAR", "DIGEST"], rows: rows
    ).rendered(appearance)
  }

  static func detail(_ detail: WorkflowDetail, _ appearance: Appearance) -> String {
    let item = detail.workflow
    let facts: [[Table.Cell]] = [
      [.init("workflow", .dim), .init(item.name, .bold)],
      [.init("title", .dim), .init(item.title.id)],
      [.init("reference", .dim), .init(item.reference)],
      [.init("calendar", .dim), .init(item.calendar)], [.init("digest", .dim), .init(item.digest)],
    ]
    let sections: [(name: String, rows: [[Table.Cell]])] = [
      (
        "field",
        detail.fields.map {
          [
            .init($0.name), .init($0.type), .init($0.required ? "required" : ""),
            .init($0.title ?? ""),
          ]
        }
      ), ("role", detail.roles.map { [.init($0.name), .init($0.binding)] }),
      ("state", detail.states.map { [.init($0.name), .init($0.kind), .init($0.title ?? "")] }),
    ]
    guard appearance.isTerminal else {
      let rows =
        facts
        + sections.flatMap { section in
          section.rows.map { [.init(section.name)] + $0 }
        }
      return Table(rows: rows).rendered(appearance)
    }
    var text = Table(rows: facts).rendered(appearance)
    for section in sections where !section.rows.isEmpty {
      text += appearance.paint(section.name + "s", .bold) + "\n"
      text += Table(rows: section.rows, indent: 2).rendered(appearance)
    }
    return text
  }
}
