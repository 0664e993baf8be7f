// Reminders, suspensions and moved deadlines in words.

internal import AdminAPI

/// Shows what has to do with time.
enum ClockWords {
  static func operated(_ answer: CommandAnswer, _ what: String, _ appearance: Appearance) -> String
  {
    let again = answer.replay ? " (done before)" : ""
    var lines = [
      "\(appearance.paint(answer.reference, .bold)) \(what)\(again), entry \(answer.sequence), \(appearance.time(answer.at, answer.zone))"
    ]
    for reference in answer.followed ?? [] { lines.append("  \(reference) \(what) with it") }
    for reference in answer.stayed ?? [] { lines.append("  \(reference) stays as it is") }
    return lines.joined(separator: "\n")
  }

  static func reminders(_ page: Page<ReminderItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      let arrow = item.escalation ? "↑ " : ""
      return [
        .init(appearance.time(item.goesOutAt ?? item.at ?? item.plannedAt, page.zone)),
        .init(item.status, style(of: item.status)), .init(item.offset), .init(item.title),
        .init(arrow + item.role), .init(deadline(item, page.zone, appearance), .dim),
        .init(notes(item, page.zone, appearance)),
      ]
    }
    return Table(
      headers: ["WHEN", "STATUS", "OFFSET", "TASK", "TO", "DEADLINE", "WHY"], rows: rows
    ).rendered(appearance)
  }

  private static func deadline(
    _ item: ReminderItem, _ zone: String, _ appearance: Appearance
  ) -> String {
    appearance.time(item.deadline, zone) + (item.provisional ? " (provisional)" : "")
  }

  private static func notes(_ item: ReminderItem, _ zone: String, _ appearance: Appearance)
    -> String
  {
    var notes: [String] = []
    if let shown = item.goesOutAt ?? item.at, shown != item.plannedAt {
      notes.append("planned for \(appearance.time(item.plannedAt, zone))")
    }
    if !item.why.isEmpty { notes.append(item.why) }
    notes += item.deliveries
    return notes.joined(separator: "; ")
  }

  static func calendars(_ page: Page<CalendarItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      [
        .init(item.name, .bold), .init(String(item.digest.prefix(12))),
        .init(item.applied ? "applied" : "not applied", item.applied ? .green : .yellow),
        .init(item.publishedThrough.map { "through \($0)" } ?? "none"),
        .init(item.workflows.joined(separator: ", ")),
      ]
    }
    return Table(
      headers: ["CALENDAR", "VERSION", "DEADLINES", "PUBLISHED", "WORKFLOWS"], rows: rows
    ).rendered(appearance)
  }

  static func report(_ report: CalendarReportItem, _ appearance: Appearance) -> String {
    let rows = report.moved.map { change -> [Table.Cell] in
      [
        .init(change.reference, .bold), .init(change.title),
        .init(deadline(change.before, report.zone, appearance)), .init("→", .dim),
        .init(deadline(change.after, report.zone, appearance)), .init(change.agreementTitle, .dim),
      ]
    }
    return Table(
      headers: ["REFERENCE", "DEADLINE OF", "OLD", "", "NEW", "ABOUT"], rows: rows
    ).rendered(appearance)
  }

  static func summary(_ report: CalendarReportItem) -> String {
    let references = Set(report.moved.map(\.reference)).count
    let moved =
      "\(report.moved.count) deadlines of \(references) agreements "
      + (report.applied ? "moved" : "would move")
    return
      "calendar \(report.calendar) \(report.digest.prefix(12)): \(moved); \(report.looked) agreements looked at"
  }

  private static func deadline(_ item: DeadlineItem?, _ zone: String, _ appearance: Appearance)
    -> String
  {
    guard let item else { return "none" }
    return appearance.time(item.at, zone) + (item.provisional ? " (provisional)" : "")
  }

  private static func style(of status: String) -> Appearance.Style? {
    switch status {
    case "sent": .green
    case "merged", "passed", "planned": .dim
    case "held", "stopped", "nobody": .yellow
    default: nil
    }
  }
}
