// Goal: a simulation does what a world would do, and never waits.
// Method: charts with timers, children and sends between them, in virtual time.

import Testing

@testable import Statechart

@Suite struct SimulationTests {
  private static let limits = SimulationLimits(steps: 100, sessions: 5)

  private func simulation(
    _ states: [StateSpecification],
    make: Simulation<TestData>.Maker? = nil
  ) throws -> Simulation<TestData> {
    Simulation(
      Simulation.Child(interpreter: try interpreter(states), data: TestData()),
      limits: Self.limits, make: make)
  }

  private func interpreter(_ states: [StateSpecification]) throws -> Interpreter {
    let (chart, problems) = ChartBuilder.build(
      name: "c", root: StateSpecification("c", children: states))
    return Interpreter(
      chart: try #require(chart, "\(problems)"),
      limits: Limits(microsteps: 100, internalEvents: 100, contentItems: 100))
  }

  private func send(
    _ event: String, after: Int64? = nil, to target: String? = nil, id: String? = nil
  )
    -> Content
  {
    .send(SendSpecification(event: event, target: target, id: id, delayMilliseconds: after))
  }

  @Test func `timers ring at their instant and in the order of their setting`() throws {
    var run = try simulation([
      StateSpecification(
        "a", transitions: [on("x", "b"), on("y", "c")],
        entry: [[send("y", after: 10), send("x", after: 10), send("z", after: 5)]]),
      StateSpecification("b"), StateSpecification("c", transitions: [on("x", "d")]),
      StateSpecification("d", kind: .final),
    ])
    try run.start()
    try run.advance(byMilliseconds: 9)
    #expect(run.configuration == ["a"])
    #expect(run.nextDue == 10)
    try run.advance(byMilliseconds: 100)
    #expect(run.configuration == ["d"])
    #expect(run.record.map(\.at) == [0, 5, 10, 10])
    #expect(run.now == 109)
    #expect(run.result == .null)
  }

  @Test func `a cancelled timer and the timers of an ended chart never ring`() throws {
    var run = try simulation([
      StateSpecification(
        "a", transitions: [on("e", "b")], entry: [[send("x", after: 10, id: "s")]],
        exit: [[.cancel(id: "s", idExpression: nil)]]),
      StateSpecification(
        "b", transitions: [on("x", "a"), on("f", "c")], entry: [[send("x", after: 50)]]),
      StateSpecification("c", kind: .final),
    ])
    try run.start()
    try run.send(Event("e"))
    try run.advance(byMilliseconds: 20)
    #expect(run.configuration == ["b"])
    try run.send(Event("f"))
    #expect(run.nextDue == nil)
    #expect(try !run.advanceToNextTimer())
  }

  @Test func `a child speaks to its parent, is spoken to, and is told apart`() throws {
    let child = try interpreter([
      StateSpecification(
        "k", transitions: [on("tanya", "l")], entry: [[send("hadir", to: "#_parent")]]),
      StateSpecification("l", kind: .final),
    ])
    var requests: [ChildRequest] = []
    var run = try simulation([
      StateSpecification(
        "a",
        transitions: [
          on("hadir", "b")
        ], invocations: [InvocationSpecification(id: "anak", source: "k")]),
      StateSpecification("b"),
    ]) { request, _ in
      requests.append(request)
      return .success(Simulation.Child(interpreter: child, data: TestData()))
    }
    try run.start()
    #expect(requests.map(\.source) == ["k"])
    // Leaving the state ended the child; it says nothing more.
    #expect(run.configuration == ["b"])
    #expect(run.sessions.map(\.isCancelled) == [false, true])
    let heard = run.record.compactMap { occurrence -> Event? in
      guard case .event(let event) = occurrence.cause else { return nil }
      return event
    }
    #expect(heard.map(\.name) == ["hadir"])
    #expect(heard.first?.invokeID == "anak")
    #expect(heard.first?.origin == "#_scxml_session.1")
  }

  @Test func `what reaches nobody comes back as an error before anything else`() throws {
    for target in ["#_parent", "#_scxml_nobody", "#_anak"] {
      var run = try simulation([
        StateSpecification(
          "a", transitions: [on("error.communication", "b"), on("*", "c")],
          entry: [[send("x", to: target), send("y")]]),
        StateSpecification("b"), StateSpecification("c"),
      ])
      try run.start()
      #expect(run.configuration == ["b"], "\(target)")
    }
  }

  @Test func `a child that cannot be made is an error of the parent`() throws {
    var run = try simulation([
      StateSpecification(
        "a", transitions: [on("error.communication", "b")],
        invocations: [InvocationSpecification(source: "tiada")]),
      StateSpecification("b"),
    ])
    try run.start()
    #expect(run.configuration == ["b"])
  }

  @Test func `charts that never let time pass are stopped`() throws {
    var run = try simulation([
      StateSpecification("a", transitions: [on("x", "a")], entry: [[send("x")]])
    ])
    #expect(throws: SimulationError.neverQuiet(limit: 100, session: "session")) {
      try run.start()
    }
  }

  @Test func `charts that start each other without end are stopped`() throws {
    let states = [
      StateSpecification("a", invocations: [InvocationSpecification(source: "lagi")])
    ]
    let child = try interpreter(states)
    var run = try simulation(states) { _, _ in
      .success(Simulation.Child(interpreter: child, data: TestData()))
    }
    #expect(throws: SimulationError.tooManySessions(limit: 5)) { try run.start() }
  }
}
