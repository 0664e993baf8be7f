// Goal: each way of sending becomes the right effect, or the right error.
// Method: a table of sends in one entry block; the effects and errors of the start.

import Statechart
import Testing

struct SendTests {
  private func run(
    _ specification: SendSpecification, _ formula: Formulas = Formulas(),
    types: Set<String> = []
  ) throws -> Step {
    let chart = try Chart.of([state("a", entry: [.send(specification), note("after")])])
    var data = TestData(formula)
    return try Interpreter(chart: chart, limits: .ample, sendTypes: types)
      .start(sessionID: "session", data: &data)
  }

  private static func own(_ name: String, sendID: String? = nil) -> Event {
    Event(
      name, sendID: sendID, origin: "#_scxml_session",
      originType: "http://www.w3.org/TR/scxml/#SCXMLEventProcessor")
  }

  @Test(arguments: [
    (SendSpecification(event: "e"), Due.after(milliseconds: 0)),
    (SendSpecification(event: "e", delayMilliseconds: 0), .after(milliseconds: 0)),
    (SendSpecification(event: "e", delayMilliseconds: 500), .after(milliseconds: 500)),
    (SendSpecification(event: "e", target: "#_scxml_session"), .after(milliseconds: 0)),
    (SendSpecification(event: "e", type: "scxml"), .after(milliseconds: 0)),
  ])
  func `a send to the session itself comes back by a timer`(
    specification: SendSpecification, due: Due
  ) throws {
    let effects = try run(specification).effects
    #expect(effects.first == .setTimer(id: "send.1", due: due, event: Self.own("e")))
  }

  @Test func `a send with an id tells it, so that it can be cancelled`() throws {
    let chart = try Chart.of([
      state(
        "a",
        entry: [
          .send(SendSpecification(event: "e", id: "s1", delayMilliseconds: 10)),
          .cancel(id: "s1", idExpression: nil),
        ])
    ])
    #expect(
      try Player(chart).step.effects == [
        .setTimer(id: "s1", due: .after(milliseconds: 10), event: Self.own("e", sendID: "s1")),
        .cancelTimer(id: "s1"),
      ])
  }

  @Test func `an id that is made is written down and differs each time`() throws {
    var formula = Formulas()
    let place = formula(.location("id"))
    let chart = try Chart.of([
      state(
        "a", on: [on("go", "a")],
        entry: [.send(SendSpecification(event: "e", idLocation: place))])
    ])
    var player = try Player(chart, data: TestData(formula))
    #expect(player.data.values["id"] == .string("send.1"))
    try player.send("go")
    #expect(player.data.values["id"] == .string("send.2"))
  }

  @Test func `a send to the internal queue is handled within the step`() throws {
    let chart = try Chart.of([
      state(
        "a", on: [on("e", "b")],
        entry: [.send(SendSpecification(event: "e", target: "#_internal"))]), state("b"),
    ])
    #expect(try Player(chart).atomic == "b")
  }

  @Test func `a send to somebody else leaves as it is, at once or later`() throws {
    var formula = Formulas()
    let soon = formula(.due(.at(milliseconds: 9)))
    #expect(
      try run(SendSpecification(event: "e", target: "#_parent")).effects.first
        == .send(OutgoingEvent(name: "e", target: "#_parent")))
    #expect(
      try run(
        SendSpecification(event: "e", target: "#_parent", delayExpression: soon), formula
      ).effects.first
        == .send(
          OutgoingEvent(
            name: "e", target: "#_parent", sendID: "send.1", due: .at(milliseconds: 9))))
  }

  @Test func `another type is sent only where the world knows it`() throws {
    let mail = SendSpecification(event: "e", target: "office", type: "mail", id: "m")
    #expect(
      try run(mail, types: ["mail"]).effects.first
        == .send(OutgoingEvent(name: "e", target: "office", type: "mail", sendID: "m")))
    let refused = try run(mail)
    #expect(refused.effects.isEmpty)
    #expect(refused.errors.count == 1)
  }

  @Test func `named values, named places and whole content become the data`() throws {
    var formula = Formulas()
    let one = formula(.constant(.int(1)))
    let fails = formula(.fails)
    func data(_ specification: SendSpecification) throws -> DataValue? {
      guard case .send(let event) = try run(specification, formula).effects.first else {
        return nil
      }
      return event.data
    }
    var specification = SendSpecification(event: "e", target: "#_parent")
    #expect(try data(specification) == .null)
    specification.namelist = [Parameter("n", one)]
    specification.params = [Parameter("p", one), Parameter("bad", fails)]
    #expect(try data(specification) == .map(["n": .int(1), "p": .int(1)]))
    specification.content = one
    #expect(try data(specification) == .int(1))
    specification.content = nil
    specification.namelist = [Parameter("bad", fails)]
    #expect(try data(specification) == nil)
  }

  @Test(arguments: [
    SendSpecification(event: "e", target: "baz", id: "s"),
    SendSpecification(event: "e", target: "#_internal", id: "s", delayMilliseconds: 5),
    SendSpecification(event: "e", type: "pigeon", id: "s"),
    SendSpecification(eventExpression: ExpressionID(0), id: "s"),
    SendSpecification(event: "e", targetExpression: ExpressionID(1), id: "s"),
    SendSpecification(event: "e", id: "s", delayExpression: ExpressionID(0)),
    SendSpecification(event: "e", id: "s", content: ExpressionID(0)),
  ])
  func `a send that cannot be made ends its block and names itself in the error`(
    specification: SendSpecification
  ) throws {
    var formula = Formulas()
    _ = formula(.fails)
    _ = formula(.constant(.int(1)))
    let chart = try Chart.of([
      state("a", on: [on("error.execution", "b")], entry: [.send(specification), note("after")]),
      state("b"),
    ])
    let player = try Player(chart, data: TestData(formula))
    #expect(player.step.effects.isEmpty)
    #expect(player.atomic == "b")
    #expect(player.step.microsteps.last?.event?.sendID == "s")
    #expect(player.step.microsteps.last?.event?.kind == .platform)
  }

  @Test func `a send that is never due is not made`() throws {
    var formula = Formulas()
    let never = formula(.due(.never))
    let step = try run(SendSpecification(event: "e", delayExpression: never), formula)
    #expect(step.notes == "after")
    #expect(step.effects.count == 1)
  }
}
