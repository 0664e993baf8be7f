// Walking an agreement forward: the earliest thing that is due happens, again and again.

internal import CEL
internal import Statechart
public import WorkCalendar

extension Workflow {
  /// What will happen to an agreement, on the calendar as it is.
  ///
  /// Things that are due at once happen in the engine's order: by the name under which they are
  /// stored. What was due before `now` happens at `now`. An act at a deadline comes before anything
  /// else that is due at its instant.
  ///
  /// - Parameters:
  ///   - now: the instant to look ahead from.
  ///   - horizon: the last instant of interest; nil: none.
  public func forecast(
    _ state: InstanceState, from now: Instant, until horizon: Instant?, calendar: OfficeCalendar
  ) -> Forecast {
    var walk = ForecastWalk(workflow: self, calendar: calendar, horizon: horizon)
    let start = ForecastWalk.Position(
      state: state, at: now, visited: [state.snapshot.configuration(in: chart)])
    let quiet = walk.quietPath(from: start)
    walk.left = WorkflowLimits.forecastItems
    return Forecast(from: now, quiet: quiet, acting: walk.actingPath(from: start))
  }
}

/// One forecast while it is worked out.
struct ForecastWalk {
  let workflow: Workflow
  let calendar: OfficeCalendar
  let horizon: Instant?
  /// How many steps and items there may still be.
  var left = WorkflowLimits.forecastItems
  /// How many branches there may still be.
  var branchesLeft = WorkflowLimits.forecastBranches

  init(workflow: Workflow, calendar: OfficeCalendar, horizon: Instant?) {
    self.workflow = workflow
    self.calendar = calendar
    self.horizon = horizon
  }

  /// Where a walk stands.
  struct Position {
    var state: InstanceState
    var at: Instant
    /// Configurations that were active before, and the present one. Only branches look at it.
    var visited: Set<[StateID]>
    /// Fields that have a value which nobody knows.
    var supposed: Set<String> = []
    var items: [Forecast.Item] = []
    /// What guards of timed transitions were taken for.
    var assumed: [Forecast.Assumption] = []
    /// Whether the last thing that happened entered a state.
    var hasMoved = false
    /// Deadlines that were passed, by task.
    var passed: [String: Instant] = [:]
  }

  /// What comes next by itself.
  private enum Next {
    case deadline(OpenTask, Deadline)
    case timer(String)
    case notice(task: String)
  }

  // MARK: Nobody acts

  /// What happens by itself.
  mutating func quietPath(from start: Position) -> Forecast.Path {
    var position = start
    if start.state.suspension != nil { return path(position, .suspended) }
    while true {
      guard !position.state.isFinished else { return path(position, .finished) }
      guard let (due, next) = next(at: position, withDeadlines: true) else {
        return path(position, .waitsForPeople)
      }
      if let end = take(next, due: due, &position) { return path(position, end) }
    }
  }

  /// What happens until the next act at a deadline, and then the branches.
  mutating func actingPath(from start: Position) -> Forecast.Path {
    var position = start
    if start.state.suspension != nil { return path(position, .suspended) }
    while true {
      guard !position.state.isFinished else { return path(position, .finished) }
      let task = nextTask(at: position)
      let next = next(at: position, withDeadlines: false)
      if let task, let deadline = task.deadline {
        let actsAt = max(deadline.instant, position.at)
        if next.map({ actsAt <= $0.due }) ?? true {
          return branches(task, at: actsAt, from: position)
        }
      }
      guard let next else {
        // No deadline is left, or it would have been the next.
        guard let task = position.state.tasks.first else { return path(position, .waitsForPeople) }
        return path(position, .noDeadline(task: task.task))
      }
      if let end = take(next.next, due: next.due, &position) { return path(position, end) }
      if position.hasMoved, let end = returned(&position) { return path(position, end) }
    }
  }

  /// The open task that falls due first; of several, the first by name.
  private func nextTask(at position: Position) -> OpenTask? {
    position.state.tasks.filter { $0.deadline != nil }.min { left, right in
      guard let first = left.deadline?.instant, let second = right.deadline?.instant,
        first != second
      else { return left.task < right.task }
      return first < second
    }
  }

  /// Notes the present configuration; the end of the branch where it was there before.
  func returned(_ position: inout Position) -> Forecast.End? {
    guard !position.state.isFinished else { return nil }
    let configuration = position.state.snapshot.configuration(in: workflow.chart)
    guard position.visited.insert(configuration).inserted else {
      return .returnsTo(workflow.activeStates(of: position.state))
    }
    return nil
  }

  func path(
    _ position: Position, _ end: Forecast.End, at instant: Instant? = nil,
    branches: [Forecast.Branch] = []
  ) -> Forecast.Path {
    let horizon = end == .horizon ? self.horizon : nil
    return Forecast.Path(
      items: position.items, assumed: position.assumed, end: end,
      endsAt: max(instant ?? horizon ?? position.at, position.at),
      waiting: waiting(position.state), branches: branches)
  }

  // MARK: What comes next

  /// The earliest thing that is due; a deadline before everything else of its instant.
  private func next(at position: Position, withDeadlines: Bool) -> (due: Instant, next: Next)? {
    var earliest: (due: Instant, name: String, next: Next)?
    func offer(_ due: Instant, _ name: String, _ next: Next) {
      if let found = earliest {
        guard due < found.due || (due == found.due && Self.isOrdered(name, found.name)) else {
          return
        }
      }
      earliest = (due, name, next)
    }
    for task in position.state.tasks {
      if withDeadlines, let deadline = task.deadline, deadline.instant >= position.at,
        position.passed[task.task] != deadline.instant
      {
        // Before all names: none begins with U+0000.
        offer(deadline.instant, "\0" + task.task, .deadline(task, deadline))
      }
      if let notice = task.nextNotice {
        // One that is late waits until messages go out again.
        let due =
          notice < position.at ? calendar.nextSending(notBefore: position.at) : notice
        offer(due, OpenTask.noticeTimer(task.task), .notice(task: task.task))
      }
    }
    for timer in position.state.timers { offer(timer.dueAt, timer.name, .timer(timer.name)) }
    return earliest.map { ($0.due, $0.next) }
  }

  /// The order of names in the store: by their bytes.
  private static func isOrdered(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Lets one thing happen; how the path ends where it cannot.
  private mutating func take(_ next: Next, due: Instant, _ position: inout Position)
    -> Forecast.End?
  {
    let now = max(due, position.at)
    if let horizon, now > horizon { return .horizon }
    guard left > 0 else { return .bound }
    left -= 1
    position.at = now
    position.hasMoved = false
    do throws(Refusal) {
      switch next {
      case .deadline(let task, let deadline):
        position.passed[task.task] = deadline.instant
        let role = workflow.tasks[task.task]?.role ?? ""
        add(
          .deadline(
            task: task.task, role: role,
            assignee: workflow.assignee(of: role, in: position.state), deadline), &position)
      case .notice(let task):
        let outcome = try workflow.advance(
          position.state, .notice(task: task), at: now, calendar: calendar)
        position.state = outcome.state
        addNotices(outcome, task, &position)
      case .timer(let name):
        let outcome = try fire(name, at: now, &position)
        let entered = Self.names("entered", outcome)
        position.hasMoved = !entered.isEmpty
        add(
          .timer(name: name, exited: Self.names("exited", outcome), entered: entered), &position)
        addChanges(outcome, &position)
      }
      return nil
    } catch { return .refused(error) }
  }

  /// Fires a timer; where fields are supposed to have a value, guards that read them hold.
  private func fire(_ name: String, at now: Instant, _ position: inout Position) throws(Refusal)
    -> Outcome
  {
    var state = position.state
    guard !position.supposed.isEmpty,
      let index = state.timers.firstIndex(where: { $0.name == name })
    else { return try workflow.advance(state, .timer(name: name), at: now, calendar: calendar) }
    let timer = state.timers.remove(at: index)
    var run = StepRun(workflow: workflow, calendar: calendar, now: now, state: state, act: nil)
    var supposition = Supposition(fields: position.supposed)
    let step = try run.step(
      Event(timer.event, kind: .platform), permitted: [], data: state.data,
      supposing: &supposition)
    position.supposed = supposition.fields
    position.assumed += supposition.made.filter { !position.assumed.contains($0) }
    return run.outcome(kind: HistoryKind.stepped, run.payload(step))
  }

  // MARK: Items

  private mutating func add(_ what: Forecast.Happening, _ position: inout Position) {
    // The steps are bounded, and each has few items; so the list ends soon after the bound.
    left -= 1
    position.items.append(Forecast.Item(at: position.at, what: what))
  }

  private mutating func addNotices(_ outcome: Outcome, _ task: String, _ position: inout Position) {
    let told = outcome.payload["told"]?.items ?? []
    for (message, entry) in zip(outcome.messages, told) {
      let role = entry["role"]?.string ?? ""
      switch message.kind {
      case .escalation: add(.escalation(task: task, role: role, to: message.to), &position)
      case .overdue: add(.overdue(task: task, role: role, to: message.to), &position)
      default: add(.reminder(task: task, role: role, to: message.to), &position)
      }
    }
  }

  /// Takes over the state that a step leads to, with the tasks and children that came and went.
  mutating func addChanges(_ outcome: Outcome, _ position: inout Position) {
    let before = position.state.tasks
    let after = outcome.state.tasks
    let exited = Set(Self.names("exited", outcome))
    position.state = outcome.state
    for task in before
    where exited.contains(task.task) || !after.contains(where: { $0.task == task.task }) {
      position.passed[task.task] = nil
      add(.closed(task: task.task), &position)
    }
    for task in after
    where exited.contains(task.task) || !before.contains(where: { $0.task == task.task }) {
      let role = workflow.tasks[task.task]?.role ?? ""
      add(
        .opened(
          task: task.task, role: role, assignee: workflow.assignee(of: role, in: outcome.state),
          task.deadline), &position)
    }
    for child in outcome.children { add(.child(workflow: child.workflow), &position) }
    if outcome.state.isFinished {
      add(.ended(states: workflow.activeStates(of: outcome.state)), &position)
    }
  }

  private static func names(_ key: String, _ outcome: Outcome) -> [String] {
    outcome.payload[key]?.strings ?? []
  }

  // MARK: Dates that are not known

  /// The timers and deadlines of a state that wait for a field.
  private func waiting(_ state: InstanceState) -> [Forecast.Waiting] {
    guard !state.isFinished else { return [] }
    var waiting: [Forecast.Waiting] = []
    func note(_ subject: Forecast.Waiting.Subject, _ program: Program) {
      let fields = workflow.fields.map(\.name).filter {
        state.data[$0] == nil && program.references.contains("data.\($0)")
      }
      guard !fields.isEmpty else { return }
      waiting.append(
        Forecast.Waiting(subject: subject, expression: program.source, fields: fields))
    }
    for id in state.snapshot.configuration(in: workflow.chart) {
      for timer in workflow.chart[id]?.timers ?? [] {
        guard case .date(let program) = workflow.formulas[timer.due.rawValue],
          !state.timers.contains(where: { $0.name == timer.id })
        else { continue }
        note(.timer(timer.id), program)
      }
    }
    for task in state.tasks where task.deadline == nil {
      if case .date(let program)? = workflow.tasks[task.task]?.due {
        note(.deadline(task: task.task), program)
      }
    }
    return waiting
  }
}
