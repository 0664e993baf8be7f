// Turns what was seen of a chart into findings.

/// Writes findings, kind by kind.
struct AnalysisReport {
  let tables: ChartTables
  let exploration: Exploration
  let approximation: Approximation
  let isComplete: Bool
  private(set) var analysis: Analysis
  /// Parallel states that are reported never to be done.
  private(set) var neverDone: Set<Int> = []

  init(_ exploration: Exploration) {
    tables = exploration.tables
    self.exploration = exploration
    isComplete = exploration.isComplete
    approximation = Approximation(exploration.moves)
    let boundsHit = exploration.boundsHit.union(exploration.moves.boundsHit)
    analysis = Analysis(
      findings: [], boundsHit: AnalysisLimits.Bound.allCases.filter(boundsHit.contains),
      momentsVisited: exploration.graph.moments.count, undecidedStates: [],
      undecidedTransitions: [])
  }

  /// States that may be active and transitions that may fire, as far as is known.
  private var mayBeActive: BitSet { isComplete ? exploration.graph.entered : approximation.active }
  private var mayFire: BitSet { isComplete ? exploration.graph.fired : approximation.fires }

  mutating func write() {
    writeUnreachableStates()
    findNeverDone()
    writeDeadTransitions()
    writeNeverDone()
    let loops = Loops(exploration)
    writeTraps(loops)
    writeLoops(loops)
    noteUndecided()
  }

  mutating func report(
    _ kind: Finding.Kind, state: Int?, transitions: [Int] = [], path: EventPath,
    certainty: Finding.Certainty = .certain
  ) {
    let references = transitions.map { TransitionReference($0, in: tables) }
    let named = state.flatMap { $0 == ChartTables.root ? nil : $0 }
    analysis.findings.append(
      Finding(
        kind, state: named.map { tables.states[$0].id }, transitions: references,
        origin: references.first?.origin ?? named.flatMap { tables.states[$0].origin },
        path: path, certainty: certainty))
  }

  /// The shortest known way to a state, or to the nearest state around it that is reached.
  func path(toState state: Int) -> EventPath {
    var next = state
    while next > ChartTables.root {
      if let moment = exploration.graph.first[next] { return path(to: moment) }
      next = tables.parents[next]
    }
    return path(to: 0)
  }

  func path(to moment: Int, then more: [EventGraph.Edge] = []) -> EventPath {
    exploration.graph.path(to: moment, then: more, exploration.moves.alphabet)
  }

  // MARK: States

  private mutating func writeUnreachableStates() {
    for state in tables.states.dropFirst() where isUnreachable(state.index) {
      let parent = tables.parents[state.index]
      if parent != ChartTables.root, isUnreachable(parent) { continue }
      let blocked = tables.transitions.filter { transition in
        isReached(transition.source)
          && transition.targets.contains { $0 >= state.index && $0 <= state.lastDescendant }
      }
      let sources = blocked.compactMap { exploration.graph.first[$0.source] }
      report(
        .unreachableState(blocked: blocked.map { TransitionReference($0.index, in: tables) }),
        state: state.index,
        path: sources.min().map { path(to: $0) } ?? path(toState: state.index))
    }
  }

  private func isReached(_ state: Int) -> Bool {
    state == ChartTables.root || exploration.graph.entered.contains(state)
  }

  private func isUnreachable(_ state: Int) -> Bool {
    !tables.kinds[state].isHistory && !mayBeActive.contains(state)
  }

  private mutating func noteUndecided() {
    guard !isComplete else { return }
    let (entered, fired) = (exploration.graph.entered, exploration.graph.fired)
    analysis.undecidedStates = approximation.active.filter { !entered.contains($0) }
      .map { tables.states[$0].id }
    analysis.undecidedTransitions = approximation.fires.filter { !fired.contains($0) }
  }

  // MARK: Transitions

  private mutating func writeDeadTransitions() {
    var explanations = Explanations(exploration, approximation)
    for transition in tables.transitions where !mayFire.contains(transition.index) {
      let source = transition.source
      guard source == ChartTables.root || mayBeActive.contains(source),
        !tables.kinds[source].isHistory, !waitsForNeverDone(transition)
      else { continue }
      guard let (kind, winners) = explanations.explain(transition.index) else { continue }
      var steps = path(toState: source)
      if let shown = explanations.encounter(of: transition.index, with: winners) {
        steps = path(to: shown.moment)
        steps.steps.append(shown.step)
      }
      report(kind, state: source, transitions: [transition.index], path: steps)
    }
  }

  /// Whether it listens to nothing but the end of parallel states that are reported themselves.
  private func waitsForNeverDone(_ transition: Transition) -> Bool {
    !transition.events.isEmpty
      && transition.events.allSatisfy { descriptor in
        neverDone.contains {
          EventName.doneState + tables.states[$0].id.rawValue == descriptor.prefix
        }
      }
  }

  // MARK: Parallel states

  private mutating func findNeverDone() {
    for state in tables.states where state.kind == .parallel {
      guard mayBeActive.contains(state.index), isAwaited(state) else { continue }
      let canBeDone =
        isComplete
        ? exploration.done.contains(state.index)
        : approximation.canBeDone(state.index)
      if !canBeDone { neverDone.insert(state.index) }
    }
  }

  private mutating func writeNeverDone() {
    for parallel in neverDone.sorted() {
      let missing = tables.states[parallel].children.filter { region in
        isComplete ? !exploration.done.contains(region) : !approximation.canBeDone(region)
      }
      report(
        .parallelNeverDone(missing: missing.map { tables.states[$0].id }), state: parallel,
        path: closest(toTheEndOf: parallel))
    }
  }

  /// Whether a transition waits for the end of a parallel state, or a final state in a region
  /// has no other use.
  private func isAwaited(_ state: State) -> Bool {
    if isListenedFor(state) { return true }
    return state.children.contains { region in
      tables.kinds[region] == .compound && !isListenedFor(tables.states[region])
        && tables.states[region].children.contains { tables.kinds[$0] == .final }
    }
  }

  private func isListenedFor(_ state: State) -> Bool {
    let name = EventName.doneState + state.id.rawValue
    return tables.transitions.contains { $0.events.contains { $0.prefix == name } }
  }

  /// The way to the moment in which the most regions are in a final state.
  private func closest(toTheEndOf parallel: Int) -> EventPath {
    guard var best = exploration.graph.first[parallel] else { return EventPath() }
    var moves = exploration.moves
    var most = 0
    for (number, moment) in exploration.graph.moments.enumerated()
    where moment.active.contains(parallel) {
      let count = tables.states[parallel].children.count {
        moves.isInFinalState($0, in: moment)
      }
      if count > most { (most, best) = (count, number) }
    }
    return path(to: best)
  }

  // MARK: Ends and circles

  private mutating func writeTraps(_ loops: Loops) {
    guard !exploration.moves.endings.isEmpty else { return }
    let traps = isComplete ? Traps(exploration) : Traps(exploration, approximation)
    let graph = exploration.graph
    var reported: Set<Int> = []
    var isTogetherReported = false
    var found: [(state: Int?, edge: EventGraph.Edge)] = []
    for edge in graph.edges where traps.moments[edge.to] && !loops.isRestless[edge.to] {
      if edge.from >= 0, traps.moments[edge.from] { continue }
      let moment = graph.moments[edge.to]
      let outermost = moment.active.first { state in
        traps.states.contains(state) && !traps.states.contains(tables.parents[state])
          && (edge.from < 0 || !graph.moments[edge.from].active.contains(state))
      }
      let state = edge.from < 0 ? ChartTables.root : outermost
      if let state {
        if reported.insert(state).inserted { found.append((state, edge)) }
      } else if !isTogetherReported {
        isTogetherReported = true
        found.append((nil, edge))
      }
    }
    for (state, edge) in found.sorted(by: { ($0.state ?? .max) < ($1.state ?? .max) }) {
      let together = graph.moments[edge.to].active.intersection(tables.atomics)
      let names = state == nil ? together.map { tables.states[$0].id } : []
      let path = edge.from < 0 ? path(to: edge.to) : path(to: edge.from, then: [edge])
      report(.noWayToEnd(configuration: names), state: state, path: path)
    }
  }

  private mutating func writeLoops(_ loops: Loops) {
    for loop in loops.found {
      let transitions = loop.transitions
      report(
        .endlessLoop, state: tables.transitions[transitions[0]].source, transitions: transitions,
        path: path(to: loop.start, then: loop.way + loop.circle),
        certainty: loop.isCertain ? .certain : .possible)
    }
  }
}
