// Deadlines of agreements as an iCalendar file that a phone or a calendar program subscribes to.

internal import Statechart
public import WorkCalendar

/// Makes the feed: pure, so that the same histories always give the same file.
public enum CalendarFeed {
  /// An agreement with its deadlines.
  public struct Agreement: Sendable {
    /// Number, such as `NKO/2026/0001`; it stays and is part of each event's identity.
    public var reference: String
    /// What people call it.
    public var title: String
    /// The workflow that it runs by.
    public var workflow: Workflow
    /// Its deadlines (``Workflow/deadlines(of:calendar:)``).
    public var records: [DeadlineRecord]

    /// Creates an agreement.
    public init(reference: String, title: String, workflow: Workflow, records: [DeadlineRecord]) {
      self.reference = reference
      self.title = title
      self.workflow = workflow
      self.records = records
    }
  }

  /// The part of an event's identity that says whose it is, where none is given.
  public static let defaultDomain = "sinergi"
  /// The name under which a program shows the calendar, where none is given.
  public static let defaultName = "Tenggat Sinergi"
  /// What made the file (PRODID).
  public static let productID = "-//Sinergi//Tenggat//ID"
  /// How long before a deadline its event begins, in seconds; it ends with the deadline.
  public static let eventSeconds = 30 * 60
  /// When reminders are shown, in seconds before the deadline: a day, and two hours.
  public static let reminderSeconds = [24 * 3_600, 2 * 3_600]
  /// How often a program is asked to fetch the file again, in seconds.
  public static let refreshSeconds = 3_600

  /// The file of the agreements' deadlines, in the order in which they are given.
  ///
  /// A task is an event that ends with its deadline, with reminders; a timed transition is a day
  /// that blocks nothing. What is done or gone stays as a cancelled event, so that programs which
  /// know it take it out. UID is `reference/task/sequence@domain`, SEQUENCE counts the changes, and
  /// DTSTAMP is the instant of the last one, taken from the history.
  public static func file(
    _ agreements: [Agreement], name: String = defaultName, domain: String = defaultDomain
  ) -> ICalendarFile {
    ICalendarFile(
      productID: productID, method: .publish, name: name, refreshSeconds: refreshSeconds,
      events: agreements.flatMap { agreement in
        agreement.records.compactMap { event($0, of: agreement, domain: domain) }
      })
  }

  /// The event of a record; nil for one that never had a deadline.
  private static func event(
    _ record: DeadlineRecord, of agreement: Agreement, domain: String
  ) -> ICalendarEvent? {
    guard let deadline = record.versions.last(where: { $0.deadline != nil })?.deadline else {
      return nil
    }
    // A task whose deadline was taken away is open, and nothing is due.
    let isOff = record.end != .open || record.versions.last?.deadline == nil
    let workflow = agreement.workflow
    let name = record.subject.name
    var event = ICalendarEvent(
      uid: "\(agreement.reference)/\(name)/\(record.opened.sequence)@\(domain)",
      sequence: record.changes, stamp: record.lastChange.at,
      time: .days(deadline.date, through: deadline.date), summary: "")
    event.lastModified = record.lastChange.at
    event.status = isOff ? .cancelled : deadline.isProvisional ? .tentative : .confirmed
    var lines = [agreement.title, workflow.title.id].filter { !$0.isEmpty }
    switch record.subject {
    case .task:
      let start = deadline.instant.adding(milliseconds: -Int64(eventSeconds) * 1_000)
      event.time = .span(start, until: deadline.instant, zone: record.zone)
      event.summary = "[\(agreement.reference)] \(workflow.title(ofTask: name).id)"
      event.categories = [FeedWords.task, workflow.name]
      if let role = record.role {
        lines.append(FeedWords.role(workflow.roles[role]?.title?.id ?? role))
      }
      lines.append(FeedWords.due(FeedWords.moment(deadline, record.zone)))
      if !isOff {
        // From the start: not every program knows reminders that count from the end.
        event.alarms = reminderSeconds.map {
          ICalendarAlarm(seconds: eventSeconds - $0, text: event.summary)
        }
      }
    case .timer:
      let move = workflow.move(ofTimer: name)
      let state = move.map { workflow.title(ofState: $0.state).id } ?? name
      let targets = (move?.targets ?? []).map { workflow.title(ofState: $0).id }
      event.summary =
        "[\(agreement.reference)] \(FeedWords.moves(to: targets, from: state))"
      event.categories = [FeedWords.timer, workflow.name]
      event.isTransparent = true
      lines.append(FeedWords.state(state))
      lines.append(FeedWords.falls(FeedWords.date(deadline.date)))
    }
    if deadline.isProvisional { lines.append(FeedWords.provisional) }
    switch record.end {
    case .open: break
    case .done: lines.append(FeedWords.done)
    case .gone: lines.append(FeedWords.gone)
    }
    event.description = lines.joined(separator: "\n")
    return event
  }
}

extension Workflow {
  /// The state that a timer of the chart belongs to, and the states that it may lead to, each once.
  fileprivate func move(ofTimer name: String) -> (state: String, targets: [String])? {
    for state in chart.states {
      guard let timer = state.timers.first(where: { $0.id == name }) else { continue }
      var targets: [String] = []
      for index in state.transitions {
        let transition = chart.transitions[index]
        guard transition.events.contains(EventDescriptor(timer.event)) else { continue }
        for target in transition.targets {
          let id = chart.states[target].id.rawValue
          if !targets.contains(id) { targets.append(id) }
        }
      }
      return (state.id.rawValue, targets)
    }
    return nil
  }
}
