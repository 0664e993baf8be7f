// What enters: an act of a person, or a timer that fell due. And what leaves: the outcome.

public import CEL
public import Statechart
public import WorkCalendar

/// Who acts, as which role, in which capacity.
public struct Actor: Hashable, Sendable {
  /// Person of the directory.
  public var person: String
  /// The role that the act is done in.
  public var role: String
  /// How the person came to act.
  public var capacity: Capacity
  /// The document that the capacity rests on.
  public var basis: String?
  /// The position that the person holds or acts for; nil in histories from before it was recorded.
  public var position: String?
  /// The holder in whose name a deputy acts; nil for others, and for a Plt., who has none.
  public var giver: String?

  /// Capacities, as histories record them.
  public enum Capacity: String, Sendable, CaseIterable {
    /// Holder of the position.
    case definitive = "definitif"
    /// Someone without an account acted; the person recorded it.
    case recorder = "dicatat"
    /// Pelaksana tugas: nobody holds the position.
    case plt
    /// Pelaksana harian: the holder is absent for a time.
    case plh
    /// In the name of the holder.
    case atasNama = "atas-nama"
    /// By a letter of authority of the holder.
    case kuasa
  }

  /// Creates an actor.
  public init(
    person: String, role: String, capacity: Capacity, basis: String? = nil,
    position: String? = nil, giver: String? = nil
  ) {
    self.person = person
    self.role = role
    self.capacity = capacity
    self.basis = basis
    self.position = position
    self.giver = giver
  }

  /// Creates an actor of what a directory says about a person.
  init(_ standing: Directory.Standing, as role: String, capacity: Capacity? = nil) {
    self.init(
      person: standing.person, role: role, capacity: capacity ?? standing.capacity,
      basis: standing.basis, position: standing.position, giver: standing.giver)
  }

  /// Everyone whom the act binds: who did it, and in whose name it was done.
  var bound: [String] { [person] + (giver.map { [$0] } ?? []) }
}

/// An act after it was found to be permitted.
public struct Act: Hashable, Sendable {
  /// The event.
  public var event: String
  /// Values for the event's form.
  public var data: [String: Value]
  /// Why, in the actor's words.
  public var reason: String?
  /// Who.
  public var actor: Actor
  /// The task that the event belongs to; nil for events that belong to none.
  public var task: String?

  /// Creates an act.
  public init(
    event: String, data: [String: Value] = [:], reason: String? = nil, actor: Actor,
    task: String? = nil
  ) {
    self.event = event
    self.data = data
    self.reason = reason
    self.actor = actor
    self.task = task
  }
}

/// What may move an agreement.
public enum Inbound: Hashable, Sendable {
  case act(Act)
  /// A timer of the chart fell due.
  case timer(name: String)
  /// A reminder or escalation of a task fell due.
  case notice(task: String)
  /// Someone who operates the service suspends, resumes, or has deadlines counted again.
  case operation(Operation)
  /// Who has a task in hand changes, or someone writes something down.
  case task(TaskMove)
  /// Something was heard of a child.
  case child(ChildNews)
  /// An administrator cancels the agreement, takes it to other states, or corrects its data.
  case administration(Administration)
  /// Someone puts a document on record.
  case document(DocumentAct)
}

extension Inbound {
  /// True when nobody did it.
  var isTime: Bool {
    switch self {
    case .timer, .notice: true
    case .act, .operation, .task, .child, .administration, .document: false
    }
  }
}

/// What must leave because of a step. The words are written when it is delivered.
public struct MessageDraft: Hashable, Sendable {
  /// Why someone is told.
  public enum Kind: String, Sendable, CaseIterable {
    case assigned
    case reminder
    case overdue
    case escalation
    case returned
    case finished
    /// A deadline is another one than before.
    case moved
    /// The clocks of the agreement stand still.
    case suspended
    /// They go on.
    case resumed
    /// Someone else is asked to do the work.
    case delegated
    /// What was delegated is its giver's again.
    case givenBack = "given-back"
    /// An administrator gave a task to someone else.
    case reassigned
    /// An administrator ended the agreement.
    case cancelled
    /// An administrator took the task away: nobody did it.
    case withdrawn
    /// A mark or a signature of theirs counts no more.
    case voided
    /// A task was closed before they did it: others have decided.
    case notNeeded = "not-needed"
    /// What they drafted or submitted was approved.
    case approved
    /// A party signed.
    case signed
    /// The agreement is in force from now on.
    case inForce = "in-force"
    /// Its end is near.
    case aboutToEnd = "about-to-end"
    /// It was in force, and is over.
    case ended
  }

  /// Why.
  public var kind: Kind
  /// Who.
  public var to: Assignee
  /// The task that it is about.
  public var task: String?
  /// Its deadline.
  public var deadline: Deadline?
  /// A reason that someone gave.
  public var reason: String?
  /// States of the agreement, for messages that are about no task.
  public var states: [String]
  /// The deadline before it moved.
  public var earlier: Deadline?
  /// When the notices would have gone out that this one speaks for too.
  public var missed: [Instant]
  /// Someone in particular out of, or beside, those who stand for ``to``.
  public var holder: OpenTask.Holder?
  /// Who did what it tells of.
  public var by: Actor?
  /// The kind of the document that changed.
  public var document: String?

  /// Creates a draft.
  public init(
    kind: Kind, to: Assignee, task: String?, deadline: Deadline?, reason: String?,
    states: [String], earlier: Deadline? = nil, missed: [Instant] = [],
    holder: OpenTask.Holder? = nil, by: Actor? = nil, document: String? = nil
  ) {
    self.kind = kind
    self.to = to
    self.task = task
    self.deadline = deadline
    self.reason = reason
    self.states = states
    self.earlier = earlier
    self.missed = missed
    self.holder = holder
    self.by = by
    self.document = document
  }
}

/// A child that a step starts.
public struct ChildStart: Hashable, Sendable {
  /// Workflow to start.
  public var workflow: String
  /// What it is called within its parent.
  public var key: String
  /// Values for its fields, beside those that it shares with its parent.
  public var data: [String: JSON]
}

/// The whole answer of a workflow to an inbound event.
public struct Outcome: Sendable {
  /// The new state.
  public var state: InstanceState
  /// Kind of the history entry.
  public var kind: String
  /// Version of its payload's shape.
  public var version: Int
  /// Its payload, but for the reference of a new agreement.
  public var payload: JSON
  /// Messages in the order in which they arose.
  public var messages: [MessageDraft]
  /// Children in the order in which they were started.
  public var children: [ChildStart]
  /// Faults in expressions that the chart survived; for the journal.
  public var faults: [Fault]
}
