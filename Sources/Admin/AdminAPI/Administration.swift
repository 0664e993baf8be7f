// What administrators change from outside: bodies of requests, and what was changed.

/// Body of `POST /v1/agreements/{reference}/cancel`.
public struct CancelRequest: WireType {
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var dryRun: Bool?

  /// Creates a request.
  public init(reason: String?, dryRun: Bool? = nil) {
    self.reason = reason
    self.dryRun = dryRun
  }

  enum CodingKeys: String, CodingKey {
    case reason
    case dryRun = "dry_run"
  }

  /// The shape.
  public static let schema = Schema(
    "CancelRequest", "Ends an agreement that should not go on.", [.reason, .dryRun])
}

/// Body of `POST /v1/agreements/{reference}/jump`.
public struct JumpRequest: WireType {
  /// Where the agreement is to be: one state, or one for each region of a parallel one.
  public var states: [String]
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var dryRun: Bool?

  /// Creates a request.
  public init(states: [String], reason: String?, dryRun: Bool? = nil) {
    self.states = states
    self.reason = reason
    self.dryRun = dryRun
  }

  enum CodingKeys: String, CodingKey {
    case states, reason
    case dryRun = "dry_run"
  }

  /// The shape.
  public static let schema = Schema(
    "JumpRequest", "Takes an agreement to states.",
    [
      .required("states", .list(.string), "Where it is to be; regions not named begin anew."),
      .reason, .dryRun,
    ])
}

/// Body of `POST /v1/agreements/{reference}/corrections`.
public struct CorrectionRequest: WireType {
  /// New values, by field.
  public var data: [String: JSONValue]?
  /// Fields whose values are taken away.
  public var unset: [String]?
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var dryRun: Bool?

  /// Creates a request.
  public init(
    data: [String: JSONValue]?, unset: [String]? = nil, reason: String?, dryRun: Bool? = nil
  ) {
    self.data = data
    self.unset = unset
    self.reason = reason
    self.dryRun = dryRun
  }

  enum CodingKeys: String, CodingKey {
    case data, unset, reason
    case dryRun = "dry_run"
  }

  /// The shape.
  public static let schema = Schema(
    "CorrectionRequest", "Corrects the data of an agreement.",
    [
      .optional("data", .map(.any), "New values, by field."),
      .optional("unset", .list(.string), "Fields whose values are taken away."),
      .reason, .dryRun,
    ])
}

extension Schema.Property {
  static let reason = optional(
    "reason", .string, "Why; it is kept in the history. Only a preview needs none.")
  static let dryRun = optional(
    "dry_run", .boolean, "Tell what would be done, and write nothing.")
}

/// One side of a promise.
public struct PromiseSideItem: WireType {
  /// The task, or the timer of the chart.
  public var name: String
  /// Whose task it is.
  public var role: String?
  /// When it is due.
  public var due: DeadlineItem?

  /// Creates a side.
  public init(name: String, role: String?, due: DeadlineItem?) {
    self.name = name
    self.role = role
    self.due = due
  }

  /// The shape.
  public static let schema = Schema(
    "PromiseSide", "A task or a timed transition as it was, or is.",
    [
      .required("name", .string, "The task, or the timer of the chart."),
      .optional("role", .string, "Whose task it is."),
      .optional("due", .object(DeadlineItem.schema), "When it is due."),
    ])
}

/// A task or a timed transition, before and after.
public struct PromiseChangeItem: WireType {
  /// `task` or `timer`.
  public var kind: String
  /// Title for people.
  public var title: String
  /// Before; missing: it was not there.
  public var before: PromiseSideItem?
  /// After; missing: it is there no more.
  public var after: PromiseSideItem?

  /// Creates a change.
  public init(kind: String, title: String, before: PromiseSideItem?, after: PromiseSideItem?) {
    self.kind = kind
    self.title = title
    self.before = before
    self.after = after
  }

  /// The shape.
  public static let schema = Schema(
    "PromiseChange", "A task or a timed transition, before and after.",
    [
      .required("kind", .oneOf(["task", "timer"]), "What it is."),
      .required("title", .string, "Title for people."),
      .optional("before", .object(PromiseSideItem.schema), "Before; missing: it was not there."),
      .optional("after", .object(PromiseSideItem.schema), "After; missing: it is gone."),
    ])
}

/// A value of the data, before and after.
public struct FieldChangeItem: WireType {
  /// Name of the field.
  public var name: String
  /// Before; missing: none.
  public var before: JSONValue?
  /// After; missing: none.
  public var after: JSONValue?

  /// Creates a change.
  public init(name: String, before: JSONValue?, after: JSONValue?) {
    self.name = name
    self.before = before
    self.after = after
  }

  /// The shape.
  public static let schema = Schema(
    "FieldChange", "A value of the data, before and after.",
    [
      .required("name", .string, "Name of the field."),
      .optional("before", .any, "Before; missing: none."),
      .optional("after", .any, "After; missing: none."),
    ])
}

/// What an administrator's command did, or would do.
public struct AdministrationAnswer: WireType {
  /// As of any command; of a preview the sequence is that of the last entry.
  public var command: CommandAnswer
  /// True when nothing was written.
  public var dryRun: Bool
  /// Tasks that nobody did.
  public var skipped: [String]
  /// Tasks and timed transitions that are others than before.
  public var promises: [PromiseChangeItem]
  /// Data that are others than before.
  public var fields: [FieldChangeItem]
  /// What should be known.
  public var warnings: [String]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    command: CommandAnswer, dryRun: Bool, skipped: [String], promises: [PromiseChangeItem],
    fields: [FieldChangeItem], warnings: [String], zone: String
  ) {
    self.command = command
    self.dryRun = dryRun
    self.skipped = skipped
    self.promises = promises
    self.fields = fields
    self.warnings = warnings
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case command, skipped, promises, fields, warnings, zone
    case dryRun = "dry_run"
  }

  /// The shape.
  public static let schema = Schema(
    "AdministrationAnswer", "What an administrator's command did, or would do.",
    [
      .required("command", .object(CommandAnswer.schema), "As of any command."),
      .required("dry_run", .boolean, "Nothing was written."),
      .required("skipped", .list(.string), "Tasks that nobody did."),
      .required(
        "promises", .list(.object(PromiseChangeItem.schema)),
        "Tasks and timed transitions that are others than before."),
      .required(
        "fields", .list(.object(FieldChangeItem.schema)), "Data that are others than before."),
      .required("warnings", .list(.string), "What should be known."),
      .zone,
    ])
}
