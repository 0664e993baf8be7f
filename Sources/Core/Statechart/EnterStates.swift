// What entering states does.

extension Run {
  /// enterStates(enabledTransitions)
  ///
  /// - Returns: the states entered, in entry order, which is document order: outer ones first.
  mutating func enterStates(
    _ cause: EntryCause, _ data: inout some DataModel
  ) throws(StepError) -> [StateID] {
    if case .transitions(let enabled) = cause, let entered = try enterPlanned(enabled, &data) {
      return entered
    }
    let entries = tables.computeEntrySet(cause, snapshot.history).entries
    var entered: [StateID] = []
    entered.reserveCapacity(entries.count)
    for entry in entries {
      try enter(entry, &data)
      if entry.state != ChartTables.root { entered.append(tables.ids[entry.state]) }
    }
    return entered
  }

  /// The same with entry sets that are known already; nil when one of them is not.
  private mutating func enterPlanned(
    _ enabled: [Int], _ data: inout some DataModel
  ) throws(StepError) -> [StateID]? {
    let tables = tables
    var count = 0
    for index in enabled {
      if tables.entryPlans.plans[index].kind == .unknown { return nil }
      count += tables.entryPlans.plans[index].places.count
    }
    var entered: [StateID] = []
    if enabled.count > 1 { entered.reserveCapacity(count) }
    for index in enabled {
      let isBusy = tables.entryPlans.plans[index].kind == .busy
      for place in tables.entryPlans.plans[index].places {
        let state = tables.entryPlans.entries[place].state
        if isBusy {
          try enter(tables.entryPlans.entries[place], &data)
        } else {
          // "configuration.add(s)"
          snapshot.active.insert(state)
        }
        if enabled.count > 1 { entered.append(tables.ids[state]) }
      }
    }
    return enabled.count > 1 ? entered : tables.entryPlans.plans[enabled[0]].names
  }

  mutating func enter(
    _ entry: Entry, _ data: inout some DataModel
  ) throws(StepError) {
    let index = entry.state
    // "configuration.add(s)"; the root, which only the start enters, is not in it.
    if index != ChartTables.root { snapshot.active.insert(index) }
    if tables.busyOnEntry.contains(index) { try runEntryContent(entry, &data) }
    if entry.historyTransition != ChartTables.none {
      // "if defaultHistoryContent[s.id]: executeContent(defaultHistoryContent[s.id])"
      currentState = index
      currentTransition = entry.historyTransition
      try executeBlock(tables.transitions[entry.historyTransition].content, &data)
      currentTransition = -1
      currentState = -1
    }
    if tables.kinds[index] == .final { try enterFinal(index, &data) }
  }

  private mutating func runEntryContent(
    _ entry: Entry, _ data: inout some DataModel
  ) throws(StepError) {
    let index = entry.state
    let state = tables.states[index]
    currentState = index
    // "statesToInvoke.add(s)"
    if !state.invocations.isEmpty { statesToInvoke.insert(index) }
    // "if binding == 'late' and s.isFirstEntry: initializeDataModel(…)"
    if !state.dataInit.isEmpty, !snapshot.initialised.contains(index) {
      snapshot.initialised.insert(index)
      for block in state.dataInit { try executeBlock(block, &data) }
    }
    // "for content in s.onentry: executeContent(content)"
    for block in state.entry { try executeBlock(block, &data) }
    // Promises come after the entry content, which may work out their dates.
    for timer in state.timers { try arm(timer, &data) }
    for task in state.tasks { effects.append(.openTask(id: task.id, state: state.id)) }
    // "if statesForDefaultEntry.isMember(s): executeContent(s.initial.transition)"
    if entry.isDefault, let initial = state.initial {
      try executeBlock(initial.content, &data)
    }
    currentState = -1
  }

  private mutating func arm(
    _ timer: TimerSpecification, _ data: inout some DataModel
  ) throws(StepError) {
    let due: Due
    do throws(DataModelError) {
      due = try data.due(timer.due, in: scope)
    } catch {
      return try raiseError(error)
    }
    if due == .never { return }
    effects.append(
      .setTimer(id: timer.id, due: due, event: Event(timer.event, sendID: timer.id)))
  }

  /// "if isFinalState(s)"
  private mutating func enterFinal(
    _ index: Int, _ data: inout some DataModel
  ) throws(StepError) {
    let parent = tables.parents[index]
    // "if isSCXMLElement(s.parent): running = false"
    if parent == ChartTables.root {
      isRunning = false
      return
    }
    let value = try doneData(of: index, &data)
    try raiseDone(parent, value)
    // "if isParallelState(grandparent) and all its children are in final states"; and so on
    // upwards, for a parallel state can itself be a region (SCXML 3.4).
    var ancestor = tables.parents[parent]
    while ancestor > ChartTables.root, tables.kinds[ancestor] == .parallel,
      tables.isInFinalState(ancestor, snapshot.active)
    {
      try raiseDone(ancestor, .null)
      ancestor = tables.parents[ancestor]
    }
  }

  /// "internalQueue.enqueue(new Event('done.state.' + id, donedata))"
  private mutating func raiseDone(_ index: Int, _ value: DataValue) throws(StepError) {
    try enqueueInternal(
      Event(EventName.doneState + tables.states[index].id.rawValue, kind: .platform, data: value))
  }

  /// What a final state hands over; `.null` when nothing.
  mutating func doneData(
    of index: Int, _ data: inout some DataModel
  ) throws(StepError) -> DataValue {
    guard let specification = tables.states[index].doneData else { return .null }
    currentState = index
    defer { currentState = -1 }
    if let content = specification.content {
      do throws(DataModelError) {
        return try data.value(of: content, in: scope)
      } catch {
        // "use an empty value and raise error.execution" (5.6.2)
        try raiseError(error)
        return .null
      }
    }
    return try parameters(specification.params, &data)
  }
}

extension ChartTables {
  /// isInFinalState(s)
  func isInFinalState(_ index: Int, _ active: BitSet) -> Bool {
    let state = states[index]
    switch state.kind {
    case .compound:
      // "some child is final and in the configuration"
      return state.children.contains { kinds[$0] == .final && active.contains($0) }
    case .parallel: return state.children.allSatisfy { isInFinalState($0, active) }
    case .atomic, .final, .shallowHistory, .deepHistory: return false
    }
  }
}
