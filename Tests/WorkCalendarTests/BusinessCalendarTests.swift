// Goal: a calendar refuses what cannot work, explains what it skips, and knows its hours.
// Method: small calendars around one week of closed days.

import Testing
import WorkCalendar

@Suite struct BusinessCalendarTests {
  /// Closed: Wednesday 18 (observance), Thursday 19 (holiday), Saturday 21 (holiday), Monday 23
  /// (leave, estimated) March 2026. Saturday 28 March is worked.
  private func sample(stopping: Set<String> = ["libur_nasional", "cuti_bersama"]) throws
    -> BusinessCalendar
  {
    try BusinessCalendar(
      id: "contoh", zone: makassar, week: try baliWeek(),
      days: [
        try closed("2026-03-23", kind: "cuti_bersama", status: .estimated),
        try closed("2026-03-18", kind: "dispensasi_bali"), try closed("2026-03-19"),
        try closed("2026-03-21"),
      ],
      stopping: stopping, workingExceptions: [try date("2026-03-28")],
      publishedYears: [2026, 2027])
  }

  @Test(arguments: [
    ("2026-03-16", 0, "2026-03-16"), ("2026-03-16", 1, "2026-03-17"),
    ("2026-03-18", 1, "2026-03-20"), ("2026-03-19", 0, "2026-03-20"),
    ("2026-03-19", 1, "2026-03-20"), ("2026-03-19", -1, "2026-03-18"),
    ("2026-03-20", 1, "2026-03-24"), ("2026-03-24", -1, "2026-03-20"),
    ("2026-03-27", 1, "2026-03-28"), ("2026-03-28", 1, "2026-03-30"),
    ("2026-03-29", -1, "2026-03-28"), ("2026-03-21", 0, "2026-03-24"),
  ])
  func `the n-th working day is found`(start: String, count: Int, expected: String) throws {
    #expect(try sample().adding(workingDays: count, to: date(start)).date == date(expected))
  }

  @Test(arguments: [
    ("2026-03-18", "2026-03-18", "2026-03-18"), ("2026-03-19", "2026-03-20", "2026-03-18"),
    ("2026-03-22", "2026-03-24", "2026-03-20"), ("2026-03-28", "2026-03-28", "2026-03-28"),
    ("2026-03-29", "2026-03-30", "2026-03-28"),
  ])
  func `a closed day rolls forward and back`(text: String, forward: String, back: String) throws {
    let calendar = try sample()
    #expect(try calendar.rolledForward(date(text)) == date(forward))
    #expect(try calendar.rolledBack(date(text)) == date(back))
  }

  @Test func `the skipped days are told with their reasons, in the order they are met`() throws {
    let calendar = try sample()
    let forward = calendar.adding(workingDays: 2, to: try date("2026-03-18"))
    #expect(forward.date == (try date("2026-03-24")))
    #expect(
      forward.skipped.map(\.date.description) == [
        "2026-03-19", "2026-03-21", "2026-03-22", "2026-03-23",
      ])
    #expect(
      forward.skipped.map(\.why) == [
        .day(try closed("2026-03-19")), .weekend, .weekend,
        .day(try closed("2026-03-23", kind: "cuti_bersama", status: .estimated)),
      ])
    let back = calendar.adding(workingDays: -2, to: try date("2026-03-24"))
    #expect(back.skipped.map(\.date) == forward.skipped.map(\.date).reversed())
    #expect(calendar.adding(workingDays: 0, to: try date("2026-03-24")).skipped.isEmpty)
    #expect(calendar.adding(workingDays: 0, to: try date("2026-03-19")).skipped.count == 1)
  }

  @Test(arguments: [
    ("2026-03-24", 2, false, [Int]()), ("2026-03-20", 1, true, []), ("2026-03-23", 1, false, []),
    ("2026-03-23", 0, true, []), ("2026-03-23", -1, false, []), ("2026-03-24", -1, true, []),
    ("2027-12-30", 1, false, []), ("2027-12-30", 2, true, [2028]), ("2025-12-31", 1, true, [2025]),
    ("2028-01-03", -1, true, [2028]), ("2027-12-30", 300, true, [2028, 2029]),
  ])
  func `a date is provisional where its years or its skipped days are`(
    start: String, count: Int, provisional: Bool, years: [Int]
  ) throws {
    let result = try sample().adding(workingDays: count, to: date(start))
    #expect(result.isProvisional == provisional)
    #expect(result.unpublishedYears == years)
    #expect(result.skipsEstimatedDay == (provisional && years.isEmpty))
  }

  @Test func `an observance stops the clock only where the calendar says so`() throws {
    let observed = try date("2026-03-18")
    let calendar = try sample()
    #expect(calendar.isWorkingDay(observed) && calendar.closure(of: observed) == nil)
    #expect(calendar.days(on: observed).map(\.kind) == ["dispensasi_bali"])
    let strict = calendar.stopping(calendar.stopping.union(["dispensasi_bali"]))
    #expect(!strict.isWorkingDay(observed))
    #expect(
      strict == (try sample(stopping: ["libur_nasional", "cuti_bersama", "dispensasi_bali"])))
    #expect(
      strict.adding(workingDays: 2, to: try date("2026-03-16")).date.description == "2026-03-20")
  }

  @Test(arguments: [
    ("2026-03-17", "2026-03-17T07:30:00+08:00", "2026-03-17T16:30:00+08:00"),
    ("2026-03-20", "2026-03-20T07:30:00+08:00", "2026-03-20T14:30:00+08:00"),
    ("2026-03-19", "2026-03-19T00:00:00+08:00", "2026-03-20T00:00:00+08:00"),
    ("2026-03-22", "2026-03-22T00:00:00+08:00", "2026-03-23T00:00:00+08:00"),
    ("2026-03-28", "2026-03-28T07:30:00+08:00", "2026-03-28T14:30:00+08:00"),
  ])
  func `work begins and ends at the hours of the day`(
    text: String, start: String, end: String
  ) throws {
    let calendar = try sample()
    #expect(calendar.zone.iso8601(calendar.startOfWork(on: try date(text))) == start)
    #expect(calendar.zone.iso8601(calendar.endOfWork(on: try date(text))) == end)
  }

  @Test func `a calendar that cannot work is refused with what to do`() throws {
    func words(_ week: [Weekday: WorkingHours], _ days: [ClosedDay] = []) -> String? {
      do throws(CalendarError) {
        _ = try BusinessCalendar(
          id: "rusak", zone: makassar, week: week, days: days, stopping: [], publishedYears: [])
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      words([:])
        == "cannot use calendar rusak: its week has no working day; give one weekday its hours")
    let backwards = WorkingHours(start: try time("16:00"), end: try time("08:00"))
    #expect(
      words([.friday: backwards])?.contains("the hours of friday, 16:00-08:00, do not") == true)
    let day = try closed("2026-03-19")
    #expect(words(try baliWeek(), [day, day])?.contains("2026-03-19 libur_nasional") == true)
    let many = [ClosedDay](repeating: day, count: CalendarLimits.listedDays + 1)
    #expect(words(try baliWeek(), many)?.contains("the limit is 100000") == true)
  }

  @Test func `a search ends at the edge of the range of dates`() throws {
    let calendar = try sample()
    let forward = calendar.adding(workingDays: .max, to: try date("9999-01-01"))
    #expect(forward.isCutOff && forward.date == .last)
    let back = calendar.adding(workingDays: .min, to: try date("0002-01-01"))
    #expect(back.isCutOff && back.date == .first)
    let last = try BusinessCalendar(
      id: "senin", zone: makassar, week: [.monday: try #require(WorkingHours("08:00-16:00"))],
      days: [], stopping: [], publishedYears: [])
    #expect(last.rolledForward(.last) == .last)
    #expect(last.adding(workingDays: 0, to: .last).isCutOff)
  }

  @Test func `a calendar in which every day is closed by name still ends`() throws {
    let first = CivilDate.last.adding(days: -364)
    let days = (0..<365).map {
      ClosedDay(date: first.adding(days: $0), kind: "libur", name: "tutup", source: "")
    }
    let calendar = try BusinessCalendar(
      id: "tutup", zone: makassar, week: try baliWeek(), days: days, stopping: ["libur"],
      publishedYears: [9999])
    let result = calendar.adding(workingDays: 1, to: first)
    #expect(result.isCutOff && result.date == .last && result.skipped.count == 364)
  }
}
