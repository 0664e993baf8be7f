// Between instants and what a wall clock of the zone shows.

extension ZoneRules {
  /// The date, time of day and seconds (0 to 59) that the zone's clocks show at an instant.
  ///
  /// Fractions of a second are cut off; an instant beyond the range of dates shows its edge.
  public func civil(_ instant: Instant) -> (date: CivilDate, time: TimeOfDay, second: Int) {
    let local = instant.seconds + Int64(offset(at: instant))
    var (day, second) = local.quotientAndRemainder(dividingBy: 86_400)
    if second < 0 {
      day -= 1
      second += 86_400
    }
    let time = TimeOfDay(validMinutes: Int(second) / 60)
    return (CivilDate(day: Int(day)), time, Int(second) % 60)
  }

  /// The instant at which the zone's clocks show a date and time.
  ///
  /// A time that occurs twice (clocks set back) is the first of the two. A time that does not
  /// occur (clocks set forward) moves forward by the length of the gap: 02:30 becomes 03:30.
  public func instant(_ date: CivilDate, _ time: TimeOfDay) -> Instant {
    instant(
      localSeconds: Int64(date.daysSince1970) * 86_400 + Int64(time.minutesSinceMidnight) * 60)
  }

  /// The instant as ISO 8601 with the zone's offset, to the second: `2026-11-22T16:30:00+08:00`.
  ///
  /// An offset that is not in whole minutes, as of local mean time, is written with its seconds.
  public func iso8601(_ instant: Instant) -> String {
    let (date, time, second) = civil(instant)
    let offset = offset(at: instant)
    return "\(date)T\(time):\(padded(second, to: 2))\(ZoneRules.text(ofOffset: offset))"
  }

  /// The instant of a count of seconds on the zone's own clocks.
  ///
  /// A clock time belongs to the first period in which reading it back is possible. Only periods
  /// within ``CalendarLimits/offsetSeconds`` of it can be that one, so only those are tried.
  func instant(localSeconds local: Int64) -> Instant {
    let reach = Int64(CalendarLimits.offsetSeconds)
    var period = period(at: Instant(millisecondsSince1970: (local - reach) * 1_000))
    while period < transitions.count {
      let candidate = (local - Int64(offset(ofPeriod: period))) * 1_000
      // In the gap after this period the candidate is past its end, and not yet in the next one.
      let end = transitions[period].instant.millisecondsSince1970
      let inNext = (local - Int64(offset(ofPeriod: period + 1))) * 1_000
      if candidate < end || inNext < end { return Instant(millisecondsSince1970: candidate) }
      period += 1
    }
    return Instant(millisecondsSince1970: (local - Int64(offset(ofPeriod: period))) * 1_000)
  }

  private static func text(ofOffset offset: Int) -> String {
    let size = abs(offset)
    let hours = padded(size / 3_600, to: 2)
    let minutes = padded(size / 60 % 60, to: 2)
    let seconds = size % 60 == 0 ? "" : ":" + padded(size % 60, to: 2)
    return "\(offset < 0 ? "-" : "+")\(hours):\(minutes)\(seconds)"
  }
}
