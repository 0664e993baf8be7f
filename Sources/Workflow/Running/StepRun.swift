// What follows from the chart's effects: tasks with deadlines, timers, messages, children.

internal import CEL
internal import Statechart
internal import WorkCalendar

/// One step while it is worked out.
struct StepRun {
  let workflow: Workflow
  let calendar: OfficeCalendar
  let now: Instant
  var state: InstanceState
  let act: Act?
  var messages: [MessageDraft] = []
  var children: [ChildStart] = []
  var faults: [Fault] = []
  /// A child that there may be no more of; an act that would start it is refused.
  var excess: Refusal?
  var records = StepRecords()

  init(
    workflow: Workflow, calendar: OfficeCalendar, now: Instant, state: InstanceState, act: Act?
  ) {
    self.workflow = workflow
    self.calendar = calendar
    self.now = now
    self.state = state
    self.act = act
  }

  /// Runs the chart and takes over its effects.
  mutating func step(_ event: Event, permitted: Set<ExpressionID>, data: [String: Value])
    throws(Refusal) -> Step
  {
    let before = state.data
    let earlier = state
    var model = AgreementDataModel(
      workflow: workflow, calendar: calendar, now: now, act: act, permitted: permitted, data: data,
      documents: state.documents, children: state.children, signatures: signaturesSeen)
    let step: Step
    do { step = try workflow.interpreter.step(state.snapshot, on: event, data: &model) } catch {
      throw .loop(error)
    }
    state.snapshot = step.snapshot
    state.data = model.data
    if step.isAccepted { takeMark() }
    takeSignature(step)
    apply(step)
    settleRecords(step)
    tellReturned(step, marksBefore: earlier.marks)
    tellNotNeeded(tasksBefore: earlier.tasks)
    tellNews(step, before: earlier)
    if before != state.data || records.hasMovedSignatures { reschedule(changedSince: before) }
    if before != state.data { settleAssignees(since: earlier, reason: act?.reason) }
    return step
  }

  mutating func apply(_ step: Step) {
    faults += step.errors
    for effect in step.effects {
      switch effect {
      case .setTimer(let id, let due, let event): setTimer(id, due, event.name)
      case .cancelTimer(let id): state.timers.removeAll { $0.name == id }
      case .openTask(let id, _): open(id)
      case .closeTask(let id, _): state.tasks.removeAll { $0.task == id }
      case .startChild(let id, let source, _, let data, _):
        if let source { start(child: id, source, data) }
      // Definitions cannot send, log or bind children to a state: the language has no words for it.
      case .send, .log, .stopChild: break
      }
    }
  }

  /// Notes who acted in which role, and in whose name, for the separation of duties.
  mutating func note(_ actor: Actor) {
    for person in actor.bound where !(state.actors[actor.role]?.contains(person) ?? false) {
      state.actors[actor.role, default: []].append(person)
    }
    releaseExcluded()
  }

  // MARK: Timers

  mutating func setTimer(_ id: String, _ due: Due, _ event: String) {
    state.timers.removeAll { $0.name == id }
    let instant: Instant
    switch due {
    case .never: return
    case .at(let milliseconds): instant = Instant(millisecondsSince1970: milliseconds)
    case .after(let milliseconds): instant = now.adding(milliseconds: milliseconds)
    }
    state.timers.append(PendingTimer(name: id, event: event, dueAt: instant, setAt: now))
  }

  /// Works out again what counts from data that the step has changed.
  mutating func reschedule(
    changedSince before: [String: Value], documents kinds: Set<String> = []
  ) {
    var changed: Set<String>?
    // Most steps wait for no date, so what has changed is looked up when the first one asks.
    func depends(_ program: Program) -> Bool {
      let names = changed ?? self.changed(since: before, documents: kinds)
      changed = names
      return !program.references.isDisjoint(with: names)
        || records.hasMovedSignatures
          && program.references.contains { $0.hasPrefix("signatures") }
    }
    for id in state.snapshot.configuration(in: workflow.chart) {
      for timer in workflow.chart[id]?.timers ?? [] {
        guard case .date(let program) = workflow.formulas[timer.due.rawValue], depends(program)
        else { continue }
        let due = date(program).map {
          Due.at(milliseconds: calendar.startOfDay($0).millisecondsSince1970)
        }
        setTimer(timer.id, due ?? .never, timer.event)
      }
    }
    for index in state.tasks.indices {
      guard case .date(let program)? = workflow.tasks[state.tasks[index].task]?.due,
        depends(program)
      else { continue }
      setDeadline(ofTaskAt: index)
    }
  }

  /// The fields that have another value than before, as expressions name them.
  private func changed(since before: [String: Value], documents kinds: Set<String>) -> Set<String> {
    Set(workflow.fields.map(\.name).filter { before[$0] != state.data[$0] }.map { "data.\($0)" })
      .union(kinds.flatMap(DocumentEnvironment.references))
  }

  /// The date that an expression gives with the data as it is now; nil while a field has no value.
  func date(_ program: Program) -> CivilDate? {
    let model = AgreementDataModel(
      workflow: workflow, calendar: calendar, now: now, act: act, permitted: [], data: state.data,
      documents: state.documents, children: state.children, signatures: signaturesSeen)
    return try? model.date(program, nil)
  }

  // MARK: Tasks

  mutating func open(_ id: String) {
    guard let definition = workflow.tasks[id] else { return }
    state.tasks.removeAll { $0.task == id }
    state.tasks.append(
      OpenTask(task: id, openedAt: now, deadline: nil, noticesSent: 0, nextNotice: nil))
    setDeadline(ofTaskAt: state.tasks.count - 1)
    guard let assignee = workflow.assignee(of: definition.role, in: state) else { return }
    messages.append(
      MessageDraft(
        kind: isReturn ? .returned : .assigned, to: assignee, task: id,
        deadline: state.tasks[state.tasks.count - 1].deadline, reason: act?.reason, states: [],
        by: isReturn ? act?.actor : nil))
  }

  mutating func setDeadline(ofTaskAt index: Int) {
    guard let definition = workflow.tasks[state.tasks[index].task] else { return }
    let deadline = deadline(of: state.tasks[index])
    state.tasks[index].deadline = deadline
    let plan = deadline.map { definition.notices.schedule(around: $0, in: calendar) } ?? []
    // What would have come before the task was opened is passed over, and counts as sent.
    let passed = plan.prefix { $0.at <= now }.count
    state.tasks[index].noticesSent = passed
    state.tasks[index].nextNotice = passed < plan.count ? plan[passed].at : nil
  }

  // MARK: Notices

  /// Sends what is due of a task's reminders and escalations; what was missed meanwhile is merged.
  mutating func notify(_ task: String) throws(Refusal) -> [JSON.Member] {
    guard let index = state.tasks.firstIndex(where: { $0.task == task }),
      state.tasks[index].nextNotice != nil, let deadline = state.tasks[index].deadline,
      let definition = workflow.tasks[task]
    else { throw .timerGone(OpenTask.noticeTimer(task)) }
    let plan = definition.notices.schedule(around: deadline, in: calendar)
    // Counted, not compared with the stored instant: a calendar that changed meanwhile moves the
    // instants, and none may be lost or told twice.
    let sent = min(state.tasks[index].noticesSent, plan.count)
    let due = plan[sent...].prefix { $0.at <= now }
    var told: [JSON] = []
    var roles: [String] = []
    for notice in due.reversed() {
      let role = notice.escalatesTo ?? definition.role
      // Of several missed notices to the same role the last one speaks.
      guard !roles.contains(role), let assignee = workflow.assignee(of: role, in: state) else {
        continue
      }
      roles.append(role)
      // What others were to be told is told to them.
      let missed = due.filter { ($0.escalatesTo ?? definition.role) == role }.dropLast().map(\.at)
      let isLate = now > deadline.instant
      let kind: MessageDraft.Kind =
        notice.escalatesTo != nil ? .escalation : isLate ? .overdue : .reminder
      messages.append(
        MessageDraft(
          kind: kind, to: assignee, task: task, deadline: deadline, reason: nil, states: [],
          missed: missed, holder: notice.escalatesTo == nil ? state.tasks[index].holder : nil))
      told.append(.object(["kind": .string(kind.rawValue), "role": .string(role)]))
    }
    state.tasks[index].noticesSent = sent + due.count
    state.tasks[index].nextNotice =
      sent + due.count < plan.count ? plan[sent + due.count].at : nil
    return [
      .init("definition", .string(workflow.digest)), .init("calendar", .string(calendar.digest)),
      .init("task", .string(task)), .init("due", .int(deadline.instant.millisecondsSince1970)),
      .init("provisional", .bool(deadline.isProvisional)),
      .init("merged", .int(Int64(due.count))), .init("told", .array(told)),
      .init(
        "planned",
        .array(
          due.map { notice in
            .object([
              "at": .int(notice.at.millisecondsSince1970), "offset": .string("\(notice.offset)"),
              "role": .string(notice.escalatesTo ?? definition.role),
              "escalation": notice.escalatesTo == nil ? nil : .bool(true),
            ])
          })),
    ]
  }

  // MARK: The outcome

  /// What every step's payload tells: the digests that it rests on, and what moved.
  func payload(_ step: Step) -> [JSON.Member] { payload([step]) }

  /// The same of steps that follow each other in one.
  func payload(_ steps: [Step]) -> [JSON.Member] {
    let microsteps = steps.flatMap(\.microsteps)
    let started: [JSON.Member] =
      children.isEmpty
      ? []
      : [
        .init(
          "children",
          .array(
            children.map { .object(["key": .string($0.key), "workflow": .string($0.workflow)]) }))
      ]
    return started + [
      .init("definition", .string(workflow.digest)), .init("calendar", .string(calendar.digest)),
      .init("exited", .strings(microsteps.flatMap(\.exited).map(\.rawValue))),
      .init("entered", .strings(microsteps.flatMap(\.entered).map(\.rawValue))),
      .init("states", .strings(workflow.activeStates(of: state))),
    ]
  }

  func outcome(kind: String, _ payload: [JSON.Member]) -> Outcome {
    Outcome(
      state: state, kind: kind, version: HistoryKind.version,
      payload: .object(payload + records.members(beside: payload)),
      messages: messages, children: children, faults: faults)
  }
}
