// Working calendars: which version is loaded, which one open deadlines were counted on, what moves.

/// A calendar that is loaded.
public struct CalendarItem: WireType {
  /// Name.
  public var name: String
  /// Title.
  public var title: TextItem
  /// Digest of the version that is loaded.
  public var digest: String
  /// True when open deadlines were counted on that version.
  public var applied: Bool
  /// Digest of the version that open deadlines were last counted on.
  public var inForce: String?
  /// Since when.
  public var since: String?
  /// The last year whose holiday list is published.
  public var publishedThrough: Int?
  /// Workflows that count on it.
  public var workflows: [String]

  /// Creates an item.
  public init(
    name: String, title: TextItem, digest: String, applied: Bool, inForce: String?,
    since: String?, publishedThrough: Int?, workflows: [String]
  ) {
    self.name = name
    self.title = title
    self.digest = digest
    self.applied = applied
    self.inForce = inForce
    self.since = since
    self.publishedThrough = publishedThrough
    self.workflows = workflows
  }

  enum CodingKeys: String, CodingKey {
    case name, title, digest, applied, since, workflows
    case inForce = "in_force"
    case publishedThrough = "published_through"
  }

  /// The shape.
  public static let schema = Schema(
    "Calendar", "A working calendar that is loaded.",
    [
      .required("name", .string, "Name."),
      .required("title", .object(TextItem.schema), "Title."),
      .required("digest", .string, "SHA-256 of the version that is loaded."),
      .required("applied", .boolean, "Open deadlines were counted on that version."),
      .optional(
        "in_force", .string, "SHA-256 of the version that open deadlines were counted on."),
      .optional("since", .timestamp, "Since when that version is in force."),
      .optional(
        "published_through", .integer, "The last year whose holiday list is published."),
      .required("workflows", .list(.string), "Workflows that count on it."),
    ])
}

/// Body of `POST /v1/calendars/preview`.
public struct CalendarPreviewRequest: WireType {
  /// Name of a loaded calendar; not needed with a text, nor when only one is loaded.
  public var calendar: String?
  /// Name of the file, for messages.
  public var file: String?
  /// Text of another version.
  public var text: String?

  /// Creates a request.
  public init(calendar: String? = nil, file: String? = nil, text: String? = nil) {
    self.calendar = calendar
    self.file = file
    self.text = text
  }

  /// The shape.
  public static let schema = Schema(
    "CalendarPreviewRequest", "Asks what another version of a calendar would move.",
    [
      .optional("calendar", .string, "Name of a loaded calendar."),
      .optional("file", .string, "Name of the file, for messages."),
      .optional("text", .string, "Text of another version; by default the loaded one."),
    ])
}

/// Body of `POST /v1/calendars/apply`.
public struct CalendarApplyRequest: WireType {
  /// Name of a loaded calendar.
  public var calendar: String?
  /// Name of the file, for messages.
  public var file: String?
  /// The text that was previewed; refused when the daemon loads another one.
  public var text: String?
  /// Why.
  public var reason: String

  /// Creates a request.
  public init(calendar: String? = nil, file: String? = nil, text: String? = nil, reason: String) {
    self.calendar = calendar
    self.file = file
    self.text = text
    self.reason = reason
  }

  /// The shape.
  public static let schema = Schema(
    "CalendarApplyRequest", "Has open deadlines counted on a version of a calendar.",
    [
      .optional("calendar", .string, "Name of a loaded calendar."),
      .optional("file", .string, "Name of the file, for messages."),
      .optional("text", .string, "The text that was previewed."),
      .required("reason", .string, "Why; it is kept in each history."),
    ])
}

/// A moment that something must be done by.
public struct DeadlineItem: WireType {
  /// The last instant.
  public var at: String
  /// True when it counts through a year without a published holiday list.
  public var provisional: Bool

  /// Creates a deadline.
  public init(at: String, provisional: Bool) {
    self.at = at
    self.provisional = provisional
  }

  /// The shape.
  public static let schema = Schema(
    "Deadline", "A moment that something must be done by.",
    [
      .required("at", .timestamp, "The last instant."),
      .required(
        "provisional", .boolean, "It touches a year without a published holiday list."),
    ])
}

/// A deadline that moves.
public struct DeadlineChangeItem: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// What the agreement is about.
  public var agreementTitle: String
  /// The task or the timer.
  public var name: String
  /// Title for people.
  public var title: String
  /// `task` or `timer`.
  public var kind: String
  /// What it is now.
  public var before: DeadlineItem?
  /// What it becomes.
  public var after: DeadlineItem?

  /// Creates a change.
  public init(
    reference: String, agreementTitle: String, name: String, title: String, kind: String,
    before: DeadlineItem?, after: DeadlineItem?
  ) {
    self.reference = reference
    self.agreementTitle = agreementTitle
    self.name = name
    self.title = title
    self.kind = kind
    self.before = before
    self.after = after
  }

  enum CodingKeys: String, CodingKey {
    case reference, name, title, kind, before, after
    case agreementTitle = "agreement_title"
  }

  /// The shape.
  public static let schema = Schema(
    "DeadlineChange", "A deadline that moves.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("agreement_title", .string, "What the agreement is about."),
      .required("name", .string, "The task, or the timer of the chart."),
      .required("title", .string, "Title for people."),
      .required("kind", .oneOf(["task", "timer"]), "What it is."),
      .optional("before", .object(DeadlineItem.schema), "What it is now."),
      .optional("after", .object(DeadlineItem.schema), "What it becomes."),
    ])
}

/// An agreement that could not be moved.
public struct FailureItem: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// Why.
  public var reason: String

  /// Creates a failure.
  public init(reference: String, reason: String) {
    self.reference = reference
    self.reason = reason
  }

  /// The shape.
  public static let schema = Schema(
    "Failure", "An agreement that could not be moved.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("reason", .string, "Why."),
    ])
}

/// What a version of a calendar moves, or moved.
public struct CalendarReportItem: WireType {
  /// Name of the calendar.
  public var calendar: String
  /// Digest of the version.
  public var digest: String
  /// True when it was applied; false for a preview.
  public var applied: Bool
  /// Agreements that were looked at.
  public var looked: Int
  /// Each deadline that moves.
  public var moved: [DeadlineChangeItem]
  /// Agreements that could not be moved.
  public var failed: [FailureItem]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a report.
  public init(
    calendar: String, digest: String, applied: Bool, looked: Int, moved: [DeadlineChangeItem],
    failed: [FailureItem], zone: String
  ) {
    self.calendar = calendar
    self.digest = digest
    self.applied = applied
    self.looked = looked
    self.moved = moved
    self.failed = failed
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "CalendarReport", "What a version of a calendar moves, or moved.",
    [
      .required("calendar", .string, "Name of the calendar."),
      .required("digest", .string, "SHA-256 of the version."),
      .required("applied", .boolean, "It was applied; false for a preview."),
      .required("looked", .integer, "Agreements that were looked at."),
      .required("moved", .list(.object(DeadlineChangeItem.schema)), "Each deadline that moves."),
      .required(
        "failed", .list(.object(FailureItem.schema)), "Agreements that could not be moved."),
      .zone,
    ])
}

/// Body of `POST /v1/agreements/{reference}/suspend` and `/resume`.
public struct OperationRequest: WireType {
  /// Why.
  public var reason: String

  /// Creates a request.
  public init(reason: String) { self.reason = reason }

  /// The shape.
  public static let schema = Schema(
    "OperationRequest", "What an administrator does to an agreement.",
    [.required("reason", .string, "Why; it is kept in the history.")])
}
