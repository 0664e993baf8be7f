// Reads an agreement's deadlines out of its history, by replaying it.

internal import Statechart
public import WorkCalendar

extension Workflow {
  /// Every deadline that an agreement had, in the order in which they arose.
  ///
  /// One record for each time that a task with a deadline was open, and for each time that a timed
  /// transition was armed; a task that never had a deadline has none. `calendar` gives the calendar
  /// of a digest. The same history always gives the same records.
  public func deadlines(
    of entries: [ReplayEntry], calendar: (String) -> OfficeCalendar?
  ) throws(ReplayError) -> [DeadlineRecord] {
    try Self.deadlines(
      of: entries, from: self, workflow: { $0 == digest ? self : nil }, calendar: calendar)
  }

  /// The same of a history that may go through several definitions; `workflow` gives the one of a
  /// digest.
  public static func deadlines(
    of entries: [ReplayEntry], workflow: (String) -> Workflow?,
    calendar: (String) -> OfficeCalendar?
  ) throws(ReplayError) -> [DeadlineRecord] {
    guard let first = entries.first?.payload["definition"]?.string.flatMap(workflow) else {
      throw .notStarted
    }
    return try deadlines(of: entries, from: first, workflow: workflow, calendar: calendar)
  }

  private static func deadlines(
    of entries: [ReplayEntry], from first: Workflow, workflow: (String) -> Workflow?,
    calendar: (String) -> OfficeCalendar?
  ) throws(ReplayError) -> [DeadlineRecord] {
    var log = DeadlineLog(workflow: first)
    _ = try replay(entries, from: first, workflow: workflow, calendar: calendar) {
      entry, definition, state in
      // An entry without its calendar was refused before it came here.
      guard let office = entry.payload["calendar"]?.string.flatMap(calendar) else { return }
      if entry.kind == HistoryKind.migrated { log.workflow = definition }
      log.take(entry, state, office)
    }
    return log.records
  }
}

/// Compares each state with what is known so far.
private struct DeadlineLog {
  var workflow: Workflow {
    didSet { states = Self.states(of: workflow) }
  }
  /// Names the state of each timer.
  private var states: [String: (state: String, timer: TimerSpecification)]
  private var ended: [DeadlineRecord] = []
  /// In the order in which they were opened; those of tasks may have no deadline yet.
  private var open: [DeadlineRecord] = []

  init(workflow: Workflow) {
    self.workflow = workflow
    states = Self.states(of: workflow)
  }

  private static func states(of workflow: Workflow)
    -> [String: (state: String, timer: TimerSpecification)]
  {
    var states: [String: (state: String, timer: TimerSpecification)] = [:]
    for state in workflow.chart.states {
      for timer in state.timers { states[timer.id] = (state.id.rawValue, timer) }
    }
    return states
  }

  /// The records that had a deadline at any time, by the entry that opened them, then by name.
  var records: [DeadlineRecord] {
    (ended + open).filter { !$0.versions.isEmpty }.sorted { one, other in
      (one.opened.sequence, one.rank, one.subject.name)
        < (other.opened.sequence, other.rank, other.subject.name)
    }
  }

  mutating func take(_ entry: ReplayEntry, _ state: InstanceState, _ calendar: OfficeCalendar) {
    let moment = DeadlineRecord.Moment(sequence: entry.sequence, at: entry.at)
    end(entry, state, moment)
    for task in state.tasks {
      let role = workflow.tasks[task.task]?.role
      // While an agreement is suspended nothing of it is due.
      set(
        state.suspension == nil ? task.deadline : nil, of: .task(task.task), calendar, moment,
        role: role,
        assignee: role.flatMap { workflow.assignee(of: $0, in: state) })
    }
    for timer in state.timers {
      set(deadline(of: timer, calendar, moment), of: .timer(timer.name), calendar, moment)
    }
  }

  /// Closes what is no longer there, and what was left and entered again in one step.
  private mutating func end(
    _ entry: ReplayEntry, _ state: InstanceState, _ moment: DeadlineRecord.Moment
  ) {
    let exited = Set(entry.payload["exited"]?.strings ?? [])
    let tasks = Set(state.tasks.map(\.task))
    let timers = Set(state.timers.map(\.name))
    let (act, timer) = (entry.payload["task"]?.string, entry.payload["timer"]?.string)
    let isStep = entry.kind == HistoryKind.stepped
    var kept: [DeadlineRecord] = []
    for var record in open {
      let isLeft: Bool
      let isDone: Bool
      switch record.subject {
      case .task(let task):
        isLeft = !tasks.contains(task) || exited.contains(task)
        isDone = isStep && act == task
      case .timer(let name):
        isDone = isStep && timer == name
        isLeft =
          !timers.contains(name) || isDone
          || (states[name].map { exited.contains($0.state) } ?? false)
      }
      guard isLeft else {
        kept.append(record)
        continue
      }
      record.end = isDone ? .done(moment) : .gone(moment)
      ended.append(record)
    }
    open = kept
  }

  private mutating func set(
    _ deadline: Deadline?, of subject: DeadlineRecord.Subject, _ calendar: OfficeCalendar,
    _ moment: DeadlineRecord.Moment, role: String? = nil, assignee: Assignee? = nil
  ) {
    let version = DeadlineRecord.Version(deadline: deadline, since: moment)
    guard let index = open.firstIndex(where: { $0.subject == subject }) else {
      open.append(
        DeadlineRecord(
          subject: subject, opened: moment, versions: deadline == nil ? [] : [version],
          role: role, assignee: assignee, zone: calendar.zone, end: .open))
      return
    }
    let known = open[index].versions.last
    // Nothing before the first deadline is a change.
    guard known != nil || deadline != nil, known?.deadline != deadline else { return }
    open[index].versions.append(version)
    open[index].zone = calendar.zone
  }

  /// The instant of a timer as a deadline; it is provisional where working days lead to it that are.
  private func deadline(
    of timer: PendingTimer, _ calendar: OfficeCalendar, _ moment: DeadlineRecord.Moment
  ) -> Deadline {
    let known = open.first { $0.subject == .timer(timer.name) }?.versions.last?.deadline
    if let known, known.instant == timer.dueAt { return known }
    var isProvisional = false
    if let due = states[timer.name]?.timer.due, workflow.formulas.indices.contains(due.rawValue),
      case .expiry(let span) = workflow.formulas[due.rawValue], span.unit == .workingDays
    {
      isProvisional = calendar.deadline(span, from: moment.at).isProvisional
    }
    return Deadline(
      instant: timer.dueAt, date: calendar.date(of: timer.dueAt), isProvisional: isProvisional)
  }
}

extension DeadlineRecord {
  /// Tasks stand before timed transitions of the same entry.
  fileprivate var rank: Int {
    if case .task = subject { return 0 }
    return 1
  }
}
