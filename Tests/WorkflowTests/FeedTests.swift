// Goal: a calendar program that subscribes shows each deadline once, where it is now, and takes out
// what is done.
// Method: agreements walked through the shipped definition; the feed read back by our reader and,
// where python3 has it, by the package icalendar.

import Foundation
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct FeedTests {
  private static let reference = "NKO/2026/0001"

  private func records(_ scenario: Scenario, first count: Int? = nil) throws -> [DeadlineRecord] {
    let entries = Array(scenario.entries.prefix(count ?? scenario.entries.count))
    return try scenario.workflow.deadlines(of: entries) {
      $0 == scenario.calendar.digest ? scenario.calendar : nil
    }
  }

  private func file(_ scenario: Scenario, first count: Int? = nil) throws -> ICalendarFile {
    CalendarFeed.file([
      CalendarFeed.Agreement(
        reference: Self.reference, title: "Literasi", workflow: scenario.workflow,
        records: try records(scenario, first: count))
    ])
  }

  private func event(
    _ file: ICalendarFile, _ prefix: String, _ place: SourceLocation = #_sourceLocation
  )
    throws -> ICalendarEvent
  {
    try #require(
      file.events.first { $0.uid.hasPrefix("\(Self.reference)/\(prefix)") },
      "\(prefix): \(file.events.map(\.uid))", sourceLocation: place)
  }

  // MARK: The records

  @Test func `each time that a task is open is a record with its end`() throws {
    var scenario = try Scenario()
    try scenario.toDiscussion()
    try scenario.fire("pembahasan_mitra")
    try scenario.act("lanjut", by: "sinergi-kabid")
    let records = try records(scenario)
    func told(_ record: DeadlineRecord) -> String {
      let end =
        switch record.end {
        case .open: "open"
        case .done(let moment): "done \(moment.sequence)"
        case .gone(let moment): "gone \(moment.sequence)"
        }
      return "\(record.subject.name) \(record.opened.sequence) \(end)"
    }
    #expect(
      records.map(told) == [
        "konsep 1 done 2", "telaah 2 done 3", "konsultasi_hukum 3 done 4",
        "pembahasan_mitra 4 gone 5", "pembahasan_mitra after 15 wd 4 done 5", "macet 5 done 6",
        "pembahasan_mitra 6 open", "pembahasan_mitra after 15 wd 6 open",
      ])
    #expect(records[0].role == "pic" && records[0].assignee == .position("petugas-penghubung"))
    #expect(records[3].assignee == .partner("univ-ganesha", .contact))
    #expect(records[4].role == nil && records[4].assignee == nil)
    for record in records {
      #expect(record.versions.count == 1 && record.versions[0].since == record.opened)
    }
    #expect(records.map(\.opened.at) == records.map { scenario.entries[$0.opened.sequence - 1].at })
  }

  /// A task whose date is data, a task that is entered anew by its own event, and a timer of a date.
  private static let moving = """
    workflow: pindah
    title: Pindah
    calendar: bali-pemprov
    reference: "P/{sequence}"
    data:
      batas: { type: date }
    roles:
      pic: { position: petugas-penghubung }
    initial: kerja
    states:
      kerja:
        task: { for: pic, due: data.batas }
        on:
          atur: { form: [batas?] }
          ulang: kerja
          selesai: akhir
          catat: { by: pic, target: akhir }
        at:
          data.batas + days(7): lewat
      akhir: { type: final }
      lewat: { type: final }
    """

  /// The entries of acts, each a day after the other.
  private func walk(_ acts: [(event: String, batas: String?)]) throws -> (Workflow, [ReplayEntry]) {
    let workflow = try workflow(Self.moving)
    let calendar = try Shipped.load().calendar
    var now = try instant("2026-05-04 09:00")
    let actor = Actor(person: "p", role: "pic", capacity: .definitive)
    var outcome = try workflow.start(
      data: [:], session: "s", actor: actor, at: now, calendar: calendar)
    var entries: [ReplayEntry] = []
    func note() {
      entries.append(
        ReplayEntry(
          sequence: entries.count + 1, at: now, kind: outcome.kind, version: outcome.version,
          payload: outcome.payload))
    }
    note()
    for act in acts {
      now = now.adding(hours: 24)
      let field = try #require(workflow.field("batas"))
      let data = try act.batas.map { ["batas": try field.value(from: $0).get()] } ?? [:]
      let isOutside = act.event == "catat"
      outcome = try workflow.advance(
        outcome.state,
        .act(Act(event: act.event, data: data, actor: actor, task: isOutside ? nil : "kerja")),
        at: now, calendar: calendar)
      note()
    }
    return (workflow, entries)
  }

  private func feed(_ acts: [(event: String, batas: String?)]) throws -> ICalendarFile {
    let (workflow, entries) = try walk(acts)
    let calendar = try Shipped.load().calendar
    let records = try workflow.deadlines(of: entries) { _ in calendar }
    return CalendarFeed.file([
      CalendarFeed.Agreement(
        reference: Self.reference, title: "", workflow: workflow, records: records)
    ])
  }

  @Test func `a deadline that moves keeps its identity and gets a higher number`() throws {
    let none = try feed([])
    #expect(none.events.isEmpty, "a task without a deadline is no event")
    let first = try feed([("atur", "2026-06-02")])
    let second = try feed([("atur", "2026-06-02"), ("atur", "2026-06-05")])
    #expect(first.events.map(\.uid) == second.events.map(\.uid))
    #expect(
      first.events.map(\.uid) == [
        "NKO/2026/0001/kerja/1@sinergi", "NKO/2026/0001/kerja at data.batas + days(7)/2@sinergi",
      ])
    #expect(first.events.map(\.sequence) == [0, 0] && second.events.map(\.sequence) == [1, 1])
    #expect(
      second.events.map(\.stamp) == [
        try instant("2026-05-06 09:00"), try instant("2026-05-06 09:00"),
      ])
    #expect(
      second.events[0].time
        == .span(
          try instant("2026-06-05 14:00"), until: try instant("2026-06-05 14:30"), zone: makassar))
    #expect(
      second.events[1].time == .days(try date("2026-06-12"), through: try date("2026-06-12")))
    // An act that changes nothing about the deadline is no change.
    let same = try feed([("atur", "2026-06-02"), ("atur", "2026-06-02"), ("atur", nil)])
    #expect(same.events == first.events)
  }

  @Test func `what is done is cancelled, and a task opened again is another event`() throws {
    let again = try feed([("atur", "2026-06-02"), ("ulang", nil)])
    let tasks = again.events.filter { !$0.isTransparent }
    #expect(tasks.map(\.uid) == ["NKO/2026/0001/kerja/1@sinergi", "NKO/2026/0001/kerja/3@sinergi"])
    #expect(tasks.map(\.status) == [.cancelled, .confirmed] && tasks.map(\.sequence) == [1, 0])
    #expect(tasks[0].alarms.isEmpty && tasks[1].alarms.count == 2)
    #expect(again.events.filter(\.isTransparent).map(\.status) == [.cancelled, .confirmed])
    for (event, words) in [("selesai", "Sudah selesai."), ("catat", "Tidak berlaku lagi.")] {
      let file = try feed([("atur", "2026-06-02"), (event, nil)])
      #expect(file.events.map(\.status) == [.cancelled, .cancelled])
      #expect(file.events[0].description.hasSuffix(words), "\(event)")
      #expect(file.events[0].lastModified == (try instant("2026-05-06 09:00")))
    }
  }

  // MARK: The file

  @Test func `an event says whose deadline it is and when`() throws {
    var scenario = try Scenario()
    try scenario.toDiscussion()
    let file = try file(scenario)
    #expect(
      file.method == .publish && file.name == "Tenggat Sinergi" && file.refreshSeconds == 3_600)
    let partner = try event(file, "pembahasan_mitra/")
    #expect(partner.summary == "[NKO/2026/0001] Tanggapi naskah")
    #expect(
      partner.description
        == """
        Literasi
        Nota Kesepahaman tingkat Dinas
        Untuk: Penghubung mitra
        Tenggat: Rabu, 20 Mei 2026 16.30 WITA
        """)
    #expect(partner.categories == ["Tenggat", "nota-kesepahaman-opd"])
    #expect(partner.status == .confirmed && !partner.isTransparent)
    // A day and two hours before the deadline, counted from half an hour before it.
    #expect(partner.alarms.map(\.seconds) == [-84_600, -5_400])
    let stall = try event(file, "pembahasan_mitra after 15 wd/")
    #expect(stall.summary == "[NKO/2026/0001] Beralih ke Macet di pihak mitra")
    #expect(stall.isTransparent && stall.alarms.isEmpty)
    #expect(stall.description.contains("Dari tahap: Pembahasan dengan mitra"))
    let draft = try event(file, "konsep/")
    #expect(draft.status == .cancelled && draft.sequence == 1)
  }

  @Test func `a deadline that may still move is tentative and says so`() throws {
    let scenario = try Scenario(at: "2027-12-29 09:00")
    let draft = try event(try file(scenario), "konsep/")
    #expect(draft.status == .tentative && draft.description.contains("perkiraan"))
  }

  @Test func `the same history gives the same text, and a longer one changes only what it touched`()
    throws
  {
    var scenario = try Scenario()
    try scenario.toForce()
    let text = ICalendarWriter.text(of: try file(scenario))
    #expect(ICalendarWriter.text(of: try file(scenario)) == text)
    for count in 1..<scenario.entries.count {
      let (before, after) = (try file(scenario, first: count), try file(scenario, first: count + 1))
      for event in before.events {
        let next = try #require(after.events.first { $0.uid == event.uid }, "\(event.uid)")
        #expect(next == event || next.sequence > event.sequence, "\(event.uid) at \(count + 1)")
        #expect(next == event || next.stamp == scenario.entries[count].at)
      }
    }
    let reading = ICalendarReader.file(SourceText(name: "t", text: text))
    #expect(reading.value == (try file(scenario)), "\(reading.diagnostics)")
    #expect(Set(try file(scenario).events.map(\.uid)).count == (try file(scenario).events.count))
  }

  @Test func `a history that cannot be replayed gives no deadlines`() throws {
    let scenario = try Scenario()
    #expect(throws: ReplayError.unreadable(sequence: 1, "calendar")) {
      try scenario.workflow.deadlines(of: scenario.entries) { _ in nil }
    }
    #expect(throws: ReplayError.notStarted) {
      try scenario.workflow.deadlines(of: []) { _ in nil }
    }
  }

  // MARK: Another program

  /// Prints, for each event, what a calendar program makes of it.
  private static let script = """
    import sys
    try:
        import icalendar
    except ImportError:
        print("no icalendar")
        sys.exit(0)
    calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
    for part in calendar.walk():
        for error in part.errors:
            print("error", error)
    print(len(calendar.walk("VTIMEZONE")), calendar["METHOD"], calendar["X-WR-CALNAME"])
    for event in calendar.walk("VEVENT"):
        start = event["DTSTART"].dt
        alarms = [str(alarm["TRIGGER"].dt) for alarm in event.walk("VALARM")]
        zone = start.utcoffset() if hasattr(start, "hour") else "day"
        print("|".join([str(event["UID"]), str(event["SEQUENCE"]), str(event["STATUS"]), start.isoformat(),
            str(zone), str(event["DTEND"].dt.isoformat()), str(event["SUMMARY"]), ",".join(alarms)]))
    """

  @Test func `the Python package icalendar reads the feed as it is meant`() throws {
    var scenario = try Scenario(data: [
      "tentang": "Literasi; «baca, tulis» \\ 日本 👩‍👩‍👧 "
        + String(repeating: "Nota é, ", count: 30),
      "mitra": "univ-ganesha",
    ])
    try scenario.toDiscussion()
    let file = CalendarFeed.file(
      [
        CalendarFeed.Agreement(
          reference: Self.reference, title: String(repeating: "Literasi, «é»; 日本\n", count: 12),
          workflow: scenario.workflow, records: try records(scenario))
      ], name: "Tenggat kantor", domain: "d.id")
    guard let output = try Self.python(Self.script, ICalendarWriter.text(of: file)) else {
      print("FeedTests: not compared with icalendar, there is no python3")
      return
    }
    guard output != "no icalendar\n" else {
      print("FeedTests: not compared with icalendar, python3 has no package of that name")
      return
    }
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.first == "1 PUBLISH Tenggat kantor")
    let expected = """
      konsep/1@d.id|1|CANCELLED|2026-05-11T16:00:00+08:00|8:00:00|2026-05-11T16:30:00+08:00|Susun konsep dan ajukan|
      telaah/2@d.id|1|CANCELLED|2026-05-07T16:00:00+08:00|8:00:00|2026-05-07T16:30:00+08:00|Telaah konsep|
      konsultasi_hukum/3@d.id|1|CANCELLED|2026-05-11T16:00:00+08:00|8:00:00|2026-05-11T16:30:00+08:00|Tentukan jalur dan telaah naskah|
      pembahasan_mitra/4@d.id|0|CONFIRMED|2026-05-20T16:00:00+08:00|8:00:00|2026-05-20T16:30:00+08:00|Tanggapi naskah|-1 day, 0:30:00,-1 day, 22:30:00
      pembahasan_mitra after 15 wd/4@d.id|0|CONFIRMED|2026-05-29|day|2026-05-30|Beralih ke Macet di pihak mitra|
      """
    let found = lines.dropFirst().map { line in
      line.replacing("[\(Self.reference)] ", with: "").replacing("\(Self.reference)/", with: "")
    }
    #expect(found.joined(separator: "\n") == expected)
  }

  /// What a script prints when it is given a text; nil where there is no python3.
  private static func python(_ script: String, _ input: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let (given, printed) = (Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = printed
    try process.run()
    // The text is smaller than a pipe holds.
    try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try given.fileHandleForWriting.close()
    let output = try printed.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    if process.terminationStatus == 127 { return nil }
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }
}
