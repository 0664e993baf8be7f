// Open tasks, and the events that can be sent.

/// An open task.
public struct TaskItem: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// Workflow.
  public var workflow: String
  /// What the agreement is about.
  public var agreementTitle: String
  /// Identity in the definition.
  public var task: String
  /// Title for people.
  public var title: String
  /// Role.
  public var role: String
  /// Title of the position or partner.
  public var assignee: String
  /// Names of the people who hold it today.
  public var people: [String]
  /// When it was opened.
  public var openedAt: String
  /// When it must be done.
  public var dueAt: String?
  /// True when the deadline counts through a year without a published holiday list.
  public var provisional: Bool
  /// True when the deadline has passed.
  public var overdue: Bool
  /// The events by which it can be done.
  public var events: [String]
  /// Who has it in hand.
  public var holder: TaskHolderItem?
  /// True when nobody can do it today.
  public var nobody: Bool?
  /// Since when nobody holds the position, where somebody did before.
  public var vacantSince: String?

  /// Creates a task.
  public init(
    reference: String, workflow: String, agreementTitle: String, task: String, title: String,
    role: String, assignee: String, people: [String], openedAt: String, dueAt: String?,
    provisional: Bool, overdue: Bool, events: [String], holder: TaskHolderItem? = nil,
    nobody: Bool? = nil, vacantSince: String? = nil
  ) {
    self.holder = holder
    self.nobody = nobody
    self.vacantSince = vacantSince
    self.reference = reference
    self.workflow = workflow
    self.agreementTitle = agreementTitle
    self.task = task
    self.title = title
    self.role = role
    self.assignee = assignee
    self.people = people
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.provisional = provisional
    self.overdue = overdue
    self.events = events
  }

  enum CodingKeys: String, CodingKey {
    case reference, workflow, task, title, role, assignee, people, provisional, overdue, events
    case holder
    case nobody
    case vacantSince = "vacant_since"
    case agreementTitle = "agreement_title"
    case openedAt = "opened_at"
    case dueAt = "due_at"
  }

  /// The shape.
  public static let schema = Schema(
    "Task", "An open task.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("workflow", .string, "Name of the workflow."),
      .required("agreement_title", .string, "What the agreement is about."),
      .required("task", .string, "Identity in the definition."),
      .required("title", .string, "Title for people."),
      .required("role", .string, "Role that does it."),
      .required("assignee", .string, "Title of the position or partner."),
      .required("people", .list(.string), "Names of the people who hold it today."),
      .required("opened_at", .timestamp, "When it was opened."),
      .optional("due_at", .timestamp, "When it must be done."),
      .required(
        "provisional", .boolean, "The deadline touches a year without a published holiday list."),
      .required("overdue", .boolean, "The deadline has passed."),
      .required("events", .list(.string), "The events by which it can be done."),
      .optional(
        "holder", .object(TaskHolderItem.schema),
        "Who has it in hand; without one it is everyone's who stands for the role."),
      .optional("nobody", .boolean, "Nobody can do it today; the administrators are told."),
      .optional("vacant_since", .string, "The first day on which nobody held the position."),
    ])
}

/// An event that could be sent now.
public struct EventItem: WireType {
  /// Event.
  public var event: String
  /// The task that it belongs to.
  public var task: String?
  /// Roles that may send it.
  public var roles: [String]
  /// True when it needs a reason.
  public var needsReason: Bool
  /// Fields that must be given.
  public var required: [String]
  /// Fields that may be given.
  public var optional: [String]
  /// Documents that must be added before.
  public var documents: [String]?

  /// Creates an event.
  public init(
    event: String, task: String?, roles: [String], needsReason: Bool, required: [String],
    optional: [String], documents: [String]? = nil
  ) {
    self.event = event
    self.task = task
    self.roles = roles
    self.needsReason = needsReason
    self.required = required
    self.optional = optional
    self.documents = documents
  }

  enum CodingKeys: String, CodingKey {
    case event, task, roles, required, optional, documents
    case needsReason = "needs_reason"
  }

  /// The shape.
  public static let schema = Schema(
    "Event", "An event that could be sent now.",
    [
      .required("event", .string, "Name."),
      .optional("task", .string, "The task that it belongs to."),
      .required("roles", .list(.string), "Roles that may send it."),
      .required("needs_reason", .boolean, "It needs a reason."),
      .required("required", .list(.string), "Fields that must be given."),
      .required("optional", .list(.string), "Fields that may be given."),
      .optional("documents", .list(.string), "Documents that must be added before."),
    ])
}
