// Which states transitions enter.

/// Why states are entered.
enum EntryCause {
  /// The chart starts.
  case initial
  /// These transitions are taken.
  case transitions([Int])
}

/// What computeEntrySet works out.
struct EntrySet {
  /// "statesToEnter"
  var statesToEnter: BitSet
  /// "statesForDefaultEntry": compound states entered without a target inside them.
  var statesForDefaultEntry: BitSet
  /// "defaultHistoryContent": parent of a history state → the default transition to run.
  var defaultHistoryContent: [Int: Int] = [:]

  let tables: ChartTables
  let history: [Int: BitSet]

  init(tables: ChartTables, history: [Int: BitSet]) {
    self.tables = tables
    self.history = history
    statesToEnter = BitSet(size: tables.size)
    statesForDefaultEntry = statesToEnter
  }

  /// addDescendantStatesToEnter(state, …)
  mutating func addDescendantStatesToEnter(_ state: Int) {
    if tables.kinds[state].isHistory { return addHistory(state) }
    statesToEnter.insert(state)
    switch tables.kinds[state] {
    case .compound:
      // "statesForDefaultEntry.add(state); for s in state.initial.transition.target"
      statesForDefaultEntry.insert(state)
      guard let targets = tables.states[state].initial?.targets else { return }
      for target in targets { addDescendantStatesToEnter(target) }
      for target in targets { addAncestorStatesToEnter(target, upTo: state) }
    case .parallel:
      addRegions(of: state)
    case .atomic, .final, .shallowHistory, .deepHistory: break
    }
  }

  private mutating func addHistory(_ state: Int) {
    let parent = tables.parents[state]
    if let value = history[state] {
      // "if historyValue[state.id]: for s in historyValue[state.id]"
      for remembered in value { addDescendantStatesToEnter(remembered) }
      for remembered in value { addAncestorStatesToEnter(remembered, upTo: parent) }
    } else {
      // "defaultHistoryContent[state.parent.id] = state.transition.content"
      defaultHistoryContent[parent] = tables.states[state].transitions[0]
      let targets = tables.defaultTargets(ofHistory: state)
      for target in targets { addDescendantStatesToEnter(target) }
      for target in targets { addAncestorStatesToEnter(target, upTo: parent) }
    }
  }

  /// addAncestorStatesToEnter(state, ancestor, …): "for anc in getProperAncestors(…)"
  mutating func addAncestorStatesToEnter(_ state: Int, upTo ancestor: Int) {
    var next = tables.parents[state]
    while next > ChartTables.root, next != ancestor {
      statesToEnter.insert(next)
      if tables.kinds[next] == .parallel { addRegions(of: next) }
      next = tables.parents[next]
    }
  }

  /// "for child in getChildStates(state): if not statesToEnter.some(s => isDescendant(s, child))"
  private mutating func addRegions(of parallel: Int) {
    for child in tables.states[parallel].children {
      let last = tables.lastDescendants[child]
      if !statesToEnter.containsAny(from: child + 1, through: last) {
        addDescendantStatesToEnter(child)
      }
    }
  }
}

extension Run {
  /// computeEntrySet(transitions, …)
  func computeEntrySet(_ cause: EntryCause) -> EntrySet {
    var set = EntrySet(tables: tables, history: snapshot.history)
    switch cause {
    case .initial:
      set.addDescendantStatesToEnter(ChartTables.root)
    case .transitions(let enabled):
      for index in enabled {
        let targets = tables.entryTargets[index]
        if targets.isEmpty { continue }
        // "for s in t.target: addDescendantStatesToEnter(s, …)"
        for target in targets { set.addDescendantStatesToEnter(target) }
        // "for s in getEffectiveTargetStates(t): addAncestorStatesToEnter(s, ancestor, …)"
        let domain = getTransitionDomain(index)
        let effective =
          tables.domains[index] == ChartTables.unknown
          ? getEffectiveTargetStates(targets) : targets
        for target in effective { set.addAncestorStatesToEnter(target, upTo: domain) }
      }
    }
    return set
  }
}
