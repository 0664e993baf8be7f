// Goal: timers and tasks are open exactly while their state is active.
// Method: one state with content, two timers and a task; the effects in order.

import Statechart
import Testing

struct PromiseTests {
  private func review(_ formula: inout Formulas, due: Formula) -> StateSpecification {
    var review = state(
      "review", on: [on("late", run: [note("late")]), on("approve", "end"), on("again", "review")],
      entry: [note("in")], exit: [note("out")])
    review.timers = [TimerSpecification(id: "deadline", event: "late", due: formula(due))]
    review.tasks = [TaskSpecification(id: "approval")]
    return review
  }

  private let opened: [Effect] = [
    .log(label: "in", value: .null),
    .setTimer(
      id: "deadline", due: .at(milliseconds: 42), event: Event("late", sendID: "deadline")),
    .openTask(id: "approval", state: "review"),
  ]
  private let closed: [Effect] = [
    .cancelTimer(id: "deadline"), .closeTask(id: "approval", state: "review"),
    .log(label: "out", value: .null),
  ]

  @Test func `promises are made after the entry content and taken back before the exit content`()
    throws
  {
    var formula = Formulas()
    let review = review(&formula, due: .due(.at(milliseconds: 42)))
    var player = try Player(
      Chart.of([review, state("end")]), data: TestData(formula))
    #expect(player.step.effects == opened)
    try player.send(Event("late", sendID: "deadline"))
    #expect(player.step.effects == [.log(label: "late", value: .null)])
    try player.send("again")
    #expect(player.step.effects == closed + opened)
    try player.send("approve")
    #expect(player.step.effects == closed)
  }

  @Test func `a timer that is never due is not set`() throws {
    var formula = Formulas()
    let review = review(&formula, due: .due(.never))
    let player = try Player(Chart.of([review, state("end")]), data: TestData(formula))
    #expect(player.step.effects == [opened[0], opened[2]])
    #expect(player.step.errors.isEmpty)
  }

  @Test func `a date that cannot be worked out raises an error and sets nothing`() throws {
    var formula = Formulas()
    var review = review(&formula, due: .fails)
    review.transitions.append(on("error.execution", "end"))
    let player = try Player(Chart.of([review, state("end")]), data: TestData(formula))
    #expect(player.atomic == "end")
    #expect(player.step.effects == [opened[0], opened[2]] + closed)
  }

  @Test func `promises of the root last as long as the chart`() throws {
    var formula = Formulas()
    let due = formula(.due(.after(milliseconds: 7)))
    var root = state("root", [state("a", on: [on("go", "b")]), final("b")])
    root.timers = [TimerSpecification(id: "life", event: "old", due: due)]
    let chart = try #require(ChartBuilder.build(name: "test", root: root).chart)
    var player = try Player(chart, data: TestData(formula))
    #expect(
      player.step.effects == [
        .setTimer(
          id: "life", due: .after(milliseconds: 7), event: Event("old", sendID: "life"))
      ])
    try player.send("go")
    #expect(player.step.effects == [.cancelTimer(id: "life")])
  }
}
