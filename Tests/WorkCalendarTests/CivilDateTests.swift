// Goal: dates are read, written and moved as the Gregorian calendar says, and never leave range.
// Method: tables of known days, and a walk through every day of nine centuries.

import Testing
import WorkCalendar

@Suite struct CivilDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday),
    ("2000-02-29", 11_016, .tuesday), ("2024-02-29", 19_782, .thursday),
    ("2021-03-09", 18_695, .tuesday), ("1900-03-01", -25_508, .thursday),
    ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
  ])
  func `a date has its number and its weekday`(text: String, day: Int, weekday: Weekday) throws {
    let date = try date(text)
    #expect(date.daysSince1970 == Int32(day))
    #expect(date.weekday == weekday)
    #expect(date.description == text)
    #expect(CivilDate(daysSince1970: Int32(day)) == date)
  }

  @Test(arguments: [
    "", "2024", "2024-1-01", "2024-01-1", "24-01-01", "2024/01/01", "2024-01-01 ", " 2024-01-01",
    "2024-01-01T00:00", "2024-00-10", "2024-13-01", "2024-01-00", "2024-01-32", "2025-02-29",
    "1900-02-29", "2024-04-31", "0000-01-01", "-001-01-01", "+024-01-01", "2024-0１-01",
    "２024-01-01",
    "20240101", "2024-01-",
  ])
  func `only YYYY-MM-DD of a day that exists is read`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func `every day follows the one before it`() throws {
    var year = 1600
    var month = 1
    var day = 1
    var current = try date("1600-01-01")
    let end = try date("2500-01-01")
    while current < end {
      guard current.year == year, current.month == month, current.day == day,
        CivilDate(year: year, month: month, day: day) == current,
        CivilDate(current.description) == current
      else {
        Issue.record("\(year)-\(month)-\(day) came out as \(current)")
        return
      }
      let next = current.adding(days: 1)
      #expect(next.weekday == current.weekday.next && next.weekday.previous == current.weekday)
      current = next
      day += 1
      if day > CivilDate.days(inMonth: month, year: year) { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
  }

  @Test(arguments: [
    ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", 48, "2028-02-29"), ("2024-03-31", -1, "2024-02-29"),
    ("2025-03-31", -1, "2025-02-28"),
    ("2024-12-31", 2, "2025-02-28"), ("2024-08-31", 1, "2024-09-30"),
    ("2024-01-15", -1, "2023-12-15"),
    ("2024-01-15", 0, "2024-01-15"), ("2024-01-31", -13, "2022-12-31"),
    ("2026-05-30", 60, "2031-05-30"),
    ("2027-08-31", -6, "2027-02-28"), ("9999-11-30", 1, "9999-12-30"),
    ("9999-12-01", 1, "9999-12-31"),
    ("0001-01-31", -1, "0001-01-01"), ("2024-01-01", Int.max, "9999-12-31"),
    ("2024-01-01", Int.min, "0001-01-01"),
  ])
  func `months are added with the end of the month kept inside`(
    text: String, months: Int, expected: String
  ) throws {
    #expect(try date(text).adding(months: months) == date(expected))
  }

  @Test func `a sum past either end stays at the end`() throws {
    let date = try date("2026-11-22")
    #expect(date.adding(days: Int.max) == .last)
    #expect(date.adding(days: Int.min) == .first)
    #expect(CivilDate.last.adding(days: 1) == .last)
    #expect(CivilDate.first.adding(days: -1) == .first)
    #expect(CivilDate(daysSince1970: .max) == .last)
    #expect(CivilDate(daysSince1970: .min) == .first)
    #expect(CivilDate.first.days(until: .last) == 3_652_058)
  }
}
