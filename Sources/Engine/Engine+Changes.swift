// From an outcome to rows: what differs between two states of an agreement is what is written.

internal import Crypto
internal import Logging
internal import Notify
internal import Statechart
internal import Store
internal import Synchronization
internal import WorkCalendar
internal import Workflow

extension Engine {
  // MARK: Loading

  /// An agreement as it is on disk, from memory when it moved lately.
  func load(_ reference: String) async throws(EngineError) -> LoadedAgreement {
    if let agreement = cache[reference] { return agreement }
    let row: InstanceRow?
    do { row = try await store.instance(reference: reference) } catch {
      throw .store("\(error)")
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    let agreement = try decode(row)
    cache.put(agreement)
    return agreement
  }

  func decode(_ row: InstanceRow) throws(EngineError) -> LoadedAgreement {
    let workflow = try workflow(digest: row.definition, name: row.workflow)
    do {
      return LoadedAgreement(
        id: row.id, reference: row.reference, workflow: workflow, title: row.title,
        party: row.party, sequence: row.sequence,
        startedAt: Instant(millisecondsSince1970: row.startedAt),
        state: try InstanceState(stored: row.snapshot, in: workflow))
    } catch {
      throw .store("the stored state of «\(row.reference)» cannot be read: \(error)")
    }
  }

  // MARK: Writing

  /// The rows of a new agreement, without those of its children.
  func startChanges(
    _ workflow: Workflow, _ outcome: Outcome, parent: Int64?, at now: Instant,
    calendar: OfficeCalendar, cause: String, receipt: ReceiptClaim?
  ) -> Changes {
    let year = calendar.date(of: now).year
    let pattern = workflow.reference
    let about = subject(of: workflow, outcome.state)
    let payload = outcome.payload
    var changes = Changes(
      target: .new(
        Changes.NewInstance(
          workflow: workflow.name, definition: workflow.digest, title: about.title,
          party: about.party, parent: parent, counter: pattern.counter(year: year),
          reference: { pattern.reference(year: year, number: $0) })),
      status: status(outcome.state), snapshot: outcome.state.json(in: workflow).text,
      states: workflow.activeStates(of: outcome.state).joined(separator: " "),
      entry: Changes.Entry(
        kind: outcome.kind, version: outcome.version, at: now.millisecondsSince1970, cause: cause,
        payload: { reference in
          guard case .object(let members) = payload else { return payload.text }
          return JSON.object([JSON.Member("reference", .string(reference))] + members).text
        }),
      timersSet: timers(of: outcome.state).map { TimerChange(name: $0.key, dueAt: $0.value) },
      tasksOpened: outcome.state.tasks.compactMap { change($0, workflow, outcome.state) },
      messages: messages(outcome, at: now), receipt: receipt)
    changes.tellsParent = outcome.state.parentKey != nil
    return changes
  }

  /// The rows of a step, and of the children that it starts.
  func stepChanges(
    _ agreement: LoadedAgreement, _ outcome: Outcome, at now: Instant, calendar: OfficeCalendar,
    cause: String, receipt: ReceiptClaim?, isByTime: Bool = false, movedTo: Workflow? = nil
  ) throws(EngineError) -> [Changes] {
    let workflow = movedTo ?? agreement.workflow
    let payload = outcome.payload.text
    let before = timers(of: agreement.state)
    let after = timers(of: outcome.state)
    let old = agreement.state.tasks
    let about = subject(of: workflow, outcome.state)
    // A task that nobody can do for now is overdue for nobody.
    let isPaused = outcome.state.suspension != nil
    let wasPaused = agreement.state.suspension != nil
    var suspension = Changes.Suspension.unchanged
    if isPaused != wasPaused {
      suspension = isPaused ? .begins(at: now.millisecondsSince1970) : .ends
    }
    // What time brings goes out when somebody is there; what people do is told at once.
    let sendAt = isByTime ? calendar.nextSending(notBefore: now) : now
    // Another partner is another assignee, though the task is the same.
    let hasOtherData = movedTo != nil || agreement.state.data != outcome.state.data
    let changes = Changes(
      target: .existing(id: agreement.id, expectedSequence: agreement.sequence),
      status: status(outcome.state), snapshot: outcome.state.json(in: workflow).text,
      states: workflow.activeStates(of: outcome.state).joined(separator: " "),
      title: about.title == agreement.title ? nil : about.title,
      party: about.party == agreement.party ? nil : about.party, definition: movedTo?.digest,
      suspension: suspension,
      entry: Changes.Entry(
        kind: outcome.kind, version: outcome.version, at: now.millisecondsSince1970, cause: cause,
        payload: { _ in payload }),
      timersSet: after.filter { before[$0.key] != $0.value }
        .map { TimerChange(name: $0.key, dueAt: $0.value) },
      timersCleared: before.keys.filter { after[$0] == nil },
      tasksOpened: outcome.state.tasks.filter {
        isPaused != wasPaused || hasOtherData || !old.contains($0)
      }
      .compactMap { change($0, workflow, outcome.state) }
      // What a notice changes, the row does not show.
      .filter { row in
        !old.contains {
          $0.task == row.task && change($0, agreement.workflow, agreement.state) == row
        }
      },
      tasksClosed: old.map(\.task).filter { task in
        !outcome.state.tasks.contains { $0.task == task }
      },
      messages: messages(outcome, at: sendAt), receipt: receipt)
    var told = changes
    told.tellsParent = tellsParent(
      workflow, from: agreement.state, of: agreement.workflow, to: outcome.state)
    var all = [told]
    for child in outcome.children {
      all += try childChanges(
        child, of: workflow, parent: agreement.id, outcome, at: now,
        cause: "\(cause) parent:\(agreement.reference)")
    }
    return all
  }

  private func status(_ state: InstanceState) -> InstanceStatus {
    state.isFinished ? .finished : .active
  }

  func subject(of workflow: Workflow, _ state: InstanceState) -> (
    title: String, party: String?
  ) {
    func text(_ field: String?) -> String? {
      field.flatMap { state.data[$0] }.map { DataField.text($0) }
    }
    return (text(workflow.subject) ?? workflow.title.id, text(workflow.party))
  }

  /// Timers of the chart, and the next notice of each open task.
  private func timers(of state: InstanceState) -> [String: Int64] {
    var timers: [String: Int64] = [:]
    if state.suspension != nil { return timers }
    for timer in state.timers { timers[timer.name] = timer.dueAt.millisecondsSince1970 }
    for task in state.tasks {
      if let notice = task.nextNotice {
        timers[OpenTask.noticeTimer(task.task)] = notice.millisecondsSince1970
      }
    }
    return timers
  }

  private func change(_ task: OpenTask, _ workflow: Workflow, _ state: InstanceState)
    -> TaskChange?
  {
    guard let definition = workflow.tasks[task.task] else { return nil }
    let assignee = workflow.assignee(of: definition.role, in: state)
    return TaskChange(
      task: task.task, assignee: assignee.map { "\($0)" } ?? "role:\(definition.role)",
      role: definition.role, state: task.task, openedAt: task.openedAt.millisecondsSince1970,
      dueAt: state.suspension == nil ? task.deadline?.instant.millisecondsSince1970 : nil,
      isProvisional: task.deadline?.isProvisional ?? false, holder: task.holder?.person,
      holderKind: task.holder?.kind.rawValue, holderGiver: task.holder?.giver)
  }

  private func messages(_ outcome: Outcome, at now: Instant) -> [MessageChange] {
    outcome.messages.flatMap { draft in
      let content = MessageContent.json(draft).text
      return addressees.map {
        MessageChange(notifier: $0, content: content, nextAt: now.millisecondsSince1970)
      }
    }
  }

  // MARK: After the commit

  func remember(
    _ workflow: Workflow, _ outcome: Outcome, _ receipt: CommitReceipt, startedAt: Instant
  ) {
    let about = subject(of: workflow, outcome.state)
    cache.put(
      LoadedAgreement(
        id: receipt.instance, reference: receipt.reference, workflow: workflow,
        title: about.title, party: about.party, sequence: receipt.sequence, startedAt: startedAt,
        state: outcome.state))
  }

  /// Wakes the loops when the step left something for them that is due earlier than what they wait for.
  func wake(_ outcome: Outcome) {
    if !outcome.children.isEmpty || outcome.state.parentKey != nil {
      wakeLanes()
      return timerAlarm.interrupt()
    }
    if !outcome.messages.isEmpty { wakeLanes() }
    guard let earliest = timers(of: outcome.state).values.min() else { return }
    let isEarlier = armedTimer.withLock { armed in armed.map { earliest < $0 } ?? true }
    if isEarlier { timerAlarm.interrupt() }
  }

  func result(
    _ workflow: Workflow, _ outcome: Outcome, _ receipt: CommitReceipt, event: String,
    at now: Instant
  ) -> CommandResult {
    CommandResult(
      reference: receipt.reference, workflow: workflow.name, sequence: receipt.sequence,
      event: event, actor: Actor(outcome.payload["actor"]), at: now,
      states: workflow.activeStates(of: outcome.state),
      exited: outcome.payload["exited"]?.strings ?? [],
      entered: outcome.payload["entered"]?.strings ?? [], isReplay: false)
  }

  /// One structured line per step; the head of the history's chain leaves the machine with it.
  func journal(
    _ workflow: Workflow, _ outcome: Outcome, _ receipt: CommitReceipt, event: String,
    cause: String
  ) {
    let states = workflow.activeStates(of: outcome.state).joined(separator: " ")
    let isStart = outcome.kind == HistoryKind.started
    let identity =
      isStart ? "agreementStarted" : outcome.state.isFinished ? "agreementFinished" : "stepTaken"
    logger.info(
      isStart ? "agreement started" : "step taken",
      metadata: [
        "message.id": "\(identity)", "instance": "\(receipt.reference)",
        "workflow": "\(workflow.name)", "state": "\(states)", "event": "\(event)",
        "sequence": "\(receipt.sequence)", "cause": "\(cause)",
        "history.position": "\(receipt.position)", "history.hash": "\(receipt.hash)",
      ])
    for fault in outcome.faults {
      logger.warning(
        "an expression failed: \(fault.error.message)",
        metadata: ["instance": "\(receipt.reference)", "workflow": "\(workflow.name)"])
    }
  }
}

/// What a command says, as one hash: a key that comes again must come with the same words.
enum Fingerprint {
  static func of(_ command: StartCommand) -> String {
    hash(
      [.string("start"), .string(command.workflow), object(command.data)]
        + (command.parent.map { [.string($0)] } ?? []))
  }

  static func of(_ command: ActCommand) -> String {
    let wish: String
    switch command.wish {
    case .event(let event): wish = "event:\(event)"
    case .decide(let kind): wish = "decide:\(kind.rawValue)"
    }
    return hash([
      .string("act"), .string(command.reference), .string(wish), object(command.data),
      command.reason.map { .string($0) } ?? .null, command.task.map { .string($0) } ?? .null,
    ])
  }

  static func of(_ operation: Operation, on reference: String) -> String {
    hash([
      .string("operate"), .string(reference), .string(operation.kind.rawValue),
      .string(operation.reason),
    ])
  }

  static func object(_ data: [String: JSON]) -> JSON {
    .object(data.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })
  }

  static func hash(_ parts: [JSON]) -> String {
    Library.digest(JSON.array(parts).text)
  }
}
