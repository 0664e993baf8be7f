// What is another than before when somebody changes an agreement from outside: promises and data.

internal import CEL
internal import Statechart
public import WorkCalendar

/// A task or a timed transition, before and after.
public struct PromiseChange: Hashable, Sendable {
  /// What was promised.
  public enum Kind: String, Sendable {
    case task
    case timer
  }

  /// One side of it.
  public struct Side: Hashable, Sendable {
    /// The task, or the timer of the chart.
    public var name: String
    /// Whose task it is; nil for a timer.
    public var role: String?
    /// When it is due; nil: no deadline.
    public var deadline: Deadline?
  }

  /// Whether it is a task.
  public var kind: Kind
  /// Before; nil: it was not there.
  public var before: Side?
  /// After; nil: it is there no more.
  public var after: Side?

  /// True where both sides are the same.
  public var isKept: Bool { before == after }
}

/// A value of the data, before and after.
public struct FieldChange: Hashable, Sendable {
  /// Name of the field.
  public var name: String
  /// Value before, as JSON; nil: none.
  public var before: JSON?
  /// Value after, as JSON; nil: none.
  public var after: JSON?
}

/// What is another than before.
public struct StateChanges: Hashable, Sendable {
  /// Tasks and timed transitions.
  public var promises: [PromiseChange] = []
  /// Data.
  public var fields: [FieldChange] = []

  /// Those that are not the same on both sides.
  public var withoutKept: StateChanges {
    StateChanges(promises: promises.filter { !$0.isKept }, fields: fields)
  }

  /// Tasks that nobody did.
  public var withdrawnTasks: [String] {
    promises.filter { $0.kind == .task && $0.after == nil }.compactMap { $0.before?.name }
  }
}

extension StateChanges {
  /// Compares two states.
  ///
  /// - Parameters:
  ///   - oldWorkflow: the definition that the first one belongs to.
  ///   - newWorkflow: the definition that the second one belongs to.
  ///   - renamed: what a promise of the first state is called in the second; nil: it is gone.
  init(
    from old: InstanceState, in oldWorkflow: Workflow, to new: InstanceState,
    in newWorkflow: Workflow, calendar: OfficeCalendar,
    renamed: (_ kind: PromiseChange.Kind, _ name: String) -> String? = { $1 }
  ) {
    add(
      .task, Self.tasks(of: old, in: oldWorkflow), Self.tasks(of: new, in: newWorkflow), renamed)
    add(.timer, Self.timers(of: old, calendar), Self.timers(of: new, calendar), renamed)
    let names = newWorkflow.fields.map(\.name)
    for name in names + oldWorkflow.fields.map(\.name).filter({ !names.contains($0) }) {
      let (before, after) = (old.data[name], new.data[name])
      guard before != after else { continue }
      fields.append(
        FieldChange(
          name: name, before: before.map(DataField.json), after: after.map(DataField.json)))
    }
  }

  /// Everything that a new agreement opens.
  public init(opening state: InstanceState, in workflow: Workflow, calendar: OfficeCalendar) {
    add(.task, [], Self.tasks(of: state, in: workflow)) { $1 }
    add(.timer, [], Self.timers(of: state, calendar)) { $1 }
  }

  private mutating func add(
    _ kind: PromiseChange.Kind, _ old: [PromiseChange.Side], _ new: [PromiseChange.Side],
    _ renamed: (PromiseChange.Kind, String) -> String?
  ) {
    var rest = new
    for side in old {
      let name = renamed(kind, side.name)
      let index = rest.firstIndex { $0.name == name }
      let after = index.map { rest.remove(at: $0) }
      promises.append(PromiseChange(kind: kind, before: side, after: after))
    }
    promises += rest.map { PromiseChange(kind: kind, before: nil, after: $0) }
  }

  private static func tasks(of state: InstanceState, in workflow: Workflow)
    -> [PromiseChange.Side]
  {
    state.tasks.map {
      PromiseChange.Side(
        name: $0.task, role: workflow.tasks[$0.task]?.role, deadline: $0.deadline)
    }
  }

  private static func timers(of state: InstanceState, _ calendar: OfficeCalendar)
    -> [PromiseChange.Side]
  {
    state.timers.map {
      PromiseChange.Side(
        name: $0.name, role: nil,
        deadline: Deadline(
          instant: $0.dueAt, date: calendar.date(of: $0.dueAt), isProvisional: false))
    }
  }
}

// MARK: The stored form

extension StateChanges {
  /// The form in which histories keep them; what is the same on both sides is left out.
  var json: JSON {
    let changed = withoutKept
    return .object([
      "promises": changed.promises.isEmpty
        ? nil
        : .array(
          changed.promises.map { change in
            .object([
              "kind": .string(change.kind.rawValue), "before": change.before.map(\.json),
              "after": change.after.map(\.json),
            ])
          }),
      "fields": fields.isEmpty
        ? nil
        : .array(
          fields.map { change in
            .object([
              "name": .string(change.name), "before": change.before, "after": change.after,
            ])
          }),
    ])
  }

  /// Reads what a history keeps.
  public init(_ json: JSON?) {
    promises = (json?["promises"]?.items ?? []).compactMap { item in
      guard let kind = item["kind"]?.string.flatMap(PromiseChange.Kind.init(rawValue:)) else {
        return nil
      }
      return PromiseChange(
        kind: kind, before: PromiseChange.Side(item["before"]),
        after: PromiseChange.Side(item["after"]))
    }
    fields = (json?["fields"]?.items ?? []).compactMap { item in
      item["name"]?.string.map {
        FieldChange(name: $0, before: item["before"], after: item["after"])
      }
    }
  }
}

extension PromiseChange.Side {
  fileprivate var json: JSON {
    .object([
      "name": .string(name), "role": role.map { .string($0) }, "deadline": deadline.map(\.json),
    ])
  }

  fileprivate init?(_ json: JSON?) {
    guard let name = json?["name"]?.string else { return nil }
    self.name = name
    role = json?["role"]?.string
    if let stored = json?["deadline"], let due = stored["due"]?.int,
      let date = stored["date"]?.string.flatMap({ CivilDate($0) })
    {
      deadline = Deadline(
        instant: Instant(millisecondsSince1970: due), date: date,
        isProvisional: stored["provisional"]?.bool ?? false)
    }
  }
}
