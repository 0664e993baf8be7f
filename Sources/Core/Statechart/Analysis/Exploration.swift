// Looks at every moment of a chart, nearest first, until there are no more or a bound is hit.

/// A walk through all that a chart can do.
struct Exploration {
  let tables: ChartTables
  let limits: AnalysisLimits
  var moves: Moves
  var graph: EventGraph
  var boundsHit: Set<AnalysisLimits.Bound> = []
  var microsteps = 0
  /// States that were in a final state (isInFinalState) at some moment.
  var done: BitSet
  /// For each state the first moment in which it is active and the chart waits for the world.
  var firstRest: [Int: Int] = [:]
  /// Stop as soon as this state is reached.
  var goal: Int?
  /// Stop as soon as a final state of the chart is reached.
  var stopsAtEnd = false

  private let finals: BitSet
  private var momentsMax: Int
  private var microstepsMax: Int
  /// Whether there is room for more moments and microsteps.
  private(set) var hasRoom = true

  init(_ chart: Chart, limits: AnalysisLimits) {
    tables = chart.tables
    self.limits = limits
    moves = Moves(chart, limits: limits)
    graph = EventGraph(chart.tables)
    momentsMax = limits.moments
    microstepsMax = limits.microsteps
    var finals = BitSet(size: chart.tables.size)
    for state in chart.states where state.kind == .final { finals.insert(state.index) }
    self.finals = finals
    done = BitSet(size: chart.tables.size)
  }

  var isComplete: Bool { boundsHit.isEmpty && moves.boundsHit.isEmpty }

  var isGoalReached: Bool {
    if stopsAtEnd, graph.entered.intersects(moves.endings) { return true }
    return goal.map(graph.entered.contains) ?? false
  }

  /// Looks at everything within the bounds.
  ///
  /// What the chart does on its own costs no event, so that it is followed to its end before the
  /// world is asked for another: the first way found to a moment is one with the fewest events.
  mutating func explore() {
    var level: [Int] = []
    for outcome in moves.start() {
      add(from: -1, .start, [], to: outcome) { if $1 { level.append($0) } }
    }
    follow(level)
  }

  /// Looks at everything that can follow a moment at which the chart waits, until it can end.
  mutating func explore(from moment: Moment) {
    stopsAtEnd = true
    var level: [Int] = []
    let outcome = Outcome(moment: moment, isFailure: false, isPure: true)
    add(from: -1, .start, [], to: outcome) { if $1 { level.append($0) } }
    follow(level)
  }

  private mutating func follow(_ level: [Int]) {
    var level = level
    while !level.isEmpty, hasRoom, !isGoalReached {
      settle(&level)
      var next: [Int] = []
      for number in level where graph.rests[number] {
        guard hasRoom, !isGoalReached else { break }
        sendEvents(at: number) { if $1 { next.append($0) } }
      }
      level = next
    }
  }

  /// Makes room for scouts, after a bound was hit.
  mutating func makeRoom() {
    momentsMax = graph.moments.count + limits.scoutedMoments
    microstepsMax = microsteps + limits.microsteps
    hasRoom = true
  }

  private mutating func hit(_ bound: AnalysisLimits.Bound) {
    boundsHit.insert(bound)
    hasRoom = false
  }

  /// Follows what the chart does on its own from these moments; new ones are added to them.
  mutating func settle(_ level: inout [Int]) {
    var place = 0
    while place < level.count, hasRoom {
      expand(level[place]) { if $1 { level.append($0) } }
      place += 1
    }
  }

  // MARK: One moment

  /// Tries what can happen at a moment before the world is asked; `found` hears of every moment
  /// that it leads to, and whether that is new.
  mutating func expand(_ number: Int, found: (Int, Bool) -> Void) {
    let moment = graph.moments[number]
    if moment.active.intersects(moves.endings) {
      graph.isExpanded[number] = true
      return
    }
    if moment.pending.count > limits.pendingEvents {
      boundsHit.insert(.pendingEvents)
      return
    }
    let eventless = moves.selections(at: moment, on: nil)
    for set in eventless where !set.isEmpty {
      take(set, at: number, moment, .eventless, found: found)
    }
    if eventless.contains([]) {
      if let symbol = moment.pending.first {
        takeInternal(symbol, at: number, moment, found: found)
      } else {
        rest(number, moment)
      }
    }
    graph.isExpanded[number] = hasRoom
  }

  private mutating func rest(_ number: Int, _ moment: Moment) {
    graph.rests[number] = true
    for state in moment.active where firstRest[state] == nil { firstRest[state] = number }
  }

  private mutating func takeInternal(
    _ symbol: Int, at number: Int, _ moment: Moment, found: (Int, Bool) -> Void
  ) {
    var later = moment
    later.pending.removeFirst()
    for set in moves.selections(at: later, on: moves.alphabet.eventClass(of: symbol)) {
      if set.isEmpty {
        let outcome = Outcome(moment: later, isFailure: false, isPure: true)
        add(from: number, .internal(symbol), [], to: outcome, found: found)
      } else {
        take(set, at: number, later, .internal(symbol), found: found)
      }
    }
    // An expression may have failed on the way here, so that its error comes first.
    for error in moves.errors {
      let eventClass = moves.alphabet.eventClass(of: error)
      for set in moves.selections(at: moment, on: eventClass) where !set.isEmpty {
        take(set, at: number, moment, .internal(error), isFailure: true, found: found)
      }
    }
  }

  /// Tries every event that the world can send at a moment.
  mutating func sendEvents(at number: Int, found: (Int, Bool) -> Void) {
    for eventClass in moves.arrivals(at: graph.moments[number]) {
      guard hasRoom else { return }
      send(eventClass, at: number, found: found)
    }
  }

  /// Tries an event of one class at a moment.
  mutating func send(_ eventClass: Int, at number: Int, found: (Int, Bool) -> Void) {
    let moment = graph.moments[number]
    for word in finalizing(moment) {
      var said = moment
      said.pending = word
      for set in moves.selections(at: said, on: eventClass) where !set.isEmpty || !word.isEmpty {
        take(set, at: number, said, .external(eventClass), found: found)
      }
    }
  }

  /// What `finalize` may raise before an event from a child is looked at.
  private func finalizing(_ moment: Moment) -> [[Int]] {
    if moves.onFinalize.isEmpty { return [[]] }
    return [[]]
      + moment.active.flatMap { moves.onFinalize[$0] ?? [] }.map(\.symbols)
  }

  private mutating func take(
    _ set: [Int], at number: Int, _ moment: Moment, _ cause: EventGraph.Cause,
    isFailure: Bool = false, found: (Int, Bool) -> Void
  ) {
    guard hasRoom else { return }
    guard microsteps < microstepsMax else { return hit(.microsteps) }
    microsteps += 1
    for var outcome in moves.microstep(from: moment, set) {
      if isFailure { outcome.isFailure = true }
      add(from: number, cause, set, to: outcome, found: found)
    }
  }

  private mutating func add(
    from: Int, _ cause: EventGraph.Cause, _ transitions: [Int], to outcome: Outcome,
    found: (Int, Bool) -> Void
  ) {
    guard graph.moments.count < momentsMax else { return hit(.moments) }
    let (number, isNew) = graph.add(from: from, cause, transitions, to: outcome)
    if isNew { noteDone(outcome.moment) }
    found(number, isNew)
  }

  private mutating func noteDone(_ moment: Moment) {
    for final in moment.active.intersection(finals) {
      var state = tables.parents[final]
      repeat {
        done.insert(state)
        state = tables.parents[state]
      } while state > ChartTables.root && tables.kinds[state] == .parallel
        && moves.isInFinalState(state, in: moment)
    }
  }
}
