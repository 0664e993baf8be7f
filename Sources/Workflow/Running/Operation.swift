// What the one who operates the service does to an agreement. It decides nothing in it.

internal import Statechart
public import WorkCalendar

/// An act of operating, with its reason; it belongs to no role and takes no transition.
public struct Operation: Hashable, Sendable {
  /// What is done.
  public enum Kind: String, Sendable, CaseIterable {
    /// The clocks stop; nobody acts until it is resumed.
    case suspend
    /// The clocks go on with the time that was left.
    case resume
    /// Deadlines are counted again, on the calendar as it is now.
    case recalculate
  }

  /// What is done.
  public var kind: Kind
  /// Why, in the words of the one who does it.
  public var reason: String
  /// Who does it: the Unix user.
  public var by: String
  /// True when it is done to an agreement because it is done to its parent.
  public var isByParent = false

  /// Creates an operation.
  public init(_ kind: Kind, reason: String, by: String, isByParent: Bool = false) {
    self.isByParent = isByParent
    self.kind = kind
    self.reason = reason
    self.by = by
  }
}

/// A deadline or a timed transition that is another than before.
public struct DeadlineChange: Hashable, Sendable {
  /// The task, or the timer of the chart.
  public var name: String
  /// True for a task, false for a timed transition.
  public var isTask: Bool
  /// What it was; nil: none.
  public var before: Deadline?
  /// What it is; nil: none any more.
  public var after: Deadline?

  var json: JSON {
    .object([
      isTask ? "task" : "timer": .string(name), "from": before.map { $0.json },
      "to": after.map { $0.json },
    ])
  }
}

extension Deadline {
  /// The stored form.
  var json: JSON {
    .object([
      "due": .int(instant.millisecondsSince1970), "date": .string(date.description),
      "provisional": isProvisional ? .bool(true) : nil,
    ])
  }
}

extension HistoryKind {
  /// An agreement was suspended.
  public static let suspended = "suspended"
  /// A suspended agreement goes on.
  public static let resumed = "resumed"
  /// Deadlines were counted again.
  public static let recalculated = "recalculated"
}

extension Workflow {
  /// The deadlines that would move if they were counted on `calendar`; those of a suspended agreement
  /// are counted when it is resumed.
  public func recalculation(of state: InstanceState, at now: Instant, calendar: OfficeCalendar)
    -> [DeadlineChange]
  {
    guard !state.isFinished, state.suspension == nil else { return [] }
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
    return run.recalculate()
  }

  func advance(
    _ state: InstanceState, _ operation: Operation, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
    guard operation.reason.contains(where: { !$0.isWhitespace }) else {
      throw .reasonMissing(event: operation.kind.rawValue)
    }
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
    let kind: String
    var changes: [DeadlineChange] = []
    var moved: [JSON.Member] = []
    switch operation.kind {
    case .suspend:
      if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
      kind = HistoryKind.suspended
      run.suspend(reason: operation.reason)
      run.state.suspension?.isByParent = operation.isByParent
    case .resume:
      guard let suspension = state.suspension else { throw .notSuspended }
      kind = HistoryKind.resumed
      changes = run.resume(suspension, reason: operation.reason)
      // What was heard of children meanwhile is looked at now.
      if !state.children.isEmpty {
        let looked = try run.lookAtChildren()
        moved = looked.filter { ["exited", "entered", "children"].contains($0.name) }
        moved.removeAll { $0.value.items.isEmpty }
      }
    case .recalculate:
      if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
      kind = HistoryKind.recalculated
      changes = run.recalculate()
      guard !changes.isEmpty else { throw .nothingMoves }
      run.tellMoved(changes, reason: operation.reason)
    }
    return run.outcome(
      kind: kind,
      [
        .init("definition", .string(digest)), .init("calendar", .string(calendar.digest)),
        .init("states", .strings(activeStates(of: run.state))),
        .init("reason", .string(operation.reason)), .init("operator", .string(operation.by)),
        .init("moved", .array(changes.map(\.json))),
      ] + (operation.isByParent ? [.init("by_parent", .bool(true))] : []) + moved)
  }
}
