// A point on the time line.

/// An instant, counted in milliseconds since 1970-01-01T00:00:00Z without leap seconds (Unix time).
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
  public let millisecondsSince1970: Int64

  /// The instant at so many milliseconds.
  public init(millisecondsSince1970: Int64) {
    self.millisecondsSince1970 = millisecondsSince1970
  }

  /// The instant so many milliseconds later, or earlier where negative; saturates at the ends.
  public func adding(milliseconds: Int64) -> Instant {
    let (sum, overflow) = millisecondsSince1970.addingReportingOverflow(milliseconds)
    guard overflow else { return Instant(millisecondsSince1970: sum) }
    return Instant(millisecondsSince1970: milliseconds > 0 ? .max : .min)
  }

  /// The instant so many hours later by the clock, or earlier where negative; nights, weekends and
  /// holidays count, and so do changes of a zone's offset. Saturates at the ends.
  public func adding(hours: Int) -> Instant {
    let (milliseconds, overflow) = Int64(hours).multipliedReportingOverflow(by: 3_600_000)
    guard overflow else { return adding(milliseconds: milliseconds) }
    return Instant(millisecondsSince1970: hours > 0 ? .max : .min)
  }

  /// Orders the earlier instant first.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.millisecondsSince1970 < right.millisecondsSince1970
  }

  /// Whole seconds since 1970, rounded towards the past.
  var seconds: Int64 {
    let (quotient, remainder) = millisecondsSince1970.quotientAndRemainder(dividingBy: 1_000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
