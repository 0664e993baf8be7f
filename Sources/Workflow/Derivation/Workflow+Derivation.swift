// Which dates of an agreement can be explained, and what each one is counted from.

internal import CEL
internal import Statechart
internal import WorkCalendar

extension Workflow {
  /// What ``derivation(of:in:calendar:)`` explains: the open tasks that have a rule for their deadline,
  /// then the pending timers of the chart; each in the order in which they came up.
  public func derivableNames(in state: InstanceState) -> [String] {
    state.tasks.map(\.task).filter { tasks[$0]?.due != nil } + state.timers.map(\.name)
  }

  /// Why the deadline of an open task, or the date of a pending timer, is what it is.
  ///
  /// - Parameter name: a task's identity, or the last part of its path where that is enough; or the
  ///   name of a timer.
  /// - Returns: nil where there is no such task or timer, or the task has no rule for a deadline.
  public func derivation(
    of name: String, in state: InstanceState, calendar: OfficeCalendar
  ) -> Derivation? {
    if let timer = state.timers.first(where: { $0.name == name }) {
      return derivation(of: timer, in: state, calendar)
    }
    var found = state.tasks.filter { $0.task == name }
    if found.isEmpty {
      found = state.tasks.filter { $0.task.split(separator: "/").last.map { $0 == name } ?? false }
    }
    guard found.count == 1 else { return nil }
    return derivation(of: found[0], in: state, calendar)
  }

  // MARK: Timers

  private func derivation(
    of timer: PendingTimer, in state: InstanceState, _ calendar: OfficeCalendar
  ) -> Derivation? {
    let specification = chart.states.lazy.flatMap(\.timers).first { $0.id == timer.name }
    guard let specification else { return nil }
    let start = timer.setAt
    var derivation: Derivation
    switch formulas[specification.due.rawValue] {
    case .expiry(let span):
      let left = timer.remainder ?? Remainder(span: span, from: start)
      derivation = Derivation(.timer(name: timer.name), .span(left.span), calendar)
      derivation.start = left.from
      derivation.isRemainder = timer.remainder != nil
      derivation.count(left.span, from: left.from, in: calendar, isExpiry: true)
    case .date(let program):
      derivation = Derivation(
        .timer(name: timer.name), rule(program, in: state, at: start, calendar), calendar)
      derivation.edge = .startOfDay
      if let date = date(program, in: state, at: start, calendar) {
        derivation.rawDate = date
        derivation.endDate = date
        derivation.end = calendar.startOfDay(date)
      }
    default: return nil
    }
    derivation.stored = timer.dueAt
    return derivation
  }

  // MARK: Deadlines

  private func derivation(
    of task: OpenTask, in state: InstanceState, _ calendar: OfficeCalendar
  ) -> Derivation? {
    guard let definition = tasks[task.task], let due = definition.due else { return nil }
    var derivation: Derivation
    switch due {
    case .span(let span):
      let left = task.remainder ?? Remainder(span: span, from: task.openedAt)
      derivation = Derivation(.deadline(task: task.task), .span(left.span), calendar)
      derivation.start = left.from
      derivation.isRemainder = task.remainder != nil
      derivation.count(left.span, from: left.from, in: calendar, isExpiry: false)
    case .date(let program):
      derivation = Derivation(
        .deadline(task: task.task), rule(program, in: state, at: task.openedAt, calendar),
        calendar)
      if let date = date(program, in: state, at: task.openedAt, calendar) {
        derivation.roll(date, in: calendar)
      }
    }
    derivation.stored = task.deadline?.instant
    if let deadline = task.deadline {
      derivation.notices = definition.notices.derivation(
        around: deadline, role: definition.role, sent: task.noticesSent, in: calendar)
    }
    return derivation
  }

  // MARK: Expressions

  /// The date of an expression; nil where it reads a field without a value, or the date of an instant
  /// that is not known.
  private func date(
    _ program: Program, in state: InstanceState, at instant: Instant?, _ calendar: OfficeCalendar
  ) -> CivilDate? {
    guard let now = instant ?? (program.references.contains("today") ? nil : .unused) else {
      return nil
    }
    let model = AgreementDataModel(
      workflow: self, calendar: calendar, now: now, act: nil, permitted: [], data: state.data,
      documents: state.documents,
      children: state.children, signatures: state.signatures.filter(\.isInForce))
    return try? model.date(program, nil)
  }

  private func rule(
    _ program: Program, in state: InstanceState, at instant: Instant?, _ calendar: OfficeCalendar
  ) -> Derivation.Rule {
    var reads = fields.filter { program.references.contains("data.\($0.name)") }.map { field in
      Derivation.Read(
        name: "data.\(field.name)", value: state.data[field.name].map(DataField.text))
    }
    if program.references.contains("today") {
      let today = instant.map { calendar.date(of: $0).description }
      reads.append(Derivation.Read(name: "today", value: today))
    }
    return .date(expression: program.source, reads: reads)
  }
}

extension Instant {
  /// For expressions that ask for no date of today.
  fileprivate static let unused = Instant(millisecondsSince1970: 0)
}
