// What happened in a rehearsal, in words: a table, lines for programs, JSON.

internal import Foundation
internal import Rehearsal
internal import WorkCalendar
internal import Workflow

/// Shows timelines.
struct TimelineWords {
  let zone: ZoneRules
  /// The agreement that is rehearsed; others are told by their reference.
  let reference: String
  let appearance: Appearance

  init(_ report: RehearsalReport, _ appearance: Appearance) {
    zone = report.zone
    reference = report.reference
    self.appearance = appearance
  }

  /// `2026-05-04 07:30 WITA`.
  func time(_ instant: Instant) -> String {
    let civil = zone.civil(instant)
    return "\(civil.date) \(civil.time) \(zone.abbreviation(at: instant))"
  }

  /// The rows: on a terminal a time stands once and the line says it all; behind a pipe each line has
  /// every column.
  func table(_ items: [TimelineItem]) -> String {
    guard appearance.isTerminal else {
      return Table(rows: items.map(cellsForPrograms)).rendered(appearance)
    }
    var before = ""
    // Without headers nothing is cut: a deadline or a state at the end of a line is what counts.
    let rows = gathered(items).map { item -> [Table.Cell] in
      let time = time(item.at)
      defer { before = time }
      return [
        .init(time == before ? "" : time), .init(item.kind.rawValue, style(of: item.kind)),
        .init(sentence(item)),
      ]
    }
    return Table(rows: rows).rendered(appearance)
  }

  /// Messages of one kind that went out together, as one.
  private func gathered(_ items: [TimelineItem]) -> [TimelineItem] {
    var gathered: [TimelineItem] = []
    for item in items {
      if item.kind == .message, let last = gathered.last, last.kind == .message,
        last.at == item.at, last.subject == item.subject, last.reference == item.reference
      {
        gathered[gathered.count - 1].people += item.people
      } else {
        gathered.append(item)
      }
    }
    return gathered
  }

  /// One line for a message about what happened.
  func line(_ item: TimelineItem) -> String {
    let kind = TextWidth.pad(item.kind.rawValue, to: Self.longestKind)
    return "\(time(item.at))  \(kind)  \(TextWidth.harmless(sentence(item)))"
  }

  private static let longestKind =
    TimelineItem.Kind.allCases.map { TextWidth.of($0.rawValue) }.max() ?? 0

  private func style(of kind: TimelineItem.Kind) -> Appearance.Style? {
    switch kind {
    case .start, .act, .end: .bold
    case .refused, .warning: .red
    case .overdue, .escalation: .yellow
    case .timer, .child: .green
    case .task, .deadline, .reminder, .message: .dim
    }
  }

  /// `konsep, due 2026-05-11 16:30 WITA · pic`.
  private func sentence(_ item: TimelineItem) -> String {
    [what(item), who(item), item.text ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func what(_ item: TimelineItem) -> String {
    let other = item.reference == reference ? "" : "[\(item.reference)] "
    switch item.kind {
    case .start: return move(item)
    case .act, .timer: return "\(other)\(item.subject): \(move(item))"
    case .child: return "\(item.reference), \(item.subject) \(move(item))"
    case .warning: return ""
    default: break
    }
    guard let deadline = item.deadline else { return other + item.subject }
    return "\(other)\(item.subject), due \(time(deadline.instant))"
      + (deadline.isProvisional ? ", perkiraan" : "")
  }

  private func move(_ item: TimelineItem) -> String {
    if item.exited.isEmpty, item.entered.isEmpty, item.kind != .start { return "no move" }
    let move = CommandWords.move(
      exited: item.exited, entered: item.entered, states: item.states)
    // Between two states of one parent its path stands once.
    let ends = move.components(separatedBy: " → ")
    guard ends.count == 2, !move.contains(","), let slash = ends[0].lastIndex(of: "/") else {
      return move
    }
    let parent = ends[0][...slash]
    return ends[1].hasPrefix(parent) ? "\(ends[0]) → \(ends[1].dropFirst(parent.count))" : move
  }

  private func who(_ item: TimelineItem) -> String {
    guard let role = item.role else { return item.people.joined(separator: ", ") }
    return item.people.isEmpty ? role : "\(role): \(item.people.joined(separator: ", "))"
  }

  private func cellsForPrograms(_ item: TimelineItem) -> [Table.Cell] {
    [
      .init(zone.iso8601(item.at)), .init(item.kind.rawValue), .init(item.reference),
      .init(item.subject),
      .init(
        item.isStep
          ? CommandWords.move(
            exited: item.exited, entered: item.entered, states: item.states) : ""),
      .init(item.role ?? ""), .init(item.people.joined(separator: ", ")),
      .init(item.deadline.map { zone.iso8601($0.instant) } ?? ""),
      .init(item.deadline?.isProvisional == true ? "perkiraan" : ""), .init(item.text ?? ""),
    ]
  }

  // MARK: The end

  /// `ended in «berakhir» on 2028-06-02 00:00 WITA, after 2 years 29 days; 45 steps`.
  func ending(_ report: RehearsalReport) -> String {
    let span = Self.span(report, zone)
    let at = time(report.to)
    let steps = "\(report.steps) step\(report.steps == 1 ? "" : "s")"
    func list(_ states: [String]) -> String { "«\(states.joined(separator: ", "))»" }
    switch report.ending {
    case .ended(let states): return "ended in \(list(states)) on \(at), after \(span); \(steps)"
    case .waiting(let states):
      return
        "waits in \(list(states)); after \(at) nothing more happens by itself: \(span), \(steps)"
    case .timeIsUp(let states):
      return "stopped in \(list(states)) on \(at), after \(span): the time is up; \(steps)"
    case .tooManySteps(let states):
      return
        "stopped in \(list(states)) on \(at), after \(span): a rehearsal takes at most \(RehearsalLimits.steps) steps"
    case .stuck(let text): return "stuck on \(at), after \(span): \(text)"
    case .stopped(let states):
      return
        "stopped in \(list(states)) on \(at), after \(span): an act did not come out as it must; \(steps)"
    }
  }

  /// The virtual time between beginning and end: `2 years 1 month 3 days`.
  static func span(_ report: RehearsalReport, _ zone: ZoneRules) -> String {
    let (first, last) = (zone.civil(report.from).date, zone.civil(report.to).date)
    var months = (last.year - first.year) * 12 + last.month - first.month
    if first.adding(months: months) > last { months -= 1 }
    let days = first.adding(months: months).days(until: last)
    func words(_ number: Int, _ noun: String) -> String? {
      number == 0 ? nil : "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let parts = [words(months / 12, "year"), words(months % 12, "month"), words(days, "day")]
      .compactMap(\.self)
    return parts.isEmpty ? "less than a day" : parts.joined(separator: " ")
  }

  // MARK: JSON

  func json(_ item: TimelineItem) -> JSON {
    func strings(_ items: [String]) -> JSON? { items.isEmpty ? nil : .strings(items) }
    return .object([
      "at": .string(zone.iso8601(item.at)), "kind": .string(item.kind.rawValue),
      "reference": .string(item.reference), "subject": .string(item.subject),
      "role": item.role.map { .string($0) }, "people": strings(item.people),
      "exited": strings(item.exited), "entered": strings(item.entered),
      "states": strings(item.states),
      "due": item.deadline.map { .string(zone.iso8601($0.instant)) },
      "provisional": item.deadline.map { .bool($0.isProvisional) },
      "text": item.text.map { .string($0) },
    ])
  }
}
