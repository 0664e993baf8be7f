// Charts run in time that is only a number: what a world would do with the effects of steps.

/// Runs a chart, its children and its timers in virtual time.
///
/// It does what a world does: it hands events in one after the other, keeps timers and lets them
/// ring in order, starts and stops children, and carries events between them (SCXML 6, C.1).
/// Nothing waits: ``advance(byMilliseconds:)`` moves the clock and returns when all is quiet.
public struct Simulation<Model: DataModel> {
  /// A chart with its data, ready to be started.
  public struct Child {
    /// What runs the chart.
    public var interpreter: Interpreter
    /// Its data before the start.
    public var data: Model

    /// Puts a chart and its data together.
    public init(interpreter: Interpreter, data: Model) {
      self.interpreter = interpreter
      self.data = data
    }
  }

  /// Makes the child that a session asks for, or says why there is none; nil is a child that runs
  /// outside of the simulation, whose events are handed in.
  public typealias Maker = (ChildRequest, Session) -> Result<Child?, DataModelError>

  /// One running chart.
  public struct Session {
    /// The id (`_sessionid`).
    public let id: String
    /// The session that started it; nil for the first.
    public let parent: String?
    /// The id under which it was started; nil for the first.
    public let invokeID: String?
    /// What runs the chart.
    public let interpreter: Interpreter
    /// Its data now.
    public internal(set) var data: Model
    /// Where it stands; nil before the start.
    public internal(set) var snapshot: Snapshot?
    /// Whether its parent ended it.
    public internal(set) var isCancelled = false

    /// Whether it has begun and not come to its end.
    public var isRunning: Bool { snapshot?.status == .running }
  }

  /// Something that happens to a session and has not happened yet.
  enum Pending {
    case event(Event)
    case outgoing(OutgoingEvent)
  }

  struct PendingTimer {
    var session: String
    var id: String?
    var dueAt: Int64
    var order: Int
    var pending: Pending
  }

  /// The virtual time, in milliseconds.
  public private(set) var now: Int64
  /// All sessions that were started, those that have ended among them; the first is the chart.
  public internal(set) var sessions: [Session]
  /// Every step that was made, in order.
  public private(set) var record: [Occurrence] = []

  let limits: SimulationLimits
  let make: Maker
  var timers: [PendingTimer] = []
  /// Events that wait for their session, oldest first.
  var queue: [(session: String, event: Event)] = []
  private var order = 0

  /// Prepares a simulation; nothing runs before ``start()``.
  ///
  /// - Parameters:
  ///   - root: the chart and its data.
  ///   - sessionID: the id of the first session; children get `ID.1`, `ID.2`.
  ///   - time: where the clock stands at the start, in milliseconds.
  ///   - limits: how much may happen before all is quiet.
  ///   - make: makes the children that charts ask for.
  public init(
    _ root: Child, sessionID: String = "session", at time: Int64 = 0, limits: SimulationLimits,
    make: Maker? = nil
  ) {
    now = time
    self.limits = limits
    self.make = make ?? { _, _ in .failure(Words.noChildren) }
    sessions = [
      Session(
        id: sessionID, parent: nil, invokeID: nil, interpreter: root.interpreter,
        data: root.data, snapshot: nil)
    ]
  }

  /// Starts the chart and lets it run until it waits.
  public mutating func start() throws(SimulationError) {
    guard let root = sessions.first, root.snapshot == nil else { return }
    try begin(root.id)
    try settle()
  }

  /// Hands an event to the first session and lets everything run until it waits.
  public mutating func send(_ event: Event) throws(SimulationError) {
    guard let root = sessions.first else { return }
    queue.append((root.id, event))
    try settle()
  }

  /// Moves the clock on; what falls due on the way happens at its own instant, in order.
  public mutating func advance(byMilliseconds span: Int64) throws(SimulationError) {
    let (end, overflow) = now.addingReportingOverflow(max(0, span))
    try advance(toMilliseconds: overflow ? .max : end)
  }

  /// Moves the clock to an instant; it never goes back.
  public mutating func advance(toMilliseconds end: Int64) throws(SimulationError) {
    while let next = nextTimer, next.dueAt <= end { try fire(next) }
    now = max(now, end)
  }

  /// Moves the clock to the next timer and lets it ring.
  ///
  /// - Returns: false when no timer is set.
  public mutating func advanceToNextTimer() throws(SimulationError) -> Bool {
    guard let next = nextTimer else { return false }
    try fire(next)
    return true
  }

  /// When the next timer rings, in milliseconds; nil when none is set.
  public var nextDue: Int64? { nextTimer?.dueAt }

  /// The active states of the first session that have no active children, in document order.
  public var configuration: [StateID] {
    guard let root = sessions.first, let snapshot = root.snapshot else { return [] }
    return snapshot.atomicStates(in: root.interpreter.chart)
  }

  /// What the first session handed over at its end; nil while it runs.
  public var result: DataValue? {
    guard case .done(let value)? = sessions.first?.snapshot?.status else { return nil }
    return value
  }

  // MARK: Running

  private var nextTimer: PendingTimer? {
    timers.min { ($0.dueAt, $0.order) < ($1.dueAt, $1.order) }
  }

  private mutating func fire(_ timer: PendingTimer) throws(SimulationError) {
    timers.removeAll { $0.order == timer.order }
    now = max(now, timer.dueAt)
    switch timer.pending {
    case .event(let event): queue.append((timer.session, event))
    case .outgoing(let outgoing): deliver(outgoing, from: timer.session)
    }
    try settle()
  }

  mutating func setTimer(_ session: String, id: String?, _ due: Due, _ pending: Pending) {
    if let id { cancelTimer(session, id: id) }
    let dueAt: Int64
    switch due {
    case .never: return
    case .at(let instant): dueAt = instant
    case .after(let span):
      let (instant, overflow) = now.addingReportingOverflow(max(0, span))
      dueAt = overflow ? .max : instant
    }
    order += 1
    timers.append(
      PendingTimer(session: session, id: id, dueAt: dueAt, order: order, pending: pending))
  }

  mutating func cancelTimer(_ session: String, id: String) {
    timers.removeAll { $0.session == session && $0.id == id }
  }

  /// Hands in what waits, oldest first, until nothing does.
  private mutating func settle() throws(SimulationError) {
    var steps = 0
    while !queue.isEmpty {
      let (id, event) = queue.removeFirst()
      guard let index = index(of: id), let snapshot = sessions[index].snapshot,
        snapshot.status == .running
      else { continue }
      steps += 1
      guard steps <= limits.steps else { throw .neverQuiet(limit: limits.steps, session: id) }
      var data = sessions[index].data
      let step: Step
      do {
        step = try sessions[index].interpreter.step(snapshot, on: event, data: &data)
      } catch {
        throw .step(error, session: id)
      }
      try take(step, of: index, data: data, cause: .event(event))
    }
  }

  mutating func begin(_ id: String) throws(SimulationError) {
    guard let index = index(of: id) else { return }
    var data = sessions[index].data
    let step: Step
    do {
      step = try sessions[index].interpreter.start(sessionID: id, data: &data)
    } catch {
      throw .step(error, session: id)
    }
    try take(step, of: index, data: data, cause: .start)
  }

  /// Keeps what a step gives, and does what it asks for.
  mutating func take(
    _ step: Step, of index: Int, data: Model, cause: Occurrence.Cause
  ) throws(SimulationError) {
    let id = sessions[index].id
    sessions[index].data = data
    sessions[index].snapshot = step.snapshot
    record.append(Occurrence(at: now, session: id, cause: cause, step: step))
    for effect in step.effects { try perform(effect, of: id) }
    if case .done(let value) = step.snapshot.status { finish(id, value) }
  }

  func index(of id: String) -> Int? { sessions.firstIndex { $0.id == id } }
}
