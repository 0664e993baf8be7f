// A definition rehearsed: the real engine on a virtual clock and a store in memory.

internal import Engine
internal import Notify
internal import Store
public import WorkCalendar
public import Workflow

/// Rehearses definitions.
public enum Rehearsal {
  /// Runs a plan to its end.
  ///
  /// - Parameter progress: called now and then with the virtual time and the steps so far.
  public static func run(
    _ plan: RehearsalPlan, progress: @Sendable (Instant, Int) -> Void = { _, _ in }
  ) async throws(RehearsalError) -> RehearsalReport {
    try await run(plan, progress: progress) { _, _ in }
  }

  /// - Parameter inspect: looks at the engine before it is closed; for tests.
  static func run(
    _ plan: RehearsalPlan, progress: @Sendable (Instant, Int) -> Void = { _, _ in },
    inspect: (Engine, String) async throws -> Void
  ) async throws(RehearsalError) -> RehearsalReport {
    let files = try RehearsalFiles(plan)
    do {
      var stage = try await Stage(files, plan)
      let report = try await stage.perform(progress)
      try await inspect(stage.engine, report.reference)
      try stage.store.close()
      return report
    } catch let error as RehearsalError {
      throw error
    } catch {
      throw .engine("\(error)")
    }
  }
}

/// One rehearsal while it runs.
private struct Stage {
  let files: RehearsalFiles
  let scenario: Scenario?
  let store: Store
  let clock: VirtualClock
  let engine: Engine
  let cast: Cast
  var recorder: Recorder
  var notes: [String]
  var failure: RehearsalFailure?
  /// Instant of the act before.
  var lastAct: Instant
  /// Documents that were added so far.
  var documents = 0

  init(_ files: RehearsalFiles, _ plan: RehearsalPlan) async throws {
    self.files = files
    scenario = plan.scenario
    var storeLimits = StoreLimits.standard
    // One command after the other: nobody else comes whom it would be worth to wait for.
    storeLimits.lingerMicroseconds = 0
    let store = try Store(.memory, limits: storeLimits)
    let clock = VirtualClock(files.from)
    let numbers = SeededNumbers(seed: plan.seed)
    let postBox = PostBox()
    let warnings = Warnings()
    var limits = EngineLimits.standard
    // One after the other: the order of what happens may not hang on threads.
    limits.timersPerCommit = 1
    limits.timerCommitsAtOnce = 1
    limits.messagesAtOnce = 1
    engine = try Engine(
      store: store, notifiers: [postBox], clock: clock,
      configuration: EngineConfiguration(
        version: "rehearsal", zone: files.calendar.zone, administrators: [],
        allowsStandIns: false, limits: limits),
      surroundings: EngineSurroundings(
        sources: { [sources = files.sources] in sources }, zone: plan.zone,
        userName: { _ in nil }, random: { numbers.next() }),
      logger: warnings.logger)
    self.store = store
    self.clock = clock
    notes = await engine.reload().problems
    _ = warnings.take()
    cast = Cast(workflow: files.workflow, directory: files.directory)
    recorder = Recorder(
      store: store, postBox: postBox, warnings: warnings, zone: files.calendar.zone,
      directory: files.directory, workflows: files.workflows)
    lastAct = files.from
  }

  mutating func perform(_ progress: @Sendable (Instant, Int) -> Void) async throws
    -> RehearsalReport
  {
    try await start()
    try await settle()
    let ending = try await play(progress)
    if let scenario, failure == nil, case .stuck(let text) = ending {
      failure = RehearsalFailure(reason: .broken(text), range: scenario.workflow.range)
    } else if let scenario, failure == nil, case .tooManySteps = ending {
      failure = RehearsalFailure(
        reason: .broken("more than \(RehearsalLimits.steps) steps"),
        range: scenario.workflow.range)
    }
    var failures = failure.map { [$0] } ?? []
    if failures.isEmpty, let scenario {
      failures = Judge(
        items: recorder.items, reference: recorder.reference, zone: files.calendar.zone,
        directory: files.directory
      ).failures(of: scenario.expectations)
    }
    return RehearsalReport(
      workflow: files.workflow.name, title: files.workflow.title, reference: recorder.reference,
      zone: files.calendar.zone, from: files.from, to: clock.now(), items: recorder.items,
      ending: ending, steps: recorder.steps, invented: files.invented, notes: notes,
      failures: failures)
  }

  // MARK: The beginning

  private func start() async throws(RehearsalError) {
    let command = StartCommand(
      workflow: files.workflow.name, data: files.data.mapValues { .string($0) })
    if let name = scenario?.starter?.value {
      if let error = await begin(command, try starter(name)) { throw Self.notStarted(error) }
      return
    }
    // Whoever has the first task starts; the refusal of anybody else says who that is.
    guard let somebody = files.directory.people.values.min(by: { $0.id < $1.id }) else {
      throw .notStarted(kind: nil, "the directory is empty")
    }
    guard let first = await begin(command, somebody) else { return }
    guard case .refused(.notPermitted(_, _, let roles)) = first else {
      throw Self.notStarted(first)
    }
    guard let role = roles.first else {
      throw .notStarted(
        kind: nil, "it opens no task at its start, and only who has one may start it")
    }
    if let error = await begin(command, try starter(role)) { throw Self.notStarted(error) }
  }

  private func starter(_ name: String) throws(RehearsalError) -> Directory.Person {
    do throws(NobodyActs) {
      return try cast.person(name, data: files.data, on: files.calendar.date(of: files.from))
    } catch {
      throw .notStarted(kind: nil, error.text)
    }
  }

  private func begin(_ command: StartCommand, _ person: Directory.Person) async -> EngineError? {
    do throws(EngineError) {
      _ = try await engine.start(command, Cast.context(person))
      return nil
    } catch {
      return error
    }
  }

  private static func notStarted(_ error: EngineError) -> RehearsalError {
    .notStarted(kind: error.kind, "\(error)")
  }

  // MARK: From one instant to the next

  private mutating func play(_ progress: @Sendable (Instant, Int) -> Void) async throws
    -> RehearsalEnding
  {
    var acts = (scenario?.acts ?? [])[...]
    var idle = 0
    var told = 0
    while failure == nil {
      if recorder.steps >= RehearsalLimits.steps {
        return .tooManySteps(states: recorder.states)
      }
      if recorder.steps - told >= RehearsalLimits.stepsPerProgress {
        told = recorder.steps
        progress(clock.now(), recorder.steps)
      }
      let timer = try await store.nextTimerDue().map { Instant(millisecondsSince1970: $0) }
      let act = acts.first
      var time: Instant?
      if let act { time = try await instant(of: act) }
      if let act, let time, timer.map({ time <= $0 }) ?? true {
        if time < clock.now() {
          fail(
            act,
            .impossible(
              "its time is past: \(spelled(time)), the clock is at \(spelled(clock.now()))"))
          break
        }
        if time > files.until {
          fail(act, .impossible("it comes after the end of the rehearsal: \(spelled(time))"))
          break
        }
        acts.removeFirst()
        clock.set(time)
        lastAct = time
        try await perform(act)
        try await settle()
        continue
      }
      guard let timer else { break }
      guard timer <= files.until else {
        clock.set(max(files.until, clock.now()))
        if let act { fail(act, .impossible("the rehearsal ended before")) }
        return .timeIsUp(states: recorder.states)
      }
      clock.set(max(timer, clock.now()))
      let turn = try await engine.fireDueTimers(at: clock.now())
      try await settle()
      if turn.postponed > 0 {
        let reason = recorder.items.last { $0.kind == .warning }?.text
        return .stuck(reason ?? "a timer could not be handled")
      }
      idle = turn.fired == 0 ? idle + 1 : 0
      if idle > RehearsalLimits.idleTurns { return .stuck("a timer stays due and does nothing") }
    }
    if failure != nil { return .stopped(states: recorder.states) }
    if let act = acts.first {
      fail(act, .impossible("its time never comes: nothing more happens"))
      return .stopped(states: recorder.states)
    }
    return recorder.isFinished
      ? .ended(states: recorder.states) : .waiting(states: recorder.states)
  }

  /// Delivers the messages of this instant and records what was done.
  private mutating func settle() async throws {
    let now = clock.now()
    if let due = try await store.nextMessageDue(), due <= now.millisecondsSince1970 {
      while try await engine.deliverDueMessages(at: now, policy: RetryPolicy()).isFull {}
    }
    try await recorder.record(at: now)
  }

  // MARK: Acts

  /// When an act is done; nil while that cannot be known.
  ///
  /// Working days bring it to the start of work; days and months keep the time of day; hours run by
  /// the clock. Nothing comes before the act before.
  private func instant(of act: Scenario.Act) async throws -> Instant? {
    let calendar = files.calendar
    switch act.time.value {
    case .on(let moment):
      let time = RehearsalFiles.instant(moment, calendar)
      // A day alone, on which somebody acted already: right after that.
      return moment.time == nil && calendar.date(of: lastAct) == moment.date
        ? max(time, lastAct) : time
    case .after(let span):
      if span.unit == .workingDays {
        let date = calendar.business.adding(
          workingDays: span.amount, to: calendar.date(of: lastAct)
        ).date
        return max(lastAct, calendar.business.startOfWork(on: date))
      }
      return calendar.expiry(of: span, from: lastAct)
    case .lastDay:
      guard let instance = recorder.instance else { return nil }
      let open = try await store.tasks(TaskQuery(instance: instance)).filter { row in
        act.task.map { row.task == $0.value }
          ?? files.workflow.events(of: row.task).contains(act.event.value)
      }
      let row = open.first { $0.role == act.by.value } ?? open.first
      return row.flatMap(\.dueAt).map { Instant(millisecondsSince1970: $0) }
    }
  }

  /// A document of nothing: each is another file, so that each is a new version.
  private mutating func document(_ kind: String, _ command: ActCommand) -> DocumentCommand {
    documents += 1
    let digits = String(documents, radix: 16)
    return DocumentCommand(
      reference: command.reference, kind: kind, name: "\(kind)-\(documents).pdf", size: 0,
      sha256: String(repeating: "0", count: 64 - digits.count) + digits,
      number: command.data["number"]?.string, partnerNumber: command.data["partner_number"]?.string,
      srikandi: command.data["srikandi"]?.string, hasCopy: false)
  }

  private mutating func perform(_ act: Scenario.Act) async throws {
    let now = clock.now()
    var item = TimelineItem(
      .refused, at: now, reference: recorder.reference, subject: act.event.value)
    do {
      let fields = try await engine.agreement(recorder.reference).data
      let data = Dictionary(
        fields.compactMap { field in field.value.string.map { (field.name, $0) } },
        uniquingKeysWith: { first, _ in first })
      let person = try cast.person(act.by.value, data: data, on: files.calendar.date(of: now))
      item.people = [person.name]
      item.identities = [person.id]
      if files.workflow.roles[act.by.value] != nil { item.role = act.by.value }
      let values = Dictionary(
        act.data.map { ($0.name.value, JSON.string($0.value.value)) },
        uniquingKeysWith: { _, last in last })
      let error = await send(
        act,
        ActCommand(
          reference: recorder.reference, wish: .event(act.event.value), data: values,
          reason: act.reason, task: act.task?.value), person)
      guard let error else {
        if let expected = act.refused { fail(act, .accepted(expected: expected.value)) }
        return
      }
      item.text = "\(error)"
      recorder.add(item)
      guard case .refused = error else { throw RehearsalError.engine("\(error)") }
      guard let expected = act.refused?.value else {
        return fail(act, .refused(kind: error.kind, text: "\(error)"))
      }
      if expected != error.kind {
        fail(
          act, .refusedOtherwise(expected: expected, kind: error.kind, text: "\(error)"))
      }
    } catch let error as NobodyActs {
      fail(act, .impossible(error.text))
    }
  }

  private mutating func send(
    _ act: Scenario.Act, _ command: ActCommand, _ person: Directory.Person
  ) async -> EngineError? {
    do throws(EngineError) {
      if let kind = act.document?.value {
        _ = try await engine.addDocument(document(kind, command), Cast.context(person))
        return nil
      }
      _ = try await engine.act(command, Cast.context(person))
      return nil
    } catch {
      return error
    }
  }

  private mutating func fail(_ act: Scenario.Act, _ reason: RehearsalFailure.Reason) {
    failure = RehearsalFailure(
      reason: reason, range: act.range,
      around: recorder.items.filter { $0.kind != .message && $0.reference == recorder.reference }
        .suffix(RehearsalLimits.neighbours))
  }

  private func spelled(_ instant: Instant) -> String {
    let civil = files.calendar.zone.civil(instant)
    return "\(civil.date) \(civil.time)"
  }
}
