// Between year, month, day and the count of days: integer arithmetic only.
//
// Both directions count in years that begin on 1 March, so that the leap day is the last day of a
// year and the months before it always have the same lengths; their running total is a straight
// line, (153 · month + 2) / 5. Four hundred years have 146 097 days and then everything repeats.

extension CivilDate {
  private static let daysPerCycle = 146_097

  /// Days from 0000-03-01 to 1970-01-01.
  private static let marchOrigin = 719_468

  /// The date that lies so many days after 1970-01-01, drawn in to the range of dates.
  init(day: Int) {
    let inside = min(max(day, Int(CalendarLimits.firstDay)), Int(CalendarLimits.lastDay))
    self.init(daysSince1970: Int32(inside))
  }

  /// The date of numbers that are known to name a day of the calendar.
  init(validYear year: Int, month: Int, day: Int) {
    let marchYear = month < 3 ? year - 1 : year
    let marchMonth = (month + 9) % 12
    let cycle = marchYear / 400
    let yearOfCycle = marchYear % 400
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    self.init(day: cycle * CivilDate.daysPerCycle + dayOfCycle - CivilDate.marchOrigin)
  }

  /// Year, month and day; the range of dates keeps every number here positive.
  var parts: (year: Int, month: Int, day: Int) {
    let day = Int(daysSince1970) + CivilDate.marchOrigin
    let cycle = day / CivilDate.daysPerCycle
    let dayOfCycle = day % CivilDate.daysPerCycle
    // Leap days are taken out: one in 1 461 days, back in every 36 525, out at the cycle's last.
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = cycle * 400 + yearOfCycle + (month < 3 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}
