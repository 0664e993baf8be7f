// Which states transitions leave, and what leaving them does.

extension Run {
  /// computeExitSet(transitions): "all active descendants of each transition's domain".
  func computeExitSet(_ transitions: [Int]) -> BitSet {
    var statesToExit = BitSet(size: tables.size)
    for index in transitions where tables.domains[index] != ChartTables.none {
      let domain = getTransitionDomain(index)
      statesToExit.formUnion(
        snapshot.active.members(from: domain + 1, through: tables.lastDescendants[domain]))
    }
    return statesToExit
  }

  /// getTransitionDomain(t), for a transition that has targets.
  func getTransitionDomain(_ index: Int) -> Int {
    let known = tables.domains[index]
    guard known == ChartTables.unknown else { return known }
    let transition = tables.transitions[index]
    return tables.tree.domain(
      of: transition, effectiveTargets: getEffectiveTargetStates(transition.targets))
  }

  /// getEffectiveTargetStates(transition): "dereferencing any history states".
  func getEffectiveTargetStates(_ targets: [Int]) -> [Int] {
    var effective: [Int] = []
    for target in targets {
      if !tables.kinds[target].isHistory {
        effective.append(target)
      } else if let value = snapshot.history[target] {
        effective += value
      } else {
        effective += getEffectiveTargetStates(tables.defaultTargets(ofHistory: target))
      }
    }
    return effective
  }

  /// exitStates(enabledTransitions)
  ///
  /// - Returns: the states left, in exit order: reverse document order, so inner ones first.
  mutating func exitStates(
    _ enabled: [Int], _ data: inout some DataModel
  ) throws(StepError) -> [StateID] {
    var statesToExit = computeExitSet(enabled)
    if statesToExit.isEmpty { return [] }
    // "statesToInvoke.delete(s)"
    statesToInvoke.subtract(statesToExit)
    let isBusy = statesToExit.intersects(tables.busyOnExit)
    // All history is recorded before any exit content runs.
    if isBusy { recordHistory(statesToExit) }
    var exited: [StateID] = []
    exited.reserveCapacity(statesToExit.count)
    while let index = statesToExit.popLast() {
      if isBusy { try exit(index, &data) } else { snapshot.active.remove(index) }
      exited.append(tables.states[index].id)
    }
    return exited
  }

  mutating func recordHistory(_ statesToExit: BitSet) {
    for index in statesToExit.intersection(tables.busyOnExit) {
      for history in tables.states[index].histories {
        let last = tables.lastDescendants[index]
        var value = snapshot.active.members(from: index + 1, through: last)
        if tables.kinds[history] == .deepHistory {
          // "f = s0: isAtomicState(s0) and isDescendant(s0, s)"
          value = value.intersection(tables.atomics)
        } else {
          // "f = s0: s0.parent == s"
          for state in value where tables.parents[state] != index { value.remove(state) }
        }
        snapshot.history[history] = value
      }
    }
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
    // "configuration.delete(s)"; the root is not in it.
    if index != ChartTables.root { snapshot.active.remove(index) }
  }
}

extension ChartTables {
  /// Where a history state leads that remembers nothing.
  func defaultTargets(ofHistory index: Int) -> [Int] {
    entryTargets[states[index].transitions[0]]
  }
}
