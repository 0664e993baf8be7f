// Goal: time moves an agreement only where the definition says so, and tells people in order.
// Method: timers and notices of the shipped definition, fired by hand; no clock is read.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct TimeTests {
  @Test func `fifteen working days of silence are a stall`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    #expect(walk.timer("pembahasan_mitra after").map { spelled($0.dueAt) } == "2026-05-29 14:30")
    try walk.fire("pembahasan_mitra after")
    #expect(walk.states == ["macet"])
    #expect(walk.state.timers.isEmpty)
    try walk.act("lanjut", by: "sinergi-kabid")
    #expect(walk.states == ["pembahasan_mitra"])
    #expect(walk.timer("pembahasan_mitra after") != nil)
  }

  @Test func `an answer cancels the stall`() throws {
    var walk = try Scenario()
    try walk.toInitials()
    #expect(walk.state.timers.isEmpty)
  }

  @Test func `another last day moves what counts from it`() throws {
    // The shipped definition never changes the term while it runs; an office's own may.
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { berakhir: date, lain: string }
      roles: { pic: { position: p } }
      initial: a
      states:
        a:
          task: { for: pic, due: data.berakhir - months(2), remind: [-7 d, 0 d] }
          on:
            ubah: { form: [berakhir?, lain?] }
            hapus: { assign: { lain: data.lain + 'x' } }
          at: { data.berakhir + days(1): b }
        b: { type: final }
      """
    let workflow = try workflow(text)
    let calendar = try Shipped.load().calendar
    let now = try instant("2026-05-04 09:00")
    func act(_ state: InstanceState, _ data: [String: Value]) throws -> InstanceState {
      let actor = Actor(person: "x", role: "pic", capacity: .definitive)
      return try workflow.advance(
        state, .act(Act(event: "ubah", data: data, actor: actor, task: "a")), at: now,
        calendar: calendar
      ).state
    }
    var state = try workflow.start(data: [:], session: "s", actor: nil, at: now, calendar: calendar)
      .state
    #expect(state.timers.isEmpty)
    #expect(state.tasks[0].deadline == nil && state.tasks[0].nextNotice == nil)

    state = try act(state, ["berakhir": DateLibrary.value(try date("2027-03-31"))])
    #expect(state.timers.map { spelled($0.dueAt) } == ["2027-04-01 00:00"])
    #expect(state.tasks[0].deadline.map { spelled($0.instant) } == "2027-02-01 16:30")
    #expect(state.tasks[0].nextNotice.map(spelled) == "2027-01-25 08:00")
    let before = state

    state = try act(state, ["lain": .string("x")])
    #expect(state.timers == before.timers && state.tasks == before.tasks)

    state = try act(state, ["berakhir": DateLibrary.value(try date("2026-06-30"))])
    #expect(state.timers.map { spelled($0.dueAt) } == ["2026-07-01 00:00"])
    #expect(state.tasks[0].deadline.map { spelled($0.instant) } == "2026-04-30 16:30")
    #expect(state.tasks[0].nextNotice == nil, "a deadline that has passed reminds of nothing")
    #expect(state.tasks[0].openedAt == before.tasks[0].openedAt)
  }

  // MARK: Notices

  @Test func `reminders and escalations come in order`() throws {
    var walk = try Scenario()
    var told: [String] = []
    for _ in 0..<20 {
      guard let next = walk.state.tasks[0].nextNotice else { break }
      walk.now = next
      try walk.notify("konsep")
      told += walk.told.map { "\(String(spelled(next).dropFirst(5).prefix(5))) \($0)" }
      #expect(walk.state.tasks[0].nextNotice.map { $0 > walk.now } ?? true)
    }
    // Due on 11 May; 14, 15, 27 and 28 May and 1 June are closed, 16 June too.
    #expect(
      told == [
        "05-07 reminder position:petugas-penghubung", "05-11 reminder position:petugas-penghubung",
        "05-12 overdue position:petugas-penghubung", "05-18 escalation position:kabid-p3",
        "05-18 overdue position:petugas-penghubung", "05-22 escalation position:kepala-dinas",
        "05-25 overdue position:petugas-penghubung", "06-03 escalation position:biro-kerja-sama",
        "06-04 overdue position:petugas-penghubung", "06-15 escalation position:sekda",
      ])
    #expect(walk.state.tasks[0].nextNotice == nil)
    #expect(walk.state.tasks[0].noticesSent == 10)
    #expect(try walk.refusal { try $0.notify("konsep") } == .timerGone("notice konsep"))
    #expect(walk.states == ["konsep"], "telling people decides nothing")
  }

  @Test func `none goes out before its time`() throws {
    var walk = try Scenario()
    let next = try #require(walk.state.tasks[0].nextNotice)
    walk.now = next.adding(milliseconds: -1)
    try walk.notify("konsep")
    #expect(walk.told.isEmpty)
    #expect(walk.state.tasks[0].nextNotice == next && walk.state.tasks[0].noticesSent == 0)
  }

  @Test func `what was missed is merged into one for each who is told`() throws {
    var walk = try Scenario()
    walk.now = try instant("2026-05-24 12:00")
    try walk.notify("konsep")
    #expect(
      walk.told.sorted() == [
        "escalation position:kabid-p3", "escalation position:kepala-dinas",
        "overdue position:petugas-penghubung",
      ])
    #expect(walk.state.tasks[0].noticesSent == 6)
    #expect(walk.state.tasks[0].nextNotice.map(spelled) == "2026-05-25 08:00")
    #expect(walk.last.payload["merged"]?.int == 6)
    walk.now = try instant("2030-01-01 12:00")
    try walk.notify("konsep")
    #expect(walk.told.count == 3)
    #expect(walk.state.tasks[0].nextNotice == nil)
  }

  @Test func `an act ends the reminding`() throws {
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    #expect(try walk.refusal { try $0.notify("konsep") } == .timerGone("notice konsep"))
  }

  @Test func `the partner's silence tells the liaison officer first`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    walk.now = try instant("2026-05-20 08:00")
    try walk.notify("pembahasan_mitra")
    #expect(
      Set(walk.told) == [
        "escalation position:petugas-penghubung", "reminder partner:univ-ganesha/contact",
      ])
  }

  @Test func `the same step twice gives the same answer`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    let timer = try #require(walk.timer("pembahasan_mitra after"))
    let first = try walk.workflow.advance(
      walk.state, .timer(name: timer.name), at: timer.dueAt, calendar: walk.calendar)
    let second = try walk.workflow.advance(
      walk.state, .timer(name: timer.name), at: timer.dueAt, calendar: walk.calendar)
    #expect(first.state == second.state && first.payload == second.payload)
    #expect(first.messages == second.messages)
  }
}
