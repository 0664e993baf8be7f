// What one step of an instance changes: the value that the Engine fills in and the Store writes.

/// Everything that one step changes, written together or not at all.
///
/// Within one value the store writes in this order: instance, history entry, timers cleared, timers
/// set, tasks closed, tasks opened, receipt; the messages of all values of a commit come last. So a
/// timer or task that is cleared and set in the same step ends up set.
public struct Changes: Sendable {
  /// The instance that the step belongs to.
  public enum Target: Sendable {
    /// A new instance; its first entry has sequence 1.
    case new(NewInstance)
    /// An instance that still stands at `expectedSequence`; the entry gets the next number.
    case existing(id: Int64, expectedSequence: Int)
  }

  /// What is known only when an instance begins.
  public struct NewInstance: Sendable {
    /// Name of the workflow.
    public var workflow: String
    /// Digest of the definition, 64 lower-case hexadecimal digits.
    public var definition: String
    /// What people call the agreement.
    public var title: String
    /// Identifier of the partner organisation.
    public var party: String?
    /// The instance that started this one.
    public var parent: Int64?

    /// As a parent: the instance of the change so many places before in the same commit, which has no
    /// number yet.
    public static func before(_ distance: Int) -> Int64 { -Int64(distance) }
    /// Name of the reference counter, for example `NKO/2026`.
    public var counter: String
    /// Writes the reference from the counter's next value (1, 2, 3 …), inside the transaction.
    ///
    /// A step that is rolled back gives its number back, so that references have no gaps.
    public var reference: @Sendable (Int) -> String
    /// A reference of its own, for what was numbered elsewhere; the counter is then left alone.
    public var ownReference: String?
    /// When it began, UTC milliseconds; nil: with its first entry.
    public var startedAt: Int64?

    /// Describes a new instance.
    public init(
      workflow: String, definition: String, title: String, party: String? = nil,
      parent: Int64? = nil, counter: String, reference: @escaping @Sendable (Int) -> String
    ) {
      self.workflow = workflow
      self.definition = definition
      self.title = title
      self.party = party
      self.parent = parent
      self.counter = counter
      self.reference = reference
    }
  }

  /// The history entry of the step.
  public struct Entry: Sendable {
    /// What happened, for example `event`.
    public var kind: String
    /// Version of the payload's shape, from 1.
    public var version: Int
    /// The instant of the step, UTC milliseconds.
    public var at: Int64
    /// Who or what brought the event, for example `uid:1000` or `timer:due`.
    public var cause: String
    /// Writes the payload, a JSON text, once the reference is known.
    public var payload: @Sendable (_ reference: String) -> String

    /// Describes the entry of a step.
    public init(
      kind: String, version: Int, at: Int64, cause: String,
      payload: @escaping @Sendable (_ reference: String) -> String
    ) {
      self.kind = kind
      self.version = version
      self.at = at
      self.cause = cause
      self.payload = payload
    }
  }

  /// What a step does to the clocks of its instance.
  public enum Suspension: Sendable, Hashable {
    case unchanged
    /// They stand still from this instant on, UTC milliseconds.
    case begins(at: Int64)
    case ends
  }

  /// The instance that the step belongs to.
  public var target: Target
  /// Where the instance stands after the step.
  public var status: InstanceStatus
  /// The snapshot after the step, a JSON text.
  public var snapshot: String
  /// The active states, for display and for filters.
  public var states: String
  /// A new title; nil keeps the old one.
  public var title: String?
  /// A new partner organisation; nil keeps the old one.
  public var party: String?
  /// Digest of the definition that the instance moves to; nil keeps it pinned where it is.
  public var definition: String?
  /// Whether the agreement's clocks stop or go on.
  public var suspension: Suspension
  /// The history entry of the step.
  public var entry: Entry
  /// Timers to arm; one of the same name is replaced and its failed attempts are forgotten.
  public var timersSet: [TimerChange]
  /// Names of timers to take away; unknown names are passed over.
  public var timersCleared: [String]
  /// Tasks to open; one of the same name is replaced.
  public var tasksOpened: [TaskChange]
  /// Names of tasks to take away; unknown names are passed over.
  public var tasksClosed: [String]
  /// Messages to leave in the outbox; their keys are `REFERENCE#SEQUENCE.INDEX`, index from 0.
  public var messages: [MessageChange]
  /// The idempotency key of the command that caused the step.
  public var receipt: ReceiptClaim?
  /// Whether the parent is to hear of the step: a timer of it, due at once, that names this step
  /// (``Changes/newsTimer(of:sequence:)``). Nothing for an instance without a parent.
  public var tellsParent = false

  /// The name of the timer by which a parent hears of a step of a child.
  public static func newsTimer(of child: Int64, sequence: Int) -> String {
    "child \(child) \(sequence)"
  }

  /// The child that a timer brings news of; nil for other timers.
  public static func child(ofNewsTimer name: String) -> Int64? {
    let words = name.split(separator: " ")
    return words.count == 3 && words[0] == "child" ? Int64(words[1]) : nil
  }

  /// Describes a step.
  public init(
    target: Target, status: InstanceStatus, snapshot: String, states: String,
    title: String? = nil, party: String? = nil, definition: String? = nil,
    suspension: Suspension = .unchanged, entry: Entry, timersSet: [TimerChange] = [],
    timersCleared: [String] = [],
    tasksOpened: [TaskChange] = [], tasksClosed: [String] = [],
    messages: [MessageChange] = [], receipt: ReceiptClaim? = nil
  ) {
    self.target = target
    self.status = status
    self.snapshot = snapshot
    self.states = states
    self.title = title
    self.party = party
    self.definition = definition
    self.suspension = suspension
    self.entry = entry
    self.timersSet = timersSet
    self.timersCleared = timersCleared
    self.tasksOpened = tasksOpened
    self.tasksClosed = tasksClosed
    self.messages = messages
    self.receipt = receipt
  }
}

/// A timer to arm.
public struct TimerChange: Sendable, Hashable {
  /// Name of the timer, unique within its instance.
  public var name: String
  /// When it falls due, UTC milliseconds.
  public var dueAt: Int64

  /// Describes a timer to arm.
  public init(name: String, dueAt: Int64) {
    self.name = name
    self.dueAt = dueAt
  }
}

/// A task to open.
public struct TaskChange: Sendable, Hashable {
  /// Name of the task, unique within its instance.
  public var task: String
  /// Who has to do it.
  public var assignee: String
  /// The role in which they do it.
  public var role: String
  /// The state that the task belongs to.
  public var state: String
  /// When it was opened, UTC milliseconds.
  public var openedAt: Int64
  /// When it is due, UTC milliseconds; nil when it has no deadline.
  public var dueAt: Int64?
  /// Whether the deadline rests on a year without a published holiday list.
  public var isProvisional: Bool
  /// The person who has it in hand.
  public var holder: String?
  /// How it came to them.
  public var holderKind: String?
  /// Who delegated it to them.
  public var holderGiver: String?

  /// Describes a task to open.
  public init(
    task: String, assignee: String, role: String, state: String, openedAt: Int64, dueAt: Int64?,
    isProvisional: Bool = false, holder: String? = nil, holderKind: String? = nil,
    holderGiver: String? = nil
  ) {
    self.holder = holder
    self.holderKind = holderKind
    self.holderGiver = holderGiver
    self.task = task
    self.assignee = assignee
    self.role = role
    self.state = state
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.isProvisional = isProvisional
  }
}

/// A message to leave in the outbox.
public struct MessageChange: Sendable, Hashable {
  /// Name of the notifier that carries it.
  public var notifier: String
  /// The message, a JSON text.
  public var content: String
  /// Before this instant it is not sent, UTC milliseconds.
  public var nextAt: Int64

  /// Describes a message to send.
  public init(notifier: String, content: String, nextAt: Int64) {
    self.notifier = notifier
    self.content = content
    self.nextAt = nextAt
  }
}

/// The idempotency key of a command: who sent it, under which key, with which content.
public struct ReceiptClaim: Sendable, Hashable {
  /// Who sent the command, for example `uid:1000`.
  public var caller: String
  /// The caller's key, unique within the caller.
  public var key: String
  /// A digest of the command, which shows a key that is used again for something else.
  public var fingerprint: String

  /// Describes an idempotency key.
  public init(caller: String, key: String, fingerprint: String) {
    self.caller = caller
    self.key = key
    self.fingerprint = fingerprint
  }
}

/// What the store answers once a step is on disk.
public struct CommitReceipt: Sendable, Hashable {
  /// Identifier of the instance; 0 for an entry without one.
  public var instance: Int64
  /// Reference of the instance; empty for an entry without one.
  public var reference: String
  /// The entry's number within its instance; 0 for an entry without one.
  public var sequence: Int
  /// The entry's place in the whole history, from 1.
  public var position: Int64
  /// The entry's hash in the chain, 64 lower-case hexadecimal digits.
  public var hash: String
}
