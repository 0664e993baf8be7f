// The rows that the store gives back, as plain values.

/// Where an instance stands as a whole.
public enum InstanceStatus: String, Sendable, CaseIterable {
  /// It still waits for something.
  case active
  /// It reached a final state.
  case finished
  /// It could not go on and waits for a person to look.
  case failed
}

/// What a stored source text is.
public enum SourceKind: String, Sendable, CaseIterable {
  /// A workflow definition.
  case definition
  /// A working calendar.
  case calendar
  /// A directory of organisations, positions and people.
  case directory
}

/// A source text exactly as it was loaded, so that what used it can always be replayed.
public struct SourceRow: Sendable, Hashable {
  /// What the text is.
  public var kind: SourceKind
  /// Digest of the text, 64 lower-case hexadecimal digits.
  public var digest: String
  /// Name of the workflow, calendar or directory.
  public var name: String
  /// The text.
  public var text: String
  /// When it was first loaded, UTC milliseconds.
  public var loadedAt: Int64
}

/// An instance: the present state, which its history explains.
public struct InstanceRow: Sendable, Hashable {
  /// Identifier inside the database.
  public var id: Int64
  /// Reference that people use.
  public var reference: String
  /// Name of the workflow.
  public var workflow: String
  /// Digest of the definition that it is pinned to.
  public var definition: String
  /// Where it stands as a whole.
  public var status: InstanceStatus
  /// Its snapshot, a JSON text.
  public var snapshot: String
  /// The active states, for display.
  public var states: String
  /// What people call the agreement.
  public var title: String
  /// Identifier of the partner organisation.
  public var party: String?
  /// The instance that started this one.
  public var parent: Int64?
  /// Number of its last history entry.
  public var sequence: Int
  /// When it began, UTC milliseconds.
  public var startedAt: Int64
  /// When it last changed, UTC milliseconds.
  public var changedAt: Int64
  /// When it ended, UTC milliseconds; nil while it is active.
  public var finishedAt: Int64?
  /// Since when its clocks stand still, UTC milliseconds; nil while they run.
  public var suspendedAt: Int64?
}

/// The version of a calendar that open deadlines were last counted on.
public struct CalendarInForce: Sendable, Hashable {
  /// Name of the calendar.
  public var name: String
  /// Digest of its text.
  public var digest: String
  /// Since when, UTC milliseconds.
  public var since: Int64

  /// Describes a calendar that comes into force.
  public init(name: String, digest: String, since: Int64) {
    self.name = name
    self.digest = digest
    self.since = since
  }
}

/// One entry of the history.
public struct HistoryRow: Sendable, Hashable {
  /// Place in the whole history, from 1 without gaps.
  public var position: Int64
  /// The instance; nil for an entry of the service itself.
  public var instance: Int64?
  /// Reference of the instance; empty for an entry of the service itself.
  public var reference: String
  /// Number within the instance, from 1 without gaps.
  public var sequence: Int?
  /// The instant, UTC milliseconds.
  public var at: Int64
  /// What happened.
  public var kind: String
  /// Version of the payload's shape.
  public var version: Int
  /// Who or what brought it.
  public var cause: String
  /// The payload, a JSON text.
  public var payload: String
  /// Hash in the chain, 64 lower-case hexadecimal digits.
  public var hash: String
}

/// The end of the history: what an auditor notes outside of this machine.
public struct HistoryHead: Sendable, Hashable {
  /// Place of the last entry; 0 while there is none.
  public var position: Int64
  /// Hash of the last entry, 64 lower-case hexadecimal digits; zeros while there is none.
  public var hash: String

  /// Describes a head that was noted earlier.
  public init(position: Int64, hash: String) {
    self.position = position
    self.hash = hash
  }
}

/// An armed timer.
public struct TimerRow: Sendable, Hashable {
  /// The instance that it belongs to.
  public var instance: Int64
  /// Reference of the instance.
  public var reference: String
  /// Name, unique within the instance.
  public var name: String
  /// When it fell or falls due, UTC milliseconds.
  public var dueAt: Int64
  /// When it is tried again after a failed attempt, UTC milliseconds.
  public var retryAt: Int64?
  /// Failed attempts so far.
  public var attempts: Int

  /// When it wants to fire: the retry if there is one, else the due time.
  public var effectiveDueAt: Int64 { retryAt ?? dueAt }
}

/// A timer that is put off without having failed.
public struct TimerDelay: Sendable, Hashable {
  /// The timer, as it was read.
  public var timer: TimerRow
  /// When it wants to fire instead, UTC milliseconds.
  public var until: Int64

  /// Describes a delay.
  public init(_ timer: TimerRow, until: Int64) {
    self.timer = timer
    self.until = until
  }
}

/// An open task.
public struct TaskRow: Sendable, Hashable {
  /// The instance that it belongs to.
  public var instance: Int64
  /// Reference of the instance.
  public var reference: String
  /// Workflow of the instance.
  public var workflow: String
  /// Title of the instance.
  public var title: String
  /// Name, unique within the instance.
  public var task: String
  /// Who has to do it.
  public var assignee: String
  /// The role in which they do it.
  public var role: String
  /// The state that the task belongs to.
  public var state: String
  /// When it was opened, UTC milliseconds.
  public var openedAt: Int64
  /// When it is due, UTC milliseconds.
  public var dueAt: Int64?
  /// Whether the deadline rests on a year without a published holiday list.
  public var isProvisional: Bool
  /// The person who has it in hand.
  public var holder: String?
  /// How it came to them.
  public var holderKind: String?
  /// Who delegated it to them.
  public var holderGiver: String?

  /// The place of this row in the order of task queries; hand it back to read on.
  public var key: TaskKey { TaskKey(dueAt: dueAt, instance: instance, task: task) }
}

/// How many of some instances are over.
public struct Progress: Sendable, Hashable {
  /// Those that are over.
  public var done: Int
  /// All.
  public var total: Int
}

/// Where a message stands.
public enum MessageState: String, Sendable, CaseIterable {
  /// It waits for its time.
  case pending
  /// Somebody is sending it, under a lease.
  case claimed
  /// The notifier took it.
  case delivered
  /// Other messages carry on for it: one for each reader, a digest, another way to the reader.
  case passed
  /// It was given up.
  case dead
  /// Nobody knows whether it arrived; a person decides.
  case unknown
}

/// One message of the outbox.
public struct MessageRow: Sendable, Hashable {
  /// Identifier inside the database.
  public var id: Int64
  /// Stable idempotency key, `REFERENCE#SEQUENCE.INDEX`; of one for a reader `…/PERSON` follows.
  public var key: String
  /// The instance that caused it.
  public var instance: Int64
  /// Reference of that instance.
  public var reference: String
  /// The history entry that caused it.
  public var sequence: Int
  /// Name of the notifier that carries it.
  public var notifier: String
  /// The message, a JSON text.
  public var content: String
  /// Where it stands.
  public var state: MessageState
  /// Attempts that were begun, this one included while it is claimed.
  public var attempts: Int
  /// When it is sent next, UTC milliseconds; only while pending.
  public var nextAt: Int64?
  /// Who is sending it; only while claimed.
  public var leaseOwner: String?
  /// When the claim ends, UTC milliseconds; only while claimed.
  public var leaseUntil: Int64?
  /// When it was delivered, given up or lost from sight, UTC milliseconds.
  public var settledAt: Int64?
  /// Why the last attempt failed.
  public var lastError: String?
  /// What the notifier answered.
  public var receipt: String?
  /// The one reader; nil: whoever it is for.
  public var person: String?
  /// How many of the reader's addresses were tried before.
  public var way = 0
}

/// A message that carries on for another one; it belongs to the same history entry.
public struct FollowUp: Sendable, Hashable {
  /// Stable idempotency key; a message that has it already is left as it is.
  public var key: String
  /// Name of the notifier that carries it.
  public var notifier: String
  /// The message, a JSON text; nil: as the other one has it.
  public var content: String?
  /// The one reader; nil: whoever it is for.
  public var person: String?
  /// How many of the reader's addresses were tried before.
  public var way: Int
  /// How it begins.
  public var state: State

  /// How a message begins.
  public enum State: Sendable, Hashable {
    /// It waits until an instant, UTC milliseconds.
    case pending(at: Int64)
    /// It cannot leave, and is shown.
    case dead(error: String)
  }

  /// Describes a message that carries on.
  public init(
    key: String, notifier: String, content: String? = nil, person: String? = nil, way: Int = 0,
    state: State
  ) {
    self.key = key
    self.notifier = notifier
    self.content = content
    self.person = person
    self.way = way
    self.state = state
  }
}

/// One notifier out of all: it alone, or all others.
public struct LaneChoice: Sendable, Hashable {
  /// Name of the notifier.
  public var name: String
  /// False: all others are meant.
  public var isOnly: Bool

  /// A notifier's messages.
  public static func only(_ name: String) -> LaneChoice { LaneChoice(name: name, isOnly: true) }

  /// All but a notifier's messages.
  public static func except(_ name: String) -> LaneChoice {
    LaneChoice(name: name, isOnly: false)
  }
}

/// How the messages of one notifier stand.
public struct LaneCounts: Sendable, Hashable {
  /// Name of the notifier.
  public var notifier: String
  /// Messages that wait.
  public var pending: Int
  /// Messages that are being sent.
  public var claimed: Int
  /// Messages that it took, of those that are still on record.
  public var delivered: Int
  /// Messages that were given up.
  public var dead: Int
  /// Messages whose outcome nobody knows.
  public var unknown: Int
  /// When it last took one, UTC milliseconds.
  public var lastDelivery: Int64?
}

/// How one attempt to deliver ended.
public enum Settlement: Sendable, Hashable {
  /// The notifier took the message and answered.
  case delivered(receipt: String?)
  /// Other messages carry on for it.
  case passed(receipt: String?, error: String? = nil)
  /// It failed and is tried again at this instant, UTC milliseconds.
  case retry(at: Int64, error: String)
  /// It is not the time for it: it waits until this instant, UTC milliseconds, and no attempt was made.
  case waits(until: Int64)
  /// It failed for good.
  case dead(error: String)
  /// The outcome cannot be known.
  case unknown(error: String)
}

/// A command that was already done, found by its idempotency key.
public struct ReceiptRow: Sendable, Hashable {
  /// Who sent the command.
  public var caller: String
  /// The caller's key.
  public var key: String
  /// The digest of the command that was done.
  public var fingerprint: String
  /// The instance that it changed.
  public var instance: Int64
  /// Reference of that instance.
  public var reference: String
  /// The history entry that it left.
  public var sequence: Int
  /// When it was done, UTC milliseconds.
  public var at: Int64
}

/// How much the store holds.
public struct StoreCounts: Sendable, Hashable {
  /// Active instances.
  public var active = 0
  /// Finished instances.
  public var finished = 0
  /// Failed instances.
  public var failed = 0
  /// Active instances whose clocks stand still.
  public var suspended = 0
  /// Open tasks.
  public var tasks = 0
  /// Armed timers.
  public var timers = 0
  /// Messages that wait.
  public var pending = 0
  /// Messages that are being sent.
  public var claimed = 0
  /// Messages that were given up.
  public var dead = 0
  /// Messages whose outcome nobody knows.
  public var unknown = 0
  /// History entries.
  public var entries: Int64 = 0

  /// Counts of an empty store.
  public init() {}
}
