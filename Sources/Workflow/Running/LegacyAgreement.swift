// An agreement from before the daemon, taken in where it stands, without reminders of what is past.

public import CEL
internal import Statechart
public import WorkCalendar

/// An agreement as the old register has it.
public struct LegacyAgreement: Hashable, Sendable {
  /// The states that it stands in.
  public var states: [String]
  /// Its data.
  public var data: [String: Value]
  /// When it began in the old world.
  public var started: CivilDate?
  /// Why it is taken in, in the words of the one who does it.
  public var reason: String
  /// Who does it: the Unix user.
  public var by: String

  /// Creates an agreement.
  public init(
    states: [String], data: [String: Value], started: CivilDate? = nil, reason: String, by: String
  ) {
    self.states = states
    self.data = data
    self.started = started
    self.reason = reason
    self.by = by
  }
}

/// Why a reference of the old world cannot be used.
public enum ReferenceProblem: Hashable, Sendable {
  /// It is empty, too long, or holds what nobody can type.
  case unwritable
  /// A workflow numbers its own agreements so.
  case ownSeries(workflow: String)
  /// An agreement has it.
  case taken
  /// It stands twice among those that are imported.
  case twice
}

extension ReferenceProblem: CustomStringConvertible {
  /// One line: what is wrong, and what would do.
  public var description: String {
    switch self {
    case .unwritable:
      "a reference has 1 to \(WorkflowLimits.referenceBytes) bytes without control characters, and no space at its ends"
    case .ownSeries(let workflow):
      "«\(workflow)» will give this number to an agreement of its own; write it another way"
    case .taken: "an agreement has it already"
    case .twice: "it stands twice in what is imported"
    }
  }
}

extension ReferencePattern {
  /// Whether the pattern could make this reference in the year or in a later one.
  public func couldMake(_ reference: String, since year: Int) -> Bool {
    Self.matches(pieces[...], reference[...], since: year)
  }

  private static func matches(_ pieces: ArraySlice<Piece>, _ text: Substring, since year: Int)
    -> Bool
  {
    guard let piece = pieces.first else { return text.isEmpty }
    let rest = pieces.dropFirst()
    switch piece {
    case .text(let fixed):
      return text.hasPrefix(fixed) && matches(rest, text.dropFirst(fixed.count), since: year)
    case .year, .sequence:
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      // Digits that follow a number may belong to it or to the text behind it.
      return (1..<(digits.count + 1)).contains { length in
        let number = Int(text.prefix(length))
        if case .year = piece, (number ?? 0) < year { return false }
        return matches(rest, text.dropFirst(length), since: year)
      }
    }
  }

  /// What keeps a text from being a reference; nil when nothing does.
  public static func problem(of reference: String) -> ReferenceProblem? {
    let scalars = reference.unicodeScalars
    let isWritable =
      !reference.isEmpty && reference.utf8.count <= WorkflowLimits.referenceBytes
      && !scalars.contains {
        $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
          || $0.properties.generalCategory == .lineSeparator
          || $0.properties.generalCategory == .paragraphSeparator
      }
      && reference.first?.isWhitespace == false && reference.last?.isWhitespace == false
    return isWritable ? nil : .unwritable
  }
}

extension Workflow {
  /// Takes in an agreement that began before, in the states that it stands in.
  ///
  /// What time would have done since then is done at once and tells nobody: a timed transition whose
  /// date has passed is taken as of that date. Notices whose time has passed do not come any more.
  /// Children are not started.
  ///
  /// - Parameter session: a name for the run that never comes again.
  public func start(
    _ legacy: LegacyAgreement, session: String, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    guard legacy.reason.contains(where: { !$0.isWhitespace }) else {
      throw .reasonMissing(event: "import")
    }
    if let started = legacy.started, started > calendar.date(of: now) {
      throw .startsAhead(started.description)
    }
    var data: [String: Value] = [:]
    for field in fields { data[field.name] = legacy.data[field.name] ?? field.defaultValue }
    let missing = fields.filter { $0.isRequired && data[$0.name] == nil }.map(\.name)
    guard missing.isEmpty else { throw .fieldsMissing(event: "import", fields: missing) }
    var ids: [StateID] = []
    for state in legacy.states { ids.append(try stateID(state)) }
    var model = AgreementDataModel(
      workflow: self, calendar: calendar, now: now, act: nil, permitted: [], data: data)
    let step: Step
    do { step = try interpreter.start(sessionID: session, in: ids, data: &model) } catch {
      throw refusal(error, legacy.states)
    }
    let empty = InstanceState(
      snapshot: step.snapshot, data: model.data, tasks: [], timers: [], actors: [:],
      suspension: nil)
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: empty, act: nil)
    run.apply(step)
    run.state.children = []
    let passed = try run.passTime()
    run.children = []
    run.messages = []
    run.tellHolders()
    var payload: [JSON.Member] = [
      .init("workflow", .string(name)), .init("session", .string(session)),
      .init("definition", .string(digest)), .init("calendar", .string(calendar.digest)),
      .init("exited", .strings([])),
      .init(
        "entered", .strings(run.state.snapshot.configuration(in: chart).map(\.rawValue))),
      .init("states", .strings(activeStates(of: run.state))),
      .init("targets", .strings(legacy.states)),
      .init("data", Self.json(legacy.data, in: self)),
    ]
    if let started = legacy.started {
      payload.append(.init("started", .string(started.description)))
    }
    if !passed.isEmpty { payload.append(.init("passed", .strings(passed))) }
    payload.append(.init("reason", .string(legacy.reason)))
    payload.append(.init("operator", .string(legacy.by)))
    return run.outcome(kind: HistoryKind.imported, payload)
  }
}

extension StepRun {
  /// Takes every timed transition whose time has passed, each as of its own instant.
  ///
  /// - Returns: the timers that were taken, in order.
  fileprivate mutating func passTime() throws(Refusal) -> [String] {
    var passed: [String] = []
    var clock: Instant?
    while !state.isFinished {
      let due = state.timers.filter { $0.dueAt <= now }
      guard let timer = due.min(by: { ($0.dueAt, $0.name) < ($1.dueAt, $1.name) }) else { break }
      guard passed.count < WorkflowLimits.passedTimers else {
        throw .loop(
          .microstepLimitReached(
            limit: WorkflowLimits.passedTimers,
            configuration: state.snapshot.atomicStates(in: workflow.chart)))
      }
      let instant = max(timer.dueAt, clock ?? timer.dueAt)
      clock = instant
      state.timers.removeAll { $0.name == timer.name }
      var then = StepRun(
        workflow: workflow, calendar: calendar, now: instant, state: state, act: nil)
      _ = try then.step(Event(timer.event, kind: .platform), permitted: [], data: state.data)
      state = then.state
      state.children = []
      faults += then.faults
      passed.append(timer.name)
    }
    // Once more as of now: what lies behind is passed over.
    for index in state.tasks.indices { setDeadline(ofTaskAt: index) }
    return passed
  }

  /// Tells everyone who has a task that they have it.
  fileprivate mutating func tellHolders() {
    for task in state.tasks {
      guard let role = workflow.tasks[task.task]?.role,
        let assignee = workflow.assignee(of: role, in: state)
      else { continue }
      messages.append(
        MessageDraft(
          kind: .assigned, to: assignee, task: task.task, deadline: task.deadline, reason: nil,
          states: []))
    }
  }
}
