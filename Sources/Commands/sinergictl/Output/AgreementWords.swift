// Agreements in words: the list, and one whole.

internal import AdminAPI

/// Shows agreements.
enum AgreementWords {
  static func list(_ page: Page<AgreementItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      [
        .init(item.reference, .bold), .init(status(of: item), style(of: status(of: item))),
        .init(item.states.joined(separator: ", ")), .init(item.partyName ?? item.party ?? "-"),
        .init(item.title), .init(appearance.time(item.changedAt, page.zone), .dim),
      ]
    }
    return Table(
      headers: ["REFERENCE", "STATUS", "STATE", "PARTNER", "ABOUT", "CHANGED"], rows: rows
    ).rendered(appearance)
  }

  static func detail(_ detail: AgreementDetail, _ appearance: Appearance) -> String {
    let sections: [(name: String, rows: [[Table.Cell]])] = [
      ("data", detail.data.map { [.init($0.title, .dim), .init(text($0.value))] }),
      ("task", detail.tasks.map { TaskWords.cells($0, detail.zone, appearance) }),
      ("possible", detail.events.map(cells)),
    ]
    guard appearance.isTerminal else {
      let rows =
        facts(detail, appearance)
        + sections.flatMap { section in section.rows.map { [.init(section.name)] + $0 } }
      return Table(rows: rows).rendered(appearance)
    }
    let title = TextWidth.harmless(detail.agreement.title)
    var shown =
      appearance.paint(detail.agreement.reference, .bold) + "  " + title + "\n"
      + Table(rows: Array(facts(detail, appearance).dropFirst(2)), indent: 2).rendered(appearance)
    let headings = ["data": "data", "task": "open tasks", "possible": "possible now"]
    for section in sections where !section.rows.isEmpty {
      shown += appearance.paint(headings[section.name] ?? section.name, .bold) + "\n"
      shown += Table(rows: section.rows, indent: 2).rendered(appearance)
    }
    return shown
  }

  private static func facts(_ detail: AgreementDetail, _ appearance: Appearance) -> [[Table.Cell]] {
    let item = detail.agreement
    func row(_ name: String, _ value: String, _ style: Appearance.Style? = nil) -> [Table.Cell] {
      [.init(name, .dim), .init(value, style)]
    }
    var rows = [row("reference", item.reference), row("about", item.title)]
    rows.append(row("workflow", "\(item.workflow) \(detail.definition.prefix(12))"))
    if let party = item.party {
      rows.append(row("partner", item.partyName.map { "\($0) (\(party))" } ?? party))
    }
    let status = status(of: item)
    rows.append(row("status", status, style(of: status)))
    if let since = item.suspendedAt {
      rows.append(row("since", appearance.time(since, detail.zone)))
      rows.append(row("reason", detail.suspensionReason ?? "-"))
    }
    if let reason = detail.cancellationReason { rows.append(row("cancelled", reason)) }
    rows.append(row("state", item.states.joined(separator: ", ")))
    rows.append(row("started", appearance.time(item.startedAt, detail.zone)))
    rows.append(row("changed", appearance.time(item.changedAt, detail.zone)))
    if let end = item.finishedAt { rows.append(row("finished", appearance.time(end, detail.zone))) }
    if let next = detail.timers.map(\.dueAt).min() {
      rows.append(row("next timer", appearance.time(next, detail.zone)))
    }
    return rows
  }

  /// A suspended agreement is active for the database, and stands still for people.
  private static func status(of item: AgreementItem) -> String {
    item.suspendedAt == nil ? item.status : "suspended"
  }

  private static func cells(_ event: EventItem) -> [Table.Cell] {
    var notes: [String] = []
    if event.needsReason { notes.append("needs --reason") }
    if !event.required.isEmpty { notes.append("needs " + event.required.joined(separator: ", ")) }
    if !event.optional.isEmpty { notes.append("may set " + event.optional.joined(separator: ", ")) }
    return [
      .init(event.event, .bold), .init("by " + event.roles.joined(separator: ", ")),
      .init(event.task.map { "task \($0)" } ?? ""), .init(notes.joined(separator: "; ")),
    ]
  }

  static func style(of status: String) -> Appearance.Style? {
    switch status {
    case "failed": .red
    case "finished": .dim
    case "suspended": .yellow
    default: .green
    }
  }

  /// A free value in one line.
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "-"
    case .string(let text): text
    case .bool(let truth): truth ? "true" : "false"
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    default: (try? WireCoding.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "-"
    }
  }
}
