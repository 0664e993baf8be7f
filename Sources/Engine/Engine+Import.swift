// Taking in agreements from before the daemon: all of them, or none with every problem told.

internal import Logging
public import Store
public import WorkCalendar
public import Workflow

/// One agreement that is to be taken in.
public struct ImportItem: Hashable, Sendable {
  /// The states that it stands in.
  public var states: [String]
  /// Values of its fields.
  public var data: [String: JSON]
  /// Its own reference; nil: the next one of the workflow's series.
  public var reference: String?
  /// When it began.
  public var started: CivilDate?
  /// Where it stands in a file.
  public var line: Int?
  /// What is known to be wrong with it already.
  public var problem: String?

  /// Creates an item.
  public init(
    states: [String], data: [String: JSON], reference: String? = nil, started: CivilDate? = nil,
    line: Int? = nil
  ) {
    self.states = states
    self.data = data
    self.reference = reference
    self.started = started
    self.line = line
  }
}

/// Takes in agreements.
public struct ImportCommand: Hashable, Sendable {
  /// Workflow.
  public var workflow: String
  /// The agreements.
  public var items: [ImportItem]
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var isDryRun: Bool

  /// Creates a command.
  public init(workflow: String, items: [ImportItem], reason: String?, isDryRun: Bool = false) {
    self.workflow = workflow
    self.items = items
    self.reason = reason
    self.isDryRun = isDryRun
  }
}

/// What became of one agreement, or would.
public struct ImportedView: Hashable, Sendable {
  /// Where it stands in a file.
  public var line: Int?
  /// Its reference; nil where it gets the next one of the series, or was not taken in.
  public var reference: String?
  /// What it is about.
  public var title: String
  /// Active states.
  public var states: [String]
  /// `active` or `finished`.
  public var status: String
  /// Timed transitions that were taken because their time had passed.
  public var passed: [String]
  /// Open tasks, each with its deadline.
  public var tasks: [PromiseView]
  /// Timed transitions to come.
  public var timers: [PromiseView]
  /// Why it cannot be taken in.
  public var problem: String?
}

/// What an import did, or would do.
public struct ImportReport: Hashable, Sendable {
  /// Workflow.
  public var workflow: String
  /// True when the agreements are on disk.
  public var isApplied: Bool
  /// Each agreement, in the order in which it was given.
  public var items: [ImportedView]
  /// True when the same command had been done before.
  public var isReplay = false

  /// How many cannot be taken in.
  public var problemCount: Int { items.count { $0.problem != nil } }
}

extension Engine {
  /// Takes in agreements from before; all of them are on disk when this returns, or none.
  ///
  /// Whether the caller may is the caller's to ask (``Caller/isAdministrator``).
  public func importAgreements(_ command: ImportCommand, _ context: CommandContext)
    async throws(EngineError) -> ImportReport
  {
    guard command.items.count <= WorkflowLimits.imports else {
      throw .tooMany(
        what: "agreements of one import", count: command.items.count, most: WorkflowLimits.imports)
    }
    if !command.isDryRun, command.reason?.contains(where: { !$0.isWhitespace }) != true {
      throw refusal(
        .reasonMissing(event: "import"), workflow: command.workflow, reference: nil, context)
    }
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    if !command.isDryRun, let done = try await replayed(context, fingerprint) {
      return try await importedBefore(done, command)
    }
    let workflow = try workflow(named: command.workflow)
    let calendar = try calendar(of: workflow)
    let now = clock.now()
    let cause = "uid:\(context.caller.uid)"
    var report = ImportReport(workflow: workflow.name, isApplied: false, items: [])
    var outcomes: [Outcome] = []
    var changes: [Changes] = []
    var seen: Set<String> = []
    for item in command.items {
      if let problem = item.problem {
        report.items.append(failed(item, problem, workflow))
        continue
      }
      do throws(EngineError) {
        if let reference = item.reference {
          try await check(reference, &seen, year: calendar.date(of: now).year)
        }
        let outcome = try taken(
          item, workflow, calendar, at: now, reason: command.reason ?? "-",
          by: operatorName(context))
        report.items.append(view(item, outcome, workflow, calendar))
        let receipt = changes.isEmpty ? claim(context, fingerprint) : nil
        changes.append(
          newChanges(
            item, outcome, workflow, calendar, at: now, cause: cause, receipt: receipt))
        outcomes.append(outcome)
      } catch {
        guard error.isAboutItem else { throw error }
        report.items.append(failed(item, "\(error)", workflow))
      }
    }
    guard report.problemCount == 0, !command.isDryRun, !changes.isEmpty else { return report }
    do {
      let receipts = try await store.commit(changes)
      for index in receipts.indices { report.items[index].reference = receipts[index].reference }
      report.isApplied = true
      if let last = receipts.last {
        logger.notice(
          "agreements imported: \(receipts.count)",
          metadata: [
            "message.id": "agreementStarted", "workflow": "\(workflow.name)", "event": "import",
            "cause": "\(cause)", "history.position": "\(last.position)",
            "history.hash": "\(last.hash)",
          ])
      }
      wakeLanes()
      timerAlarm.interrupt()
      return report
    } catch {
      switch error {
      // Somebody else took a reference meanwhile.
      case .constraint: throw .busy(workflow.name)
      default:
        return try await importedBefore(
          try await resolve(error, context, fingerprint), command)
      }
    }
  }

  private func taken(
    _ item: ImportItem, _ workflow: Workflow, _ calendar: OfficeCalendar, at now: Instant,
    reason: String, by: String
  ) throws(EngineError) -> Outcome {
    let data = try values(item.data, of: workflow)
    do {
      return try workflow.start(
        LegacyAgreement(
          states: item.states, data: data, started: item.started, reason: reason, by: by),
        session: String(surroundings.random(), radix: 36), at: now, calendar: calendar)
    } catch { throw .refused(error) }
  }

  /// A reference of the old world must be free, now and when the series of a workflow gets there.
  private func check(_ reference: String, _ seen: inout Set<String>, year: Int)
    async throws(EngineError)
  {
    if let problem = ReferencePattern.problem(of: reference) {
      throw .refused(.referenceInvalid(reference, problem))
    }
    guard seen.insert(reference).inserted else {
      throw .refused(.referenceInvalid(reference, .twice))
    }
    for workflow in library.workflows.values.sorted(by: { $0.name < $1.name })
    where workflow.reference.couldMake(reference, since: year) {
      throw .refused(.referenceInvalid(reference, .ownSeries(workflow: workflow.name)))
    }
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    if row != nil { throw .refused(.referenceInvalid(reference, .taken)) }
  }

  private func newChanges(
    _ item: ImportItem, _ outcome: Outcome, _ workflow: Workflow, _ calendar: OfficeCalendar,
    at now: Instant, cause: String, receipt: ReceiptClaim?
  ) -> Changes {
    var changes = startChanges(
      workflow, outcome, parent: nil, at: now, calendar: calendar, cause: cause, receipt: receipt)
    if case .new(var new) = changes.target {
      new.ownReference = item.reference
      new.startedAt = item.started.map { calendar.startOfDay($0).millisecondsSince1970 }
      changes.target = .new(new)
    }
    // Many at once: they wait for the hours in which messages go out.
    let sendAt = calendar.nextSending(notBefore: now).millisecondsSince1970
    for index in changes.messages.indices { changes.messages[index].nextAt = sendAt }
    return changes
  }

  private func view(
    _ item: ImportItem, _ outcome: Outcome, _ workflow: Workflow, _ calendar: OfficeCalendar
  ) -> ImportedView {
    let state = outcome.state
    let promises = StateChanges(
      opening: state, in: workflow, calendar: calendar
    ).promises.map { view($0, workflow, workflow) }
    return ImportedView(
      line: item.line, reference: item.reference,
      title: subject(of: workflow, state).title, states: workflow.activeStates(of: state),
      status: state.isFinished ? "finished" : "active",
      passed: outcome.payload["passed"]?.strings ?? [],
      tasks: promises.filter { $0.change.kind == .task },
      timers: promises.filter { $0.change.kind == .timer }, problem: nil)
  }

  private func failed(_ item: ImportItem, _ problem: String, _ workflow: Workflow) -> ImportedView {
    ImportedView(
      line: item.line, reference: item.reference, title: workflow.title.id, states: item.states,
      status: "refused", passed: [], tasks: [], timers: [], problem: problem)
  }

  /// The answer to an import that was done before: its entries stand one behind the other.
  private func importedBefore(_ done: CommandResult, _ command: ImportCommand)
    async throws(EngineError) -> ImportReport
  {
    let first = try await load(done.reference)
    let entry = try await ask { store async throws(StoreError) in
      try await store.historyEntry(instance: first.id, sequence: done.sequence)
    }
    var report = ImportReport(
      workflow: command.workflow, isApplied: true, items: [], isReplay: true)
    var position = (entry?.position ?? 1) - 1
    while report.items.count < command.items.count {
      let count = min(command.items.count - report.items.count, limits.rowsPerAnswer)
      let after = position
      let rows = try await ask { store async throws(StoreError) in
        try await store.history(afterPosition: after, limit: count)
      }
      guard let last = rows.last else { break }
      position = last.position
      for row in rows {
        let payload = (try? JSON(parsing: row.payload)) ?? .null
        report.items.append(
          ImportedView(
            line: command.items[report.items.count].line,
            reference: payload["reference"]?.string, title: first.workflow.title.id,
            states: payload["states"]?.strings ?? [], status: "active",
            passed: payload["passed"]?.strings ?? [], tasks: [], timers: [], problem: nil))
      }
    }
    return report
  }
}

extension EngineError {
  /// True for what is wrong with one agreement among many, not with all.
  fileprivate var isAboutItem: Bool {
    if case .refused = self { true } else { false }
  }
}

extension Fingerprint {
  static func of(_ command: ImportCommand) -> String {
    hash([
      .string("import"), .string(command.workflow), .string(command.reason ?? ""),
      .array(
        command.items.map { item in
          .array([
            .strings(item.states), object(item.data), item.reference.map { .string($0) } ?? .null,
            .string(item.started?.description ?? ""),
          ])
        }),
    ])
  }
}
