// When a day's work begins and ends, as instants.

extension BusinessCalendar {
  /// The hours of a working day, or nil where the day is closed.
  ///
  /// The week is the one that holds on the date (``week(on:)``). A working exception on a weekday that has no hours takes those of the nearest weekday before
  /// it that has: a worked Saturday keeps Friday's.
  public func hours(on date: CivilDate) -> WorkingHours? {
    guard isWorkingDay(date) else { return nil }
    let week = week(on: date)
    var weekday = date.weekday
    for _ in Weekday.allCases {
      if let hours = week[weekday] { return hours }
      weekday = weekday.previous
    }
    return nil
  }

  /// When work begins on a day; on a closed day its first instant, 00:00.
  public func startOfWork(on date: CivilDate) -> Instant {
    zone.instant(date, hours(on: date)?.start ?? .midnight)
  }

  /// When work ends on a day, which is when a deadline of that day falls.
  ///
  /// A closed day ends at 24:00, the first instant of the next day, so that a deadline that is
  /// meant to fall on a closed day has the whole of it.
  public func endOfWork(on date: CivilDate) -> Instant {
    if let hours = hours(on: date) { return zone.instant(date, hours.end) }
    return zone.instant(localSeconds: (Int64(date.daysSince1970) + 1) * 86_400)
  }
}
