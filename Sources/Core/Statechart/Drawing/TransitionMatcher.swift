// Which transitions a step took, where only the states are known that it left and entered.

/// Works out which transitions a step took, from its event and the states that it left and entered.
struct TransitionMatcher {
  let chart: Chart
  let event: String?
  let label: String
  let active: Set<Int>
  let exited: Set<Int>
  let entered: [Int]
  /// Names of events that the chart's content raises.
  let raised: Set<String>

  /// The transitions that explain the step: first those that listen to the event, then, for what
  /// was entered besides, those that the machine takes by itself.
  func transitions() -> [Int] {
    let arrived = Set(entered)
    let possible = chart.transitions.filter { isPossible($0, arrived) }
    var found = possible.filter { hears($0) }
    // Of targetless transitions nothing shows but the event: they count only when nothing moved.
    if found.contains(where: { !$0.targets.isEmpty }) { found.removeAll { $0.targets.isEmpty } }
    var explained = Set(found.flatMap(\.targets))
    for transition in possible where !transition.targets.isEmpty && !hears(transition) {
      guard event == nil || isAutomatic(transition),
        transition.targets.contains(where: { !explained.contains($0) })
      else { continue }
      found.append(transition)
      explained.formUnion(transition.targets)
    }
    return found.map(\.index)
  }

  private func isPossible(_ transition: Transition, _ arrived: Set<Int>) -> Bool {
    let source = transition.source
    if chart[source].kind.isHistory {
      // A default leaves no trace that remembering would not leave too.
      return false
    }
    guard source == ChartTables.root || active.contains(source) || arrived.contains(source)
    else { return false }
    guard !transition.targets.isEmpty else { return event != nil && hears(transition) }
    guard transition.targets.allSatisfy({ isReached($0, arrived) }) else { return false }
    let staysInside =
      transition.isInternal
      && transition.targets.allSatisfy { chart.isDescendant($0, of: source) }
    return source == ChartTables.root || staysInside || exited.contains(source)
  }

  private func isReached(_ target: Int, _ arrived: Set<Int>) -> Bool {
    guard chart[target].kind.isHistory, let parent = chart[target].parent else {
      return arrived.contains(target)
    }
    return arrived.contains { chart.isDescendant($0, of: parent) }
  }

  /// Whether a transition listens to the step's event, or to one that the label names.
  private func hears(_ transition: Transition) -> Bool {
    guard event == nil else {
      return transition.events.contains { descriptor in event.map(descriptor.matches) ?? false }
    }
    let names = label.split(separator: " ").map { String($0) }
    return transition.events.contains { descriptor in
      !descriptor.isWildcard && names.contains(where: descriptor.matches)
    }
  }

  /// Whether the machine may take it without being sent its event: eventless ones, and those that
  /// listen to events that it raises itself.
  private func isAutomatic(_ transition: Transition) -> Bool {
    transition.isEventless
      || transition.events.contains { descriptor in
        descriptor.isWildcard
          || [EventName.doneState, "error.", EventName.doneInvoke].contains { prefix in
            descriptor.text.hasPrefix(prefix)
          } || raised.contains(where: descriptor.matches)
      }
  }

  /// Names of events that a chart's content raises.
  static func raised(in chart: Chart) -> Set<String> {
    var names: Set<String> = []
    func collect(_ content: [Content]) {
      for piece in content {
        switch piece {
        case .raise(let name): names.insert(name)
        case .send(let send): if let name = send.event { names.insert(name) }
        case .conditional(let branches): for branch in branches { collect(branch.content) }
        case .forEach(_, _, _, let content): collect(content)
        case .assign, .log, .cancel, .start: break
        }
      }
    }
    for state in chart.states { for block in state.entry + state.exit { collect(block) } }
    for transition in chart.transitions { collect(transition.content) }
    return names
  }
}
