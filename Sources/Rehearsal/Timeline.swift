// What happened in a rehearsal, in order, as plain values.

public import WorkCalendar
public import Workflow

/// Something that happened.
public struct TimelineItem: Hashable, Sendable {
  /// What happened; the raw value is the word in tables and JSON.
  public enum Kind: String, Sendable, CaseIterable {
    /// The agreement was started.
    case start
    /// Somebody acted.
    case act
    /// Somebody wanted to act and was refused.
    case refused
    /// A timed transition was due.
    case timer
    /// A task was opened.
    case task
    /// An open task got another deadline.
    case deadline
    /// The one who has a task was reminded before its deadline or on its day.
    case reminder
    /// The one who has a task was reminded after its deadline.
    case overdue
    /// Somebody else was told of a task.
    case escalation
    /// Another message went out.
    case message
    /// Another agreement was started by this one.
    case child
    /// The agreement came to its end.
    case end
    /// The engine warned.
    case warning
  }

  /// What.
  public var kind: Kind
  /// When.
  public var at: Instant
  /// The agreement's reference.
  public var reference: String
  /// The event, task, timer, kind of message, workflow of a child, or final state.
  public var subject: String
  /// In which role; for messages: the role that is told, where the history says it.
  public var role: String?
  /// Names of the people who acted or were told.
  public var people: [String] = []
  /// Identities of those people.
  public var identities: [String] = []
  /// States that were left, in order.
  public var exited: [String] = []
  /// States that were entered, in order.
  public var entered: [String] = []
  /// Active atomic states after it; empty where nothing moved.
  public var states: [String] = []
  /// The task's deadline.
  public var deadline: Deadline?
  /// A reason, a refusal or a warning, in words.
  public var text: String?

  init(_ kind: Kind, at: Instant, reference: String, subject: String) {
    self.kind = kind
    self.at = at
    self.reference = reference
    self.subject = subject
  }

  /// True for what moves the agreement from state to state.
  public var isStep: Bool { kind == .start || kind == .act || kind == .timer }
}

/// How a rehearsal came to its end.
public enum RehearsalEnding: Hashable, Sendable {
  /// The agreement ended in these states.
  case ended(states: [String])
  /// Nothing more happens unless somebody acts.
  case waiting(states: [String])
  /// The end that was asked for, or the longest time, was reached.
  case timeIsUp(states: [String])
  /// More steps than a rehearsal takes.
  case tooManySteps(states: [String])
  /// A timer could not be handled.
  case stuck(String)
  /// An act did not come out as it had to; what follows was not tried.
  case stopped(states: [String])
}

/// Something that did not come about as the scenario says.
public struct RehearsalFailure: Hashable, Sendable {
  /// What failed.
  public enum Reason: Hashable, Sendable {
    /// An act was refused: kind, words.
    case refused(kind: String, text: String)
    /// An act was to be refused and was not.
    case accepted(expected: String)
    /// An act was refused for another reason: the kind, the words.
    case refusedOtherwise(expected: String, kind: String, text: String)
    /// An act could not be tried at all.
    case impossible(String)
    /// An expectation was not met.
    case unmet(Scenario.Expectation)
    /// The rehearsal broke off, so that the expectations say nothing.
    case broken(String)
  }

  /// What failed.
  public var reason: Reason
  /// Place in the scenario's file.
  public var range: SourceRange
  /// The same thing at another time, the nearest first; for what must never be: what was.
  public var elsewhere: [TimelineItem] = []
  /// What happened around that time.
  public var around: [TimelineItem] = []
}

/// What a rehearsal gives.
public struct RehearsalReport: Sendable {
  /// Name of the workflow.
  public var workflow: String
  /// Its title.
  public var title: LocalizedText
  /// The agreement's reference.
  public var reference: String
  /// Zone of all times.
  public var zone: ZoneRules
  /// When it began.
  public var from: Instant
  /// Where the virtual clock stood at the end.
  public var to: Instant
  /// What happened.
  public var items: [TimelineItem]
  /// How it ended.
  public var ending: RehearsalEnding
  /// Entries of the history, of all agreements.
  public var steps: Int
  /// What was invented, so that it could be rehearsed.
  public var invented: [String]
  /// What looks wrong with the files.
  public var notes: [String]
  /// What did not come about; empty when all is as expected.
  public var failures: [RehearsalFailure]
}
