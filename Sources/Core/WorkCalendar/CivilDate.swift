// A date of the proleptic Gregorian calendar, held as one integer.

/// A civil date, without time of day or zone: years 1 to 9999 of the proleptic Gregorian calendar.
///
/// Arithmetic saturates: a sum past either end gives the first or the last date there is, never a
/// trap and never a date that cannot be written. Where that edge must be told apart, compare with
/// ``first`` and ``last``.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01; negative before it.
  public let daysSince1970: Int32

  /// 0001-01-01.
  public static let first = CivilDate(daysSince1970: CalendarLimits.firstDay)

  /// 9999-12-31.
  public static let last = CivilDate(daysSince1970: CalendarLimits.lastDay)

  /// The date that lies so many days after 1970-01-01, drawn in to the range of dates.
  public init(daysSince1970: Int32) {
    self.daysSince1970 = min(max(daysSince1970, CalendarLimits.firstDay), CalendarLimits.lastDay)
  }

  /// The date with these numbers, or nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (CalendarLimits.firstYear...CalendarLimits.lastYear).contains(year),
      (1...12).contains(month),
      day >= 1, day <= CivilDate.days(inMonth: month, year: year)
    else { return nil }
    self.init(validYear: year, month: month, day: day)
  }

  /// Reads `YYYY-MM-DD`, exactly ten ASCII characters (ISO 8601, extended calendar date).
  ///
  /// Gives nil for any other form and for days that the calendar lacks, such as 2025-02-29.
  public init?(_ iso: String) {
    var digits = 0
    var numbers = (0, 0, 0)
    for (index, byte) in iso.utf8.enumerated() {
      if index == 4 || index == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard index < 10, let digit = digitValue(byte) else { return nil }
      switch index {
      case 0..<4: numbers.0 = numbers.0 * 10 + digit
      case 5..<7: numbers.1 = numbers.1 * 10 + digit
      default: numbers.2 = numbers.2 * 10 + digit
      }
      digits += 1
    }
    guard digits == 8 else { return nil }
    self.init(year: numbers.0, month: numbers.1, day: numbers.2)
  }

  /// The year, 1 to 9999.
  public var year: Int { parts.year }

  /// The month, 1 to 12.
  public var month: Int { parts.month }

  /// The day of the month, 1 to 31.
  public var day: Int { parts.day }

  /// The day of the week.
  public var weekday: Weekday { Weekday(index: Weekday.index(ofDay: Int(daysSince1970))) }

  /// The date as `YYYY-MM-DD` (ISO 8601).
  public var description: String {
    let (year, month, day) = parts
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// Orders the earlier date first.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// The date so many days later, or earlier where negative; saturates at the ends.
  public func adding(days: Int) -> CivilDate {
    let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
    if overflow { return days > 0 ? .last : .first }
    return CivilDate(day: sum)
  }

  /// The same day so many months later, or earlier where negative; saturates at the ends.
  ///
  /// Where the month is too short, its last day: 31 January plus one month is 28 February, in a
  /// leap year 29 February. So adding one month twice is not always adding two.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = parts
    let step = min(max(months, -CalendarLimits.months), CalendarLimits.months)
    let index = year * 12 + (month - 1) + step
    guard index >= CalendarLimits.firstYear * 12 else { return .first }
    guard index < (CalendarLimits.lastYear + 1) * 12 else { return .last }
    let target = (year: index / 12, month: index % 12 + 1)
    let length = CivilDate.days(inMonth: target.month, year: target.year)
    return CivilDate(validYear: target.year, month: target.month, day: min(day, length))
  }

  /// Days from this date to another; negative where the other is earlier.
  public func days(until other: CivilDate) -> Int {
    Int(other.daysSince1970) - Int(daysSince1970)
  }

  /// Whether February has 29 days in a year.
  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days in a month (1 to 12) of a year.
  public static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
