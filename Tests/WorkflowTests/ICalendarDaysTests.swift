// Goal: the closed days of an iCalendar file are those that RFC 5545 says, and none is lost unsaid.
// Method: tables of events and their days; a second, slow reading of rules; files at the bounds.

import Testing
import WorkCalendar

@testable import Workflow

/// A calendar around lines that a test spells out.
func ics(_ lines: String...) -> SourceText {
  let all = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//uji//ID"] + lines + ["END:VCALENDAR"]
  return SourceText(name: "libur.ics", text: all.joined(separator: "\n") + "\n")
}

/// An event with a name and the lines of a test, which `|` divides.
func event(_ lines: String, uid: String = "a", summary: String = "Libur") -> String {
  (["BEGIN:VEVENT", "UID:\(uid)", "SUMMARY:\(summary)"]
    + lines.split(separator: "|").map { String($0) } + ["END:VEVENT"]).joined(separator: "\n")
}

@Suite struct ICalendarDaysTests {
  static let years = 2024...2028

  /// The days as `2026-01-01 kind name status`, problems failing the test.
  private func days(
    _ source: SourceText, years: ClosedRange<Int> = years,
    _ place: SourceLocation = #_sourceLocation
  ) throws -> [ClosedDay] {
    let reading = ICalendarReader.days(source, years: years)
    return try #require(
      reading.value, "\(reading.diagnostics.map { $0.rendered(in: source) })",
      sourceLocation: place)
  }

  @Test(arguments: [
    ("DTSTART;VALUE=DATE:20260319", "2026-03-19"),
    ("dtstart;value=date:20260319", "2026-03-19"),
    // Without VALUE the standard means a time; a date that stands there is meant as one.
    ("DTSTART:20260319", "2026-03-19"),
    ("DTSTART;VALUE=DATE:20260319|DTEND;VALUE=DATE:20260320", "2026-03-19"),
    ("DTSTART;VALUE=DATE:20260319|DTEND;VALUE=DATE:20260322", "2026-03-19 2026-03-20 2026-03-21"),
    ("DTSTART;VALUE=DATE:20260319|DURATION:P2D", "2026-03-19 2026-03-20"),
    (
      "DTSTART;VALUE=DATE:20260319|DURATION:P1W",
      "2026-03-19 2026-03-20 2026-03-21 2026-03-22 2026-03-23 2026-03-24 2026-03-25"
    ),
    // Midnight is a date, in whatever zone.
    (
      "DTSTART;TZID=Asia/Makassar:20260319T000000|DTEND;TZID=Asia/Makassar:20260320T000000",
      "2026-03-19"
    ),
    ("DTSTART:20260319T000000Z", "2026-03-19"),
    ("DTSTART;VALUE=DATE-TIME:20260319T000000", "2026-03-19"),
    // Over the end of a year, and of the years that are asked for.
    ("DTSTART;VALUE=DATE:20251231|DURATION:P2D", "2025-12-31 2026-01-01"),
    ("DTSTART;VALUE=DATE:20231231|DURATION:P2D", "2024-01-01"),
    ("DTSTART;VALUE=DATE:20281231|DURATION:P2D", "2028-12-31"),
    ("DTSTART;VALUE=DATE:20300101", ""), ("DTSTART;VALUE=DATE:19990101", ""),
    // Called off.
    ("DTSTART;VALUE=DATE:20260319|STATUS:CANCELLED", ""),
    ("DTSTART;VALUE=DATE:20260319|STATUS:CONFIRMED", "2026-03-19"),
    // What does not concern closed days.
    (
      "DTSTART;VALUE=DATE:20260319|X-LAIN;A=\"b;c:d\":x|TRANSP:TRANSPARENT|CLASS:PUBLIC"
        + "|BEGIN:VALARM|ACTION:DISPLAY|TRIGGER:-P1D|DTSTART:rusak|END:VALARM|GEO:1;2",
      "2026-03-19"
    ),
  ])
  func `an event closes its days`(lines: String, expected: String) throws {
    #expect(try dates(of: lines) == expected)
  }

  @Test(arguments: [
    (
      "20200817|RRULE:FREQ=YEARLY", "2024-08-17 2025-08-17 2026-08-17 2027-08-17 2028-08-17"
    ),
    ("20260817|RRULE:FREQ=YEARLY;COUNT=2", "2026-08-17 2027-08-17"),
    ("20200817|RRULE:FREQ=YEARLY;COUNT=6", "2024-08-17 2025-08-17"),
    ("20200817|RRULE:FREQ=YEARLY;INTERVAL=3", "2026-08-17"),
    ("20210817|RRULE:FREQ=YEARLY;INTERVAL=3;WKST=MO", "2024-08-17 2027-08-17"),
    ("20200817|RRULE:FREQ=YEARLY;UNTIL=20260817", "2024-08-17 2025-08-17 2026-08-17"),
    ("20200817|RRULE:FREQ=YEARLY;UNTIL=20260816T235959Z", "2024-08-17 2025-08-17"),
    ("20200817|RRULE:FREQ=YEARLY;UNTIL=20211231", ""),
    // 29 February: years without it are passed over and not counted.
    ("20200229|RRULE:FREQ=YEARLY", "2024-02-29 2028-02-29"),
    ("20200229|RRULE:FREQ=YEARLY;COUNT=2", "2024-02-29"),
    // The table of RFC 5545 §3.3.10: months and days of the month widen a year.
    ("20260102|RRULE:FREQ=YEARLY;BYMONTH=1,7;UNTIL=20261231", "2026-01-02 2026-07-02"),
    (
      "20271001|RRULE:FREQ=YEARLY;BYMONTHDAY=1;UNTIL=20271231", "2027-10-01 2027-11-01 2027-12-01"
    ),
    (
      "20240229|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3",
      "2024-02-29 2025-02-28 2026-02-28"
    ),
    ("20261231|RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31,-1;COUNT=1", "2026-12-31"),
    ("20260131|RRULE:FREQ=YEARLY;BYMONTHDAY=31;COUNT=3", "2026-01-31 2026-03-31 2026-05-31"),
    // Several days on end, from before the years into them.
    ("20231231|DURATION:P2D|RRULE:FREQ=YEARLY;COUNT=2", "2024-01-01 2024-12-31 2025-01-01"),
    (
      "20201231|DURATION:P2D|RRULE:FREQ=YEARLY;INTERVAL=3;UNTIL=20261231",
      "2024-01-01 2026-12-31 2027-01-01"
    ),
    // Dates left out and added.
    (
      "20240817|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20250817,20270817",
      "2024-08-17 2026-08-17 2028-08-17"
    ),
    ("20260817|EXDATE:20260817T000000", ""),
    (
      "20260817|RDATE;VALUE=DATE:20260818,20260820|RDATE;VALUE=DATE:20300101",
      "2026-08-17 2026-08-18 2026-08-20"
    ),
  ])
  func `a rule closes the days that the standard says`(lines: String, expected: String) throws {
    #expect(try dates(of: "DTSTART;VALUE=DATE:\(lines)") == expected)
  }

  private func dates(of lines: String) throws -> String {
    try days(ics(event(lines))).map(\.date.description).joined(separator: " ")
  }

  @Test(arguments: [
    ("", "libur_nasional"), ("CATEGORIES:cuti_bersama", "cuti_bersama"),
    ("CATEGORIES:Cuti Bersama", "cuti_bersama"), ("CATEGORIES:CUTI-BERSAMA", "cuti_bersama"),
    ("CATEGORIES:penting,dispensasi_bali", "dispensasi_bali"),
    ("CATEGORIES:penting|CATEGORIES:dispensasi", "dispensasi"),
    ("CATEGORIES:a\\,cuti_bersama", "libur_nasional"),
    ("CATEGORIES;LANGUAGE=id:libur_nasional", "libur_nasional"),
  ])
  func `a category is the kind of day`(line: String, kind: String) throws {
    #expect(try days(ics(event("DTSTART:20260319|" + line))).map(\.kind) == [kind])
  }

  @Test func `a word that is no kind is told once`() {
    let lines = "DTSTART:20260319|CATEGORIES:Public Holiday"
    let source = ics(event(lines), event(lines, uid: "b"))
    let reading = ICalendarReader.days(source, years: Self.years)
    #expect(reading.value?.map(\.kind) == ["libur_nasional"])
    #expect(reading.diagnostics.map(\.severity) == [.warning])
    let known = ICalendarReader.days(source, years: Self.years, kinds: ["public_holiday"])
    #expect(known.value?.map(\.kind) == ["public_holiday"] && known.diagnostics.isEmpty)
  }

  @Test func `a tentative day is an estimate until another event decrees it`() throws {
    let tentative = event("DTSTART:20270310|STATUS:TENTATIVE", uid: "a", summary: "Idul Fitri")
    #expect(try days(ics(tentative)).map(\.status) == [.estimated])
    let decreed = event("DTSTART:20270310", uid: "b", summary: "Idul Fitri")
    #expect(try days(ics(tentative, decreed)).map(\.status) == [.fixed])
    #expect(try days(ics(decreed, tentative)).map(\.status) == [.fixed])
  }

  @Test func `the highest version of an event holds, wherever it stands`() throws {
    let versions = [
      event("DTSTART:20270310|SEQUENCE:0"), event("DTSTART:20270311|SEQUENCE:2"),
      event("DTSTART:20270312|SEQUENCE:1"),
    ]
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]] {
      let all = order.map { versions[$0] }.joined(separator: "\n")
      #expect(try days(ics(all)).map(\.date.description) == ["2027-03-11"])
    }
    let off = event("DTSTART:20270311|SEQUENCE:3|STATUS:CANCELLED")
    #expect(try days(ics(off, versions[1])).isEmpty)
    // The same number: the later stamp, then the later place.
    let late = event("DTSTART:20270401|DTSTAMP:20260202T000000Z")
    let early = event("DTSTART:20270402|DTSTAMP:20260201T000000Z")
    #expect(try days(ics(late, early)).map(\.date.description) == ["2027-04-01"])
    let again = event("DTSTART:20270403|DTSTAMP:20260202T000000Z")
    #expect(try days(ics(late, again)).map(\.date.description) == ["2027-04-03"])
  }

  @Test func `one date of a series is moved, renamed or called off`() throws {
    let series = event("DTSTART:20260817|RRULE:FREQ=YEARLY;COUNT=3")
    let moved = event("RECURRENCE-ID;VALUE=DATE:20270817|DTSTART:20270818", summary: "Digeser")
    #expect(
      try days(ics(series, moved)).map { "\($0.date) \($0.name)" }
        == ["2026-08-17 Libur", "2027-08-18 Digeser", "2028-08-17 Libur"])
    let off = event("RECURRENCE-ID:20270817|DTSTART:20270817|STATUS:CANCELLED")
    #expect(
      try days(ics(off, series)).map(\.date.description) == ["2026-08-17", "2028-08-17"])
    let allOff = event("DTSTART:20260817|STATUS:CANCELLED|SEQUENCE:1")
    #expect(try days(ics(series, moved, allOff)).isEmpty)
    // A changed date goes with a series that is called off, unless it is a newer version.
    for (sequence, count) in [(1, 0), (2, 1)] {
      let later = event("RECURRENCE-ID:20270817|DTSTART:20270818|SEQUENCE:\(sequence)")
      #expect(try days(ics(allOff, later)).count == count)
    }
  }

  @Test func `a file that calls off takes its events out`() throws {
    let source = ics("METHOD:CANCEL", event("DTSTART:20260817"))
    #expect(try days(source).isEmpty)
  }

  @Test func `the days of the reader make a calendar`() throws {
    // Two programs list the same day; a calendar refuses the same day twice.
    let lines = "DTSTART:20260317|DURATION:P4D|RRULE:FREQ=YEARLY"
    let found = try days(ics(event(lines), event(lines, uid: "b")))
    #expect(found.map(\.date) == found.map(\.date).sorted())
    let hours = try #require(WorkingHours("08:00-16:00"))
    let calendar = try BusinessCalendar(
      id: "c", zone: makassar, week: [.tuesday: hours], days: found, stopping: ["libur_nasional"],
      publishedYears: [2026])
    #expect(!calendar.isWorkingDay(try date("2026-03-17")))
    #expect(found.allSatisfy { $0.source == "libur.ics" })
  }

  @Test(arguments: [
    (Int.min...Int.max, true), (2024...2024, false), (0...0, false), (10_000...Int.max, false),
    (Int.min...(-5), false), (9_999...9_999, true),
  ])
  func `any range of years can be asked for`(years: ClosedRange<Int>, isFound: Bool) throws {
    let lines = "DTSTART;VALUE=DATE:99991230|DURATION:P5D|RRULE:FREQ=YEARLY"
    let found = try days(ics(event(lines)), years: years)
    #expect(found.map(\.date.description) == (isFound ? ["9999-12-30", "9999-12-31"] : []))
  }

  /// RFC 5545 §3.3.10 once more, by walking every day.
  private func slow(_ rule: YearlyRule, from start: CivilDate, through last: CivilDate)
    -> [CivilDate]
  {
    var found: [CivilDate] = []
    var day = start
    while day <= last {
      let length = CivilDate.days(inMonth: day.month, year: day.year)
      let isMonth =
        rule.months.isEmpty
        ? !rule.monthDays.isEmpty || day.month == start.month : rule.months.contains(day.month)
      let isDay =
        rule.monthDays.isEmpty
        ? day.day == start.day
        : rule.monthDays.contains(day.day) || rule.monthDays.contains(day.day - length - 1)
      if isMonth, isDay, (day.year - start.year) % rule.interval == 0 {
        if let until = rule.until, day > until { break }
        if let count = rule.count, found.count == count { break }
        found.append(day)
      }
      day = day.adding(days: 1)
    }
    return found
  }

  @Test func `rules laid out by the year equal those found day by day`() throws {
    let seed = seed(0x1C5_0001)
    let last = try date("2032-12-31")
    for round in 0..<120 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      let start = (try date("2020-01-01")).adding(days: .random(in: 0..<2_000, using: &numbers))
      var rule = YearlyRule()
      rule.interval = .random(in: 1...4, using: &numbers)
      if Bool.random(using: &numbers) { rule.months = [start.month, 2].sorted() }
      if Bool.random(using: &numbers) { rule.monthDays = [-1, start.day, 30] }
      switch Int.random(in: 0..<3, using: &numbers) {
      case 0: rule.count = .random(in: 1...9, using: &numbers)
      case 1: rule.until = start.adding(days: .random(in: 0..<3_000, using: &numbers))
      default: break
      }
      let first = Int.random(in: 2018...2030, using: &numbers)
      var budget = ICalendarLimits.repetitions
      let quick = rule.dates(from: start, years: first...2032, budget: &budget)
      let expected = slow(rule, from: start, through: last).filter { $0.year >= first }
      #expect(quick == expected, "SINERGI_SEED=\(seed), round \(round): \(rule) from \(start)")
    }
  }

  @Test func `what passes a bound is told, and told soon`() {
    let wide = event("DTSTART:00010101|RRULE:FREQ=YEARLY;COUNT=1000000;BYMONTHDAY=1,2,3,4,5")
    let nested =
      Array(repeating: "BEGIN:X", count: 9) + Array(repeating: "END:X", count: 9)
    let files: [(SourceText, String)] = [
      (ics(wide), "more days than are read"),
      (ics(nested.joined(separator: "\n")), "nested deeper"),
      (ics(String(repeating: "X:y\n", count: ICalendarLimits.lines)), "more than 50000 lines"),
      (
        ics(String(repeating: "BEGIN:X\nEND:X\n", count: ICalendarLimits.components)),
        "more than 10000 components"
      ),
      (ics("X" + String(repeating: ";A=b", count: 33) + ":y"), "more than 32 parameters"),
      (ics("X;A=" + String(repeating: "b,", count: 33) + ":y"), "more than 32 values"),
      (ics(String(repeating: "x", count: WorkflowLimits.sourceBytes)), "bytes"),
      (
        ics(event("DTSTART:20240101|RRULE:FREQ=YEARLY;BYMONTHDAY=1|DURATION:P366D")),
        ""
      ),
    ]
    for (source, says) in files {
      let reading = ICalendarReader.days(source, years: 1...9_999)
      let tooLarge = reading.diagnostics.filter { $0.code == .tooLarge }
      #expect(tooLarge.contains { says.isEmpty || $0.message.contains(says) }, "\(says)")
      #expect(reading.value == nil)
    }
  }
}
