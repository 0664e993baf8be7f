// How the daemon is: status, health, and what a reload did.

/// How the daemon is.
public struct StatusReport: WireType {
  /// Version of the program.
  public var version: String
  /// When it was started.
  public var startedAt: String
  /// Its clock.
  public var now: String
  /// Agreements that are active.
  public var agreementsActive: Int
  /// Agreements that have ended.
  public var agreementsFinished: Int
  /// Agreements that cannot go on.
  public var agreementsFailed: Int
  /// Active agreements whose clocks stand still.
  public var agreementsSuspended: Int
  /// Open tasks.
  public var openTasks: Int
  /// Timers that are set.
  public var timers: Int
  /// When the next timer is due.
  public var nextTimer: String?
  /// Messages that wait.
  public var messagesPending: Int
  /// Messages that were given up.
  public var messagesDead: Int
  /// Messages whose outcome is unknown.
  public var messagesUnknown: Int
  /// Entries of the history.
  public var historyPosition: Int64
  /// Hash of the last entry.
  public var historyHash: String
  /// Workflows that can be started.
  public var workflows: [String]
  /// What the last reload refused.
  public var loadProblems: [String]
  /// Calendars whose loaded version open deadlines were not counted on.
  public var calendarsNotApplied: [String]
  /// Abbreviation of the office's zone.
  public var zone: String
  /// Open tasks that nobody can do today.
  public var tasksWithNobody: Int?
  /// Number of the directory's version.
  public var directoryVersion: Int64?
  /// Directory files that say something else than the directory in force.
  public var directoryNotes: [String]?

  /// Creates a report.
  public init(
    version: String, startedAt: String, now: String, agreementsActive: Int,
    agreementsFinished: Int, agreementsFailed: Int, agreementsSuspended: Int, openTasks: Int,
    timers: Int,
    nextTimer: String?, messagesPending: Int, messagesDead: Int, messagesUnknown: Int,
    historyPosition: Int64, historyHash: String, workflows: [String], loadProblems: [String],
    calendarsNotApplied: [String], zone: String, tasksWithNobody: Int? = nil,
    directoryVersion: Int64? = nil, directoryNotes: [String]? = nil
  ) {
    self.tasksWithNobody = tasksWithNobody
    self.directoryVersion = directoryVersion
    self.directoryNotes = directoryNotes
    self.version = version
    self.startedAt = startedAt
    self.now = now
    self.agreementsActive = agreementsActive
    self.agreementsFinished = agreementsFinished
    self.agreementsFailed = agreementsFailed
    self.agreementsSuspended = agreementsSuspended
    self.openTasks = openTasks
    self.timers = timers
    self.nextTimer = nextTimer
    self.messagesPending = messagesPending
    self.messagesDead = messagesDead
    self.messagesUnknown = messagesUnknown
    self.historyPosition = historyPosition
    self.historyHash = historyHash
    self.workflows = workflows
    self.loadProblems = loadProblems
    self.calendarsNotApplied = calendarsNotApplied
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case version, now, timers, workflows, zone
    case startedAt = "started_at"
    case agreementsActive = "agreements_active"
    case agreementsFinished = "agreements_finished"
    case agreementsFailed = "agreements_failed"
    case agreementsSuspended = "agreements_suspended"
    case openTasks = "open_tasks"
    case nextTimer = "next_timer"
    case messagesPending = "messages_pending"
    case messagesDead = "messages_dead"
    case messagesUnknown = "messages_unknown"
    case historyPosition = "history_position"
    case historyHash = "history_hash"
    case loadProblems = "load_problems"
    case calendarsNotApplied = "calendars_not_applied"
    case tasksWithNobody = "tasks_with_nobody"
    case directoryVersion = "directory_version"
    case directoryNotes = "directory_notes"
  }

  /// The shape.
  public static let schema = Schema(
    "StatusReport", "How the daemon is.",
    [
      .required("version", .string, "Version of the program."),
      .required("started_at", .timestamp, "When it was started."),
      .required("now", .timestamp, "Its clock."),
      .required("agreements_active", .integer, "Agreements that are active."),
      .required("agreements_finished", .integer, "Agreements that have ended."),
      .required("agreements_failed", .integer, "Agreements that cannot go on."),
      .required("agreements_suspended", .integer, "Active ones whose clocks stand still."),
      .required("open_tasks", .integer, "Open tasks."),
      .required("timers", .integer, "Timers that are set."),
      .optional("next_timer", .timestamp, "When the next timer is due."),
      .required("messages_pending", .integer, "Messages that wait."),
      .required("messages_dead", .integer, "Messages that were given up."),
      .required("messages_unknown", .integer, "Messages whose outcome is unknown."),
      .required("history_position", .integer, "Entries of the history."),
      .required("history_hash", .string, "Hash of the last entry, hexadecimal."),
      .required("workflows", .list(.string), "Workflows that can be started."),
      .required("load_problems", .list(.string), "What the last reload refused."),
      .required(
        "calendars_not_applied", .list(.string),
        "Calendars whose loaded version open deadlines were not counted on."),
      .optional("tasks_with_nobody", .integer, "Open tasks that nobody can do today."),
      .optional("directory_version", .integer, "Number of the directory's version."),
      .optional(
        "directory_notes", .list(.string),
        "Directory files that say something else than the directory in force."),
      .zone,
    ])
}

/// Answer of `/healthz`: the daemon answers.
public struct Health: WireType {
  /// Always `ok`.
  public var status: String
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(status: String = "ok", zone: String) {
    self.status = status
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "Health", "The daemon answers.",
    [.required("status", .oneOf(["ok"]), "Always `ok`."), .zone])
}

/// What a reload did.
public struct ReloadAnswer: WireType {
  /// Workflows that are new or changed.
  public var loaded: [String]
  /// Problems with file, line and column; the old definition stays.
  public var problems: [String]
  /// What should be done next.
  public var notes: [String]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(loaded: [String], problems: [String], notes: [String] = [], zone: String) {
    self.loaded = loaded
    self.problems = problems
    self.notes = notes
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "ReloadAnswer", "What a reload did.",
    [
      .required("loaded", .list(.string), "Workflows that are new or changed."),
      .required("problems", .list(.string), "Rendered problems; the old definition stays."),
      .required("notes", .list(.string), "What should be done next."),
      .zone,
    ])
}
