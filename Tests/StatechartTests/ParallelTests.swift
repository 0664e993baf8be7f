// Goal: regions move together, without stepping on each other, and end together.
// Method: small charts; configurations before and after.

import Statechart
import Testing

struct ParallelTests {
  private let signing = [
    parallel(
      "signing", on: [on("done.state.signing", "active")],
      [
        state(
          "first", [state("first.waits", on: [on("first", "first.done")]), final("first.done")]),
        state(
          "second",
          [state("second.waits", on: [on("second", "second.done")]), final("second.done")]
        ),
      ]),
    state("active"),
  ]

  @Test(arguments: [["first", "second"], ["second", "first"]])
  func `a parallel state is done when its last region is, whatever the order`(
    events: [String]
  ) throws {
    var player = try Player(Chart.of(signing))
    #expect(player.atomic == "first.waits second.waits")
    try player.send(events[0])
    #expect(player.step.snapshot.isActive("signing", in: player.interpreter.chart))
    try player.send(events[1])
    #expect(player.atomic == "active")
  }

  @Test func `done events climb through nested parallel states`() throws {
    let region = state("r", [state("w", on: [on("go", "f")]), final("f")])
    let chart = try Chart.of([
      parallel(
        "outer", on: [on("done.state.outer", "end")],
        [parallel("inner", [region])]), state("end"),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.atomic == "end")
    // The parallel state itself is left before "done.state.inner" gets its turn.
    #expect(player.step.microsteps.map { $0.event?.name } == ["go", "done.state.outer"])
  }

  @Test func `every region answers one event in one microstep`() throws {
    let chart = try Chart.of([
      parallel(
        "p",
        [
          state("r", [state("a", on: [on("go", "b")]), state("b")]),
          state("s", [state("c", on: [on("go", "d")]), state("d")]),
        ])
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.atomic == "b d")
    #expect(player.step.microsteps.count == 1)
    #expect(player.step.microsteps[0].transitions.count == 2)
    #expect(player.step.exited == "c a")
    #expect(player.step.entered == "b d")
  }

  @Test func `of two transitions that leave the same state the first in document order wins`()
    throws
  {
    let chart = try Chart.of([
      parallel("p", [state("a", on: [on("go", "x")]), state("b", on: [on("go", "y")])]),
      state("x"), state("y"),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.atomic == "x")
  }

  @Test func `a transition of an inner state preempts that of the state around`() throws {
    // Region a has nothing of its own, so the parallel state's transition is enabled through
    // it; the one in b is deeper and wins although it is found later.
    let chart = try Chart.of([
      parallel(
        "p", on: [on("go", "x")],
        [state("a"), state("b", [state("c", on: [on("go", "d")]), state("d")])]),
      state("x"),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.atomic == "a d")
  }

  @Test func `targets in several regions are all entered, the other regions by default`() throws {
    let regions = ["r", "s", "t"].map { name in
      state(StateID(name), [state(StateID(name + "1")), state(StateID(name + "2"))])
    }
    let chart = try Chart.of([
      state("a", on: [on("go", "r2", "t2")]), parallel("p", regions),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.configuration == "p r r2 s s1 t t2")
  }

  @Test func `a condition that two regions share is asked once`() throws {
    var formula = Formulas()
    let fails = formula(.fails)
    let chart = try Chart.of([
      parallel("p", on: [on("go", if: fails, "x")], [state("a"), state("b")]), state("x"),
    ])
    var player = try Player(chart, data: TestData(formula))
    try player.send("go")
    #expect(player.step.errors.count == 1)
    #expect(!player.step.isAccepted)
  }

  @Test func `a condition sees which states are active`() throws {
    var formula = Formulas()
    let isReady = formula(.isIn("d"))
    let chart = try Chart.of([
      parallel(
        "p",
        [
          state("r", [state("a", on: [always(if: isReady, "b")]), state("b")]),
          state("s", [state("c", on: [on("go", "d")]), state("d")]),
        ])
    ])
    var player = try Player(chart, data: TestData(formula))
    #expect(player.atomic == "a c")
    try player.send("go")
    #expect(player.atomic == "b d")
  }
}
