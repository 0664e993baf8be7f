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
  /// What few events have. Events are copied at every step, and copying four texts that are not
  /// there takes as long as copying all the rest.
  private var address: Address?

  /// The id that the sender gave, or the id of the send that failed, for error events.
  public var sendID: String? {
    get { address?.parts.sendID }
    set { change { $0.sendID = newValue } }
  }
  /// Where an answer could be sent.
  public var origin: String? {
    get { address?.parts.origin }
    set { change { $0.origin = newValue } }
  }
  /// The type with which an answer could be sent.
  public var originType: String? {
    get { address?.parts.originType }
    set { change { $0.originType = newValue } }
  }
  /// The invocation whose child sent this event.
  public var invokeID: String? {
    get { address?.parts.invokeID }
    set { change { $0.invokeID = newValue } }
  }

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
    if sendID == nil, origin == nil, originType == nil, invokeID == nil { return }
    address = Address(
      Address.Parts(
        sendID: sendID, origin: origin, originType: originType, invokeID: invokeID))
  }

  private mutating func change(_ body: (inout Address.Parts) -> Void) {
    var parts = address?.parts ?? Address.Parts()
    body(&parts)
    // Without any part there is no address, so that equal events are equal.
    address = parts == Address.Parts() ? nil : Address(parts)
  }
}

extension Event {
  /// Who sent an event, and how to answer: never changed, so that copies may share it.
  private final class Address: Hashable, Sendable {
    struct Parts: Hashable, Sendable {
      var sendID: String?
      var origin: String?
      var originType: String?
      var invokeID: String?
    }

    let parts: Parts

    init(_ parts: Parts) { self.parts = parts }

    static func == (left: Address, right: Address) -> Bool {
      left === right || left.parts == right.parts
    }

    func hash(into hasher: inout Hasher) { hasher.combine(parts) }
  }
}

/// The names of the events that the interpreter raises itself (SCXML 3.7, 5.9, 6.4).
enum EventName {
  static let executionError = "error.execution"
  static let communicationError = "error.communication"
  static let doneState = "done.state."
  static let doneInvoke = "done.invoke."
}
