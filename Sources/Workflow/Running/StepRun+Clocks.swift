// Deadlines that stop, go on, and are counted again.

internal import CEL
internal import Statechart
internal import WorkCalendar

extension StepRun {
  /// When a task must be done, counted on the calendar of this step.
  func deadline(of task: OpenTask) -> Deadline? {
    switch workflow.tasks[task.task]?.due {
    case .span(let span):
      if let left = task.remainder { return calendar.deadline(left.span, from: left.from) }
      return calendar.deadline(span, from: task.openedAt)
    case .date(let program): return date(program).map { calendar.deadline(on: $0) }
    case nil: return nil
    }
  }

  /// When a timer is due, counted on the calendar of this step; nil for one that waits for data.
  func due(_ timer: PendingTimer, _ formula: Formula) -> Instant? {
    switch formula {
    case .expiry(let span):
      if let left = timer.remainder { return calendar.expiry(of: left.span, from: left.from) }
      return calendar.expiry(of: span, from: timer.setAt)
    case .date(let program): return date(program).map { calendar.startOfDay($0) }
    default: return nil
    }
  }

  /// The rules of the timers that are set, by their names.
  func timerRules() -> [String: Formula] {
    var rules: [String: Formula] = [:]
    for id in state.snapshot.configuration(in: workflow.chart) {
      for timer in workflow.chart[id]?.timers ?? [] {
        rules[timer.id] = workflow.formulas[timer.due.rawValue]
      }
    }
    return rules
  }

  // MARK: Counting again

  /// Counts every open deadline again and plans the notices around those that moved.
  mutating func recalculate() -> [DeadlineChange] {
    var changes: [DeadlineChange] = []
    for index in state.tasks.indices {
      let before = state.tasks[index].deadline
      let after = deadline(of: state.tasks[index])
      if before != after {
        changes.append(
          DeadlineChange(
            name: state.tasks[index].task, isTask: true, before: before, after: after))
      }
      if before?.instant == after?.instant {
        // The same deadline is the same reminder: what was sent stays sent, the next one may move.
        state.tasks[index].deadline = after
        planNext(ofTaskAt: index)
      } else {
        setDeadline(ofTaskAt: index)
      }
    }
    let rules = timerRules()
    for index in state.timers.indices {
      let timer = state.timers[index]
      guard let rule = rules[timer.name], let due = due(timer, rule), due != timer.dueAt else {
        continue
      }
      state.timers[index].dueAt = due
      changes.append(
        DeadlineChange(
          name: timer.name, isTask: false, before: moment(timer.dueAt), after: moment(due)))
    }
    return changes
  }

  /// The next notice of a task whose deadline stays, on the calendar of this step.
  private mutating func planNext(ofTaskAt index: Int) {
    let task = state.tasks[index]
    guard task.nextNotice != nil, let deadline = task.deadline,
      let notices = workflow.tasks[task.task]?.notices
    else { return }
    let plan = notices.schedule(around: deadline, in: calendar)
    let sent = min(task.noticesSent, plan.count)
    state.tasks[index].nextNotice = sent < plan.count ? plan[sent].at : nil
  }

  private func moment(_ instant: Instant) -> Deadline {
    Deadline(instant: instant, date: calendar.date(of: instant), isProvisional: false)
  }

  /// Tells those whose deadline is another day than before.
  mutating func tellMoved(_ changes: [DeadlineChange], reason: String) {
    for change in changes where change.isTask && change.before?.instant != change.after?.instant {
      guard let role = workflow.tasks[change.name]?.role,
        let assignee = workflow.assignee(of: role, in: state)
      else { continue }
      messages.append(
        MessageDraft(
          kind: .moved, to: assignee, task: change.name, deadline: change.after, reason: reason,
          states: [], earlier: change.before,
          holder: state.tasks.first { $0.task == change.name }?.holder))
    }
  }

  // MARK: Standing still

  mutating func suspend(reason: String) {
    state.suspension = Suspension(since: now, reason: reason)
    tellHolders(.suspended, reason: reason)
  }

  /// Lets the clocks go on with the time that was left when they stopped.
  mutating func resume(_ suspension: Suspension, reason: String) -> [DeadlineChange] {
    state.suspension = nil
    var changes: [DeadlineChange] = []
    for index in state.tasks.indices {
      let before = state.tasks[index].deadline
      if case .span(let span)? = workflow.tasks[state.tasks[index].task]?.due, let before {
        let counted = state.tasks[index].remainder
        state.tasks[index].remainder = remainder(
          of: counted ?? Remainder(span: span, from: state.tasks[index].openedAt), until: before,
          stoppedAt: suspension.since)
      }
      let after = deadline(of: state.tasks[index])
      if before?.instant == after?.instant {
        planNext(ofTaskAt: index)
      } else {
        setDeadline(ofTaskAt: index)
      }
      if before != after {
        changes.append(
          DeadlineChange(
            name: state.tasks[index].task, isTask: true, before: before, after: after))
      }
    }
    let rules = timerRules()
    for index in state.timers.indices {
      let before = state.timers[index].dueAt
      if case .expiry(let span)? = rules[state.timers[index].name] {
        resume(timerAt: index, span, stoppedAt: suspension.since)
      }
      let after = state.timers[index].dueAt
      if before != after {
        changes.append(
          DeadlineChange(
            name: state.timers[index].name, isTask: false, before: moment(before),
            after: moment(after)))
      }
    }
    tellHolders(.resumed, reason: reason)
    return changes
  }

  /// What is left of a span whose end is `deadline`, to be counted from now.
  ///
  /// Working days and calendar days are left in whole days; a task that was overdue is due on the day on
  /// which it goes on. Hours are left to the millisecond.
  private func remainder(of counted: Remainder, until deadline: Deadline, stoppedAt since: Instant)
    -> Remainder
  {
    // What a migration opened meanwhile has stood still since then.
    let since = max(since, counted.from)
    let stopped = calendar.date(of: since)
    let left: TimeSpan
    switch counted.span.unit {
    case .workingDays:
      left = TimeSpan(workingDays(after: stopped, through: deadline.date), .workingDays)
    case .days, .months:
      left = TimeSpan(max(0, days(from: stopped, to: deadline.date)), .days)
    case .hours:
      let pause = now.millisecondsSince1970 - since.millisecondsSince1970
      return Remainder(span: counted.span, from: counted.from.adding(milliseconds: pause))
    }
    // Nothing but today was left, and today's work has ended: then it is the next working day.
    let isOver = left.amount == 0 && calendar.deadline(left, from: now).instant <= now
    return Remainder(span: isOver ? TimeSpan(1, left.unit) : left, from: now)
  }

  private mutating func resume(timerAt index: Int, _ span: TimeSpan, stoppedAt since: Instant) {
    let timer = state.timers[index]
    let counted = timer.remainder ?? Remainder(span: span, from: timer.setAt)
    var left: Remainder
    if counted.span.unit == .workingDays {
      left = remainder(of: counted, until: moment(timer.dueAt), stoppedAt: since)
    } else {
      // The whole way is moved by the pause; months become the days that they were.
      let stopped = max(since, counted.from)
      let pause = now.millisecondsSince1970 - stopped.millisecondsSince1970
      left = Remainder(span: counted.span, from: counted.from.adding(milliseconds: pause))
      if counted.span.unit == .months {
        let length = days(from: calendar.date(of: counted.from), to: calendar.date(of: timer.dueAt))
        left.span = TimeSpan(length, .days)
      }
    }
    state.timers[index].remainder = left
    state.timers[index].dueAt = calendar.expiry(of: left.span, from: left.from)
  }

  private func workingDays(after first: CivilDate, through last: CivilDate) -> Int {
    max(
      0,
      calendar.business.workingDays(from: first.adding(days: 1), to: last.adding(days: 1)))
  }

  private func days(from first: CivilDate, to last: CivilDate) -> Int {
    Int(last.daysSince1970) - Int(first.daysSince1970)
  }

  /// Tells everyone who has an open task.
  private mutating func tellHolders(_ kind: MessageDraft.Kind, reason: String) {
    for task in state.tasks {
      guard let role = workflow.tasks[task.task]?.role,
        let assignee = workflow.assignee(of: role, in: state)
      else { continue }
      messages.append(
        MessageDraft(
          kind: kind, to: assignee, task: task.task,
          deadline: kind == .suspended ? nil : task.deadline, reason: reason, states: [],
          holder: task.holder))
    }
  }
}
