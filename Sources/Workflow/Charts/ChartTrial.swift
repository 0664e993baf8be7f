// A plain chart tried out step by step, told in plain values: what `simulate` shows.

internal import Statechart

/// A plain chart that is tried out in virtual time.
public struct ChartTrial {
  /// One step of the chart or of a child that it started.
  public struct Moment: Hashable, Sendable {
    /// The virtual time, in milliseconds.
    public var at: Int64
    /// The session: `session` is the chart itself, `session.1` its first child.
    public var session: String
    /// The event; nil for the start and for the end by the parent.
    public var event: String?
    /// Whether the chart is ended by its parent in this step.
    public var isStopped: Bool
    /// Whether some transition took the event; true for the start.
    public var isAccepted: Bool
    /// States left, in exit order.
    public var exited: [String]
    /// States entered, in entry order.
    public var entered: [String]
    /// The active states without active children after the step.
    public var states: [String]
    /// Notes of the chart (`<log>`), and actions that are code elsewhere.
    public var notes: [String]
    /// What went wrong; each also raised an error event.
    public var errors: [String]
    /// Whether the chart has come to its end.
    public var isDone: Bool
  }

  private var simulation: Simulation<ExpressionDataModel>
  private var told = 0

  /// Prepares a chart.
  ///
  /// - Parameter resource: the text of a file that the chart names; nil where there is none.
  public init(_ chart: PlainChart, resource: @escaping (String) -> String? = { _ in nil }) {
    simulation = ChartRun.simulation(of: chart, resource: resource)
  }

  /// Whether the chart has come to its end.
  public var isDone: Bool { simulation.result != nil }
  /// When the next timer rings, in milliseconds of virtual time; nil when none is set.
  public var nextDue: Int64? { simulation.nextDue }
  /// The variables of the chart that have a value, as JSON.
  public var data: JSON {
    .object(
      (simulation.sessions.first?.data.values ?? [:]).sorted { $0.key < $1.key }
        .map { JSON.Member($0.key, $0.value.json) })
  }

  /// Starts the chart.
  ///
  /// - Throws: a text that says why it cannot go on.
  public mutating func start() throws(ChartTrialError) -> [Moment] {
    try doing { simulation throws(SimulationError) in try simulation.start() }
  }

  /// Hands in an event.
  public mutating func send(_ event: String, data: JSON = .null) throws(ChartTrialError)
    -> [Moment]
  {
    try doing { simulation throws(SimulationError) in
      try simulation.send(Event(event, data: DataValue(data)))
    }
  }

  /// Lets time pass.
  public mutating func advance(byMilliseconds span: Int64) throws(ChartTrialError) -> [Moment] {
    try doing { simulation throws(SimulationError) in
      try simulation.advance(byMilliseconds: span)
    }
  }

  /// Lets time pass until the next timer rings; no moments when none is set.
  public mutating func advanceToNextTimer() throws(ChartTrialError) -> [Moment] {
    try doing { simulation throws(SimulationError) in
      _ = try simulation.advanceToNextTimer()
    }
  }

  private mutating func doing(
    _ body: (inout Simulation<ExpressionDataModel>) throws(SimulationError) -> Void
  ) throws(ChartTrialError) -> [Moment] {
    do {
      try body(&simulation)
    } catch {
      throw ChartTrialError(message: "\(error)")
    }
    let new = simulation.record[told...]
    told = simulation.record.count
    return new.map { moment($0) }
  }

  private func moment(_ occurrence: Occurrence) -> Moment {
    let step = occurrence.step
    var event: String?
    if case .event(let taken) = occurrence.cause { event = taken.name }
    let chart = simulation.sessions.first { $0.id == occurrence.session }?.interpreter.chart
    return Moment(
      at: occurrence.at, session: occurrence.session, event: event,
      isStopped: occurrence.cause == .stop, isAccepted: step.isAccepted,
      exited: step.microsteps.flatMap(\.exited).map(\.rawValue),
      entered: step.microsteps.flatMap(\.entered).map(\.rawValue),
      states: chart.map { step.snapshot.atomicStates(in: $0).map(\.rawValue) } ?? [],
      notes: step.effects.compactMap(Self.note), errors: step.errors.map(\.error.message),
      isDone: step.snapshot.status != .running)
  }

  private static func note(_ effect: Effect) -> String? {
    guard case .log(let label, let value) = effect else { return nil }
    let text = if case .string(let text) = value { text } else { value.json.text }
    return [label, value == .null ? nil : text].compactMap { $0 }.joined(separator: ": ")
  }

  /// Reads a span of time as SCXML writes it: `1.5s`, `200ms`; nil for anything else.
  public static func milliseconds(_ text: String) -> Int64? { StyleTime.milliseconds(text) }
}

/// Why a chart that is tried out cannot go on.
public struct ChartTrialError: Error, Hashable, Sendable {
  /// What went wrong and what would help.
  public var message: String
}
