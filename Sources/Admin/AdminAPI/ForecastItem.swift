// What lies ahead of an agreement.

/// Something that happens.
public struct ForecastItem: WireType {
  /// When.
  public var at: String
  /// What; one of ``kinds``.
  public var kind: String
  /// The task, timer, event or workflow.
  public var name: String
  /// Title for people.
  public var title: String
  /// The role that acts or is told.
  public var role: String?
  /// Title of who is told or has the task.
  public var to: String?
  /// The deadline of a task that is opened or falls due.
  public var deadline: DeadlineItem?
  /// States that are left.
  public var exited: [String]
  /// States that are entered.
  public var entered: [String]
  /// What is taken for given.
  public var assumed: [String]

  /// Creates an item.
  public init(
    at: String, kind: String, name: String, title: String, role: String?, to: String?,
    deadline: DeadlineItem?, exited: [String], entered: [String], assumed: [String]
  ) {
    self.at = at
    self.kind = kind
    self.name = name
    self.title = title
    self.role = role
    self.to = to
    self.deadline = deadline
    self.exited = exited
    self.entered = entered
    self.assumed = assumed
  }

  /// What may happen.
  public static let kinds = [
    "deadline", "reminder", "overdue", "escalation", "act", "timer", "opened", "closed", "child",
    "ended",
  ]

  /// The shape.
  public static let schema = Schema(
    "ForecastItem", "Something that happens.",
    [
      .required("at", .timestamp, "When."),
      .required("kind", .oneOf(kinds), "What."),
      .required("name", .string, "The task, timer, event or workflow."),
      .required("title", .string, "Title for people."),
      .optional("role", .string, "The role that acts or is told."),
      .optional("to", .string, "Who is told or has the task."),
      .optional("deadline", .object(DeadlineItem.schema), "The deadline of the task."),
      .required("exited", .list(.string), "States that are left."),
      .required("entered", .list(.string), "States that are entered."),
      .required("assumed", .list(.string), "What nobody knows yet and is taken for given."),
    ])
}

/// One way ahead.
public struct ForecastCourse: WireType {
  /// The events by which people act, in order.
  public var events: [String]
  /// What happens, in order.
  public var items: [ForecastItem]
  /// How it ends; one of ``ends``.
  public var end: String
  /// How it ends, in words.
  public var endWords: String
  /// When it ends.
  public var endsAt: String
  /// What waits for a field.
  public var waiting: [String]

  /// Creates a course.
  public init(
    events: [String], items: [ForecastItem], end: String, endWords: String, endsAt: String,
    waiting: [String]
  ) {
    self.events = events
    self.items = items
    self.end = end
    self.endWords = endWords
    self.endsAt = endsAt
    self.waiting = waiting
  }

  enum CodingKeys: String, CodingKey {
    case events, items, end, waiting
    case endWords = "end_words"
    case endsAt = "ends_at"
  }

  /// How a way may end.
  public static let ends = [
    "finished", "suspended", "waits", "horizon", "bound", "acts", "returns", "no-deadline",
    "blocked", "refused",
  ]

  /// The shape.
  public static let schema = Schema(
    "ForecastCourse", "One way ahead.",
    [
      .required("events", .list(.string), "The events by which people act, in order."),
      .required("items", .list(.object(ForecastItem.schema)), "What happens, in order."),
      .required("end", .oneOf(ends), "How it ends."),
      .required("end_words", .string, "How it ends, in words."),
      .required("ends_at", .timestamp, "When it ends."),
      .required("waiting", .list(.string), "What never comes as long as a field has no value."),
    ])
}

/// What lies ahead of an agreement.
public struct ForecastAnswer: WireType {
  /// Reference.
  public var reference: String
  /// What the agreement is about.
  public var title: String
  /// The instant that it looks ahead from.
  public var from: String
  /// What happens if nobody acts.
  public var quiet: ForecastCourse
  /// Each way if people act on their last day.
  public var courses: [ForecastCourse]
  /// The last instant at which one of these ways comes to the end.
  public var latestFinish: String?
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    reference: String, title: String, from: String, quiet: ForecastCourse,
    courses: [ForecastCourse], latestFinish: String?, zone: String
  ) {
    self.reference = reference
    self.title = title
    self.from = from
    self.quiet = quiet
    self.courses = courses
    self.latestFinish = latestFinish
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case reference, title, from, quiet, courses, zone
    case latestFinish = "latest_finish"
  }

  /// The shape.
  public static let schema = Schema(
    "Forecast", "What lies ahead of an agreement.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("title", .string, "What the agreement is about."),
      .required("from", .timestamp, "The instant that it looks ahead from."),
      .required("quiet", .object(ForecastCourse.schema), "What happens if nobody acts."),
      .required(
        "courses", .list(.object(ForecastCourse.schema)),
        "What happens if each task is done on its last day, for each way through the events."),
      .optional(
        "latest_finish", .timestamp, "The last instant at which a way comes to the end."),
      .zone,
    ])
}
