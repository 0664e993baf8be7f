// When a failed delivery is tried again: a pure function of the attempts.

/// Growing delays with jitter, and an end.
public struct RetryPolicy: Hashable, Sendable {
  /// Most attempts.
  public var attempts: Int
  /// Delay after the first failure, in milliseconds.
  public var firstDelay: Int64
  /// Longest delay, in milliseconds.
  public var longestDelay: Int64

  /// Creates a policy.
  public init(
    attempts: Int = NotifyLimits.attempts, firstDelay: Int64 = NotifyLimits.firstDelay,
    longestDelay: Int64 = NotifyLimits.longestDelay
  ) {
    self.attempts = attempts
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
  }

  /// The delay after attempt number `attempt` (from 1) failed; nil: give up.
  ///
  /// - Parameter jitter: between 0 and 1, handed in; the delay varies by a fifth, so that messages
  ///   that failed together are not tried together.
  public func delay(afterAttempt attempt: Int, jitter: Double) -> Int64? {
    guard attempt < attempts else { return nil }
    let doublings = min(max(1, attempt), 41) - 1
    let (grown, overflow) = firstDelay.multipliedReportingOverflow(by: 1 << Int64(doublings))
    let base = overflow ? longestDelay : min(grown, longestDelay)
    let spread = Double(base) * 0.2 * (jitter.isNaN ? 0 : min(max(jitter, 0), 1))
    return min(longestDelay, base + Int64(spread))
  }
}
