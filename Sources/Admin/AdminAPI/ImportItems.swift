// Agreements from before the daemon: the body of the request, and what became of each.

/// An agreement to take in.
public struct LegacyItem: WireType {
  /// The states that it stands in.
  public var states: [String]
  /// Values of its fields.
  public var data: [String: JSONValue]?
  /// Its own reference; missing: the next one of the workflow's series.
  public var reference: String?
  /// When it began, a date.
  public var started: String?
  /// Its line in a file, for messages.
  public var line: Int?

  /// Creates an item.
  public init(
    states: [String], data: [String: JSONValue]?, reference: String? = nil,
    started: String? = nil, line: Int? = nil
  ) {
    self.states = states
    self.data = data
    self.reference = reference
    self.started = started
    self.line = line
  }

  /// The shape.
  public static let schema = Schema(
    "LegacyAgreement", "An agreement from before the daemon.",
    [
      .required("states", .list(.string), "The states that it stands in."),
      .optional("data", .map(.any), "Values of its fields, by name."),
      .optional("reference", .string, "Its own reference; missing: the next one of the series."),
      .optional("started", .string, "When it began, a date."),
      .optional("line", .integer, "Its line in a file, for messages."),
    ])
}

/// Body of `POST /v1/imports`.
public struct ImportRequest: WireType {
  /// Workflow.
  public var workflow: String
  /// The agreements.
  public var items: [LegacyItem]
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var dryRun: Bool?

  /// Creates a request.
  public init(workflow: String, items: [LegacyItem], reason: String?, dryRun: Bool? = nil) {
    self.workflow = workflow
    self.items = items
    self.reason = reason
    self.dryRun = dryRun
  }

  enum CodingKeys: String, CodingKey {
    case workflow, items, reason
    case dryRun = "dry_run"
  }

  /// The shape.
  public static let schema = Schema(
    "ImportRequest", "Takes in agreements from before; all of them, or none.",
    [
      .required("workflow", .string, "Name of the workflow."),
      .required("items", .list(.object(LegacyItem.schema)), "The agreements."),
      .reason, .dryRun,
    ])
}

/// What became of one agreement.
public struct ImportedItem: WireType {
  /// Its line in a file.
  public var line: Int?
  /// Its reference; missing: not known yet.
  public var reference: String?
  /// What it is about.
  public var title: String
  /// Active states.
  public var states: [String]
  /// `active`, `finished` or `refused`.
  public var status: String
  /// Timed transitions that were taken because their time had passed.
  public var passed: [String]
  /// Open tasks and timed transitions to come.
  public var promises: [PromiseChangeItem]
  /// Why it cannot be taken in.
  public var problem: String?

  /// Creates an item.
  public init(
    line: Int?, reference: String?, title: String, states: [String], status: String,
    passed: [String], promises: [PromiseChangeItem], problem: String?
  ) {
    self.line = line
    self.reference = reference
    self.title = title
    self.states = states
    self.status = status
    self.passed = passed
    self.promises = promises
    self.problem = problem
  }

  /// The shape.
  public static let schema = Schema(
    "ImportedAgreement", "What became of one agreement, or would.",
    [
      .optional("line", .integer, "Its line in a file."),
      .optional("reference", .string, "Its reference; missing: not known yet."),
      .required("title", .string, "What it is about."),
      .required("states", .list(.string), "Active states."),
      .required("status", .oneOf(["active", "finished", "refused"]), "How it stands."),
      .required(
        "passed", .list(.string), "Timed transitions taken because their time had passed."),
      .required(
        "promises", .list(.object(PromiseChangeItem.schema)),
        "Open tasks and timed transitions to come."),
      .optional("problem", .string, "Why it cannot be taken in."),
    ])
}

/// What an import did, or would do.
public struct ImportAnswer: WireType {
  /// Workflow.
  public var workflow: String
  /// True when the agreements are on disk.
  public var applied: Bool
  /// Each agreement, in the order in which it was given.
  public var items: [ImportedItem]
  /// How many cannot be taken in; one keeps all others out.
  public var problems: Int
  /// True when the same command had been done before.
  public var replay: Bool
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    workflow: String, applied: Bool, items: [ImportedItem], problems: Int, replay: Bool,
    zone: String
  ) {
    self.workflow = workflow
    self.applied = applied
    self.items = items
    self.problems = problems
    self.replay = replay
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "ImportAnswer", "What an import did, or would do.",
    [
      .required("workflow", .string, "Name of the workflow."),
      .required("applied", .boolean, "The agreements are on disk."),
      .required("items", .list(.object(ImportedItem.schema)), "Each agreement, as it was given."),
      .required("problems", .integer, "How many cannot be taken in; one keeps all others out."),
      .required("replay", .boolean, "The same command had been done before."),
      .zone,
    ])
}
