// What happened: the thing that a chart reacts to.

/// A named thing that happened and may move the chart (SCXML 5.10.1, `_event`).
public struct Event: Hashable, Sendable {
  /// Where an event comes from (SCXML 5.10.1, `_event.type`).
  public enum Kind: Hashable, Sendable {
    /// Raised by the interpreter itself: `error.execution`, `done.state.ID`.
    case platform
    /// Raised by the chart's own content.
    case `internal`
    /// Handed in from outside, or by a timer.
    case external
  }

  /// The name, of segments divided by dots, such as `done.state.review`.
  public var name: String
  /// Where the event comes from.
  public var kind: Kind
  /// What the event carries; `.null` when nothing.
  public var data: DataValue
  /// The id that the sender gave, or the id of the send that failed, for error events.
  public var sendID: String?
  /// Where an answer could be sent.
  public var origin: String?
  /// The type with which an answer could be sent.
  public var originType: String?
  /// The invocation whose child sent this event.
  public var invokeID: String?

  /// Makes an event; everything but the name may be left out.
  public init(
    _ name: String,
    kind: Kind = .external,
    data: DataValue = .null,
    sendID: String? = nil,
    origin: String? = nil,
    originType: String? = nil,
    invokeID: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.data = data
    self.sendID = sendID
    self.origin = origin
    self.originType = originType
    self.invokeID = invokeID
  }
}

/// The names of the events that the interpreter raises itself (SCXML 3.7, 5.9, 6.4).
enum EventName {
  static let executionError = "error.execution"
  static let communicationError = "error.communication"
  static let doneState = "done.state."
  static let doneInvoke = "done.invoke."
}
