// What the engine answers: plain values, ready to be shown; times are instants, words are the office's.

public import WorkCalendar
public import Workflow

/// Who is at the other end of the socket.
public struct Caller: Hashable, Sendable {
  /// Unix user id, from the kernel.
  public var uid: UInt32
  /// Unix user name, when it has one.
  public var unixName: String?
  /// The person of the directory with that account.
  public var person: Directory.Person?
  /// The parts that the account plays in the service.
  public var roles: Set<ServiceRole>

  /// Creates a caller.
  public init(
    uid: UInt32, unixName: String?, person: Directory.Person?, roles: Set<ServiceRole>
  ) {
    self.uid = uid
    self.unixName = unixName
    self.person = person
    self.roles = roles
  }

  /// True when the account operates the service.
  public var isAdministrator: Bool { roles.contains(.admin) }
  /// True when the account may look at everything that is on record.
  public var mayAudit: Bool { roles.contains(.auditor) || isAdministrator }
  /// True when the account works on agreements.
  public var mayAct: Bool { roles.contains(.officer) || roles.contains(.approver) }
  /// True when the account approves, returns and signs.
  public var mayDecide: Bool { roles.contains(.approver) }
  /// True when the account may look at agreements.
  public var mayRead: Bool { mayAct || mayAudit }
}

/// What every command carries besides its own words.
public struct CommandContext: Hashable, Sendable {
  /// Who calls.
  public var caller: Caller
  /// The person whom an administrator stands in for; development only.
  public var standIn: String?
  /// The caller's own name for the command: sent twice, it acts once.
  public var idempotencyKey: String?

  /// Creates a context.
  public init(caller: Caller, standIn: String? = nil, idempotencyKey: String? = nil) {
    self.caller = caller
    self.standIn = standIn
    self.idempotencyKey = idempotencyKey
  }
}

/// Starts an agreement.
public struct StartCommand: Hashable, Sendable {
  /// Name of the workflow.
  public var workflow: String
  /// Values of its fields.
  public var data: [String: JSON]
  /// Reference of the agreement that it is put below.
  public var parent: String?

  /// Creates a command.
  public init(workflow: String, data: [String: JSON], parent: String? = nil) {
    self.parent = parent
    self.workflow = workflow
    self.data = data
  }
}

/// Sends an event to an agreement.
public struct ActCommand: Hashable, Sendable {
  /// What the sender wants.
  public enum Wish: Hashable, Sendable {
    case event(String)
    case decide(Refusal.DecisionKind)
  }

  /// The agreement's reference.
  public var reference: String
  /// The event, or approving or returning.
  public var wish: Wish
  /// Values for the event's form.
  public var data: [String: JSON]
  /// Why.
  public var reason: String?
  /// The task, when several are open.
  public var task: String?

  /// Creates a command.
  public init(
    reference: String, wish: Wish, data: [String: JSON] = [:], reason: String? = nil,
    task: String? = nil
  ) {
    self.reference = reference
    self.wish = wish
    self.data = data
    self.reason = reason
    self.task = task
  }
}

/// What a command did. It is on disk when this is returned.
public struct CommandResult: Hashable, Sendable {
  /// The agreement.
  public var reference: String
  /// The workflow.
  public var workflow: String
  /// Number of the history entry within the agreement.
  public var sequence: Int
  /// The event; `start` for a start.
  public var event: String
  /// Who acted.
  public var actor: Actor?
  /// Instant of the step.
  public var at: Instant
  /// Active atomic states after the step.
  public var states: [String]
  /// States that were left, in order.
  public var exited: [String]
  /// States that were entered, in order.
  public var entered: [String]
  /// True when the same command had been done before and nothing was done now.
  public var isReplay: Bool
  /// References of agreements below this one to which the same was done.
  public var followed: [String] = []
  /// References of open agreements below this one that stay as they are.
  public var stayed: [String] = []
}

/// An agreement in a list.
public struct AgreementSummary: Hashable, Sendable {
  /// Reference.
  public var reference: String
  /// Workflow.
  public var workflow: String
  /// What it is about.
  public var title: String
  /// Partner organisation's identity, and its name.
  public var party: String?
  /// Partner's name.
  public var partyName: String?
  /// `active`, `finished` or `failed`.
  public var status: String
  /// Active atomic states.
  public var states: [String]
  /// Number of its last history entry.
  public var sequence: Int
  /// When it was started.
  public var startedAt: Instant
  /// When it last moved.
  public var changedAt: Instant
  /// When it ended.
  public var finishedAt: Instant?
  /// Since when its clocks stand still.
  public var suspendedAt: Instant?
  /// Position for the next page.
  public var cursor: Int64
}

/// A value of an agreement's data.
public struct FieldView: Hashable, Sendable {
  /// Field.
  public var name: String
  /// Title for people.
  public var title: String
  /// Value.
  public var value: JSON
}

/// An open task.
public struct TaskView: Hashable, Sendable {
  /// The agreement.
  public var reference: String
  /// Workflow.
  public var workflow: String
  /// What the agreement is about.
  public var agreementTitle: String
  /// Identity in the definition.
  public var task: String
  /// Title for people.
  public var title: String
  /// Role.
  public var role: String
  /// Title of the position or partner.
  public var assignee: String
  /// Names of the people who hold it today.
  public var people: [String]
  /// When it was opened.
  public var openedAt: Instant
  /// When it must be done.
  public var dueAt: Instant?
  /// True when the deadline counts through a year without a published holiday list.
  public var isProvisional: Bool
  /// True when the deadline has passed.
  public var isOverdue: Bool
  /// The events by which it can be done.
  public var events: [String]
  /// Who has it in hand; nil: everyone who holds it.
  public var holder: HolderView?
  /// Since when nobody holds the position, where ``people`` is empty and somebody did.
  public var vacantSince: CivilDate?
}

/// Who has a task in hand.
public struct HolderView: Hashable, Sendable {
  /// Identity of the person.
  public var person: String
  /// Name, when the directory has the person.
  public var name: String?
  /// `claimed`, `delegated` or `assigned`.
  public var kind: String
  /// Identity of the one who delegated it.
  public var giver: String?
}

/// An event that could be sent now.
public struct EventView: Hashable, Sendable {
  /// Event.
  public var event: String
  /// The task that it belongs to.
  public var task: String?
  /// Roles that may send it.
  public var roles: [String]
  /// True when it needs a reason.
  public var needsReason: Bool
  /// Fields that it carries; those that must be given first.
  public var required: [String]
  /// Fields that it may carry.
  public var optional: [String]
  /// Documents that must be added before.
  public var documents: [String] = []
}

/// A timer that is set.
public struct TimerView: Hashable, Sendable {
  /// Name.
  public var name: String
  /// When it is due.
  public var dueAt: Instant
}

/// An agreement, whole.
public struct AgreementView: Hashable, Sendable {
  /// As in a list.
  public var summary: AgreementSummary
  /// Digest of its definition.
  public var definition: String
  /// Values of its data.
  public var data: [FieldView]
  /// Open tasks.
  public var tasks: [TaskView]
  /// What could be sent now.
  public var events: [EventView]
  /// Timers of the chart and of reminders.
  public var timers: [TimerView]
  /// Why it is suspended.
  public var suspensionReason: String?
  /// The agreement that it is below.
  public var parent: String?
  /// Agreements below it, in the order in which they were started.
  public var children: [ChildView] = []
  /// Of all agreements below it, also below its children: how many are over, and all.
  public var progress = ProgressView()
  /// Why an administrator cancelled it.
  public var cancellationReason: String?
  /// Documents on record, each in its present version.
  public var documents: [DocumentView] = []
  /// Approvals that are under way.
  public var approvals: [ApprovalProgress] = []
  /// Initials and returns of approvals.
  public var marks: [ApprovalMark] = []
  /// Records of signatures.
  public var signatures: [Signature] = []
}

/// How many of some agreements are over.
public struct ProgressView: Hashable, Sendable {
  /// Those that are over.
  public var done = 0
  /// All.
  public var total = 0
}

/// An agreement below another one.
public struct ChildView: Hashable, Sendable {
  /// As in a list.
  public var summary: AgreementSummary
  /// Of all agreements below it.
  public var progress: ProgressView
}

/// An entry of the history.
public struct HistoryView: Hashable, Sendable {
  /// Number within the agreement.
  public var sequence: Int
  /// Position in the whole chain.
  public var position: Int64
  /// Instant.
  public var at: Instant
  /// Kind of the payload.
  public var kind: String
  /// Version of the payload's shape.
  public var version: Int
  /// Who or what: `uid:1000`, `timer:NAME`, `daemon`.
  public var cause: String
  /// What happened.
  public var payload: JSON
  /// Hash of the entry, hexadecimal.
  public var hash: String
}

/// A loaded workflow.
public struct WorkflowView: Hashable, Sendable {
  /// Name.
  public var name: String
  /// Title in Indonesian, and in English.
  public var title: LocalizedText
  /// What it is for.
  public var description: String?
  /// Identity.
  public var digest: String
  /// Calendar.
  public var calendar: String
  /// Pattern of references.
  public var reference: String
  /// States in document order with their titles.
  public var states: [(name: String, title: String?, kind: String)]
  /// Fields.
  public var fields: [(name: String, type: String, isRequired: Bool, title: String?)]
  /// Roles and whom they stand for.
  public var roles: [(name: String, binding: String)]
  /// Source text.
  public var source: String

  /// Workflows are the same when their sources are.
  public static func == (a: WorkflowView, b: WorkflowView) -> Bool { a.digest == b.digest }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// How the daemon is.
public struct StatusView: Hashable, Sendable {
  /// Version of the program.
  public var version: String
  /// When it was started.
  public var startedAt: Instant
  /// Its clock now.
  public var now: Instant
  /// Agreements that are active, finished, failed.
  public var active: Int
  /// Agreements that have ended.
  public var finished: Int
  /// Agreements that cannot go on.
  public var failed: Int
  /// Active agreements whose clocks stand still.
  public var suspended: Int
  /// Open tasks.
  public var openTasks: Int
  /// Timers that are set.
  public var timers: Int
  /// The next due timer.
  public var nextTimer: Instant?
  /// Messages that wait.
  public var messagesPending: Int
  /// Messages that were given up.
  public var messagesDead: Int
  /// Messages whose outcome is unknown.
  public var messagesUnknown: Int
  /// Entries of the history, and the hash of the last.
  public var historyPosition: Int64
  /// Hash of the last entry.
  public var historyHash: String
  /// Workflows that can be started.
  public var workflows: [String]
  /// What the last reload refused.
  public var loadProblems: [String]
  /// Calendars whose loaded version open deadlines were not counted on.
  public var calendarsNotApplied: [String]
  /// Open tasks that nobody can do today.
  public var tasksWithNobody: Int
  /// Number of the directory's version; nil while there is none.
  public var directoryVersion: Int64?
  /// Directory files that say something else than the directory in force.
  public var directoryNotes: [String]
}

/// What a reload did.
public struct ReloadReport: Hashable, Sendable {
  /// Workflows that are new or changed.
  public var loaded: [String]
  /// Problems, rendered with file, line and column; the old definition stays.
  public var problems: [String]
  /// What should be done next, in words.
  public var notes: [String] = []
}

/// The result of verifying the history.
public struct AuditView: Hashable, Sendable {
  /// True when every hash fits.
  public var isIntact: Bool
  /// Entries that were verified.
  public var entries: Int64
  /// Hash of the last entry.
  public var head: String
  /// The first entry that does not fit.
  public var brokenAt: Int64?
  /// Why.
  public var reason: String?
}

/// A message in the outbox.
public struct MessageView: Hashable, Sendable {
  /// Number.
  public var id: Int64
  /// Stable key.
  public var key: String
  /// Notifier.
  public var notifier: String
  /// `pending`, `claimed`, `delivered`, `passed`, `dead` or `unknown`.
  public var state: String
  /// Attempts so far.
  public var attempts: Int
  /// Subject.
  public var subject: String
  /// When it is tried next.
  public var nextAt: Instant?
  /// When it was settled.
  public var settledAt: Instant?
  /// The last error.
  public var lastError: String?
  /// The one reader; nil: whoever it is for.
  public var person: String?
  /// What the notifier answered, or what carries on.
  public var receipt: String?
}
