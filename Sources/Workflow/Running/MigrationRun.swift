// Works out one migration: states, data, tasks and timers of one definition become those of another.

internal import CEL
internal import Statechart
public import WorkCalendar

extension Workflow {
  /// What moving an agreement from another version of this definition to this one does.
  ///
  /// No content runs, no transition is taken, nothing is approved. Who acted so far, a suspension, and
  /// whatever else an agreement carries stay with it.
  ///
  /// - Parameter search: what is known about ways to the end; nil: it is not asked.
  public func migration(
    of state: InstanceState, from old: Workflow, by migration: Migration, at now: Instant,
    calendar: OfficeCalendar, search: inout EndSearch?
  ) -> MigrationVerdict {
    var run = MigrationRun(
      old: old, new: self, migration: migration, before: state, now: now, calendar: calendar)
    run.moveData()
    if run.moveStates(), let snapshot = run.snapshot {
      run.carryOver(to: snapshot)
      switch search?.prospect(of: snapshot, in: chart) {
      case .cannotEnd: run.problems.append(.cannotEnd(activeStates(of: run.state)))
      case .undecided:
        let hasEnd = chart.states.contains { $0.kind == .final && $0.parent == 0 }
        if hasEnd { run.notes.append(.endUnknown) }
      case .canEnd, nil: break
      }
    }
    return run.verdict()
  }
}

private struct MigrationRun {
  let old: Workflow
  let new: Workflow
  let migration: Migration
  let before: InstanceState
  let now: Instant
  let calendar: OfficeCalendar
  var problems: [MigrationProblem] = []
  var notes: [MigrationNote] = []
  var data: [String: Value] = [:]
  var snapshot: Snapshot?
  /// For each state of the new configuration the old one that it goes on from.
  var origins: [String: String] = [:]
  var step: StepRun
  /// What promises that go on are called now.
  var names: [String: String] = [:]

  var state: InstanceState { step.state }

  init(
    old: Workflow, new: Workflow, migration: Migration, before: InstanceState, now: Instant,
    calendar: OfficeCalendar
  ) {
    self.old = old
    self.new = new
    self.migration = migration
    self.before = before
    self.now = now
    self.calendar = calendar
    step = StepRun(workflow: new, calendar: calendar, now: now, state: before, act: nil)
  }

  // MARK: Data

  mutating func moveData() {
    data = before.data
    for name in before.data.keys.sorted() {
      guard let value = before.data[name] else { continue }
      guard let field = new.field(name) else {
        if migration.dropped.contains(name) {
          data[name] = nil
        } else {
          problems.append(.fieldGone(name))
        }
        continue
      }
      switch field.value(from: DataField.json(value)) {
      case .success(let fitting): data[name] = fitting
      case .failure(let problem): problems.append(.fieldUnfit(problem))
      }
    }
    for field in new.fields where data[field.name] == nil {
      // A field that was there before and was left empty stays empty, unless a value is given.
      let isNew = old.field(field.name) == nil
      data[field.name] = migration.values[field.name] ?? (isNew ? field.defaultValue : nil)
      if field.isRequired, data[field.name] == nil { problems.append(.fieldMissing(field.name)) }
    }
  }

  // MARK: States

  /// Finds the new configuration; false where there is none.
  mutating func moveStates() -> Bool {
    let active = before.snapshot.atomicStates(in: old.chart)
    var targets: [StateID] = []
    for id in active {
      if let target = target(of: id) { targets.append(target) }
    }
    let memory = memory()
    guard targets.count == active.count else { return false }
    do {
      let configuration = try new.chart.configuration(entering: targets, remembering: memory)
      if configuration.contains(where: { id in
        new.chart[id].map { $0.kind == .final && $0.parent == 0 } ?? false
      }) {
        problems.append(.ends(targets.map(\.rawValue).joined(separator: ", ")))
        return false
      }
      snapshot = try Snapshot(
        chart: new.chart, configuration: configuration, historyValues: memory,
        sessionID: before.snapshot.sessionID, idsMade: before.snapshot.idsMade)
      let entered = Set(configuration.map(\.rawValue))
      for id in before.snapshot.configuration(in: old.chart) {
        let name = migration.mapped(id.rawValue).name
        if entered.contains(name), origins[name] == nil { origins[name] = id.rawValue }
      }
      return true
    } catch {
      let problem = (error as? JumpError).map(Self.words) ?? "\(error)"
      problems.append(.notLegal(targets.map(\.rawValue), problem))
      return false
    }
  }

  private static func words(_ error: JumpError) -> String {
    switch error {
    case .notTogether: "an agreement is in one of them at a time"
    case .illegal(let error): "\(error)"
    case .step(let error): "\(error)"
    case .unknownState(let id), .historyState(let id): "«\(id)» cannot be active"
    case .nowhere, .alreadyThere: "no state is left"
    }
  }

  private mutating func target(of id: StateID) -> StateID? {
    let (name, isNamed) = migration.mapped(id.rawValue)
    guard let there = new.chart[StateID(name)], !there.kind.isHistory else {
      problems.append(.noState(name, suggestion: new.nearestState(to: name)))
      return nil
    }
    // Where somebody names the state, a compound one is entered by default.
    if let here = old.chart[id], here.kind != there.kind, !isNamed {
      problems.append(
        .kindDiffers(name, was: "\(here.kind)", is: "\(there.kind)"))
      return nil
    }
    return there.id
  }

  /// What history states remember, in the new names.
  private mutating func memory() -> [StateID: [StateID]] {
    var memory: [StateID: [StateID]] = [:]
    let values = before.snapshot.historyValues(in: old.chart)
    for (id, remembered) in values.sorted(by: { $0.key < $1.key }) {
      let history = StateID(migration.mapped(id.rawValue).name)
      guard let there = new.chart[history], there.kind.isHistory else {
        notes.append(.forgotten(id.rawValue))
        continue
      }
      let states = remembered.map { StateID(migration.mapped($0.rawValue).name) }
      if let missing = states.first(where: { new.chart[$0] == nil }) {
        problems.append(.memory(history.rawValue, "there is no «\(missing)» any more"))
      } else if let parent = there.parent,
        !states.allSatisfy({ id in
          new.chart.index(of: id).map { new.chart.isDescendant($0, of: parent) } ?? false
        })
      {
        problems.append(.memory(history.rawValue, "it lies elsewhere now"))
      } else {
        memory[history] = states
      }
    }
    return memory
  }

  // MARK: Tasks and timers

  mutating func carryOver(to snapshot: Snapshot) {
    step.state.snapshot = snapshot
    step.state.data = data
    step.state.tasks = []
    step.state.timers = []
    carryTasks()
    carryTimers()
    carryRecords()
    openAndSet()
    if data != before.data {
      // Only what both definitions know can have changed a date that was carried over.
      step.reschedule(changedSince: before.data)
    }
    note()
  }

  private mutating func carryTasks() {
    for task in before.tasks {
      let name = migration.mapped(task.task).name
      guard origins[name] == task.task, let definition = new.tasks[name],
        let earlier = old.tasks[task.task]
      else { continue }
      names[task.task] = name
      var carried = task
      carried.task = name
      let hasSameRule = earlier.due.map(Self.text) == definition.due.map(Self.text)
      if !hasSameRule, case .span(let span)? = definition.due {
        // Of a deadline that a suspension moved, the new span is counted from where it went on.
        carried.remainder = task.remainder.map { Remainder(span: span, from: $0.from) }
      } else if !hasSameRule {
        carried.remainder = nil
      }
      // Whoever had it in hand had it for those whose task it was.
      let isSame =
        old.assignee(of: earlier.role, in: before)
        == new.assignee(of: definition.role, in: step.state)
      step.state.tasks.append(carried)
      if carried.holder != nil, !isSame { step.release(taskAt: step.state.tasks.count - 1) }
      if !hasSameRule || earlier.notices != definition.notices {
        let index = step.state.tasks.count - 1
        let deadline = hasSameRule ? carried.deadline : step.deadline(of: carried)
        step.setDeadline(deadline, ofTaskAt: index)
      }
    }
    step.releaseExcluded()
  }

  /// What was given, and which children belong where, in the new names.
  private mutating func carryRecords() {
    for index in before.marks.indices {
      step.state.marks[index].approval = migration.mapped(before.marks[index].approval).name
      step.state.marks[index].step = migration.mapped(before.marks[index].step).name
    }
    for index in before.signatures.indices {
      step.state.signatures[index].state = migration.mapped(before.signatures[index].state).name
    }
    for index in before.children.indices {
      guard let owner = before.children[index].owner else { continue }
      step.state.children[index].owner = migration.mapped(owner).name
    }
  }

  private static func text(_ rule: DueRule) -> String {
    switch rule {
    case .span(let span): "span \(span)"
    case .date(let program): "date \(program.source)"
    }
  }

  private mutating func carryTimers() {
    for timer in before.timers {
      guard let owner = owner(of: timer.name) else { continue }
      let name = migration.mapped(owner).name
      let renamed = name + timer.name.dropFirst(owner.count)
      guard origins[name] == owner,
        let specification = new.chart[StateID(name)]?.timers.first(where: { $0.id == renamed })
      else { continue }
      names[timer.name] = renamed
      var carried = timer
      carried.name = renamed
      carried.event = specification.event
      step.state.timers.append(carried)
    }
  }

  /// The active state that a timer of the old chart belongs to.
  private func owner(of timer: String) -> String? {
    before.snapshot.configuration(in: old.chart).first { id in
      old.chart[id]?.timers.contains { $0.id == timer } ?? false
    }?.rawValue
  }

  /// Opens the tasks and sets the timers that the old definition did not have there.
  private mutating func openAndSet() {
    for id in step.state.snapshot.configuration(in: new.chart) {
      guard let there = new.chart[id] else { continue }
      let origin = origins[id.rawValue]
      let here = origin.flatMap { old.chart[StateID($0)] }
      for task in there.tasks where !step.state.tasks.contains(where: { $0.task == task.id }) {
        // What was closed in a state that goes on stays closed.
        if here?.tasks.isEmpty == false { continue }
        step.open(task.id)
      }
      for timer in there.timers where !step.state.timers.contains(where: { $0.name == timer.id }) {
        let rule = timer.id.dropFirst(id.rawValue.count)
        let knew = here?.timers.contains { specification in
          specification.id.dropFirst(origin?.count ?? 0) == rule
        }
        // The same rule was there, and came or waits for data.
        if knew == true { continue }
        set(timer, in: id.rawValue, origin)
      }
    }
  }

  /// Sets a timer by a rule that the old definition did not have, from when the state was entered.
  private mutating func set(_ timer: TimerSpecification, in state: String, _ origin: String?) {
    let since = origin.flatMap(entered)
    var pending = PendingTimer(name: timer.id, event: timer.event, dueAt: now, setAt: since ?? now)
    guard new.formulas.indices.contains(timer.due.rawValue),
      let due = step.due(pending, new.formulas[timer.due.rawValue])
    else { return }
    pending.dueAt = due
    step.state.timers.append(pending)
  }

  /// Since when the clocks of an old state run; nil where nothing tells.
  private func entered(_ state: String) -> Instant? {
    let rules = old.chart[StateID(state)]?.timers.map(\.id) ?? []
    let timers = before.timers.filter { rules.contains($0.name) }
    let starts =
      timers.map { $0.remainder?.from ?? $0.setAt }
      + before.tasks.filter { $0.task == state }.map { $0.remainder?.from ?? $0.openedAt }
    return starts.min()
  }

  private mutating func note() {
    for timer in state.timers where timer.dueAt <= now {
      notes.append(.dueAtOnce(timer: timer.name))
    }
    for task in state.tasks where task.deadline.map({ $0.instant < now }) ?? false {
      notes.append(.overdue(task: task.task))
    }
  }

  // MARK: The verdict

  mutating func verdict() -> MigrationVerdict {
    let names = names
    let isMoved = snapshot != nil
    let changes =
      isMoved
      ? StateChanges(
        from: before, in: old, to: state, in: new, calendar: calendar,
        renamed: { _, name in names[name] })
      : StateChanges()
    return MigrationVerdict(
      from: old.digest, before: old.activeStates(of: before),
      after: isMoved ? new.activeStates(of: state) : [], changes: changes, problems: problems,
      notes: notes, outcome: problems.isEmpty && isMoved ? outcome(changes) : nil)
  }

  private mutating func outcome(_ changes: StateChanges) -> Outcome {
    tell()
    let kept = Set(origins.values)
    let exited = before.snapshot.configuration(in: old.chart).map(\.rawValue).reversed()
      .filter { !kept.contains($0) }
    let entered = state.snapshot.configuration(in: new.chart).map(\.rawValue)
      .filter { origins[$0] == nil }
    var payload: [JSON.Member] = [
      .init("definition", .string(new.digest)), .init("from", .string(old.digest)),
      .init("calendar", .string(calendar.digest)), .init("exited", .strings(exited)),
      .init("entered", .strings(entered)), .init("states", .strings(new.activeStates(of: state))),
    ]
    if !migration.states.isEmpty {
      let sorted = migration.states.sorted { $0.key < $1.key }
      payload.append(.init("map", .object(sorted.map { .init($0.key, .string($0.value)) })))
    }
    if !migration.dropped.isEmpty {
      payload.append(.init("dropped", .strings(migration.dropped)))
    }
    if !migration.values.isEmpty {
      payload.append(.init("data", Workflow.json(migration.values, in: new)))
    }
    if !changes.withdrawnTasks.isEmpty {
      payload.append(.init("skipped", .strings(changes.withdrawnTasks)))
    }
    payload.append(.init("changes", changes.json))
    payload.append(.init("reason", .string(migration.reason)))
    payload.append(.init("operator", .string(migration.by)))
    return step.outcome(kind: HistoryKind.migrated, payload)
  }

  /// Tells who gets a task, who loses one, and whose deadline is another.
  private mutating func tell() {
    guard before.suspension == nil else {
      step.messages = []
      return
    }
    for index in step.messages.indices { step.messages[index].reason = migration.reason }
    for task in before.tasks {
      guard let earlier = old.tasks[task.task],
        let was = old.assignee(of: earlier.role, in: before)
      else { continue }
      let role = names[task.task].flatMap { new.tasks[$0]?.role }
      let now = role.flatMap { new.assignee(of: $0, in: state) }
      if was == now { continue }
      tell(.withdrawn, was, task: task.task, holder: task.holder)
      if let now, let name = names[task.task] { tell(.assigned, now, task: name) }
    }
    let names = names
    step.tellMoved(
      step.moved(since: before, renamed: { names[$0] }), reason: migration.reason)
  }

  private mutating func tell(
    _ kind: MessageDraft.Kind, _ to: Assignee, task: String, holder: OpenTask.Holder? = nil
  ) {
    step.messages.append(
      MessageDraft(
        kind: kind, to: to, task: task,
        deadline: kind == .assigned
          ? state.tasks.first { $0.task == task }?.deadline : nil, reason: migration.reason,
        states: [], holder: holder))
  }
}

extension StepRun {
  /// Gives a task a deadline and plans its notices; those whose time has passed do not come any more.
  mutating func setDeadline(_ deadline: Deadline?, ofTaskAt index: Int) {
    guard let definition = workflow.tasks[state.tasks[index].task] else { return }
    state.tasks[index].deadline = deadline
    let plan = deadline.map { definition.notices.schedule(around: $0, in: calendar) } ?? []
    let passed = plan.prefix { $0.at <= now }.count
    state.tasks[index].noticesSent = passed
    state.tasks[index].nextNotice = passed < plan.count ? plan[passed].at : nil
  }
}
