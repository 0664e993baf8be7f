// Goal: nested states are entered, left and asked in the order of Appendix D.
// Method: small charts whose content leaves notes; the notes are the trace.

import Statechart
import Testing

struct HierarchyTests {
  private func noted(
    _ id: StateID, initial: [StateID]? = nil, on transitions: [TransitionSpecification] = [],
    _ children: [StateSpecification] = []
  ) -> StateSpecification {
    state(
      id, initial: initial, on: transitions, entry: [note("+\(id)")], exit: [note("-\(id)")],
      children)
  }

  @Test func `states are entered from the outside in and left from the inside out`() throws {
    let chart = try Chart.of([
      noted("a", on: [on("go", "d", run: [note("move")])], [noted("b", [noted("c")])]),
      noted("d", [noted("e")]),
    ])
    var player = try Player(chart)
    #expect(player.notes == "+a +b +c")
    try player.send("go")
    #expect(player.notes == "-c -b -a move +d +e")
    #expect(player.step.exited == "c b a")
    #expect(player.step.entered == "d e")
    #expect(player.configuration == "d e")
  }

  @Test func `a chart begins where it says, however deep`() throws {
    let chart = try Chart.of(
      [noted("a"), noted("b", [noted("c"), noted("d", [noted("e"), noted("f")])])],
      initial: ["f"])
    #expect(try Player(chart).notes == "+b +d +f")
  }

  @Test func `content of the initial state runs between the parent and the child`() throws {
    var parent = noted("a", [noted("b")])
    parent.initial = InitialSpecification(targets: ["b"], content: [note("begin")])
    #expect(try Player(Chart.of([parent])).notes == "+a begin +b")
  }

  @Test func `the inner state answers first, and document order decides within a state`() throws {
    let chart = try Chart.of([
      state(
        "a", on: [on("go", "x"), on("up", "x")],
        [state("b", on: [on("go", "y"), on("go", "x")])]),
      state("x"), state("y"),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.atomic == "y")
    player = try Player(chart)
    try player.send("up")
    #expect(player.atomic == "x")
  }

  @Test func `a transition whose condition is false leaves the next one its turn`() throws {
    var formula = Formulas()
    let no = formula(.constant(.bool(false)))
    let chart = try Chart.of([
      state("a", on: [on("go", if: no, "x"), on("go", "y")]), state("x"), state("y"),
    ])
    var player = try Player(chart, data: TestData(formula))
    try player.send("go")
    #expect(player.atomic == "y")
  }

  @Test(arguments: [
    (true, "-b move +c", "internal keeps its compound source"),
    (false, "-b -a move +a +c", "external leaves it"),
  ])
  func `internal and external transitions differ in what they leave`(
    isInternal: Bool, trace: String, why: Comment
  ) throws {
    let chart = try Chart.of([
      noted(
        "a", on: [on("go", "c", isInternal: isInternal, run: [note("move")])],
        [noted("b"), noted("c")])
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.notes == trace, why)
  }

  @Test func `an internal transition of a parallel state leaves it all the same`() throws {
    let chart = try Chart.of([
      parallel("p", on: [on("go", "b", isInternal: true)], [noted("a"), noted("b")])
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.step.exited == "b a p")
  }

  @Test func `a transition without target runs its content and moves nothing`() throws {
    let chart = try Chart.of([noted("a", on: [on("go", run: [note("move")])], [noted("b")])])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.notes == "move")
    #expect(player.step.microsteps.map(\.entered) == [[]])
    #expect(player.step.isAccepted)
  }

  @Test func `an event that nobody awaits changes nothing and is not accepted`() throws {
    var player = try Player(Chart.of([noted("a")]))
    let before = player.step.snapshot
    try player.send("go")
    #expect(!player.step.isAccepted)
    #expect(player.step.snapshot == before)
    #expect(player.step.effects.isEmpty && player.step.microsteps.isEmpty)
  }

  @Test func `the root's own transitions work everywhere and never leave the root`() throws {
    let chart = try Chart.of([noted("a", [noted("b")]), noted("c")], on: [on("go", "c")])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.notes == "-b -a +c")
    try player.send("go")
    #expect(player.notes == "-c +c")
  }

  @Test func `a target beside its own ancestor is entered once and legally`() throws {
    let chart = try Chart.of([
      state("a", on: [on("go", "b", "d")]), state("b", [state("c"), state("d")]),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.configuration == "b d")
  }

  @Test func `eventless transitions come before raised events, and these before the world`()
    throws
  {
    let chart = try Chart.of([
      state("a", on: [on("go", "b")]),
      state("b", on: [always("c"), on("raised", "wrong")], entry: [.raise("raised")]),
      state("c", on: [on("raised", "d")]),
      state("d"), state("wrong"),
    ])
    var player = try Player(chart)
    try player.send("go")
    #expect(player.atomic == "d")
    #expect(player.step.microsteps.map { $0.event?.name } == ["go", nil, "raised"])
  }
}
