// What became of each deadline of an agreement: when it was set, moved and came to its end.

public import WorkCalendar

/// A deadline from the entry that brought it to the one that ended it.
public struct DeadlineRecord: Hashable, Sendable {
  /// What falls due.
  public enum Subject: Hashable, Sendable {
    /// A task, by its identity in the definition.
    case task(String)
    /// A timed transition (`at`, `after`), by the name of its timer in the chart.
    case timer(String)

    /// The identity or name.
    public var name: String {
      switch self {
      case .task(let name), .timer(let name): name
      }
    }
  }

  /// An entry of the history.
  public struct Moment: Hashable, Sendable {
    /// The entry's number within the agreement.
    public var sequence: Int
    /// The entry's instant.
    public var at: Instant

    /// Creates a moment.
    public init(sequence: Int, at: Instant) {
      self.sequence = sequence
      self.at = at
    }
  }

  /// A deadline as an entry set it.
  public struct Version: Hashable, Sendable {
    /// The deadline; nil where the entry took it away and left the task open.
    public var deadline: Deadline?
    /// The entry that set it.
    public var since: Moment

    /// Creates a version.
    public init(deadline: Deadline?, since: Moment) {
      self.deadline = deadline
      self.since = since
    }
  }

  /// How it ended.
  public enum End: Hashable, Sendable {
    /// It has not.
    case open
    /// An act closed the task, or the timed transition was taken.
    case done(Moment)
    /// Something else left the state: a timer, another transition, the end of the agreement.
    case gone(Moment)
  }

  /// What falls due.
  public var subject: Subject
  /// The entry that opened the task or armed the timer; with the subject's name it is the identity.
  public var opened: Moment
  /// Every deadline that it had, in order; at least one.
  public var versions: [Version]
  /// The role whose task it is; nil for a timed transition.
  public var role: String?
  /// Who stood for the role when the task was opened; nil where that was not known.
  public var assignee: Assignee?
  /// The zone of the calendar that the last version was counted on.
  public var zone: ZoneRules
  /// How it ended.
  public var end: End

  /// Creates a record.
  public init(
    subject: Subject, opened: Moment, versions: [Version], role: String?, assignee: Assignee?,
    zone: ZoneRules, end: End
  ) {
    self.subject = subject
    self.opened = opened
    self.versions = versions
    self.role = role
    self.assignee = assignee
    self.zone = zone
    self.end = end
  }

  /// How often it was changed since it was first set: moved, taken away, or ended.
  public var changes: Int {
    max(0, versions.count - 1) + (end == .open ? 0 : 1)
  }

  /// The entry of the last change.
  public var lastChange: Moment {
    switch end {
    case .done(let moment), .gone(let moment): moment
    case .open: versions.last?.since ?? opened
    }
  }
}
