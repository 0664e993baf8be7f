// Which states transitions leave, and what leaving them does.

extension ChartTables {
  /// computeExitSet(transitions), of one: "all active descendants of the transition's domain".
  ///
  /// - Returns: the indexes of the domain's descendants, of which the active ones are the set;
  ///   nil for a transition without targets.
  func exitRange(of transition: Int, _ history: [Int: BitSet]) -> ClosedRange<Int>? {
    var domain = domains[transition]
    if domain == Self.none { return nil }
    if domain == Self.unknown { domain = getTransitionDomain(transition, history) }
    // A domain has descendants: the source of the transition, or what the source contains.
    return domain + 1...lastDescendants[domain]
  }

  /// getTransitionDomain(t), for a transition that has targets.
  func getTransitionDomain(_ index: Int, _ history: [Int: BitSet]) -> Int {
    let known = domains[index]
    guard known == Self.unknown else { return known }
    let transition = transitions[index]
    return tree.domain(
      of: transition, effectiveTargets: getEffectiveTargetStates(transition.targets, history))
  }

  /// getEffectiveTargetStates(transition): "dereferencing any history states".
  func getEffectiveTargetStates(_ targets: [Int], _ history: [Int: BitSet]) -> [Int] {
    var effective: [Int] = []
    for target in targets {
      if !kinds[target].isHistory {
        effective.append(target)
      } else if let value = history[target] {
        effective += value
      } else {
        effective += getEffectiveTargetStates(shape.defaultTargets(ofHistory: target), history)
      }
    }
    return effective
  }

  /// "for h in s.history: historyValue[h.id] = configuration.toList().filter(f)", for the active
  /// states of a range.
  func recordHistory(
    _ range: ClosedRange<Int>, _ active: BitSet, in historyValue: inout [Int: BitSet]
  ) {
    let exits = active.members(from: range.lowerBound, through: range.upperBound)
    for index in exits.intersection(busyOnExit) {
      for history in states[index].histories {
        var value = active.members(from: index + 1, through: lastDescendants[index])
        if kinds[history] == .deepHistory {
          // "f = s0: isAtomicState(s0) and isDescendant(s0, s)"
          value = value.intersection(atomics)
        } else {
          // "f = s0: s0.parent == s"
          for state in value where parents[state] != index { value.remove(state) }
        }
        historyValue[history] = value
      }
    }
  }
}

extension Run {
  /// exitStates(enabledTransitions)
  ///
  /// The exit sets of transitions that are taken together lie apart and in document order.
  ///
  /// - Returns: the states left, in exit order: reverse document order, so inner ones first.
  mutating func exitStates(
    _ enabled: [Int], _ data: inout some DataModel
  ) throws(StepError) -> [StateID] {
    let tables = tables
    // What the exit sets hang on is the history as it was before these exits.
    let history = snapshot.history
    var count = 0
    var isBusy = false
    for index in enabled {
      guard let range = tables.exitRange(of: index, history) else { continue }
      count += snapshot.active.count(in: range)
      // All history is recorded before any exit content runs.
      if tables.hasBusyExits, snapshot.active.intersects(tables.busyOnExit, in: range) {
        isBusy = true
        tables.recordHistory(range, snapshot.active, in: &snapshot.history)
      }
    }
    var exited: [StateID] = []
    if count > 1 { exited.reserveCapacity(count) }
    for index in enabled.reversed() {
      guard let range = tables.exitRange(of: index, history) else { continue }
      while exited.count < count, let state = snapshot.active.last(in: range) {
        if isBusy { try exit(state, &data) } else { leave(state) }
        if count == 1 { return tables.names[state] }
        exited.append(tables.ids[state])
      }
    }
    return exited
  }

  /// Leaves one state: its promises are taken back, then its exit content runs.
  mutating func exit(_ index: Int, _ data: inout some DataModel) throws(StepError) {
    if tables.busyOnExit.contains(index) {
      currentState = index
      let state = tables.states[index]
      for timer in state.timers { effects.append(.cancelTimer(id: timer.id)) }
      for task in state.tasks { effects.append(.closeTask(id: task.id, state: state.id)) }
      // "for content in s.onexit: executeContent(content)"
      for block in state.exit { try executeBlock(block, &data) }
      // "for inv in s.invoke: cancelInvoke(inv)"
      if !state.invocations.isEmpty { cancelInvocations(of: state.id) }
      currentState = -1
    }
    if index != ChartTables.root { leave(index) }
  }

  private mutating func leave(_ index: Int) {
    // "statesToInvoke.delete(s)"
    if tables.hasInvocations { statesToInvoke.remove(index) }
    // "configuration.delete(s)"; the root is not in it.
    snapshot.active.remove(index)
  }
}
