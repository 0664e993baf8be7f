// One step of an agreement: interpreter, then tasks, timers and messages. Pure: time is an argument.

public import CEL
internal import Statechart
public import WorkCalendar

extension Workflow {
  /// Starts an agreement.
  ///
  /// - Parameters:
  ///   - data: values that the starter gave; defaults are filled in here.
  ///   - session: a name for the run that never comes again.
  ///   - parentKey: what it is called by the agreement that starts it.
  ///   - actor: who started it; nil while it is asked who may.
  public func start(
    data given: [String: Value], session: String, actor: Actor?, at now: Instant,
    calendar: OfficeCalendar, parentKey: String? = nil
  ) throws(Refusal) -> Outcome {
    var data: [String: Value] = [:]
    for field in fields { data[field.name] = given[field.name] ?? field.defaultValue }
    let missing = fields.filter { $0.isRequired && data[$0.name] == nil }.map(\.name)
    guard missing.isEmpty else { throw .fieldsMissing(event: "start", fields: missing) }
    var model = AgreementDataModel(
      workflow: self, calendar: calendar, now: now, act: nil, permitted: [], data: data)
    let step: Step
    do { step = try interpreter.start(sessionID: session, data: &model) } catch {
      throw .loop(error)
    }
    let empty = InstanceState(
      snapshot: step.snapshot, data: model.data, tasks: [], timers: [], actors: [:],
      suspension: nil, parentKey: parentKey)
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: empty, act: nil)
    run.apply(step)
    if let excess = run.excess { throw excess }
    if let actor { run.note(actor) }
    var payload = run.payload(step)
    if let parentKey { payload.append(.init("parent_key", .string(parentKey))) }
    payload.insert(.init("session", .string(session)), at: 0)
    payload.insert(.init("workflow", .string(name)), at: 0)
    payload.append(.init("data", Self.json(given, in: self)))
    if let actor { payload.append(.init("actor", actor.json)) }
    return run.outcome(kind: HistoryKind.started, payload)
  }

  /// Takes one inbound event to completion.
  ///
  /// Same state, event, instant and calendar: same outcome, always.
  public func advance(
    _ state: InstanceState, _ inbound: Inbound, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    if let suspension = state.suspension, inbound.isTime {
      throw .suspended(reason: suspension.reason)
    }
    switch inbound {
    case .operation(let operation):
      return try advance(state, operation, at: now, calendar: calendar)
    case .child(let news): return try advance(state, news, at: now, calendar: calendar)
    case .task(let move): return try advance(state, move, at: now, calendar: calendar)
    case .administration(let act):
      return try advance(state, act, at: now, calendar: calendar)
    case .act(let act): return try advance(state, act, at: now, calendar: calendar)
    case .timer(let name):
      guard let index = state.timers.firstIndex(where: { $0.name == name }) else {
        throw .timerGone(name)
      }
      var state = state
      let timer = state.timers.remove(at: index)
      var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
      let step = try run.step(Event(timer.event, kind: .platform), permitted: [], data: state.data)
      var payload = run.payload(step)
      payload.append(.init("timer", .string(name)))
      payload.append(.init("due", .int(timer.dueAt.millisecondsSince1970)))
      return run.outcome(kind: HistoryKind.stepped, payload)
    case .notice(let task):
      var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
      let payload = try run.notify(task)
      return run.outcome(kind: HistoryKind.notified, payload)
    case .document(let act):
      return try advance(state, act, at: now, calendar: calendar)
    }
  }

  private func advance(
    _ state: InstanceState, _ act: Act, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
    if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
    let permitted = try accepted(act, in: state)
    var data = state.data
    let party = permitted.lazy.compactMap(\.rule.signature).first
    for (name, value) in act.data where party == nil || !SignatureForm.isField(name) {
      data[name] = value
    }
    if let party,
      let problem = signatureProblem(
        act, party: party, in: state, today: calendar.date(of: now))
    {
      throw problem
    }
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: act)
    run.expectSignature(party)
    let step = try run.step(
      Event(act.event), permitted: Set(permitted.map(\.condition)), data: data)
    guard step.isAccepted else {
      throw .conditionNotMet(
        event: act.event, conditions: permitted.compactMap(\.rule.guardSource))
    }
    if act.actor.capacity.isDeputy, isStrategic(step) { throw .strategic(act) }
    if let excess = run.excess { throw excess }
    run.note(act.actor)
    var payload = run.payload(step)
    payload.append(.init("event", .string(act.event)))
    if let task = act.task { payload.append(.init("task", .string(task))) }
    let given = Self.json(act.data, in: self)
    if !given.members.isEmpty { payload.append(.init("data", given)) }
    if let reason = act.reason { payload.append(.init("reason", .string(reason))) }
    payload.append(.init("actor", act.actor.json))
    return run.outcome(kind: HistoryKind.stepped, payload)
  }

  /// True when a transition was taken that deputies may not take.
  private func isStrategic(_ step: Step) -> Bool {
    step.microsteps.contains { microstep in
      microstep.transitions.contains { index in
        chart.transitions[index].condition.flatMap { rules[$0] }?.isStrategic ?? false
      }
    }
  }

  /// The transitions that an act may take as far as people and papers go: duties are separated,
  /// the reason is given, the form is filled, nothing that is needed is missing.
  private func accepted(_ act: Act, in state: InstanceState) throws(Refusal)
    -> [(condition: ExpressionID, rule: TransitionRule)]
  {
    let candidates = interpreter.candidateTransitions(state.snapshot, on: act.event).compactMap {
      index -> (condition: ExpressionID, rule: TransitionRule)? in
      guard let condition = chart.transitions[index].condition, let rule = rules[condition],
        rule.roles.contains(act.actor.role), rule.task == act.task
      else { return nil }
      return (condition, rule)
    }
    guard !candidates.isEmpty else {
      throw .notNow(
        event: act.event, states: activeStates(of: state), possible: possibleEvents(in: state))
    }
    if let task = act.task.flatMap({ tasks[$0] }) {
      try separate(act.actor, from: task, in: state)
    }
    if let double = doubleMark(act, in: state) { throw double }
    let isDeputy = act.actor.capacity.isDeputy
    if isDeputy, candidates.allSatisfy(\.rule.isStrategic) { throw .strategic(act) }
    var first: Refusal?
    let complete = candidates.filter { candidate in
      let problem = candidate.rule.problem(with: act, in: state)
      if first == nil { first = problem }
      return problem == nil
    }
    if complete.isEmpty, let first { throw first }
    // What a deputy may not take stays in the way: with a field left out it would be passed by, and
    // the alternative after it taken.
    if isDeputy {
      return candidates.filter { candidate in
        candidate.rule.isStrategic || complete.contains { $0.condition == candidate.condition }
      }
    }
    return complete
  }

  static func json(_ data: [String: Value], in workflow: Workflow) -> JSON {
    .object(
      workflow.fields.compactMap { field in
        data[field.name].map { .init(field.name, DataField.json($0)) }
      })
  }
}

extension TransitionRule {
  /// What an act lacks for this transition; nil when it lacks nothing.
  func problem(with act: Act, in state: InstanceState) -> Refusal? {
    let data = state.data
    let names = carried.map(\.name)
    if let stray = act.data.keys.sorted().first(where: { !names.contains($0) }) {
      return .fieldNotInForm(field: stray, event: act.event, form: names)
    }
    let required = carried.filter(\.isRequired).map(\.name).filter { name in
      // A signature's place is known, not blank.
      if signature != nil, case .string(let text)? = act.data[name], SignatureForm.isField(name) {
        return text.allSatisfy(\.isWhitespace)
      }
      return act.data[name] == nil
    }
    let needed = needs.filter { act.data[$0] == nil && data[$0] == nil }
    let missing = required + needed.filter { !required.contains($0) }
    let absent = neededDocuments.filter { state.documents[$0] == nil }
    if !absent.isEmpty {
      return .documentsMissing(event: act.event, documents: absent, fields: missing)
    }
    if !missing.isEmpty { return .fieldsMissing(event: act.event, fields: missing) }
    let hasReason = !(act.reason ?? "").allSatisfy(\.isWhitespace)
    if reason == .required, !hasReason { return .reasonMissing(event: act.event) }
    return nil
  }
}

extension Actor {
  /// The stored form in history payloads.
  public var json: JSON {
    .object([
      "person": .string(person), "role": .string(role), "capacity": .string(capacity.rawValue),
      "basis": basis.map { .string($0) }, "position": position.map { .string($0) },
      "for": giver.map { .string($0) },
    ])
  }

  /// Reads the stored form.
  public init?(_ json: JSON?) {
    guard let person = json?["person"]?.string, let role = json?["role"]?.string,
      let capacity = json?["capacity"]?.string.flatMap(Capacity.init(rawValue:))
    else { return nil }
    self.init(
      person: person, role: role, capacity: capacity, basis: json?["basis"]?.string,
      position: json?["position"]?.string, giver: json?["for"]?.string)
  }
}

/// Kinds of history entries; their payloads' shapes are frozen, a changed one gets a new version.
public enum HistoryKind {
  /// An agreement was started.
  public static let started = "started"
  /// An act or a timer moved it.
  public static let stepped = "stepped"
  /// A reminder or an escalation went out.
  public static let notified = "notified"
  /// A definition was loaded (no agreement).
  public static let definitionLoaded = "definition-loaded"
  /// A calendar was loaded (no agreement).
  public static let calendarLoaded = "calendar-loaded"
  /// Open deadlines were counted on a new version of a calendar (no agreement).
  public static let calendarApplied = "calendar-applied"
  /// A directory was loaded (no agreement).
  public static let directoryLoaded = "directory-loaded"
  /// The directory changed (no agreement).
  public static let directoryApplied = "directory-applied"
  /// How a person is reached was deleted (no agreement).
  public static let directoryForgotten = "directory-forgotten"
  /// Version of every payload's shape so far.
  public static let version = 1
}
