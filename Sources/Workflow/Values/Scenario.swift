// A scenario: who acts when in a rehearsal of a definition, and what must come of it.

public import WorkCalendar

/// A scenario file after it was read. Names in it are not yet held against a definition.
public struct Scenario: Hashable, Sendable {
  /// A value and where it stands in the file.
  public struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The value.
    public var value: Value
    /// Its place.
    public var range: SourceRange
  }

  /// A moment by the clocks of the calendar's zone.
  public struct Moment: Hashable, Sendable, CustomStringConvertible {
    /// The day.
    public var date: CivilDate
    /// The time of day; nil: the start of work, or 00:00 on a day without work.
    public var time: TimeOfDay?

    /// Creates a moment.
    public init(date: CivilDate, time: TimeOfDay? = nil) {
      self.date = date
      self.time = time
    }

    /// Reads `2026-05-04` and `2026-05-04 09:00`.
    public init?(_ text: String) {
      let words = text.split(separator: " ", omittingEmptySubsequences: true)
      guard let first = words.first, words.count <= 2, let date = CivilDate(String(first)) else {
        return nil
      }
      self.init(date: date)
      guard words.count == 2 else { return }
      guard let time = TimeOfDay(String(words[1])) else { return nil }
      self.time = time
    }

    /// The form that is read back to the same moment.
    public var description: String { time.map { "\(date) \($0)" } ?? "\(date)" }
  }

  /// A value of the data, as text.
  public struct Field: Hashable, Sendable {
    /// Name of the field.
    public var name: Placed<String>
    /// What it is set to.
    public var value: Placed<String>
  }

  /// Someone whom the scenario invents, because one person is to hold several positions.
  public struct Person: Hashable, Sendable {
    /// Name of the person.
    public var name: Placed<String>
    /// Roles of the workflow, or positions, that the person holds.
    public var holds: [Placed<String>]
  }

  /// When someone acts.
  public enum Time: Hashable, Sendable {
    /// At this moment.
    case on(Moment)
    /// So long after the act before, or after the start.
    case after(TimeSpan)
    /// At the deadline of the task that the event belongs to.
    case lastDay
  }

  /// Someone acts.
  public struct Act: Hashable, Sendable {
    /// When.
    public var time: Placed<Time>
    /// A role, a position or a person.
    public var by: Placed<String>
    /// The event.
    public var event: Placed<String>
    /// Values for its form.
    public var data: [Field]
    /// Why, in the actor's words.
    public var reason: String?
    /// The task, when the event is possible for several.
    public var task: Placed<String>?
    /// The kind of refusal that must come; nil: it must be accepted.
    public var refused: Placed<String>?
    /// Place of the act.
    public var range: SourceRange
    /// The kind of document that is added instead of sending an event.
    public var document: Placed<String>?
  }

  /// What must have come about, or must not.
  public struct Expectation: Hashable, Sendable {
    /// What is looked for; the raw value is the key in the file.
    public enum Kind: String, CaseIterable, Sendable {
      /// A task gets a deadline on a day.
      case deadline
      /// A task is opened.
      case task
      /// The one who has a task is reminded before its deadline or on its day.
      case reminder
      /// The one who has a task is reminded after its deadline.
      case overdue
      /// Someone else is told of a task.
      case escalation
      /// The agreement is in a state at some moment of the day.
      case state
      /// A state is entered.
      case entered
      /// The agreement comes to its end in a state.
      case ends
    }

    /// What is looked for.
    public var kind: Kind
    /// The task or state.
    public var subject: Placed<String>
    /// When; nil: at any time.
    public var on: Placed<Moment>?
    /// Whom a message is for: a role, a position or a person; nil: anybody.
    public var to: Placed<String>?
    /// Whether the deadline is provisional; nil: either.
    public var isProvisional: Bool?
    /// True when it must not come about.
    public var isNever: Bool
    /// Place of the expectation.
    public var range: SourceRange
  }

  /// Name.
  public var name: String
  /// What it shows.
  public var title: LocalizedText?
  /// The workflow that is rehearsed.
  public var workflow: Placed<String>
  /// When the agreement is started.
  public var from: Placed<Moment>
  /// When the rehearsal ends at the latest.
  public var until: Placed<Moment>?
  /// Who starts the agreement; nil: whoever has its first task.
  public var starter: Placed<String>?
  /// With what.
  public var data: [Field]
  /// People whom the scenario invents.
  public var people: [Person]
  /// What is done, in order.
  public var acts: [Act]
  /// What must come of it.
  public var expectations: [Expectation]
}
