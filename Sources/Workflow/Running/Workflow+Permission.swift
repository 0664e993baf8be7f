// Who may send what: roles are resolved to people at the moment of acting.

internal import CEL
internal import Statechart
public import WorkCalendar

extension Workflow {
  var interpreter: Interpreter {
    Interpreter(
      chart: chart,
      limits: Statechart.Limits(
        microsteps: WorkflowLimits.microsteps, internalEvents: WorkflowLimits.microsteps,
        contentItems: WorkflowLimits.microsteps))
  }

  /// The position or partner that a role stands for in an agreement; nil while its partner is unknown.
  public func assignee(of role: String, in state: InstanceState) -> Assignee? {
    switch roles[role]?.binding {
    case .position(let id): return .position(id)
    case .partner(let field, let part):
      guard case .some(.string(let organisation)) = state.data[field] else { return nil }
      return .partner(organisation, part)
    case nil: return nil
    }
  }

  /// The events that people can send now, sorted; whether a guard holds is not asked.
  public func possibleEvents(in state: InstanceState) -> [String] {
    guard !state.isFinished, state.suspension == nil else { return [] }
    let names = interpreter.candidateTransitions(state.snapshot).compactMap {
      chart.transitions[$0].condition.flatMap { rules[$0]?.event }
    }
    return Set(names).sorted()
  }

  /// The events by which an open task can be done, in the order of the definition.
  public func events(of task: String) -> [String] {
    guard let state = chart[StateID(task)] else { return [] }
    var names: [String] = []
    for index in state.transitions {
      guard let rule = chart.transitions[index].condition.flatMap({ rules[$0] }),
        rule.task == task, !names.contains(rule.event)
      else { continue }
      names.append(rule.event)
    }
    return names
  }

  /// Names of the active atomic states, in document order.
  public func activeStates(of state: InstanceState) -> [String] {
    state.snapshot.atomicStates(in: chart).map(\.rawValue)
  }

  /// In which role a person sends an event on a date, and which task that belongs to.
  ///
  /// - Parameters:
  ///   - wanted: the task that the sender named; nil when there should be only one.
  /// - Throws: a refusal that says who could, or what could be sent instead.
  public func permit(
    _ event: String, task wanted: String?, by person: String, in state: InstanceState,
    directory: Directory, on date: CivilDate
  ) throws(Refusal) -> (actor: Actor, task: String?) {
    let candidates = try candidates(for: event, in: state)
    if let wanted, !state.tasks.contains(where: { $0.task == wanted }) {
      if let turn = turn(
        event, task: wanted, by: person, in: state, directory: directory, on: date)
      {
        throw turn
      }
      throw .unknownTask(wanted, open: state.tasks.map(\.task))
    }
    let rules = candidates.filter { wanted == nil || $0.task == wanted }
    guard !rules.isEmpty else {
      throw .notNow(
        event: event, states: wanted.map { [$0] } ?? activeStates(of: state),
        possible: wanted.map(events(of:)) ?? possibleEvents(in: state))
    }
    var options: [(actor: Actor, task: String?)] = []
    var blocked: Refusal?
    for rule in rules {
      let holder = holder(of: rule.task, in: state, directory, on: date)
      for role in rule.roles {
        let own = actor(person, as: role, in: state, directory: directory, on: date)
        let given = holder.flatMap { $0.person == person ? Actor($0, as: role) : nil }
        guard let actor = own ?? given else { continue }
        // Who records what another one did takes nothing out of anybody's hands.
        if let holder, actor.capacity != .recorder, holder.person != person, holder.giver != person
        {
          blocked = .held(task: rule.task ?? "", holder)
          continue
        }
        guard let known = options.firstIndex(where: { $0.task == rule.task }) else {
          options.append((actor, rule.task))
          continue
        }
        // Of several capacities for the same task the strongest counts.
        if actor.capacity.rank < options[known].actor.capacity.rank { options[known].actor = actor }
      }
    }
    // Whoever holds a role does not act as the recorder of another one by mistake.
    if options.contains(where: { $0.actor.capacity != .recorder }) {
      options.removeAll { $0.actor.capacity == .recorder }
    }
    guard let chosen = options.first else {
      if let blocked { throw blocked }
      if let turn = turn(
        event, task: wanted, by: person, in: state, directory: directory, on: date)
      {
        throw turn
      }
      throw .notPermitted(
        person: person, event: event, roles: Array(Set(rules.flatMap(\.roles))).sorted())
    }
    guard options.count == 1 else {
      throw .ambiguousTask(event: event, tasks: options.compactMap(\.task))
    }
    return chosen
  }

  /// The event that approving or returning stands for, for this person.
  public func decision(
    _ kind: Refusal.DecisionKind, task wanted: String?, by person: String, in state: InstanceState,
    directory: Directory, on date: CivilDate
  ) throws(Refusal) -> (event: String, actor: Actor, task: String?) {
    var refused: Refusal?
    var options: [(event: String, actor: Actor, task: String?)] = []
    for open in state.tasks where wanted == nil || open.task == wanted {
      guard let definition = tasks[open.task],
        let event = kind == .approve ? definition.approveEvent : definition.returnEvent
      else { continue }
      do throws(Refusal) {
        let permitted = try permit(
          event, task: open.task, by: person, in: state, directory: directory, on: date)
        options.append((event, permitted.actor, permitted.task))
      } catch { refused = error }
    }
    if options.contains(where: { $0.actor.capacity != .recorder }) {
      options.removeAll { $0.actor.capacity == .recorder }
    }
    if options.count > 1 {
      throw .ambiguousTask(event: options[0].event, tasks: options.compactMap(\.task))
    }
    guard let chosen = options.first else {
      if let refused { throw refused }
      if state.isFinished { throw .finished(states: activeStates(of: state)) }
      throw .noDecision(
        kind, states: activeStates(of: state), possible: possibleEvents(in: state))
    }
    return chosen
  }

  /// True when an act approves or returns in somebody's responsibility, rather than works on a text.
  public func isDecision(_ act: Act) -> Bool {
    if rules.values.contains(where: { rule in
      rule.event == act.event && rule.task == act.task && rule.signature != nil
    }) {
      return true
    }
    guard let task = act.task.flatMap({ tasks[$0] }) else { return false }
    return act.event == task.approveEvent || act.event == task.returnEvent
  }

  /// In which role a person starts an agreement: the role that has its first task.
  public func permitStart(
    by person: String, outcome: Outcome, directory: Directory, on date: CivilDate
  ) throws(Refusal) -> Actor {
    let roles = outcome.state.tasks.compactMap { tasks[$0.task]?.role }
    for role in roles {
      if let actor = actor(person, as: role, in: outcome.state, directory: directory, on: date) {
        return actor
      }
    }
    throw .notPermitted(person: person, event: "start", roles: roles)
  }

  private func candidates(for event: String, in state: InstanceState) throws(Refusal)
    -> [TransitionRule]
  {
    guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
    if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
    guard events.contains(event) else {
      throw .unknownEvent(event, possible: possibleEvents(in: state))
    }
    let rules = interpreter.candidateTransitions(state.snapshot, on: event).compactMap {
      chart.transitions[$0].condition.flatMap { self.rules[$0] }
    }
    guard !rules.isEmpty else {
      throw .notNow(
        event: event, states: activeStates(of: state), possible: possibleEvents(in: state))
    }
    return rules
  }

  /// Who has a task in hand, if that still holds on a date.
  func holder(
    of task: String?, in state: InstanceState, _ directory: Directory, on date: CivilDate
  ) -> OpenTask.Holder? {
    guard let task, let holder = state.tasks.first(where: { $0.task == task })?.holder,
      let assignee = tasks[task].flatMap({ assignee(of: $0.role, in: state) }),
      directory.isValid(holder, for: assignee, on: date, in: name)
    else { return nil }
    // What a deputy has claimed is in hand for the one in whose name the deputy acts.
    if holder.kind == .claimed,
      let standing = directory.standing(of: holder.person, for: assignee, on: date, in: name),
      standing.capacity.isDeputy
    {
      var holder = holder
      holder.giver = standing.giver
      return holder
    }
    return holder
  }

  func actor(
    _ person: String, as role: String, in state: InstanceState, directory: Directory,
    on date: CivilDate
  ) -> Actor? {
    guard let assignee = assignee(of: role, in: state) else { return nil }
    if let standing = directory.standing(of: person, for: assignee, on: date, in: name) {
      return Actor(standing, as: role)
    }
    guard let recorder = roles[role]?.recordedBy,
      let recording = self.assignee(of: recorder, in: state),
      let standing = directory.standing(of: person, for: recording, on: date, in: name)
    else { return nil }
    return Actor(standing, as: role, capacity: .recorder)
  }
}

extension Actor.Capacity {
  /// Own right before a mandate, a mandate before a note of what another one did.
  var rank: Int {
    switch self {
    case .definitive: 0
    case .plt, .plh, .atasNama, .kuasa: 1
    case .recorder: 2
    }
  }
}
