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
    try Self.replay(
      entries, from: self, workflow: { $0 == digest ? self : nil }, calendar: calendar
    )
    .state
  }

  /// The state that a history leads to, and the definition that it ends on.
  ///
  /// - Parameters:
  ///   - workflow: gives the definition of a digest; the first entry names the one that it began with.
  ///   - calendar: gives the calendar of a digest.
  public static func replay(
    _ entries: [ReplayEntry], workflow: (String) -> Workflow?,
    calendar: (String) -> OfficeCalendar?
  ) throws(ReplayError) -> (workflow: Workflow, state: InstanceState) {
    guard let entry = entries.first else { throw .notStarted }
    guard let first = entry.payload["definition"]?.string.flatMap(workflow) else {
      throw .unreadable(sequence: entry.sequence, "definition")
    }
    return try replay(entries, from: first, workflow: workflow, calendar: calendar)
  }

  /// The same from a definition that is at hand; `observe` is told each entry with the definition and
  /// the state after it.
  static func replay(
    _ entries: [ReplayEntry], from first: Workflow, workflow: (String) -> Workflow?,
    calendar: (String) -> OfficeCalendar?,
    observe: (ReplayEntry, Workflow, InstanceState) -> Void = { _, _, _ in }
  ) throws(ReplayError) -> (workflow: Workflow, state: InstanceState) {
    var definition = first
    var state: InstanceState?
    for entry in entries {
      guard entry.version == HistoryKind.version else {
        throw .unknownEntry(kind: entry.kind, version: entry.version)
      }
      guard let office = entry.payload["calendar"]?.string.flatMap(calendar) else {
        throw .unreadable(sequence: entry.sequence, "calendar")
      }
      let next: InstanceState
      if let current = state, entry.kind == HistoryKind.migrated {
        guard let new = entry.payload["definition"]?.string.flatMap(workflow) else {
          throw .unreadable(sequence: entry.sequence, "definition")
        }
        next = try new.replayMigration(entry, of: current, from: definition, calendar: office)
        definition = new
      } else if let current = state {
        let inbound = try definition.inbound(entry)
        do {
          var after = try definition.advance(current, inbound, at: entry.at, calendar: office).state
          // An entry that tells of no mark made none and voided none: those from before marks were kept.
          if entry.payload["mark"] == nil, entry.payload["voided"] == nil {
            after.marks = current.marks
          }
          next = after
        } catch { throw .refused(sequence: entry.sequence, error) }
      } else {
        next = try definition.replayStart(entry, calendar: office)
      }
      observe(entry, definition, next)
      state = next
    }
    guard let state else { throw .notStarted }
    return (definition, state)
  }

  private func replayStart(_ entry: ReplayEntry, calendar: OfficeCalendar) throws(ReplayError)
    -> InstanceState
  {
    let data = try values(entry)
    let session = entry.payload["session"]?.string ?? ""
    do {
      if entry.kind == HistoryKind.imported {
        return try start(
          LegacyAgreement(
            states: entry.payload["targets"]?.strings ?? [], data: data,
            started: entry.payload["started"]?.string.flatMap { CivilDate($0) },
            reason: entry.payload["reason"]?.string ?? "",
            by: entry.payload["operator"]?.string ?? ""),
          session: session, at: entry.at, calendar: calendar
        ).state
      }
      return try start(
        data: data, session: session, actor: Actor(entry.payload["actor"]), at: entry.at,
        calendar: calendar, parentKey: entry.payload["parent_key"]?.string
      ).state
    } catch { throw .refused(sequence: entry.sequence, error) }
  }

  private func replayMigration(
    _ entry: ReplayEntry, of state: InstanceState, from old: Workflow, calendar: OfficeCalendar
  ) throws(ReplayError) -> InstanceState {
    var migration = Migration(
      dropped: entry.payload["dropped"]?.strings ?? [], values: try values(entry),
      reason: entry.payload["reason"]?.string ?? "",
      by: entry.payload["operator"]?.string ?? "")
    for member in entry.payload["map"]?.members ?? [] {
      migration.states[member.name] = member.value.string
    }
    var search: EndSearch?
    let verdict = self.migration(
      of: state, from: old, by: migration, at: entry.at, calendar: calendar, search: &search)
    guard let outcome = verdict.outcome else {
      throw .unreadable(
        sequence: entry.sequence, verdict.problems.first.map { "\($0)" } ?? "migration")
    }
    return outcome.state
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
          kind, reason: payload["reason"]?.string ?? "", by: payload["operator"]?.string ?? "",
          isByParent: payload["by_parent"]?.bool ?? false))
    }
    if entry.kind == HistoryKind.childMoved {
      guard let child = Child(payload["child"]) else {
        throw .unreadable(sequence: entry.sequence, "child")
      }
      return .child(ChildNews(child))
    }
    if entry.kind == HistoryKind.taskMoved || entry.kind == HistoryKind.commented {
      guard let kind = payload["move"]?.string.flatMap(TaskMove.Kind.init(rawValue:)) else {
        throw .unreadable(sequence: entry.sequence, "move")
      }
      return .task(
        TaskMove(
          kind: kind, task: payload["task"]?.string, holder: OpenTask.Holder(payload["to"]),
          text: payload["reason"]?.string, actor: Actor(payload["actor"]),
          by: payload["operator"]?.string))
    }
    let reason = payload["reason"]?.string ?? ""
    let acts: [String: Administration.Act] = [
      HistoryKind.cancelled: .cancel,
      HistoryKind.jumped: .jump(to: payload["targets"]?.strings ?? []),
      HistoryKind.corrected: .correct(
        set: entry.kind == HistoryKind.corrected ? try values(entry) : [:],
        unset: payload["unset"]?.strings ?? []),
    ]
    if let act = acts[entry.kind] {
      return .administration(
        Administration(act, reason: reason, by: payload["operator"]?.string ?? ""))
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
    for member in entry.payload["signature"]?.members ?? [] {
      guard let field = SignatureForm.fields.first(where: { $0.name == member.name }) else {
        continue
      }
      guard case .success(let value) = field.value(from: member.value) else {
        throw .unreadable(sequence: entry.sequence, "signature.\(member.name)")
      }
      values[member.name] = value
    }
    return values
  }
}
