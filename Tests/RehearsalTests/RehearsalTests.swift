// Goal: a rehearsal is the engine itself: it comes out the same each time, and as the history says.
// Method: the shipped definition and small ones; the engine is looked at before it is closed.

import Engine
import Testing
import WorkCalendar
import Workflow

@testable import Rehearsal

@Suite struct RehearsalTests {
  private static let course = "workflows/scenarios/sampai-berlaku.yaml"

  @Test func `the same plan gives the same timeline, whatever the random numbers`() async throws {
    var plan = try Shipped.plan(try source(Self.course).text)
    let first = try await Rehearsal.run(plan)
    let again = try await Rehearsal.run(plan)
    plan.seed = 4711
    let other = try await Rehearsal.run(plan)
    #expect(first.items.count > 30)
    #expect(again.items == first.items && other.items == first.items)
    #expect(again.ending == first.ending && again.steps == first.steps)
  }

  @Test func `the timeline is what the history holds, and the history replays`() async throws {
    let plan = try Shipped.plan(try source(Self.course).text)
    var history: [HistoryView] = []
    var isIntact = false
    let report = try await Rehearsal.run(plan) { engine, reference in
      history = try await engine.history(reference, after: 0, limit: 1_000)
      let replays = try await engine.replay(reference)
      let audit = try await engine.audit()
      isIntact = replays && audit.isIntact
    }
    #expect(isIntact)
    let steps = history.filter { $0.kind != HistoryKind.notified }
    let shown = report.items.filter(\.isStep)
    #expect(shown.map(\.at) == steps.map(\.at))
    #expect(shown.map(\.states) == steps.map { $0.payload["states"]?.strings ?? [] })
    #expect(
      shown.map(\.identities)
        == steps.map { [Actor($0.payload["actor"])?.person].compactMap(\.self) })
    let told = history.filter { $0.kind == HistoryKind.notified }.flatMap { entry in
      (entry.payload["told"]?.items ?? []).map {
        "\(entry.at) \($0["kind"]?.string ?? "") \(entry.payload["task"]?.string ?? "") \($0["role"]?.string ?? "")"
      }
    }
    let notices = report.items.filter {
      [.reminder, .overdue, .escalation].contains($0.kind)
    }.map { "\($0.at) \($0.kind.rawValue) \($0.subject) \($0.role ?? "")" }
    #expect(!told.isEmpty && notices == told)
    #expect(report.steps == history.count)
  }

  @Test func `a definition alone is rehearsed with what is invented`() async throws {
    var plan = try Shipped.plan("scenario: s\nworkflow: w\nfrom: 2026-05-04\n")
    plan.scenario = nil
    plan.from = Scenario.Moment("2026-05-09")
    let report = try await Rehearsal.run(plan)
    #expect(report.invented.contains("mitra: mitra-rekaan"))
    // A Saturday has no start of work.
    #expect(report.items.first.map(told) == "2026-05-09 00:00 start nota-kesepahaman-opd")
    #expect(report.items.first?.role == "pic")
    #expect(report.ending == .waiting(states: ["konsep"]))
    #expect(report.failures.isEmpty)
  }

  @Test func `the people of a directory act where one is given`() async throws {
    let text = try source(Self.course).text
    var plan = try Shipped.plan(text)
    plan.directories = try Shipped.directories.map { try source($0) }
    let report = try await Rehearsal.run(plan)
    #expect(report.failures.isEmpty)
    let act = try #require(report.items.first { $0.subject == "setuju" })
    #expect(act.people == ["I Wayan Sudarma (contoh)"] && act.role == "kabid")
    plan.data = ["mitra": "univ-gajah"]
    await #expect(throws: RehearsalError.self) { try await Rehearsal.run(plan) }
  }

  // MARK: Time

  private static let loop =
    Small.head("putar") + """
      states:
        a: { task: { for: pic }, on: { selesai: z }, after: { 12 mo: b } }
        b: { task: { for: pic }, on: { selesai: z }, after: { 12 mo: a } }
        z: { type: final }
      """

  @Test func `what goes on for ever is stopped after the years that are named`() async throws {
    let report = try await Rehearsal.run(try Small.plan(Self.loop))
    #expect(report.items.count { $0.kind == .timer } == RehearsalLimits.years - 1)
    #expect(report.ending == .timeIsUp(states: ["b"]))
    #expect(spelled(report.to) == "2056-05-04 00:00")
  }

  @Test func `a day as the end includes the day`() async throws {
    var plan = try Small.plan(Self.loop)
    plan.until = Scenario.Moment("2027-05-04")
    #expect(try await Rehearsal.run(plan).items.contains { $0.kind == .timer })
    plan.until = Scenario.Moment("2027-05-04 08:59")
    #expect(try await !Rehearsal.run(plan).items.contains { $0.kind == .timer })
  }

  @Test func `acts come at the times that the calendar gives`() async throws {
    let definition =
      Small.head("catat") + """
        states:
          a:
            task: { for: pic, due: 3 wd }
            on: { selesai: z, catat: {} }
          z: { type: final }
        """
    var plan = try Small.plan(definition)
    let text = """
      scenario: waktu
      workflow: catat
      from: 2026-05-01 09:30
      acts:
        - { after: 1 wd, by: pic, event: catat }
        - { after: 90 h, by: pic, event: catat, refused: unknown-event }
        - { at: last day, by: pic, event: selesai }
      """
    let fixed = text.replacing("90 h", with: "2 h").replacing(", refused: unknown-event", with: "")
    plan.scenario = try #require(
      ScenarioReader.read(SourceText(name: "s", text: fixed)).value)
    plan.from = nil
    let report = try await Rehearsal.run(plan)
    #expect(
      report.items.filter { $0.kind == .act }.map(told) == [
        "2026-05-04 08:00 act catat", "2026-05-04 10:00 act catat", "2026-05-06 16:00 act selesai",
      ])
    // What comes after the last day can never be done on it.
    plan.scenario = try #require(
      ScenarioReader.read(
        SourceText(name: "s", text: fixed.replacing("2 h", with: "90 h"))
      ).value)
    let late = try await Rehearsal.run(plan)
    #expect(late.failures.map(\.range.line) == [7])
    guard case .impossible(let reason)? = late.failures.first?.reason else {
      Issue.record("\(late.failures)")
      return
    }
    #expect(reason.contains("its time is past: 2026-05-06 16:00"))
  }

  // MARK: What else happens

  @Test func `agreements that are started are told, and end by themselves`() async throws {
    let parent =
      Small.head("induk") + """
        states:
          a: { task: { for: pic }, on: { selesai: z }, after: { 1 d: { target: b, start: anak } } }
          b: { task: { for: pic }, on: { selesai: z } }
          z: { type: final }
        """
    let child =
      Small.head("anak") + """
        states:
          a: { task: { for: kabid }, on: { selesai: z }, after: { 2 d: lewat } }
          lewat: { type: final }
          z: { type: final }
        """
    var plan = try Small.plan(parent)
    plan.others = [SourceText(name: "anak.yaml", text: child)]
    let report = try await Rehearsal.run(plan)
    let others = report.items.filter { $0.reference == "anak/1" && $0.kind != .message }
    #expect(
      others.map(told) == [
        "2026-05-05 09:00 child anak", "2026-05-05 09:00 task a",
        "2026-05-07 09:00 timer after 2 d",
        "2026-05-07 09:00 end lewat",
      ])
    #expect(report.ending == .waiting(states: ["b"]))
  }

  @Test func `a timer that cannot be handled ends the rehearsal with its reason`() async throws {
    let definition =
      Small.head("rusak") + """
        states:
          a: { task: { for: pic }, on: { selesai: z }, after: { 1 d: { target: b, start: tiada } } }
          b: { task: { for: pic }, on: { selesai: z } }
          z: { type: final }
        """
    let report = try await Rehearsal.run(try Small.plan(definition))
    guard case .stuck(let reason) = report.ending else {
      Issue.record("\(report.ending)")
      return
    }
    #expect(reason.contains("tiada"))
    #expect(report.items.last?.kind == .warning)
  }

  @Test func `a calendar that is missing is named`() async throws {
    var plan = try Small.plan(Self.loop)
    plan.calendars = [try source("workflows/calendars/bali-pemprov.yaml")]
    await #expect {
      try await Rehearsal.run(plan)
    } throws: { error in
      guard case RehearsalError.noCalendar("kantor", let given) = error else { return false }
      return given == ["bali-pemprov"]
    }
  }
}
