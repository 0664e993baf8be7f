// Checks over the whole definition, after the chart was built.

internal import Statechart

extension Compilation {
  mutating func check(_ workflow: Workflow) {
    checkTimersDecideNothing(workflow.chart)
    // A target that is not known would make half of the chart look unreachable.
    let isWhole = !reader.problems.diagnostics.contains { $0.code == .unknownTarget }
    if isWhole { checkReachability(workflow.chart) }
  }

  /// No timer approves or rejects on someone's behalf: a timed or spontaneous transition that leaves
  /// a waiting decision may not arrive where deciding would have led, not even in several hops.
  private mutating func checkTimersDecideNothing(_ chart: Chart) {
    for move in automaticMoves {
      let arrivals = arrivals(of: move.targets)
      for decision in decisions(leftBy: move.source, in: chart) {
        let reached = decision.targets.flatMap { destinations(of: $0, in: chart) }
        guard
          let shared = arrivals.first(where: { arrival in
            reached.contains {
              Self.isSame(arrival, orAround: $0) || Self.isSame($0, orAround: arrival)
            }
          })
        else { continue }
        reader.problems.add(
          .timerDecides,
          "this would take the agreement to «\(shared)» as if someone had decided «\(decision.events.first?.text ?? "")»",
          at: move.range, help: "let time lead to a waiting state, remind or escalate instead")
        break
      }
    }
  }

  /// Everywhere that an automatic transition leads to, and what follows from there by itself.
  private func arrivals(of targets: [StateID]) -> [String] {
    var all: [String] = []
    var queue = targets.map(\.rawValue)
    while let next = queue.popLast() {
      guard !all.contains(next) else { continue }
      all.append(next)
      for move in automaticMoves where Self.isSame(move.source, orAround: next) {
        queue += move.targets.map(\.rawValue)
      }
    }
    return all
  }

  /// The transitions by which people decide in states that a move from `source` leaves: those of
  /// «approve» and «return», or every event of a task that names neither.
  private func decisions(leftBy source: String, in chart: Chart) -> [Transition] {
    chart.transitions.filter { transition in
      guard let rule = transition.condition.flatMap({ rules[$0] }),
        let task = rule.task.flatMap({ tasks[$0] })
      else { return false }
      let named = [task.approveEvent, task.returnEvent].compactMap { $0 }
      guard named.isEmpty || named.contains(rule.event) else { return false }
      let place = chart.states[transition.source].id.rawValue
      return Self.isSame(source, orAround: place) || Self.isSame(place, orAround: source)
    }
  }

  /// A state that a decision leads to, and where the work goes on when that completes what is around.
  private func destinations(of target: Int, in chart: Chart) -> [String] {
    var all = [chart.states[target].id.rawValue]
    guard chart.states[target].kind == .final else { return all }
    var around = chart.states[target].parent
    while let state = around.map({ chart.states[$0] }) {
      let done = "done.state.\(state.id.rawValue)"
      for transition in chart.transitions
      where transition.events.contains(where: { $0.text == done }) {
        all += transition.targets.map { chart.states[$0].id.rawValue }
      }
      // The end of a region may be what a parallel state still waited for.
      around = state.parent.flatMap { chart.states[$0].kind == .parallel ? $0 : nil }
    }
    return all
  }

  private static func isSame(_ state: String, orAround inner: String) -> Bool {
    inner == state || inner.hasPrefix(state + "/")
  }

  /// States that no transition and no initial choice ever enters.
  private mutating func checkReachability(_ chart: Chart) {
    var reached: Set<Int> = []
    var queue = [0]
    func children(entered index: Int) -> [Int] {
      let state = chart.states[index]
      switch state.kind {
      case .parallel: return state.children
      case .compound: return state.initial?.targets ?? Array(state.children.prefix(1))
      default: return []
      }
    }
    while let index = queue.popLast() {
      guard reached.insert(index).inserted else { continue }
      let state = chart.states[index]
      queue += children(entered: index)
      if let parent = state.parent, !reached.contains(parent) { queue.append(parent) }
      for transition in state.transitions { queue += chart.transitions[transition].targets }
    }
    for state in chart.states where !reached.contains(state.index) {
      // A state inside an unreachable one is not reported again.
      if let parent = state.parent, !reached.contains(parent) { continue }
      reader.problems.add(
        .unreachableState, "nothing ever leads to «\(state.id)»",
        at: state.origin.map { ranges[$0] } ?? SourceRange(line: 1, column: 1),
        help: "add a transition that targets it, or remove it", severity: .warning)
    }
  }
}
