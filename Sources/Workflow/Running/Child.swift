// Agreements that an agreement started: what it knows of them, and how it hears of them.

public import CEL
internal import Statechart
internal import WorkCalendar

/// How a definition starts another workflow: what holds for all children of that workflow.
public struct ChildRule: Hashable, Sendable {
  /// What a child does when the same is done to its parent.
  public enum Following: String, Sendable, CaseIterable {
    /// It is suspended with its parent, and goes on with it.
    case suspend
    /// It is cancelled with its parent.
    case cancel
  }

  /// Most children of the workflow that may be open at a time; nil: any number.
  public var most: Int?
  /// What it does with its parent.
  public var follows: Set<Following> = Set(Following.allCases)

  /// What holds where a definition says nothing.
  public init() {}
}

/// A child, as far as its parent knows.
public struct Child: Hashable, Sendable {
  /// How a child stands.
  public enum Status: String, Sendable, CaseIterable {
    case active
    case finished
    case cancelled
  }

  /// The child's identity within its parent, such as `aktif.1` (SCXML 6.4.1, `STATE.NUMBER`).
  public var key: String
  /// Its workflow.
  public var workflow: String
  /// Its reference, once something was heard of it: references are given when they are written.
  public var reference: String?
  /// How it stands.
  public var status: Status = .active
  /// Its active states.
  public var states: [String] = []
  /// The tags of its active states: what a workflow tells of itself to others.
  public var tags: [String] = []
  /// What the state that started it is called, since a migration named it otherwise; nil: as in the key.
  var place: String?

  /// Creates a child of which only its start is known.
  public init(key: String, workflow: String) {
    self.key = key
    self.workflow = workflow
  }

  /// True when it is over, one way or another.
  public var isOver: Bool { status != .active }

  /// The state of the parent that started it, by its key; nil for one that a person put there.
  var owner: String? {
    get { place ?? firstOwner }
    set { place = newValue == firstOwner ? nil : newValue }
  }

  private var firstOwner: String? {
    key.hasPrefix(Self.byHand) ? nil : key.lastIndex(of: ".").map { String(key[..<$0]) }
  }

  /// Begins the key of a child that a person put below its parent.
  static let byHand = "(tambahan)."

  /// As expressions see it.
  var value: Value {
    var map: [Value: Value] = [
      .string("workflow"): .string(workflow), .string("status"): .string(status.rawValue),
      .string("done"): .bool(isOver), .string("states"): .list(states.map { .string($0) }),
      .string("tags"): .list(tags.map { .string($0) }),
    ]
    if let reference { map[.string("reference")] = .string(reference) }
    return .map(map)
  }
}

/// What a parent hears of a child.
public struct ChildNews: Hashable, Sendable {
  /// The child as it is now.
  public var child: Child

  /// Creates news.
  public init(_ child: Child) { self.child = child }
}

extension HistoryKind {
  /// A child ended, came into force, or was put below its parent.
  public static let childMoved = "child-moved"
}

extension InstanceState {
  /// Children that are over, and all.
  public var progress: (done: Int, total: Int) {
    (children.filter(\.isOver).count, children.count)
  }

  /// Whether this agreement has heard of a child as it is now.
  public func knows(_ child: Child) -> Bool {
    var known = children.first { $0.key == child.key }
    known?.place = child.place
    return known == child
  }

  /// The key of the next child that a person puts below this agreement.
  public var nextChildKey: String {
    "\(Child.byHand)\(children.filter { $0.key.hasPrefix(Child.byHand) }.count + 1)"
  }

  /// The child that this agreement is for its parent.
  public func asChild(key: String, reference: String?, of workflow: Workflow) -> Child {
    var child = Child(key: key, workflow: workflow.name)
    child.reference = reference
    child.status = cancellation != nil ? .cancelled : isFinished ? .finished : .active
    child.states = workflow.activeStates(of: self)
    child.tags = workflow.tags(of: self)
    return child
  }
}

extension Workflow {
  /// Tags of the active states, each once, sorted.
  public func tags(of state: InstanceState) -> [String] {
    let active = state.snapshot.configuration(in: chart)
    return Set(active.flatMap { states[$0]?.tags ?? [] }).sorted()
  }

  /// The event by which a state learns that all children that it started are over.
  static func childrenDone(_ state: String) -> String { "done.children.\(state)" }

  /// The event by which a chart looks at its children again.
  static let childMoved = "done.children"

  func advance(
    _ state: InstanceState, _ news: ChildNews, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
    if let index = state.children.firstIndex(where: { $0.key == news.child.key }) {
      run.state.children[index] = news.child
      run.state.children[index].place = state.children[index].place
    } else {
      // A person puts it below this agreement.
      guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
      if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
      let workflow = news.child.workflow
      let open = state.children.filter { $0.workflow == workflow && !$0.isOver }
      if let most = childRules[workflow]?.most, open.count >= most {
        throw .childOpen(workflow: workflow, reference: open.last?.reference, most: most)
      }
      run.state.children.append(news.child)
    }
    var payload: [JSON.Member] = []
    if state.isFinished || state.suspension != nil {
      // Kept; a suspended agreement looks at its children when it is resumed.
      payload = [
        .init("definition", .string(digest)), .init("calendar", .string(calendar.digest)),
        .init("states", .strings(activeStates(of: state))),
      ]
    } else {
      payload = try run.lookAtChildren()
    }
    payload.append(.init("child", news.child.json))
    return run.outcome(kind: HistoryKind.childMoved, payload)
  }
}

extension StepRun {
  /// Lets the chart look at what is known of the children.
  mutating func lookAtChildren() throws(Refusal) -> [JSON.Member] {
    func active() -> [String] {
      state.snapshot.configuration(in: workflow.chart).map(\.rawValue)
    }
    // Each that waits no more, for one that hears of it may stay where it is; the innermost state first,
    // as events of a chart are.
    let complete = active().reversed().filter { owner in
      let own = state.children.filter { $0.owner == owner }
      return !own.isEmpty && own.allSatisfy(\.isOver)
    }
    var steps: [Step] = []
    for owner in complete where !state.isFinished && active().contains(owner) {
      steps.append(
        try step(
          Event(Workflow.childrenDone(owner), kind: .platform), permitted: [], data: state.data))
    }
    if steps.isEmpty {
      steps.append(
        try step(Event(Workflow.childMoved, kind: .platform), permitted: [], data: state.data))
    }
    return payload(steps)
  }

  /// Notes a child that the chart starts; nil where there may be no more of them.
  mutating func start(child id: String, _ source: String, _ data: DataValue) {
    if let most = workflow.childRules[source]?.most {
      let open = state.children.filter { $0.workflow == source && !$0.isOver }
      if open.count >= most {
        excess = excess ?? .childOpen(workflow: source, reference: open.last?.reference, most: most)
        return
      }
    }
    state.children.append(Child(key: id, workflow: source))
    var given: [String: JSON] = [:]
    if case .map(let members) = data {
      for (name, value) in members { given[name] = JSON(value) }
    }
    children.append(ChildStart(workflow: source, key: id, data: given))
  }
}

extension Child {
  /// The stored form.
  public var json: JSON {
    .object([
      "key": .string(key), "workflow": .string(workflow),
      "reference": reference.map { .string($0) },
      "status": status == .active ? nil : .string(status.rawValue),
      "states": states.isEmpty ? nil : .strings(states),
      "tags": tags.isEmpty ? nil : .strings(tags), "owner": place.map { .string($0) },
    ])
  }

  /// Reads the stored form.
  public init?(_ json: JSON?) {
    guard let key = json?["key"]?.string, let workflow = json?["workflow"]?.string else {
      return nil
    }
    self.init(key: key, workflow: workflow)
    reference = json?["reference"]?.string
    status = json?["status"]?.string.flatMap(Status.init(rawValue:)) ?? .active
    states = json?["states"]?.strings ?? []
    tags = json?["tags"]?.strings ?? []
    place = json?["owner"]?.string
  }
}

extension JSON {
  /// A value of a chart.
  init(_ value: DataValue) {
    switch value {
    case .bool(let truth): self = .bool(truth)
    case .int(let number): self = .int(number)
    case .double(let number): self = .double(number)
    case .string(let text): self = .string(text)
    default: self = .null
    }
  }
}
