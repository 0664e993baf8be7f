// Goal: every fault that an analysis promises to find is found, with the way that shows it, and
// charts without fault give no findings.
// Method: one tiny chart for each fault, and the nearest chart that is right beside it.

import Statechart
import Testing

/// A finding in short: kind, state, transitions, way.
func brief(_ finding: Finding) -> String {
  let kind =
    switch finding.kind {
    case .unreachableState: "unreachable"
    case .transitionNeverFires(.eventNeverComes): "never comes"
    case .transitionNeverFires(.hidden): "hidden"
    case .transitionNeverFires(.preempted): "preempted"
    case .alwaysInConflict: "conflict"
    case .parallelNeverDone(let missing): "never done [\(names(missing))]"
    case .noWayToEnd(let states): states.isEmpty ? "no end" : "no end [\(names(states))]"
    case .endlessLoop: finding.certainty == .certain ? "loop" : "possible loop"
    }
  let transitions = finding.transitions.map { " \($0)" }.joined(separator: ",")
  return "\(kind) \(finding.state?.rawValue ?? "chart")\(transitions): \(finding.path)"
}

extension Chart {
  /// What a complete analysis finds, in short.
  func faults() -> [String] {
    let analysis = analyse(limits: .standard)
    return analysis.isComplete ? analysis.findings.map(brief) : ["incomplete"]
  }
}

struct AnalysisTests {
  // MARK: States and transitions

  @Test func `a state that nothing leads to is unreachable, what is inside it is not named`()
    throws
  {
    let chart = try Chart.of([
      state("a", on: [on("go", "b")]), state("b"),
      state("lost", on: [on("x", "a")], [state("inner"), state("other")]),
    ])
    #expect(chart.faults() == ["unreachable lost: start"])
  }

  @Test func `a state behind a transition that never fires is shown from where it would be left`()
    throws
  {
    let chart = try Chart.of([
      state("a", on: [on("go", "b")]), state("b", on: [on("done.state.a", "c")]), state("c"),
    ])
    #expect(
      chart.faults() == [
        "unreachable c: start → go", "never comes b «b» on «done.state.a» to «c»: start → go",
      ])
  }

  @Test func `a condition may hold, so what is behind it can be reached`() throws {
    var formula = Formulas()
    let chart = try Chart.of([
      state("a", on: [on("go", if: formula(.constant(.bool(false))), "b"), on("go", "c")]),
      state("b"), state("c"),
    ])
    #expect(chart.faults().isEmpty)
  }

  @Test func `history brings back only what was left`() throws {
    let chart = try Chart.of([
      state("a", on: [on("in", "h")]),
      state(
        "m", on: [on("out", "a")],
        [history("h", default: "x"), state("x", on: [on("n", "y")]), state("y"), state("z")]),
    ])
    #expect(chart.faults() == ["unreachable z: start → in"])
  }

  @Test func `of two transitions of one state the first without condition hides the second`()
    throws
  {
    let chart = try Chart.of([
      state("a", on: [on("go", "b"), on("go.now", "c"), on("stop", "c")]), state("b"), state("c"),
    ])
    #expect(chart.faults() == ["conflict a «a» on «go.now» to «c»: start → go.now"])
    let kind = try #require(chart.analyse(limits: .standard).findings.first).kind
    guard case .alwaysInConflict(let winners) = kind else { return }
    #expect(winners.map(\.index) == [0])
  }

  @Test func `a condition on the first leaves room for the second`() throws {
    var formula = Formulas()
    let condition = formula(.constant(.bool(true)))
    let chart = try Chart.of([
      state("a", on: [on("go", if: condition, "b"), on("go", "c"), on("*", "d")]),
      state("b"), state("c"), state("d"),
    ])
    #expect(chart.faults().isEmpty)
  }

  @Test func `a transition that every inner state answers first is hidden`() throws {
    func chart(_ second: EventDescriptor) throws -> Chart {
      try Chart.of([
        state(
          "m", on: [on("x", "end")],
          [state("a", on: [on("x", "b")]), state("b", on: [on(second, "a")])]),
        final("end"),
      ])
    }
    #expect(
      try chart("x").faults() == [
        "unreachable end: start", "hidden m «m» on «x» to «end»: start → x", "no end chart: start",
      ])
    #expect(try chart("y").faults().isEmpty)
  }

  @Test func `a transition that another region always takes first is preempted`() throws {
    func chart(_ second: EventDescriptor) throws -> Chart {
      try Chart.of([
        parallel(
          "p",
          [
            state("one", [state("a", on: [on("x", "out")])]),
            state("two", [state("b", on: [on(second, "elsewhere")])]),
          ]),
        state("out", on: [on("back", "p")]), state("elsewhere", on: [on("back", "p")]),
      ])
    }
    #expect(
      try chart("x").faults() == [
        "unreachable elsewhere: start", "preempted b «b» on «x» to «elsewhere»: start → x",
      ])
    #expect(try chart("y").faults().isEmpty)
  }

  @Test func `the event of a timer comes only while its state is active`() throws {
    var formula = Formulas()
    let timer = TimerSpecification(
      id: "t", event: "late", due: formula(.due(.after(milliseconds: 1))))
    var owner = state("a", on: [on("late", "b")])
    owner.timers = [timer]
    let chart = try Chart.of([owner, state("b", on: [on("late", "a"), on("back", "a")])])
    #expect(chart.faults() == ["never comes b «b» on «late» to «a»: start → late"])
  }

  @Test func `an error may come wherever something is evaluated`() throws {
    var formula = Formulas()
    let assign = Content.assign(location: formula(.location("v")), value: formula(.fails))
    let chart = try Chart.of([
      state("a", on: [on("error", "broken"), on("x", "b")], entry: [assign, .raise("x")]),
      state("b"), state("broken"),
    ])
    #expect(chart.faults().isEmpty)
  }

  // MARK: Parallel states

  @Test func `a region without a way to its final state keeps the parallel state from being done`()
    throws
  {
    func chart(_ way: StateID) throws -> Chart {
      try Chart.of([
        parallel(
          "p", on: [on("done.state.p", "end")],
          [
            state("one", [state("a", on: [on("x", "fa")]), final("fa")]),
            state("two", [state("b", on: [on("y", way)]), state("c"), final("fb")]),
          ]),
        final("end"),
      ])
    }
    #expect(
      try chart("c").faults() == [
        "unreachable fb: start", "unreachable end: start", "never done [two] p: start → x",
        "no end chart: start",
      ])
    #expect(try chart("fb").faults() == ["unreachable c: start"])
  }

  @Test func `regions that can be final, but not together, are named without one to blame`()
    throws
  {
    let chart = try Chart.of([
      parallel(
        "p", on: [on("done.state.p", "end"), on("leave", "end")],
        [
          state(
            "one", on: [on("y", "a", isInternal: true)],
            [state("a", on: [on("x", "fa")]), final("fa")]),
          state(
            "two", on: [on("x", "b", isInternal: true)],
            [state("b", on: [on("y", "fb")]), final("fb")]),
        ]),
      final("end"),
    ])
    #expect(chart.faults() == ["never done [] p: start → y"])
  }

  @Test func `a final state that serves its own region asks nothing of the others`() throws {
    let chart = try Chart.of([
      parallel(
        "p",
        [
          state(
            "one", on: [on("done.state.one", "a")], [state("a", on: [on("x", "fa")]), final("fa")]),
          state("two", [state("b")]),
        ])
    ])
    #expect(chart.faults().isEmpty)
  }

  // MARK: Ends

  @Test func `the state where the way to the end is lost is named, not those behind it`() throws {
    let chart = try Chart.of([
      state("a", on: [on("ok", "end"), on("bad", "trap")]),
      state("trap", on: [on("n", "deeper")]), state("deeper", on: [on("n", "trap")]),
      final("end"),
    ])
    #expect(chart.faults() == ["no end trap: start → bad"])
  }

  @Test func `a chart without a final state need not end`() throws {
    let chart = try Chart.of([state("a", on: [on("n", "b")]), state("b")])
    #expect(chart.faults().isEmpty)
  }

  @Test func `states that are harmless alone but not together are named together`() throws {
    let chart = try Chart.of([
      parallel(
        "p",
        on: [on("done.state.p", "end")],
        [
          state(
            "one",
            [
              state("a", on: [on("x", "fa"), on("q", "wait"), on("free", "p")]), state("wait"),
              final("fa"),
            ]),
          state(
            "two",
            [
              state("b", on: [on("y", "fb"), on("r", "hold"), on("free", "p")]), state("hold"),
              final("fb"),
            ]),
        ]),
      final("end"),
    ])
    #expect(chart.faults() == ["no end [fa hold] chart: start → x → r"])
  }

  // MARK: Loops

  @Test func `eventless transitions that lead in a circle never come to rest`() throws {
    let chart = try Chart.of([
      state("z", on: [on("go", "a")]), state("a", on: [always("b")]), state("b", on: [always("a")]),
    ])
    #expect(
      chart.faults() == ["loop a «a» without event to «b», «b» without event to «a»: start → go"])
  }

  @Test func `a circle with conditions is possible when it changes no data`() throws {
    var formula = Formulas()
    let (one, two) = (formula(.constant(.bool(true))), formula(.constant(.bool(true))))
    let assign = Content.assign(location: formula(.location("v")), value: one)
    func chart(_ content: [Content]) throws -> Chart {
      var first = always(if: one, "b")
      first.content = content
      return try Chart.of([state("a", on: [first]), state("b", on: [always(if: two, "a")])])
    }
    #expect(
      try chart([]).faults() == [
        "possible loop a «a» without event to «b», «b» without event to «a»: start"
      ])
    #expect(try chart([assign]).faults().isEmpty)
  }

  @Test func `a raise that is answered by the same raise never comes to rest`() throws {
    let chart = try Chart.of([
      state("a", on: [on("x", run: [.raise("y")]), on("y", run: [.raise("x")])])
    ])
    #expect(
      chart.faults() == ["loop a «a» on «y», «a» on «x»: start → x → (y) → (x)"])
  }

  @Test func `a raise that is answered by two is cut off and reported as possible`() throws {
    let chart = try Chart.of([state("a", on: [on("x", run: [.raise("x"), .raise("x")])])])
    let analysis = chart.analyse(limits: .standard)
    #expect(analysis.boundsHit == [.pendingEvents])
    #expect(analysis.findings.map(\.kind) == [.endlessLoop])
    #expect(analysis.findings.map(\.certainty) == [.possible])
  }

  @Test func `a raise that ends is no loop`() throws {
    let chart = try Chart.of([
      state("a", on: [on("x", "b", run: [.raise("y")])]), state("b", on: [on("y", "a")]),
    ])
    #expect(chart.faults().isEmpty)
  }

  // MARK: Ways and words

  @Test func `the way to a state is the shortest and names the chart's own events`() throws {
    let chart = try Chart.of([
      state("a", on: [on("long", "b"), on("short", "c")]), state("b", on: [on("n", "m")]),
      state("c", on: [always("m")]),
      state("m", on: [on("done.state.m", "e")], [state("i", on: [on("f", "k")]), final("k")]),
      state("e"), state("lost"),
    ])
    guard case .reachable(let path)? = chart.reachability(of: "e", limits: .standard) else {
      Issue.record("not reachable")
      return
    }
    #expect(path.description == "start → short → f → (done.state.m)")
    #expect(path.events == ["short", "f"])
    #expect(path.steps.map(\.transitions.count) == [0, 1, 1, 1, 1])
    #expect(chart.reachability(of: "lost", limits: .standard) == .unreachable)
    #expect(chart.reachability(of: "nowhere", limits: .standard) == nil)
  }

  @Test func `a finding points at its place`() throws {
    var transition = on("done.state.nobody", "a")
    transition.origin = 7
    var lost = state("lost")
    lost.origin = 9
    let chart = try Chart.of([state("a", on: [transition]), lost])
    #expect(chart.analyse(limits: .standard).findings.map(\.origin) == [9, 7])
  }

  @Test func `every finding says what would help`() throws {
    let reference = try Chart.of([state("a", on: [on("x", "a")])])
      .analyse(limits: .standard)
    #expect(reference.findings.isEmpty)
    let kinds: [Finding.Kind] = [
      .unreachableState(blocked: []), .transitionNeverFires(.eventNeverComes),
      .transitionNeverFires(.hidden(by: [])), .transitionNeverFires(.preempted(by: [])),
      .alwaysInConflict(winners: []), .parallelNeverDone(missing: []),
      .parallelNeverDone(missing: ["r"]), .noWayToEnd(configuration: []),
      .noWayToEnd(configuration: ["a", "b"]), .endlessLoop,
    ]
    for kind in kinds {
      for state in ["s", nil] as [StateID?] {
        let words = Finding(kind, state: state, path: EventPath()).description
        #expect(words.contains(";") && !words.hasSuffix("."), "\(words)")
        #expect(words.first?.isLowercase == true, "\(words)")
      }
    }
  }
}
