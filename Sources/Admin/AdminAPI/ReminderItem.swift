// Notices around deadlines, and what became of them.

/// One reminder or escalation.
public struct ReminderItem: WireType {
  /// The task.
  public var task: String
  /// Its title for people.
  public var title: String
  /// The role that is told.
  public var role: String
  /// True for an escalation.
  public var escalation: Bool
  /// Distance from the deadline, as the definition says it.
  public var offset: String
  /// The deadline that it belongs to.
  public var deadline: String
  /// True when that deadline counts through a year without a published holiday list.
  public var provisional: Bool
  /// When it was to go out.
  public var plannedAt: String
  /// What became of it; one of ``statuses``.
  public var status: String
  /// When its step was taken.
  public var at: String?
  /// When it goes out, if it is still to come.
  public var goesOutAt: String?
  /// Why, in words; empty where there is nothing to tell.
  public var why: String
  /// Each channel and how it went.
  public var deliveries: [String]

  /// Creates an item.
  public init(
    task: String, title: String, role: String, escalation: Bool, offset: String, deadline: String,
    provisional: Bool, plannedAt: String, status: String, at: String?, goesOutAt: String?,
    why: String,
    deliveries: [String]
  ) {
    self.task = task
    self.title = title
    self.role = role
    self.escalation = escalation
    self.offset = offset
    self.deadline = deadline
    self.provisional = provisional
    self.plannedAt = plannedAt
    self.status = status
    self.at = at
    self.goesOutAt = goesOutAt
    self.why = why
    self.deliveries = deliveries
  }

  enum CodingKeys: String, CodingKey {
    case task, title, role, escalation, offset, deadline, provisional, status, at, why, deliveries
    case plannedAt = "planned_at"
    case goesOutAt = "goes_out_at"
  }

  /// What may have become of it.
  public static let statuses = [
    "sent", "merged", "nobody", "passed", "held", "next", "planned", "stopped",
  ]

  /// The shape.
  public static let schema = Schema(
    "Reminder", "A reminder or an escalation.",
    [
      .required("task", .string, "The task."),
      .required("title", .string, "Title of the task for people."),
      .required("role", .string, "The role that is told."),
      .required("escalation", .boolean, "It informs somebody else than the one who has the task."),
      .required("offset", .string, "Distance from the deadline, such as `-2 wd`."),
      .required("deadline", .timestamp, "The deadline that it belongs to."),
      .required(
        "provisional", .boolean, "The deadline touches a year without a published holiday list."),
      .required("planned_at", .timestamp, "When it was to go out."),
      .required("status", .oneOf(statuses), "What became of it."),
      .optional("at", .timestamp, "When its step was taken."),
      .optional("goes_out_at", .timestamp, "When it goes out, if it is still to come."),
      .required("why", .string, "Why, in words."),
      .required("deliveries", .list(.string), "Each channel and how it went."),
    ])
}
