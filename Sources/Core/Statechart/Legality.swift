// Which sets of states are legal configurations of a chart (SCXML 3.11).

extension ChartTables {
  /// The set of these names.
  func set(of names: [StateID]) throws(SnapshotError) -> BitSet {
    var set = BitSet(size: size)
    for name in names {
      guard let index = indexes[name] else { throw .unknownState(name) }
      if kinds[index].isHistory { throw .historyInConfiguration(name) }
      set.insert(index)
    }
    return set
  }

  /// Refuses a set of states that cannot be, all together and nothing else, active below a state.
  func requireLegal(_ active: BitSet, below top: Int) throws(SnapshotError) {
    for index in active where parents[index] != top && !active.contains(parents[index]) {
      throw .parentNotActive(states[index].id)
    }
    try requireLegalChildren(of: top, in: active)
    for index in active { try requireLegalChildren(of: index, in: active) }
  }

  private func requireLegalChildren(of index: Int, in active: BitSet) throws(SnapshotError) {
    let state = states[index]
    switch state.kind {
    case .compound:
      // "exactly one child of each active compound state"
      let count = state.children.count(where: active.contains)
      if count != 1 { throw .notOneChild(of: state.id, active: count) }
    case .parallel:
      // "all children of each active parallel state"
      for child in state.children where !active.contains(child) {
        throw .missingRegion(states[child].id, of: state.id)
      }
    case .atomic, .final, .shallowHistory, .deepHistory: break
    }
  }

  /// The index of a history state and what it remembers, checked.
  func historyValue(
    of id: StateID, _ names: [StateID]
  ) throws(SnapshotError) -> (index: Int, value: BitSet) {
    guard let index = indexes[id] else { throw .unknownState(id) }
    guard kinds[index].isHistory else { throw .illegalHistoryValue(id) }
    let value = try set(of: names)
    let parent = parents[index]
    var active = value
    for state in value {
      let isFit =
        kinds[index] == .shallowHistory
        ? parents[state] == parent : atomics.contains(state) && isDescendant(state, of: parent)
      guard isFit else { throw .illegalHistoryValue(id) }
      var ancestor = parents[state]
      while ancestor > parent {
        active.insert(ancestor)
        ancestor = parents[ancestor]
      }
    }
    do {
      if kinds[index] == .shallowHistory {
        try requireLegalChildren(of: parent, in: active)
      } else {
        try requireLegal(active, below: parent)
      }
    } catch { throw .illegalHistoryValue(id) }
    return (index, value)
  }
}
