// What changes an agreement: the bodies of requests, and the answer.

/// Body of `POST /v1/agreements`.
public struct StartRequest: WireType {
  /// Workflow.
  public var workflow: String
  /// Values of its fields.
  public var data: [String: JSONValue]?
  /// The agreement that it is put below.
  public var parent: String?
  /// The person whom an administrator stands in for; development only.
  public var `as`: String?

  /// Creates a request.
  public init(
    workflow: String, data: [String: JSONValue]? = nil, parent: String? = nil,
    as person: String? = nil
  ) {
    self.parent = parent
    self.workflow = workflow
    self.data = data
    self.as = person
  }

  /// The shape.
  public static let schema = Schema(
    "StartRequest", "Starts an agreement.",
    [
      .required("workflow", .string, "Name of the workflow."),
      .optional("data", .map(.any), "Values of its fields, by name."),
      .optional("parent", .string, "Reference of the agreement that it is put below."),
      .standIn,
    ])
}

/// Body of `POST /v1/agreements/{reference}/events`.
public struct EventRequest: WireType {
  /// Event.
  public var event: String
  /// Values for the event's form.
  public var data: [String: JSONValue]?
  /// Why.
  public var reason: String?
  /// The task, when several are open.
  public var task: String?
  /// The person whom an administrator stands in for; development only.
  public var `as`: String?

  /// Creates a request.
  public init(
    event: String, data: [String: JSONValue]? = nil, reason: String? = nil, task: String? = nil,
    as person: String? = nil
  ) {
    self.event = event
    self.data = data
    self.reason = reason
    self.task = task
    self.as = person
  }

  /// The shape.
  public static let schema = Schema(
    "EventRequest", "Sends an event to an agreement.",
    [
      .required("event", .string, "Name of the event."),
      .optional("data", .map(.any), "Values for the event's form, by field."),
      .optional("reason", .string, "Why."),
      .optional("task", .string, "The task, when the event is possible for several."),
      .standIn,
    ])
}

/// Body of `POST /v1/agreements/{reference}/decisions`.
public struct DecisionRequest: WireType {
  /// `approve` or `return`.
  public var decision: String
  /// Values for the event's form.
  public var data: [String: JSONValue]?
  /// Why; returning always needs one where the definition says so.
  public var reason: String?
  /// The task, when several are open.
  public var task: String?
  /// The person whom an administrator stands in for; development only.
  public var `as`: String?

  /// Creates a request.
  public init(
    decision: String, data: [String: JSONValue]? = nil, reason: String? = nil,
    task: String? = nil, as person: String? = nil
  ) {
    self.decision = decision
    self.data = data
    self.reason = reason
    self.task = task
    self.as = person
  }

  /// The shape.
  public static let schema = Schema(
    "DecisionRequest", "Approves or returns, whatever the workflow calls it.",
    [
      .required("decision", .oneOf(["approve", "return"]), "Which of the two."),
      .optional("data", .map(.any), "Values for the event's form, by field."),
      .optional("reason", .string, "Why."),
      .optional("task", .string, "The task, when several wait for a decision."),
      .standIn,
    ])
}

extension Schema.Property {
  static let standIn = optional(
    "as", .string, "The person whom an administrator stands in for; development only.")
}

/// Who acted, as which role, in which capacity.
public struct ActorItem: WireType {
  /// Person of the directory.
  public var person: String
  /// Name, when the directory still has the person.
  public var name: String?
  /// Role.
  public var role: String
  /// How the person came to act, such as `definitif`.
  public var capacity: String
  /// The document that the capacity rests on.
  public var basis: String?
  /// The position that the person holds or acts for.
  public var position: String?
  /// The holder in whose name a deputy acts.
  public var `for`: String?
  /// That holder's name, when the directory still has the person.
  public var forName: String?

  /// Creates an actor.
  public init(
    person: String, name: String?, role: String, capacity: String, basis: String?,
    position: String? = nil, for giver: String? = nil, forName: String? = nil
  ) {
    self.person = person
    self.name = name
    self.role = role
    self.capacity = capacity
    self.basis = basis
    self.position = position
    self.for = giver
    self.forName = forName
  }

  enum CodingKeys: String, CodingKey {
    case person, name, role, capacity, basis, position, `for`
    case forName = "for_name"
  }

  /// The shape.
  public static let schema = Schema(
    "Actor", "Who acted, as which role, in which capacity.",
    [
      .required("person", .string, "Identity in the directory."),
      .optional("name", .string, "Name, when the directory has the person."),
      .required("role", .string, "Role."),
      .required("capacity", .string, "How the person came to act, such as `definitif`."),
      .optional("basis", .string, "The document that the capacity rests on."),
      .optional("position", .string, "The position that the person holds or acts for."),
      .optional("for", .string, "The holder in whose name a deputy acts."),
      .optional("for_name", .string, "That holder's name, when the directory has the person."),
    ])
}

/// What a command did; it is on disk.
public struct CommandAnswer: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// Workflow.
  public var workflow: String
  /// Number of the history entry within the agreement.
  public var sequence: Int
  /// The event; `start` for a start.
  public var event: String
  /// Who acted.
  public var actor: ActorItem?
  /// Instant of the step.
  public var at: String
  /// Active states after the step.
  public var states: [String]
  /// States that were left, in order.
  public var exited: [String]
  /// States that were entered, in order.
  public var entered: [String]
  /// True when the same command had been done before and nothing was done now.
  public var replay: Bool
  /// References of agreements below this one to which the same was done.
  public var followed: [String]?
  /// References of open agreements below this one that stay as they are.
  public var stayed: [String]?
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    reference: String, workflow: String, sequence: Int, event: String, actor: ActorItem?,
    at: String, states: [String], exited: [String], entered: [String], replay: Bool,
    followed: [String]? = nil, stayed: [String]? = nil, zone: String
  ) {
    self.followed = followed
    self.stayed = stayed
    self.reference = reference
    self.workflow = workflow
    self.sequence = sequence
    self.event = event
    self.actor = actor
    self.at = at
    self.states = states
    self.exited = exited
    self.entered = entered
    self.replay = replay
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "CommandAnswer", "What a command did; it is on disk.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("workflow", .string, "Name of the workflow."),
      .required("sequence", .integer, "Number of the history entry within the agreement."),
      .required("event", .string, "The event; `start` for a start."),
      .optional("actor", .object(ActorItem.schema), "Who acted."),
      .required("at", .timestamp, "Instant of the step."),
      .required("states", .list(.string), "Active states after the step."),
      .required("exited", .list(.string), "States that were left, in order."),
      .required("entered", .list(.string), "States that were entered, in order."),
      .required(
        "replay", .boolean, "The same command had been done before; nothing was done now."),
      .optional(
        "followed", .list(.string),
        "References of agreements below this one to which the same was done."),
      .optional(
        "stayed", .list(.string),
        "References of open agreements below this one that stay as they are."),
      .zone,
    ])
}
