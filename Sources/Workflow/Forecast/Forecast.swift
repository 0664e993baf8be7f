// What will happen to an agreement, as a value: if nobody acts, and if people act on their last day.

public import WorkCalendar

/// What lies ahead of an agreement.
///
/// Nothing in it has happened. It is worked out by the same steps that really move an agreement, on
/// the calendar of today; every act, and every other calendar, gives another one.
public struct Forecast: Hashable, Sendable {
  /// The instant that it looks ahead from; nothing in it lies before.
  public var from: Instant
  /// What happens by itself as long as nobody acts: timers, reminders, escalations.
  public var quiet: Path
  /// What happens if each task is done at its deadline, and not before; with a branch for each event
  /// by which it can be done.
  public var acting: Path
}

extension Forecast {
  /// What happens from one act to the next, or to the end.
  public struct Path: Hashable, Sendable {
    /// What happens, in order.
    public var items: [Item]
    /// What guards of timed transitions were taken for, where they read what a branch assumed.
    public var assumed: [Assumption]
    /// How it ends.
    public var end: End
    /// The instant at which it ends: of the last thing that happens, of the next act, or the horizon.
    public var endsAt: Instant
    /// What never comes as long as a field has no value, as it stands at the end.
    public var waiting: [Waiting]
    /// How it goes on where someone acts, in the order of the definition; empty but for ``End/acts``
    /// and ``End/bound``.
    public var branches: [Branch]
  }

  /// One act that might be done, at the last instant at which it is in time.
  public struct Branch: Hashable, Sendable {
    /// The event.
    public var event: String
    /// The task that is done by it.
    public var task: String
    /// The role that does it.
    public var role: String
    /// When: the task's deadline, or the start of the forecast where that has passed.
    public var at: Instant
    /// What is not known and was taken for given, in the order in which it was asked.
    public var assumed: [Assumption]
    /// What follows, until the next act or the end.
    public var path: Path
  }

  /// Something that happens.
  public struct Item: Hashable, Sendable {
    /// When.
    public var at: Instant
    /// What.
    public var what: Happening
  }

  /// What may happen.
  public enum Happening: Hashable, Sendable {
    /// An open task falls due and is not done. Only where nobody acts.
    case deadline(task: String, role: String, assignee: Assignee?, Deadline)
    /// The one who has a task is reminded, before its deadline or on it.
    case reminder(task: String, role: String, to: Assignee)
    /// The one who has a task is reminded after its deadline.
    case overdue(task: String, role: String, to: Assignee)
    /// Someone else is told about a task.
    case escalation(task: String, role: String, to: Assignee)
    /// A timer of the chart is due; with the states that are left and entered, of which there may be
    /// none.
    case timer(name: String, exited: [String], entered: [String])
    /// A task is closed.
    case closed(task: String)
    /// A task is opened.
    case opened(task: String, role: String, assignee: Assignee?, Deadline?)
    /// A child is started; what becomes of it is not looked at.
    case child(workflow: String)
    /// The agreement comes to its end.
    case ended(states: [String])
  }

  /// How a path ends.
  public enum End: Hashable, Sendable {
    /// The agreement is at its end.
    case finished
    /// The agreement is suspended: nothing happens until it is resumed.
    case suspended
    /// Nothing more happens by itself.
    case waitsForPeople
    /// What comes next lies past the horizon.
    case horizon
    /// A bound was reached: ``WorkflowLimits/forecastItems`` or ``WorkflowLimits/forecastBranches``.
    case bound
    /// Someone acts: see ``Path/branches``.
    case acts
    /// The same states were active before on this branch: from here it repeats itself.
    case returnsTo([String])
    /// A task is open that has no deadline, so that nobody knows when it will be done.
    case noDeadline(task: String)
    /// The act is not possible: what is known makes all its guards false. Without a guard: another
    /// state takes the event.
    case blocked(event: String, guards: [String])
    /// A step cannot be made, which is what would happen in earnest too.
    case refused(Refusal)
  }

  /// What nobody knows yet and a branch takes for given.
  public enum Assumption: Hashable, Sendable {
    /// The act brings a value for this field, or it is filled before.
    case field(String)
    /// The act carries a reason.
    case reason
    /// A guard holds, which reads a field without a value, or who acts and why (`event`).
    case guardHolds(String, field: String)
    /// Of several alternatives that might be taken the first one is, in the order of the definition.
    case firstAlternative(of: Int)
    /// A document of this kind is added before.
    case document(String)
  }

  /// A date that is not known as long as fields have no value.
  public struct Waiting: Hashable, Sendable {
    /// What waits for its date.
    public enum Subject: Hashable, Sendable {
      /// A timer of the chart, by its name.
      case timer(String)
      /// The deadline of an open task.
      case deadline(task: String)
    }

    /// What waits.
    public var subject: Subject
    /// The expression that gives its date.
    public var expression: String
    /// The fields that it reads and that have no value, in the order of the definition.
    public var fields: [String]
  }

  /// One way through the branches, from the first act to its end.
  public struct Course: Hashable, Sendable {
    /// The acts on the way: their events.
    public var events: [String]
    /// How it ends.
    public var end: End
    /// When it ends.
    public var at: Instant
  }

  /// All ways through the branches, in the order of the definition.
  public var courses: [Course] { Self.courses(acting, after: []) }

  /// The last instant at which a way through the branches comes to the end of the agreement; nil
  /// where none does.
  public var latestFinish: Instant? { courses.filter { $0.end == .finished }.map(\.at).max() }

  private static func courses(_ path: Path, after events: [String]) -> [Course] {
    var courses = path.branches.flatMap { Self.courses($0.path, after: events + [$0.event]) }
    if path.end != .acts {
      courses.append(Course(events: events, end: path.end, at: path.endsAt))
    }
    return courses
  }
}
