// Moving an agreement to another version of its definition: what is asked for, and the verdict.

public import CEL
internal import Statechart
public import WorkCalendar

/// How agreements are moved to another version of their definition.
public struct Migration: Hashable, Sendable {
  /// States of the old definition that are called otherwise in the new one; what is inside them moves
  /// along. States that are not named keep their names.
  public var states: [String: String]
  /// Fields whose values are left behind: the new definition has no such field.
  public var dropped: [String]
  /// Values for fields of the new definition that an agreement has none for.
  public var values: [String: Value]
  /// Why, in the words of the one who does it.
  public var reason: String
  /// Who does it: the Unix user.
  public var by: String

  /// Creates a migration.
  public init(
    states: [String: String] = [:], dropped: [String] = [], values: [String: Value] = [:],
    reason: String, by: String
  ) {
    self.states = states
    self.dropped = dropped
    self.values = values
    self.reason = reason
    self.by = by
  }

  /// What a state of the old definition is called in the new one.
  ///
  /// - Returns: the name, and whether the state itself was named, not one around it.
  func mapped(_ state: String) -> (name: String, isNamed: Bool) {
    if states.isEmpty { return (state, false) }
    if let name = states[state] { return (name, true) }
    var around = state[...]
    while let slash = around.lastIndex(of: "/") {
      around = around[..<slash]
      if let name = states[String(around)] { return (name + state[slash...], false) }
    }
    return (state, false)
  }
}

/// Why an agreement cannot be moved as it stands.
public enum MigrationProblem: Hashable, Sendable {
  /// The new definition has no such state.
  case noState(String, suggestion: String?)
  /// The state is of another kind there.
  case kindDiffers(String, was: String, is: String)
  /// The move would end the agreement.
  case ends(String)
  /// The states fit no moment of the new chart.
  case notLegal([String], String)
  /// What a history state remembers fits no more.
  case memory(String, String)
  /// The new chart leads from there to no end.
  case cannotEnd([String])
  /// The field is gone, and there is a value in it.
  case fieldGone(String)
  /// The value does not fit the field any more.
  case fieldUnfit(FieldProblem)
  /// The new definition needs a value that the agreement does not have.
  case fieldMissing(String)
}

/// What else is to be known about a move.
public enum MigrationNote: Hashable, Sendable {
  /// A timed transition is due at once.
  case dueAtOnce(timer: String)
  /// The deadline of a task has passed already.
  case overdue(task: String)
  /// The new definition has no such history state; what it remembered is forgotten.
  case forgotten(String)
  /// The search for a way to the end was cut off by its bound.
  case endUnknown
}

/// What moving one agreement would do, or why it cannot be moved.
public struct MigrationVerdict: Sendable {
  /// Digest of the definition that it is on.
  public var from: String
  /// Active innermost states now.
  public var before: [String]
  /// Active innermost states afterwards; empty where that cannot be told.
  public var after: [String]
  /// Every task and timed transition, before and after, and the data that change.
  public var changes: StateChanges
  /// Why it cannot be moved; empty: it can.
  public var problems: [MigrationProblem]
  /// What else is to be known.
  public var notes: [MigrationNote]
  /// The step; nil where there are problems.
  public var outcome: Outcome?
}

/// Searches for ways to an end, each situation once.
public struct EndSearch: Sendable {
  private struct Situation: Hashable {
    var states: [StateID]
    var memory: [StateID: [StateID]]
  }

  private var known: [Situation: Prospect] = [:]

  /// Creates a search that knows nothing yet.
  public init() {}

  mutating func prospect(of snapshot: Snapshot, in chart: Chart) -> Prospect {
    let situation = Situation(
      states: snapshot.configuration(in: chart), memory: snapshot.historyValues(in: chart))
    if let prospect = known[situation] { return prospect }
    let prospect = chart.prospect(of: snapshot, limits: .standard)
    known[situation] = prospect
    return prospect
  }
}

extension MigrationProblem: CustomStringConvertible {
  /// One line: what does not fit, and what would help.
  public var description: String {
    switch self {
    case .noState(let state, let suggestion):
      "the new definition has no state «\(state)»; name one with --map \(state)=\(suggestion ?? "STATE")"
    case .kindDiffers(let state, let was, let now):
      "«\(state)» was \(was) and is \(now) now; name a state with --map \(state)=STATE"
    case .ends(let state):
      "«\(state)» would end the agreement; a migration ends nothing, sinergictl jump does"
    case .notLegal(let states, let problem):
      "it cannot be in \(Self.list(states)) there: \(problem)"
    case .memory(let history, let problem):
      "what «\(history)» remembers does not fit: \(problem)"
    case .cannotEnd(let states):
      "from \(Self.list(states)) the new definition leads to no end; map to another state"
    case .fieldGone(let field):
      "the new definition has no field «\(field)»; leave the value behind with --drop \(field)"
    case .fieldUnfit(let problem): "\(problem); correct it first with sinergictl correct"
    case .fieldMissing(let field):
      "the new definition needs «\(field)»; give a value with --set \(field)=VALUE"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.map { "«\($0)»" }.joined(separator: ", ")
  }
}

extension MigrationNote: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .dueAtOnce(let timer): "«\(timer)» is due at once"
    case .overdue(let task): "the deadline of «\(task)» has passed"
    case .forgotten(let history): "what «\(history)» remembers is forgotten"
    case .endUnknown: "whether it can still end was not found out within the bound of the search"
    }
  }
}
