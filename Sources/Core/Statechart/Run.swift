// One step while it is being made: what Appendix D keeps in global variables.

/// A step in the making. Its methods carry the names of the procedures of Appendix D.
struct Run: ~Copyable {
  let tables: ChartTables
  let limits: Limits
  let sendTypes: Set<String>

  /// The configuration, history values and running children as they are now.
  var snapshot: Snapshot
  /// "running": false as soon as a final child of the root is entered.
  var isRunning = true
  /// `_event`: the last event that was taken from a queue.
  var event: Event?
  /// "internalQueue". Events stay in it when taken, so that its count is that of the step.
  var internalQueue: [Event] = []
  var internalQueueTaken = 0
  /// "statesToInvoke": entered and not left since the last macrostep.
  var statesToInvoke: BitSet

  /// Where the content or condition that runs now stands; -1 is nowhere.
  var currentState = -1
  var currentTransition = -1
  var contentItems = 0

  var microsteps: [Microstep] = []
  var effects: [Effect] = []
  var faults: [Fault] = []

  init(_ interpreter: Interpreter, _ snapshot: Snapshot) {
    tables = interpreter.chart.tables
    limits = interpreter.limits
    sendTypes = interpreter.sendTypes
    self.snapshot = snapshot
    statesToInvoke = interpreter.chart.tables.nothing
  }

  /// What expressions see now.
  var scope: Scope {
    Scope(
      event: event, sessionID: snapshot.sessionID, tables: tables, active: snapshot.active)
  }

  /// The names of the active states, for errors.
  var configuration: [StateID] { snapshot.active.map { tables.states[$0].id } }

  /// The step as it is now. The run is over with it, so its parts are handed on, not copied.
  consuming func step(isAccepted: Bool) -> Step {
    Step(
      snapshot: exchange(&snapshot, with: Snapshot()), microsteps: exchange(&microsteps, with: []),
      effects: exchange(&effects, with: []), errors: exchange(&faults, with: []),
      isAccepted: isAccepted)
  }

  /// Puts an event into the internal queue.
  mutating func enqueueInternal(_ event: Event) throws(StepError) {
    guard internalQueue.count < limits.internalEvents else {
      throw .queueLimitReached(limit: limits.internalEvents, configuration: configuration)
    }
    internalQueue.append(event)
  }

  /// Notes an error of the data and raises the event for it (SCXML 5.9, 3.12.2).
  mutating func raiseError(_ error: DataModelError, sendID: String? = nil) throws(StepError) {
    let state = currentState >= 0 ? tables.states[currentState] : nil
    let transition = currentTransition >= 0 ? tables.transitions[currentTransition] : nil
    faults.append(
      Fault(
        error: error, state: currentState > ChartTables.root ? state?.id : nil,
        transition: transition?.index, origin: transition?.origin ?? state?.origin))
    let name =
      switch error.kind {
      case .execution: EventName.executionError
      case .communication: EventName.communicationError
      }
    try enqueueInternal(
      Event(name, kind: .platform, data: .string(error.message), sendID: sendID))
  }

  /// A new id, the same whenever the session is replayed.
  mutating func makeID(_ prefix: String) -> String {
    snapshot.idsMade += 1
    return "\(prefix).\(snapshot.idsMade)"
  }
}
