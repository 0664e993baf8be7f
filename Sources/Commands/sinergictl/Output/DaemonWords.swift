// The daemon in words: status, reload, audit, messages.

internal import AdminAPI

/// Shows what an administrator asks for.
enum DaemonWords {
  static func status(_ report: StatusReport, _ appearance: Appearance) -> String {
    func row(_ name: String, _ value: String, _ style: Appearance.Style? = nil) -> [Table.Cell] {
      [.init(name, .dim), .init(value, style)]
    }
    func time(_ stamp: String?) -> String { appearance.time(stamp, report.zone) }
    var rows = [
      row("version", report.version), row("started", time(report.startedAt)),
      row("now", time(report.now)),
      row(
        "agreements",
        agreements(report), report.agreementsFailed > 0 ? .red : nil),
      row(
        "open tasks",
        "\(report.openTasks)"
          + (report.tasksWithNobody.map { $0 > 0 ? ", \($0) that nobody can do" : "" } ?? ""),
        report.tasksWithNobody ?? 0 > 0 ? .yellow : nil),
      row(
        "timers", "\(report.timers)" + (report.nextTimer.map { ", next \(time($0))" } ?? "")),
      row(
        "messages",
        "\(report.messagesPending) pending, \(report.messagesDead) dead, \(report.messagesUnknown) unknown",
        report.messagesDead + report.messagesUnknown > 0 ? .yellow : nil),
      row("history", "\(report.historyPosition) entries, head \(report.historyHash)"),
      row(
        "workflows",
        report.workflows.isEmpty ? "none" : report.workflows.joined(separator: ", ")),
    ]
    if let version = report.directoryVersion { rows.append(row("directory", "version \(version)")) }
    rows += (report.directoryNotes ?? []).map { row("directory", $0, .yellow) }
    rows += report.calendarsNotApplied.map {
      row("calendar", "\($0) was changed: sinergictl calendar preview \($0)", .yellow)
    }
    rows += report.loadProblems.map { row("problem", $0, .red) }
    return Table(rows: rows).rendered(appearance)
  }

  private static func agreements(_ report: StatusReport) -> String {
    "\(report.agreementsActive) active, \(report.agreementsFinished) finished, \(report.agreementsFailed) failed"
      + (report.agreementsSuspended > 0 ? ", \(report.agreementsSuspended) suspended" : "")
  }

  static func audit(_ report: AuditReport, _ appearance: Appearance) -> String {
    if report.intact {
      return "\(appearance.paint("intact", .green)): \(report.entries) entries, head \(report.head)"
    }
    let place = report.brokenAt.map { " at entry \($0)" } ?? ""
    let reason = report.reason.map { ": \(TextWidth.harmless($0))" } ?? ""
    return "\(appearance.paint("broken", .red))\(place)\(reason)"
  }

  static func messages(_ page: Page<MessageItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      [
        .init("\(item.id)", .bold), .init(item.state, style(of: item.state)),
        .init(item.notifier), .init("\(item.attempts)"),
        .init(appearance.time(item.nextAt ?? item.settledAt, page.zone)), .init(item.subject),
        .init(item.lastError ?? ""),
      ]
    }
    return Table(
      headers: ["ID", "STATE", "BY", "TRIES", "NEXT OR SETTLED", "SUBJECT", "ERROR"], rows: rows
    ).rendered(appearance)
  }

  private static func style(of state: String) -> Appearance.Style? {
    switch state {
    case "dead": .red
    case "unknown": .yellow
    case "delivered": .dim
    default: nil
    }
  }
}
