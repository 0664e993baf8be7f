// Which transitions an event enables, and which of them may be taken together.

extension Run {
  /// selectEventlessTransitions()
  mutating func selectEventlessTransitions(
    _ data: inout some DataModel
  ) throws(StepError) -> [Int] {
    guard tables.hasEventless else { return [] }
    return try select(from: tables.eventlessOrder, number: 0, "", &data)
  }

  /// selectTransitions(event)
  mutating func selectTransitions(
    _ event: Event, _ data: inout some DataModel
  ) throws(StepError) -> [Int] {
    try select(
      from: tables.eventOrder, number: tables.eventNumbers.number(of: event.name), event.name,
      &data)
  }

  private mutating func select(
    from order: TransitionOrder, number: Int32?, _ name: String, _ data: inout some DataModel
  ) throws(StepError) -> [Int] {
    let tables = tables
    // Most events enable one transition: only the second makes a list.
    var first = ChartTables.none
    var enabledTransitions: [Int] = []
    // Two regions can ask the same ancestor's transition: its condition is evaluated once.
    var refused: [Int] = []
    // "atomicStates = configuration.toList().filter(isAtomicState).sort(documentOrder)"
    var next = snapshot.active.next(from: 0, alsoIn: tables.atomics)
    while let state = next {
      // "for s in [state].append(getProperAncestors(state, null)): for t in s.transition"
      for place in order.places(of: state) {
        let candidate = order.candidates[place]
        // "if t.event and nameMatch(t.event, event.name)"
        guard tables.nameMatch(candidate, number, name) else { continue }
        let index = Int(candidate.transition)
        if !candidate.isOwn, index == first || enabledTransitions.contains(index) { break }
        if candidate.isConditional {
          if refused.contains(index) { continue }
          guard try conditionMatch(index, &data) else {
            refused.append(index)
            continue
          }
        }
        if first == ChartTables.none {
          first = index
        } else {
          if enabledTransitions.isEmpty {
            enabledTransitions.reserveCapacity(usualRegions)
            enabledTransitions.append(first)
          }
          enabledTransitions.append(index)
        }
        break
      }
      next = snapshot.active.next(from: state + 1, alsoIn: tables.atomics)
    }
    if enabledTransitions.isEmpty { return first == ChartTables.none ? [] : tables.alone[first] }
    return tables.removeConflictingTransitions(enabledTransitions, snapshot.history)
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
}

/// Room for so many transitions is made at once when an event enables more than one.
private let usualRegions = 8

extension ChartTables {
  /// nameMatch(t.event, event.name), for one of the transition's descriptors where the event has
  /// a number, or else for all of them; a transition without event matches every number.
  fileprivate func nameMatch(
    _ candidate: TransitionOrder.Candidate, _ number: Int32?, _ name: String
  ) -> Bool {
    if let number { return candidate.events.contains(number) }
    return transitions[Int(candidate.transition)].events.contains { $0.matches(name) }
  }

  /// removeConflictingTransitions(enabledTransitions): of two that would leave the same state,
  /// the one in the inner state wins, else the one that was found first.
  ///
  /// The exit set of an enabled transition is what is active inside its domain. Something is: the
  /// state that enabled it. Domains lie in each other or apart, and so do their exit sets: two of
  /// them have a state in common exactly when one domain is or contains the other.
  ///
  /// Domains that lie apart are in document order, as the atomic states inside them were asked.
  func removeConflictingTransitions(
    _ enabled: [Int], _ history: [Int: BitSet]
  ) -> [Int] {
    if areApart(enabled, history) { return enabled }
    var filtered: [Int] = []
    for t1 in enabled {
      let exits = exitRange(of: t1, history)
      let source = transitions[t1].source
      var isPreempted = false
      var toRemove: [Int] = []
      for t2 in filtered {
        guard let exits, exitRange(of: t2, history)?.overlaps(exits) == true else { continue }
        // "if isDescendant(t1.source, t2.source): transitionsToRemove.add(t2)"
        if isDescendant(source, of: transitions[t2].source) {
          toRemove.append(t2)
        } else {
          isPreempted = true
          break
        }
      }
      if isPreempted { continue }
      if !toRemove.isEmpty { filtered.removeAll { toRemove.contains($0) } }
      filtered.append(t1)
    }
    return filtered
  }

  /// Whether no two transitions would leave the same state.
  private func areApart(_ enabled: [Int], _ history: [Int: BitSet]) -> Bool {
    var end = Self.root
    for index in enabled {
      guard let exits = exitRange(of: index, history) else { continue }
      if exits.lowerBound <= end { return false }
      end = exits.upperBound
    }
    return true
  }
}
