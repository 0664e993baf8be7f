// Goal: an instance can be put into any legal configuration and into no other one.
// Method: a chart with parallel regions and history; a search for a way to the end from anywhere.

import Statechart
import Testing

struct JumpTests {
  private func chart() throws -> Chart {
    try Chart.of([
      state("a", on: [on("go", "p")]),
      parallel(
        "p",
        [
          state("r", [state("r1", on: [on("x", "r2")]), state("r2")]),
          state("s", [state("s1", on: [on("y", "s2")]), state("s2"), history("h", default: "s1")]),
        ]),
      state("trap"), final("end"),
    ])
  }

  private func jump(from start: [StateID], to targets: [StateID]) throws -> Step {
    let chart = try chart()
    let snapshot = try Snapshot(chart: chart, configuration: start, sessionID: "s")
    var data = NullDataModel()
    return try Interpreter(
      chart: chart, limits: Limits(microsteps: 100, internalEvents: 100, contentItems: 100)
    ).jump(snapshot, to: targets, data: &data)
  }

  @Test func `what is not named begins by default and what stays is neither left nor entered`()
    throws
  {
    let step = try jump(from: ["p", "r", "r1", "s", "s1"], to: ["s2"])
    #expect(step.snapshot.configuration(in: try chart()) == ["p", "r", "r1", "s", "s2"])
    #expect(step.microsteps[0].exited == ["s1"] && step.microsteps[0].entered == ["s2"])
    let both = try jump(from: ["a"], to: ["r2", "s2"])
    #expect(both.snapshot.configuration(in: try chart()) == ["p", "r", "r2", "s", "s2"])
  }

  @Test func `history states remember what a jump leaves`() throws {
    let step = try jump(from: ["p", "r", "r1", "s", "s2"], to: ["a"])
    #expect(step.snapshot.historyValues(in: try chart()) == ["h": ["s2"]])
    #expect(
      try chart().configuration(entering: ["p"], remembering: ["h": ["s2"]]) == [
        "p", "r", "r1", "s", "s1",
      ])
  }

  @Test func `a final state of the chart ends it`() throws {
    #expect(try jump(from: ["a"], to: ["end"]).snapshot.status == .done(.null))
  }

  @Test(
    arguments: [
      (["nowhere"], JumpError.unknownState("nowhere")), (["h"], .historyState("h")),
      (["r1", "r2"], .notTogether(["r1", "r2"])), (["a", "r1"], .notTogether(["a", "r1"])),
      (["a"], .alreadyThere), ([], .nowhere),
    ] as [([StateID], JumpError)])
  func `what cannot be is refused`(targets: [StateID], error: JumpError) {
    #expect(throws: error) { try jump(from: ["a"], to: targets) }
  }

  @Test func `the search tells whether there is a way to the end`() throws {
    let chart = try Chart.of([
      state("a", on: [on("go", "end")]), state("trap", on: [on("again", "trap")]), final("end"),
    ])
    func prospect(_ state: StateID) throws -> Prospect {
      chart.prospect(
        of: try Snapshot(chart: chart, configuration: [state], sessionID: "s"), limits: .standard)
    }
    #expect(try prospect("a") == .canEnd)
    #expect(try prospect("trap") == .cannotEnd)
  }
}
