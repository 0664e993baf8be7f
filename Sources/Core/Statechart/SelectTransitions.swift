// Which transitions an event enables, and which of them may be taken together.

extension Run {
  /// selectEventlessTransitions()
  mutating func selectEventlessTransitions(
    _ data: inout some DataModel
  ) throws(StepError) -> [Int] {
    guard tables.hasEventless else { return [] }
    return try select(from: tables.eventlessOrder, matching: nil, &data)
  }

  /// selectTransitions(event)
  mutating func selectTransitions(
    _ event: Event, _ data: inout some DataModel
  ) throws(StepError) -> [Int] {
    try select(from: tables.eventOrder, matching: event.name, &data)
  }

  private mutating func select(
    from order: ContiguousArray<ContiguousArray<Int>>, matching name: String?,
    _ data: inout some DataModel
  ) throws(StepError) -> [Int] {
    var enabledTransitions: [Int] = []
    // Two regions can ask the same ancestor's transition: its condition is evaluated once.
    var refused: [Int] = []
    // "atomicStates = configuration.toList().filter(isAtomicState).sort(documentOrder)"
    for state in snapshot.active.intersection(tables.atomics) {
      // "for s in [state].append(getProperAncestors(state, null)): for t in s.transition"
      for index in order[state] {
        if let name, !tables.transitions[index].events.contains(where: { $0.matches(name) }) {
          continue
        }
        if enabledTransitions.contains(index) { break }
        if refused.contains(index) { continue }
        if try conditionMatch(index, &data) {
          enabledTransitions.append(index)
          break
        }
        refused.append(index)
      }
    }
    return removeConflictingTransitions(enabledTransitions)
  }

  /// conditionMatch(t): "if the condition cannot be evaluated, it is false" (SCXML 5.9.1).
  private mutating func conditionMatch(
    _ index: Int, _ data: inout some DataModel
  ) throws(StepError) -> Bool {
    guard let condition = tables.transitions[index].condition else { return true }
    do throws(DataModelError) {
      return try data.holds(condition, in: scope)
    } catch {
      currentState = tables.transitions[index].source
      currentTransition = index
      try raiseError(error)
      currentState = -1
      currentTransition = -1
      return false
    }
  }

  /// removeConflictingTransitions(enabledTransitions): of two that would leave the same state,
  /// the one in the inner state wins, else the one that was found first.
  func removeConflictingTransitions(_ enabled: [Int]) -> [Int] {
    if enabled.count < 2 { return enabled }
    var filtered: [(index: Int, exits: BitSet)] = []
    for t1 in enabled {
      let exits = computeExitSet([t1])
      let source = tables.transitions[t1].source
      var isPreempted = false
      var toRemove: [Int] = []
      for t2 in filtered where exits.intersects(t2.exits) {
        // "if isDescendant(t1.source, t2.source): transitionsToRemove.add(t2)"
        if tables.isDescendant(source, of: tables.transitions[t2.index].source) {
          toRemove.append(t2.index)
        } else {
          isPreempted = true
          break
        }
      }
      if isPreempted { continue }
      filtered.removeAll { toRemove.contains($0.index) }
      filtered.append((t1, exits))
    }
    return filtered.map(\.index)
  }
}
