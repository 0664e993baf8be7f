// What a template may speak of: every variable by name, as words of one language.

/// A variable of templates: `{{deadline}}`, and `{{#deadline}}…{{/deadline}}` for what is only said
/// where there is one.
///
/// Values are words for people, in the language of the template, on one line, without control
/// characters. A variable without a value is empty.
public enum MessageVariable: String, CaseIterable, Sendable {
  // What it is about.
  /// The kind of message: `reminder`.
  case kind
  /// The kind in words: «Pengingat tenggat».
  case headline
  /// Reference of the agreement: `NKO/2026/0001`.
  case reference
  /// What the agreement is about.
  case title
  /// Title of the workflow.
  case workflow
  /// Name of the partner.
  case partner
  /// The states that it is in, in words.
  case states
  /// Title of the step.
  case step
  /// Title of the role that is responsible for the step.
  case responsible
  /// Names of the people who hold it today.
  case responsiblePeople = "responsible_people"

  // To whom.
  /// Name of the reader; empty where several read the same text.
  case recipient
  /// Set where the reader is told in place of a position that nobody holds: words about that.
  case vacancy

  // The deadline.
  /// With weekday, date, time, zone and days left.
  case deadline
  /// Weekday and date.
  case deadlineDate = "deadline_date"
  /// Time and zone.
  case deadlineTime = "deadline_time"
  /// «3 hari lagi», «hari ini», «lewat 2 hari».
  case daysLeft = "days_left"
  /// Set when the deadline has passed.
  case late
  /// Set when the deadline counts through a year without a published holiday list: words about that.
  case provisional
  /// The deadline before it was moved.
  case earlierDeadline = "earlier_deadline"
  /// How many notices this one stands for that did not go out.
  case missedCount = "missed_count"
  /// Their dates.
  case missedDates = "missed_dates"

  // What happened.
  /// Who did it: name, role, capacity.
  case by
  /// The reason that was given.
  case reason
  /// The document that changed.
  case document
  /// The step that was approved, or the party that signed.
  case decision

  /// When a signature was given.
  case signedOn = "signed_on"
  /// Where it was given.
  case signedAt = "signed_at"
  /// Who writes down what the reader answers: name and role; set for readers without an account.
  case recorder

  // The term.
  /// First day in force.
  case starts
  /// Last day in force.
  case ends
  /// «87 hari lagi» until the last day.
  case daysToEnd = "days_to_end"
  /// Reference of the agreement that follows it.
  case successor

  // Digest and incident.
  /// How many items a digest has.
  case count
  /// The day of the digest.
  case today
  /// What went wrong, in words.
  case incident
  /// The channel that an incident is about.
  case channel
  /// What the other side said.
  case error
  /// How many messages are in trouble now, in words.
  case troubles

  /// What the sender of the messages is called.
  case office
}

/// The values of the variables for one message in one language.
public struct MessageFacts: Hashable, Sendable {
  /// Values; a variable that is missing is empty.
  public var values: [MessageVariable: String]
  /// What to type, one line each: the list `{{#commands}}{{.}}{{/commands}}`.
  public var commands: [String]
  /// What a digest is made of: the list `{{#items}}…{{/items}}`, within which the same variables speak
  /// of the item, and `commands` too.
  public var items: [MessageFacts]

  /// Creates facts.
  public init(
    _ values: [MessageVariable: String] = [:], commands: [String] = [], items: [MessageFacts] = []
  ) {
    self.values = values
    self.commands = commands
    self.items = items
  }

  /// The value of a variable; nil when it has none.
  public subscript(variable: MessageVariable) -> String? {
    get { values[variable].flatMap { $0.isEmpty ? nil : $0 } }
    set { values[variable] = newValue }
  }
}
