// What an expression may see besides the data.

/// What expressions may see besides the data (SCXML 5.9.2, 5.10).
public struct Scope: Sendable {
  /// The event being handled (`_event`); nil before the first.
  public var event: Event?
  /// The session's id (`_sessionid`).
  public let sessionID: String
  private let tables: ChartTables
  private let active: BitSet

  /// What expressions see in this snapshot.
  public init(chart: Chart, snapshot: Snapshot, event: Event? = nil) {
    self.init(
      event: event, sessionID: snapshot.sessionID, tables: chart.tables, active: snapshot.active)
  }

  init(event: Event?, sessionID: String, tables: ChartTables, active: BitSet) {
    self.event = event
    self.sessionID = sessionID
    self.tables = tables
    self.active = active
  }

  /// The chart's name (`_name`).
  public var sessionName: String { tables.name }

  /// Whether a state is active (`In(id)`); false for names that the chart does not have.
  public func isActive(_ id: StateID) -> Bool {
    guard let index = tables.indexes[id] else { return false }
    return active.contains(index)
  }
}
