// Everything the world must do because of a step. Values: the chart performs none of them.

/// One thing that the world must do because of a step, in the order of the step's list.
///
/// A chart that is done keeps no promises: whatever timers of its delayed sends are still set
/// are dropped with it (SCXML 6.2.4); those of its states are cancelled by effects.
public enum Effect: Hashable, Sendable {
  /// Hand `event` to this session when due: a state's timer, or a send to the session itself,
  /// delayed or (`.after(milliseconds: 0)`) at once. An id that is set already is set anew.
  case setTimer(id: String, due: Due, event: Event)
  /// Forget the timer or the delayed send of this id; nothing to do when there is none.
  case cancelTimer(id: String)
  /// Open a piece of work for a person.
  case openTask(id: String, state: StateID)
  /// Close a piece of work.
  case closeTask(id: String, state: StateID)
  /// Send an event to a target outside.
  case send(OutgoingEvent)
  /// Start a child; a bound one lives no longer than its state.
  case startChild(id: String, source: String?, type: String?, data: DataValue, isBound: Bool)
  /// End a child, and hand in no more of its events.
  case stopChild(id: String)
  /// Write a note for people.
  case log(label: String?, value: DataValue)
}

/// An event on its way to somebody else.
public struct OutgoingEvent: Hashable, Sendable {
  /// The event's name.
  public var name: String
  /// What the event carries; `.null` when nothing.
  public var data: DataValue
  /// Who gets it, such as `#_parent`, `#_INVOKEID`, `#_scxml_SESSIONID`.
  public var target: String?
  /// How it travels; nil is between charts.
  public var type: String?
  /// The id that `cancelTimer` names, and that an error about it carries.
  public var sendID: String?
  /// When it leaves; nil is at once.
  public var due: Due?

  /// Makes an event for somebody else.
  public init(
    name: String, data: DataValue = .null, target: String? = nil, type: String? = nil,
    sendID: String? = nil, due: Due? = nil
  ) {
    self.name = name
    self.data = data
    self.target = target
    self.type = type
    self.sendID = sendID
    self.due = due
  }
}
