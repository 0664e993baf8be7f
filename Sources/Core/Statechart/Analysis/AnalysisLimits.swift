// How far an analysis looks: every bound with its name.

/// How far an analysis looks. A bound that was hit is named in ``Analysis/boundsHit``.
///
/// A *moment* is all that decides what a chart can do next when conditions are free: the
/// configuration, what history states remember, and the internal events that still wait.
public struct AnalysisLimits: Hashable, Sendable {
  /// Names of the bounds, for saying which was hit.
  public enum Bound: Hashable, Sendable, CaseIterable {
    /// ``AnalysisLimits/moments``.
    case moments
    /// ``AnalysisLimits/microsteps``.
    case microsteps
    /// ``AnalysisLimits/outcomes``.
    case outcomes
    /// ``AnalysisLimits/pendingEvents``.
    case pendingEvents
    /// ``AnalysisLimits/loopTurns``.
    case loopTurns
  }

  /// Most moments that are kept while every one is looked at.
  public var moments: Int
  /// Most microsteps that are tried while every moment is looked at.
  public var microsteps: Int
  /// Most ways that one event can go at one moment, every condition being free.
  public var outcomes: Int
  /// Most internal events that wait at one moment.
  public var pendingEvents: Int
  /// Most turns of a `forEach` that are followed, where its content raises events.
  public var loopTurns: Int
  /// Most moments that are kept, after a bound was hit, while scouts look only for states and
  /// transitions that nobody has seen yet.
  public var scoutedMoments: Int

  /// Names the bounds.
  public init(
    moments: Int, microsteps: Int, outcomes: Int, pendingEvents: Int, loopTurns: Int,
    scoutedMoments: Int
  ) {
    self.moments = moments
    self.microsteps = microsteps
    self.outcomes = outcomes
    self.pendingEvents = pendingEvents
    self.loopTurns = loopTurns
    self.scoutedMoments = scoutedMoments
  }

  /// Bounds that keep the analysis of a large chart below a second.
  public static let standard = AnalysisLimits(
    moments: 20_000, microsteps: 150_000, outcomes: 512, pendingEvents: 32, loopTurns: 2,
    scoutedMoments: 20_000)
}
