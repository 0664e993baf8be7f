// A working week that holds between two dates: hours changed by decree, or those of Ramadan.

/// The working week of some dates, which holds there in place of the calendar's own.
public struct WeekPeriod: Hashable, Sendable {
  /// The dates, both ends included; to ``CivilDate/last`` where no end is known.
  public let dates: ClosedRange<CivilDate>
  /// The hours of each working weekday; a weekday that is missing is not worked in these dates.
  public let week: [Weekday: WorkingHours]
  /// The decree that it rests on.
  public let source: String

  /// A week for some dates.
  public init(dates: ClosedRange<CivilDate>, week: [Weekday: WorkingHours], source: String) {
    self.dates = dates
    self.week = week
    self.source = source
  }

  /// The week of the period that holds a date, nil where none does; the periods are ordered.
  static func week(on date: CivilDate, in periods: [WeekPeriod]) -> [Weekday: WorkingHours]? {
    let index = periods.partitionPoint { $0.dates.upperBound >= date }
    guard index < periods.count, periods[index].dates.contains(date) else { return nil }
    return periods[index].week
  }
}
