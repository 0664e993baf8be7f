// States from which the chart can no longer end.

/// Where the way to a final state of the chart is lost.
struct Traps {
  /// Moments from which the chart cannot end.
  private(set) var moments: [Bool]
  /// States that are active only in such moments.
  private(set) var states: BitSet

  /// Moments and states, every moment having been looked at.
  init(_ exploration: Exploration) {
    let graph = exploration.graph
    let endings = exploration.moves.endings
    var canEnd = graph.moments.map { $0.active.intersects(endings) }
    var before = [[Int]](repeating: [], count: graph.moments.count)
    for edge in graph.edges where edge.from >= 0 { before[edge.to].append(edge.from) }
    var list = canEnd.indices.filter { canEnd[$0] }
    while let number = list.popLast() {
      for earlier in before[number] where !canEnd[earlier] {
        canEnd[earlier] = true
        list.append(earlier)
      }
    }
    moments = canEnd.map(!)
    states = graph.entered
    for (number, moment) in graph.moments.enumerated() where canEnd[number] {
      states.subtract(moment.active)
    }
  }

  /// Those that are certain although not every moment was looked at.
  init(_ exploration: Exploration, _ approximation: Approximation) {
    let tables = exploration.tables
    let hopeless = Prospects(approximation).hopeless
    moments = exploration.graph.moments.map { $0.active.intersects(hopeless) }
    states = exploration.graph.entered
    for state in states {
      let inside = approximation.active.intersection(tables.atomics)
        .members(from: state, through: tables.lastDescendants[state])
      if !inside.isSubset(of: hopeless) { states.remove(state) }
    }
  }
}

/// Which atomic states leave the chart a prospect of ending, taken each by itself.
///
/// A way to the end leads, from each atomic state that is active on it, over a transition that
/// leaves that state to states that all have a prospect themselves. So a state without such a
/// transition has none, whatever the other regions do.
private struct Prospects {
  let tables: ChartTables
  let approximation: Approximation
  /// Atomic states that may be active, but never on a way to the end.
  private(set) var hopeless: BitSet
  private let atomics: BitSet
  /// For each final state: where its region can be before its `done.state` event is taken.
  private var aftermaths: [Int: BitSet] = [:]

  init(_ approximation: Approximation) {
    tables = approximation.tables
    self.approximation = approximation
    atomics = approximation.active.intersection(tables.atomics)
    hopeless = atomics
    hopeless.subtract(approximation.moves.endings)
    var waiting = Array(approximation.fires).filter {
      (approximation.entries[$0]?.domain ?? ChartTables.none) != ChartTables.none
    }
    var count: Int
    repeat {
      count = waiting.count
      waiting.removeAll { transition in
        guard leadsOn(transition) else { return false }
        for state in left(by: transition) where hopeless.contains(state) {
          if canFire(transition, leaving: state) { hopeless.remove(state) }
        }
        return true
      }
    } while waiting.count < count
  }

  /// Whether all that the transition enters has a prospect.
  private func leadsOn(_ transition: Int) -> Bool {
    guard let entry = approximation.entries[transition] else { return false }
    if entry.isOpen { return !inside(entry.domain).isSubset(of: hopeless) }
    return !entry.states.intersects(hopeless)
  }

  private func inside(_ domain: Int) -> BitSet {
    atomics.members(from: domain + 1, through: tables.lastDescendants[domain])
  }

  /// The atomic states that the transition can leave.
  private func left(by transition: Int) -> [Int] {
    guard let entry = approximation.entries[transition], entry.domain != ChartTables.none else {
      return []
    }
    let source = tables.transitions[transition].source
    return inside(entry.domain).filter { tables.tree.canBeActiveTogether([$0, source]) }
  }

  /// Whether the transition can fire while the state is active. One that waits only for states
  /// around it to be done needs the final state of its region first.
  private mutating func canFire(_ transition: Int, leaving state: Int) -> Bool {
    let moves = approximation.moves
    let classes = moves.alphabet.matched[transition]
    if classes.isEmpty { return true }
    for eventClass in classes where isFree(eventClass) { return true }
    for (finished, eventClass) in moves.doneClasses where classes.contains(eventClass) {
      guard approximation.canBeDone(finished) else { continue }
      if !tables.isDescendant(state, of: finished) { return true }
      for final in finals(of: finished, around: state)
      where aftermath(of: final).contains(state) {
        return true
      }
    }
    return false
  }

  /// Whether events of the class come from elsewhere than the end of a state.
  private func isFree(_ eventClass: Int) -> Bool {
    let moves = approximation.moves
    return moves.alphabet.canArrive(eventClass, in: approximation.active)
      || moves.sayable.contains(eventClass)
  }

  /// The final states that finish a state, in the region of it that is around another.
  private func finals(of finished: Int, around state: Int) -> [Int] {
    if tables.kinds[finished] == .parallel {
      let regions = tables.states[finished].children
      guard
        let region = regions.first(where: { state >= $0 && state <= tables.lastDescendants[$0] })
      else { return [] }
      return finals(of: region, around: state)
    }
    return approximation.finalChildren(of: finished)
  }

  /// Where a region can be after its final state was entered, by moves that wait for nothing.
  private mutating func aftermath(of final: Int) -> BitSet {
    if let known = aftermaths[final] { return known }
    var reached = BitSet(size: tables.size)
    reached.insert(final)
    let transitions = approximation.fires.filter(isImmediate)
    var count: Int
    repeat {
      count = reached.count
      for transition in transitions
      where left(by: transition).contains(where: reached.contains) {
        guard let entry = approximation.entries[transition] else { continue }
        reached.formUnion(
          entry.isOpen ? inside(entry.domain) : entry.states.intersection(atomics))
      }
    } while reached.count > count
    aftermaths[final] = reached
    return reached
  }

  /// Whether a transition can fire without the world having a say.
  private func isImmediate(_ transition: Int) -> Bool {
    let moves = approximation.moves
    let classes = moves.alphabet.matched[transition]
    if classes.isEmpty { return true }
    return classes.contains { eventClass in
      moves.sayable.contains(eventClass)
        || moves.doneClasses.contains { $0.value == eventClass }
    }
  }
}
