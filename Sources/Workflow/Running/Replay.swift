// Replaying an agreement's history gives its stored state, always.

internal import CEL
public import WorkCalendar

/// Why a history cannot be replayed.
public enum ReplayError: Error, Hashable, Sendable {
  case unknownEntry(kind: String, version: Int)
  case unreadable(sequence: Int, String)
  case refused(sequence: Int, Refusal)
  case notStarted
}

/// One entry of an agreement's history, as it is stored.
public struct ReplayEntry: Sendable {
  /// Number within the agreement, from 1.
  public var sequence: Int
  /// Instant of the step.
  public var at: Instant
  /// Kind and version of the payload.
  public var kind: String
  /// Version of the payload's shape.
  public var version: Int
  /// The payload.
  public var payload: JSON

  /// Creates an entry.
  public init(sequence: Int, at: Instant, kind: String, version: Int, payload: JSON) {
    self.sequence = sequence
    self.at = at
    self.kind = kind
    self.version = version
    self.payload = payload
  }
}

extension Workflow {
  /// The state that a history leads to; `calendar` gives the calendar of a digest.
  public func replay(
    _ entries: [ReplayEntry], calendar: (String) -> OfficeCalendar?
  ) throws(ReplayError) -> InstanceState {
    try replay(entries, calendar: calendar) { _, _ in }
  }

  /// The state that a history leads to; `observe` is told each entry with the state after it.
  func replay(
    _ entries: [ReplayEntry], calendar: (String) -> OfficeCalendar?,
    observe: (ReplayEntry, InstanceState) -> Void
  ) throws(ReplayError) -> InstanceState {
    var state: InstanceState?
    for entry in entries {
      guard entry.version == HistoryKind.version else {
        throw .unknownEntry(kind: entry.kind, version: entry.version)
      }
      guard let office = entry.payload["calendar"]?.string.flatMap(calendar) else {
        throw .unreadable(sequence: entry.sequence, "calendar")
      }
      let next: InstanceState
      if let current = state {
        let inbound = try inbound(entry)
        do {
          next = try advance(current, inbound, at: entry.at, calendar: office).state
        } catch { throw .refused(sequence: entry.sequence, error) }
      } else {
        let data = try values(entry)
        do {
          next = try start(
            data: data, session: entry.payload["session"]?.string ?? "",
            actor: Actor(entry.payload["actor"]), at: entry.at, calendar: office
          ).state
        } catch { throw .refused(sequence: entry.sequence, error) }
      }
      observe(entry, next)
      state = next
    }
    guard let state else { throw .notStarted }
    return state
  }

  private func inbound(_ entry: ReplayEntry) throws(ReplayError) -> Inbound {
    let payload = entry.payload
    if entry.kind == HistoryKind.notified {
      guard let task = payload["task"]?.string else {
        throw .unreadable(sequence: entry.sequence, "task")
      }
      return .notice(task: task)
    }
    if [HistoryKind.documentAdded, HistoryKind.documentCorrected].contains(entry.kind) {
      guard let act = documentAct(payload) else {
        throw .unreadable(sequence: entry.sequence, "document")
      }
      return .document(act)
    }
    let operations: [String: Operation.Kind] = [
      HistoryKind.suspended: .suspend, HistoryKind.resumed: .resume,
      HistoryKind.recalculated: .recalculate,
    ]
    if let kind = operations[entry.kind] {
      return .operation(
        Operation(
          kind, reason: payload["reason"]?.string ?? "", by: payload["operator"]?.string ?? ""))
    }
    if let timer = payload["timer"]?.string { return .timer(name: timer) }
    guard let event = payload["event"]?.string, let actor = Actor(payload["actor"]) else {
      throw .unreadable(sequence: entry.sequence, "event and actor")
    }
    return .act(
      Act(
        event: event, data: try values(entry), reason: payload["reason"]?.string, actor: actor,
        task: payload["task"]?.string))
  }

  private func values(_ entry: ReplayEntry) throws(ReplayError) -> [String: Value] {
    var values: [String: Value] = [:]
    for member in entry.payload["data"]?.members ?? [] {
      guard let field = field(member.name),
        case .success(let value) = field.value(from: member.value)
      else { throw .unreadable(sequence: entry.sequence, "data.\(member.name)") }
      values[member.name] = value
    }
    return values
  }
}
