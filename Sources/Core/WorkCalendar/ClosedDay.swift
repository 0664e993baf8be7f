// A day that a calendar lists, and why a day is not worked.

/// A day that a calendar lists by date: a public holiday, collective leave, a regional observance.
///
/// Whether its kind stops the clock is the calendar's matter (``BusinessCalendar/stopping``).
public struct ClosedDay: Hashable, Sendable {
  /// How sure the date is.
  public enum Status: String, Hashable, Sendable {
    /// Decreed.
    case fixed = "tetap"
    /// Expected, until the decree for its year is out.
    case estimated = "perkiraan"
  }

  /// The day.
  public let date: CivilDate
  /// The office's word for the kind of day, such as `libur_nasional`.
  public let kind: String
  /// What the day is called.
  public let name: String
  /// Where the date was taken from.
  public let source: String
  /// How sure the date is.
  public let status: Status
  /// How the date was checked, in words.
  public let confidence: String

  /// A listed day.
  public init(
    date: CivilDate, kind: String, name: String, source: String, status: Status = .fixed,
    confidence: String = ""
  ) {
    self.date = date
    self.kind = kind
    self.name = name
    self.source = source
    self.status = status
    self.confidence = confidence
  }
}

/// Why a day is not a working day.
public enum Closure: Hashable, Sendable {
  /// The week has no working hours on that weekday, whatever else the day may be.
  case weekend
  /// A listed day whose kind stops the clock.
  case day(ClosedDay)
}
