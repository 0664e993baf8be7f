// Goal: ladders of reminders and escalations give the instants that authors expect.
// Method: tables; the deadline is Monday 11 May 2026 in Bali, 14 and 15 May are closed.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct NoticePlanTests {
  private func schedule(_ ladder: String, escalate: String = "{}") throws -> [String] {
    let shipped = try Shipped.load()
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      roles: { pic: { position: p }, kabid: { position: k }, kadis: { position: d } }
      initial: a
      states:
        a:
          task: { for: pic, due: 5 wd, remind: \(ladder), escalate: \(escalate) }
          on: { maju: b }
        b: { type: final }
      """
    let plan = try #require(try workflow(text).tasks["a"]?.notices)
    let deadline = shipped.calendar.deadline(on: try date("2026-05-11"))
    return plan.schedule(around: deadline, in: shipped.calendar).map { notice in
      String(spelled(notice.at).dropFirst(5)) + (notice.escalatesTo.map { " \($0)" } ?? "")
    }
  }

  @Test func `fixed steps, then a rhythm, as many as allowed`() throws {
    #expect(
      try schedule("{ at: [-2 wd, 0 wd, +1 wd, +3 wd], then: every 5 wd, most: 6 }") == [
        "05-07 08:00", "05-11 08:00", "05-12 08:00", "05-18 08:00", "05-25 08:00", "06-04 08:00",
      ])
  }

  @Test func `a list is a ladder without rhythm`() throws {
    #expect(
      try schedule("[-30 d, -14 d, -7 d, 0 d]") == [
        "04-10 08:00", "04-27 08:00", "05-04 08:00", "05-11 08:00",
      ])
  }

  @Test func `most cuts the fixed steps too`() throws {
    #expect(try schedule("{ at: [-2 wd, 0 wd, 1 wd], then: 5 wd, most: 2 }").count == 2)
    #expect(try schedule("{ at: [-2 wd, 0 wd, 1 wd], most: 50 }").count == 3)
  }

  @Test func `without a bound a rhythm ends at the room's bound`() throws {
    #expect(try schedule("{ at: [0 wd], then: 1 wd }").count == WorkflowLimits.reminders)
  }

  @Test func `a rhythm on another clock counts from the deadline`() throws {
    #expect(
      try schedule("{ at: [1 wd], then: 7 d, most: 3 }") == [
        "05-12 08:00", "05-18 08:00", "05-25 08:00",
      ])
  }

  @Test func `escalations stand among the reminders and are not counted`() throws {
    #expect(
      try schedule("{ at: [0 wd], then: 1 wd, most: 3 }", escalate: "{ 1 wd: kabid, 7 wd: kadis }")
        == [
          "05-11 08:00", "05-12 08:00 kabid", "05-12 08:00", "05-13 08:00", "05-22 08:00 kadis",
        ])
  }

  @Test func `no ladder tells nobody`() throws {
    #expect(try schedule("[]").isEmpty)
    #expect(NoticePlan().isEmpty)
  }
}
