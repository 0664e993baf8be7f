// Moving agreements to another version of their definition: the request, and a verdict for each.

/// Body of `POST /v1/workflows/{name}/migration`.
public struct MigrationRequest: WireType {
  /// Only these agreements; missing: all that run.
  public var references: [String]?
  /// States of the old definition that are called otherwise in the new one.
  public var states: [String: JSONValue]?
  /// Fields whose values are left behind.
  public var dropped: [String]?
  /// Values for fields of the new definition that an agreement has none for.
  public var data: [String: JSONValue]?
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var dryRun: Bool?

  /// Creates a request.
  public init(
    references: [String]? = nil, states: [String: JSONValue]? = nil, dropped: [String]? = nil,
    data: [String: JSONValue]? = nil, reason: String?, dryRun: Bool? = nil
  ) {
    self.references = references
    self.states = states
    self.dropped = dropped
    self.data = data
    self.reason = reason
    self.dryRun = dryRun
  }

  enum CodingKeys: String, CodingKey {
    case references, states, dropped, data, reason
    case dryRun = "dry_run"
  }

  /// The shape.
  public static let schema = Schema(
    "MigrationRequest", "Moves agreements to the definition that is loaded; all, or none.",
    [
      .optional("references", .list(.string), "Only these; missing: all that run."),
      .optional(
        "states", .map(.string), "States that are called otherwise in the new definition."),
      .optional("dropped", .list(.string), "Fields whose values are left behind."),
      .optional("data", .map(.any), "Values for fields that an agreement has none for."),
      .reason, .dryRun,
    ])
}

/// The verdict about one agreement.
public struct VerdictItem: WireType {
  /// Reference.
  public var reference: String
  /// What it is about.
  public var title: String
  /// Digest of the definition that it was on.
  public var from: String
  /// Active states before.
  public var before: [String]
  /// Active states after; empty where that cannot be told.
  public var after: [String]
  /// Every task and timed transition, before and after.
  public var promises: [PromiseChangeItem]
  /// Data that are others than before.
  public var fields: [FieldChangeItem]
  /// True for one that is suspended, and stays so.
  public var suspended: Bool
  /// Why it cannot be moved.
  public var problems: [String]
  /// What else is to be known.
  public var notes: [String]

  /// Creates a verdict.
  public init(
    reference: String, title: String, from: String, before: [String], after: [String],
    promises: [PromiseChangeItem], fields: [FieldChangeItem], suspended: Bool,
    problems: [String], notes: [String]
  ) {
    self.reference = reference
    self.title = title
    self.from = from
    self.before = before
    self.after = after
    self.promises = promises
    self.fields = fields
    self.suspended = suspended
    self.problems = problems
    self.notes = notes
  }

  /// The shape.
  public static let schema = Schema(
    "MigrationVerdict", "What moving one agreement does, or why it cannot be moved.",
    [
      .required("reference", .string, "Reference."),
      .required("title", .string, "What it is about."),
      .required("from", .string, "Digest of the definition that it was on."),
      .required("before", .list(.string), "Active states before."),
      .required("after", .list(.string), "Active states after; empty where that is not known."),
      .required(
        "promises", .list(.object(PromiseChangeItem.schema)),
        "Every task and timed transition, before and after."),
      .required(
        "fields", .list(.object(FieldChangeItem.schema)), "Data that are others than before."),
      .required("suspended", .boolean, "It is suspended, and stays so."),
      .required("problems", .list(.string), "Why it cannot be moved."),
      .required("notes", .list(.string), "What else is to be known."),
    ])
}

/// What a migration did, or would do.
public struct MigrationAnswer: WireType {
  /// Workflow.
  public var workflow: String
  /// Digest of the definition that is loaded.
  public var definition: String
  /// True when the agreements were moved.
  public var applied: Bool
  /// Agreements that are on that definition already.
  public var current: Int
  /// A verdict for each of the others.
  public var items: [VerdictItem]
  /// How many cannot be moved; one keeps all others where they are.
  public var problems: Int
  /// True when the same command had been done before.
  public var replay: Bool
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    workflow: String, definition: String, applied: Bool, current: Int, items: [VerdictItem],
    problems: Int, replay: Bool, zone: String
  ) {
    self.workflow = workflow
    self.definition = definition
    self.applied = applied
    self.current = current
    self.items = items
    self.problems = problems
    self.replay = replay
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "MigrationAnswer", "What a migration did, or would do.",
    [
      .required("workflow", .string, "Name of the workflow."),
      .required("definition", .string, "Digest of the definition that is loaded."),
      .required("applied", .boolean, "The agreements were moved."),
      .required("current", .integer, "Agreements that are on that definition already."),
      .required("items", .list(.object(VerdictItem.schema)), "A verdict for each of the others."),
      .required("problems", .integer, "How many cannot be moved; one keeps all others back."),
      .required("replay", .boolean, "The same command had been done before."),
      .zone,
    ])
}
