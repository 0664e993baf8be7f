// How instants are written: RFC 3339 in UTC, such as `2027-03-01T00:00:00Z`.

extension Timestamp: CustomStringConvertible {
  /// The instant in UTC as RFC 3339 writes it, with as many decimals as it needs.
  public var description: String {
    let day = Int64(86_400)
    let days = (seconds - ((seconds % day) + day) % day) / day
    let second = seconds - days * day
    let date = Self.civilDate(daysSince1970: days)
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-"
      + Self.padded(date.day, 2) + "T" + Self.padded(second / 3600, 2) + ":"
      + Self.padded(second / 60 % 60, 2) + ":" + Self.padded(second % 60, 2)
      + Span.decimals(of: nanoseconds.magnitude) + "Z"
  }

  /// The date of a day of the proleptic Gregorian calendar.
  ///
  /// Years are counted from March, so that the leap day is the last of its year.
  static func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // Days since 0000-03-01, the first of a cycle of 400 years; never negative for a timestamp.
    let shifted = days + 719_468
    let cycle = shifted / 146_097
    let dayOfCycle = shifted % 146_097
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
