// Agreements: in a list, and whole.

/// An agreement in a list.
public struct AgreementItem: WireType {
  /// Reference, such as `NKO/2026/0001`.
  public var reference: String
  /// Workflow.
  public var workflow: String
  /// What it is about.
  public var title: String
  /// Identity of the partner organisation.
  public var party: String?
  /// Name of the partner organisation.
  public var partyName: String?
  /// `active`, `finished` or `failed`.
  public var status: String
  /// Active states.
  public var states: [String]
  /// Number of its last history entry.
  public var sequence: Int
  /// When it was started.
  public var startedAt: String
  /// When it last moved.
  public var changedAt: String
  /// When it ended.
  public var finishedAt: String?
  /// Since when its clocks stand still.
  public var suspendedAt: String?

  /// Creates an item.
  public init(
    reference: String, workflow: String, title: String, party: String?, partyName: String?,
    status: String, states: [String], sequence: Int, startedAt: String, changedAt: String,
    finishedAt: String?, suspendedAt: String? = nil
  ) {
    self.reference = reference
    self.workflow = workflow
    self.title = title
    self.party = party
    self.partyName = partyName
    self.status = status
    self.states = states
    self.sequence = sequence
    self.startedAt = startedAt
    self.changedAt = changedAt
    self.finishedAt = finishedAt
    self.suspendedAt = suspendedAt
  }

  enum CodingKeys: String, CodingKey {
    case reference, workflow, title, party, status, states, sequence
    case partyName = "party_name"
    case startedAt = "started_at"
    case changedAt = "changed_at"
    case finishedAt = "finished_at"
    case suspendedAt = "suspended_at"
  }

  /// The shape.
  public static let schema = Schema(
    "Agreement", "An agreement in a list.",
    [
      .required("reference", .string, "Reference; percent-encode its slashes in paths."),
      .required("workflow", .string, "Name of the workflow."),
      .required("title", .string, "What the agreement is about."),
      .optional("party", .string, "Identity of the partner organisation."),
      .optional("party_name", .string, "Name of the partner organisation."),
      .required("status", .oneOf(["active", "finished", "failed"]), "How it stands."),
      .required("states", .list(.string), "Active states."),
      .required("sequence", .integer, "Number of its last history entry."),
      .required("started_at", .timestamp, "When it was started."),
      .required("changed_at", .timestamp, "When it last moved."),
      .optional("finished_at", .timestamp, "When it ended."),
      .optional("suspended_at", .timestamp, "Since when its clocks stand still."),
    ])
}

/// A value of an agreement's data.
public struct FieldItem: WireType {
  /// Field.
  public var name: String
  /// Title for people.
  public var title: String
  /// Value.
  public var value: JSONValue

  /// Creates a value.
  public init(name: String, title: String, value: JSONValue) {
    self.name = name
    self.title = title
    self.value = value
  }

  /// The shape.
  public static let schema = Schema(
    "Field", "A value of an agreement's data.",
    [
      .required("name", .string, "Name of the field."),
      .required("title", .string, "Title for people."),
      .required("value", .any, "The value."),
    ])
}

/// A timer that is set.
public struct TimerItem: WireType {
  /// Name.
  public var name: String
  /// When it is due.
  public var dueAt: String

  /// Creates a timer.
  public init(name: String, dueAt: String) {
    self.name = name
    self.dueAt = dueAt
  }

  enum CodingKeys: String, CodingKey {
    case name
    case dueAt = "due_at"
  }

  /// The shape.
  public static let schema = Schema(
    "Timer", "A timer that is set.",
    [
      .required("name", .string, "Name within the agreement."),
      .required("due_at", .timestamp, "When it is due."),
    ])
}

/// An agreement, whole.
public struct AgreementDetail: WireType {
  /// As in a list.
  public var agreement: AgreementItem
  /// Digest of its definition.
  public var definition: String
  /// Values of its data.
  public var data: [FieldItem]
  /// Open tasks.
  public var tasks: [TaskItem]
  /// What could be sent now.
  public var events: [EventItem]
  /// Timers that are set.
  public var timers: [TimerItem]
  /// Why it is suspended.
  public var suspensionReason: String?
  /// Why an administrator cancelled it.
  public var cancellationReason: String?
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an agreement.
  public init(
    agreement: AgreementItem, definition: String, data: [FieldItem], tasks: [TaskItem],
    events: [EventItem], timers: [TimerItem], suspensionReason: String? = nil,
    cancellationReason: String? = nil,
    zone: String
  ) {
    self.agreement = agreement
    self.definition = definition
    self.data = data
    self.tasks = tasks
    self.events = events
    self.timers = timers
    self.suspensionReason = suspensionReason
    self.cancellationReason = cancellationReason
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case agreement, definition, data, tasks, events, timers, zone
    case suspensionReason = "suspension_reason"
    case cancellationReason = "cancellation_reason"
  }

  /// The shape.
  public static let schema = Schema(
    "AgreementDetail", "An agreement, whole.",
    [
      .required("agreement", .object(AgreementItem.schema), "As in a list."),
      .required("definition", .string, "SHA-256 of the definition that it runs by."),
      .required("data", .list(.object(FieldItem.schema)), "Values of its data."),
      .required("tasks", .list(.object(TaskItem.schema)), "Open tasks."),
      .required("events", .list(.object(EventItem.schema)), "What could be sent now."),
      .required("timers", .list(.object(TimerItem.schema)), "Timers that are set."),
      .optional("suspension_reason", .string, "Why it is suspended."),
      .optional("cancellation_reason", .string, "Why an administrator cancelled it."),
      .zone,
    ])
}
