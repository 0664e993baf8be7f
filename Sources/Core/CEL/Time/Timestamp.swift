// An instant of UTC, as the values of the type `google.protobuf.Timestamp` are.

/// An instant: so many seconds and nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// The whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let seconds: Int64
  /// The nanoseconds after the second, 0 ..< 1,000,000,000.
  public let nanoseconds: Int32

  /// The seconds that a timestamp may have: the years 1 to 9999.
  public static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// 0001-01-01T00:00:00Z.
  public static let earliest = Timestamp(unchecked: secondsRange.lowerBound, 0)
  /// 9999-12-31T23:59:59.999999999Z.
  public static let latest = Timestamp(unchecked: secondsRange.upperBound, 999_999_999)

  /// An instant, or nil where it is outside of the years 1 to 9999 or the nanoseconds are no part
  /// of a second.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Self.secondsRange.contains(seconds), (0..<Span.nanosecondsPerSecond).contains(nanoseconds)
    else { return nil }
    self.init(unchecked: seconds, nanoseconds)
  }

  private init(unchecked seconds: Int64, _ nanoseconds: Int32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Whether the left one comes before the right one.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
