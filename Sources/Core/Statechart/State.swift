// The parts of a checked chart: states and transitions, joined by their indexes.

/// A state of a checked chart. Its index is its place in document order; 0 is the root.
public struct State: Hashable, Sendable {
  /// What sort of state it is.
  public enum Kind: Hashable, Sendable {
    case atomic, compound, parallel, final, shallowHistory, deepHistory

    /// Whether it only remembers, and is never active.
    public var isHistory: Bool { self == .shallowHistory || self == .deepHistory }
    /// Whether it is active without active children (SCXML: `isAtomicState`).
    public var isAtomic: Bool { self == .atomic || self == .final }
  }

  /// Where a compound state begins.
  public struct Initial: Hashable, Sendable {
    /// Indexes of the states to enter.
    public let targets: [Int]
    /// What runs after the entry content.
    public let content: [Content]
  }

  /// Its place in document order.
  public let index: Int
  /// Its name.
  public let id: StateID
  /// What sort of state it is.
  public let kind: Kind
  /// The parent's index; nil for the root.
  public let parent: Int?
  /// Indexes of the children that can be active, in document order.
  public let children: [Int]
  /// Indexes of the history states among the children.
  public let histories: [Int]
  /// How deep it lies: 0 is the root.
  public let depth: Int
  /// The greatest index among its descendants; its own index when it has none.
  public let lastDescendant: Int
  /// Indexes of its transitions, in document order; the one of a history state is its default.
  public let transitions: [Int]
  /// Where it begins; nil unless compound.
  public let initial: Initial?
  /// Blocks of content for entering.
  public let entry: [[Content]]
  /// Blocks of content for leaving.
  public let exit: [[Content]]
  /// Timers that run while it is active.
  public let timers: [TimerSpecification]
  /// Work for people while it is active.
  public let tasks: [TaskSpecification]
  /// Children that live no longer than it is active.
  public let invocations: [InvocationSpecification]
  /// What it hands over, when final.
  public let doneData: DoneDataSpecification?
  /// Blocks that run once, before the first entry content.
  public let dataInit: [[Content]]
  /// The reader's handle.
  public let origin: Origin?
}

/// A transition of a checked chart.
public struct Transition: Hashable, Sendable {
  /// Its place in document order of all transitions.
  public let index: Int
  /// The index of the state that it belongs to.
  public let source: Int
  /// What it listens to; empty is an eventless transition.
  public let events: [EventDescriptor]
  /// What must hold.
  public let condition: ExpressionID?
  /// Indexes of its targets; empty leaves the configuration as it is.
  public let targets: [Int]
  /// Whether its own state stays entered when all targets are inside it.
  public let isInternal: Bool
  /// What it does between leaving and entering; for a history state, when it has no memory.
  public let content: [Content]
  /// The reader's handle.
  public let origin: Origin?

  /// Whether it needs no event.
  public var isEventless: Bool { events.isEmpty }
}
