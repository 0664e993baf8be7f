// The stored form of an agreement's state.

internal import CEL
public import Statechart
internal import WorkCalendar

/// Why a stored state cannot be used with a definition.
public enum StateDecodingError: Error, Hashable, Sendable {
  case notJSON(offset: Int)
  case missing(String)
  case illegalConfiguration(SnapshotError)
  case field(FieldProblem)
  case unknownField(String)
}

extension InstanceState {
  /// Version of the stored shape.
  public static let version: Int64 = 1

  /// The stored form; equal states have equal text.
  public func json(in workflow: Workflow) -> JSON {
    let chart = workflow.chart
    var members: [JSON.Member] = [
      .init("v", .int(Self.version)),
      .init("session", .string(snapshot.sessionID)),
      .init("states", .strings(snapshot.configuration(in: chart).map(\.rawValue))),
    ]
    let values = snapshot.historyValues(in: chart)
    if !values.isEmpty {
      let sorted = values.sorted { $0.key < $1.key }
      members.append(
        .init(
          "history",
          .object(sorted.map { .init($0.key.rawValue, .strings($0.value.map(\.rawValue))) })))
    }
    if isFinished { members.append(.init("done", .bool(true))) }
    if snapshot.idsMade > 0 { members.append(.init("ids", .int(Int64(snapshot.idsMade)))) }
    members.append(
      .init(
        "data",
        .object(
          workflow.fields.compactMap { field in
            data[field.name].map { .init(field.name, DataField.json($0)) }
          })))
    if !tasks.isEmpty { members.append(.init("tasks", .array(tasks.map(\.json)))) }
    if !timers.isEmpty { members.append(.init("timers", .array(timers.map(\.json)))) }
    if !actors.isEmpty {
      members.append(
        .init(
          "actors",
          .object(actors.sorted { $0.key < $1.key }.map { .init($0.key, .strings($0.value)) })))
    }
    if let suspension {
      members.append(
        .init(
          "suspended",
          .object([
            "since": suspension.since.json, "reason": .string(suspension.reason),
            "by_parent": suspension.isByParent ? .bool(true) : nil,
          ])))
    }
    if !children.isEmpty { members.append(.init("children", .array(children.map(\.json)))) }
    if let parentKey { members.append(.init("parent_key", .string(parentKey))) }
    if let cancellation { members.append(.init("cancelled", .string(cancellation))) }
    if !marks.isEmpty { members.append(.init("marks", .array(marks.map(\.json)))) }
    if !signatures.isEmpty {
      members.append(.init("signatures", .array(signatures.map(\.json))))
    }
    if let documents = documentsJSON { members.append(.init("documents", documents)) }
    return .object(members)
  }

  /// Reads the stored form back; the configuration must be legal in the workflow's chart.
  public init(stored text: String, in workflow: Workflow) throws(StateDecodingError) {
    let json: JSON
    do { json = try JSON(parsing: text) } catch { throw .notJSON(offset: error.offset) }
    guard let session = json["session"]?.string else { throw .missing("session") }
    guard let stored = json["states"] else { throw .missing("states") }
    var values: [StateID: [StateID]] = [:]
    for member in json["history"]?.members ?? [] {
      values[StateID(member.name)] = member.value.strings.map { StateID($0) }
    }
    do {
      snapshot = try Snapshot(
        chart: workflow.chart, configuration: stored.strings.map { StateID($0) },
        historyValues: values, status: json["done"]?.bool == true ? .done(.null) : .running,
        sessionID: session, idsMade: Int(json["ids"]?.int ?? 0))
    } catch { throw .illegalConfiguration(error) }
    data = [:]
    for member in json["data"]?.members ?? [] {
      guard let field = workflow.field(member.name) else { throw .unknownField(member.name) }
      switch field.value(from: member.value) {
      case .success(let value): data[member.name] = value
      case .failure(let problem): throw .field(problem)
      }
    }
    tasks = try (json["tasks"]?.items ?? []).map(OpenTask.init(json:))
    timers = try (json["timers"]?.items ?? []).map(PendingTimer.init(json:))
    actors = [:]
    for member in json["actors"]?.members ?? [] { actors[member.name] = member.value.strings }
    suspension = Instant(json["suspended"]?["since"]).map {
      Suspension(
        since: $0, reason: json["suspended"]?["reason"]?.string ?? "",
        isByParent: json["suspended"]?["by_parent"]?.bool ?? false)
    }
    children = (json["children"]?.items ?? []).compactMap { Child($0) }
    parentKey = json["parent_key"]?.string
    cancellation = json["cancelled"]?.string
    marks = try (json["marks"]?.items ?? []).map(ApprovalMark.init(json:))
    signatures = try (json["signatures"]?.items ?? []).map(Signature.init(json:))
    documents = try Self.documents(stored: json["documents"])
  }
}

extension Instant {
  fileprivate var json: JSON { .int(millisecondsSince1970) }

  fileprivate init?(_ json: JSON?) {
    guard let milliseconds = json?.int else { return nil }
    self.init(millisecondsSince1970: milliseconds)
  }
}

extension OpenTask {
  fileprivate var json: JSON {
    .object([
      "task": .string(task), "opened": openedAt.json,
      "due": deadline.map { $0.instant.json },
      "date": deadline.map { .string($0.date.description) },
      "provisional": deadline?.isProvisional == true ? .bool(true) : nil,
      "notices": noticesSent == 0 ? nil : .int(Int64(noticesSent)),
      "notice": nextNotice.map { $0.json }, "left": remainder.map { $0.json },
      "holder": holder.map { $0.json },
    ])
  }

  fileprivate init(json: JSON) throws(StateDecodingError) {
    guard let task = json["task"]?.string else { throw .missing("tasks.task") }
    guard let opened = Instant(json["opened"]) else { throw .missing("tasks.opened") }
    self.task = task
    openedAt = opened
    if let due = Instant(json["due"]), let date = json["date"]?.string.flatMap({ CivilDate($0) }) {
      deadline = Deadline(
        instant: due, date: date, isProvisional: json["provisional"]?.bool ?? false)
    }
    noticesSent = Int(json["notices"]?.int ?? 0)
    nextNotice = Instant(json["notice"])
    remainder = Remainder(json: json["left"])
    holder = Holder(json["holder"])
  }
}

extension PendingTimer {
  fileprivate var json: JSON {
    .object([
      "name": .string(name), "event": .string(event), "due": dueAt.json, "set": setAt.json,
      "left": remainder.map { $0.json },
    ])
  }

  fileprivate init(json: JSON) throws(StateDecodingError) {
    guard let name = json["name"]?.string, let event = json["event"]?.string,
      let due = Instant(json["due"])
    else { throw .missing("timers") }
    self.name = name
    self.event = event
    dueAt = due
    setAt = Instant(json["set"]) ?? due
    remainder = Remainder(json: json["left"])
  }
}

extension Remainder {
  fileprivate var json: JSON {
    .object([
      "amount": .int(Int64(span.amount)), "unit": .string(span.unit.rawValue), "from": from.json,
    ])
  }

  fileprivate init?(json: JSON?) {
    // Not by the words of authors: what is left of many months is more days than those may write.
    guard let amount = json?["amount"]?.int,
      let unit = json?["unit"]?.string.flatMap(TimeSpan.Unit.init(rawValue:)),
      let from = Instant(json?["from"])
    else { return nil }
    self.init(span: TimeSpan(Int(amount), unit), from: from)
  }
}
