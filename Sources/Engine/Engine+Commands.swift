// Commands: load → permit → step → one transaction → answer.

internal import CEL
internal import Logging
public import Store
internal import Statechart
public import WorkCalendar
public import Workflow

extension Engine {
  /// Starts an agreement; it is on disk when this returns.
  public func start(_ command: StartCommand, _ context: CommandContext) async throws(EngineError)
    -> CommandResult
  {
    let (person, cause) = try actingPerson(context)
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    if let done = try await replayed(context, fingerprint) { return done }
    let workflow = try workflow(named: command.workflow)
    let calendar = try calendar(of: workflow)
    let data = try values(command.data, of: workflow)
    for _ in 0..<limits.conflictRetries {
      let started = try await begin(
        command, workflow, calendar, data, by: person, cause, context, fingerprint)
      if let started { return started }
    }
    throw .busy(command.parent ?? command.workflow)
  }

  /// One attempt; nil when the parent moved on meanwhile.
  private func begin(
    _ command: StartCommand, _ workflow: Workflow, _ calendar: OfficeCalendar,
    _ given: [String: Value], by person: String, _ cause: String, _ context: CommandContext,
    _ fingerprint: String
  ) async throws(EngineError) -> CommandResult? {
    var parent: LoadedAgreement?
    if let reference = command.parent { parent = try await load(reference) }
    var data = given
    for (name, value) in parent?.state.data ?? [:]
    where data[name] == nil
      && workflow.field(name)?.type == parent?.workflow.field(name)?.type
    {
      data[name] = value
    }
    let now = clock.now()
    let session = String(surroundings.random(), radix: 36)
    let key = parent?.state.nextChildKey
    let outcome: Outcome
    var news: Outcome?
    do throws(Refusal) {
      let trial = try workflow.start(
        data: data, session: session, actor: nil, at: now, calendar: calendar, parentKey: key)
      let actor = try workflow.permitStart(
        by: person, outcome: trial, directory: directory, on: calendar.date(of: now))
      outcome = try workflow.start(
        data: data, session: session, actor: actor, at: now, calendar: calendar, parentKey: key)
      if let parent, let key, let calendar = try? self.calendar(of: parent.workflow) {
        let child = outcome.state.asChild(key: key, reference: nil, of: workflow)
        news = try parent.workflow.advance(
          parent.state, .child(ChildNews(child)), at: now, calendar: calendar)
      }
    } catch { throw refusal(error, workflow: workflow.name, reference: command.parent, context) }
    var changes = [
      startChanges(
        workflow, outcome, parent: parent?.id, at: now, calendar: calendar, cause: cause,
        receipt: claim(context, fingerprint))
    ]
    for child in outcome.children {
      changes += try childChanges(
        child, of: workflow, parent: Changes.NewInstance.before(changes.count), outcome, at: now,
        cause: "\(cause) parent")
    }
    let place = changes.count
    if let parent, let news {
      // In one commit with the child: of two that start at once, one finds that the parent moved.
      changes += try stepChanges(
        parent, news, at: now, calendar: try self.calendar(of: parent.workflow), cause: cause,
        receipt: nil)
    }
    let receipts: [CommitReceipt]
    do { receipts = try await store.commit(changes) } catch {
      if let parent, case .conflict = error {
        cache.remove(parent.reference)
        return nil
      }
      return try await resolve(error, context, fingerprint)
    }
    let receipt = receipts[0]
    remember(workflow, outcome, receipt, startedAt: now)
    journal(workflow, outcome, receipt, event: "start", cause: cause)
    wake(outcome)
    if let parent, let news {
      remember(parent.workflow, news, receipts[place], startedAt: parent.startedAt)
      journal(parent.workflow, news, receipts[place], event: "child", cause: cause)
      wake(news)
    }
    return result(workflow, outcome, receipt, event: "start", at: now)
  }

  /// Sends an event to an agreement, or approves or returns; it is on disk when this returns.
  public func act(_ command: ActCommand, _ context: CommandContext) async throws(EngineError)
    -> CommandResult
  {
    let (person, cause) = try actingPerson(context)
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    if let done = try await replayed(context, fingerprint) { return done }
    for _ in 0..<limits.conflictRetries {
      let agreement = try await load(command.reference)
      let workflow = agreement.workflow
      let calendar = try calendar(of: workflow)
      let data = try values(command.data, of: workflow, isEvent: true)
      let now = clock.now()
      let act: Act
      let outcome: Outcome
      do throws(Refusal) {
        act = try permitted(
          command, data, by: person, agreement, on: calendar.date(of: now))
        outcome = try workflow.advance(
          agreement.state, .act(act), at: now, calendar: calendar)
      } catch {
        // The same command may have been done since it was looked for: then its answer counts.
        if let done = try await replayed(context, fingerprint) { return done }
        let told = refusal(error, workflow: workflow.name, reference: command.reference, context)
        throw vacancy(error, agreement, on: calendar.date(of: now)) ?? told
      }
      try checkDecision(act, workflow, context)
      let changes = try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause,
        receipt: claim(context, fingerprint))
      let receipts: [CommitReceipt]
      do { receipts = try await store.commit(changes) } catch {
        cache.remove(command.reference)
        if case .conflict = error { continue }
        return try await resolve(error, context, fingerprint)
      }
      remember(workflow, outcome, receipts[0], startedAt: agreement.startedAt)
      journal(workflow, outcome, receipts[0], event: act.event, cause: cause)
      wake(outcome)
      return result(workflow, outcome, receipts[0], event: act.event, at: now)
    }
    throw .busy(command.reference)
  }

  private func permitted(
    _ command: ActCommand, _ data: [String: Value], by person: String,
    _ agreement: LoadedAgreement, on date: CivilDate
  ) throws(Refusal) -> Act {
    let workflow = agreement.workflow
    let directory = directory
    switch command.wish {
    case .event(let event):
      let permitted = try workflow.permit(
        event, task: command.task, by: person, in: agreement.state, directory: directory, on: date)
      return Act(
        event: event, data: data, reason: command.reason, actor: permitted.actor,
        task: permitted.task)
    case .decide(let kind):
      let decision = try workflow.decision(
        kind, task: command.task, by: person, in: agreement.state, directory: directory, on: date)
      return Act(
        event: decision.event, data: data, reason: command.reason, actor: decision.actor,
        task: decision.task)
    }
  }

  /// The values of a command, read by the types that the workflow declares.
  ///
  /// - Parameter isEvent: whether it is an event, which may carry fields of a signature too.
  func values(
    _ data: [String: JSON], of workflow: Workflow, isEvent: Bool = false
  ) throws(EngineError) -> [String: Value] {
    var values: [String: Value] = [:]
    if data.isEmpty { return values }
    let directory = directory
    for (name, json) in data.sorted(by: { $0.key < $1.key }) {
      guard let field = isEvent ? workflow.inputField(name) : workflow.field(name) else {
        let known = isEvent ? workflow.inputFieldNames : workflow.fields.map(\.name)
        throw .refused(
          .unknownField(name, suggestion: Suggestion.nearest(to: name, in: known)))
      }
      switch field.value(from: json) {
      case .success(let value): values[name] = value
      case .failure(let problem): throw .refused(.field(problem))
      }
      if field.type == .organisation, let text = json.string,
        directory.organisations[text] == nil
      {
        throw .refused(
          .field(
            .unknownOrganisation(
              field: name, text: text,
              suggestion: Suggestion.nearest(to: text, in: directory.organisations.keys))))
      }
    }
    return values
  }

  /// Logs a refusal and hands it on.
  func refusal(
    _ refusal: Refusal, workflow: String, reference: String?, _ context: CommandContext
  ) -> EngineError {
    logger.notice(
      "refused: \(refusal.kind)",
      metadata: [
        "message.id": "refused", "instance": "\(reference ?? "-")", "workflow": "\(workflow)",
        "refusal": "\(refusal.kind)", "cause": "uid:\(context.caller.uid)",
      ])
    return .refused(refusal)
  }

  // MARK: Idempotency

  func claim(_ context: CommandContext, _ fingerprint: String) -> ReceiptClaim? {
    context.idempotencyKey.map {
      ReceiptClaim(caller: callerName(context), key: $0, fingerprint: fingerprint)
    }
  }

  /// Keys belong to the user, and in development to the person who is stood in for.
  func callerName(_ context: CommandContext) -> String {
    "uid:\(context.caller.uid)" + (context.standIn.map { "/\($0)" } ?? "")
  }

  /// The answer of a command that was done before under the same key.
  func replayed(_ context: CommandContext, _ fingerprint: String) async throws(EngineError)
    -> CommandResult?
  {
    guard let key = context.idempotencyKey else { return nil }
    guard !key.isEmpty, key.utf8.count <= limits.idempotencyKeyBytes,
      key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .idempotencyKeyInvalid }
    let row: ReceiptRow?
    do { row = try await store.receipt(caller: callerName(context), key: key) } catch {
      throw .store("\(error)")
    }
    guard let row else { return nil }
    return try await answer(row, fingerprint)
  }

  func answer(_ row: ReceiptRow, _ fingerprint: String) async throws(EngineError)
    -> CommandResult
  {
    guard row.fingerprint == fingerprint else { throw .idempotencyKeyReused(row.key) }
    do {
      guard
        let entry = try await store.historyEntry(instance: row.instance, sequence: row.sequence),
        let instance = try await store.instance(id: row.instance),
        let payload = try? JSON(parsing: entry.payload)
      else { throw StoreError.corrupt(detail: "the entry of a receipt is missing") }
      return CommandResult(
        reference: row.reference, workflow: instance.workflow, sequence: row.sequence,
        event: Self.event(of: entry.kind, payload), actor: Actor(payload["actor"]),
        at: Instant(millisecondsSince1970: entry.at), states: payload["states"]?.strings ?? [],
        exited: payload["exited"]?.strings ?? [], entered: payload["entered"]?.strings ?? [],
        isReplay: true)
    } catch let error as StoreError {
      throw .store("\(error)")
    } catch {
      throw .store("\(error)")
    }
  }

  /// What the command of an entry is called in its answer.
  private static func event(of kind: String, _ payload: JSON) -> String {
    if let word = payload["event"]?.string ?? payload["move"]?.string { return word }
    switch kind {
    case HistoryKind.started: return "start"
    case HistoryKind.suspended: return Operation.Kind.suspend.rawValue
    case HistoryKind.resumed: return Operation.Kind.resume.rawValue
    case HistoryKind.recalculated: return Operation.Kind.recalculate.rawValue
    default: return kind
    }
  }

  /// What a failed commit means for the one who asked.
  func resolve(
    _ error: StoreError, _ context: CommandContext, _ fingerprint: String
  ) async throws(EngineError) -> CommandResult {
    switch error {
    case .duplicateReceipt(let row): return try await answer(row, fingerprint)
    case .closed: throw .stopping
    case .overloaded: throw .busy("the database")
    default: throw .store("\(error)")
    }
  }
}
