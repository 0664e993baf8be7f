// Proves a chart before it runs: what it can never do, and what it can never stop doing.

/// What an analysis of a chart says.
public struct Analysis: Hashable, Sendable {
  /// What was found: kind by kind, and within a kind in document order.
  public var findings: [Finding]
  /// The bounds that were hit. Where any was, the findings are still right, but there may be
  /// more: what only a look at every configuration could show is left out.
  public var boundsHit: [AnalysisLimits.Bound]
  /// How many moments of the chart were looked at.
  public var momentsVisited: Int
  /// States of which it is not known whether they can be reached, because a bound was hit.
  public var undecidedStates: [StateID]
  /// Indexes of transitions of which it is not known whether they can fire, because a bound was
  /// hit.
  public var undecidedTransitions: [Int]

  /// Whether everything was looked at, so that there are no more findings than these.
  public var isComplete: Bool { boundsHit.isEmpty }
}

/// Whether a state can be reached.
public enum Reachability: Hashable, Sendable {
  /// By this way, the shortest of those looked at.
  case reachable(EventPath)
  /// By none.
  case unreachable
  /// It is not known, because a bound was hit.
  case undecided
}

extension Chart {
  /// Looks at what the chart can do, every condition being free to hold or not.
  ///
  /// Any expression may fail. The world may send any event at any moment, but `done.state`
  /// events, which only the interpreter raises, and the events of timers, which come only while a
  /// state that owns such a timer is active.
  ///
  /// Configurations are looked at one by one, those that need the fewest events first. Where a
  /// bound is hit, what was not seen is judged by what each state could do by itself at most:
  /// whatever is reported holds, but not everything that holds is reported.
  public func analyse(limits: AnalysisLimits) -> Analysis {
    var exploration = Exploration(self, limits: limits)
    exploration.explore()
    if !exploration.isComplete { exploration.scout() }
    var report = AnalysisReport(exploration)
    report.write()
    return report.analysis
  }

  /// Looks for the shortest sequence of events after which a state is active; nil is for states
  /// that the chart does not have.
  public func reachability(of state: StateID, limits: AnalysisLimits) -> Reachability? {
    guard let index = index(of: state), !self[index].kind.isHistory else { return nil }
    var exploration = Exploration(self, limits: limits)
    exploration.goal = index
    exploration.explore()
    if !exploration.isGoalReached, !exploration.isComplete { exploration.scout() }
    if let moment = exploration.graph.first[index] {
      return .reachable(exploration.graph.path(to: moment, exploration.moves.alphabet))
    }
    if exploration.isComplete { return .unreachable }
    return Approximation(exploration.moves).active.contains(index) ? .undecided : .unreachable
  }
}
