// Goal: a suspended agreement loses no time and wins none; another calendar moves what it must.
// Method: the shipped definition and calendar; dates worked out by hand, and random suspensions.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ClockTests {
  private func operate(
    _ kind: Operation.Kind, _ walk: inout Scenario, at text: String, reason: String = "sengketa"
  ) throws {
    walk.now = try instant(text)
    try walk.take(.operation(Operation(kind, reason: reason, by: "root")))
  }

  // MARK: Suspending

  @Test func `what was left of the time is left when it goes on`() throws {
    var walk = try Scenario()
    #expect(walk.deadline("konsep") == "2026-05-11 16:30")
    // Tuesday 5 May: Wednesday, Thursday, Friday and Monday are left.
    try operate(.suspend, &walk, at: "2026-05-05 10:00")
    #expect(walk.last.payload["reason"]?.string == "sengketa")
    #expect(walk.told == ["suspended position:petugas-penghubung"])
    try operate(.resume, &walk, at: "2026-06-02 09:00", reason: "damai")
    #expect(walk.deadline("konsep") == "2026-06-08 16:30")
    #expect(walk.state.tasks[0].nextNotice.map(spelled) == "2026-06-04 08:00")
    #expect(walk.told == ["resumed position:petugas-penghubung"])
    let moved = try #require(walk.last.payload["moved"]?.items)
    #expect(moved.count == 1 && moved[0]["from"]?["date"]?.string == "2026-05-11")
    #expect(moved[0]["to"]?["date"]?.string == "2026-06-08")
  }

  @Test func `a second suspension counts on from what the first left`() throws {
    var walk = try Scenario()
    try operate(.suspend, &walk, at: "2026-05-05 10:00")
    try operate(.resume, &walk, at: "2026-06-02 09:00")
    try operate(.suspend, &walk, at: "2026-06-05 11:00")
    try operate(.resume, &walk, at: "2026-07-01 08:00")
    // One working day was left.
    #expect(walk.deadline("konsep") == "2026-07-02 16:30")
  }

  @Test func `on the last day a day is left, unless its work is over`() throws {
    for (hour, expected) in [("09:00", "2026-06-02 16:30"), ("17:00", "2026-06-03 16:30")] {
      var walk = try Scenario()
      try operate(.suspend, &walk, at: "2026-05-11 10:00")
      try operate(.resume, &walk, at: "2026-06-02 \(hour)")
      #expect(walk.deadline("konsep") == expected)
    }
  }

  @Test func `what was overdue is due on the day on which it goes on`() throws {
    var walk = try Scenario()
    try operate(.suspend, &walk, at: "2026-05-20 10:00")
    try operate(.resume, &walk, at: "2026-06-02 09:00")
    #expect(walk.deadline("konsep") == "2026-06-02 16:30")
  }

  @Test func `a timed transition waits as well`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    #expect(walk.timer("pembahasan_mitra after").map { spelled($0.dueAt) } == "2026-05-29 14:30")
    // Thursday 21 May: Friday, and Monday to Friday without the two closed days, are left.
    try operate(.suspend, &walk, at: "2026-05-21 10:00")
    #expect(
      try walk.refusal { try $0.fire("pembahasan_mitra after") } == .suspended(reason: "sengketa"))
    try operate(.resume, &walk, at: "2026-07-06 09:00")
    #expect(walk.timer("pembahasan_mitra after").map { spelled($0.dueAt) } == "2026-07-10 14:30")
  }

  @Test(arguments: ["30 d", "6 mo", "600 mo", "72 h", "10 wd"])
  func `what a suspension moved stays moved when a calendar is applied`(span: String) throws {
    let definition = try workflow(
      """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      roles: { pic: { position: p } }
      initial: a
      states:
        a:
          task: { for: pic }
          on: { selesai: b }
          after: { \(span): macet }
        macet:
          task: { for: pic }
          on: { lanjut: a }
        b: { type: final }
      """)
    let calendar = try Shipped.load().calendar
    func operate(_ state: InstanceState, _ kind: Operation.Kind, _ at: String) throws
      -> InstanceState
    {
      try definition.advance(
        state, .operation(Operation(kind, reason: "x", by: "root")), at: try instant(at),
        calendar: calendar
      ).state
    }
    let start = try definition.start(
      data: [:], session: "s", actor: nil, at: try instant("2026-05-04 09:00"), calendar: calendar
    ).state
    var state = try operate(start, .suspend, "2026-05-05 10:00")
    state = try operate(state, .resume, "2026-06-02 10:00")
    let pause: Int64 = 28 * 86_400_000
    if span != "10 wd" {
      #expect(state.timers[0].dueAt == start.timers[0].dueAt.adding(milliseconds: pause))
    }
    let again = try instant("2026-06-02 11:00")
    #expect(definition.recalculation(of: state, at: again, calendar: calendar).isEmpty)
    let stored = try InstanceState(stored: state.json(in: definition).text, in: definition)
    #expect(stored == state)
    let name = state.timers[0].name
    let derived = definition.derivation(of: name, in: state, calendar: calendar)
    #expect(derived?.isOutdated == false && derived?.isRemainder == true)
  }

  @Test func `the last day of an agreement does not wait`() throws {
    var walk = try Scenario()
    try walk.toForce()
    let before = walk.state.timers
    try operate(.suspend, &walk, at: "2026-06-10 10:00")
    try operate(.resume, &walk, at: "2027-06-10 10:00")
    #expect(walk.state.timers == before)
  }

  @Test func `nobody acts and nothing fires while it is suspended`() throws {
    var walk = try Scenario()
    try operate(.suspend, &walk, at: "2026-05-05 10:00")
    let refused = Refusal.suspended(reason: "sengketa")
    #expect(
      try walk.refusal { try $0.act("ajukan", by: "sinergi-pic", Scenario.paper) } == refused)
    #expect(try walk.refusal { try $0.notify("konsep") } == refused)
    #expect(try walk.refusal { try self.operate(.suspend, &$0, at: "2026-05-06 10:00") } == refused)
    #expect(walk.workflow.offers(in: walk.state).isEmpty)
    #expect(walk.workflow.possibleEvents(in: walk.state).isEmpty)
    try operate(.resume, &walk, at: "2026-05-06 10:00")
    #expect(
      try walk.refusal { try self.operate(.resume, &$0, at: "2026-05-06 10:00") } == .notSuspended)
    #expect(
      try walk.refusal { try self.operate(.suspend, &$0, at: "2026-05-06 10:00", reason: " ") }
        == .reasonMissing(event: "suspend"))
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
  }

  @Test func `stopping and going on within a day changes no deadline`() throws {
    let seed = seed(20_260_505)
    var random = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      var walk = try Scenario()
      if random.next() % 2 == 0 { try walk.toDiscussion() }
      let before = walk.state
      let day = walk.today.adding(days: Int(random.next() % 6))
      let first = TimeOfDay(hour: 8, minute: Int(random.next() % 60))
      let second = TimeOfDay(hour: 9, minute: Int(random.next() % 60))
      guard let first, let second, walk.calendar.business.isWorkingDay(day) else { continue }
      walk.now = max(walk.now, makassar.instant(day, first))
      try walk.take(.operation(Operation(.suspend, reason: "x", by: "root")))
      walk.now = max(walk.now, makassar.instant(day, second))
      try walk.take(.operation(Operation(.resume, reason: "x", by: "root")))
      #expect(walk.state.tasks.map(\.deadline) == before.tasks.map(\.deadline), "seed \(seed)")
      #expect(walk.state.timers.map(\.dueAt) == before.timers.map(\.dueAt), "seed \(seed)")
    }
  }

  @Test func `time that is left is neither lost nor won`() throws {
    let seed = seed(77)
    var random = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      var walk = try Scenario()
      try walk.toDiscussion()
      let deadline = try #require(walk.state.tasks[0].deadline)
      let stop = walk.today.adding(days: Int(random.next() % 10))
      let start = stop.adding(days: Int(random.next() % 400))
      let ten = try #require(TimeOfDay("10:00"))
      walk.now = max(walk.now, makassar.instant(stop, ten))
      try walk.take(.operation(Operation(.suspend, reason: "x", by: "root")))
      walk.now = makassar.instant(start, ten)
      if walk.calendar.date(of: walk.now) < stop { continue }
      try walk.take(.operation(Operation(.resume, reason: "x", by: "root")))
      let business = walk.calendar.business
      func left(_ from: CivilDate, _ to: CivilDate) -> Int {
        business.workingDays(from: from.adding(days: 1), to: to.adding(days: 1))
      }
      let after = try #require(walk.state.tasks[0].deadline)
      let before = left(stop, deadline.date)
      // A closed day on which nothing was left ends on the next working day.
      let grace = before == 0 && !business.isWorkingDay(start) ? 1 : 0
      #expect(left(start, after.date) == before + grace, "seed \(seed), \(stop) \(start)")
    }
  }

  // MARK: Another calendar

  /// The shipped calendar with one more closed day.
  private func calendar(closing days: String...) throws -> OfficeCalendar {
    var text = try source("workflows/calendars/bali-pemprov.yaml")
    text.text += days.map {
      "  - { date: \($0), kind: libur_nasional, name: Libur susulan, source: SKB, confidence: uji }\n"
    }.joined()
    return try #require(CalendarReader.read(text, digest: "baru", zone: zoneRules).value)
  }

  @Test func `a day that is closed later moves the deadline and its reminders`() throws {
    var walk = try Scenario()
    walk.now = try instant("2026-05-07 08:00")
    try walk.notify("konsep")
    #expect(walk.state.tasks[0].noticesSent == 1)
    let closed = try calendar(closing: "2026-05-08")
    let changes = walk.workflow.recalculation(of: walk.state, at: walk.now, calendar: closed)
    #expect(changes.map(\.name) == ["konsep"])
    #expect(changes[0].before.map { spelled($0.instant) } == "2026-05-11 16:30")
    #expect(changes[0].after.map { spelled($0.instant) } == "2026-05-12 16:30")

    let outcome = try walk.workflow.advance(
      walk.state, .operation(Operation(.recalculate, reason: "SKB baru", by: "root")),
      at: walk.now, calendar: closed)
    let task = outcome.state.tasks[0]
    #expect(task.deadline.map { spelled($0.instant) } == "2026-05-12 16:30")
    // Two working days before the new deadline is 7 May again: it has gone out, at 08:00.
    #expect(task.nextNotice.map(spelled) == "2026-05-12 08:00")
    #expect(outcome.messages.map(\.kind) == [.moved])
    #expect(outcome.messages[0].earlier.map { spelled($0.instant) } == "2026-05-11 16:30")
    #expect(outcome.payload["calendar"]?.string == "baru")
    #expect(outcome.payload["operator"]?.string == "root")
    #expect(outcome.kind == HistoryKind.recalculated)
    // Once counted, nothing moves any more.
    #expect(
      walk.workflow.recalculation(of: outcome.state, at: walk.now, calendar: closed).isEmpty)
    #expect(throws: Refusal.nothingMoves) {
      try walk.workflow.advance(
        outcome.state, .operation(Operation(.recalculate, reason: "lagi", by: "root")),
        at: walk.now, calendar: closed)
    }
  }

  @Test func `a timed transition moves with its calendar`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    let closed = try calendar(closing: "2026-05-20", "2026-05-21")
    let changes = walk.workflow.recalculation(of: walk.state, at: walk.now, calendar: closed)
    let timer = try #require(changes.first { !$0.isTask })
    #expect(timer.before.map { spelled($0.instant) } == "2026-05-29 14:30")
    #expect(timer.after.map { spelled($0.instant) } == "2026-06-03 16:30")
  }

  @Test func `a provisional deadline is firmed up when the list is out, and nobody is written to`()
    throws
  {
    var walk = try Scenario(at: "2027-12-29 09:00")
    #expect(walk.state.tasks[0].deadline?.isProvisional == true)
    var text = try source("workflows/calendars/bali-pemprov.yaml")
    text.text = text.text.replacing(
      "published: [2024, 2025, 2026, 2027]", with: "published: [2024, 2025, 2026, 2027, 2028]")
    let published = try #require(
      CalendarReader.read(text, digest: "terbit", zone: zoneRules).value)
    let before = walk.state.tasks[0]
    let outcome = try walk.workflow.advance(
      walk.state, .operation(Operation(.recalculate, reason: "SKB 2028", by: "root")),
      at: walk.now, calendar: published)
    let after = outcome.state.tasks[0]
    #expect(after.deadline?.isProvisional == false)
    #expect(after.deadline?.instant == before.deadline?.instant)
    #expect(after.nextNotice == before.nextNotice && after.noticesSent == before.noticesSent)
    #expect(outcome.messages.isEmpty)
    walk.state = outcome.state
    #expect(walk.workflow.recalculation(of: walk.state, at: walk.now, calendar: published).isEmpty)
  }

  @Test func `after a suspension the calendar counts from when it went on`() throws {
    var walk = try Scenario()
    try operate(.suspend, &walk, at: "2026-05-05 10:00")
    try operate(.resume, &walk, at: "2026-06-02 09:00")
    let closed = try calendar(closing: "2026-06-05")
    let changes = walk.workflow.recalculation(of: walk.state, at: walk.now, calendar: closed)
    #expect(changes.map { $0.after.map { spelled($0.instant) } } == ["2026-06-09 16:30"])
  }

  // MARK: Record

  @Test func `a history with suspensions replays to the same state, and the state is stored whole`()
    throws
  {
    var walk = try Scenario()
    try walk.toDiscussion()
    try operate(.suspend, &walk, at: "2026-05-05 10:00")
    let stored = try InstanceState(
      stored: walk.state.json(in: walk.workflow).text, in: walk.workflow)
    #expect(stored == walk.state)
    try operate(.resume, &walk, at: "2026-06-02 09:00")
    try walk.act("sepakat", by: "sinergi-pic")
    let replayed = try walk.workflow.replay(walk.entries) { _ in walk.calendar }
    #expect(replayed == walk.state)
    let again = try InstanceState(
      stored: walk.state.json(in: walk.workflow).text, in: walk.workflow)
    #expect(again == walk.state)
  }
}
