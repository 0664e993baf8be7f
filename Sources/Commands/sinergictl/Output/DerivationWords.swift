// Why a date is what it is, in words.

internal import AdminAPI

/// Shows derivations step by step.
enum DerivationWords {
  static func derivation(_ item: DerivationItem, _ zone: String, _ appearance: Appearance) -> String
  {
    func row(_ name: String, _ value: String, _ style: Appearance.Style? = nil) -> [Table.Cell] {
      [.init(name, .dim), .init(value, style)]
    }
    let held = item.stored ?? item.end
    var rows = [
      row("deadline of", item.title == item.name ? item.name : "\(item.title) (\(item.name))"),
      row("is", held.map { appearance.time($0, zone) } ?? "not known yet"),
      row("rule", item.rule + (item.remainder ? " (left by a suspension)" : "")),
    ]
    rows += item.reads.map { row("reads", $0) }
    if let start = item.start { rows.append(row("counted from", appearance.time(start, zone))) }
    rows.append(row("clock", "\(item.clock) of \(item.calendar) \(item.calendarDigest.prefix(12))"))
    if let raw = item.rawDate { rows.append(row("leads to", raw)) }
    rows += item.days.map { row($0.date, day($0), $0.kind == "closed" ? .yellow : nil) }
    if let omitted = item.omitted { rows.append(row("not listed", omitted)) }
    if let end = item.end { rows.append(row("so that", appearance.time(end, zone))) }
    rows += item.provisional.map { row("provisional", $0, .yellow) }
    if item.outdated {
      rows.append(
        row(
          "but", "it was counted on another version of the calendar: sinergictl calendar preview",
          .yellow))
    }
    var shown = Table(rows: rows).rendered(appearance)
    guard !item.notices.isEmpty else { return shown }
    if appearance.isTerminal { shown += appearance.paint("reminders", .bold) + "\n" }
    shown += Table(
      rows: item.notices.map { notice in
        [
          .init(notice.offset), .init(appearance.time(notice.at, zone), notice.behind ? .dim : nil),
          .init((notice.escalation ? "↑ " : "") + notice.role),
          .init(notice.behind ? "behind" : ""),
          .init(
            notice.moves.isEmpty
              ? "" : "from \(notice.rawDate): " + notice.moves.joined(separator: ", ")),
        ]
      }, indent: appearance.isTerminal ? 2 : 0
    ).rendered(appearance)
    return shown
  }

  private static func day(_ day: DerivationDay) -> String {
    switch day.kind {
    case "counted": return "working day \(day.number ?? 0)"
    case "reached": return "a working day"
    case "weekend": return "weekend"
    default:
      let status = day.status == "perkiraan" ? ", perkiraan" : ""
      return
        "\(day.name ?? "closed") (\(day.dayKind ?? "closed")\(status); \(day.source ?? "no source"))"
    }
  }
}
