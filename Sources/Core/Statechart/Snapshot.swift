// Where an instance stands between two steps.

/// Where an instance stands between two steps: a value that belongs to one chart.
///
/// Inside it is numbers; names come through the chart. Storing it means storing its names.
public struct Snapshot: Hashable, Sendable {
  /// Whether there is more to come.
  public enum Status: Hashable, Sendable {
    case running
    /// The chart ended, with what its final state handed over (`.null` when it was stopped).
    case done(DataValue)
  }

  /// A child that is bound to an active state.
  public struct Invocation: Hashable, Sendable {
    /// The id under which it was started.
    public var id: String
    /// The state that it is bound to.
    public var state: StateID
    /// Its place among the invocations of that state, from 0.
    public var position: Int

    /// Names a running child.
    public init(id: String, state: StateID, position: Int) {
      self.id = id
      self.state = state
      self.position = position
    }
  }

  /// Whether there is more to come.
  public internal(set) var status: Status
  /// The session's id (`_sessionid`).
  public let sessionID: String
  /// Children that are bound to active states, in the order of their start.
  public internal(set) var invocations: [Invocation]
  /// How many ids the session has made, so that the next one is new, and the same on replay.
  public internal(set) var idsMade: Int

  let stateCount: Int
  var active: BitSet
  /// What history states remember, by their indexes.
  var history: [Int: BitSet]
  /// States whose late-bound data has been set up.
  var initialised: BitSet

  init(emptyFor tables: ChartTables, sessionID: String) {
    status = .running
    self.sessionID = sessionID
    invocations = []
    idsMade = 0
    stateCount = tables.size
    active = BitSet(size: tables.size)
    history = [:]
    initialised = BitSet(size: tables.size)
  }

  /// Of no chart: what is left where a snapshot has been taken away.
  init() {
    status = .running
    sessionID = ""
    invocations = []
    idsMade = 0
    stateCount = 0
    active = BitSet(size: 0)
    history = [:]
    initialised = active
  }

  /// Makes a snapshot of stored names, or says why they fit no moment of this chart.
  ///
  /// - Parameters:
  ///   - chart: the chart that it belongs to.
  ///   - configuration: all active states but the root, in any order.
  ///   - historyValues: what history states remember.
  ///   - status: whether there is more to come.
  ///   - sessionID: the session's id (`_sessionid`).
  ///   - idsMade: how many ids the session has made.
  ///   - invocations: children that are bound to active states.
  ///   - initialisedStates: states whose late-bound data has been set up.
  public init(
    chart: Chart, configuration: [StateID], historyValues: [StateID: [StateID]] = [:],
    status: Status = .running, sessionID: String, idsMade: Int = 0,
    invocations: [Invocation] = [], initialisedStates: [StateID] = []
  ) throws(SnapshotError) {
    let tables = chart.tables
    self.init(emptyFor: tables, sessionID: sessionID)
    self.status = status
    self.idsMade = idsMade
    self.invocations = invocations
    active = try tables.set(of: configuration)
    initialised = try tables.set(of: initialisedStates)
    try tables.requireLegal(active, below: ChartTables.root)
    for (id, values) in historyValues {
      let (index, value) = try tables.historyValue(of: id, values)
      history[index] = value
    }
    for invocation in invocations {
      guard let index = tables.indexes[invocation.state], active.contains(index),
        tables.states[index].invocations.indices.contains(invocation.position)
      else { throw .unknownInvocation(invocation.id, state: invocation.state) }
    }
  }

  /// All active states but the root, in document order.
  ///
  /// After the end these are the states that were active when the chart ended.
  public func configuration(in chart: Chart) -> [StateID] {
    active.map { chart.tables.states[$0].id }
  }

  /// The active states that have no active children, in document order.
  public func atomicStates(in chart: Chart) -> [StateID] {
    active.intersection(chart.tables.atomics).map { chart.tables.states[$0].id }
  }

  /// What each history state remembers, in document order.
  public func historyValues(in chart: Chart) -> [StateID: [StateID]] {
    var values: [StateID: [StateID]] = [:]
    for (index, value) in history {
      values[chart.tables.states[index].id] = value.map { chart.tables.states[$0].id }
    }
    return values
  }

  /// The states whose late-bound data has been set up, in document order.
  public func initialisedStates(in chart: Chart) -> [StateID] {
    initialised.map { chart.tables.states[$0].id }
  }

  /// Whether a state is active.
  public func isActive(_ id: StateID, in chart: Chart) -> Bool {
    chart.tables.indexes[id].map(active.contains) ?? false
  }
}

/// Why names fit no moment of a chart.
public enum SnapshotError: Error, Hashable, Sendable {
  /// The chart has no such state.
  case unknownState(StateID)
  /// A history state is never active.
  case historyInConfiguration(StateID)
  /// The state is active, but not its parent.
  case parentNotActive(StateID)
  /// A compound state (or the root) has not exactly one active child.
  case notOneChild(of: StateID, active: Int)
  /// A parallel state lacks this region.
  case missingRegion(StateID, of: StateID)
  /// What a history state remembers does not fit below its parent.
  case illegalHistoryValue(StateID)
  /// The state is not active or has no such invocation.
  case unknownInvocation(String, state: StateID)
}
