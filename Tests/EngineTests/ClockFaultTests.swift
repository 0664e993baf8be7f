// Goal: whatever the clock does, each timer fires once, in order, and nobody is flooded.
// Method: the real loop on a hand-held clock that jumps; a model counts what must fire. The seed is printed.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(2))) struct ClockFaultTests {
  private static let hour: Int64 = 3_600_000
  private static let day = 24 * hour
  private static let fiveYears = 5 * 365 * day + day

  /// Runs the loop beside the test, and stops it afterwards.
  private func running(_ office: Office, _ test: () async throws -> Void) async throws {
    let loop = TimerLoop(engine: office.engine)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await loop.run() }
      defer { group.cancelAll() }
      try await test()
    }
  }

  /// An office in which agreements of every sort were started in the course of a Monday.
  private func office(store: Store? = nil, limits: EngineLimits = .standard) async throws -> Office
  {
    let office = try await Office(
      Definitions.tunda, Definitions.uji, Definitions.sejajar, store: store,
      notifiers: [HandNotifier()], limits: limits)
    for hour in ["09", "11", "15"] {
      office.clock.set(try instant("2026-05-04 \(hour):00"))
      for workflow in ["tunda", "uji", "sejajar"] {
        try await office.start(workflow, workflow == "uji" ? ["tentang": "Literasi"] : [:])
      }
    }
    return office
  }

  // MARK: Jumps

  @Test(arguments: [hour, fiveYears])
  func `set forward, it fires at once what is due by then, and sleeps until the next`(
    by jump: Int64
  )
    async throws
  {
    let office = try await office()
    try await running(office) {
      let first = try #require(await office.clock.timerAlarm.nextWait() ?? nil)
      // Half an hour before the first timer the alarm is asked for the same instant.
      let near = first.adding(milliseconds: -Self.hour / 2)
      let same = try await Jump(office, to: near).checked()
      #expect(same.fired == 0 && same.sleepsUntil == first)
      let done = try await Jump(office, to: near.adding(milliseconds: jump)).checked()
      #expect(done.fired > 0)
    }
    try await office.checkRecord()
  }

  @Test(arguments: [hour, fiveYears])
  func `set back before anything fired, it sleeps until the same instant`(by jump: Int64)
    async throws
  {
    let office = try await office()
    try await running(office) {
      let first = try #require(await office.clock.timerAlarm.nextWait() ?? nil)
      let back = try await Jump(office, to: office.clock.now().adding(milliseconds: -jump))
        .checked()
      #expect(back.fired == 0 && back.sleepsUntil == first)
      let early = try await Jump(office, to: first.adding(milliseconds: -1)).checked()
      #expect(early.fired == 0 && early.sleepsUntil == first)
      let due = try await Jump(office, to: first).checked()
      #expect(due.fired > 0)
    }
    try await office.checkRecord()
  }

  @Test(arguments: [hour, fiveYears])
  func `set back after timers fired, it fires none of them again`(by jump: Int64) async throws {
    let office = try await office()
    try await running(office) {
      let first = try #require(await office.clock.timerAlarm.nextWait() ?? nil)
      let fired = try await Jump(office, to: first).checked()
      #expect(fired.fired > 0)
      let back = try await Jump(office, to: first.adding(milliseconds: -jump)).checked()
      #expect(back.fired == 0 && back.sleepsUntil == fired.sleepsUntil)
      let again = try await Jump(office, to: first).checked()
      #expect(again.fired == 0 && again.sleepsUntil == fired.sleepsUntil)
    }
    try await office.checkRecord()
  }

  @Test func `what a wrong clock put off does not wait for that clock's time`() async throws {
    let office = try await Office(Definitions.uji, Definitions.rusak)
    let reminded = try await office.start().reference
    let broken = try await office.start("rusak", [:]).reference
    try await running(office) {
      _ = await office.clock.timerAlarm.nextWait()
      // A night five years ahead: the reminder is held until the morning, the other one fails.
      let excursion = try await Jump(office, to: try instant("2031-03-05 02:00")).settled()
      #expect(excursion.fired == 0)
      let held = try #require(try await office.timers(reminded).first)
      #expect(held.retryAt == (try instant("2031-03-05 08:00")).millisecondsSince1970)
      #expect(try #require(try await office.timers(broken).first).attempts == 1)
      // Back in the real night, both wait for their own instants again.
      let back = try await Jump(office, to: try instant("2026-05-05 02:00")).settled()
      #expect(back.fired == 0)
      #expect(back.sleepsUntil == (try instant("2026-05-05 09:00")))
      let due = Instant(millisecondsSince1970: held.dueAt)
      let failed = try await Jump(office, to: try instant("2026-05-05 09:00")).settled()
      #expect(try #require(try await office.timers(broken).first).attempts == 2)
      #expect(failed.sleepsUntil == (try instant("2026-05-05 09:02")))
      let told = try await Jump(office, to: due).settled()
      #expect(told.fired == 1)
    }
    #expect(try await office.history(reminded).last?.kind == "notified")
    try await office.checkRecord()
  }

  @Test func `what was put off under a wrong clock is found by the next daemon`() async throws {
    let first = try await Office(Definitions.uji)
    let reference = try await first.start().reference
    try await first.fire(at: "2031-03-05 02:00")
    let held = try #require(try await first.timers(reference).first)
    #expect(held.retryAt == (try instant("2031-03-05 08:00")).millisecondsSince1970)
    let office = try await Office(
      Definitions.uji, store: first.store, clock: HandClock(try instant("2026-05-05 02:00")))
    try await running(office) {
      let wait = try #require(await office.clock.timerAlarm.nextWait() ?? nil)
      #expect(wait.millisecondsSince1970 == held.dueAt)
    }
  }

  @Test(arguments: 1...12)
  func `however it jumps, each timer fires once and in order`(seed: UInt64) async throws {
    var random = SplitMix(seed)
    var limits = EngineLimits.standard
    limits.timersPerTurn = [3, 4_096].randomElement(using: &random) ?? 3
    limits.timersPerCommit = [1, 2, 256].randomElement(using: &random) ?? 1
    let office = try await office(limits: limits)
    let started = try await office.store.instances(InstanceQuery(limit: 100)).map(\.reference)
    try await running(office) {
      var next = await office.clock.timerAlarm.nextWait() ?? nil
      for _ in 0..<24 {
        let now = office.clock.now()
        let target: Instant =
          switch Int.random(in: 0..<9, using: &random) {
          case 0: now.adding(milliseconds: Self.hour)
          case 1: now.adding(milliseconds: -Self.hour)
          case 2: now.adding(milliseconds: -Int64.random(in: 0..<9 * Self.day, using: &random))
          case 3: now.adding(milliseconds: Int64.random(in: 0..<9 * Self.day, using: &random))
          case 4: now.adding(milliseconds: Int64.random(in: 0..<400 * Self.day, using: &random))
          case 5: (next ?? now).adding(milliseconds: -1)
          default: next ?? now
          }
        let done = try await Jump(office, to: target).checked("seed \(seed)")
        next = done.sleepsUntil
        // People go on working by the wrong clock; what they may not do now is refused.
        let reference = try #require(started.randomElement(using: &random))
        let event = try #require(
          ["jeda", "lanjut", "ajukan", "kirim"].randomElement(using: &random))
        _ = await kindOf { try await office.act(event, on: reference, by: "made") }
      }
    }
    try await office.checkRecord()
  }

  // MARK: Between two daemons

  @Test func `other rules of the zone move no timer that is set`() async throws {
    let first = try await office()
    let before = try await first.everything()
    let early = try #require(before.timers.map(\.dueAt).min())
    // The province moves to the time of Jakarta.
    let jakarta = ZoneRules.fixed(
      name: "Asia/Makassar", abbreviation: "WIB", offsetSeconds: 25_200)
    let office = try await Office(
      Definitions.tunda, Definitions.uji, Definitions.sejajar, store: first.store,
      clock: HandClock(first.clock.now()), notifiers: [HandNotifier()], zone: jakarta)
    #expect(try await office.everything().timers == before.timers)
    let reference = try await office.start().reference
    let deadline = try #require(try await office.engine.agreement(reference).tasks.first?.dueAt)
    // Five working days later at the end of the working day, by the new rules.
    #expect(jakarta.civil(deadline).time == TimeOfDay("16:00"))
    try await running(office) {
      #expect(
        await office.clock.timerAlarm.nextWait() == .some(Instant(millisecondsSince1970: early)))
      for day in 5...25 {
        for hour in ["07:30", "08:00", "09:00", "15:30"] {
          try await Jump(office, to: try instant("2026-05-\(day < 10 ? "0" : "")\(day) \(hour)"))
            .checked()
        }
      }
    }
    // A replay reckons with the rules of today, so that only the chain is asked.
    #expect(try await office.engine.audit().isIntact)
  }

  @Test(arguments: [
    (at: "2027-05-05 10:00", opens: "2027-05-05 10:00"),
    (at: "2027-05-05 02:00", opens: "2027-05-05 08:00"),
    (at: "2027-05-08 10:00", opens: "2027-05-10 08:00"),
    (at: "2026-12-25 10:00", opens: "2026-12-28 08:00"),
  ])
  func `after long downtime one message stands for what was missed`(
    row: (at: String, opens: String)
  ) async throws {
    let first = try await office()
    let reminded = Set(
      try await first.everything().timers.filter { $0.name.hasPrefix("notice") }.map(\.reference))
    let known = try await first.messages().count
    var told: [String] = []
    // Two restarts on the same store, and the opening of the window with each.
    for life in 1...3 {
      let office = try await Office(
        Definitions.tunda, Definitions.uji, Definitions.sejajar, store: first.store,
        clock: HandClock(try instant(row.at)), notifiers: [HandNotifier()])
      try await running(office) {
        _ = await office.clock.timerAlarm.nextWait()
        _ = try await Jump(office, to: try instant(row.opens)).settled()
      }
      let entries = try await office.store.history(afterPosition: 0, limit: 1_000)
        .filter { $0.kind == "notified" }
      let sent = try await office.messages().dropFirst(known)
      // What time brings goes out when the window opens: not in the night, nor on a holiday.
      let opening = try instant(row.opens).millisecondsSince1970
      #expect(sent.allSatisfy { $0.nextAt == opening }, "life \(life)")
      let notices = sent.filter { message in
        entries.contains { $0.instance == message.instance && $0.sequence == message.sequence }
      }
      if life == 1 {
        // The liaison officer is reminded once of each, the head of the division hears of it once.
        #expect(Set(entries.map(\.reference)) == reminded && entries.count == reminded.count)
        #expect(notices.count == 2 * reminded.count)
        told = sent.map(\.key)
      }
      #expect(sent.map(\.key) == told, "life \(life): nobody is told twice")
      try await office.checkRecord()
    }
  }
}

/// One jump of the clock under the running loop, and what came of it.
private struct Jump {
  struct Outcome {
    var fired: Int
    var sleepsUntil: Instant?
  }

  let office: Office
  let target: Instant

  init(_ office: Office, to target: Instant) {
    self.office = office
    self.target = target
  }

  /// Jumps, and waits until the loop sleeps again.
  func settled() async throws -> Outcome {
    let before = try await office.store.head().position
    office.clock.jump(to: target)
    let wait = await office.clock.timerAlarm.waitAfterJump() ?? nil
    let after = try await office.store.history(afterPosition: before, limit: 1_000)
    return Outcome(
      fired: after.filter { $0.cause.hasPrefix("timer:") }.count, sleepsUntil: wait)
  }

  /// Jumps, and compares with what must have happened: what is due at the new time fired once,
  /// reminders only while the window is open, and the loop sleeps until the next of all.
  @discardableResult
  func checked(_ note: String = "") async throws -> Outcome {
    let note = "\(note) at \(spelled(target))"
    let before = try await office.everything()
    let isBack = target < office.clock.now()
    let outcome = try await settled()
    let after = try await office.everything()
    var due: [TimerRow] = []
    var calendars: [Int64: OfficeCalendar] = [:]
    for row in before.instances {
      let workflow = try office.engine.workflow(named: row.workflow)
      calendars[row.id] = try office.engine.calendar(of: workflow)
    }
    for row in before.timers where row.dueAt <= target.millisecondsSince1970 {
      let calendar = try #require(calendars[row.instance])
      let isOpen = calendar.nextSending(notBefore: target) == target
      if isOpen || !row.name.hasPrefix("notice") { due.append(row) }
    }
    let entries = Array(after.history.dropFirst(before.history.count))
    #expect(entries.count == due.count, "\(note)")
    for id in calendars.keys {
      // Earliest first within an agreement; two that are due together go by their names.
      let expected = due.filter { $0.instance == id }.map { row in
        (at: isBack ? row.dueAt : row.effectiveDueAt, name: row.name)
      }.sorted { $0 < $1 }
      let fired = entries.filter { $0.instance == id }
      #expect(fired.map(\.cause) == expected.map { "timer:\($0.name)" }, "\(note)")
      #expect(fired.allSatisfy { $0.at == target.millisecondsSince1970 }, "\(note)")
    }
    for entry in entries where entry.kind == "notified" {
      let told = (try JSON(parsing: entry.payload)["told"]?.items ?? []).map { $0["role"]?.string }
      let sent = after.messages.filter {
        $0.instance == entry.instance && $0.sequence == entry.sequence
      }
      #expect(told.count == Set(told).count && sent.count == told.count, "one each; \(note)")
    }
    // Nothing due is left, and the alarm is set for the earliest of what is to come.
    let next = after.timers.map(\.effectiveDueAt).min()
    #expect(outcome.sleepsUntil?.millisecondsSince1970 == next, "\(note)")
    #expect(next.map { $0 > target.millisecondsSince1970 } ?? true, "\(note)")
    return outcome
  }
}

/// Random numbers that come again for the same seed.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
