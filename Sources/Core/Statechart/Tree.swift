// Questions about the shape of a chart that hang on no snapshot (SCXML, Appendix D, helpers).

/// The shape of a chart: who lies in whom.
struct Tree: Sendable {
  let parents: ContiguousArray<Int>
  let kinds: ContiguousArray<State.Kind>
  let lastDescendants: ContiguousArray<Int>

  func isDescendant(_ state: Int, of ancestor: Int) -> Bool {
    state > ancestor && state <= lastDescendants[ancestor]
  }

  /// getTransitionDomain(t), its targets being known: "the compound state such that all states
  /// that are exited or entered are its descendants".
  func domain(of transition: Transition, effectiveTargets: [Int]) -> Int {
    let source = transition.source
    // "if t is internal, its source compound, and all targets descend from the source"
    if transition.isInternal || source == ChartTables.root, kinds[source] == .compound,
      effectiveTargets.allSatisfy({ isDescendant($0, of: source) })
    {
      return source
    }
    return findLCCA(of: source, and: effectiveTargets)
  }

  /// findLCCA(stateList): "the least common compound ancestor"; the root where there is none.
  func findLCCA(of head: Int, and tail: [Int]) -> Int {
    var ancestor = parents[head]
    while ancestor > ChartTables.root {
      if kinds[ancestor] == .compound, tail.allSatisfy({ isDescendant($0, of: ancestor) }) {
        return ancestor
      }
      ancestor = parents[ancestor]
    }
    return ChartTables.root
  }

  /// The nearest state, of any kind, that contains both.
  func leastCommonAncestor(_ left: Int, _ right: Int) -> Int {
    var ancestor = parents[left]
    while ancestor > ChartTables.root, !isDescendant(right, of: ancestor) {
      ancestor = parents[ancestor]
    }
    return max(ancestor, ChartTables.root)
  }

  /// The states of a list that contain no other of it.
  func withoutAncestors(_ states: [Int]) -> [Int] {
    states.filter { state in !states.contains { isDescendant($0, of: state) } }
  }

  /// Whether some configuration can be reached by entering all of these at once (SCXML 3.11).
  func canBeActiveTogether(_ states: [Int]) -> Bool {
    for (place, left) in states.enumerated() {
      for right in states[(place + 1)...] where !canBeActiveTogether(left, right) {
        return false
      }
    }
    return true
  }

  private func canBeActiveTogether(_ left: Int, _ right: Int) -> Bool {
    if left == right { return true }
    // A history state stands for everything below its parent.
    if kinds[left].isHistory, isDescendant(right, of: parents[left]) { return false }
    if kinds[right].isHistory, isDescendant(left, of: parents[right]) { return false }
    if isDescendant(left, of: right) || isDescendant(right, of: left) { return true }
    return kinds[leastCommonAncestor(left, right)] == .parallel
  }
}
