// Who may take a task in hand, hand it on, or write something down.

public import WorkCalendar

extension Workflow {
  /// What someone asks for; ``permit(_:in:directory:at:on:)`` makes a move of it.
  public struct TaskWish: Hashable, Sendable {
    /// What.
    public var kind: TaskMove.Kind
    /// The task; nil when only one is open for it.
    public var task: String?
    /// Who asks; nil for an administrator.
    public var person: String?
    /// To whom it is to go.
    public var to: String?
    /// The document that the new one rests on.
    public var basis: String?
    /// Why, or the comment.
    public var text: String?
    /// The administrator: the Unix user.
    public var by: String?

    /// Creates a wish.
    public init(
      kind: TaskMove.Kind, task: String? = nil, person: String? = nil, to: String? = nil,
      basis: String? = nil, text: String? = nil, by: String? = nil
    ) {
      self.kind = kind
      self.task = task
      self.person = person
      self.to = to
      self.basis = basis
      self.text = text
      self.by = by
    }
  }

  /// The move that a wish comes to, if it may be.
  ///
  /// Delegating and assigning to someone who does not stand for the role need a document; a deputy
  /// delegates nothing (UU 30/2014 art. 13(3)), and separation of duties binds whoever comes in.
  public func permit(
    _ wish: TaskWish, in state: InstanceState, directory: Directory, at now: Instant,
    on date: CivilDate
  ) throws(Refusal) -> TaskMove {
    let text = wish.text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    var move = TaskMove(kind: wish.kind, task: nil, text: text, by: wish.by)
    if wish.kind == .comment { return try comment(wish, move, in: state, directory, on: date) }
    guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
    if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
    let open = try task(of: wish, in: state, directory, on: date)
    move.task = open.task
    guard let definition = tasks[open.task],
      let assignee = assignee(of: definition.role, in: state)
    else { throw .unknownTask(open.task, open: state.tasks.map(\.task)) }
    let holder = holder(of: open.task, in: state, directory, on: date)
    if let person = wish.person {
      let standing = directory.standing(of: person, for: assignee, on: date, in: name)
      if let standing {
        move.actor = Actor(standing, as: definition.role)
      } else if let holder, holder.person == person {
        move.actor = Actor(holder, as: definition.role)
      } else {
        throw .notPermitted(
          person: person, event: wish.kind.rawValue, roles: [definition.role])
      }
    } else if text == nil {
      throw .reasonMissing(event: wish.kind.rawValue)
    }
    switch wish.kind {
    case .claim: try claim(&move, holder, definition, in: state, at: now)
    case .release, .giveBack: try giveUp(&move, open.task, holder)
    case .delegate:
      try delegate(&move, wish, holder, definition, in: state, directory, at: now)
    case .reassign:
      try reassign(&move, wish, open, assignee, definition, in: state, directory, at: now, on: date)
    case .comment: break
    }
    return move
  }

  // MARK: The kinds

  private func comment(
    _ wish: TaskWish, _ move: TaskMove, in state: InstanceState, _ directory: Directory,
    on date: CivilDate
  ) throws(Refusal) -> TaskMove {
    var move = move
    if let task = wish.task {
      guard tasks[task] != nil else { throw .unknownTask(task, open: state.tasks.map(\.task)) }
      move.task = task
    }
    guard move.text != nil else { throw .reasonMissing(event: wish.kind.rawValue) }
    guard let person = wish.person else { return move }
    let role = roles.keys.sorted().first { role in
      assignee(of: role, in: state).map {
        directory.standing(of: person, for: $0, on: date, in: name) != nil
      } ?? false
    }
    if let role, let assignee = assignee(of: role, in: state),
      let standing = directory.standing(of: person, for: assignee, on: date, in: name)
    {
      move.actor = Actor(standing, as: role)
      return move
    }
    guard let held = state.tasks.first(where: { $0.holder?.person == person }),
      let holder = held.holder
    else {
      throw .notPermitted(
        person: person, event: wish.kind.rawValue, roles: roles.keys.sorted())
    }
    move.actor = Actor(holder, as: tasks[held.task]?.role ?? "")
    return move
  }

  private func claim(
    _ move: inout TaskMove, _ holder: OpenTask.Holder?, _ definition: TaskDefinition,
    in state: InstanceState, at now: Instant
  ) throws(Refusal) {
    guard let actor = move.actor else { return }
    if let holder {
      throw holder.person == actor.person
        ? .alreadyHeld(task: definition.id) : .held(task: definition.id, holder)
    }
    try separate(actor, from: definition, in: state)
    move.holder = OpenTask.Holder(person: actor.person, kind: .claimed, since: now)
  }

  private func giveUp(_ move: inout TaskMove, _ task: String, _ holder: OpenTask.Holder?)
    throws(Refusal)
  {
    guard let holder else { throw .notHeld(task: task) }
    guard let person = move.actor?.person else { return }
    // Whoever delegated it may take it back.
    guard holder.person == person || holder.giver == person else { throw .held(task: task, holder) }
    if holder.kind == .delegated { move.kind = .giveBack }
    if holder.kind != .delegated { move.kind = .release }
  }

  private func delegate(
    _ move: inout TaskMove, _ wish: TaskWish, _ holder: OpenTask.Holder?,
    _ definition: TaskDefinition, in state: InstanceState, _ directory: Directory, at now: Instant
  ) throws(Refusal) {
    guard let actor = move.actor else { return }
    guard let to = wish.to, directory.people[to] != nil, to != actor.person else {
      throw .nobodyToHave(task: definition.id, person: wish.to)
    }
    guard actor.capacity == .definitive else {
      throw .notDelegable(person: actor.person, capacity: actor.capacity)
    }
    if let holder, holder.person != actor.person { throw .held(task: definition.id, holder) }
    guard let basis = wish.basis, basis.contains(where: { !$0.isWhitespace }) else {
      throw .basisMissing(person: to, role: definition.role)
    }
    let next = OpenTask.Holder(
      person: to, kind: .delegated, since: now, giver: actor.person, basis: basis,
      position: actor.position)
    try separate(Actor(next, as: definition.role), from: definition, in: state)
    move.holder = next
  }

  private func reassign(
    _ move: inout TaskMove, _ wish: TaskWish, _ open: OpenTask, _ assignee: Assignee,
    _ definition: TaskDefinition, in state: InstanceState, _ directory: Directory, at now: Instant,
    on date: CivilDate
  ) throws(Refusal) {
    guard let to = wish.to else {
      guard open.holder != nil else { throw .notHeld(task: definition.id) }
      return
    }
    guard directory.people[to] != nil else {
      throw .nobodyToHave(task: definition.id, person: to)
    }
    if open.holder?.person == to { throw .alreadyHeld(task: definition.id) }
    var next = OpenTask.Holder(person: to, kind: .assigned, since: now)
    let actor: Actor
    if let standing = directory.standing(of: to, for: assignee, on: date, in: name) {
      actor = Actor(standing, as: definition.role)
    } else {
      guard let basis = wish.basis, basis.contains(where: { !$0.isWhitespace }) else {
        throw .basisMissing(person: to, role: definition.role)
      }
      next.basis = basis
      if case .position(let id) = assignee { next.position = id }
      actor = Actor(next, as: definition.role)
    }
    try separate(actor, from: definition, in: state)
    move.holder = next
  }

  // MARK: Shared questions

  private func task(
    of wish: TaskWish, in state: InstanceState, _ directory: Directory, on date: CivilDate
  ) throws(Refusal) -> OpenTask {
    if let name = wish.task {
      guard let open = state.tasks.first(where: { $0.task == name }) else {
        throw .unknownTask(name, open: state.tasks.map(\.task))
      }
      return open
    }
    guard !state.tasks.isEmpty else { throw .unknownTask("", open: []) }
    let mine = state.tasks.filter { open in
      guard let person = wish.person else { return true }
      if open.holder?.person == person { return true }
      return tasks[open.task].flatMap { assignee(of: $0.role, in: state) }.map {
        directory.standing(of: person, for: $0, on: date, in: name) != nil
      } ?? false
    }
    guard let open = mine.first else {
      throw .notPermitted(
        person: wish.person ?? "", event: wish.kind.rawValue,
        roles: Array(Set(state.tasks.compactMap { tasks[$0.task]?.role })).sorted())
    }
    guard mine.count == 1 else {
      throw .ambiguousTask(event: wish.kind.rawValue, tasks: mine.map(\.task))
    }
    return open
  }

  /// Refuses whoever acted before, in own name or another's, where the definition separates duties.
  func separate(_ actor: Actor, from task: TaskDefinition, in state: InstanceState)
    throws(Refusal)
  {
    for role in task.excludedRoles {
      for person in actor.bound where state.actors[role]?.contains(person) ?? false {
        throw .separation(
          person: person, role: role, deputy: person == actor.person ? nil : actor.person)
      }
    }
  }
}

extension Actor {
  /// Someone who does a task without standing for its role: in the name of the one who delegated it,
  /// or by the letter that an administrator named.
  init(_ holder: OpenTask.Holder, as role: String) {
    self.init(
      person: holder.person, role: role,
      capacity: holder.kind == .delegated ? .atasNama : .kuasa, basis: holder.basis,
      position: holder.position, giver: holder.giver)
  }
}
