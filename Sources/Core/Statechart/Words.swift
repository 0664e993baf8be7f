// The words for everything that can go wrong in this room, in one place.

/// Messages of the interpreter's own errors.
enum Words {
  static let nullDataModel = DataModelError(
    message: "cannot evaluate the expression: the null data model knows only In(state)")

  static func notText(_ what: String) -> DataModelError {
    DataModelError(message: "cannot use the \(what): its expression gives no text")
  }

  static func unknownSendType(_ type: String) -> DataModelError {
    DataModelError(message: "cannot send: the type «\(type)» is not supported here")
  }

  static func unknownSendTarget(_ target: String) -> DataModelError {
    DataModelError(message: "cannot send: «\(target)» is no target; targets begin with #_")
  }

  static func unreachable(_ target: String) -> DataModelError {
    DataModelError(
      .communication,
      message: "cannot send: nobody is there under «\(target)»; a child can be reached from the "
        + "time when its state is entered and the step is complete until it ends")
  }

  static let noChildren = DataModelError(
    .communication, message: "cannot start the child: there is nobody here who starts children")
  static let delayedInternal = DataModelError(
    message: "cannot delay a send to #_internal: leave the target out")
  static let cancelWithoutID = DataModelError(
    message: "cannot cancel: neither an id nor an expression for it is given")
}

extension DataModelError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

extension StepError: CustomStringConvertible {
  /// What went wrong, for people.
  public var description: String {
    switch self {
    case .microstepLimitReached(let limit, let configuration):
      "cannot finish the step: after \(limit) microsteps transitions still "
        + "fire\(Self.at(configuration)); look for transitions without event that lead in a circle"
    case .queueLimitReached(let limit, let configuration):
      "cannot finish the step: it raised more than \(limit) internal "
        + "events\(Self.at(configuration)); look for events that raise each other"
    case .contentLimitReached(let limit, let configuration):
      "cannot finish the step: it ran more than \(limit) pieces of "
        + "content\(Self.at(configuration)); look for loops over long lists"
    case .notRunning:
      "cannot step: the chart is done; start a new instance"
    case .foreignSnapshot:
      "cannot step: the snapshot belongs to another chart; use the chart that it was made with"
    }
  }

  private static func at(_ configuration: [StateID]) -> String {
    configuration.isEmpty ? "" : " in \(list(configuration))"
  }
}

extension SnapshotError: CustomStringConvertible {
  /// What does not fit, for people.
  public var description: String {
    switch self {
    case .unknownState(let id):
      "cannot read the snapshot: the chart has no state «\(id)»; use the chart that it was "
        + "made with"
    case .historyInConfiguration(let id):
      "cannot read the snapshot: «\(id)» is a history state, which is never active"
    case .parentNotActive(let id):
      "cannot read the snapshot: «\(id)» is active without its parent; name every active state"
    case .notOneChild(let parent, let count):
      "cannot read the snapshot: «\(parent)» needs one active child and has \(count)"
    case .missingRegion(let region, let parent):
      "cannot read the snapshot: the region «\(region)» of «\(parent)» is not active"
    case .illegalHistoryValue(let id):
      "cannot read the snapshot: what «\(id)» remembers does not fit below its parent"
    case .unknownInvocation(let id, let state):
      "cannot read the snapshot: «\(state)» is not active or has no such invocation for «\(id)»"
    }
  }
}

extension ChartProblem: CustomStringConvertible {
  /// What is wrong and what would help, for people.
  public var description: String {
    guard let state else { return sentence }
    return "state «\(state)»: \(sentence)"
  }

  private var sentence: String {
    switch kind {
    case .duplicateState: "cannot use the name twice; give one of the states another"
    case .unknownTarget(let target, let suggestion): Self.unknown(target, suggestion)
    case .initialNotDescendant(let target):
      "cannot begin in «\(target)»: it is not inside this state"
    case .initialWithoutChoice:
      "cannot begin anywhere: there is no choice among children here; remove the initial state"
    case .severalInitialStates(let targets):
      "cannot begin in \(list(targets)) at once: a state has one initial state, or one in each "
        + "region of a parallel state"
    case .compoundWithoutInitial:
      "cannot enter it: it contains only history states; add a state"
    case .historyWithoutDefault:
      "cannot enter it the first time: a history state needs a default transition"
    case .historyDefaultInvalid:
      "cannot use the default: it must be one transition, without event and condition, to "
        + "states inside the parent that are not history states of the same parent"
    case .historyWithChildren: "cannot contain states: it is a history state"
    case .finalWithChildren: "cannot contain states: it is final"
    case .finalWithTransitions: "cannot have transitions: it is final"
    case .finalInParallel:
      "cannot be a region: it is final; put it inside a state of the parallel one"
    case .parallelWithoutChildren: "cannot be parallel without regions; add states to it"
    case .illegalTargetSet(let targets):
      "cannot enter \(list(targets)) together; their nearest common parent must be parallel"
    case .duplicateTimer(let id): "cannot use the timer name «\(id)» twice in a chart"
    case .duplicateTask(let id): "cannot use the task name «\(id)» twice in a chart"
    case .eventlessTargetlessLoop:
      "cannot take a transition without event, condition and target: it would fire for ever"
    case .rootWithoutStates: "cannot start: the chart has no state to enter"
    case .emptyName: "cannot be without a name"
    case .nestedTooDeep(let limit): "cannot nest states deeper than \(limit)"
    case .tooManyStates(let limit): "cannot have more than \(limit) states in a chart"
    }
  }

  private static func unknown(_ target: StateID, _ suggestion: StateID?) -> String {
    let hint = suggestion.map { "; did you mean «\($0)»?" } ?? "; name a state of this chart"
    return "cannot go to «\(target)»: there is no such state\(hint)"
  }
}

extension SimulationError: CustomStringConvertible {
  /// What went wrong, for people.
  public var description: String {
    switch self {
    case .step(let error, _): error.description
    case .neverQuiet(let limit, let session):
      "cannot go on: after \(limit) steps «\(session)» still gets events; look for charts that "
        + "send events to and fro without a delay"
    case .tooManySessions(let limit):
      "cannot start more than \(limit) charts in one simulation; look for charts that start "
        + "each other"
    }
  }
}

/// The names in quotes, divided by commas.
private func list(_ states: [StateID]) -> String {
  states.map { "«\($0)»" }.joined(separator: ", ")
}
