// The words for what an analysis finds, in one place.

extension Finding: CustomStringConvertible {
  /// What was found and what would help, for people.
  public var description: String {
    guard let state else {
      return kind == .noWayToEnd(configuration: [])
        ? "the chart can never end; add a way that leads to a final state" : sentence
    }
    return "state «\(state)»: \(sentence)"
  }

  private var sentence: String {
    switch kind {
    case .unreachableState(let blocked):
      blocked.isEmpty
        ? "cannot be reached: no transition that can fire leads to it; add one, or remove the state"
        : "cannot be reached: \(Self.names(of: blocked)) would lead to it, but never fires; let it "
          + "fire, or remove the state"
    case .transitionNeverFires(let cause): "\(subject) \(Self.words(cause))"
    case .alwaysInConflict(let winners):
      "\(subject) can never fire: \(Self.names(of: winners)) stands before it and takes every event "
        + "that it listens to; change their order, or give the first a condition"
    case .parallelNeverDone(let missing):
      missing.isEmpty
        ? "can never be done: its regions are never all in a final state together; let them wait "
          + "for each other there"
        : "can never be done: \(list(missing)) never reaches a final state; give it one, or a "
          + "way to it"
    case .noWayToEnd(let configuration):
      configuration.isEmpty
        ? "the chart can never end once this is active; add a way that leads on to a final state"
        : "the chart can never end once \(list(configuration)) are active together; add a way "
          + "that leads on to a final state"
    case .endlessLoop:
      certainty == .certain
        ? "the chart never comes to rest: \(Self.names(of: transitions)) follow each other without an "
          + "event from outside; give one of them an event or a condition"
        : "the chart may never come to rest: \(Self.names(of: transitions)) can follow each other "
          + "for ever without an event from outside; make sure that a condition ends it"
    }
  }

  private var subject: String {
    transitions.first.map { "the transition \($0)" } ?? "the transition"
  }

  private static func words(_ cause: Cause) -> String {
    switch cause {
    case .eventNeverComes:
      "can never fire: its event never comes while this state is active; check the event's name"
    case .hidden(let others):
      "can never fire: \(names(of: others)) of inner states always comes first; give it a condition, "
        + "or an event of its own"
    case .preempted(let others):
      "can never fire: \(names(of: others)) always fires instead, and leaves the same states; let them "
        + "listen to different events"
    }
  }

  private static func names(of transitions: [TransitionReference]) -> String {
    transitions.map(\.description).joined(separator: ", ")
  }
}

extension TransitionReference: CustomStringConvertible {
  /// The transition as `«source» on «event» to «target»`.
  public var description: String {
    let names = events.map { "«\($0)»" }.joined(separator: ", ")
    let event = events.isEmpty ? " without event" : " on \(names)"
    let target = targets.isEmpty ? "" : " to \(list(targets))"
    return "«\(source)»\(event)\(target)"
  }
}

extension EventPath: CustomStringConvertible {
  /// The way as `start → event → event`. Events that the chart raises itself are in brackets;
  /// steps without event are left out.
  public var description: String {
    steps.compactMap { step in
      switch step.cause {
      case .start: "start"
      case .event(let name): name
      case .internalEvent(let name): "(\(name))"
      case .eventless: nil
      }
    }.joined(separator: " → ")
  }
}

extension AnalysisLimits.Bound: CustomStringConvertible {
  /// What was more than the bound allows, for people.
  public var description: String {
    switch self {
    case .moments: "the chart has more configurations than the analysis may keep"
    case .microsteps: "the chart has more microsteps than the analysis may try"
    case .outcomes: "an event can go more ways at one moment than the analysis may try"
    case .pendingEvents: "more internal events wait at one moment than the analysis may keep"
    case .loopTurns: "a loop raises events, and may turn more often than the analysis follows"
    }
  }
}

/// The names in quotes, divided by commas.
private func list(_ states: [StateID]) -> String {
  states.map { "«\($0)»" }.joined(separator: ", ")
}
