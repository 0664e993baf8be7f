// Goal: a chart ends once, cleanly, and says with what.
// Method: final states inside and at the top, with data; stopping from outside.

import Statechart
import Testing

struct EndTests {
  @Test func `a final child tells its parent, with its data`() throws {
    var formula = Formulas()
    let fails = formula(.fails)
    let one = formula(.constant(.int(1)))
    var end = final("inner.end")
    end.doneData = DoneDataSpecification(
      params: [Parameter("x", one), Parameter("bad", fails)])
    let chart = try Chart.of([
      state("inner", on: [on("done.state.inner", "next")], [end]), state("next"),
    ])
    let player = try Player(chart, data: TestData(formula))
    #expect(player.atomic == "next")
    let event = player.step.microsteps.last?.event
    #expect(event?.data == .map(["x": .int(1)]))
    #expect(event?.kind == .platform)
    #expect(player.step.errors.count == 1)
  }

  @Test(arguments: [(false, DataValue.string("ok")), (true, .null)])
  func `a top-level final state ends the chart with its data`(
    isFailing: Bool, result: DataValue
  ) throws {
    var formula = Formulas()
    var end = state("end", kind: .final, exit: [note("bye")])
    end.doneData = DoneDataSpecification(
      content: formula(isFailing ? .fails : .constant(.string("ok"))))
    let chart = try Chart.of([state("a", on: [on("go", "end")]), end])
    var player = try Player(chart, data: TestData(formula))
    #expect(player.step.snapshot.status == .running)
    try player.send("go")
    #expect(player.step.snapshot.status == .done(result))
    #expect(player.configuration == "end")
    #expect(player.notes == "bye")
    #expect(throws: StepError.notRunning) { try player.send("go") }
    #expect(player.interpreter.candidateTransitions(player.step.snapshot).isEmpty)
  }

  @Test func `events that were raised on the way to the end are not handled any more`() throws {
    let chart = try Chart.of(
      [state("a", on: [on("go", "end", run: [.raise("more")])]), final("end")],
      on: [on("more", run: [note("more")])])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.notes.isEmpty)
  }

  @Test func `stopping leaves every state from the inside out, and takes promises back`() throws {
    var inner = state("b", exit: [note("-b")])
    inner.tasks = [TaskSpecification(id: "task")]
    inner.invocations = [InvocationSpecification(id: "child")]
    let chart = try Chart.of([state("a", exit: [note("-a")], [inner])])
    var player = try Player(chart)
    let stopped = try player.interpreter.stop(player.step.snapshot, data: &player.data)
    #expect(
      stopped.effects == [
        .closeTask(id: "task", state: "b"), .log(label: "-b", value: .null),
        .stopChild(id: "child"), .log(label: "-a", value: .null),
      ])
    #expect(stopped.snapshot.status == .done(.null))
    #expect(stopped.snapshot.configuration(in: chart) == ["a", "b"])
  }

  @Test func `what can happen next is named from the inside out, conditions not asked`() throws {
    var formula = Formulas()
    let no = formula(.constant(.bool(false)))
    let chart = try Chart.of(
      [
        state(
          "a", on: [on("outer", "c")],
          [state("b", on: [always(if: no, "c"), on("inner", if: no, "c")])]),
        state("c", on: [on("elsewhere", "a")]),
      ], on: [on("anywhere", "c")])
    let player = try Player(chart, data: TestData(formula))
    let next = player.interpreter.candidateTransitions(player.step.snapshot)
    #expect(next.map { chart.transitions[$0].events[0].text } == ["inner", "outer", "anywhere"])
    let one = player.interpreter.candidateTransitions(player.step.snapshot, on: "outer.x")
    #expect(one.map { chart.transitions[$0].events[0].text } == ["outer"])
  }
}
