// Goal: what is written is iCalendar by RFC 5545, means what was given, and carries nothing else.
// Method: a golden text; random events read back; texts that try to become lines of their own.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ICalendarWriterTests {
  private func goldenFile() throws -> ICalendarFile {
    let due = try instant("2026-11-22 16:30")
    return ICalendarFile(
      productID: "-//Sinergi//ID", method: .publish,
      events: [
        ICalendarEvent(
          uid: "k-17-telaah@sinergi", sequence: 2, stamp: try instant("2026-11-20 08:00"),
          time: .span(due, until: nil, zone: makassar),
          summary: "Batas: telaah hukum; putaran 2, «Nota»", description: "Satu\r\nDua\\tiga",
          status: .confirmed, categories: ["tenggat", "a,b"], url: "https://contoh.id/k/17",
          alarms: [
            ICalendarAlarm(seconds: -86_400, text: "Besok"),
            ICalendarAlarm(seconds: 5_400, isFromEnd: true, text: "Lewat"),
          ]),
        ICalendarEvent(
          uid: "k-18@sinergi", stamp: due,
          time: .days(try date("2026-12-30"), through: try date("2026-12-31")),
          summary: "", status: .cancelled),
      ])
  }

  private static let golden = """
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Sinergi//ID
    METHOD:PUBLISH
    BEGIN:VTIMEZONE
    TZID:Asia/Makassar
    BEGIN:STANDARD
    DTSTART:19691231T000000
    TZOFFSETFROM:+0800
    TZOFFSETTO:+0800
    TZNAME:WITA
    END:STANDARD
    END:VTIMEZONE
    BEGIN:VEVENT
    UID:k-17-telaah@sinergi
    DTSTAMP:20261120T000000Z
    SEQUENCE:2
    DTSTART;TZID=Asia/Makassar:20261122T163000
    SUMMARY:Batas: telaah hukum\\; putaran 2\\, «Nota»
    DESCRIPTION:Satu\\nDua\\\\tiga
    STATUS:CONFIRMED
    CATEGORIES:tenggat,a\\,b
    URL:https://contoh.id/k/17
    BEGIN:VALARM
    ACTION:DISPLAY
    TRIGGER:-P1D
    DESCRIPTION:Besok
    END:VALARM
    BEGIN:VALARM
    ACTION:DISPLAY
    TRIGGER;RELATED=END:PT1H30M
    DESCRIPTION:Lewat
    END:VALARM
    END:VEVENT
    BEGIN:VEVENT
    UID:k-18@sinergi
    DTSTAMP:20261122T083000Z
    SEQUENCE:0
    DTSTART;VALUE=DATE:20261230
    DTEND;VALUE=DATE:20270101
    STATUS:CANCELLED
    END:VEVENT
    END:VCALENDAR

    """

  @Test func `an event is written as the standard says`() throws {
    let lines = Self.golden.split(separator: "\n", omittingEmptySubsequences: false)
    let text = ICalendarWriter.text(of: try goldenFile())
    #expect(text == lines.joined(separator: "\r\n"))
  }

  @Test func `what is written is read back the same`() throws {
    let seed = seed(0x1C5_0005)
    for round in 0..<300 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      let file = RandomEvents.file(&numbers)
      let text = ICalendarWriter.text(of: file)
      let source = SourceText(name: "acak.ics", text: text)
      let reading = ICalendarReader.file(source)
      let comment = "SINERGI_SEED=\(seed), round \(round)"
      #expect(
        reading.value == file && reading.diagnostics.isEmpty,
        "\(comment): \(reading.diagnostics.map { $0.rendered(in: source) })\n\(text)")
      #expect(ICalendarWriter.text(of: file) == text, "\(comment)")
      checkForm(text, comment)
    }
  }

  @Test func `whole days are closed days to the reader of those`() throws {
    let event = ICalendarEvent(
      uid: "u", stamp: try instant("2026-01-01 00:00"),
      time: .days(try date("2026-03-19"), through: try date("2026-03-20")), summary: "Nyepi, Raya",
      status: .tentative, categories: ["cuti_bersama"])
    let text = ICalendarWriter.text(of: ICalendarFile(productID: "p", events: [event]))
    let days = try #require(
      ICalendarReader.days(SourceText(name: "t", text: text), years: 2026...2026).value)
    #expect(days.map(\.date.description) == ["2026-03-19", "2026-03-20"])
    #expect(days.map(\.name) == ["Nyepi, Raya", "Nyepi, Raya"])
    #expect(days.map(\.kind) == ["cuti_bersama", "cuti_bersama"])
    #expect(days.map(\.status) == [.estimated, .estimated])
  }

  /// Lines end with CR LF, have at most 75 octets, hold no control characters, and are UTF-8 each.
  private func checkForm(_ text: String, _ comment: String) {
    let bytes = Array(text.utf8)
    var start = 0
    for index in bytes.indices where bytes[index] == 0x0A {
      let isEnd = index > start && bytes[index - 1] == 0x0D
      let line = bytes[start..<max(start, index - 1)]
      let isUTF8 = String(validating: line, as: UTF8.self) != nil
      let isClean = line.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      if !isEnd || line.count > 75 || !isUTF8 || !isClean {
        Issue.record("\(comment): \(String(decoding: line, as: UTF8.self))")
      }
      start = index + 1
    }
    #expect(start == bytes.count, "\(comment)")
  }

  @Test func `a fold never parts a character, whatever stands before it`() {
    for filler in 0..<80 {
      for character in ["é", "日", "👩", "a"] {
        let line = String(repeating: "x", count: filler) + String(repeating: character, count: 60)
        let folded = ICalendarText.folded(line)
        checkForm(folded, "\(filler) \(character)")
        #expect(folded.replacing("\r\n ", with: "") == line + "\r\n")
      }
    }
    #expect(ICalendarText.folded(String(repeating: "x", count: 75)).utf8.count == 77)
    #expect(ICalendarText.folded(String(repeating: "x", count: 76)).utf8.count == 81)
  }

  @Test func `no text becomes a line of its own`() throws {
    let ends = ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{B}", "\u{C}", "\u{0}\n"]
    for end in ends {
      let hostile = "a\(end)STATUS:CANCELLED\(end)END:VEVENT\(end) b\";X=\"c"
      let zone = ZoneRules.fixed(name: hostile, abbreviation: hostile, offsetSeconds: 3_600)
      let stamp = try instant("2026-01-01 00:00")
      let event = ICalendarEvent(
        uid: hostile, stamp: stamp, time: .span(stamp, until: nil, zone: zone), summary: hostile,
        description: hostile, categories: [hostile], url: hostile,
        alarms: [ICalendarAlarm(seconds: 0, text: hostile)])
      let text = ICalendarWriter.text(of: ICalendarFile(productID: hostile, events: [event]))
      let reading = ICalendarReader.file(SourceText(name: "t", text: text))
      let back = try #require(reading.value?.events.first, "\(reading.diagnostics)")
      #expect(reading.diagnostics.isEmpty && reading.value?.events.count == 1)
      #expect(back.status == nil && back.alarms.count == 1 && back.categories.count == 1)
      #expect(back.time != event.time, "the name of the zone was cleaned")
      guard case .span(stamp, nil, let zone?) = back.time else {
        Issue.record("\(back.time)")
        continue
      }
      #expect(zone.offset(at: stamp) == 3_600)
      let names = text.split(separator: "\r\n").filter { $0.first != " " }
        .map { $0.prefix { $0 != ":" && $0 != ";" } }
      #expect(
        names == [
          "BEGIN", "VERSION", "PRODID", "BEGIN", "TZID", "BEGIN", "DTSTART", "TZOFFSETFROM",
          "TZOFFSETTO", "TZNAME", "END", "END", "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART",
          "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL", "BEGIN", "ACTION", "TRIGGER",
          "DESCRIPTION", "END", "END", "END",
        ])
      checkForm(text, "\(end.unicodeScalars.map(\.value))")
    }
  }

  @Test func `every character is written so that it can be read, or left out`() throws {
    var all = String.UnicodeScalarView()
    for value in UInt32(0)...0x10FFFF {
      if let scalar = Unicode.Scalar(value), value < 0x2_0000 || value % 997 == 0 {
        all.append(scalar)
      }
    }
    let event = ICalendarEvent(
      uid: "u", stamp: try instant("2026-01-01 00:00"),
      time: .days(try date("2026-01-01"), through: try date("2026-01-01")), summary: String(all))
    let text = ICalendarWriter.text(of: ICalendarFile(productID: "p", events: [event]))
    let reading = ICalendarReader.file(SourceText(name: "t", text: text))
    let back = try #require(reading.value?.events.first?.summary, "\(reading.diagnostics.first)")
    let left = Set(all).subtracting(back.unicodeScalars).map(\.value)
    // Control characters and separators of lines, U+FFFD to U+FFFF, and the private fillers.
    let allowed = Set<UInt32>(0x00...0x1F).union(0x7F...0x9F).union([0x2028, 0x2029])
      .union(0xFFFD...0xFFFF).union(0xE000...0xE0FF).subtracting([0x09, 0x0A])
    #expect(Set(left) == allowed)
  }

  @Test(arguments: [
    "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
  ])
  func `every end of a line is one within a text`(end: String) {
    #expect(ICalendarText.escaped("a\(end)b") == #"a\nb"#)
    #expect(ICalendarText.escaped("a\(end)\(end)b") == #"a\n\nb"#)
    #expect(ICalendarText.oneLine("a\(end)b") == "ab")
  }

  @Test(arguments: [
    (0, "PT0S"), (59, "PT59S"), (-60, "-PT1M"), (3_605, "PT1H0M5S"), (86_400, "P1D"),
    (-90_061, "-P1DT1H1M1S"), (604_800, "P7D"), (86_460, "P1DT1M"), (7_200, "PT2H"),
  ])
  func `a span is written by the grammar of the standard`(seconds: Int, text: String) throws {
    let event = ICalendarEvent(
      uid: "u", stamp: try instant("2026-01-01 00:00"),
      time: .days(try date("2026-01-01"), through: try date("2026-01-01")), summary: "s",
      alarms: [ICalendarAlarm(seconds: seconds, text: "t")])
    let written = ICalendarWriter.text(of: ICalendarFile(productID: "p", events: [event]))
    #expect(written.contains("\r\nTRIGGER:\(text)\r\n"))
  }

  @Test func `a zone that changes its offset later is written in UTC`() throws {
    let at = try instant("2026-06-01 12:00")
    func written(_ change: String) throws -> String {
      let zone = ZoneRules(
        name: "Uji/Zona", abbreviation: "A", initialOffset: 3_600,
        transitions: [(instant: try instant(change), offset: 7_200, abbreviation: "B")])
      let event = ICalendarEvent(
        uid: "u", stamp: at, time: .span(at, until: nil, zone: zone), summary: "s")
      return ICalendarWriter.text(of: ICalendarFile(productID: "p", events: [event]))
    }
    let later = try written("2026-10-01 00:00")
    #expect(later.contains("DTSTART:20260601T040000Z") && !later.contains("VTIMEZONE"))
    // Bali's own zone has not changed since 1945: the old changes do not matter.
    let earlier = try written("1945-09-22 23:00")
    #expect(earlier.contains("DTSTART;TZID=Uji/Zona:20260601T060000"))
    #expect(earlier.contains("TZOFFSETTO:+0200") && earlier.contains("TZNAME:B"))
  }

  @Test func `two zones of one name do not mix`() throws {
    let at = try instant("2026-06-01 12:00")
    let other = ZoneRules.fixed(name: makassar.name, abbreviation: "?", offsetSeconds: 0)
    let events = [makassar, other].map {
      ICalendarEvent(
        uid: $0.abbreviation, stamp: at, time: .span(at, until: nil, zone: $0), summary: "s")
    }
    let text = ICalendarWriter.text(of: ICalendarFile(productID: "p", events: events))
    #expect(text.contains("DTSTART;TZID=Asia/Makassar:20260601T120000"))
    #expect(text.contains("DTSTART:20260601T040000Z"))
  }

  @Test func `dates and numbers at their ends are written so that they can be read`() throws {
    let events = [
      ICalendarEvent(
        uid: "a", sequence: -1, stamp: Instant(millisecondsSince1970: .max),
        time: .days(.last, through: .last), summary: "",
        alarms: [.min, .max].map { ICalendarAlarm(seconds: $0, text: "") }),
      ICalendarEvent(
        uid: "b", sequence: .max, stamp: Instant(millisecondsSince1970: .min),
        time: .days(.last, through: .first), summary: ""),
      ICalendarEvent(
        uid: "c", stamp: Instant(millisecondsSince1970: -1),
        time: .span(
          Instant(millisecondsSince1970: .min), until: Instant(millisecondsSince1970: .max),
          zone: makassar), summary: ""),
    ]
    let text = ICalendarWriter.text(of: ICalendarFile(productID: "", events: events))
    let reading = ICalendarReader.file(SourceText(name: "t", text: text))
    let back = try #require(reading.value, "\(reading.diagnostics)")
    #expect(back.events[0].sequence == 0 && back.events[1].sequence == .max)
    #expect(back.events[0].time == events[0].time && back.events[1].time == events[0].time)
    #expect(back.events[0].alarms.map(\.seconds) == [-1, 1].map { $0 * ICalendarLimits.seconds })
    // Parts of a second fall to the whole one before.
    #expect(back.events[2].stamp == Instant(millisecondsSince1970: -1_000))
  }

  @Test(arguments: [
    ("DTSTART:20260101T080000", "tells no zone"),
    ("DTSTART;TZID=Asia/Makassar:20260101T080000", "no single offset"),
    ("DTSTART:20260101T080000Z|DTEND:20260101T070000Z", "ends before"),
    ("DTSTART;VALUE=DATE:20260101|DTEND;VALUE=DATE:20260101", "later day"),
    ("DTSTART:kemarin", "no date with a time"), ("X:y", "no DTSTART"),
    ("DTSTART:20260101|STATUS:BARU", "no status"), ("DTSTART:20260101|SEQUENCE:x", "no number"),
    ("DTSTART:20260101|BEGIN:VALARM|ACTION:DISPLAY|TRIGGER:nanti|END:VALARM", "no span"),
  ])
  func `an event that cannot be kept is told`(lines: String, says: String) {
    let reading = ICalendarReader.file(ics(event("DTSTAMP:20260101T000000Z|" + lines)))
    #expect(reading.value == nil)
    #expect(
      reading.diagnostics.contains { $0.message.contains(says) }, "\(reading.diagnostics)")
  }
}

/// Events made from a seed.
enum RandomEvents {
  static func file(_ numbers: inout SeededNumbers) -> ICalendarFile {
    ICalendarFile(
      productID: text(&numbers, lines: false),
      method: Bool.random(using: &numbers)
        ? ICalendarFile.Method.allCases.randomElement(using: &numbers) : nil,
      name: Bool.random(using: &numbers) ? "n" + text(&numbers, lines: false) : nil,
      refreshSeconds: Bool.random(using: &numbers)
        ? Int.random(in: 1...1_000_000, using: &numbers) : nil,
      events: (0..<Int.random(in: 0...6, using: &numbers)).map { _ in event(&numbers) })
  }

  private static func event(_ numbers: inout SeededNumbers) -> ICalendarEvent {
    ICalendarEvent(
      uid: text(&numbers, lines: false) + "@uji",
      sequence: Int.random(in: 0...9_999, using: &numbers), stamp: instant(&numbers),
      lastModified: Bool.random(using: &numbers) ? instant(&numbers) : nil,
      time: time(&numbers), summary: text(&numbers), description: text(&numbers),
      status: Bool.random(using: &numbers)
        ? ICalendarEvent.Status.allCases.randomElement(using: &numbers) : nil,
      isTransparent: Bool.random(using: &numbers),
      categories: (0..<Int.random(in: 0...3, using: &numbers)).map { "k\($0)" + text(&numbers) },
      url: Bool.random(using: &numbers)
        ? "https://contoh.id/a;b,c?d=\(UInt16.random(in: 0...9_999, using: &numbers))" : nil,
      alarms: (0..<Int.random(in: 0...2, using: &numbers)).map { _ in
        ICalendarAlarm(
          seconds: Int.random(in: -200_000...200_000, using: &numbers)
            * (Bool.random(using: &numbers) ? 1 : 3_600),
          isFromEnd: Bool.random(using: &numbers), text: text(&numbers))
      })
  }

  private static let zones: [ZoneRules?] = [
    nil, makassar, .fixed(name: "Asia/Jayapura", abbreviation: "WIT", offsetSeconds: 32_400),
    .fixed(name: "Uji/Barat", abbreviation: "", offsetSeconds: -12_600),
    .fixed(name: "Uji: dua; tiga, \\empat", abbreviation: "a,b", offsetSeconds: 432),
  ]

  private static func time(_ numbers: inout SeededNumbers) -> ICalendarEvent.Time {
    if Bool.random(using: &numbers) {
      let first = CivilDate(daysSince1970: Int32.random(in: -30_000...40_000, using: &numbers))
      return .days(first, through: first.adding(days: Int.random(in: 0...40, using: &numbers)))
    }
    let start = instant(&numbers)
    let length = Int64.random(in: 1...1_000_000, using: &numbers) * 1_000
    return .span(
      start, until: Bool.random(using: &numbers) ? start.adding(milliseconds: length) : nil,
      zone: zones.randomElement(using: &numbers) ?? nil)
  }

  private static func instant(_ numbers: inout SeededNumbers) -> Instant {
    Instant(
      millisecondsSince1970: Int64.random(in: -2_000_000_000...4_000_000_000, using: &numbers)
        * 1_000)
  }

  /// Words, what must be escaped, and characters of two to four bytes; now and then very long.
  private static func text(_ numbers: inout SeededNumbers, lines: Bool = true) -> String {
    let parts =
      [
        "Nota", " ", "kesepahaman", ",", ";", "\\", ":", "\"", "\\n", "é", "日本", "👩‍👩‍👧",
        "\u{FEFF}",
        "\t", "=", "END:VEVENT", "'", "^n", "«»", "e\u{301}",
      ] + (lines ? ["\n", "\n "] : [])
    let count =
      Int.random(in: 0...8, using: &numbers) * (UInt8.random(using: &numbers) < 40 ? 9 : 1)
    return (0..<count).map { _ in parts.randomElement(using: &numbers) ?? "" }.joined()
  }
}

extension UInt8 {
  fileprivate static func random(using numbers: inout SeededNumbers) -> UInt8 {
    random(in: 0...255, using: &numbers)
  }
}
