// Questions: answered from committed rows, changing nothing.

internal import Logging
internal import Store
internal import Synchronization
public import WorkCalendar
public import Workflow

extension Engine {
  /// Agreements in the order of newest first; `after` is the cursor of the last one seen.
  public func agreements(
    workflow: String?, status: String?, party: String?, limit: Int, after: Int64?
  ) async throws(EngineError) -> [AgreementSummary] {
    var known: InstanceStatus?
    let isSuspended = status == "suspended"
    if let status, !isSuspended {
      known = InstanceStatus(rawValue: status)
      if known == nil {
        let names = InstanceStatus.allCases.map(\.rawValue) + ["suspended"]
        throw .notFound(
          what: "status", name: status, suggestion: Suggestion.nearest(to: status, in: names))
      }
    }
    var query = InstanceQuery(
      workflow: workflow, status: known, party: party, order: .newestFirst, after: after,
      limit: min(max(1, limit), limits.rowsPerAnswer))
    query.isSuspended = isSuspended
    let asked = query
    return try await ask { store async throws(StoreError) in try await store.instances(asked) }
      .map(summary)
  }

  /// One agreement, whole.
  public func agreement(_ reference: String) async throws(EngineError) -> AgreementView {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    let agreement = try decode(row)
    let workflow = agreement.workflow
    let state = agreement.state
    let timers =
      state.suspension != nil
      ? []
      : state.timers.map { TimerView(name: $0.name, dueAt: $0.dueAt) }
        + state.tasks.compactMap { task in
          task.nextNotice.map { TimerView(name: OpenTask.noticeTimer(task.task), dueAt: $0) }
        }
    let family = try await family(of: row)
    return AgreementView(
      summary: summary(row), definition: row.definition,
      data: workflow.fields.compactMap { field in
        state.data[field.name].map {
          FieldView(
            name: field.name, title: field.title?.id ?? field.name, value: DataField.json($0))
        }
      },
      tasks: state.tasks.map { taskView($0, agreement) },
      events: workflow.offers(in: state).map {
        EventView(
          event: $0.event, task: $0.task, roles: $0.roles, needsReason: $0.needsReason,
          required: $0.required, optional: $0.optional, documents: $0.documents)
      },
      timers: timers.sorted { ($0.dueAt, $0.name) < ($1.dueAt, $1.name) },
      suspensionReason: state.suspension?.reason, parent: family.parent,
      children: family.children, progress: family.progress, cancellationReason: state.cancellation,
      documents: documentViews(of: agreement, withEarlier: false),
      approvals: workflow.approvals(in: state), marks: state.marks, signatures: state.signatures)
  }

  /// Entries of an agreement's history, oldest first.
  public func history(_ reference: String, after: Int, limit: Int) async throws(EngineError)
    -> [HistoryView]
  {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    let count = min(max(1, limit), limits.rowsPerAnswer)
    let rows = try await ask { store async throws(StoreError) in
      try await store.history(instance: row.id, afterSequence: after, limit: count)
    }
    return rows.map { entry in
      HistoryView(
        sequence: entry.sequence ?? 0, position: entry.position,
        at: Instant(millisecondsSince1970: entry.at), kind: entry.kind, version: entry.version,
        cause: entry.cause, payload: (try? JSON(parsing: entry.payload)) ?? .string(entry.payload),
        hash: entry.hash)
    }
  }

  /// Open tasks, the earliest deadline first.
  ///
  /// - Parameters:
  ///   - person: identity of a person, or a position for its holder: only what they could do today;
  ///     nil: everybody's.
  ///   - role: only tasks of this role.
  ///   - reference: only tasks of this agreement.
  public func tasks(
    of person: String?, role: String?, reference: String?, overdueOnly: Bool, limit: Int
  ) async throws(EngineError) -> [TaskView] {
    let now = clock.now()
    var assignees: [String]?
    var person = person
    // A position stands for whoever holds it today, as with commands.
    if let name = person, directory.people[name] == nil,
      let holder = directory.people(for: .position(name), on: zone.civil(now).date).first
    {
      person = holder.id
    }
    if let person {
      guard directory.people[person] != nil else {
        throw .unknownPerson(
          person, suggestion: Suggestion.nearest(to: person, in: directory.people.keys))
      }
      assignees = directory.assignees(of: person, on: zone.civil(now).date).map { "\($0)" }
    }
    var instance: Int64?
    if let reference {
      let row = try await ask { store async throws(StoreError) in
        try await store.instance(reference: reference)
      }
      guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
      instance = row.id
    }
    let count = min(max(1, limit), limits.rowsPerAnswer)
    var found: [TaskView] = []
    var key: TaskKey?
    // Roles are names inside definitions, so they are filtered here, page by page.
    repeat {
      let query = TaskQuery(
        assignees: assignees, holder: person, instance: instance,
        dueBefore: overdueOnly ? now.millisecondsSince1970 : nil, after: key, limit: count)
      let page = try await ask { store async throws(StoreError) in try await store.tasks(query) }
      found += page.filter { (role == nil || $0.role == role) && isFor(person, $0, now) }
        .map { taskView($0, now) }
      key = page.count < count ? nil : page.last?.key
    } while key != nil && found.count < count
    return Array(found.prefix(count))
  }

  /// False for a task of a workflow that a deputy is not appointed for.
  private func isFor(_ person: String?, _ row: TaskRow, _ now: Instant) -> Bool {
    guard let person, let assignee = Assignee(row.assignee) else { return true }
    if let holder = row.held, holder.person == person,
      directory.isValid(holder, for: assignee, on: zone.civil(now).date, in: row.workflow)
    {
      return true
    }
    // What somebody else has claimed is nobody else's to do; who delegated it keeps it in sight.
    if let holder = row.held, holder.person != person, holder.giver != person,
      directory.isValid(holder, for: assignee, on: zone.civil(now).date, in: row.workflow)
    {
      return false
    }
    return directory.standing(
      of: person, for: assignee, on: zone.civil(now).date, in: row.workflow) != nil
  }

  /// Loaded workflows by name.
  public func workflows() -> [WorkflowView] {
    let library = library
    return library.workflows.values.sorted { $0.name < $1.name }.map { view($0, in: library) }
  }

  /// One loaded workflow.
  public func workflow(_ name: String) throws(EngineError) -> WorkflowView {
    view(try workflow(named: name), in: library)
  }

  /// The workflow that an agreement started with, though another may be loaded under its name by now.
  public func workflow(ofAgreement reference: String) async throws(EngineError) -> WorkflowView {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    var view = view(
      try workflow(digest: row.definition, name: row.workflow), in: library)
    if view.source.isEmpty {
      do {
        view.source = try store.source(.definition, digest: row.definition)?.text ?? ""
      } catch {
        throw .store("\(error)")
      }
    }
    return view
  }

  /// How the daemon is.
  public func status() async throws(EngineError) -> StatusView {
    let counts = try await ask { store async throws(StoreError) in try await store.counts() }
    let head = try await ask { store async throws(StoreError) in try await store.head() }
    let next = try await ask { store async throws(StoreError) in try await store.nextTimerDue() }
    return StatusView(
      version: configuration.version, startedAt: startedAt, now: clock.now(),
      active: counts.active, finished: counts.finished, failed: counts.failed,
      suspended: counts.suspended, openTasks: counts.tasks, timers: counts.timers,
      nextTimer: next.map { Instant(millisecondsSince1970: $0) },
      messagesPending: counts.pending + counts.claimed, messagesDead: counts.dead,
      messagesUnknown: counts.unknown, historyPosition: head.position, historyHash: head.hash,
      workflows: library.workflows.keys.sorted(), loadProblems: loadProblems,
      calendarsNotApplied: try await calendarsNotApplied(),
      tasksWithNobody: try await tasksWithNobody(), directoryVersion: heldDirectory.version?.number,
      directoryNotes: heldDirectory.notes)
  }

  /// Verifies the whole chain of the history.
  public func audit() async throws(EngineError) -> AuditView {
    let result = try await ask { store async throws(StoreError) in
      try await store.verifyHistory()
    }
    switch result {
    case .intact(let count, let head):
      logger.notice(
        "history verified",
        metadata: [
          "message.id": "auditHead", "history.position": "\(head.position)",
          "history.hash": "\(head.hash)",
        ])
      return AuditView(isIntact: true, entries: count, head: head.hash)
    case .broken(let position, let reason):
      logger.critical(
        "the history does not verify: \(reason)",
        metadata: ["message.id": "auditFailed", "history.position": "\(position)"])
      return AuditView(
        isIntact: false, entries: position, head: "", brokenAt: position, reason: "\(reason)")
    }
  }

  /// Messages of the outbox, newest first.
  public func messages(state: String?, limit: Int) async throws(EngineError) -> [MessageView] {
    var known: MessageState?
    if let state {
      known = MessageState(rawValue: state)
      if known == nil {
        throw .notFound(
          what: "state of messages", name: state,
          suggestion: Suggestion.nearest(to: state, in: MessageState.allCases.map(\.rawValue)))
      }
    }
    let query = MessageQuery(
      state: known, order: .newestFirst, limit: min(max(1, limit), limits.rowsPerAnswer))
    let rows = try await ask { store async throws(StoreError) in try await store.messages(query) }
    return rows.map(view)
  }

  func view(_ row: MessageRow) -> MessageView {
    let content = OutboxContent(row.content)
    var to = row.person.map { directory.people[$0]?.name ?? $0 } ?? "administrator"
    if row.person == nil, case .draft(let draft)? = content {
      to = directory.title(of: draft.to).id
    }
    return MessageView(
      id: row.id, key: row.key, notifier: row.notifier, state: row.state.rawValue,
      attempts: row.attempts, subject: content.map { "\($0.kind) → \(to)" } ?? row.key,
      nextAt: row.nextAt.map { Instant(millisecondsSince1970: $0) },
      settledAt: row.settledAt.map { Instant(millisecondsSince1970: $0) },
      lastError: row.lastError, person: row.person, receipt: row.receipt)
  }

  /// Tries a message again that was given up, or whose outcome is unknown.
  public func retryMessage(_ id: Int64) async throws(EngineError) {
    let now = clock.now().millisecondsSince1970
    do {
      try await store.retryMessage(id: id, at: now)
    } catch {
      switch error {
      case .noSuchMessage: throw .unknownMessage(id)
      case .messageState(_, let state): throw .messageSettled(id, state: state.rawValue)
      default: throw .store("\(error)")
      }
    }
    wakeLanes()
  }

  /// Replays an agreement's history and compares it with the stored state.
  public func replay(_ reference: String) async throws(EngineError) -> Bool {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    let agreement = try decode(row)
    let entries = try await entries(of: row)
    let calendars = try calendars(of: entries)
    let workflows = try workflows(of: entries, name: row.workflow)
    do {
      let replayed = try Workflow.replay(entries) {
        workflows[$0]
      } calendar: {
        calendars[$0]
      }
      return replayed.state == agreement.state && replayed.workflow.digest == row.definition
    } catch {
      throw .store("cannot replay «\(reference)»: \(error)")
    }
  }

  /// The definitions that entries rest on, by digest.
  func workflows(of entries: [ReplayEntry], name: String) throws(EngineError)
    -> [String: Workflow]
  {
    var workflows: [String: Workflow] = [:]
    for digest in Set(entries.compactMap { $0.payload["definition"]?.string }) {
      workflows[digest] = try workflow(digest: digest, name: name)
    }
    return workflows
  }

  /// The calendars that entries were counted on, by digest.
  func calendars(of entries: [ReplayEntry]) throws(EngineError) -> [String: OfficeCalendar] {
    var calendars: [String: OfficeCalendar] = [:]
    for digest in Set(entries.compactMap { $0.payload["calendar"]?.string }) {
      calendars[digest] = try calendar(digest: digest)
    }
    return calendars
  }

  func calendar(digest: String) throws(EngineError) -> OfficeCalendar? {
    if let current = library.calendars.values.first(where: { $0.digest == digest }) {
      return current
    }
    let row: SourceRow?
    do { row = try store.source(.calendar, digest: digest) } catch { throw .store("\(error)") }
    return row.flatMap {
      CalendarReader.read(
        SourceText(name: $0.name, text: $0.text), digest: digest, zone: surroundings.zone
      ).value
    }
  }

  /// True when the writer answers: what the watchdog rests on.
  public func isAlive() async -> Bool {
    do {
      try await store.ping()
      return true
    } catch { return false }
  }

  // MARK: Making views

  func ask<Answer: Sendable>(
    _ question: (Store) async throws(StoreError) -> Answer
  ) async throws(EngineError) -> Answer {
    do { return try await question(store) } catch {
      if case .closed = error { throw .stopping }
      throw .store("\(error)")
    }
  }

  func summary(_ row: InstanceRow) -> AgreementSummary {
    AgreementSummary(
      reference: row.reference, workflow: row.workflow, title: row.title, party: row.party,
      partyName: row.party.flatMap { directory.organisations[$0]?.name },
      status: row.status.rawValue, states: row.states.split(separator: " ").map(String.init),
      sequence: row.sequence, startedAt: Instant(millisecondsSince1970: row.startedAt),
      changedAt: Instant(millisecondsSince1970: row.changedAt),
      finishedAt: row.finishedAt.map { Instant(millisecondsSince1970: $0) },
      suspendedAt: row.suspendedAt.map { Instant(millisecondsSince1970: $0) }, cursor: row.id)
  }

  private func taskView(_ task: OpenTask, _ agreement: LoadedAgreement) -> TaskView {
    let workflow = agreement.workflow
    let role = workflow.tasks[task.task]?.role ?? ""
    let now = clock.now()
    let assignee = workflow.assignee(of: role, in: agreement.state)
    return TaskView(
      reference: agreement.reference, workflow: workflow.name, agreementTitle: agreement.title,
      task: task.task, title: workflow.title(ofTask: task.task).id, role: role,
      assignee: assignee.map { directory.title(of: $0).id } ?? role,
      people: assignee.map { people($0, now, in: workflow.name) } ?? [], openedAt: task.openedAt,
      dueAt: task.deadline?.instant, isProvisional: task.deadline?.isProvisional ?? false,
      isOverdue: task.deadline.map { $0.instant < now } ?? false,
      events: workflow.events(of: task.task), holder: task.holder.map(view),
      vacantSince: vacantSince(assignee, now, in: workflow.name))
  }

  private func taskView(_ row: TaskRow, _ now: Instant) -> TaskView {
    let workflow = library.workflows[row.workflow]
    let assignee = Assignee(row.assignee)
    return TaskView(
      reference: row.reference, workflow: row.workflow, agreementTitle: row.title, task: row.task,
      title: workflow?.title(ofTask: row.task).id ?? row.task, role: row.role,
      assignee: assignee.map { directory.title(of: $0).id } ?? row.role,
      people: assignee.map { people($0, now, in: row.workflow) } ?? [],
      openedAt: Instant(millisecondsSince1970: row.openedAt),
      dueAt: row.dueAt.map { Instant(millisecondsSince1970: $0) },
      isProvisional: row.isProvisional,
      isOverdue: row.dueAt.map { $0 < now.millisecondsSince1970 } ?? false,
      events: workflow?.events(of: row.task) ?? [], holder: row.held.map(view),
      vacantSince: vacantSince(assignee, now, in: row.workflow))
  }

  private func view(_ holder: OpenTask.Holder) -> HolderView {
    HolderView(
      person: holder.person, name: directory.people[holder.person]?.name,
      kind: holder.kind.rawValue, giver: holder.giver)
  }

  private func vacantSince(_ assignee: Assignee?, _ now: Instant, in workflow: String) -> CivilDate?
  {
    let today = zone.civil(now).date
    guard let assignee, !directory.hasSomebody(for: assignee, on: today, in: workflow) else {
      return nil
    }
    return directory.vacantSince(assignee, on: today)
  }

  func people(_ assignee: Assignee, _ now: Instant, in workflow: String) -> [String] {
    directory.people(for: assignee, on: zone.civil(now).date, in: workflow).map(\.name)
  }

  private func view(_ workflow: Workflow, in library: Library) -> WorkflowView {
    WorkflowView(
      name: workflow.name, title: workflow.title, description: workflow.description,
      digest: workflow.digest, calendar: workflow.calendar, reference: workflow.reference.source,
      states: workflow.stateList.map { ($0.name, $0.title?.id, $0.kind) },
      fields: workflow.fields.map { ($0.name, $0.type.rawValue, $0.isRequired, $0.title?.id) },
      roles: workflow.roles.values.sorted { $0.name < $1.name }.map { role in
        switch role.binding {
        case .position(let id): return (role.name, "position \(id)")
        case .partner(let field, let part): return (role.name, "\(part.rawValue) of \(field)")
        }
      },
      source: library.sources[workflow.digest] ?? "")
  }
}

extension TaskRow {
  /// Who has it in hand, as far as the row tells.
  fileprivate var held: OpenTask.Holder? {
    guard let holder, let kind = holderKind.flatMap(OpenTask.Holder.Kind.init(rawValue:)) else {
      return nil
    }
    return OpenTask.Holder(
      person: holder, kind: kind, since: Instant(millisecondsSince1970: openedAt),
      giver: holderGiver,
      // The row does not keep the document; that someone was assigned was permitted.
      basis: kind == .assigned ? "" : nil)
  }
}
