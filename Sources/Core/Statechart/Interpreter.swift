// The way in: a chart, a snapshot and an event give a step (SCXML, Appendix D).

/// Runs a chart, one step at a time, without keeping anything between steps.
///
/// A step is a function: the same chart, snapshot, event and data give the same step. The data
/// is changed in place; when a step throws, throw the data away too.
public struct Interpreter: Sendable {
  /// The chart that is run.
  public let chart: Chart
  /// How much one step may do.
  public let limits: Limits
  /// Types of `<send>` that the world knows beside the one between charts. A send of any other
  /// type is an error of the chart.
  public let sendTypes: Set<String>

  /// Names the chart and the bounds; neither has a default.
  public init(chart: Chart, limits: Limits, sendTypes: Set<String> = []) {
    self.chart = chart
    self.limits = limits
    self.sendTypes = sendTypes
  }

  /// Enters the chart's first states and runs on until it waits for an event.
  public func start(
    sessionID: String, data: inout some DataModel
  ) throws(StepError) -> Step {
    var run = Run(self, Snapshot(emptyFor: chart.tables, sessionID: sessionID))
    try run.begin(&data)
    try run.mainEventLoop(&data)
    return run.step(isAccepted: true)
  }

  /// Takes an event to completion: one macrostep.
  public func step(
    _ snapshot: Snapshot, on event: Event, data: inout some DataModel
  ) throws(StepError) -> Step {
    try requireRunning(snapshot)
    var run = Run(self, snapshot)
    let isAccepted = try run.handleExternal(event, &data)
    try run.mainEventLoop(&data)
    return run.step(isAccepted: isAccepted)
  }

  /// Leaves every active state, as when the instance is cancelled from outside.
  ///
  /// The snapshot is then done with `.null`.
  public func stop(
    _ snapshot: Snapshot, data: inout some DataModel
  ) throws(StepError) -> Step {
    try requireRunning(snapshot)
    var run = Run(self, snapshot)
    try run.exitInterpreter(&data)
    return run.step(isAccepted: true)
  }

  /// Indexes of the transitions that wait for an event in this snapshot, conditions not asked:
  /// what could happen next. Inner states come before outer ones.
  public func candidateTransitions(_ snapshot: Snapshot) -> [Int] {
    let tables = chart.tables
    guard snapshot.status == .running, snapshot.stateCount == tables.size else { return [] }
    var seen = BitSet(size: tables.transitions.count)
    var candidates: [Int] = []
    for state in snapshot.active.intersection(tables.atomics) {
      for transition in tables.eventOrder[state] where !seen.contains(transition) {
        seen.insert(transition)
        candidates.append(transition)
      }
    }
    return candidates
  }

  /// Those of the candidates that listen to events of this name, conditions not asked.
  public func candidateTransitions(_ snapshot: Snapshot, on name: String) -> [Int] {
    candidateTransitions(snapshot).filter { index in
      chart.tables.transitions[index].events.contains { $0.matches(name) }
    }
  }

  func requireRunning(_ snapshot: Snapshot) throws(StepError) {
    guard snapshot.status == .running else { throw .notRunning }
    guard snapshot.stateCount == chart.tables.size else { throw .foreignSnapshot }
  }
}
