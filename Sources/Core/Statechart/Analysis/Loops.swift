// Circles of microsteps in which the world has no say.

/// A circle, and the way to it.
struct Loop {
  /// The moment from which the way to the circle goes on.
  let start: Int
  let way: [EventGraph.Edge]
  let circle: [EventGraph.Edge]
  let isCertain: Bool

  /// The transitions of the circle, in the order in which they fire.
  var transitions: [Int] {
    var seen: Set<Int> = []
    return circle.flatMap(\.transitions).filter { seen.insert($0).inserted }
  }
}

/// Finds the circles of a graph.
struct Loops {
  private(set) var found: [Loop] = []
  /// Moments from which the chart never comes to rest.
  private(set) var isRestless: [Bool]
  private let graph: EventGraph
  /// For each moment the edges that need no event from outside and no failing expression.
  private var next: [[EventGraph.Edge]]
  private var reported: Set<Set<Int>> = []

  init(_ exploration: Exploration) {
    graph = exploration.graph
    next = [[EventGraph.Edge]](repeating: [], count: graph.moments.count)
    var before = [[Int]](repeating: [], count: graph.moments.count)
    for edge in graph.edges where edge.from >= 0 && !edge.cause.isExternal && !edge.isFailure {
      next[edge.from].append(edge)
      before[edge.to].append(edge.from)
    }
    isRestless = graph.moments.indices.map { [graph] number in
      graph.isExpanded[number] && !graph.rests[number]
        && !graph.moments[number].active.intersects(exploration.moves.endings)
    }
    var list = isRestless.indices.filter { !isRestless[$0] }
    while let number = list.popLast() {
      for earlier in before[number] where isRestless[earlier] {
        isRestless[earlier] = false
        list.append(earlier)
      }
    }
    findCertain()
    findGrowing(exploration.limits)
    findPossible()
  }

  // MARK: Never at rest, whatever conditions say

  private mutating func findCertain() {
    var visited = [Bool](repeating: false, count: isRestless.count)
    for start in isRestless.indices where isRestless[start] && !visited[start] {
      var way: [EventGraph.Edge] = []
      var places: [Int: Int] = [:]
      var number = start
      while places[number] == nil, !visited[number] {
        places[number] = way.count
        visited[number] = true
        guard let edge = next[number].first else { break }
        way.append(edge)
        number = edge.to
      }
      guard let place = places[number] else { continue }
      report(
        Loop(
          start: start, way: Array(way[..<place]), circle: Array(way[place...]),
          isCertain: true))
    }
  }

  private mutating func report(_ loop: Loop) {
    if loop.transitions.isEmpty { return }
    if reported.insert(Set(loop.transitions)).inserted { found.append(loop) }
  }

  /// Circles after which more internal events wait than before: they were cut off.
  private mutating func findGrowing(_ limits: AnalysisLimits) {
    for (number, moment) in graph.moments.enumerated()
    where moment.pending.count > limits.pendingEvents && !graph.isExpanded[number] {
      var circle: [EventGraph.Edge] = []
      for edge in graph.way(to: number).reversed() {
        guard !edge.cause.isExternal, edge.from >= 0 else { break }
        circle.insert(edge, at: 0)
        let earlier = graph.moments[edge.from]
        guard earlier.active == moment.active, earlier.history == moment.history,
          earlier.pending.count < moment.pending.count
        else { continue }
        report(Loop(start: edge.from, way: [], circle: circle, isCertain: false))
        break
      }
    }
  }

  // MARK: Never at rest while conditions hold

  /// Eventless circles that change no data: whoever goes round once goes round for ever.
  private mutating func findPossible() {
    for number in next.indices {
      next[number].removeAll { edge in
        guard case .eventless = edge.cause else { return true }
        return !edge.isPure || isRestless[edge.from]
      }
    }
    // Moments without a way in or without a way on are in no circle.
    var isInner = [Bool](repeating: true, count: next.count)
    var entering = [Int](repeating: 0, count: next.count)
    for edge in next.joined() { entering[edge.to] += 1 }
    var list = entering.indices.filter { entering[$0] == 0 }
    while let number = list.popLast() {
      isInner[number] = false
      for edge in next[number] {
        entering[edge.to] -= 1
        if entering[edge.to] == 0 { list.append(edge.to) }
      }
    }
    for number in next.indices where isInner[number] {
      if let circle = shortestCircle(through: number, inside: isInner) {
        report(Loop(start: number, way: [], circle: circle, isCertain: false))
      }
    }
  }

  /// The shortest way from a moment back to it.
  private func shortestCircle(through start: Int, inside: [Bool]) -> [EventGraph.Edge]? {
    var reachedBy: [Int: EventGraph.Edge] = [:]
    var list = [start]
    var place = 0
    while place < list.count {
      for edge in next[list[place]] where inside[edge.to] && reachedBy[edge.to] == nil {
        reachedBy[edge.to] = edge
        if edge.to == start { return circle(reachedBy, to: start) }
        list.append(edge.to)
      }
      place += 1
    }
    return nil
  }

  private func circle(_ reachedBy: [Int: EventGraph.Edge], to start: Int) -> [EventGraph.Edge] {
    var circle: [EventGraph.Edge] = []
    var number = start
    repeat {
      guard let edge = reachedBy[number] else { break }
      circle.append(edge)
      number = edge.from
    } while number != start
    return circle.reversed()
  }
}
