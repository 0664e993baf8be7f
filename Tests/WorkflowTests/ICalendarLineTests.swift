// Goal: lines of iCalendar are taken apart as RFC 5545 says, and no damage stops the program.
// Method: tables; the same text folded everywhere; files with bytes and lines lost and doubled.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ICalendarLineTests {
  private func line(_ text: String) -> (ContentLine?, [Diagnostic]) {
    var problems = DiagnosticCollector()
    let lines = Unfolding.lines(of: SourceText(name: "t.ics", text: text), &problems)
    let parsed = lines.first.flatMap { ContentLineParser.parse($0, &problems) }
    return (parsed, problems.sorted)
  }

  @Test(arguments: [
    ("SUMMARY:Nyepi", "SUMMARY", "", "Nyepi"), ("summary:", "SUMMARY", "", ""),
    ("X-1:a:b;c=\"d", "X-1", "", "a:b;c=\"d"),
    ("DTSTART;VALUE=DATE:20260319", "DTSTART", "VALUE=DATE", "20260319"),
    ("A;B=\"c;d:e,f\";G=h,\"i\",:j", "A", "B=c;d:e,f G=h|i|", "j"),
    ("A;b=Ç日:x", "A", "B=Ç日", "x"), ("A;B=:x", "A", "B=", "x"),
    // Folds, with LF and CR LF, with blank and tab, within a name and within a word.
    ("SUMM\r\n ARY:Hari\r\n  Raya", "SUMMARY", "", "Hari Raya"),
    ("SUMMARY:Hari\n\t Raya", "SUMMARY", "", "Hari Raya"),
    ("SUMMARY:Hari\n \n Raya\n", "SUMMARY", "", "HariRaya"),
    ("\u{FEFF}SUMMARY:x", "SUMMARY", "", "x"), ("\r\n\nSUMMARY:x", "SUMMARY", "", "x"),
  ])
  func `a line has its parts`(text: String, name: String, parameters: String, value: String)
    throws
  {
    let (parsed, problems) = line(text)
    let found = try #require(parsed, "\(problems)")
    #expect(found.name == name && found.value.text == value)
    let spelled = found.parameters.map { "\($0.name)=\($0.values.joined(separator: "|"))" }
    #expect(spelled.joined(separator: " ") == parameters)
  }

  @Test(arguments: [
    (#"Rapat\, lalu\; makan\nlagi\Nya\\n"#, "Rapat, lalu; makan\nlagi\nya\\n"),
    (#"a\:b\"c"#, "a:b\"c"), ("akhir\\", "akhir\\"), ("", ""), ("日本 é 👩‍👩‍👧", "日本 é 👩‍👩‍👧"),
  ])
  func `escapes are resolved`(raw: String, text: String) {
    #expect(ICalendarValues.text(raw.unicodeScalars) == text)
  }

  @Test func `a comma divides a list unless it is escaped`() {
    let list = ICalendarValues.texts(#"a,b\,c,,d\\,e"#.unicodeScalars)
    #expect(list == ["a", "b,c", "", "d\\", "e"])
  }

  @Test(arguments: [
    ("P1D", 86_400), ("-P2W", -1_209_600), ("PT15M", 900), ("+P1DT2H3M4S", 93_784),
    ("-PT1H0M1S", -3_601), ("PT0S", 0), ("PT25H", 90_000), ("P0D", 0),
  ])
  func `a span is read`(text: String, seconds: Int) throws {
    let span = try #require(ICalendarValues.duration(Array(text.unicodeScalars)[...]))
    #expect(span.days * 86_400 + span.seconds == seconds)
  }

  @Test(arguments: [
    "", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1W1D", "P1DT", "PT1M1H", "P1D1D", "p1d", "P-1D",
    "P1.5D", "PT99999999999S", "P9999999999D", "P1D ", "--P1D", "P１D",
  ])
  func `what is no span is none`(text: String) {
    #expect(ICalendarValues.duration(Array(text.unicodeScalars)[...]) == nil)
  }

  @Test(arguments: [
    "", "2026031", "202603190", "20260319T", "20260319T0730", "20260319T073000z",
    "20260319T240000", "20260319T076000", "20260319T073061", "20260319 073000", "20261301",
    "00000101", "2026-03-19", "２0260319", "20260319Z",
  ])
  func `what is no date is none`(text: String) {
    #expect(ICalendarValues.date(Array(text.unicodeScalars)[...]) == nil)
  }

  @Test func `where a line is folded changes nothing`() throws {
    let seed = seed(0x1C5_0002)
    let events = event(
      "DTSTART;VALUE=DATE:20260817|RRULE:FREQ=YEARLY;BYMONTH=8,12|CATEGORIES:penting,cuti_bersama",
      summary: #"Hari Kemerdekaan\, 日本 é"#)
    let plain = ICalendarReader.days(ics(events), years: 2024...2028)
    #expect(plain.value?.count == 6)
    for round in 0..<100 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      var text = ""
      for scalar in ics(events).text.unicodeScalars {
        // A fold before a line end would leave a line of a blank alone, which is allowed too.
        if text.last?.isNewline == false, Int.random(in: 0..<6, using: &numbers) == 0 {
          text += ["\n ", "\r\n ", "\n\t", "\r\n\t"].randomElement(using: &numbers) ?? "\n "
        }
        text.unicodeScalars.append(scalar)
      }
      let reading = ICalendarReader.days(
        SourceText(name: "libur.ics", text: text), years: 2024...2028)
      #expect(reading.value == plain.value, "SINERGI_SEED=\(seed), round \(round)")
      #expect(reading.diagnostics == plain.diagnostics, "SINERGI_SEED=\(seed), round \(round)")
    }
  }

  @Test func `a problem in a folded line is where it stands`() {
    let source = ics("BEGIN:VEVENT", "UID:a", "SUMMARY:x", "DTSTART;VALUE=DA", " TE:2026", " 0230")
    let problems = ICalendarReader.days(source, years: 2024...2028).diagnostics
    let value = problems.first { $0.code == .invalidValue }
    #expect(value?.range == SourceRange(line: 8, column: 5, length: 4))
  }

  // MARK: Damage

  private static let whole = ics(
    "X-WR-CALNAME:Libur", "METHOD:PUBLISH",
    event("DTSTART;VALUE=DATE:20260319|DTEND;VALUE=DATE:20260321|SEQUENCE:2|STATUS:TENTATIVE"),
    event("DTSTART;TZID=\"Asia/Makassar\":20260101T000000|RRULE:FREQ=YEARLY;INTERVAL=2", uid: "b"),
    event(
      "DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY;COUNT=3;BYMONTHDAY=-1;BYMONTH=2", uid: "c"),
    event("RECURRENCE-ID:20260101|DTSTART:20260102|CATEGORIES:Cuti Bersama,a\\,b", uid: "b"),
    event("DTSTART:20260401|DURATION:P3D|EXDATE:20260401|RDATE;VALUE=DATE:20260501", uid: "d"),
    "BEGIN:VTODO\nUID:t\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nEND:VTODO"
  ).text

  @Test func `a damaged file gives days or an error inside the file`() throws {
    let seed = seed(0x1C5_0003)
    for round in 0..<1_500 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      var text = Self.whole
      for _ in 0..<Int.random(in: 1...5, using: &numbers) { text = Self.damaged(text, &numbers) }
      check(SourceText(name: "rusak.ics", text: text), "SINERGI_SEED=\(seed), round \(round)")
    }
  }

  @Test func `random bytes give days or an error inside the file`() {
    let seed = seed(0x1C5_0004)
    let words = [
      "BEGIN:", "END:", "VCALENDAR", "VEVENT", "\n", "\r\n", "\n ", ";", ":", "=", "\"", ",", "\\",
      "DTSTART", "RRULE:FREQ=YEARLY;", "COUNT", "20260101", "P1D", "é", "\u{0}", "-1", "VALUE=DATE",
    ]
    for round in 0..<500 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      let count = Int.random(in: 0..<60, using: &numbers)
      let text = (0..<count).map { _ in words.randomElement(using: &numbers) ?? "" }.joined()
      check(SourceText(name: "acak.ics", text: text), "SINERGI_SEED=\(seed), round \(round)")
    }
  }

  private func check(_ source: SourceText, _ comment: String) {
    let days = ICalendarReader.days(source, years: 2024...2028)
    let file = ICalendarReader.file(source)
    let lines = source.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (isRead, problems) in [
      (days.value != nil, days.diagnostics), (file.value != nil, file.diagnostics),
    ] {
      #expect(isRead != problems.contains { $0.severity == .error }, "\(comment)")
      for problem in problems {
        let width =
          (1...lines.count).contains(problem.range.line)
          ? lines[problem.range.line - 1].count + 1 : 0
        #expect((1...max(1, width)).contains(problem.range.column) && width > 0, "\(comment)")
        #expect(!problem.rendered(in: source).isEmpty)
      }
    }
  }

  private static func damaged(_ text: String, _ numbers: inout SeededNumbers) -> String {
    var bytes = Array(text.utf8)
    guard bytes.count > 1 else { return text }
    let at = Int.random(in: 0..<bytes.count, using: &numbers)
    let other = Int.random(in: 0..<bytes.count, using: &numbers)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = at % lines.count
    switch Int.random(in: 0..<8, using: &numbers) {
    case 0: bytes.remove(at: at)
    case 1: bytes.insert(Array("\n ;:,=\"\\9-".utf8)[other % 10], at: at)
    case 2: bytes.swapAt(at, other)
    case 3: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
    case 4: bytes.removeSubrange(at..<min(bytes.count, at + other % 40))
    case 5:
      lines.remove(at: line)
      return lines.joined(separator: "\n")
    case 6:
      lines.insert(lines[line], at: other % lines.count)
      return lines.joined(separator: "\n")
    default:
      lines.swapAt(line, other % lines.count)
      return lines.joined(separator: "\n")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
