// Goal: branches say truthfully what they rest on, and always come to an end.
// Method: small definitions, each for one way in which a branch may go on or end.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ForecastBranchTests {
  /// The forecast of a definition's states, started on Monday 4 May 2026 at nine.
  private func forecast(
    _ states: String, data: [String: Value] = [:], until horizon: String? = nil,
    _ place: SourceLocation = #_sourceLocation
  ) throws -> Forecast {
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { n: int, m: int, tanggal: date, siap: { type: bool, default: false } }
      roles: { pic: { position: p }, bos: { position: b } }
      initial: a
      states:
      \(states.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      """
    let workflow = try workflow(text, place)
    let calendar = try Shipped.load().calendar
    let now = try instant("2026-05-04 09:00")
    let state = try workflow.start(
      data: data, session: "s", actor: nil, at: now, calendar: calendar
    ).state
    let before = state
    let forecast = workflow.forecast(
      state, from: now, until: try horizon.map { try instant($0) }, calendar: calendar)
    #expect(state == before, sourceLocation: place)
    return forecast
  }

  @Test func `a guard that is known to be false blocks`() throws {
    let acting = try forecast(
      """
      a:
        task: { for: pic, due: 2 wd }
        on:
          maju: { target: b, guard: data.siap }
          lain: [ { target: b, guard: "data.n > 3" }, { target: b, guard: "data.siap" } ]
          sela: [ { target: b, guard: "data.siap" }, { target: a, guard: "data.n > 3" } ]
      b: { type: final }
      """, data: ["n": .int(1)]
    ).acting
    #expect(
      try acting.following("maju").path.end == .blocked(event: "maju", guards: ["data.siap"]))
    #expect(
      try acting.following("lain").path.end
        == .blocked(event: "lain", guards: ["data.n > 3", "data.siap"]))
    #expect(acting.branches.allSatisfy { $0.assumed.isEmpty && $0.path.items.isEmpty })
  }

  @Test func `a guard on what is missing counts as true, the first alternative first`() throws {
    let acting = try forecast(
      """
      a:
        task: { for: pic, due: 2 wd }
        on:
          maju: [ { target: b, guard: data.siap }, { target: c, guard: data.n > 3 }, { target: b } ]
      b: { type: final }
      c: { type: final }
      """
    ).acting
    let branch = try acting.following("maju")
    #expect(branch.path.items.last?.what == .ended(states: ["c"]))
    #expect(
      branch.assumed == [.guardHolds("data.n > 3", field: "n"), .firstAlternative(of: 2)])
  }

  @Test func `a value that an act would bring is not the one of before`() throws {
    let acting = try forecast(
      """
      a:
        task: { for: pic, due: 2 wd }
        on:
          maju: { target: b, form: [n], assign: { m: data.n + 1 } }
      b:
        on: { batal: { target: c, by: bos } }
        after:
          1 wd: [ { target: c, guard: data.m > 5 }, d ]
      c: { type: final }
      d: { type: final }
      """, data: ["n": .int(1), "m": .int(1)]
    ).acting
    let path = try acting.following("maju").path
    // What the form brings is not known, nor what is worked out from it.
    #expect(path.items.last?.what == .ended(states: ["c"]))
    #expect(path.assumed == [.guardHolds("data.m > 5", field: "m")])
  }

  @Test func `who acts is not known`() throws {
    let acting = try forecast(
      """
      a:
        task: { for: pic, due: 2 wd }
        on: { maju: { target: b, guard: "event.by == 'x'" } }
      b: { type: final }
      """
    ).acting
    let branch = try acting.following("maju")
    #expect(branch.path.end == .finished)
    #expect(branch.assumed == [.guardHolds("event.by == 'x'", field: "event.by")])
  }

  @Test func `a task without a deadline ends its branch`() throws {
    let forecast = try forecast(
      """
      a: { task: { for: pic }, on: { maju: b } }
      b: { type: final }
      """)
    #expect(forecast.acting.end == .noDeadline(task: "a"))
    #expect(forecast.quiet.end == .waitsForPeople)
  }

  @Test func `a deadline that hangs on a field is named with the field`() throws {
    let forecast = try forecast(
      """
      a: { task: { for: pic, due: data.tanggal - days(3) }, on: { maju: b } }
      b: { type: final }
      """)
    #expect(forecast.acting.end == .noDeadline(task: "a"))
    let waiting = Forecast.Waiting(
      subject: .deadline(task: "a"), expression: "data.tanggal - days(3)", fields: ["tanggal"])
    #expect(forecast.acting.waiting == [waiting] && forecast.quiet.waiting == [waiting])
  }

  @Test func `tasks side by side are done in the order of their deadlines`() throws {
    let acting = try forecast(
      """
      a:
        type: parallel
        states:
          x:
            initial: w
            states:
              w: { task: { for: pic, due: 3 wd }, on: { selesai_x: z } }
              z: { type: final }
          y:
            initial: w
            states:
              w: { task: { for: bos, due: 2 wd }, on: { selesai_y: z } }
              z: { type: final }
        onDone: b
      b: { type: final }
      """
    ).acting
    #expect(acting.branches.map(\.event) == ["selesai_y"])
    let last = try acting.following("selesai_y", "selesai_x")
    #expect(spelled(last.at) == "2026-05-07 16:30" && last.path.end == .finished)
  }

  @Test func `an act at the deadline comes before a timer of the same instant`() throws {
    let forecast = try forecast(
      """
      a:
        task: { for: pic, due: 2 wd }
        on: { maju: b }
        after: { 2 wd: c }
      b: { type: final }
      c: { type: final }
      """)
    #expect(forecast.acting.branches.map(\.event) == ["maju"])
    #expect(
      forecast.quiet.items.map { spelled($0) } == [
        "2026-05-06 16:30 deadline a", "2026-05-06 16:30 timer a after 2 wd: a > c",
        "2026-05-06 16:30 closed a", "2026-05-06 16:30 ended c",
      ])
  }

  @Test func `a timer that comes first changes who has to act`() throws {
    let acting = try forecast(
      """
      a:
        task: { for: pic, due: 5 wd }
        on: { maju: c }
        after: { 2 wd: b }
      b: { task: { for: bos, due: 1 wd }, on: { putus: { target: c, start: anak }, kembali: a } }
      c: { type: final }
      """
    ).acting
    #expect(acting.branches.map(\.event) == ["putus", "kembali"])
    #expect(acting.branches.map { spelled($0.at) } == ["2026-05-07 16:30", "2026-05-07 16:30"])
    #expect(
      acting.branches[0].path.items.map(\.what) == [
        .closed(task: "b"), .child(workflow: "anak"), .ended(states: ["c"]),
      ])
    #expect(acting.branches[1].path.end == .returnsTo(["a"]))
  }

  @Test func `what repeats itself for ever is bounded`() throws {
    let loop = """
      a: { on: { stop: { target: c, by: bos } }, after: { 1 d: b } }
      b: { on: { stop: { target: c, by: bos } }, after: { 1 d: a } }
      c: { type: final }
      """
    let forecast = try forecast(loop)
    #expect(forecast.quiet.end == .bound)
    #expect(forecast.quiet.items.count <= WorkflowLimits.forecastItems)
    #expect(forecast.acting.end == .returnsTo(["a"]))
    #expect(forecast.acting.items.count == 2)
    #expect(try self.forecast(loop, until: "2026-05-09 10:00").quiet.items.count == 5)
  }

  @Test func `a choice of choices is bounded`() throws {
    // Six stages with four ways each are thousands of branches.
    let stages = (0..<6).map { stage in
      let ways = (0..<4).map { "e\($0): { target: s\(stage + 1), assign: { n: \($0) } }" }
      return "s\(stage): { task: { for: pic, due: 1 wd }, on: { \(ways.joined(separator: ", ")) } }"
    }
    let forecast = try forecast(
      "a: { always: s0 }\n" + stages.joined(separator: "\n") + "\ns6: { type: final }")
    func count(_ path: Forecast.Path) -> Int {
      path.branches.reduce(path.branches.count) { $0 + count($1.path) }
    }
    #expect(count(forecast.acting) == WorkflowLimits.forecastBranches)
    #expect(forecast.acting.end == .bound)
    #expect(forecast.courses.contains { $0.end == .bound })
    #expect(forecast.courses.contains { $0.end == .finished })
  }
}
