// Checks over the whole definition, after the chart was built.

internal import Statechart

extension Compilation {
  mutating func check(_ workflow: Workflow, fallback: SourceRange) {
    checkTimersDecideNothing(workflow.chart)
    checkAlternatives(workflow.chart)
    // A target that is not known would make half of the chart look unreachable.
    let isWhole = !reader.problems.diagnostics.contains { $0.code == .unknownTarget }
    guard isWhole, !isProved else { return }
    let timers = timerWords(workflow.chart)
    let ranges = ranges
    let found = ChartSearch.problems(
      of: workflow.chart, fallback: fallback,
      range: { ranges.indices.contains($0) ? ranges[$0] : nil },
      outside: workflow.cancellationState.map { StateID($0) }, words: { timers[$0] })
    for problem in found { reader.problems.add(problem) }
  }

  /// Events of timers, as the definition writes them: `after 15 wd`.
  private func timerWords(_ chart: Chart) -> [String: String] {
    var words: [String: String] = [:]
    for state in chart.states {
      for timer in state.timers {
        words[timer.event] = String(timer.id.dropFirst(state.id.rawValue.count + 1))
      }
    }
    return words
  }

  /// Of several alternatives for one event the first that may be taken is taken: one that asks for
  /// no more than those behind it, and has no guard, leaves nothing to them.
  private mutating func checkAlternatives(_ chart: Chart) {
    for state in chart.states {
      let gated = state.transitions.compactMap { index -> (Transition, TransitionRule)? in
        let transition = chart.transitions[index]
        return transition.condition.flatMap { rules[$0] }.map { (transition, $0) }
      }
      for (place, (later, rule)) in gated.enumerated() {
        guard gated[..<place].contains(where: { $0.1.leavesNothing(to: rule) }) else { continue }
        reader.problems.add(
          .deadTransition,
          "this alternative for «\(rule.event)» can never be taken: the one before it asks for no more, and has no guard",
          at: later.origin.map { ranges[$0] } ?? SourceRange(line: 1, column: 1),
          help: "put it first, or give the other one a guard", severity: .warning)
      }
    }
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
      // The last member of a group may end the approval.
      if let approval = approvals.values.first(where: { all.contains($0.finishedState) }) {
        all += doneTargets(approval.state, in: chart)
      }
      // The end of a region may be what a parallel state still waited for.
      around = state.parent.flatMap { chart.states[$0].kind == .parallel ? $0 : nil }
    }
    return all
  }

  private func doneTargets(_ state: String, in chart: Chart) -> [String] {
    let done = "done.state.\(state)"
    return chart.transitions.filter { $0.events.contains { $0.text == done } }
      .flatMap { $0.targets.map { chart.states[$0].id.rawValue } }
  }

  private static func isSame(_ state: String, orAround inner: String) -> Bool {
    inner == state || inner.hasPrefix(state + "/")
  }
}

extension TransitionRule {
  /// Whether everyone who could take the other one is taken along here, for as little.
  fileprivate func leavesNothing(to other: TransitionRule) -> Bool {
    guard event == other.event, task == other.task, guardSource == nil else { return false }
    let required = form.filter(\.isRequired).map(\.name)
    let otherForm = other.form.map(\.name)
    let otherRequired = other.form.filter(\.isRequired).map(\.name)
    return Set(roles).isSuperset(of: other.roles)
      && Set(form.map(\.name)).isSuperset(of: otherForm)
      && Set(otherRequired).isSuperset(of: required)
      && Set(other.needs + otherRequired).isSuperset(of: needs)
      && Set(other.neededDocuments).isSuperset(of: neededDocuments)
      && (reason != .required || other.reason == .required)
  }
}
