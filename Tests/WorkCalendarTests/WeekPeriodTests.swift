// Goal: a week that holds between two dates decides there which days are worked, and until when.
// Method: the hours of Ramadan 2025; a change to six days that has no end; counting day by day.

import Testing
import WorkCalendar

@Suite struct WeekPeriodTests {
  /// Pergub Bali 58/2023, as the domain study §2.8 gives it for 2025.
  private func ramadan() throws -> WeekPeriod {
    let long = try #require(WorkingHours("08:00-15:30"))
    let short = try #require(WorkingHours("08:00-13:30"))
    return WeekPeriod(
      dates: try date("2025-03-03")...date("2025-03-27"),
      week: [.monday: long, .tuesday: long, .wednesday: long, .thursday: long, .friday: short],
      source: "Pergub Bali 58/2023")
  }

  private func sixDays(_ dates: ClosedRange<CivilDate>) throws -> WeekPeriod {
    var week = try baliWeek()
    week[.saturday] = WorkingHours("07:30-12:30")
    return WeekPeriod(dates: dates, week: week, source: "contoh")
  }

  private func bali(_ periods: [WeekPeriod], exceptions: [String] = []) throws -> BusinessCalendar {
    try BusinessCalendar(
      id: "bali", zone: makassar, week: try baliWeek(), periods: periods, days: [],
      stopping: [], workingExceptions: try exceptions.map { try date($0) },
      publishedYears: [2025])
  }

  @Test(arguments: [
    ("2025-02-28", "07:30", "14:30"), ("2025-03-03", "08:00", "15:30"),
    ("2025-03-14", "08:00", "13:30"), ("2025-03-27", "08:00", "15:30"),
    ("2025-03-28", "07:30", "14:30"), ("2025-03-31", "07:30", "16:30"),
    // A worked Saturday keeps the hours of the Friday before it, those of Ramadan.
    ("2025-03-15", "08:00", "13:30"),
  ])
  func `work begins and ends by the week in force`(text: String, start: String, end: String) throws
  {
    let calendar = try bali([try ramadan()], exceptions: ["2025-03-15"])
    let day = try date(text)
    #expect(calendar.zone.civil(calendar.startOfWork(on: day)).time == (try time(start)))
    #expect(calendar.zone.civil(calendar.endOfWork(on: day)).time == (try time(end)))
  }

  @Test func `hours of a period change no count of days`() throws {
    let (plain, other) = (try bali([]), try bali([try ramadan()]))
    for start in stride(from: 0, to: 120, by: 1) {
      let day = try date("2025-01-15").adding(days: start)
      #expect(plain.isWorkingDay(day) == other.isWorkingDay(day))
      #expect(
        plain.adding(workingDays: 10, to: day).date == other.adding(workingDays: 10, to: day).date)
    }
  }

  @Test func `a sixth working day counts from the date on which it is decreed`() throws {
    let calendar = try bali([try sixDays(try date("2026-07-01")...CivilDate.last)])
    #expect(calendar.closure(of: try date("2026-06-27")) == .weekend)
    #expect(calendar.isWorkingDay(try date("2026-07-04")))
    #expect(
      calendar.adding(workingDays: 10, to: try date("2026-06-26")).date.description == "2026-07-09")
    #expect(
      calendar.workingDays(from: try date("2026-06-22"), to: try date("2026-07-06")) == 11)
    #expect(calendar.isWorkingDay(try date("2031-05-31")), "a Saturday, years later")
    #expect(!calendar.isWorkingDay(try date("2031-06-01")), "a Sunday")
    #expect(calendar.week(on: try date("2026-06-30")).count == 5)
    #expect(calendar.week(on: try date("2026-07-01")).count == 6)
  }

  @Test func `a holiday on a day that only the period works is a holiday, not a weekend`() throws {
    let saturday = try closed("2026-07-04")
    let calendar = try BusinessCalendar(
      id: "enam", zone: makassar, week: try baliWeek(),
      periods: [try sixDays(try date("2026-07-01")...date("2026-07-31"))],
      days: [saturday, try closed("2026-08-01")], stopping: ["libur_nasional"],
      publishedYears: [2026])
    #expect(calendar.closure(of: saturday.date) == .day(saturday))
    #expect(calendar.closure(of: try date("2026-08-01")) == .weekend)
    #expect(calendar.isWorkingDay(try date("2026-07-11")))
  }

  @Test(arguments: (1...40).map { UInt64($0) &* 7_121 })
  func `counting equals asking every day, whatever weeks hold when`(seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    let plain = try calendar(seed: seed)
    var periods: [WeekPeriod] = []
    var from = CivilDate(daysSince1970: Int32.random(in: 19_000...20_000, using: &numbers))
    let hours = try #require(WorkingHours("08:00-16:00"))
    for index in 0..<Int.random(in: 1...4, using: &numbers) {
      let isOpen = index == 0 && Bool.random(using: &numbers)
      let end = from.adding(days: Int.random(in: 0...400, using: &numbers))
      var week: [Weekday: WorkingHours] = [.monday: hours]
      for weekday in Weekday.allCases where Bool.random(using: &numbers) { week[weekday] = hours }
      periods.append(
        WeekPeriod(dates: (isOpen ? .first : from)...end, week: week, source: "seed"))
      from = end.adding(days: Int.random(in: 1...200, using: &numbers))
    }
    if Bool.random(using: &numbers) {
      periods.append(WeekPeriod(dates: from...CivilDate.last, week: [.sunday: hours], source: ""))
    }
    let calendar = try BusinessCalendar(
      id: "seed", zone: makassar, week: plain.week, periods: periods.shuffled(using: &numbers),
      days: plain.days, stopping: plain.stopping, workingExceptions: plain.workingExceptions,
      publishedYears: [])
    #expect(calendar.periods == periods)
    let closed = Set(plain.days.map(\.date))
    let opened = Set(plain.workingExceptions)
    for _ in 0..<20 {
      let a = CivilDate(daysSince1970: Int32.random(in: 18_500...23_000, using: &numbers))
      let b = CivilDate(daysSince1970: Int32.random(in: 18_500...23_000, using: &numbers))
      let (low, high) = (min(a, b), max(a, b))
      var expected = 0
      for offset in 0..<low.days(until: high) {
        let day = low.adding(days: offset)
        let week = periods.first { $0.dates.contains(day) }?.week ?? plain.week
        let isWorked = opened.contains(day) || (week[day.weekday] != nil && !closed.contains(day))
        #expect(calendar.isWorkingDay(day) == isWorked, "seed \(seed): \(day)")
        expected += isWorked ? 1 : 0
      }
      #expect(calendar.workingDays(from: low, to: high) == expected, "seed \(seed): \(low) \(high)")
    }
  }

  @Test func `weeks that overlap or cannot work are refused with what to do`() throws {
    func words(_ periods: [WeekPeriod]) throws -> String? {
      do throws(CalendarError) {
        _ = try BusinessCalendar(
          id: "rusak", zone: makassar, week: [.monday: WorkingHours(start: .midnight, end: noon)],
          periods: periods, days: [], stopping: [], publishedYears: [])
        return nil
      } catch {
        return error.description
      }
    }
    let noon = try time("12:00")
    let first = try sixDays(try date("2026-01-01")...date("2026-02-01"))
    let second = try sixDays(try date("2026-02-01")...date("2026-03-01"))
    #expect(
      try words([second, first])
        == "cannot use calendar rusak: two weeks hold on 2026-02-01, that of 2026-01-01 to"
        + " 2026-02-01 and that of 2026-02-01 to 2026-03-01; let the earlier one end the day before"
    )
    let empty = WeekPeriod(dates: first.dates, week: [:], source: "")
    #expect(try words([empty])?.contains("no working day") == true)
    let many = (0...CalendarLimits.periods).map { index in
      let day = first.dates.lowerBound.adding(days: index)
      return WeekPeriod(dates: day...day, week: first.week, source: "")
    }
    #expect(try words(many)?.contains("the limit is 1000") == true)
    #expect(try words(Array(many.dropLast())) == nil)
  }

  @Test func `another set of kinds keeps the weeks`() throws {
    let calendar = try bali([try ramadan()])
    #expect(calendar.stopping(["x"]).periods == calendar.periods)
  }
}

@Suite struct ThreeClocksTests {
  @Test func `seventy-two hours are seventy-two hours across a weekend and a change of clocks`()
    throws
  {
    let friday = makassar.instant(try date("2026-05-01"), try time("10:15"))
    #expect(makassar.iso8601(friday.adding(hours: 72)) == "2026-05-04T10:15:00+08:00")
    let zone = ZoneRules(
      name: "Contoh", abbreviation: "", initialOffset: 3_600,
      transitions: [(Instant(millisecondsSince1970: 1_774_746_000_000), 7_200, "")])
    let before = zone.instant(try date("2026-03-28"), try time("10:15"))
    #expect(zone.iso8601(before.adding(hours: 72)) == "2026-03-31T11:15:00+02:00")
    #expect(before.adding(hours: 72).adding(hours: -72) == before)
    #expect(before.adding(hours: .max).millisecondsSince1970 == .max)
    #expect(before.adding(hours: .min).millisecondsSince1970 == .min)
  }

  @Test func `the same start ends elsewhere on each clock`() throws {
    let calendar = try BusinessCalendar(
      id: "bali", zone: makassar, week: try baliWeek(), days: [try closed("2026-01-01")],
      stopping: ["libur_nasional"], publishedYears: [2025, 2026])
    let start = try date("2025-12-31")
    #expect(calendar.adding(workingDays: 3, to: start).date.description == "2026-01-06")
    #expect(start.adding(days: 3).description == "2026-01-03")
    #expect(calendar.rolledForward(start.adding(days: 3)).description == "2026-01-05")
    #expect(start.adding(months: 2).description == "2026-02-28")
    #expect(start.adding(months: 2).adding(months: -2).description == "2025-12-28")
    // The steps of rolling, told: 0 working days from a closed day.
    let rolled = calendar.adding(workingDays: 0, to: start.adding(days: 3))
    #expect(rolled.date.description == "2026-01-05")
    #expect(rolled.skipped.map(\.why) == [.weekend, .weekend])
  }
}
