// Goal: a calendar takes days out of iCalendar files, and what is kept of it says all of it.
// Method: small files handed in; random calendars written and read back.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct CalendarIncludeTests {
  private static let head = """
    calendar: kantor
    title: Kantor
    zone: Asia/Makassar
    week: { mon: "07:30-16:30", fri: "07:30-14:30" }
    sending: "08:00-15:00"
    stops: [libur_nasional, cuti_bersama]
    published: [2027, 2028]
    days:
      - { date: 2028-01-01, kind: libur_nasional, name: Tahun Baru, source: SKB, confidence: cek }

    """

  private static let ics = """
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Uji//ID
    BEGIN:VEVENT
    UID:nyepi
    DTSTAMP:20270101T000000Z
    DTSTART;VALUE=DATE:20280326
    SUMMARY:Hari Suci Nyepi
    END:VEVENT
    BEGIN:VEVENT
    UID:merdeka
    DTSTAMP:20270101T000000Z
    DTSTART;VALUE=DATE:20200817
    RRULE:FREQ=YEARLY
    STATUS:TENTATIVE
    CATEGORIES:CUTI BERSAMA
    SUMMARY:Kemerdekaan
    END:VEVENT
    END:VCALENDAR

    """

  private func read(
    _ include: String, _ files: [String: String] = ["libur-2028.ics": ics]
  ) -> CalendarReading {
    CalendarReader.read(
      SourceText(name: "kantor.yaml", text: Self.head + include), digest: "d", zone: zoneRules
    ) { name in files[name].map { SourceText(name: name, text: $0) } }
  }

  private static let plain =
    "include: [{ file: libur-2028.ics, source: SKB 2028, confidence: dibaca, years: [2028] }]\n"

  @Test func `the days of a file are days of the calendar, with the source that is given`() throws {
    let reading = read(Self.plain)
    let office = try #require(reading.value, "\(reading.diagnostics)")
    #expect(
      office.business.days.map { "\($0.date) \($0.kind) \($0.name)" } == [
        "2028-01-01 libur_nasional Tahun Baru", "2028-03-26 libur_nasional Hari Suci Nyepi",
        "2028-08-17 cuti_bersama Kemerdekaan",
      ])
    #expect(office.business.days[1].source == "SKB 2028")
    #expect(office.business.days[1].confidence == "dibaca")
    #expect(office.business.days.map(\.status) == [.fixed, .fixed, .estimated])
  }

  @Test func `an entry may set kind and status of all its days, and picks its years`() throws {
    let reading = read(
      "include: { file: libur-2028.ics, source: s, confidence: c, kind: libur_nasional,"
        + " status: tetap, years: [2027, 2030] }\n")
    let office = try #require(reading.value, "\(reading.diagnostics)")
    #expect(
      office.business.days.map { "\($0.date) \($0.kind) \($0.status.rawValue)" } == [
        "2027-08-17 libur_nasional tetap", "2028-01-01 libur_nasional tetap",
        "2030-08-17 libur_nasional tetap",
      ])
  }

  @Test func `without includes the text that is kept is the file's own`() {
    let reading = read("")
    #expect(reading.text == Self.head && !reading.isWrittenOut && reading.value != nil)
  }

  @Test func `the text that is kept gives the same calendar without the files`() throws {
    let reading = read(Self.plain)
    #expect(reading.isWrittenOut)
    let again = CalendarReader.read(
      SourceText(name: "kept", text: reading.text), digest: "d", zone: zoneRules)
    #expect(again.diagnostics == [] && again.value == reading.value)
    #expect(!again.isWrittenOut && again.text == reading.text)
    // Another list of holidays is another calendar, although the calendar file is the same.
    let moved = read(
      Self.plain, ["libur-2028.ics": Self.ics.replacing("20280326", with: "20280327")])
    #expect(moved.value != nil && moved.text != reading.text)
    #expect(reading.text.contains("date: 2028-03-26") && moved.text.contains("date: 2028-03-27"))
  }

  @Test func `a missing file is told where the calendar names it`() {
    for (name, says) in [
      ("lain.ics", "there is no file «lain.ics»"), ("../libur-2028.ics", "is no name"),
      ("libur.txt", "is no name"), (".ics", "is no name"),
    ] {
      let reading = read("include: [{ file: \(name), source: s, confidence: c, years: [2028] }]\n")
      #expect(reading.value == nil)
      #expect(reading.diagnostics.map(\.code) == [.invalidValue])
      #expect(reading.diagnostics.first?.message.contains(says) == true)
      #expect(reading.diagnostics.first.map { [$0.range.line, $0.range.column] } == [10, 19])
    }
  }

  @Test func `a problem of an included file is told in that file`() throws {
    let bad = Self.ics.replacing("RRULE:FREQ=YEARLY", with: "RRULE:FREQ=WEEKLY")
    let reading = read(Self.plain, ["libur-2028.ics": bad])
    #expect(reading.value == nil && reading.diagnostics == [])
    let file = try #require(reading.included.first)
    #expect(file.source.name == "libur-2028.ics")
    #expect(file.diagnostics.map(\.code) == [.unsupported])
    #expect(file.source.line(file.diagnostics[0].range.line).hasPrefix("RRULE"))
  }

  @Test func `a day that stands twice is told where the second one stands`() throws {
    let again = Self.ics.replacing("20280326", with: "20280101")
      .replacing("Hari Suci Nyepi", with: "Tahun Baru")
    let reading = read(Self.plain, ["libur-2028.ics": again])
    #expect(reading.value == nil && reading.diagnostics == [])
    let problem = try #require(reading.included.first?.diagnostics.first)
    #expect(problem.code == .duplicateName && problem.message.contains("stands in kantor.yaml too"))
    #expect(reading.included[0].source.line(problem.range.line).hasPrefix("DTSTART"))
    // Two entries that take in the same year.
    let entry = "{ file: libur-2028.ics, source: s, confidence: c, years: [2028] }"
    let twice = read("include: [\(entry), \(entry)]\n")
    #expect(twice.value == nil && twice.included.map(\.diagnostics.count) == [0, 2])
    #expect(twice.included[1].diagnostics[0].message.contains("stands in libur-2028.ics too"))
  }

  @Test func `what cannot be kept is refused`() {
    // Each day is short in the file and long where it is written out.
    let long = String(repeating: "sumber ", count: 2_000)
    let reading = read(
      "include: [{ file: libur-2028.ics, source: \"\(long)\", confidence: c,"
        + " years: [\((2021...2120).map(String.init).joined(separator: ", "))] }]\n")
    #expect(reading.value == nil)
    #expect(reading.diagnostics.map(\.code) == [.tooLarge])
    let many = (0...WorkflowLimits.includes).map { _ in
      "{ file: x.ics, source: s, confidence: c, years: [2028] }"
    }
    let all = read("include: [\(many.joined(separator: ", "))]\n")
    #expect(all.diagnostics.map(\.code) == [.tooLarge])
  }

  @Test func `a calendar that is written is read back the same`() throws {
    let seed = seed(0xCA1E_0001)
    for round in 0..<200 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      let office = try RandomOffice.calendar(&numbers)
      let text = CalendarWriter.text(of: office)
      let source = SourceText(name: "acak.yaml", text: text)
      let reading = CalendarReader.read(source, digest: office.digest, zone: zoneRules)
      let comment = "SINERGI_SEED=\(seed), round \(round)"
      #expect(
        reading.value == office,
        "\(comment): \(reading.diagnostics.map { $0.rendered(in: source) })\n\(text)")
      #expect(reading.value.map(CalendarWriter.text(of:)) == text, "\(comment)")
    }
  }

  @Test func `the shipped calendar is written and read back the same`() throws {
    let office = try Shipped.load().calendar
    let text = CalendarWriter.text(of: office)
    let again = CalendarReader.read(
      SourceText(name: "t", text: text), digest: office.digest, zone: zoneRules)
    #expect(again.value == office)
  }
}

/// Calendars made from a seed, with texts that YAML could take for something else.
enum RandomOffice {
  static func calendar(_ numbers: inout SeededNumbers) throws -> OfficeCalendar {
    let first = try date("2026-01-01")
    var periods: [WeekPeriod] = []
    var from = first
    for _ in 0..<Int.random(in: 0...3, using: &numbers) {
      let to = from.adding(days: Int.random(in: 0...60, using: &numbers))
      periods.append(WeekPeriod(dates: from...to, week: week(&numbers), source: text(&numbers)))
      from = to.adding(days: Int.random(in: 1...60, using: &numbers))
    }
    if Bool.random(using: &numbers) {
      periods.append(WeekPeriod(dates: from ... .last, week: week(&numbers), source: "s"))
    }
    var days: [ClosedDay] = []
    for index in 0..<Int.random(in: 0...30, using: &numbers) {
      days.append(
        ClosedDay(
          date: first.adding(days: Int.random(in: 0...900, using: &numbers)),
          kind: ["libur_nasional", "null", "1e3", "no"].randomElement(using: &numbers) ?? "a",
          name: "\(index)" + text(&numbers), source: text(&numbers),
          status: Bool.random(using: &numbers) ? .fixed : .estimated, confidence: text(&numbers)))
    }
    let business = try BusinessCalendar(
      id: "acak", zone: makassar, week: week(&numbers), periods: periods, days: days,
      stopping: ["null", "libur_nasional"],
      workingExceptions: (0..<Int.random(in: 0...3, using: &numbers)).map {
        first.adding(days: $0)
      },
      publishedYears: Set((0..<Int.random(in: 0...4, using: &numbers)).map { 2026 + $0 }))
    return OfficeCalendar(
      id: "acak", digest: "d",
      title: LocalizedText(
        id: text(&numbers), en: Bool.random(using: &numbers) ? text(&numbers) : nil),
      business: business, sending: try #require(WorkingHours("08:00-15:00")),
      quiet: Bool.random(using: &numbers) ? [] : ["no", "x"])
  }

  private static func week(_ numbers: inout SeededNumbers) -> [Weekday: WorkingHours] {
    var week: [Weekday: WorkingHours] = [.monday: WorkingHours(start: .midnight, end: end)]
    for day in Weekday.allCases where Bool.random(using: &numbers) {
      week[day] = WorkingHours("0\(Int.random(in: 0...9, using: &numbers)):30-16:05")
    }
    return week
  }

  private static let end = TimeOfDay(hour: 23, minute: 59) ?? .midnight

  private static func text(_ numbers: inout SeededNumbers) -> String {
    let parts = [
      "Hari", " ", "*a", "&b", "\"", "\\", "'", ": ", "# ", "{", "]", ",", "\n", "\t", "null",
      "true",
      "é", "日本", "👩‍👩‍👧", "\u{85}", "\u{2028}", "a\u{FEFF}", "\u{7}", "%", "@", "`", "|", ">", "- ",
      "!x", "~", "\\n", "\u{FFFD}", "\r",
    ]
    return (0..<Int.random(in: 0...8, using: &numbers)).map { _ in
      parts.randomElement(using: &numbers) ?? ""
    }.joined()
  }
}
