// What an analysis finds, as data. The words are in `AnalysisWords.swift`.

/// One thing that a chart can never do, or can never stop doing.
public struct Finding: Hashable, Sendable {
  /// What was found.
  public enum Kind: Hashable, Sendable {
    /// No sequence of events, and no answer of conditions, makes the state active. States inside
    /// it are not reported again, nor are its transitions. Named are the transitions of states
    /// that are reached which would lead to it, but never fire.
    case unreachableState(blocked: [TransitionReference])
    /// The transition of ``Finding/transitions`` never fires, though its state can be active.
    case transitionNeverFires(Cause)
    /// The transition of ``Finding/transitions`` never fires, since these others of the same
    /// state stand before it, listen to all of its events and have no condition.
    case alwaysInConflict(winners: [TransitionReference])
    /// The regions of the parallel state are never all in a final state. Those that never are,
    /// whatever the others do, are named; none are when each of them can be, but not together.
    case parallelNeverDone(missing: [StateID])
    /// From here on the chart cannot end. The state is where that begins; it is nil where it
    /// takes the whole configuration, whose innermost states are named.
    case noWayToEnd(configuration: [StateID])
    /// The transitions of ``Finding/transitions`` follow each other without the world having a
    /// say: on their own, or by events that the chart raises itself.
    case endlessLoop
  }

  /// Why a transition never fires.
  public enum Cause: Hashable, Sendable {
    /// Its event is never there while its state is active.
    case eventNeverComes
    /// These transitions of inner states always come first.
    case hidden(by: [TransitionReference])
    /// Whenever it could fire, one of these fires, which would leave the same states.
    case preempted(by: [TransitionReference])
  }

  /// How sure it is.
  public enum Certainty: Hashable, Sendable {
    /// It is so whatever conditions say.
    case certain
    /// It is so if the conditions on the way can hold together.
    case possible
  }

  /// What was found.
  public var kind: Kind
  /// The state that it is about; nil for the chart as a whole.
  public var state: StateID?
  /// The transitions that it is about.
  public var transitions: [TransitionReference]
  /// The reader's handle of the nearest part that has one.
  public var origin: Origin?
  /// The shortest way, of those looked at, to a moment that shows it. For a state that is never
  /// reached it leads to the nearest moment from which a transition would lead on to it, or else
  /// to the nearest state around it that is reached.
  public var path: EventPath
  /// How sure it is.
  public var certainty: Certainty

  /// Puts a finding together.
  public init(
    _ kind: Kind, state: StateID?, transitions: [TransitionReference] = [],
    origin: Origin? = nil, path: EventPath, certainty: Certainty = .certain
  ) {
    self.kind = kind
    self.state = state
    self.transitions = transitions
    self.origin = origin
    self.path = path
    self.certainty = certainty
  }
}

/// A transition as a finding names it.
public struct TransitionReference: Hashable, Sendable {
  /// Its place in document order of all transitions.
  public var index: Int
  /// The state that it belongs to.
  public var source: StateID
  /// What it listens to, as it was written; empty is an eventless transition.
  public var events: [String]
  /// Where it leads.
  public var targets: [StateID]
  /// The reader's handle.
  public var origin: Origin?

  /// Names a transition of a chart by its index.
  init(_ index: Int, in tables: ChartTables) {
    let transition = tables.transitions[index]
    self.index = index
    source = tables.states[transition.source].id
    events = transition.events.map(\.text)
    targets = transition.targets.map { tables.states[$0].id }
    origin = transition.origin
  }
}

/// A way through a chart, from its start.
public struct EventPath: Hashable, Sendable {
  /// The microsteps, in order. An empty path is before the start.
  public var steps: [PathStep]

  /// Makes a path of its steps.
  public init(_ steps: [PathStep] = []) {
    self.steps = steps
  }

  /// The names of the events that the world sends on the way.
  public var events: [String] {
    steps.compactMap { step in
      guard case .event(let name) = step.cause else { return nil }
      return name
    }
  }
}

/// One microstep of a path.
public struct PathStep: Hashable, Sendable {
  /// What sets off a microstep.
  public enum Cause: Hashable, Sendable {
    /// The chart starts.
    case start
    /// The world sends an event of this name, or of any other that the chart treats alike.
    case event(String)
    /// An event that the chart or the interpreter raised.
    case internalEvent(String)
    /// Nothing: the transitions need no event.
    case eventless
  }

  /// What set it off.
  public var cause: Cause
  /// Indexes of the transitions taken together; their conditions are taken to hold.
  public var transitions: [Int]

  /// Puts a step together.
  public init(_ cause: Cause, transitions: [Int]) {
    self.cause = cause
    self.transitions = transitions
  }
}
