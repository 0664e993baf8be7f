// What a simulation tells, asks for, and may do.

/// One step of a simulation, with its instant.
public struct Occurrence: Hashable, Sendable {
  /// Why a step was made.
  public enum Cause: Hashable, Sendable {
    /// The session began.
    case start
    /// This event was handed in.
    case event(Event)
    /// The session was ended by its parent.
    case stop
  }

  /// The virtual time, in milliseconds.
  public var at: Int64
  /// The session that made it.
  public var session: String
  /// Why it was made.
  public var cause: Cause
  /// What came of it.
  public var step: Step
}

/// A child that a chart asks for (`<invoke>`, SCXML 6.4).
public struct ChildRequest: Hashable, Sendable {
  /// The id under which it is to run.
  public var id: String
  /// The session that asks.
  public var parent: String
  /// Which child.
  public var source: String?
  /// What kind of child; nil is another chart.
  public var type: String?
  /// Values for the child; `.null` when none.
  public var data: DataValue

  /// Whether the child is a chart (SCXML 6.4.2, `type`).
  public var isChart: Bool { type.map(EventProcessor.types.contains) ?? true }
}

/// How much may happen in a simulation before all is quiet.
public struct SimulationLimits: Hashable, Sendable {
  /// Most steps that one event or timer may set off.
  public var steps: Int
  /// Most sessions that may be started in all.
  public var sessions: Int

  /// Names the bounds.
  public init(steps: Int, sessions: Int) {
    self.steps = steps
    self.sessions = sessions
  }
}

/// Why a simulation cannot go on.
public enum SimulationError: Error, Hashable, Sendable {
  /// A step could not be made.
  case step(StepError, session: String)
  /// Sessions keep sending events without letting time pass.
  case neverQuiet(limit: Int, session: String)
  /// More sessions were started than may be.
  case tooManySessions(limit: Int)
}
