// Questions about working days: is it one, which is the n-th, how many lie between.

extension BusinessCalendar {
  /// Whether a day is worked.
  public func isWorkingDay(_ date: CivilDate) -> Bool {
    table.isWorking(Int(date.daysSince1970))
  }

  /// Why a day is not worked, or nil where it is.
  ///
  /// A holiday on a weekend counts as the weekend: the day would be closed without it.
  public func closure(of date: CivilDate) -> Closure? {
    guard !isWorkingDay(date) else { return nil }
    guard week(on: date)[date.weekday] != nil else { return .weekend }
    return days(on: date).first { stopping.contains($0.kind) }.map(Closure.day)
  }

  /// The n-th working day strictly after a start, or before it where n is negative.
  ///
  /// For 0 it is the start itself, or the next working day where the start is closed. At the edge
  /// of the range of dates the search stops there and the result says so
  /// (``WorkingDayResult/isCutOff``).
  public func adding(workingDays n: Int, to start: CivilDate) -> WorkingDayResult {
    var day = Int(start.daysSince1970)
    if n == 0 {
      let found = search(from: &day, by: 1, first: true)
      return result(from: start, to: day, n: n, found: found)
    }
    let step = n > 0 ? 1 : -1
    var left = n.magnitude
    while left > 0 {
      guard search(from: &day, by: step, first: false) else {
        return result(from: start, to: day, n: n, found: false)
      }
      left -= 1
    }
    return result(from: start, to: day, n: n, found: true)
  }

  /// The number of working days d with from <= d < to.
  ///
  /// Negative where `to` is earlier: the count of the reversed range with its sign turned.
  public func workingDays(from: CivilDate, to: CivilDate) -> Int {
    let (first, second) = (Int(from.daysSince1970), Int(to.daysSince1970))
    return first <= second
      ? table.count(from: first, to: second) : -table.count(from: second, to: first)
  }

  /// The day itself where it is worked, otherwise the next working day.
  ///
  /// Where the range of dates ends before one is found, its last date.
  public func rolledForward(_ date: CivilDate) -> CivilDate {
    var day = Int(date.daysSince1970)
    _ = search(from: &day, by: 1, first: true)
    return CivilDate(day: day)
  }

  /// The day itself where it is worked, otherwise the working day before it.
  ///
  /// Where the range of dates ends before one is found, its first date.
  public func rolledBack(_ date: CivilDate) -> CivilDate {
    var day = Int(date.daysSince1970)
    _ = search(from: &day, by: -1, first: true)
    return CivilDate(day: day)
  }

  /// Moves a day to the next working day in a direction; false at the edge of the range of dates.
  private func search(from day: inout Int, by step: Int, first mayStay: Bool) -> Bool {
    if mayStay, table.isWorking(day) { return true }
    for _ in 0..<CalendarLimits.searchDays {
      let next = day + step
      guard next >= CalendarLimits.firstDay, next <= CalendarLimits.lastDay else { return false }
      day = next
      if table.isWorking(day) { return true }
    }
    return false
  }

  private func result(from start: CivilDate, to day: Int, n: Int, found: Bool) -> WorkingDayResult {
    WorkingDayResult(
      calendar: self, start: start, workingDays: n, date: CivilDate(day: day), isCutOff: !found)
  }
}
