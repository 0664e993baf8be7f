// The macrostep: eventless transitions first, then internal events, then the wait for the world.

extension Run {
  /// interpret(doc): sets up the data and enters the initial states.
  mutating func begin(_ data: inout some DataModel) throws(StepError) {
    // "initialize the data model; execute the global script": each piece is a block of its own,
    // so that one that fails does not keep the others from running.
    for content in tables.globalInit { try executeBlock([content], &data) }
    let entered = try enterStates(.initial, &data)
    microsteps.append(
      Microstep(
        event: nil, transitions: [], exited: [], entered: entered, errors: faults))
  }

  /// mainEventLoop(), up to the point where it would wait for an external event.
  mutating func mainEventLoop(_ data: inout some DataModel) throws(StepError) {
    repeat {
      try completeMacrostep(&data)
      // "if not running: break": the loop is left and the interpreter exits.
      if !isRunning { return try exitInterpreter(&data) }
      // "invoke the states that were entered and not exited in this macrostep"
      if tables.hasInvocations { try invokeEnteredStates(&data) }
      // "Invoking may have raised internal error events and we iterate to handle them."
    } while internalQueueTaken < internalQueue.count
  }

  private mutating func completeMacrostep(_ data: inout some DataModel) throws(StepError) {
    // "while running and not macrostepDone"
    while isRunning {
      let eventless = try selectEventlessTransitions(&data)
      if !eventless.isEmpty {
        try microstep(eventless, isEventless: true, &data)
        continue
      }
      // "if internalQueue.isEmpty(): macrostepDone = true"
      guard internalQueueTaken < internalQueue.count else { return }
      let internalEvent = internalQueue[internalQueueTaken]
      internalQueueTaken += 1
      event = internalEvent
      let enabled = try selectTransitions(internalEvent, &data)
      if !enabled.isEmpty { try microstep(enabled, isEventless: false, &data) }
    }
  }

  /// The part of mainEventLoop() that follows the dequeuing of an external event.
  ///
  /// - Returns: whether the event enabled a transition.
  mutating func handleExternal(
    _ externalEvent: Event, _ data: inout some DataModel
  ) throws(StepError) -> Bool {
    event = externalEvent
    if !snapshot.invocations.isEmpty { try applyToInvocations(externalEvent, &data) }
    let enabled = try selectTransitions(externalEvent, &data)
    if enabled.isEmpty { return false }
    try microstep(enabled, isEventless: false, &data)
    return true
  }

  /// microstep(enabledTransitions): "exit states, execute content, enter states".
  private mutating func microstep(
    _ enabled: [Int], isEventless: Bool, _ data: inout some DataModel
  ) throws(StepError) {
    guard microsteps.count < limits.microsteps else {
      throw .microstepLimitReached(limit: limits.microsteps, configuration: configuration)
    }
    let faultsBefore = faults.count
    let exited = try exitStates(enabled, &data)
    try executeTransitionContent(enabled, &data)
    let entered = try enterStates(.transitions(enabled), &data)
    let microstep = Microstep(
      event: isEventless ? nil : event, transitions: enabled, exited: exited, entered: entered,
      errors: faults.count == faultsBefore ? [] : Array(faults[faultsBefore...]))
    // Most steps are one microstep, and a list of one costs less than a list that may grow.
    if microsteps.isEmpty { microsteps = [microstep] } else { microsteps.append(microstep) }
  }

  /// executeTransitionContent(enabledTransitions)
  private mutating func executeTransitionContent(
    _ enabled: [Int], _ data: inout some DataModel
  ) throws(StepError) {
    for index in enabled where tables.busyTransitions.contains(index) {
      currentState = tables.transitions[index].source
      currentTransition = index
      try executeBlock(tables.transitions[index].content, &data)
    }
    currentState = -1
    currentTransition = -1
  }

  /// exitInterpreter(): leaves all active states.
  ///
  /// The snapshot goes on naming the states in which the chart ended.
  mutating func exitInterpreter(_ data: inout some DataModel) throws(StepError) {
    let atTheEnd = snapshot.active
    var result = DataValue.null
    var statesToExit = snapshot.active
    while let index = statesToExit.popLast() {
      try exit(index, &data)
      // "if isFinalState(s) and isScxmlElement(s.parent): returnDoneEvent(s.donedata)"
      if tables.kinds[index] == .final, tables.parents[index] == ChartTables.root {
        result = try doneData(of: index, &data)
      }
    }
    try exit(ChartTables.root, &data)
    snapshot.active = atTheEnd
    snapshot.status = .done(result)
  }
}
