// Goal: deadlines, reminders and timed moves fall where the province's working time puts them.
// Method: tables over the shipped calendar; the golden days of the domain study §2.9.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct CalendarTests {
  private func office() throws -> OfficeCalendar { try Shipped.load().calendar }

  @Test(arguments: [
    ("2026-03-16", ["2026-03-30", "2026-03-31", "2026-04-07", "2026-04-07"]),
    ("2026-06-11", ["2026-06-25", "2026-06-26", "2026-06-26", "2026-07-01"]),
    ("2027-01-08", ["2027-01-22", "2027-01-22", "2027-01-22", "2027-01-28"]),
    ("2027-03-01", ["2027-03-15", "2027-03-18", "2027-03-23", "2027-03-23"]),
  ])
  func `ten working days end on the golden day`(start: String, expected: [String]) throws {
    let kinds = ["libur_nasional", "cuti_bersama", "dispensasi_bali"]
    for count in 0...kinds.count {
      let shipped = try office()
      let office = OfficeCalendar(
        id: shipped.id, digest: shipped.digest, title: shipped.title,
        business: shipped.business.stopping(Set(kinds.prefix(count))), sending: shipped.sending)
      let deadline = office.deadline(
        TimeSpan(10, .workingDays), from: try instant("\(start) 10:00"))
      #expect(deadline.date.description == expected[count], "stopping \(kinds.prefix(count))")
    }
  }

  @Test func `a deadline that rests on an estimated date is provisional too`() throws {
    let office = try office()
    let span = TimeSpan(10, .workingDays)
    #expect(!office.deadline(span, from: try instant("2026-03-16 10:00")).isProvisional)
    // Idul Fitri 2027 is marked as an estimate.
    #expect(office.deadline(span, from: try instant("2027-03-01 10:00")).isProvisional)
  }

  @Test(arguments: [
    // The day of the start is not counted, whatever its hour.
    ("5 wd", "2026-05-04 08:00", "2026-05-11 16:30"),
    ("5 wd", "2026-05-04 23:59", "2026-05-11 16:30"),
    // A Friday ends at 14:30.
    ("4 wd", "2026-05-04 08:00", "2026-05-08 14:30"),
    // Midnight between two days belongs to the later one.
    ("1 wd", "2026-05-05 00:00", "2026-05-06 16:30"),
    // From a closed day.
    ("1 wd", "2026-05-02 10:00", "2026-05-04 16:30"),
    // Calendar days and months roll forward to a working day.
    ("5 d", "2026-05-04 10:00", "2026-05-11 16:30"),
    ("4 d", "2026-05-04 10:00", "2026-05-08 14:30"),
    ("1 mo", "2026-01-31 10:00", "2026-03-02 16:30"),
    ("12 mo", "2026-05-04 10:00", "2027-05-04 16:30"),
    // Hours run by the clock, over nights and holidays.
    ("72 h", "2026-05-01 10:15", "2026-05-04 10:15"),
    ("1 h", "2026-12-31 23:30", "2027-01-01 00:30"),
  ])
  func `a deadline is the end of work of its day`(span: String, start: String, expected: String)
    throws
  {
    let office = try office()
    let deadline = office.deadline(try #require(TimeSpan(span)), from: try instant(start))
    #expect(spelled(deadline.instant) == expected)
    #expect(deadline.date == office.date(of: deadline.instant))
  }

  @Test func `a date that is closed rolls forward`() throws {
    let office = try office()
    // 16 and 17 March 2026 are worked, 18 to 24 are leave, Nyepi, Idul Fitri and a weekend.
    #expect(spelled(office.deadline(on: try date("2026-03-17")).instant) == "2026-03-17 16:30")
    #expect(spelled(office.deadline(on: try date("2026-03-18")).instant) == "2026-03-25 16:30")
    #expect(spelled(office.startOfDay(try date("2026-03-18"))) == "2026-03-18 00:00")
  }

  @Test(arguments: [
    ("5 wd", "2027-12-27 10:00", true), ("3 wd", "2027-12-27 10:00", false),
    ("30 d", "2027-12-20 10:00", true), ("6 mo", "2027-12-20 10:00", true),
    ("5 wd", "2026-12-28 10:00", false), ("48 h", "2027-12-31 10:00", false),
  ])
  func `a deadline in a year without a published list is provisional`(
    span: String, start: String, isProvisional: Bool
  ) throws {
    let deadline = try office().deadline(try #require(TimeSpan(span)), from: try instant(start))
    #expect(deadline.isProvisional == isProvisional, "\(deadline.date)")
  }

  @Test(arguments: [
    // The deadline is Monday 11 May 2026; Thursday 14 and Friday 15 May are closed.
    ("-2 wd", "2026-05-07 08:00"), ("0 wd", "2026-05-11 08:00"), ("1 wd", "2026-05-12 08:00"),
    ("3 wd", "2026-05-18 08:00"),
    // Before it a closed day rolls back, after it forward.
    ("-2 d", "2026-05-08 08:00"), ("3 d", "2026-05-18 08:00"), ("-1 mo", "2026-04-10 08:00"),
    ("0 d", "2026-05-11 08:00"), ("-4 h", "2026-05-11 12:30"), ("24 h", "2026-05-13 08:00"),
  ])
  func `a reminder goes out when the sending window opens`(offset: String, expected: String) throws
  {
    let office = try office()
    let deadline = office.deadline(on: try date("2026-05-11"))
    let span = try #require(TimeSpan(offset))
    #expect(spelled(office.reminder(span, of: deadline)) == expected)
  }

  @Test(arguments: [
    ("15 wd", "2026-05-04 10:00", "2026-05-29 14:30"),
    ("2 d", "2026-05-04 10:20", "2026-05-06 10:20"),
    ("1 mo", "2026-01-31 10:20", "2026-02-28 10:20"),
    ("36 h", "2026-05-04 10:00", "2026-05-05 22:00"),
  ])
  func `a timed move of days and months keeps the hour`(
    span: String, start: String, expected: String
  ) throws {
    let office = try office()
    let at = office.expiry(of: try #require(TimeSpan(span)), from: try instant(start))
    #expect(spelled(at) == expected)
  }

  @Test func `the file's hours and days arrive in the calendar`() throws {
    let office = try office()
    #expect(office.zone.name == "Asia/Makassar")
    #expect(office.sending.description == "08:00-15:00")
    #expect(office.business.publishedYears == [2024, 2025, 2026, 2027])
  }

  /// Domain study §2.9: weekdays, without national days, without collective leave, without
  /// dispensasi (Siwaratri kept worked, as the study counts).
  @Test(arguments: [
    (2024, [262, 248, 238, 229]), (2025, [261, 248, 237, 227]), (2026, [261, 248, 240, 235]),
    (2027, [261, 250, 242, 232]), (2028, [260, 247, 247, 237]),
  ])
  func `a year has the working days that the domain study counts`(year: Int, expected: [Int]) throws
  {
    let shipped = try office().business
    let kinds = ["libur_nasional", "cuti_bersama", "dispensasi_bali"]
    let days = shipped.days.filter { !$0.name.hasPrefix("Siwaratri") }
    for count in 0...kinds.count {
      let calendar = try BusinessCalendar(
        id: "t", zone: shipped.zone, week: shipped.week, periods: shipped.periods, days: days,
        stopping: Set(kinds.prefix(count)), publishedYears: shipped.publishedYears)
      let counted = calendar.workingDays(
        from: try date("\(year)-01-01"), to: try date("\(year + 1)-01-01"))
      #expect(counted == expected[count], "\(year) stopping \(kinds.prefix(count))")
    }
  }

  @Test(arguments: [
    ("2025-02-28 10:00", "2025-03-03 15:30"), ("2025-03-13 10:00", "2025-03-14 13:30"),
    ("2025-03-26 10:00", "2025-03-27 15:30"), ("2025-04-08 10:00", "2025-04-09 16:30"),
  ])
  func `a deadline in Ramadan ends with the shorter day`(start: String, expected: String) throws {
    let deadline = try office().deadline(TimeSpan(1, .workingDays), from: try instant(start))
    #expect(spelled(deadline.instant) == expected)
  }
}
