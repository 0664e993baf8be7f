// Goal: what is bad never replaces what is good; what runs stays with what it started with.
// Method: files that change between reloads and restarts, on one store.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct ReloadTests {
  /// The trial with one more step between review and end.
  static let longer = Definitions.uji.replacing(
    "setuju: selesai", with: "setuju: arsip"
  ).replacing(
    "  selesai: { type: final }",
    with: """
        arsip:
          task: { for: pic }
          on: { simpan: selesai }
        selesai: { type: final }
      """)

  static let bad = Definitions.uji.replacing(
    "ajukan: { target: telaah", with: "ajukan: { target: telaahh")

  @Test func `a bad definition is refused with its place, and the old one goes on`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let before = try await office.everything()
    let digest = try office.engine.workflow("uji").digest
    office.files.sources.workflows[0].text = Self.bad
    let report = await office.engine.reload()
    #expect(report.loaded == [])
    let problem = try #require(report.problems.first)
    #expect(problem.hasPrefix("contoh0.yaml:19:29: error[unknown-target]"), "\(problem)")
    #expect(problem.contains("did you mean «telaah»?"))
    #expect(try await office.engine.status().loadProblems == report.problems)
    #expect(try office.engine.workflow("uji").digest == digest)
    #expect(try await office.everything() == before)
    try await office.act("ajukan", on: reference, by: "made")
    #expect(try await office.start().reference == "UJI/2026/0002")

    // Mended, the problems are gone.
    office.files.sources.workflows[0].text = Definitions.uji
    #expect(await office.engine.reload().problems == [])
    #expect(try await office.engine.status().loadProblems == [])
  }

  @Test func `an agreement tells the definition that it started with, after a reload`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let old = try office.engine.workflow("uji")
    office.files.sources.workflows[0].text = Self.longer
    _ = await office.engine.reload()
    #expect(try office.engine.workflow("uji").digest != old.digest)
    let kept = try await office.engine.workflow(ofAgreement: reference)
    #expect(kept == old)
    #expect(kept.source == Definitions.uji)
    await #expect(throws: EngineError.self) {
      try await office.engine.workflow(ofAgreement: "UJI/2026/9999")
    }
  }

  @Test
  func `a calendar that takes in a file is kept whole, and histories replay without the file`()
    async throws
  {
    func ics(_ date: String) -> SourceText {
      SourceText(
        name: "calendars/libur.ics",
        text: """
          BEGIN:VCALENDAR
          VERSION:2.0
          PRODID:-//Uji//ID
          BEGIN:VEVENT
          UID:a
          DTSTAMP:20260101T000000Z
          DTSTART;VALUE=DATE:\(date)
          SUMMARY:Libur setempat
          END:VEVENT
          END:VCALENDAR

          """)
    }
    var sources = Definitions.sources([Definitions.uji])
    sources.calendars[0].text +=
      "include: [{ file: libur.ics, kind: libur, source: SE, confidence: c, years: [2026] }]\n"
    sources.attachments = [ics("20260505")]
    let office = try await Office(sources)
    let first = try #require(office.engine.library.calendars["kantor"])
    #expect(!first.business.isWorkingDay(try #require(CivilDate("2026-05-05"))))
    let reference = try await office.start().reference

    // Another date in the file alone is another calendar.
    office.clock.set(try instant("2026-05-04 10:00"))
    office.files.sources.attachments = [ics("20260506")]
    #expect(await office.engine.reload().loaded == ["calendar kantor"])
    let second = try #require(office.engine.library.calendars["kantor"])
    #expect(second.digest != first.digest)
    #expect(second.business.isWorkingDay(try #require(CivilDate("2026-05-05"))))
    try await office.act("ajukan", on: reference, by: "made")
    #expect(try await office.engine.replay(reference))

    // Without the file the calendar stays, and the problem is told where the calendar names it.
    office.files.sources.attachments = []
    let problems = await office.engine.reload().problems
    #expect(problems.first?.contains("there is no file «libur.ics»") == true, "\(problems)")
    #expect(office.engine.library.calendars["kantor"] == second)

    // A damaged file is told by its own name.
    office.files.sources.attachments = [ics("kemarin")]
    let damaged = await office.engine.reload().problems
    #expect(damaged.first?.hasPrefix("calendars/libur.ics:7:") == true, "\(damaged)")

    // After a restart what was kept fills in for it, without the file.
    office.files.sources.attachments = []
    let restarted = try await Office(
      office.files.sources, store: office.store, clock: office.clock, mayHaveProblems: true)
    #expect(restarted.engine.library.calendars["kantor"]?.digest == second.digest)
    #expect(try await restarted.engine.replay(reference))
  }

  static let damages: [(what: String, damage: @Sendable (inout LibrarySources) -> Void)] = [
    ("calendar", { $0.calendars[0].text = "calendar: kantor\nweek: senin\n" }),
    ("calendar without its zone", { $0.calendars[0].text.replace("Makassar", with: "Atlantis") }),
    ("directory", { $0.directories[0].text += "  - { person: hantu, position: pic }\n" }),
    ("no YAML", { $0.workflows[0].text = "\u{0}\u{1}{{{" }),
    ("empty file", { $0.workflows[0].text = "" }),
    ("a second file of the same name", { $0.workflows.append($0.workflows[0]) }),
    (
      "unreadable file",
      {
        $0.workflows = []; $0.unreadable = ["uji.yaml: Permission denied"]
      }
    ),
  ]

  @Test(arguments: damages.indices) func `whatever is damaged, the office works on`(_ index: Int)
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let before = try await office.everything()
    Self.damages[index].damage(&office.files.sources)
    let report = await office.engine.reload()
    #expect(report.loaded == [] && report.problems.count >= 1, "\(Self.damages[index].what)")
    #expect(try await office.everything() == before)
    try await office.act("ajukan", on: reference, by: "komang")
    try await office.decide(.approve, on: reference, by: "wayan")
    #expect(try await office.start().reference == "UJI/2026/0002")
    try await office.checkRecord()
  }

  @Test func `a changed definition is for new agreements; running ones stay, over a restart too`()
    async throws
  {
    let scratch = try Scratch()
    var old = ""
    var new = ""
    do {
      let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
      old = try await office.start().reference
      office.files.sources.workflows[0].text = Self.longer
      let report = await office.engine.reload()
      #expect(report.loaded == ["workflow uji"] && report.problems == [])
      new = try await office.start().reference
      for reference in [old, new] {
        try await office.act("ajukan", on: reference, by: "made")
      }
      try office.store.close()
    }
    let office = try await Office(Self.longer, store: try Store(.file(path: scratch.file)))
    for reference in [old, new] {
      try await office.decide(.approve, on: reference, by: "wayan")
    }
    let (first, second) = (
      try await office.engine.agreement(old), try await office.engine.agreement(new)
    )
    #expect(first.summary.states == ["selesai"] && second.summary.states == ["arsip"])
    #expect(first.definition != second.definition)
    #expect(second.definition == (try office.engine.workflow("uji").digest))
    for (reference, definition) in [(old, first.definition), (new, second.definition)] {
      let digests = try await office.history(reference).map { $0.payload["definition"]?.string }
      #expect(Set(digests) == [definition])
    }
    try await office.checkRecord()
  }

  @Test func `every source is kept as it was, and its coming into use is in the history`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    office.files.sources.workflows[0].text = Self.longer
    _ = await office.engine.reload()
    _ = await office.engine.reload()

    let history = try await office.store.history(afterPosition: 0, limit: 100)
    #expect(
      history.map(\.kind) == [
        "directory-applied", "calendar-loaded", "definition-loaded", "definition-loaded",
      ])
    #expect(history.allSatisfy { $0.cause == "daemon" && $0.instance == nil })
    let texts: [(SourceKind, String)] = [
      (.calendar, Definitions.calendar), (.definition, Definitions.uji), (.definition, Self.longer),
    ]
    for (entry, (kind, text)) in zip(history.dropFirst(), texts) {
      let payload = try JSON(parsing: entry.payload)
      let digest = try #require(payload["digest"]?.string)
      #expect(digest == Library.digest(text))
      #expect(try office.store.source(kind, digest: digest)?.text == text)
    }
    try await office.checkRecord()
  }

  @Test func `a changed calendar is used from then on, and each entry names the one it used`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let before = try await office.start().reference
    office.files.sources.calendars[0].text +=
      "  - { date: 2026-05-06, kind: libur, name: Libur, source: SKB, confidence: tinggi }\n"
    #expect(await office.engine.reload().loaded == ["calendar kantor"])
    let after = try await office.start().reference
    func due(_ reference: String) async throws -> String? {
      try await office.engine.agreement(reference).tasks.first?.dueAt.map(spelled)
    }
    #expect(try await due(before) == "2026-05-11 16:00")
    #expect(try await due(after) == "2026-05-12 16:00")
    try await office.act("catat", on: before, by: "made", reason: "x")
    let digests = try await office.history(before).map { $0.payload["calendar"]?.string }
    #expect(
      digests == [
        Library.digest(Definitions.calendar),
        Library.digest(office.files.sources.calendars[0].text),
      ])
    // Replay needs both calendars; the first is only in the database by now.
    try await office.checkRecord()
  }

  @Test func `a holiday that comes between moves a reminder and does not swallow it`() async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    // Two working days before Monday the 11th: Thursday; without the Friday: Wednesday.
    office.files.sources.calendars[0].text +=
      "  - { date: 2026-05-08, kind: libur, name: Libur, source: SKB, confidence: tinggi }\n"
    #expect(await office.engine.reload().problems == [])
    try await office.fire(at: "2026-05-07 08:00")
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.payload["told"]?.items.count == 1)
  }

  static let restarts = ["definition", "calendar"]

  @Test(arguments: restarts) func `after a restart with a bad file, the old one stays`(
    _ what: String
  ) async throws {
    let store = try Store(.memory)
    let before = try await Office(Definitions.uji, store: store)
    let reference = try await before.start().reference
    var sources = Definitions.sources([Definitions.uji])
    switch what {
    case "definition": sources.workflows[0].text = Self.bad
    default: sources.calendars[0].text = "calendar: kantor\nweek: senin\n"
    }
    let office = try await Office(sources, store: store, mayHaveProblems: true)
    #expect(office.engine.loadProblems.contains { $0.contains("error[") })
    #expect(office.engine.loadProblems.contains { $0.contains("before the restart") })
    try await office.act("ajukan", on: reference, by: "made")
    #expect(try await office.start().reference == "UJI/2026/0002")
    #expect(try office.engine.workflow("uji").source == Definitions.uji)
    // Nothing new came into use, so nothing new is in the history.
    let history = try await office.store.history(afterPosition: 0, limit: 100)
    #expect(history.filter { $0.kind.hasSuffix("-loaded") }.count == 2)
    try await office.checkRecord()
  }

  @Test func `what was taken away does not come back with a restart`() async throws {
    let store = try Store(.memory)
    let before = try await Office(Definitions.uji, Definitions.tunda, store: store)
    let reference = try await before.start("tunda", [:]).reference
    let office = try await Office(Definitions.uji, store: store)
    #expect(await kindOf { try await office.start("tunda", [:]) } == "not-found")
    // Its agreements go on to their end.
    try await office.act("selesai", on: reference, by: "made")
    try await office.checkRecord()
  }

  @Test func `people do not come back with a restart, whatever the file looks like`() async throws {
    let store = try Store(.memory)
    _ = try await Office(Definitions.uji, store: store)
    var sources = Definitions.sources([Definitions.uji])
    sources.directories[0].text += "  - { person: hantu, position: pic }\n"
    let office = try await Office(sources, store: store, mayHaveProblems: true)
    #expect(office.engine.loadProblems.contains { $0.contains("«hantu»") })
    #expect(await kindOf { try await office.start() } == "unknown-caller")
  }

  @Test func `a workflow whose calendar is not there says so, and starts nothing`() async throws {
    var sources = Definitions.sources([Definitions.uji])
    sources.calendars = []
    let office = try await Office(sources, mayHaveProblems: true)
    #expect(office.engine.loadProblems.contains { $0.contains("«kantor»") })
    #expect(await kindOf { try await office.start() } == "calendar-unavailable")
  }

  @Test func `a person who leaves the directory can no longer act`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    office.files.sources.directories[0].text = Definitions.directory
      .replacing("  - { id: i-made, name: I Made Contoh, unix: made }\n", with: "")
      .replacing(
        "  - { person: i-made, position: pic, from: 2026-01-01, basis: \"SK 1\" }\n", with: "")
    let report = await office.engine.reload()
    #expect(report.problems == [] && report.loaded.count == 1)
    #expect(report.loaded.allSatisfy { $0.hasPrefix("directory") }, "\(report.loaded)")
    let kind = await kindOf { try await office.act("ajukan", on: reference, by: "made") }
    #expect(kind == "unknown-caller")
    try await office.act("ajukan", on: reference, by: "komang")
    try await office.checkRecord()
  }
}
