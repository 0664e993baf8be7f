// Goal: an agreement from before goes on from where it stands, and nobody is reminded of what is past.
// Method: the shipped definition at dates before, within and after its term; files with mistakes.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct LegacyTests {
  private func taken(
    _ states: [String] = ["aktif"], ending: String, at text: String = "2026-05-04 09:00",
    _ more: [String: String] = [:], started: String? = "2023-01-02"
  ) throws -> Outcome {
    let shipped = try Shipped.load()
    let data = [
      "tentang": "Literasi", "mitra": "univ-ganesha", "mulai": "2023-01-02", "berakhir": ending,
    ].merging(more) { $1 }
    let now = try instant(text)
    let outcome = try shipped.workflow.start(
      LegacyAgreement(
        states: states, data: try Scenario.values(data, shipped.workflow),
        started: try started.map { try date($0) }, reason: "register lama", by: "root"),
      session: "s", at: now, calendar: shipped.calendar)
    let entry = ReplayEntry(
      sequence: 1, at: now, kind: outcome.kind, version: 1, payload: outcome.payload)
    #expect(try shipped.workflow.replay([entry]) { _ in shipped.calendar } == outcome.state)
    return outcome
  }

  private func states(_ outcome: Outcome) throws -> [String] {
    try Shipped.load().workflow.activeStates(of: outcome.state)
  }

  @Test func `one that runs waits for its date`() throws {
    let outcome = try taken(ending: "2028-06-30")
    #expect(try states(outcome) == ["aktif"])
    #expect(outcome.state.timers.map { spelled($0.dueAt) } == ["2028-03-30 00:00"])
    #expect(outcome.messages.isEmpty && outcome.kind == "imported")
    #expect(outcome.payload["started"]?.string == "2023-01-02")
  }

  @Test func `one that is about to end gets its task, and only notices to come`() throws {
    // The decision was due on 30 April; the term ends on 30 June.
    let outcome = try taken(ending: "2026-06-30")
    #expect(try states(outcome) == ["akan_berakhir"])
    #expect(outcome.payload["passed"]?.strings == ["aktif at data.berakhir - months(3)"])
    #expect(
      outcome.messages.map { "\($0.kind.rawValue) \($0.to)" } == ["assigned position:kabid-p3"])
    let task = try #require(outcome.state.tasks.first)
    #expect(task.deadline.map { spelled($0.instant) } == "2026-04-30 16:30")
    // Four reminders and the escalation of that day are past, the one of ten working days is not.
    #expect(task.noticesSent == 5)
    #expect(task.nextNotice.map(spelled) == "2026-05-19 08:00")
  }

  @Test func `a dead one ends at once and in silence`() throws {
    let outcome = try taken(ending: "2024-01-01")
    #expect(outcome.state.isFinished)
    #expect(try states(outcome) == ["berakhir"])
    #expect(outcome.messages.isEmpty && outcome.state.tasks.isEmpty)
    #expect(try states(taken(["berakhir"], ending: "2024-01-01")) == ["berakhir"])
  }

  @Test func `the last day belongs to the term`() throws {
    #expect(
      try states(taken(ending: "2026-05-04", at: "2026-05-04 23:59")) == ["akan_berakhir"])
    #expect(try states(taken(ending: "2026-05-04", at: "2026-05-05 00:00")) == ["berakhir"])
  }

  @Test func `what is missing or cannot be is refused`() throws {
    #expect(throws: Refusal.unknownState("aktiv", suggestion: "aktif")) {
      try taken(["aktiv"], ending: "2028-01-01")
    }
    #expect(throws: Refusal.startsAhead("2026-05-05")) {
      try taken(ending: "2028-01-01", started: "2026-05-05")
    }
    let shipped = try Shipped.load()
    #expect(throws: Refusal.fieldsMissing(event: "import", fields: ["mitra"])) {
      try shipped.workflow.start(
        LegacyAgreement(
          states: ["aktif"], data: ["tentang": .string("x")], reason: "r", by: "root"),
        session: "s", at: try instant("2026-05-04 09:00"), calendar: shipped.calendar)
    }
  }

  // MARK: References

  @Test(
    arguments: [
      ("NKO/2026/0001", true), ("NKO/2027/12345", true), ("NKO/2025/0001", false),
      ("NKO/2026/1", true), ("NKO/2026/", false), ("075/12/NK/2024", false),
      ("NKO/2026/01a", false),
    ])
  func `a reference that the series comes to is its own`(reference: String, isOwn: Bool) throws {
    let pattern = try ReferencePattern("NKO/{year}/{sequence:4}")
    #expect(pattern.couldMake(reference, since: 2026) == isOwn)
  }

  @Test(arguments: ["", " x", "x ", "a\nb", "a\u{202E}b", String(repeating: "x", count: 101)])
  func `what nobody can type is no reference`(reference: String) {
    #expect(ReferencePattern.problem(of: reference) == .unwritable)
  }

  // MARK: Files

  private func read(_ text: String, _ name: String = "lama.csv") -> Reading<[LegacyRow]> {
    LegacyReader.read(SourceText(name: name, text: text))
  }

  @Test func `a CSV file is read as spreadsheets write it`() throws {
    let rows = try #require(
      read(
        "\u{FEFF}state,reference,tentang,mitra\r\naktif,1/2020,\"Literasi, \"\"KKN\"\"\r\ndan lain\",bi-bali\r\n\r\n a/x  b/y ,,Buku,\r\n"
      ).value)
    #expect(rows.map(\.line) == [2, 5])
    #expect(rows[0].reference == "1/2020" && rows[0].states == ["aktif"])
    #expect(rows[0].data == ["tentang": "Literasi, \"KKN\"\r\ndan lain", "mitra": "bi-bali"])
    #expect(rows[1].states == ["a/x", "b/y"] && rows[1].data == ["tentang": "Buku"])
  }

  @Test func `a YAML file says the same`() throws {
    let rows = try #require(
      read(
        """
        - { state: aktif, reference: 1/2020, started: 2020-01-02, tentang: Literasi }
        - state: [a/x, b/y]
          tentang: Buku
          mitra:
        """, "lama.yaml"
      ).value)
    #expect(rows.map(\.line) == [1, 2])
    #expect(rows[0].started == "2020-01-02" && rows[0].data == ["tentang": "Literasi"])
    #expect(rows[1].states == ["a/x", "b/y"] && rows[1].data == ["tentang": "Buku"])
  }

  @Test(arguments: [
    ("", "1: empty"), ("tentang\nx\n", "1: missing-key"), ("state,a,a\n", "1: duplicate-key"),
    ("state,a\naktif\n", "2: invalid-value"), ("state,a\naktif,\"x\n", "2: invalid-value"),
    ("state,a\naktif,\"x\"y\n", "2: invalid-value"), ("state,\n", "1: invalid-name"),
    ("state,a\n,x\n", "2: missing-key"),
  ])
  func `a mistake in a CSV file is told with its line`(text: String, problem: String) {
    let found = read(text).diagnostics.map { "\($0.range.line): \($0.code.rawValue)" }
    #expect(found.contains(problem), "\(found)")
  }
}
