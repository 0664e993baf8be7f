// Messages between step and delivery: kept as facts, put into words when they leave.

internal import WorkCalendar
internal import Workflow

/// The stored form of a message draft.
enum MessageContent {
  static func json(_ draft: MessageDraft) -> JSON {
    .object([
      "kind": .string(draft.kind.rawValue), "to": .string("\(draft.to)"),
      "task": draft.task.map { .string($0) },
      "due": draft.deadline.map { .int($0.instant.millisecondsSince1970) },
      "date": draft.deadline.map { .string("\($0.date)") },
      "provisional": draft.deadline?.isProvisional == true ? .bool(true) : nil,
      "reason": draft.reason.map { .string($0) },
      "states": draft.states.isEmpty ? nil : .strings(draft.states),
      "earlier": draft.earlier.map(json),
      "missed": draft.missed.isEmpty
        ? nil : .array(draft.missed.map { .int($0.millisecondsSince1970) }),
      "holder": draft.holder.map(\.json),
      "by": draft.by.map(\.json), "document": draft.document.map { .string($0) },
    ])
  }

  static func draft(_ json: JSON) -> MessageDraft? {
    guard let kind = json["kind"]?.string.flatMap(MessageDraft.Kind.init(rawValue:)),
      let to = json["to"]?.string.flatMap(Assignee.init)
    else { return nil }
    return MessageDraft(
      kind: kind, to: to, task: json["task"]?.string, deadline: deadline(json),
      reason: json["reason"]?.string, states: json["states"]?.strings ?? [],
      earlier: json["earlier"].flatMap(deadline),
      missed: (json["missed"]?.items ?? []).compactMap(\.int).map {
        Instant(millisecondsSince1970: $0)
      }, holder: OpenTask.Holder(json["holder"]), by: Actor(json["by"]),
      document: json["document"]?.string)
  }

  private static func json(_ deadline: Deadline) -> JSON {
    .object([
      "due": .int(deadline.instant.millisecondsSince1970), "date": .string("\(deadline.date)"),
      "provisional": deadline.isProvisional ? .bool(true) : nil,
    ])
  }

  private static func deadline(_ json: JSON) -> Deadline? {
    guard let due = json["due"]?.int, let date = json["date"]?.string.flatMap({ CivilDate($0) })
    else { return nil }
    return Deadline(
      instant: Instant(millisecondsSince1970: due), date: date,
      isProvisional: json["provisional"]?.bool ?? false)
  }
}

/// What a row of the outbox is about.
enum OutboxContent {
  /// What a step wrote.
  case draft(MessageDraft)
  /// Messages that wait together for one reader: numbers of their rows.
  case digest([Int64])
  /// Something that the administrators must look at.
  case incident(Incident)

  init?(_ text: String) {
    guard let json = try? JSON(parsing: text) else { return nil }
    switch json["kind"]?.string {
    case OwnKind.digest: self = .digest((json["items"]?.items ?? []).compactMap(\.int))
    case OwnKind.incident:
      guard let incident = Incident(json) else { return nil }
      self = .incident(incident)
    default:
      guard let draft = MessageContent.draft(json) else { return nil }
      self = .draft(draft)
    }
  }

  /// Why it is sent.
  var kind: String {
    switch self {
    case .draft(let draft): draft.kind.rawValue
    case .digest: OwnKind.digest
    case .incident: OwnKind.incident
    }
  }

  static func digest(_ items: [Int64]) -> String {
    JSON.object([
      "kind": .string(OwnKind.digest), "items": .array(items.map { .int($0) }),
    ]).text
  }
}
