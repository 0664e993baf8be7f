// Goal: what falls due happens once, in order, after any downtime and whatever the clock does.
// Method: turns of the timers at instants that the test sets; no loop, no sleep.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct TimerTests {
  @Test func `a timer fires when it is due, and not a millisecond before`() async throws {
    let office = try await Office(Definitions.tunda)
    let reference = try await office.start("tunda", [:]).reference
    let due = try #require(try await office.timers(reference).first).dueAt
    #expect(Instant(millisecondsSince1970: due) == (try instant("2026-05-06 09:00")))
    let early = try await office.engine.fireDueTimers(
      at: Instant(millisecondsSince1970: due - 1))
    #expect(early == TimerTurn())
    let turn = try await office.fire(at: "2026-05-06 09:00")
    #expect(turn.fired == 1 && turn.postponed == 0 && !turn.isFull)
    let again = try await office.engine.fireDueTimers(at: office.clock.now())
    #expect(again == TimerTurn())
    #expect(try await office.engine.agreement(reference).summary.states == ["lewat"])
    try await office.checkRecord()
  }

  @Test func `after years each due timer fires once, the earliest first`() async throws {
    // One commit after the other, so that the order of the history is the order of firing.
    var limits = EngineLimits.standard
    limits.timerCommitsAtOnce = 1
    let office = try await Office(Definitions.tunda, limits: limits)
    var started: [String] = []
    for hour in [15, 9, 12, 10, 14] {
      office.clock.set(try instant("2026-05-04 \(hour < 10 ? "0" : "")\(hour):00"))
      started.append(try await office.start("tunda", [:]).reference)
    }
    let turn = try await office.fire(at: "2031-01-01 00:00")
    #expect(turn.fired == 5)
    let fired = try await office.store.history(afterPosition: 0, limit: 1_000)
      .filter { $0.cause.hasPrefix("timer:") }.map(\.reference)
    #expect(fired == [1, 3, 2, 4, 0].map { started[$0] })
    // The next timer of each counts from when the first was handled, not from when it was due.
    let next = try await office.timers(started[0]).map(\.dueAt)
    #expect(next == [try instant("2031-01-04 00:00").millisecondsSince1970])
    let later = try await office.fire(at: "2031-02-01 00:00")
    #expect(later.fired == 5)
    let nothing = try await office.fire(at: "2041-02-01 00:00")
    #expect(nothing.fired == 0)
    #expect(try await office.engine.agreement(started[0]).summary.states == ["terlambat"])
    try await office.checkRecord()
  }

  @Test func `many more than one turn takes are fired turn by turn`() async throws {
    var limits = EngineLimits.standard
    limits.timersPerTurn = 10
    let office = try await Office(Definitions.tunda, limits: limits)
    for _ in 0..<25 { try await office.start("tunda", [:]) }
    office.clock.set(try instant("2026-05-07 00:00"))
    var turns: [TimerTurn] = []
    for _ in 0..<3 { turns.append(try await office.engine.fireDueTimers(at: office.clock.now())) }
    #expect(turns.map(\.fired) == [10, 10, 5] && turns.map(\.isFull) == [true, true, false])
    try await office.checkRecord()
  }

  @Test func `reminders that were missed become one, and the ladder goes on`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    // Due Monday the 11th; by Monday the 18th seven notices were missed: five reminders (-2, 0, +1,
    // …), and an escalation to the head of the division.
    let turn = try await office.fire(at: "2026-05-18 09:00")
    #expect(turn.fired == 1)
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.kind == "notified" && (entry.payload["merged"]?.int ?? 0) > 3)
    let told = entry.payload["told"]?.items.map { $0["kind"]?.string } ?? []
    #expect(Set(told) == ["overdue", "escalation"] && told.count == 2)
    #expect(try await office.messages().count == 1 + 2)
    let next = try await office.timers(reference)
    #expect(next.map(\.name) == ["notice konsep"])
    #expect(next.allSatisfy { $0.dueAt > office.clock.now().millisecondsSince1970 })
    try await office.checkRecord()
  }

  @Test func `reminders come one by one when nothing is missed, and end`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    var instants: [String] = []
    while let timer = try await office.timers(reference).first, instants.count < 50 {
      office.clock.set(Instant(millisecondsSince1970: timer.dueAt))
      let turn = try await office.engine.fireDueTimers(at: office.clock.now())
      #expect(turn.fired == 1)
      instants.append(spelled(office.clock.now()))
    }
    #expect(instants == instants.sorted() && Set(instants).count == instants.count)
    #expect(instants.first == "2026-05-07 08:00")
    #expect(instants.allSatisfy { !$0.hasPrefix("2026-05-09") && !$0.hasPrefix("2026-05-10") })
    // Eight reminders at most; the escalation falls on the morning of one of them or on its own.
    let merged = try await office.history(reference).compactMap { $0.payload["merged"]?.int }
    #expect(merged.reduce(0, +) == 8 + 1)
    try await office.checkRecord()
  }

  @Test func `a timer that a step cancelled does not fire`() async throws {
    let office = try await Office(Definitions.tunda)
    let reference = try await office.start("tunda", [:]).reference
    try await office.act("jeda", on: reference, by: "made")
    #expect(try await office.timers(reference) == [])
    let turn = try await office.fire(at: "2026-06-01 00:00")
    #expect(turn == TimerTurn())
    // Set again, it counts from now.
    try await office.act("lanjut", on: reference, by: "made")
    let due = try await office.timers(reference).map(\.dueAt)
    #expect(due == [try instant("2026-06-03 00:00").millisecondsSince1970])
    try await office.checkRecord()
  }

  @Test func `of a timer and a step that cancels it at the same time one wins`() async throws {
    let office = try await Office(Definitions.tunda)
    for _ in 0..<20 {
      office.clock.set(try monday())
      let reference = try await office.start("tunda", [:]).reference
      office.clock.set(try instant("2026-05-06 09:00"))
      async let turn = office.engine.fireDueTimers(at: office.clock.now())
      async let acted = kindOf { try await office.act("jeda", on: reference, by: "made") }
      let (fired, refused) = (try await turn.fired, await acted)
      let state = try await office.engine.agreement(reference).summary.states
      #expect(fired == 1 ? state == ["lewat"] && refused == "not-now" : state == ["jeda"])
      #expect(try await office.history(reference).count == 2)
      try await office.act(fired == 1 ? "selesai" : "lanjut", on: reference, by: "made")
      if fired == 0 { try await office.act("selesai", on: reference, by: "made") }
    }
    try await office.checkRecord()
  }

  @Test func `a clock that is set back fires nothing twice, and nothing early`() async throws {
    let office = try await Office(Definitions.tunda, Definitions.uji)
    let first = try await office.start("tunda", [:]).reference
    let reminded = try await office.start("uji").reference
    try await office.fire(at: "2026-05-07 09:00")
    let before = try await office.everything()
    for text in ["2026-05-06 10:00", "2026-05-04 09:00", "2020-01-01 00:00", "2026-05-07 09:00"] {
      let turn = try await office.fire(at: text)
      #expect(turn == TimerTurn(), "at \(text)")
    }
    #expect(try await office.everything() == before)
    #expect(try await office.history(first).count == 2)
    #expect(try await office.history(reminded).count == 2)
    // Acts go on while the clock is wrong; what they set counts from it.
    office.clock.set(try instant("2026-05-01 09:00"))
    try await office.act("catat", on: reminded, by: "made", reason: "x")
    try await office.checkRecord()
  }

  @Test func `a timer that cannot be handled waits longer each time and blocks nobody`()
    async throws
  {
    let office = try await Office(Definitions.rusak, Definitions.tunda)
    let bad = try await office.start("rusak", [:]).reference
    let good = try await office.start("tunda", [:]).reference
    var now = try instant("2026-05-08 09:00")
    var delays: [Int64] = []
    for attempt in 1...12 {
      office.clock.set(now)
      let turn = try await office.engine.fireDueTimers(at: now)
      #expect(turn.postponed == 1 && turn.fired == (attempt == 1 ? 1 : 0))
      let timer = try #require(try await office.timers(bad).first)
      #expect(timer.attempts == attempt)
      let retry = try #require(timer.retryAt)
      delays.append(retry - now.millisecondsSince1970)
      let early = try await office.engine.fireDueTimers(
        at: Instant(millisecondsSince1970: retry - 1))
      #expect(early == TimerTurn())
      now = Instant(millisecondsSince1970: retry)
    }
    #expect(delays.prefix(4) == [60_000, 120_000, 240_000, 480_000])
    #expect(delays == delays.sorted() && delays.last == 21_600_000)
    #expect(try await office.engine.agreement(good).summary.states == ["lewat"])
    #expect(try await office.history(bad).count == 1)

    // Once the missing workflow is there, the next attempt succeeds.
    office.files.sources.workflows.append(
      SourceText(
        name: "tiada.yaml",
        text: Definitions.anak
          .replacing("anak", with: "tiada").replacing("required: true", with: "required: false")))
    #expect(await office.engine.reload().problems == [])
    office.clock.set(now)
    let turn = try await office.engine.fireDueTimers(at: now)
    #expect(turn.fired == 1 && turn.postponed == 0)
    #expect(try await office.engine.agreement(bad).summary.states == ["lewat"])
    // The child tells its parent that it is there.
    #expect(try await office.engine.fireDueTimers(at: now).fired == 1)
    #expect(try await office.timers(bad) == [])
    try await office.checkRecord()
  }

  @Test func `a row that the agreement does not know is put off, and the loop can sleep`()
    async throws
  {
    let office = try await Office(Definitions.tunda)
    let reference = try await office.start("tunda", [:]).reference
    let row = try #require(try await office.store.instance(reference: reference))
    // As a damaged or hand-edited table would have it: a timer beside the stored state.
    _ = try await office.store.commit([
      Changes(
        target: .existing(id: row.id, expectedSequence: row.sequence), status: row.status,
        snapshot: row.snapshot, states: row.states,
        entry: Changes.Entry(
          kind: "catatan", version: 1, at: row.changedAt, cause: "test", payload: { _ in "{}" }),
        timersSet: [TimerChange(name: "siluman", dueAt: 1)])
    ])
    let turn = try await office.engine.fireDueTimers(at: try monday())
    #expect(turn.fired == 0 && turn.postponed == 1)
    let next = try #require(try await office.store.nextTimerDue())
    #expect(next > (try monday()).millisecondsSince1970)
    // The timer that it does know still fires: one turn later, when the other waits again.
    #expect(try await office.fire(at: "2026-05-06 09:00").postponed == 1)
    #expect(try await office.fire(at: "2026-05-06 09:00").fired == 1)
  }

  @Test func `timers set for any instant survive a restart`() async throws {
    let scratch = try Scratch()
    var reference = ""
    do {
      let office = try await Office(Definitions.tunda, store: try Store(.file(path: scratch.file)))
      reference = try await office.start("tunda", [:]).reference
      try office.store.close()
    }
    let office = try await Office(
      Definitions.tunda, store: try Store(.file(path: scratch.file)),
      clock: HandClock(try instant("2029-01-01 00:00")))
    let turn = try await office.engine.fireDueTimers(at: office.clock.now())
    #expect(turn.fired == 1)
    #expect(try await office.history(reference).map(\.cause).last?.hasPrefix("timer:") == true)
    try await office.checkRecord()
  }
}
