// Which states transitions enter.

/// Why states are entered.
enum EntryCause {
  /// The chart starts.
  case initial
  /// These transitions are taken.
  case transitions([Int])
}

/// What the entry set hangs on beside the history values.
struct ChartShape: Sendable {
  let tree: Tree
  let states: ContiguousArray<State>
  /// See ``ChartTables/entryTargets``.
  let entryTargets: ContiguousArray<[Int]>

  /// Where a history state leads that remembers nothing.
  func defaultTargets(ofHistory index: Int) -> [Int] {
    entryTargets[states[index].transitions[0]]
  }
}

/// What computeEntrySet works out.
struct EntrySet {
  /// "statesToEnter"
  var statesToEnter: BitSet
  /// "statesForDefaultEntry": compound states entered without a target inside them.
  var statesForDefaultEntry: BitSet
  /// "defaultHistoryContent": parent of a history state → the default transition to run.
  var defaultHistoryContent: [Int: Int] = [:]

  /// Whether it hangs on a history value.
  private(set) var hasMetHistory = false

  let shape: ChartShape
  let history: [Int: BitSet]

  init(shape: ChartShape, history: [Int: BitSet]) {
    self.shape = shape
    self.history = history
    statesToEnter = BitSet(size: shape.states.count)
    statesForDefaultEntry = statesToEnter
  }

  /// addDescendantStatesToEnter(state, …)
  mutating func addDescendantStatesToEnter(_ state: Int) {
    if shape.tree.kinds[state].isHistory { return addHistory(state) }
    statesToEnter.insert(state)
    switch shape.tree.kinds[state] {
    case .compound:
      // "statesForDefaultEntry.add(state); for s in state.initial.transition.target"
      statesForDefaultEntry.insert(state)
      guard let targets = shape.states[state].initial?.targets else { return }
      for target in targets { addDescendantStatesToEnter(target) }
      for target in targets { addAncestorStatesToEnter(target, upTo: state) }
    case .parallel:
      addRegions(of: state)
    case .atomic, .final, .shallowHistory, .deepHistory: break
    }
  }

  private mutating func addHistory(_ state: Int) {
    hasMetHistory = true
    let parent = shape.tree.parents[state]
    if let value = history[state] {
      // "if historyValue[state.id]: for s in historyValue[state.id]"
      for remembered in value { addDescendantStatesToEnter(remembered) }
      for remembered in value { addAncestorStatesToEnter(remembered, upTo: parent) }
    } else {
      // "defaultHistoryContent[state.parent.id] = state.transition.content"
      defaultHistoryContent[parent] = shape.states[state].transitions[0]
      let targets = shape.defaultTargets(ofHistory: state)
      for target in targets { addDescendantStatesToEnter(target) }
      for target in targets { addAncestorStatesToEnter(target, upTo: parent) }
    }
  }

  /// addAncestorStatesToEnter(state, ancestor, …): "for anc in getProperAncestors(…)"
  mutating func addAncestorStatesToEnter(_ state: Int, upTo ancestor: Int) {
    var next = shape.tree.parents[state]
    while next > ChartTables.root, next != ancestor {
      statesToEnter.insert(next)
      if shape.tree.kinds[next] == .parallel { addRegions(of: next) }
      next = shape.tree.parents[next]
    }
  }

  /// "for child in getChildStates(state): if not statesToEnter.some(s => isDescendant(s, child))"
  private mutating func addRegions(of parallel: Int) {
    for child in shape.states[parallel].children {
      let last = shape.tree.lastDescendants[child]
      if !statesToEnter.containsAny(from: child + 1, through: last) {
        addDescendantStatesToEnter(child)
      }
    }
  }

  /// The body of computeEntrySet's loop, for one transition that has targets.
  ///
  /// - Parameter effectiveTargets: getEffectiveTargetStates(t); nil when they are its targets.
  mutating func add(_ transition: Int, domain: Int, effectiveTargets: [Int]?) {
    let targets = shape.entryTargets[transition]
    // "for s in t.target: addDescendantStatesToEnter(s, …)"
    for target in targets { addDescendantStatesToEnter(target) }
    // "for s in getEffectiveTargetStates(t): addAncestorStatesToEnter(s, ancestor, …)"
    for target in effectiveTargets ?? targets { addAncestorStatesToEnter(target, upTo: domain) }
  }

  /// "entryOrder": document order, so outer states come first.
  var entries: ContiguousArray<Entry> {
    ContiguousArray(
      statesToEnter.map { state in
        Entry(
          state: state, isDefault: statesForDefaultEntry.contains(state),
          historyTransition: defaultHistoryContent[state] ?? ChartTables.none)
      })
  }
}

extension ChartTables {
  /// computeEntrySet(transitions, …)
  func computeEntrySet(_ cause: EntryCause, _ history: [Int: BitSet]) -> EntrySet {
    var set = EntrySet(shape: shape, history: history)
    switch cause {
    case .initial:
      set.addDescendantStatesToEnter(Self.root)
    case .transitions(let enabled):
      for index in enabled where domains[index] != Self.none {
        let isUnknown = domains[index] == Self.unknown
        set.add(
          index, domain: getTransitionDomain(index, history),
          effectiveTargets: isUnknown
            ? getEffectiveTargetStates(entryTargets[index], history) : nil)
      }
    }
    return set
  }
}
