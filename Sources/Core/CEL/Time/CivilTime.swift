// What calendars and clocks show at an instant.

/// A date and a time of day of the proleptic Gregorian calendar.
struct CivilTime {
  var year: Int64
  /// From 1.
  var month: Int64
  /// From 1.
  var day: Int64
  /// From 0 for the first of January.
  var dayOfYear: Int64
  /// From 0 for Sunday.
  var dayOfWeek: Int64
  var hours: Int64
  var minutes: Int64
  var seconds: Int64
  var milliseconds: Int64

  /// What is shown where clocks are `offset` seconds ahead of UTC.
  init(_ timestamp: Timestamp, offset: Int64 = 0) {
    let local = timestamp.seconds + offset
    let perDay = TimeLimits.secondsPerDay
    let second = ((local % perDay) + perDay) % perDay
    let days = (local - second) / perDay
    (year, month, day) = Timestamp.civilDate(daysSince1970: days)
    dayOfYear = days - Self.daysSince1970(year: year, month: 1, day: 1)
    // The first of January 1970 was a Thursday.
    dayOfWeek = (((days + 4) % 7) + 7) % 7
    hours = second / 3600
    minutes = second / 60 % 60
    seconds = second % 60
    milliseconds = Int64(timestamp.nanoseconds / 1_000_000)
  }

  /// The number of a day, for a year from 0 and a month from 1.
  static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Counted in years from March, so that a leap day is the last of its year.
    let fromMarch = month > 2 ? month - 3 : month + 9
    let years = (month > 2 ? year : year - 1) + 400
    let daysOfYears = years * 365 + years / 4 - years / 100 + years / 400
    return daysOfYears + (153 * fromMarch + 2) / 5 + day - 1 - (719_468 + 146_097)
  }

  static func daysInMonth(_ month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
