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
      ("document", (detail.documents ?? []).map(DocumentWords.cells)),
      ("approval", (detail.approvals ?? []).map(cells)),
      ("record", (detail.records ?? []).map { cells($0, detail.zone, appearance) }),
      ("possible", detail.events.map(cells)),
      ("below", (detail.children ?? []).map { cells($0) }),
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
    let headings = [
      "data": "data", "task": "open tasks", "document": "documents", "possible": "possible now",
      "below": "below it", "approval": "approvals under way",
      "record": "initials and signatures",
    ]
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
    if let parent = detail.parent { rows.append(row("below", parent)) }
    if let progress = detail.progress {
      rows.append(row("progress", "\(progress.done) of \(progress.total) below it are over"))
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
    if let documents = event.documents, !documents.isEmpty {
      notes.append("needs the documents " + documents.joined(separator: ", "))
    }
    if !event.optional.isEmpty { notes.append("may set " + event.optional.joined(separator: ", ")) }
    return [
      .init(event.event, .bold), .init("by " + event.roles.joined(separator: ", ")),
      .init(event.task.map { "task \($0)" } ?? ""), .init(notes.joined(separator: "; ")),
    ]
  }

  private static func cells(_ approval: ApprovalItem) -> [Table.Cell] {
    [
      .init(approval.approval, .bold), .init("step \(approval.step) of \(approval.steps)"),
      .init("\(approval.reached) of \(approval.needed) (\(approval.quorum))"),
      .init("waiting for \(approval.waiting.joined(separator: ", "))"),
    ]
  }

  private static func cells(_ record: RecordItem, _ zone: String, _ appearance: Appearance)
    -> [Table.Cell]
  {
    let actor = record.actor
    let capacity = actor.capacity == "definitif" ? "" : " (\(actor.capacity))"
    var notes = [record.place, record.date, record.manner, record.reference].compactMap { $0 }
    notes += record.documents.map { "\($0.kind) v\($0.version)" }
    if let cause = record.voidedBy { notes.append("void: \(cause)") }
    return [
      .init(record.subject, record.voidedBy == nil ? .bold : .dim),
      .init(record.decision, record.voidedBy == nil ? nil : .dim),
      .init("\(actor.name ?? actor.person), \(actor.role)\(capacity)"),
      .init(appearance.time(record.at, zone), .dim), .init(notes.joined(separator: ", ")),
    ]
  }

  private static func cells(_ child: ChildItem) -> [Table.Cell] {
    let item = child.agreement
    let progress = child.progress
    return [
      .init(item.reference, .bold), .init(status(of: item), style(of: status(of: item))),
      .init(item.states.joined(separator: ", ")), .init(item.title),
      .init(progress.total == 0 ? "" : "\(progress.done)/\(progress.total)"),
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
