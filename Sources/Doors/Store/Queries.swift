// What callers may ask for: filters, order and the key from which a next page goes on.

/// Which way a list of rows runs.
public enum RowOrder: Sendable, Hashable {
  /// Highest identifier first.
  case newestFirst
  /// Lowest identifier first.
  case oldestFirst
}

/// A question for instances; every filter that is nil lets all pass.
public struct InstanceQuery: Sendable, Hashable {
  /// Only this workflow.
  public var workflow: String?
  /// Only this status.
  public var status: InstanceStatus?
  /// Only this partner organisation.
  public var party: String?
  /// Only instances pinned to this definition's digest.
  public var definition: String?
  /// Only children of this instance.
  public var parent: Int64?
  /// Only instances whose displayed states contain this text.
  public var state: String?
  /// Only instances whose clocks stand still.
  public var isSuspended = false
  /// Which way the list runs, by identifier.
  public var order: RowOrder
  /// Go on after this identifier, in the same order.
  public var after: Int64?
  /// Most rows to return; cut to `StoreLimits.rowsMax`.
  public var limit: Int

  /// Describes a question for instances.
  public init(
    workflow: String? = nil, status: InstanceStatus? = nil, party: String? = nil,
    definition: String? = nil, parent: Int64? = nil, state: String? = nil,
    order: RowOrder = .newestFirst, after: Int64? = nil, limit: Int = 100
  ) {
    self.workflow = workflow
    self.status = status
    self.party = party
    self.definition = definition
    self.parent = parent
    self.state = state
    self.order = order
    self.after = after
    self.limit = limit
  }
}

/// The place of a task in the order of task queries: due first, tasks without a deadline last.
public struct TaskKey: Sendable, Hashable {
  /// When the task is due, UTC milliseconds.
  public var dueAt: Int64?
  /// The task's instance.
  public var instance: Int64
  /// The task's name.
  public var task: String

  /// Describes a place in the order.
  public init(dueAt: Int64?, instance: Int64, task: String) {
    self.dueAt = dueAt
    self.instance = instance
    self.task = task
  }
}

/// A question for open tasks, soonest due first; every filter that is nil lets all pass.
public struct TaskQuery: Sendable, Hashable {
  /// Only tasks of these assignees.
  public var assignees: [String]?
  /// Beside those of the assignees also those that this person has in hand.
  public var holder: String?
  /// Only tasks of this instance.
  public var instance: Int64?
  /// Only tasks due before this instant, UTC milliseconds.
  public var dueBefore: Int64?
  /// Go on after this place.
  public var after: TaskKey?
  /// Most rows to return; cut to `StoreLimits.rowsMax`.
  public var limit: Int

  /// Describes a question for tasks.
  public init(
    assignees: [String]? = nil, holder: String? = nil, instance: Int64? = nil,
    dueBefore: Int64? = nil, after: TaskKey? = nil, limit: Int = 100
  ) {
    self.assignees = assignees
    self.holder = holder
    self.instance = instance
    self.dueBefore = dueBefore
    self.after = after
    self.limit = limit
  }
}

/// A question for messages; every filter that is nil lets all pass.
public struct MessageQuery: Sendable, Hashable {
  /// Only this state.
  public var state: MessageState?
  /// Only messages of this instance.
  public var instance: Int64?
  /// Which way the list runs, by identifier.
  public var order: RowOrder
  /// Go on after this identifier, in the same order.
  public var after: Int64?
  /// Most rows to return; cut to `StoreLimits.rowsMax`.
  public var limit: Int

  /// Describes a question for messages.
  public init(
    state: MessageState? = nil, instance: Int64? = nil, order: RowOrder = .newestFirst,
    after: Int64? = nil, limit: Int = 100
  ) {
    self.state = state
    self.instance = instance
    self.order = order
    self.after = after
    self.limit = limit
  }
}
