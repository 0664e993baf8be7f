// Goal: children live as long as their state, and are started only where a macrostep rests.
// Method: one state with an invocation; effects, and the snapshot's list of children.

import Statechart
import Testing

struct InvocationTests {
  private func host(
    _ invocation: InvocationSpecification, on transitions: [TransitionSpecification] = []
  ) -> StateSpecification {
    var host = state("host", on: transitions + [on("leave", "end")])
    host.invocations = [invocation]
    return host
  }

  @Test func `a child starts when the macrostep rests and stops when its state is left`() throws {
    let chart = try Chart.of([
      host(InvocationSpecification(id: "c", type: "scxml", source: "report")), state("end"),
    ])
    var player = try Player(chart)
    #expect(
      player.step.effects == [
        .startChild(id: "c", source: "report", type: "scxml", data: .null, isBound: true)
      ])
    #expect(player.step.snapshot.invocations.map(\.id) == ["c"])
    try player.send("leave")
    #expect(player.step.effects == [.stopChild(id: "c")])
    #expect(player.step.snapshot.invocations.isEmpty)
  }

  @Test func `a state that is passed through starts nothing`() throws {
    let chart = try Chart.of([
      host(InvocationSpecification(id: "c"), on: [always("end")]), state("end"),
    ])
    let player = try Player(chart)
    #expect(player.atomic == "end")
    #expect(player.step.effects.isEmpty)
  }

  @Test func `a child that is done is not stopped again`() throws {
    let chart = try Chart.of([host(InvocationSpecification(id: "c")), state("end")])
    var player = try Player(chart)
    try player.send(Event("done.invoke.c", invokeID: "c"))
    #expect(player.step.snapshot.invocations.isEmpty)
    try player.send("leave")
    #expect(player.step.effects.isEmpty)
  }

  @Test func `finalize runs for the child's own events, before transitions are chosen`() throws {
    var formula = Formulas()
    let x = formula(.location("x"))
    let told = formula(.eventData)
    let isTwo = formula(.equals("x", 2))
    let child = InvocationSpecification(
      id: "c", finalize: [.assign(location: x, value: told)])
    let chart = try Chart.of([
      host(child, on: [on("news", if: isTwo, "end")]), state("end"),
    ])
    var player = try Player(chart, data: TestData(formula))
    try player.send(Event("news", data: .int(2)))
    #expect(player.atomic == "host")
    try player.send(Event("news", data: .int(2), invokeID: "c"))
    #expect(player.atomic == "end")
  }

  @Test func `a forwarding child gets a copy of every event from outside`() throws {
    let child = InvocationSpecification(id: "c", autoforward: true)
    var player = try Player(Chart.of([host(child), state("end")]))
    try player.send(Event("news", data: .int(1)))
    #expect(
      player.step.effects == [
        .send(OutgoingEvent(name: "news", data: .int(1), target: "#_c"))
      ])
  }

  @Test func `an invocation whose arguments fail is not made`() throws {
    var formula = Formulas()
    let fails = formula(.fails)
    let child = InvocationSpecification(id: "c", namelist: [Parameter("x", fails)])
    let chart = try Chart.of([host(child, on: [on("error", "end")]), state("end")])
    let player = try Player(chart, data: TestData(formula))
    #expect(player.atomic == "end")
    #expect(player.step.effects.isEmpty)
  }

  @Test func `an id that is made begins with the state and is written down first`() throws {
    var formula = Formulas()
    let child = InvocationSpecification(idLocation: formula(.location("id")))
    let player = try Player(
      Chart.of([host(child), state("end")]), data: TestData(formula))
    #expect(player.data.values["id"] == .string("host.1"))
    #expect(player.step.snapshot.invocations.map(\.id) == ["host.1"])
  }

  @Test func `a child that is started without being bound outlives the state`() throws {
    var formula = Formulas()
    let one = formula(.constant(.int(1)))
    let text = formula(.constant(.string("renewal")))
    let start = InvocationSpecification(params: [Parameter("n", one)], content: text)
    let chart = try Chart.of([state("a", on: [on("go", "b", run: [.start(start)])]), state("b")])
    var player = try Player(chart, data: TestData(formula))
    try player.send("go")
    #expect(
      player.step.effects == [
        .startChild(
          id: "a.1", source: "renewal", type: nil, data: .map(["n": .int(1)]), isBound: false)
      ])
    #expect(player.step.snapshot.invocations.isEmpty)
  }
}
