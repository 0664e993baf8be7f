// What a reader writes down of a chart before it is checked. `ChartBuilder` makes a `Chart` of it.

/// A way from a state to others (`<transition>`, SCXML 3.5).
public struct TransitionSpecification: Hashable, Sendable {
  /// What it listens to; empty is an eventless transition.
  public var events: [EventDescriptor]
  /// What must hold.
  public var condition: ExpressionID?
  /// Where it leads; empty leaves the configuration as it is.
  public var targets: [StateID]
  /// Whether its own state stays entered when all targets are inside it (`type="internal"`).
  public var isInternal: Bool
  /// What it does between leaving and entering.
  public var content: [Content]
  /// The reader's handle.
  public var origin: Origin?

  /// Makes a transition; everything may be left out.
  public init(
    events: [EventDescriptor] = [], condition: ExpressionID? = nil, targets: [StateID] = [],
    isInternal: Bool = false, content: [Content] = [], origin: Origin? = nil
  ) {
    self.events = events
    self.condition = condition
    self.targets = targets
    self.isInternal = isInternal
    self.content = content
    self.origin = origin
  }
}

/// A timer that is armed when its state is entered and cancelled when it is left.
public struct TimerSpecification: Hashable, Sendable {
  /// The timer's name, unique in the chart.
  public var id: String
  /// The name of the event that it raises when due.
  public var event: String
  /// When; asked after the state's entry content has run.
  public var due: ExpressionID
  /// The reader's handle.
  public var origin: Origin?

  /// Makes a timer.
  public init(id: String, event: String, due: ExpressionID, origin: Origin? = nil) {
    self.id = id
    self.event = event
    self.due = due
    self.origin = origin
  }
}

/// A piece of work for a person (a human task of BPMN), open while its state is active.
public struct TaskSpecification: Hashable, Sendable {
  /// The task's name, unique in the chart.
  public var id: String
  /// The reader's handle.
  public var origin: Origin?

  /// Makes a task.
  public init(id: String, origin: Origin? = nil) {
    self.id = id
    self.origin = origin
  }
}

/// Where a compound state begins (`<initial>`, SCXML 3.6).
public struct InitialSpecification: Hashable, Sendable {
  /// The states to enter: descendants that can be active together.
  public var targets: [StateID]
  /// What runs after the state's own entry content.
  public var content: [Content]

  /// Makes a beginning.
  public init(targets: [StateID], content: [Content] = []) {
    self.targets = targets
    self.content = content
  }
}

/// A state and everything below it.
///
/// The root stands for `<scxml>`: a compound state that no transition leaves, whose id is the
/// chart's name, and which is not named in configurations.
public struct StateSpecification: Hashable, Sendable {
  /// What sort of state it is; `state` is atomic or compound by its children.
  public enum Kind: Hashable, Sendable {
    case state, parallel, final, shallowHistory, deepHistory
  }

  /// The state's name, unique in the chart.
  public var id: StateID
  /// What sort of state it is.
  public var kind: Kind
  /// Where a compound state begins; nil is its first child in document order.
  public var initial: InitialSpecification?
  /// The states inside, in document order.
  public var children: [StateSpecification]
  /// In document order; a history state has one, its default.
  public var transitions: [TransitionSpecification]
  /// Blocks of content for entering: an error ends only its block.
  public var entry: [[Content]]
  /// Blocks of content for leaving: an error ends only its block.
  public var exit: [[Content]]
  /// Timers that run while the state is active.
  public var timers: [TimerSpecification]
  /// Work for people while the state is active.
  public var tasks: [TaskSpecification]
  /// Children that live no longer than the state is active.
  public var invocations: [InvocationSpecification]
  /// What a final state hands over.
  public var doneData: DoneDataSpecification?
  /// Blocks that run once, before the first entry content (late binding, SCXML 5.3).
  public var dataInit: [[Content]]
  /// The reader's handle.
  public var origin: Origin?

  /// Makes a state; everything but its name may be left out.
  public init(
    _ id: StateID, kind: Kind = .state, initial: InitialSpecification? = nil,
    children: [StateSpecification] = [], transitions: [TransitionSpecification] = [],
    entry: [[Content]] = [], exit: [[Content]] = [],
    timers: [TimerSpecification] = [], tasks: [TaskSpecification] = [],
    invocations: [InvocationSpecification] = [], doneData: DoneDataSpecification? = nil,
    dataInit: [[Content]] = [], origin: Origin? = nil
  ) {
    self.id = id
    self.kind = kind
    self.initial = initial
    self.children = children
    self.transitions = transitions
    self.entry = entry
    self.exit = exit
    self.timers = timers
    self.tasks = tasks
    self.invocations = invocations
    self.doneData = doneData
    self.dataInit = dataInit
    self.origin = origin
  }
}
