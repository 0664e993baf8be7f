// Forecasts in words.

internal import AdminAPI

/// Shows what lies ahead.
enum ForecastWords {
  static func forecast(
    _ answer: ForecastAnswer, withBranches: Bool, _ appearance: Appearance
  ) -> String {
    guard appearance.isTerminal else { return lines(answer, withBranches, appearance) }
    var shown =
      "\(appearance.paint(answer.reference, .bold))  \(TextWidth.harmless(answer.title))\n"
    shown += appearance.paint("if nobody acts", .bold) + "\n"
    shown += course(answer.quiet, answer.zone, appearance)
    guard withBranches else { return shown }
    for (index, way) in answer.courses.enumerated() {
      let events = way.events.joined(separator: " → ")
      shown += appearance.paint("way \(index + 1), on the last day: \(events)", .bold) + "\n"
      shown += course(way, answer.zone, appearance)
    }
    if let latest = answer.latestFinish {
      shown += "the latest end: \(appearance.time(latest, answer.zone))\n"
    }
    return shown
  }

  private static func course(
    _ course: ForecastCourse, _ zone: String, _ appearance: Appearance
  ) -> String {
    let rows = course.items.map { item -> [Table.Cell] in
      [
        .init(appearance.time(item.at, zone)), .init(item.kind, style(of: item.kind)),
        .init(what(item, zone, appearance)),
      ]
    }
    var shown = Table(rows: rows, indent: 2).rendered(appearance)
    shown +=
      "  \(appearance.time(course.endsAt, zone))  \(appearance.paint(course.endWords, .dim))\n"
    for words in course.waiting { shown += "  \(appearance.paint("waits: \(words)", .yellow))\n" }
    return shown
  }

  /// One line for each thing: which way, when, what.
  private static func lines(
    _ answer: ForecastAnswer, _ withBranches: Bool, _ appearance: Appearance
  ) -> String {
    var rows: [[Table.Cell]] = []
    func add(_ way: String, _ course: ForecastCourse) {
      for item in course.items {
        rows.append([
          .init(way), .init(item.at), .init(item.kind), .init(item.name), .init(item.title),
          .init(item.role ?? ""), .init(item.to ?? ""),
          .init((item.deadline?.at ?? "") + provisional(item.deadline)),
          .init(item.entered.joined(separator: " ")), .init(item.assumed.joined(separator: "; ")),
        ])
      }
      rows.append([
        .init(way), .init(course.endsAt), .init("end"), .init(course.end), .init(course.endWords),
      ])
    }
    add("nobody", answer.quiet)
    if withBranches {
      for course in answer.courses { add(course.events.joined(separator: ">"), course) }
    }
    return Table(rows: rows).rendered(appearance)
  }

  private static func what(
    _ item: ForecastItem, _ zone: String, _ appearance: Appearance
  ) -> String {
    let to = item.to ?? item.role ?? "nobody"
    switch item.kind {
    case "deadline":
      return "\(item.title): due, \(to)" + provisional(item.deadline)
    case "reminder", "overdue", "escalation": return "\(item.title) → \(to)"
    case "opened":
      let due =
        item.deadline.map { ", until \(appearance.time($0.at, zone))\(provisional($0))" }
        ?? ", without a deadline"
      return "\(item.title) → \(to)\(due)"
    case "closed": return item.title
    case "act":
      let assumed = item.assumed.isEmpty ? "" : " (if \(item.assumed.joined(separator: ", ")))"
      return "\(item.name) by \(item.role ?? "?"): \(item.title)\(assumed)"
    case "timer":
      return item.entered.isEmpty ? item.name : "→ \(item.entered.joined(separator: ", "))"
    case "child": return "starts \(item.name)"
    default: return item.title
    }
  }

  private static func provisional(_ deadline: DeadlineItem?) -> String {
    deadline?.provisional == true ? " (provisional)" : ""
  }

  private static func style(of kind: String) -> Appearance.Style? {
    switch kind {
    case "overdue", "deadline": .yellow
    case "escalation": .red
    case "act": .green
    case "opened", "closed": .dim
    default: nil
    }
  }
}
