// Where one agreement stands: a value that is stored whole, and from which all its rows follow.

public import CEL
public import Statechart
public import WorkCalendar

/// The state of an agreement between two steps.
public struct InstanceState: Hashable, Sendable {
  /// The chart's part.
  public var snapshot: Snapshot
  /// Declared fields that have a value.
  public var data: [String: Value]
  /// Work that is open, in the order in which it was opened.
  public var tasks: [OpenTask]
  /// Promises to raise an event, in the order in which they were made.
  public var timers: [PendingTimer]
  /// Who acted so far, by role, and in whose name: what separation of duties is held against.
  public var actors: [String: [String]]
  /// Set while the agreement is suspended: nobody acts, and its clocks stand still.
  public var suspension: Suspension?
  /// Agreements that it started, or that were put below it, in that order.
  public var children: [Child] = []
  /// What it is called by the agreement that started it.
  public var parentKey: String?
  /// Set once an administrator cancelled the agreement: why.
  public var cancellation: String?
  /// Initials and returns of approvals, in the order in which they were given; the void ones stay.
  public var marks: [ApprovalMark] = []
  /// Records of signatures, in the order in which they were made; the void ones stay.
  public var signatures: [Signature] = []
  /// What is on record of documents, by kind.
  public var documents: [String: AgreementDocument] = [:]

  /// True once the chart came to its end.
  public var isFinished: Bool { snapshot.status != .running }
}

/// Since when an agreement is suspended, and why.
public struct Suspension: Hashable, Sendable {
  /// When its clocks stopped.
  public var since: Instant
  /// Why, in the words of the one who did it.
  public var reason: String
  /// True when it was suspended because its parent was, and goes on with it.
  public var isByParent = false
}

/// A task that waits for someone.
public struct OpenTask: Hashable, Sendable {
  /// The task's identity in the definition.
  public var task: String
  /// When it was opened.
  public var openedAt: Instant
  /// What was left of its time when a suspension ended; nil: it has the time of its definition.
  public var remainder: Remainder?
  /// When it must be done.
  public var deadline: Deadline?
  /// How many reminders and escalations of its plan are behind it: sent, merged or passed over.
  public var noticesSent: Int
  /// When the next one is due; nil: none any more.
  public var nextNotice: Instant?
  /// Who has it in hand; nil: everyone who stands for its role.
  public var holder: Holder?
}

/// A stored promise to raise an event.
public struct PendingTimer: Hashable, Sendable {
  /// The timer's identity in the chart.
  public var name: String
  /// The event.
  public var event: String
  /// When it is due.
  public var dueAt: Instant
  /// When it was set: what a span is counted from.
  public var setAt: Instant
  /// What was left of its time when a suspension ended; nil: it has the time of its definition.
  public var remainder: Remainder?
}

/// Time that is left after a suspension, and from when it is counted.
public struct Remainder: Hashable, Sendable {
  /// How long.
  public var span: TimeSpan
  /// From when.
  public var from: Instant
}

extension OpenTask {
  /// The name under which the task's next notice is stored among the timers.
  public static func noticeTimer(_ task: String) -> String { "notice \(task)" }
}

extension OpenTask {
  /// The task that a stored notice belongs to; nil for a timer of the chart.
  public static func task(ofNoticeTimer name: String) -> String? {
    name.hasPrefix("notice ") ? String(name.dropFirst("notice ".count)) : nil
  }
}
