// Why a date is what it is, step by step.

/// One day of the way.
public struct DerivationDay: WireType {
  /// The date.
  public var date: String
  /// `counted`, `reached`, `weekend` or `closed`.
  public var kind: String
  /// Number of a counted day.
  public var number: Int?
  /// Name of a closed day.
  public var name: String?
  /// Its kind, such as `libur_nasional`.
  public var dayKind: String?
  /// The decree that it rests on.
  public var source: String?
  /// `tetap` or `perkiraan`.
  public var status: String?

  /// Creates a day.
  public init(
    date: String, kind: String, number: Int? = nil, name: String? = nil, dayKind: String? = nil,
    source: String? = nil, status: String? = nil
  ) {
    self.date = date
    self.kind = kind
    self.number = number
    self.name = name
    self.dayKind = dayKind
    self.source = source
    self.status = status
  }

  enum CodingKeys: String, CodingKey {
    case date, kind, number, name, source, status
    case dayKind = "day_kind"
  }

  /// The shape.
  public static let schema = Schema(
    "DerivationDay", "A day of the way to a date.",
    [
      .required("date", .string, "The date."),
      .required("kind", .oneOf(["counted", "reached", "weekend", "closed"]), "What it does."),
      .optional("number", .integer, "Number of a counted day."),
      .optional("name", .string, "Name of a closed day."),
      .optional("day_kind", .string, "Its kind, such as `libur_nasional`."),
      .optional("source", .string, "The decree or computation that it rests on."),
      .optional("status", .oneOf(["tetap", "perkiraan"]), "How sure its date is."),
    ])
}

/// A reminder around a deadline.
public struct DerivationNotice: WireType {
  /// Distance from the deadline.
  public var offset: String
  /// The role that is told.
  public var role: String
  /// True for an escalation.
  public var escalation: Bool
  /// The date before it moved.
  public var rawDate: String
  /// When it goes out.
  public var at: String
  /// Why it moved, in words.
  public var moves: [String]
  /// True when it is behind.
  public var behind: Bool

  /// Creates a notice.
  public init(
    offset: String, role: String, escalation: Bool, rawDate: String, at: String, moves: [String],
    behind: Bool
  ) {
    self.offset = offset
    self.role = role
    self.escalation = escalation
    self.rawDate = rawDate
    self.at = at
    self.moves = moves
    self.behind = behind
  }

  enum CodingKeys: String, CodingKey {
    case offset, role, escalation, at, moves, behind
    case rawDate = "raw_date"
  }

  /// The shape.
  public static let schema = Schema(
    "DerivationNotice", "A reminder or an escalation around a deadline.",
    [
      .required("offset", .string, "Distance from the deadline."),
      .required("role", .string, "The role that is told."),
      .required("escalation", .boolean, "It informs somebody else."),
      .required("raw_date", .string, "The date that the offset leads to."),
      .required("at", .timestamp, "When it goes out."),
      .required("moves", .list(.string), "Why it moved, in words."),
      .required("behind", .boolean, "It is behind: sent, merged or passed over."),
    ])
}

/// Why a date is what it is.
public struct DerivationItem: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// The task or the timer.
  public var name: String
  /// `task` or `timer`.
  public var kind: String
  /// Title for people.
  public var title: String
  /// The rule as the definition has it.
  public var rule: String
  /// Values that the rule reads, as `data.berakhir = 2028-06-30`.
  public var reads: [String]
  /// From when a span is counted.
  public var start: String?
  /// True when the span is what a suspension left.
  public var remainder: Bool
  /// `working days`, `calendar` or `hours`.
  public var clock: String
  /// Name of the calendar.
  public var calendar: String
  /// Its version.
  public var calendarDigest: String
  /// The date before it rolls to a working day.
  public var rawDate: String?
  /// The days of the way.
  public var days: [DerivationDay]
  /// How many days are not listed, in words.
  public var omitted: String?
  /// What the calendar gives now.
  public var end: String?
  /// What is stored and holds.
  public var stored: String?
  /// True when the two differ: it was counted on another version of the calendar.
  public var outdated: Bool
  /// Why it may still move, in words.
  public var provisional: [String]
  /// The reminders around it.
  public var notices: [DerivationNotice]

  /// Creates a derivation.
  public init(
    reference: String, name: String, kind: String, title: String, rule: String, reads: [String],
    start: String?, remainder: Bool, clock: String, calendar: String, calendarDigest: String,
    rawDate: String?, days: [DerivationDay], omitted: String?, end: String?, stored: String?,
    outdated: Bool, provisional: [String], notices: [DerivationNotice]
  ) {
    self.reference = reference
    self.name = name
    self.kind = kind
    self.title = title
    self.rule = rule
    self.reads = reads
    self.start = start
    self.remainder = remainder
    self.clock = clock
    self.calendar = calendar
    self.calendarDigest = calendarDigest
    self.rawDate = rawDate
    self.days = days
    self.omitted = omitted
    self.end = end
    self.stored = stored
    self.outdated = outdated
    self.provisional = provisional
    self.notices = notices
  }

  enum CodingKeys: String, CodingKey {
    case reference, name, kind, title, rule, reads, start, remainder, clock, calendar, days
    case omitted, end, stored, outdated, provisional, notices
    case calendarDigest = "calendar_digest"
    case rawDate = "raw_date"
  }

  /// The shape.
  public static let schema = Schema(
    "Derivation", "Why a date is what it is.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("name", .string, "The task, or the timer of the chart."),
      .required("kind", .oneOf(["task", "timer"]), "What it is."),
      .required("title", .string, "Title for people."),
      .required("rule", .string, "The rule as the definition has it."),
      .required("reads", .list(.string), "Values that the rule reads."),
      .optional("start", .timestamp, "From when a span is counted."),
      .required("remainder", .boolean, "The span is what a suspension left."),
      .required("clock", .oneOf(["working days", "calendar", "hours"]), "What counts the time."),
      .required("calendar", .string, "Name of the calendar."),
      .required("calendar_digest", .string, "SHA-256 of its version."),
      .optional("raw_date", .string, "The date before it rolls to a working day."),
      .required("days", .list(.object(DerivationDay.schema)), "The days of the way."),
      .optional("omitted", .string, "How many days are not listed, in words."),
      .optional("end", .timestamp, "What the calendar gives now."),
      .optional("stored", .timestamp, "What is stored and holds."),
      .required(
        "outdated", .boolean, "The two differ: it was counted on another version of the calendar."),
      .required("provisional", .list(.string), "Why it may still move, in words."),
      .required("notices", .list(.object(DerivationNotice.schema)), "The reminders around it."),
    ])
}
