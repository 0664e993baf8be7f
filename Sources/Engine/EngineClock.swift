// The clock that is handed in: the only way by which time comes into the house.

public import WorkCalendar

/// Tells the time, and makes alarms that sleep until an instant.
public protocol EngineClock: Sendable {
  /// The instant now.
  func now() -> Instant
  /// A new alarm; each loop has one of its own.
  func makeAlarm() throws -> any EngineAlarm
}

/// Sleeps without polling.
public protocol EngineAlarm: Sendable {
  /// Returns when `instant` has come, when the clock was set, when ``interrupt()`` was called, or when
  /// the task was cancelled; the caller looks again at what is due. `nil`: until one of the others.
  func wait(until instant: Instant?) async
  /// Makes the wait that runs now, or the next one, return at once.
  func interrupt()
}
