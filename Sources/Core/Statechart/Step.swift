// The whole answer to one event.

/// What a chart made of one event: one macrostep (SCXML, Appendix D), as a value.
public struct Step: Hashable, Sendable {
  /// Where the instance stands now.
  public var snapshot: Snapshot
  /// What happened on the way, in order.
  public var microsteps: [Microstep]
  /// What the world must do, in order.
  public var effects: [Effect]
  /// What went wrong in conditions and content; each also raised an error event.
  public var errors: [Fault]
  /// Whether some transition was enabled by the event itself. False is a refusal, not an error.
  public var isAccepted: Bool
}

/// One set of transitions taken together.
public struct Microstep: Hashable, Sendable {
  /// The event that enabled them; nil for eventless ones and for the start.
  public var event: Event?
  /// Indexes of the transitions taken, in document order of the states that enabled them.
  public var transitions: [Int]
  /// States left, in exit order.
  public var exited: [StateID]
  /// States entered, in entry order.
  public var entered: [StateID]
  /// What went wrong while the content ran.
  public var errors: [Fault]
}

/// An error of the data, and where it came up.
public struct Fault: Hashable, Sendable {
  /// What the data model said.
  public var error: DataModelError
  /// The state whose content or condition it was; nil at the chart's own start.
  public var state: StateID?
  /// The index of the transition whose content or condition it was.
  public var transition: Int?
  /// The reader's handle of the nearest part that has one.
  public var origin: Origin?
}

/// Why a step could not be made. Nothing of it counts: the data that was handed in is to be
/// thrown away as well.
public enum StepError: Error, Hashable, Sendable {
  /// Transitions kept firing: the chart loops.
  case microstepLimitReached(limit: Int, configuration: [StateID])
  /// More internal events were raised than one step may raise.
  case queueLimitReached(limit: Int, configuration: [StateID])
  /// More content ran than one step may run.
  case contentLimitReached(limit: Int, configuration: [StateID])
  /// The chart is done.
  case notRunning
  /// The snapshot was made by another chart.
  case foreignSnapshot
}
