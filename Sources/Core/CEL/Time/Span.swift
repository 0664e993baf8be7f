// A length of time, as the values of the type `google.protobuf.Duration` are.

/// A length of time, negative for one that goes back.
public struct Span: Hashable, Comparable, Sendable {
  /// The whole seconds, rounded towards zero.
  public let seconds: Int64
  /// The nanoseconds beyond them, of the same sign.
  public let nanoseconds: Int32

  /// The seconds that a span may have: about ten thousand years in either direction.
  public static let secondsRange: ClosedRange<Int64> = -315_576_000_000...315_576_000_000
  /// How many nanoseconds a second has.
  public static let nanosecondsPerSecond: Int32 = 1_000_000_000

  /// A length of time, or nil where it is outside of the range, the nanoseconds are a second or
  /// more, or the signs differ.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    let isEdge = seconds == Self.secondsRange.lowerBound || seconds == Self.secondsRange.upperBound
    guard Self.secondsRange.contains(seconds), !isEdge || nanoseconds == 0,
      (1 - Self.nanosecondsPerSecond..<Self.nanosecondsPerSecond).contains(nanoseconds),
      seconds == 0 || nanoseconds == 0 || (seconds < 0) == (nanoseconds < 0)
    else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Whether the left one is shorter, or goes further back.
  public static func < (left: Span, right: Span) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
