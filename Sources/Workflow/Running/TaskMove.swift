// Who has a task in hand: claiming, delegating, giving back, reassigning. Nothing is decided by it.

public import WorkCalendar

extension OpenTask {
  /// Someone in particular who has a task in hand, out of all who stand for its role or beside them.
  public struct Holder: Hashable, Sendable {
    /// How the task came to the person (WS-HumanTask 1.1 §4.7: claim, delegate, forward).
    public enum Kind: String, Sendable, CaseIterable {
      /// Took it from those who stand for the role.
      case claimed
      /// Has it from a holder of the position, whose it stays.
      case delegated
      /// Has it from an administrator.
      case assigned
    }

    /// The person.
    public var person: String
    /// How.
    public var kind: Kind
    /// Since when.
    public var since: Instant
    /// Who delegated it.
    public var giver: String?
    /// The document that a person rests on who does not stand for the role.
    public var basis: String?
    /// The position that the person acts for then.
    public var position: String?

    /// Creates a holder.
    public init(
      person: String, kind: Kind, since: Instant, giver: String? = nil, basis: String? = nil,
      position: String? = nil
    ) {
      self.person = person
      self.kind = kind
      self.since = since
      self.giver = giver
      self.basis = basis
      self.position = position
    }
  }
}

/// A change of who has a task in hand, or a comment; already found to be permitted.
public struct TaskMove: Hashable, Sendable {
  /// What is done.
  public enum Kind: String, Sendable, CaseIterable {
    case claim
    case release
    case delegate
    case giveBack = "give-back"
    case reassign
    case comment
  }

  /// What.
  public var kind: Kind
  /// The task; nil for a comment on the agreement as a whole.
  public var task: String?
  /// Who has it afterwards; nil: everyone who stands for its role.
  public var holder: OpenTask.Holder?
  /// Why, or the comment.
  public var text: String?
  /// Who did it; nil for what an administrator does.
  public var actor: Actor?
  /// The administrator: the Unix user.
  public var by: String?

  /// Creates a move.
  public init(
    kind: Kind, task: String?, holder: OpenTask.Holder? = nil, text: String? = nil,
    actor: Actor? = nil, by: String? = nil
  ) {
    self.kind = kind
    self.task = task
    self.holder = holder
    self.text = text
    self.actor = actor
    self.by = by
  }
}

extension HistoryKind {
  /// Who has a task in hand is another than before.
  public static let taskMoved = "task-moved"
  /// Someone wrote something down.
  public static let commented = "commented"
}

extension Directory {
  /// Whether the one who has a task in hand may still have it on a date.
  ///
  /// A claim ends with the standing it rests on, and a delegation with the office of the one who gave it
  /// (UU 30/2014 art. 14): then the task is everyone's again who stands for its role.
  public func isValid(
    _ holder: OpenTask.Holder, for assignee: Assignee, on date: CivilDate, in workflow: String
  ) -> Bool {
    guard people[holder.person] != nil else { return false }
    switch holder.kind {
    case .claimed: return standing(of: holder.person, for: assignee, on: date, in: workflow) != nil
    case .delegated:
      guard let giver = holder.giver else { return false }
      return holding(of: giver, for: assignee, on: date) != nil
    case .assigned:
      return holder.basis != nil
        || standing(of: holder.person, for: assignee, on: date, in: workflow) != nil
    }
  }
}

extension Workflow {
  func advance(
    _ state: InstanceState, _ move: TaskMove, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
    var payload: [JSON.Member] = [
      .init("definition", .string(digest)), .init("calendar", .string(calendar.digest)),
      .init("states", .strings(activeStates(of: state))),
      .init("move", .string(move.kind.rawValue)),
    ]
    if let task = move.task { payload.append(.init("task", .string(task))) }
    if move.kind != .comment {
      guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
      if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
      guard let task = move.task, let index = state.tasks.firstIndex(where: { $0.task == task })
      else { throw .unknownTask(move.task ?? "", open: state.tasks.map(\.task)) }
      let before = state.tasks[index].holder
      run.state.tasks[index].holder = move.holder
      run.tell(move, from: before, task: index)
      if let before { payload.append(.init("from", before.json)) }
      if let holder = move.holder { payload.append(.init("to", holder.json)) }
    }
    if let text = move.text { payload.append(.init("reason", .string(text))) }
    if let actor = move.actor { payload.append(.init("actor", actor.json)) }
    if let by = move.by { payload.append(.init("operator", .string(by))) }
    return run.outcome(
      kind: move.kind == .comment ? HistoryKind.commented : HistoryKind.taskMoved, payload)
  }
}

extension StepRun {
  /// Tells the one who has a task now, and the one who had it.
  fileprivate mutating func tell(_ move: TaskMove, from before: OpenTask.Holder?, task index: Int) {
    let task = state.tasks[index]
    guard let role = workflow.tasks[task.task]?.role,
      let assignee = workflow.assignee(of: role, in: state)
    else { return }
    func draft(_ kind: MessageDraft.Kind, to holder: OpenTask.Holder?) -> MessageDraft {
      MessageDraft(
        kind: kind, to: assignee, task: task.task, deadline: task.deadline, reason: move.text,
        states: [], holder: holder)
    }
    switch move.kind {
    case .claim, .release, .comment: break
    case .delegate: messages.append(draft(.delegated, to: move.holder))
    case .giveBack:
      // Whoever takes back what was delegated tells the one who had it; who gives back, the giver.
      let isTakenBack = move.actor.map { $0.person != before?.person } ?? false
      messages.append(
        draft(
          .givenBack,
          to: isTakenBack
            ? before
            : before?.giver.map {
              OpenTask.Holder(person: $0, kind: .claimed, since: now)
            }))
    case .reassign:
      // For who gets it, it is a task like any other.
      messages.append(draft(.assigned, to: move.holder))
      if let before, before.person != move.holder?.person {
        messages.append(draft(.reassigned, to: before))
      }
    }
  }
}

extension OpenTask.Holder {
  /// The stored form.
  public var json: JSON {
    .object([
      "person": .string(person), "kind": .string(kind.rawValue),
      "since": .int(since.millisecondsSince1970), "giver": giver.map { .string($0) },
      "basis": basis.map { .string($0) }, "position": position.map { .string($0) },
    ])
  }

  /// Reads the stored form.
  public init?(_ json: JSON?) {
    guard let person = json?["person"]?.string,
      let kind = json?["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let since = json?["since"]?.int
    else { return nil }
    self.init(
      person: person, kind: kind, since: Instant(millisecondsSince1970: since),
      giver: json?["giver"]?.string, basis: json?["basis"]?.string,
      position: json?["position"]?.string)
  }
}
