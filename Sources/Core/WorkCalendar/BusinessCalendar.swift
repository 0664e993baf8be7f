// A calendar of working days: data, its checks, and the tables made from it.

/// The working days of one office: a week, the days that it closes, and its zone.
///
/// A pure value that reads no clock. The week says which weekdays are worked and when; ``days``
/// lists dates with a kind; a day is closed where its kind is in ``stopping``, unless
/// ``workingExceptions`` opens it again. Within the dates of a ``WeekPeriod`` its week holds instead.
public struct BusinessCalendar: Hashable, Sendable {
  /// The calendar's name, such as `bali-pemprov`.
  public let id: String
  /// The zone whose dates and hours these are.
  public let zone: ZoneRules
  /// The hours of each working weekday; a weekday that is missing is not worked.
  public let week: [Weekday: WorkingHours]
  /// The weeks that hold for some dates in place of ``week``, ordered; none overlaps another.
  public let periods: [WeekPeriod]
  /// Every listed day, ordered by date, whether or not its kind stops the clock.
  public let days: [ClosedDay]
  /// The kinds of listed day that stop the clock, such as `libur_nasional`.
  public let stopping: Set<String>
  /// Days that are worked although the week or the list closes them, ordered.
  public let workingExceptions: [CivilDate]
  /// The years whose holiday list has been published.
  public let publishedYears: Set<Int>

  let table: DayTable
  /// Days that are closed only because of an estimated date, ordered.
  let estimated: [Int32]

  /// A calendar of these data.
  ///
  /// - Throws: ``CalendarError`` where no weekday is worked, where hours are empty, where two
  ///   periods overlap, where a day is listed twice with the same kind and name, or where more days
  ///   are listed than ``CalendarLimits/listedDays``.
  public init(
    id: String, zone: ZoneRules, week: [Weekday: WorkingHours], periods: [WeekPeriod] = [],
    days: [ClosedDay], stopping: Set<String>, workingExceptions: [CivilDate] = [],
    publishedYears: Set<Int>
  ) throws(CalendarError) {
    let periods = periods.sorted { $0.dates.lowerBound < $1.dates.lowerBound }
    try BusinessCalendar.check(id: id, week: week, days: days, exceptions: workingExceptions)
    try BusinessCalendar.check(id: id, periods: periods)
    self.init(
      checked: id, zone: zone, week: week, sortedPeriods: periods,
      sortedDays: days.sorted { $0.date < $1.date }, stopping: stopping,
      workingExceptions: workingExceptions.sorted(), publishedYears: publishedYears)
  }

  /// The same calendar where other kinds of listed day stop the clock.
  ///
  /// A regional observance may stop one office's deadlines and only the reminders of another.
  public func stopping(_ kinds: Set<String>) -> BusinessCalendar {
    BusinessCalendar(
      checked: id, zone: zone, week: week, sortedPeriods: periods, sortedDays: days,
      stopping: kinds, workingExceptions: workingExceptions, publishedYears: publishedYears)
  }

  /// Every listed day of a date, of whatever kind, in the order of the list.
  public func days(on date: CivilDate) -> ArraySlice<ClosedDay> {
    let start = days.partitionPoint { $0.date >= date }
    return days[start...].prefix { $0.date == date }
  }

  /// The hours of each working weekday that hold on a date.
  public func week(on date: CivilDate) -> [Weekday: WorkingHours] {
    WeekPeriod.week(on: date, in: periods) ?? week
  }

  private init(
    checked id: String, zone: ZoneRules, week: [Weekday: WorkingHours],
    sortedPeriods periods: [WeekPeriod], sortedDays: [ClosedDay], stopping: Set<String>,
    workingExceptions: [CivilDate], publishedYears: Set<Int>
  ) {
    self.id = id
    self.zone = zone
    self.week = week
    self.periods = periods
    self.days = sortedDays
    self.stopping = stopping
    self.workingExceptions = workingExceptions
    self.publishedYears = publishedYears
    let closing = sortedDays.filter {
      stopping.contains($0.kind)
        && (WeekPeriod.week(on: $0.date, in: periods) ?? week)[$0.date.weekday] != nil
    }
    let table = DayTable(
      week: DayTable.week(week), periods: periods, closed: closing.map(\.date.daysSince1970),
      opened: workingExceptions.map(\.daysSince1970))
    let fixed = Set(closing.filter { $0.status == .fixed }.map(\.date))
    estimated = closing.filter { !fixed.contains($0.date) }.map(\.date.daysSince1970)
      .filter { !table.isWorking(Int($0)) }
    self.table = table
  }
}

extension BusinessCalendar {
  private static func check(
    id: String, week: [Weekday: WorkingHours], days: [ClosedDay], exceptions: [CivilDate]
  ) throws(CalendarError) {
    try check(id: id, week: week)
    let count = max(days.count, exceptions.count)
    guard count <= CalendarLimits.listedDays else { throw .tooManyDays(calendar: id, count: count) }
    var seen: Set<[String]> = []
    for day in days where !seen.insert([day.date.description, day.kind, day.name]).inserted {
      throw .repeatedDay(calendar: id, day: day)
    }
  }
  private static func check(
    id: String, week: [Weekday: WorkingHours]
  ) throws(CalendarError) {
    guard !week.isEmpty else { throw .noWorkingWeekday(calendar: id) }
    for weekday in week.keys.sorted() {
      guard let hours = week[weekday], hours.end <= hours.start else { continue }
      throw .emptyHours(calendar: id, weekday: weekday, hours: hours)
    }
  }

  private static func check(id: String, periods: [WeekPeriod]) throws(CalendarError) {
    guard periods.count <= CalendarLimits.periods else {
      throw .tooManyPeriods(calendar: id, count: periods.count)
    }
    for (index, period) in periods.enumerated() {
      try check(id: id, week: period.week)
      guard index > 0 else { continue }
      let before = periods[index - 1]
      if before.dates.upperBound >= period.dates.lowerBound {
        throw .overlappingPeriods(calendar: id, first: before.dates, second: period.dates)
      }
    }
  }
}
