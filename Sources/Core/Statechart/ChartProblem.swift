// What can be wrong with the structure of a chart, as data. The words are in `Words.swift`.

/// One thing that keeps a specification from being a chart.
public struct ChartProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// Two states have this name.
    case duplicateState
    /// A target is no state of the chart; perhaps the suggestion was meant.
    case unknownTarget(StateID, suggestion: StateID?)
    /// A state begins with a target that is not inside it.
    case initialNotDescendant(StateID)
    /// A state says how it begins, but is atomic, parallel, final or history, or says nowhere.
    case initialWithoutChoice
    /// A state begins in several states that cannot be active together.
    case severalInitialStates([StateID])
    /// A compound state has nothing to enter: only history states.
    case compoundWithoutInitial
    /// A history state has no default transition.
    case historyWithoutDefault
    /// A history state's default has an event, a condition, more than one transition, no target,
    /// or a target that is outside the parent or another history state of it.
    case historyDefaultInvalid
    /// A history state contains states.
    case historyWithChildren
    /// A final state contains states.
    case finalWithChildren
    /// A final state has transitions.
    case finalWithTransitions
    /// A final state is itself a region of a parallel state.
    case finalInParallel
    /// A parallel state has no regions.
    case parallelWithoutChildren
    /// Targets that cannot be active together.
    case illegalTargetSet([StateID])
    /// Two timers have this name.
    case duplicateTimer(String)
    /// Two tasks have this name.
    case duplicateTask(String)
    /// A transition without event, condition and target: it fires for ever.
    case eventlessTargetlessLoop
    /// The root has no state to enter, or is not an ordinary state.
    case rootWithoutStates
    /// A state without a name.
    case emptyName
    /// States are nested deeper than the bound.
    case nestedTooDeep(limit: Int)
    /// There are more states than the bound.
    case tooManyStates(limit: Int)
  }

  /// What is wrong.
  public var kind: Kind
  /// The state where it is.
  public var state: StateID?
  /// The reader's handle of the part where it is.
  public var origin: Origin?

  /// Names a problem and its place.
  public init(_ kind: Kind, state: StateID? = nil, origin: Origin? = nil) {
    self.kind = kind
    self.state = state
    self.origin = origin
  }
}
