// What an administrator does to an agreement from outside: end it, put it elsewhere, correct its data.

public import CEL
public import Statechart
public import WorkCalendar

/// An act of administering, with its reason. It is nobody's act in the agreement: it belongs to no role,
/// approves nothing and returns nothing.
public struct Administration: Hashable, Sendable {
  /// What is done.
  public enum Act: Hashable, Sendable {
    /// The agreement should not go on: a wrong start, a duplicate.
    case cancel
    /// It is to stand in these states.
    case jump(to: [String])
    /// Its data were wrong.
    case correct(set: [String: Value], unset: [String])

    /// One word for it.
    public var word: String {
      switch self {
      case .cancel: "cancel"
      case .jump: "jump"
      case .correct: "correct"
      }
    }
  }

  /// What is done.
  public var act: Act
  /// Why, in the words of the one who does it.
  public var reason: String
  /// Who does it: the Unix user.
  public var by: String

  /// Creates an act of administering.
  public init(_ act: Act, reason: String, by: String) {
    self.act = act
    self.reason = reason
    self.by = by
  }
}

extension HistoryKind {
  /// An administrator ended an agreement.
  public static let cancelled = "cancelled"
  /// An administrator took an agreement to other states.
  public static let jumped = "jumped"
  /// An administrator corrected data.
  public static let corrected = "corrected"
  /// An agreement from before was taken in.
  public static let imported = "imported"
  /// An agreement was moved to another version of its definition.
  public static let migrated = "migrated"
}

extension Workflow {
  func advance(
    _ state: InstanceState, _ administration: Administration, at now: Instant,
    calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
    guard administration.reason.contains(where: { !$0.isWhitespace }) else {
      throw .reasonMissing(event: administration.act.word)
    }
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
    let kind: String
    var payload: [JSON.Member]
    switch administration.act {
    case .cancel:
      kind = HistoryKind.cancelled
      payload = run.payload(try run.cancel(reason: administration.reason))
    case .jump(let targets):
      if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
      kind = HistoryKind.jumped
      payload = run.payload(try run.jump(to: targets, reason: administration.reason))
      payload.append(.init("targets", .strings(targets)))
    case .correct(let set, let unset):
      kind = HistoryKind.corrected
      try run.correct(set, unset, reason: administration.reason)
      payload = [
        .init("definition", .string(digest)), .init("calendar", .string(calendar.digest)),
        .init("states", .strings(activeStates(of: run.state))),
        .init("data", Self.json(set, in: self)),
      ]
      if !unset.isEmpty { payload.append(.init("unset", .strings(unset))) }
    }
    let changes = StateChanges(
      from: state, in: self, to: run.state, in: self, calendar: calendar)
    if !changes.withdrawnTasks.isEmpty {
      payload.append(.init("skipped", .strings(changes.withdrawnTasks)))
    }
    payload.append(.init("changes", changes.json))
    payload.append(.init("reason", .string(administration.reason)))
    payload.append(.init("operator", .string(administration.by)))
    return run.outcome(kind: kind, payload)
  }

  /// The state that a cancelled agreement ends in: what the definition names, or a final state tagged
  /// `dibatalkan`; nil: it ends where it stands.
  public var cancellationState: String? {
    if let named = cancelled { return named }
    return chart.states.first { state in
      state.kind == .final && state.parent == 0
        && states[state.id]?.tags.contains("dibatalkan") ?? false
    }?.id.rawValue
  }

  /// What the search says about the end of an agreement that stands so.
  public func prospect(of state: InstanceState) -> Prospect {
    chart.prospect(of: state.snapshot, limits: .standard)
  }

  /// The identity of a state as people write it, `a.b` or `a/b`.
  func stateID(_ name: String) throws(Refusal) -> StateID {
    let id = Compilation.id(Compilation.words(name))
    guard chart[id] != nil else {
      throw .unknownState(name, suggestion: nearestState(to: id.rawValue))
    }
    return id
  }

  /// The state that a misspelt one most likely means; the last part of a path is enough.
  func nearestState(to name: String) -> String? {
    let all = chart.states.dropFirst().filter { !$0.kind.isHistory }.map(\.id.rawValue)
    if let near = Suggestion.nearest(to: name, in: all) { return near }
    let last = Suggestion.nearest(to: name, in: all.map(Self.lastPart))
    return all.first { Self.lastPart($0) == last }
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  func refusal(_ error: JumpError, _ targets: [String]) -> Refusal {
    switch error {
    case .nowhere: .notLegal(targets, problem: "name at least one state")
    case .unknownState(let id):
      .unknownState(id.rawValue, suggestion: nearestState(to: id.rawValue))
    case .historyState(let id):
      .notLegal(targets, problem: "«\(id)» only remembers; name the state that is meant")
    case .notTogether:
      .notLegal(targets, problem: "an agreement is in one of them at a time; name one per region")
    case .alreadyThere: .alreadyThere(targets)
    case .illegal(let error): .notLegal(targets, problem: "\(error)")
    case .step(let error): .loop(error)
    }
  }
}

extension StepRun {
  /// Takes over a step that no event set off. It starts no children: those belong to the way there.
  mutating func adopt(_ step: Step, _ data: [String: Value]) {
    let earlier = state
    let before = state.data
    let known = state.children
    state.snapshot = step.snapshot
    state.data = data
    apply(step)
    settleRecords(step)
    tellNews(step, before: earlier)
    state.children = known
    children = []
    excess = nil
    if before != state.data || records.hasMovedSignatures { reschedule(changedSince: before) }
    if before != state.data { settleAssignees(since: earlier, reason: nil) }
  }

  func dataModel() -> AgreementDataModel {
    AgreementDataModel(
      workflow: workflow, calendar: calendar, now: now, act: nil, permitted: [], data: state.data,
      documents: state.documents,
      children: state.children, signatures: signaturesSeen)
  }

  /// Ends the agreement, and tells everyone who has something to do with it, once.
  mutating func cancel(reason: String) throws(Refusal) -> Step {
    var concerned: [Assignee] = []
    let roles =
      state.tasks.compactMap { workflow.tasks[$0.task]?.role } + state.actors.keys.sorted()
    for role in roles {
      if let assignee = workflow.assignee(of: role, in: state), !concerned.contains(assignee) {
        concerned.append(assignee)
      }
    }
    // Who works on a task by a document stands for no role, and hears of it too.
    let helpers = state.tasks.compactMap { task -> (to: Assignee, holder: OpenTask.Holder)? in
      guard let holder = task.holder, holder.basis != nil,
        let to = workflow.tasks[task.task].flatMap({ workflow.assignee(of: $0.role, in: state) })
      else { return nil }
      return (to, holder)
    }
    var model = dataModel()
    let step: Step
    if let target = workflow.cancellationState {
      do {
        step = try workflow.interpreter.jump(state.snapshot, to: [StateID(target)], data: &model)
      } catch { throw workflow.refusal(error, [target]) }
    } else {
      do { step = try workflow.interpreter.stop(state.snapshot, data: &model) } catch {
        throw .loop(error)
      }
    }
    state.suspension = nil
    adopt(step, model.data)
    state.cancellation = reason
    state.tasks = []
    state.timers = []
    let states = workflow.activeStates(of: state)
    messages = concerned.map {
      MessageDraft(
        kind: .cancelled, to: $0, task: nil, deadline: nil, reason: reason, states: states)
    }
    messages += helpers.map {
      MessageDraft(
        kind: .cancelled, to: $0.to, task: nil, deadline: nil, reason: reason, states: states,
        holder: $0.holder)
    }
    return step
  }

  /// Takes the agreement to states. Who loses a task by it and who gets one is told.
  mutating func jump(to targets: [String], reason: String) throws(Refusal) -> Step {
    var ids: [StateID] = []
    for target in targets { ids.append(try workflow.stateID(target)) }
    let before = state
    var model = dataModel()
    let step: Step
    do { step = try workflow.interpreter.jump(state.snapshot, to: ids, data: &model) } catch {
      throw workflow.refusal(error, targets)
    }
    adopt(step, model.data)
    for index in messages.indices { messages[index].reason = reason }
    tellWithdrawn(from: before, in: workflow, reason: reason)
    return step
  }

  /// Tells those whose task is there no more, though nobody did it.
  mutating func tellWithdrawn(from before: InstanceState, in old: Workflow, reason: String) {
    for task in before.tasks where !state.tasks.contains(where: { $0.task == task.task }) {
      guard let role = old.tasks[task.task]?.role, let to = old.assignee(of: role, in: before)
      else { continue }
      messages.append(
        MessageDraft(
          kind: .withdrawn, to: to, task: task.task, deadline: nil, reason: reason, states: [],
          holder: task.holder))
    }
  }

  /// Puts other values in, and works out again what counts from them. No transition is taken, not even
  /// one that waits for nothing but the data: the next step of somebody, or of time, takes it.
  mutating func correct(_ set: [String: Value], _ unset: [String], reason: String)
    throws(Refusal)
  {
    let before = state
    for name in set.keys.sorted() + unset {
      guard let field = workflow.field(name) else {
        throw .unknownField(
          name, suggestion: Suggestion.nearest(to: name, in: workflow.fields.map(\.name)))
      }
      if let value = set[name], !unset.contains(name) {
        state.data[name] = value
      } else if field.isRequired {
        throw .fieldRequired(name)
      } else {
        state.data[name] = nil
      }
    }
    guard state.data != before.data else { throw .nothingToCorrect }
    reschedule(changedSince: before.data)
    // The partner may be another one by now.
    settleAssignees(since: before, reason: reason)
    if state.suspension == nil { tellMoved(moved(since: before), reason: reason) }
  }

  /// Tasks that were open before and have another deadline.
  func moved(since before: InstanceState, renamed: (String) -> String? = { $0 })
    -> [DeadlineChange]
  {
    before.tasks.compactMap { old in
      guard let task = state.tasks.first(where: { $0.task == renamed(old.task) }),
        task.deadline != old.deadline
      else { return nil }
      return DeadlineChange(
        name: task.task, isTask: true, before: old.deadline, after: task.deadline)
    }
  }
}
