// Goal: what an analysis says of a chart is what the interpreter does.
// Method: random charts with conditions, eventless transitions and raised events, from a seed that
// every failure prints; the interpreter plays random events, and plays the ways of the analysis.

import Testing

@testable import Statechart

/// What a way takes in one configuration.
private struct Wanted {
  let active: BitSet
  let transitions: [Int]
}

/// Answers conditions as a way needs them, from a list, or at random.
private struct Oracle: DataModel {
  var chart: Chart?
  /// What is to be taken, where that is known.
  var plan: [Wanted] = []
  /// Whether conditions of transitions that are not wanted are false.
  var isStrict = false
  /// Answers where the plan has none, and how many were asked for.
  var answers: [Bool] = []
  var asked = 0
  /// Answers at random where the list ends; nil is always no.
  var random: SeededGenerator?

  mutating func holds(_ condition: ExpressionID, in scope: Scope) throws(DataModelError) -> Bool {
    if let answer = planned(condition, scope) { return answer }
    defer { asked += 1 }
    if asked < answers.count { return answers[asked] }
    guard var generator = random else { return false }
    defer { random = generator }
    return Bool.random(using: &generator)
  }

  private func planned(_ condition: ExpressionID, _ scope: Scope) -> Bool? {
    guard isStrict, let chart,
      let transition = chart.transitions.first(where: { $0.condition == condition })
    else { return nil }
    var active = BitSet(size: chart.states.count)
    for state in chart.states where scope.isActive(state.id) { active.insert(state.index) }
    let here = plan.filter { $0.active == active }
    let isWanted = here.map { $0.transitions.contains(transition.index) }
    return Set(isWanted).count == 1 ? isWanted[0] : nil
  }

  func value(of id: ExpressionID, in scope: Scope) throws(DataModelError) -> DataValue { .null }
  func assign(_ location: ExpressionID, _ expression: ExpressionID, in scope: Scope)
    throws(DataModelError)
  {}
  func assign(_ location: ExpressionID, value: DataValue, in scope: Scope) throws(DataModelError) {}
  func due(_ expression: ExpressionID, in scope: Scope) throws(DataModelError) -> Due { .never }
  func items(of array: ExpressionID, in scope: Scope) throws(DataModelError) -> [DataValue] { [] }
}

struct AnalysisSoundnessTests {
  private static let seeds = (0..<40).map { _ in UInt64.random(in: 0...UInt64.max) }
  private static let small = AnalysisLimits(
    moments: 60, microsteps: 600, outcomes: 64, pendingEvents: 6, loopTurns: 2,
    scoutedMoments: 60)
  private static let ample = AnalysisLimits(
    moments: 1_500, microsteps: 15_000, outcomes: 64, pendingEvents: 6, loopTurns: 2,
    scoutedMoments: 500)
  private static let limits = Limits(microsteps: 60, internalEvents: 60, contentItems: 1_000)

  @Test(arguments: seeds)
  func `the interpreter never does what the analysis calls impossible`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    charts.isFree = true
    let chart = try charts.chart()
    for limits in [Self.small, Self.ample] {
      let analysis = chart.analyse(limits: limits)
      var exploration = Exploration(chart, limits: limits)
      exploration.explore()
      var unreachable: Set<StateID> = []
      var dead: Set<Int> = []
      var trapped: Set<StateID> = []
      var neverDone: Set<StateID> = []
      for finding in analysis.findings {
        switch finding.kind {
        case .unreachableState: unreachable.insert(finding.state ?? "")
        case .transitionNeverFires, .alwaysInConflict:
          dead.insert(finding.transitions[0].index)
        case .noWayToEnd(let together):
          if together.isEmpty { trapped.insert(finding.state ?? "") }
        case .parallelNeverDone: neverDone.insert(finding.state ?? "")
        case .endlessLoop: break
        }
      }
      try play(chart, charts.random) { step in
        for microstep in step.microsteps {
          for id in microstep.entered {
            #expect(!unreachable.contains(id), "seed \(seed): «\(id)» was entered")
          }
          for index in microstep.transitions {
            #expect(!dead.contains(index), "seed \(seed): transition \(index) fired")
          }
          if let name = microstep.event?.name, name.hasPrefix("done.state.") {
            let id = StateID(String(name.dropFirst("done.state.".count)))
            #expect(!neverDone.contains(id), "seed \(seed): «\(id)» was done")
          }
        }
      } between: { before, after in
        if case .done = after.status {
          let lost = before.configuration(in: chart).filter(trapped.contains)
          #expect(lost.isEmpty, "seed \(seed): ended from \(lost)")
          #expect(!trapped.contains(""), "seed \(seed): ended")
        }
        guard exploration.isComplete else { return }
        let isKnown = exploration.graph.moments.contains {
          $0.active == after.active && $0.history == after.history
            && ($0.pending.isEmpty || after.status != .running)
        }
        #expect(isKnown, "seed \(seed): \(after.configuration(in: chart)) was not seen")
      }
    }
  }

  /// Plays random events with random answers, a few times.
  private func play(
    _ chart: Chart, _ seed: SeededGenerator, each: (Step) -> Void,
    between: (Snapshot, Snapshot) -> Void
  ) throws {
    let interpreter = Interpreter(chart: chart, limits: Self.limits)
    var random = seed
    for _ in 0..<6 {
      var data = Oracle(random: random)
      _ = random.next()
      // A step that loops is no step: the play ends there.
      guard var step = try? interpreter.start(sessionID: "s", data: &data) else { continue }
      each(step)
      for _ in 0..<30 where step.snapshot.status == .running {
        let event = Event(RandomCharts.events.randomElement(using: &random) ?? "a")
        let before = step.snapshot
        guard let next = try? interpreter.step(before, on: event, data: &data) else { break }
        step = next
        each(step)
        between(before, step.snapshot)
      }
    }
  }

  @Test(arguments: seeds)
  func `the interpreter can go every way that the analysis shows`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    charts.isFree = true
    let chart = try charts.chart()
    for limits in [Self.small, Self.ample] {
      var exploration = Exploration(chart, limits: limits)
      exploration.explore()
      exploration.scout()
      let graph = exploration.graph
      for (state, moment) in graph.first where graph.rests[moment] && state.isMultiple(of: 4) {
        let way = graph.way(to: moment)
        if !way.allSatisfy({ isPlain($0, graph, &exploration.moves) }) { continue }
        if isAmbiguous(way, graph) { continue }
        let reached = follow(way, graph, chart)
        #expect(
          reached?.isActive(chart[state].id, in: chart) == true,
          "seed \(seed): «\(chart[state].id)» by \(way.map(\.transitions))")
      }
    }
  }

  /// Whether the oracle can take a step: it never fails, and holds no condition to be true whose
  /// transition is then preempted.
  private func isPlain(_ edge: EventGraph.Edge, _ graph: EventGraph, _ moves: inout Moves) -> Bool {
    if edge.isFailure { return false }
    guard edge.from >= 0 else { return true }
    let eventClass: Int? =
      switch edge.cause {
      case .start, .eventless: nil
      case .external(let symbol), .internal(let symbol): moves.alphabet.eventClass(of: symbol)
      }
    return moves.enabledSets(at: graph.moments[edge.from], on: eventClass)
      .contains(edge.transitions)
  }

  /// Whether the chart comes back to a configuration, without an event from outside, to take
  /// something else there: the oracle knows only the configuration.
  private func isAmbiguous(_ way: [EventGraph.Edge], _ graph: EventGraph) -> Bool {
    var taken: [BitSet: [Int]] = [:]
    for edge in way where edge.from >= 0 {
      if edge.cause.isExternal { taken = [:] }
      let known = taken.updateValue(edge.transitions, forKey: graph.moments[edge.from].active)
      if known.map({ $0 != edge.transitions }) == true { return true }
    }
    return false
  }

  /// Where a way leads: at every event answers of conditions are tried until the interpreter
  /// takes the transitions of the way.
  private func follow(_ way: [EventGraph.Edge], _ graph: EventGraph, _ chart: Chart) -> Snapshot? {
    let interpreter = Interpreter(chart: chart, limits: Self.limits)
    var snapshot: Snapshot?
    var rest = way[...]
    while let first = rest.popFirst() {
      let inner = rest.prefix { !$0.cause.isExternal }
      rest = rest.dropFirst(inner.count)
      let plan = ([first] + inner).map { edge in
        Wanted(
          active: edge.from < 0
            ? BitSet(size: chart.states.count) : graph.moments[edge.from].active,
          transitions: edge.transitions)
      }
      let found =
        attempt(first.cause, plan, from: snapshot, interpreter, isStrict: true)
        ?? attempt(first.cause, plan, from: snapshot, interpreter, isStrict: false)
      guard let found else { return nil }
      snapshot = found.snapshot
    }
    return snapshot
  }

  /// Tries answers in the order of binary numbers, as far as they are asked for.
  private func attempt(
    _ cause: EventGraph.Cause, _ plan: [Wanted], from before: Snapshot?,
    _ interpreter: Interpreter, isStrict: Bool
  ) -> Step? {
    let alphabet = Alphabet(interpreter.chart.tables)
    // Events that enable nothing are no microsteps; the start is one without transitions.
    let wanted = plan.enumerated().filter { $0 == 0 || !$1.transitions.isEmpty }
      .map(\.element.transitions)
    var answers: [Bool] = []
    for _ in 0..<2_000 {
      var data = Oracle(chart: interpreter.chart, plan: plan, isStrict: isStrict, answers: answers)
      var step: Step?
      if case .external(let symbol) = cause, let before {
        let event = Event(alphabet.name(of: symbol))
        step = try? interpreter.step(before, on: event, data: &data)
      } else {
        step = try? interpreter.start(sessionID: "s", data: &data)
      }
      if let step, step.microsteps.map(\.transitions) == wanted { return step }
      answers += Array(repeating: false, count: max(0, min(data.asked, 24) - answers.count))
      while answers.last == true { answers.removeLast() }
      if answers.isEmpty { return nil }
      answers[answers.count - 1] = true
    }
    return nil
  }

  @Test(arguments: seeds)
  func `a certain loop keeps the interpreter from coming to rest`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    charts.isFree = true
    let chart = try charts.chart()
    var exploration = Exploration(chart, limits: Self.ample)
    exploration.explore()
    let graph = exploration.graph
    let interpreter = Interpreter(chart: chart, limits: Self.limits)
    for loop in Loops(exploration).found where loop.isCertain {
      let way = graph.way(to: loop.start)
      guard way.allSatisfy({ isPlain($0, graph, &exploration.moves) }),
        let last = way.lastIndex(where: \.cause.isExternal),
        let snapshot = follow(Array(way[..<last]), graph, chart),
        case .external(let symbol) = way[last].cause
      else { continue }
      // What a condition inside content decides, the oracle does not know.
      let isDecided = way[last...].allSatisfy { edge in
        graph.edges.allSatisfy {
          $0.from != edge.from || $0.transitions != edge.transitions || $0.to == edge.to
        }
      }
      if !isDecided { continue }
      let plan = way[last...].map {
        Wanted(active: graph.moments[$0.from].active, transitions: $0.transitions)
      }
      var data = Oracle(chart: chart, plan: plan, isStrict: true, random: charts.random)
      let event = Event(exploration.moves.alphabet.name(of: symbol))
      let step = try? interpreter.step(snapshot, on: event, data: &data)
      let taken = step?.microsteps.map(\.transitions) ?? []
      #expect(
        !taken.starts(with: plan.map(\.transitions)), "seed \(seed): came to rest after \(taken)")
    }
  }
}
