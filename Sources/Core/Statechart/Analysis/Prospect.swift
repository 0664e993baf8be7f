// Whether a chart can still end from where an instance stands.

/// What a search says about the end of an instance.
public enum Prospect: Hashable, Sendable {
  /// Some sequence of events leads to a final state of the chart, if its conditions hold.
  case canEnd
  /// None does, whatever conditions say.
  case cannotEnd
  /// A bound was hit before one was found; or the chart has no final state at all.
  case undecided
}

extension Chart {
  /// Looks for a way to a final state of the chart, every condition being free to hold or not.
  ///
  /// The snapshot need not be one that the chart could reach by itself.
  public func prospect(of snapshot: Snapshot, limits: AnalysisLimits) -> Prospect {
    guard snapshot.stateCount == tables.size else { return .undecided }
    guard snapshot.status == .running else { return .canEnd }
    var exploration = Exploration(self, limits: limits)
    guard !exploration.moves.endings.isEmpty else { return .undecided }
    exploration.explore(
      from: Moment(active: snapshot.active, history: snapshot.history, pending: []))
    if exploration.graph.entered.intersects(exploration.moves.endings) { return .canEnd }
    return exploration.isComplete ? .cannotEnd : .undecided
  }
}
