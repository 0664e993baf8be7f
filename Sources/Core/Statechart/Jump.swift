// Taking an instance to states by nobody's transition: what an administrator asks for.

/// Why an instance cannot be taken to states.
public enum JumpError: Error, Hashable, Sendable {
  /// No state was named.
  case nowhere
  /// The chart has no such state.
  case unknownState(StateID)
  /// A history state is never active.
  case historyState(StateID)
  /// No configuration holds all of these.
  case notTogether([StateID])
  /// They are active already, and so is all that they bring along.
  case alreadyThere
  /// What they bring along is no configuration of the chart.
  case illegal(SnapshotError)
  /// The step that follows cannot be made.
  case step(StepError)
}

extension Chart {
  /// The whole configuration that comes of entering these states, in document order.
  ///
  /// Compound states begin where they begin by default, regions that are not named are entered by
  /// default; a default that leads to a history state heeds what that remembers.
  public func configuration(
    entering targets: [StateID], remembering historyValues: [StateID: [StateID]] = [:]
  ) throws(JumpError) -> [StateID] {
    var history: [Int: BitSet] = [:]
    for (id, values) in historyValues {
      do throws(SnapshotError) {
        let (index, value) = try tables.historyValue(of: id, values)
        history[index] = value
      } catch { throw .illegal(error) }
    }
    return try tables.completion(of: targets, history).statesToEnter.map { tables.ids[$0] }
  }
}

extension ChartTables {
  /// What is to be entered so that all of these are active.
  func completion(of targets: [StateID], _ history: [Int: BitSet]) throws(JumpError) -> EntrySet {
    guard !targets.isEmpty else { throw .nowhere }
    var wanted: [Int] = []
    for target in targets {
      guard let index = indexes[target] else { throw .unknownState(target) }
      if kinds[index].isHistory { throw .historyState(target) }
      if !wanted.contains(index) { wanted.append(index) }
    }
    guard tree.canBeActiveTogether(wanted) else { throw .notTogether(targets) }
    var set = EntrySet(shape: shape, history: history)
    let innermost = tree.withoutAncestors(wanted)
    for target in innermost { set.addDescendantStatesToEnter(target) }
    for target in innermost { set.addAncestorStatesToEnter(target, upTo: Self.root) }
    do { try requireLegal(set.statesToEnter, below: Self.root) } catch { throw .illegal(error) }
    return set
  }
}

extension Interpreter {
  /// Leaves and enters whatever makes these states active, and runs on until it waits for an event.
  ///
  /// States that are active before and after stay as they are. Those that are left and entered run
  /// their content as with a transition, history states remember, and what follows without an event
  /// (`always`, `done.state`) follows.
  public func jump(
    _ snapshot: Snapshot, to targets: [StateID], data: inout some DataModel
  ) throws(JumpError) -> Step {
    do { try requireRunning(snapshot) } catch { throw .step(error) }
    let set = try chart.tables.completion(of: targets, snapshot.history)
    if set.statesToEnter == snapshot.active { throw .alreadyThere }
    var run = Run(self, snapshot)
    do throws(StepError) {
      try run.jump(to: set, &data)
      try run.mainEventLoop(&data)
    } catch { throw .step(error) }
    return run.step(isAccepted: true)
  }

  /// Begins in these states instead of the first ones, and runs on until it waits for an event.
  public func start(
    sessionID: String, in targets: [StateID], data: inout some DataModel
  ) throws(JumpError) -> Step {
    let set = try chart.tables.completion(of: targets, [:])
    var run = Run(self, Snapshot(emptyFor: chart.tables, sessionID: sessionID))
    do throws(StepError) {
      try run.begin(in: set, &data)
      try run.mainEventLoop(&data)
    } catch { throw .step(error) }
    return run.step(isAccepted: true)
  }
}

extension Run {
  fileprivate mutating func begin(in set: EntrySet, _ data: inout some DataModel) throws(StepError)
  {
    for content in tables.globalInit { try executeBlock([content], &data) }
    let root = Entry(
      state: ChartTables.root, isDefault: false, historyTransition: ChartTables.none)
    try enter(root, &data)
    try jump(to: set, &data)
  }

  fileprivate mutating func jump(to set: EntrySet, _ data: inout some DataModel) throws(StepError) {
    let faultsBefore = faults.count
    var statesToExit = snapshot.active
    statesToExit.subtract(set.statesToEnter)
    let before = snapshot.active
    // All history is recorded before any exit content runs.
    for state in statesToExit.intersection(tables.busyOnExit) {
      tables.recordHistory(state...state, before, in: &snapshot.history)
    }
    var exited: [StateID] = []
    while let state = statesToExit.popLast() {
      try exit(state, &data)
      exited.append(tables.ids[state])
    }
    var entered: [StateID] = []
    for entry in set.entries where !before.contains(entry.state) {
      try enter(entry, &data)
      entered.append(tables.ids[entry.state])
    }
    microsteps.append(
      Microstep(
        event: nil, transitions: [], exited: exited, entered: entered,
        errors: Array(faults[faultsBefore...])))
  }
}
