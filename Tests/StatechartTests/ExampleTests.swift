// Goal: the examples of the documentation run and give what is said there.
// Method: each stands here, white space aside; ArchitectureTests compares.

import Statechart
import Testing

private func waiting(_ party: String) -> StateSpecification {
  StateSpecification(
    StateID("\(party) waiting"),
    transitions: [
      TransitionSpecification(
        events: [EventDescriptor("sign.\(party)")], targets: [StateID("\(party) done")])
    ])
}

private func done(_ party: String) -> StateSpecification {
  StateSpecification(StateID("\(party) done"), kind: .final)
}

@Suite struct ExampleTests {
  private func built() throws -> Chart {
    let root = StateSpecification(
      "agreement",
      children: [
        StateSpecification(
          "draft",
          transitions: [TransitionSpecification(events: ["submit"], targets: ["signing"])]),
        StateSpecification(
          "signing", kind: .parallel,
          children: [
            StateSpecification("ours", children: [waiting("ours"), done("ours")]),
            StateSpecification("theirs", children: [waiting("theirs"), done("theirs")]),
          ],
          transitions: [
            TransitionSpecification(events: ["done.state.signing"], targets: ["signed"])
          ]),
        StateSpecification("signed", kind: .final),
      ])
    let (chart, problems) = ChartBuilder.build(name: "agreement", root: root)
    #expect(problems.isEmpty)
    return try #require(chart)
  }

  @Test func `building tells what is broken`() throws {
    _ = try built()
    let broken = StateSpecification(
      "agreement",
      children: [
        StateSpecification(
          "draft",
          transitions: [TransitionSpecification(events: ["submit"], targets: ["singing"])]),
        StateSpecification("signing"),
      ])
    let told = ChartBuilder.build(name: "agreement", root: broken).problems.map(\.description)
    #expect(
      told == [
        "state «draft»: cannot go to «singing»: there is no such state; did you mean «signing»?"
      ])
  }

  @Test func `stepping comes to the end and can be taken up again`() throws {
    let chart = try built()
    let interpreter = Interpreter(
      chart: chart, limits: Limits(microsteps: 100, internalEvents: 100, contentItems: 1_000))
    var data = NullDataModel()
    var step = try interpreter.start(sessionID: "NK-1", data: &data)
    for name in ["submit", "sign.theirs", "sign.ours"] {
      step = try interpreter.step(step.snapshot, on: Event(name), data: &data)
    }
    let isDone = step.snapshot.status == .done(.null)
    let entered = step.microsteps.flatMap(\.entered)
    #expect(isDone)
    #expect(entered == ["ours done", "signed"])
    let stored = step.snapshot.configuration(in: chart)
    let again = try Snapshot(
      chart: chart, configuration: stored, status: step.snapshot.status, sessionID: "NK-1")
    #expect(again == step.snapshot)
  }

  @Test func `simulating lets years pass in a moment`() throws {
    let reminder = StateSpecification(
      "waiting",
      transitions: [
        TransitionSpecification(events: ["remind"], targets: ["waiting"]),
        TransitionSpecification(events: ["sign"], targets: ["signed"]),
      ],
      entry: [[.send(SendSpecification(event: "remind", id: "r", delayMilliseconds: 5_000))]],
      exit: [[.cancel(id: "r", idExpression: nil)]])
    let (chart, _) = ChartBuilder.build(
      name: "reminders",
      root: StateSpecification(
        "reminders", children: [reminder, StateSpecification("signed", kind: .final)]))
    let built = try #require(chart)
    let moments = try moments(of: built)
    #expect(moments == [0, 5_000, 10_000, 12_000])
  }

  private func moments(of chart: Chart) throws -> [Int64] {
    var simulation = Simulation(
      Simulation.Child(
        interpreter: Interpreter(
          chart: chart, limits: Limits(microsteps: 100, internalEvents: 100, contentItems: 1_000)),
        data: NullDataModel()),
      limits: SimulationLimits(steps: 100, sessions: 1))
    try simulation.start()
    try simulation.advance(byMilliseconds: 12_000)
    try simulation.send(Event("sign"))
    let moments = simulation.record.map(\.at)
    return moments
  }

  @Test func `analysing finds what can never be`() throws {
    let root = StateSpecification(
      "agreement",
      children: [
        StateSpecification(
          "draft",
          transitions: [
            TransitionSpecification(events: ["submit"], targets: ["review"]),
            TransitionSpecification(events: ["submit.urgent"], targets: ["signed"]),
          ]),
        StateSpecification("review"),
        StateSpecification("signed", kind: .final),
      ])
    let (chart, _) = ChartBuilder.build(name: "agreement", root: root)
    let analysis = chart?.analyse(limits: .standard)
    let findings = analysis?.findings.map { "\($0) [\($0.path)]" }
    let kinds = try #require(analysis).findings.map(\.kind)
    #expect(try #require(findings).contains { $0.contains("«submit.urgent»") })
    #expect(
      kinds.contains {
        if case .unreachableState = $0 { true } else { false }
      })
    #expect(
      kinds.contains {
        if case .alwaysInConflict = $0 { true } else { false }
      })
    #expect(
      kinds.contains {
        if case .noWayToEnd = $0 { true } else { false }
      })
  }
}
