// An instance's way through the chart: which states its steps entered, which transitions they took.

/// An instance's way through a chart.
struct Passage {
  /// Numbers of the steps that entered a state, by its index.
  private(set) var entries: [Int: [Int]] = [:]
  /// Numbers of the steps that took a transition, by its index.
  private(set) var taken: [Int: [Int]] = [:]
  private let current: Set<Int>
  private let visited: Set<Int>

  init(chart: Chart, trail: DrawingTrail) {
    current = Set(trail.current.compactMap { chart.index(of: $0) })
    let raised = TransitionMatcher.raised(in: chart)
    var active: Set<Int> = []
    var visited = current
    for (place, step) in trail.steps.enumerated() {
      let number = trail.firstNumber + place
      let exited = step.exited.compactMap { chart.index(of: $0) }
      let entered = step.entered.compactMap { chart.index(of: $0) }
      for index in Self.unique(entered) { entries[index, default: []].append(number) }
      // Of a trail that was cut at its beginning, leaving is the first that is heard of a state.
      active.formUnion(exited)
      let matcher = TransitionMatcher(
        chart: chart, event: step.event, label: step.label, active: active,
        exited: Set(exited), entered: entered, raised: raised)
      for index in Self.unique(step.transitions ?? matcher.transitions())
      where chart.transitions.indices.contains(index) {
        taken[index, default: []].append(number)
      }
      visited.formUnion(active)
      visited.formUnion(entered)
      // A state may be left and entered again, or entered and left again: its last move counts,
      // which is not told; of the two, entering comes later in a microstep.
      active.subtract(exited)
      active.formUnion(entered)
      Self.keepOneChild(&active, chart, latest: entered)
    }
    self.visited = visited
  }

  func mark(of index: Int) -> DrawingScene.Mark {
    if current.contains(index) { return .current }
    return visited.contains(index) || index == ChartTables.root ? .visited : .unvisited
  }

  /// Of children of a compound state that a step entered one after the other, the last is active.
  private static func keepOneChild(_ active: inout Set<Int>, _ chart: Chart, latest: [Int]) {
    for (place, index) in latest.enumerated() {
      guard let parent = chart[index].parent, chart[parent].kind == .compound else { continue }
      let isOver = latest[(place + 1)...].contains {
        $0 != index && chart[$0].parent == parent
      }
      guard isOver else { continue }
      for state in index...chart[index].lastDescendant { active.remove(state) }
    }
  }

  private static func unique(_ indexes: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return indexes.filter { seen.insert($0).inserted }
  }
}
