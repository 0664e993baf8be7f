// Why a date is what it is, as a value: the rule, every day that was counted, and what moved it.

public import WorkCalendar

/// How the deadline of an open task, or the date of a timer, comes about.
///
/// It is counted anew on the calendar that is given. What is stored may have been counted on another
/// version of it: see ``isOutdated``.
public struct Derivation: Hashable, Sendable {
  /// What the date is for.
  public enum Subject: Hashable, Sendable {
    /// The deadline of an open task.
    case deadline(task: String)
    /// A timer of the chart.
    case timer(name: String)
  }

  /// The rule as the definition has it.
  public enum Rule: Hashable, Sendable {
    /// A span from the opening of the task or the state, such as `5 wd`.
    case span(TimeSpan)
    /// An expression that gives a date, with the values that it reads, in the order of the definition.
    case date(expression: String, reads: [Read])
  }

  /// A value that an expression reads.
  public struct Read: Hashable, Sendable {
    /// Its name in expressions: `data.berakhir`, or `today`.
    public var name: String
    /// The value as people read it; nil: none yet.
    public var value: String?
  }

  /// What counts the time.
  public enum Clock: Hashable, Sendable {
    /// Working days of the calendar.
    case workingDays
    /// Calendar days and months.
    case calendar
    /// Hours by the clock, on all days.
    case hours
  }

  /// Which time of its day the date falls on.
  public enum Edge: Hashable, Sendable {
    /// The end of work.
    case endOfWork
    /// The first instant of the day.
    case startOfDay
    /// The time of day at which counting began, or that hours lead to.
    case timeOfDay
  }

  /// One day of the way.
  public struct Day: Hashable, Sendable {
    /// The day.
    public var date: CivilDate
    /// What it does.
    public var what: What

    /// What a day does.
    public enum What: Hashable, Sendable {
      /// A working day that counts, with its number from 1.
      case counted(Int)
      /// A working day on which a calendar date comes to rest.
      case reached
      /// The week has no work on this day.
      case weekend
      /// A listed day that stops the clock.
      case closed(ClosedDay)
    }
  }

  /// Days of a long span that are not listed one by one.
  public struct Omitted: Hashable, Sendable {
    /// Working days that were counted.
    public var workingDays = 0
    /// Days of weekends.
    public var weekendDays = 0
    /// Listed days that stop the clock.
    public var closedDays = 0
  }

  /// Why a deadline may still move.
  public struct Provisional: Hashable, Sendable {
    /// Years that it rests on and whose list of holidays is not published.
    public var unpublishedYears: [Int] = []
    /// Days that were passed over and whose date is an estimate; at most
    /// ``WorkflowLimits/derivationDays``.
    public var estimatedDays: [ClosedDay] = []

    /// False: the date rests on published lists only.
    public var isEmpty: Bool { unpublishedYears.isEmpty && estimatedDays.isEmpty }
  }

  /// A reminder or an escalation around a deadline.
  public struct Notice: Hashable, Sendable {
    /// Distance from the deadline.
    public var offset: TimeSpan
    /// The role that is told.
    public var role: String
    /// True when someone else than the one who has the task is told.
    public var isEscalation: Bool
    /// The date that the offset leads to, before it moved.
    public var rawDate: CivilDate
    /// The instant that an offset in hours leads to; nil for other offsets.
    public var rawInstant: Instant?
    /// When it goes out.
    public var at: Instant
    /// Why it does not go out on its raw date, or not at that time; in the order in which it moved.
    public var moves: [Move]
    /// True when it is behind: sent, merged with a later one, or passed over because the task was
    /// opened later.
    public var isBehind: Bool
  }

  /// Why a notice moved.
  public enum Move: Hashable, Sendable {
    /// The week has no work on this day.
    case weekend(CivilDate)
    /// A listed day on which the office is closed.
    case closed(ClosedDay)
    /// A listed day on which work goes on and nobody is reminded.
    case quiet(ClosedDay)
    /// Outside the hours in which messages go out.
    case window
    /// The day's hours for messages begin after the deadline.
    case afterDeadline
  }

  /// What the date is for.
  public var subject: Subject
  /// The rule.
  public var rule: Rule
  /// The instant from which a span is counted; nil for expressions.
  public var start: Instant?
  /// True when the span is what a suspension left, counted from when the agreement went on.
  public var isRemainder = false
  /// What counts the time.
  public var clock: Clock
  /// Name of the calendar.
  public var calendar: String
  /// Digest of the calendar.
  public var calendarDigest: String
  /// The date that calendar days, months or an expression lead to, before it rolls to a working day.
  public var rawDate: CivilDate?
  /// The days of the way, in order: for working days each one after the start, for dates the days over
  /// which they roll and the one on which they rest. Of a span that is longer than
  /// ``WorkflowLimits/derivationDays`` the listed days only, and the last day; the others are
  /// ``omitted``.
  public var days: [Day]
  /// How many days are not listed; nil: none.
  public var omitted: Omitted?
  /// Which time of its day the date falls on.
  public var edge: Edge
  /// What the present calendar gives; nil where a field has no value, or the start is not known.
  public var end: Instant?
  /// Its civil date.
  public var endDate: CivilDate?
  /// Why the date may still move. Timers have nothing of it.
  public var provisional: Provisional
  /// What is stored with the agreement, and holds; nil while a field has no value.
  public var stored: Instant?
  /// The reminders and escalations around the stored deadline, in order; none for timers.
  public var notices: [Notice]

  /// True when the present calendar gives another date than the stored one, which was counted on
  /// another version of it.
  public var isOutdated: Bool { end.map { stored != nil && $0 != stored } ?? false }
}
