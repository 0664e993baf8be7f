// How long the search of a large chart takes, as it is done when a definition is checked.

import Statechart

/// The search of a chart with four regions.
struct AnalysisFigure {
  /// States of the chart, its parallel state and regions included.
  let states: Int
  /// Median of the rounds.
  let seconds: Double
  /// Situations that were looked at.
  let moments: Int
  /// Whether all of them were.
  let isComplete: Bool

  /// What the project set itself for 200 states in four regions.
  static let aim = 1.0
  private static let size = 200

  /// Measures it in so many rounds.
  static func measure(rounds: Int) throws -> AnalysisFigure {
    let chart = try Charts.fourRegions(states: size)
    let clock = ContinuousClock()
    var analysis = chart.analyse(limits: .standard)
    let times = (0..<rounds).map { _ in
      clock.measure { analysis = chart.analyse(limits: .standard) }.inSeconds
    }
    return AnalysisFigure(
      states: chart.states.count - 1, seconds: times.median, moments: analysis.momentsVisited,
      isComplete: analysis.isComplete)
  }
}
