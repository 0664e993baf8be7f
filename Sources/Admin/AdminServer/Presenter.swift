// From the engine's values to the wire: instants become text in the office's zone.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

/// Writes the engine's values as wire values.
struct Presenter: Sendable {
  var zone: ZoneRules

  /// What the zone's time is called by its latest rule.
  var zoneName: String { zone.transitions.last?.abbreviation ?? zone.abbreviation }

  func stamp(_ instant: Instant) -> String { zone.iso8601(instant) }

  func agreement(_ view: AgreementSummary) -> AgreementItem {
    AgreementItem(
      reference: view.reference, workflow: view.workflow, title: view.title, party: view.party,
      partyName: view.partyName, status: view.status, states: view.states,
      sequence: view.sequence, startedAt: stamp(view.startedAt), changedAt: stamp(view.changedAt),
      finishedAt: view.finishedAt.map(stamp), suspendedAt: view.suspendedAt.map(stamp))
  }

  func agreement(_ view: AgreementView, directory: Directory) -> AgreementDetail {
    let records = records(view, directory)
    return AgreementDetail(
      agreement: agreement(view.summary), definition: view.definition,
      data: view.data.map {
        FieldItem(name: $0.name, title: $0.title, value: Self.value($0.value))
      },
      tasks: view.tasks.map(task),
      events: view.events.map {
        EventItem(
          event: $0.event, task: $0.task, roles: $0.roles, needsReason: $0.needsReason,
          required: $0.required, optional: $0.optional,
          documents: $0.documents.isEmpty ? nil : $0.documents)
      },
      timers: view.timers.map { TimerItem(name: $0.name, dueAt: stamp($0.dueAt)) },
      suspensionReason: view.suspensionReason, parent: view.parent,
      children: view.children.isEmpty
        ? nil
        : view.children.map {
          ChildItem(agreement: agreement($0.summary), progress: progress($0.progress))
        }, progress: view.children.isEmpty ? nil : progress(view.progress),
      cancellationReason: view.cancellationReason,
      documents: view.documents.isEmpty ? nil : view.documents.map(document),
      approvals: view.approvals.isEmpty ? nil : view.approvals.map(approval),
      records: records.isEmpty ? nil : records, zone: zoneName)
  }

  private func progress(_ view: ProgressView) -> ProgressItem {
    ProgressItem(done: view.done, total: view.total)
  }

  func task(_ view: TaskView) -> TaskItem {
    TaskItem(
      reference: view.reference, workflow: view.workflow, agreementTitle: view.agreementTitle,
      task: view.task, title: view.title, role: view.role, assignee: view.assignee,
      people: view.people, openedAt: stamp(view.openedAt), dueAt: view.dueAt.map(stamp),
      provisional: view.isProvisional, overdue: view.isOverdue, events: view.events,
      holder: view.holder.map {
        TaskHolderItem(person: $0.person, name: $0.name, kind: $0.kind, giver: $0.giver)
      }, nobody: view.people.isEmpty ? true : nil, vacantSince: view.vacantSince.map { "\($0)" })
  }

  func history(_ view: HistoryView, directory: Directory) -> HistoryItem {
    HistoryItem(
      sequence: view.sequence, position: view.position, at: stamp(view.at), kind: view.kind,
      version: view.version, cause: view.cause, payload: Self.value(view.payload),
      hash: view.hash, actor: Actor(view.payload["actor"]).map { actorItem($0, directory) })
  }

  func workflow(_ view: WorkflowView) -> WorkflowItem {
    WorkflowItem(
      name: view.name, title: TextItem(id: view.title.id, en: view.title.en),
      description: view.description, digest: view.digest, calendar: view.calendar,
      reference: view.reference)
  }

  func workflowDetail(_ view: WorkflowView) -> WorkflowDetail {
    WorkflowDetail(
      workflow: workflow(view),
      states: view.states.map { StateItem(name: $0.name, title: $0.title, kind: $0.kind) },
      fields: view.fields.map {
        FieldDeclaration(name: $0.name, type: $0.type, required: $0.isRequired, title: $0.title)
      },
      roles: view.roles.map { RoleItem(name: $0.name, binding: $0.binding) },
      source: view.source, zone: zoneName)
  }

  func command(_ result: CommandResult, directory: Directory) -> CommandAnswer {
    CommandAnswer(
      reference: result.reference, workflow: result.workflow, sequence: result.sequence,
      event: result.event,
      actor: result.actor.map { actorItem($0, directory) },
      at: stamp(result.at), states: result.states, exited: result.exited,
      entered: result.entered, replay: result.isReplay,
      followed: result.followed.isEmpty ? nil : result.followed,
      stayed: result.stayed.isEmpty ? nil : result.stayed, zone: zoneName)
  }

  func message(_ view: MessageView) -> MessageItem {
    MessageItem(
      id: view.id, key: view.key, notifier: view.notifier, state: view.state,
      attempts: view.attempts, subject: view.subject, nextAt: view.nextAt.map(stamp),
      settledAt: view.settledAt.map(stamp), lastError: view.lastError, person: view.person,
      receipt: view.receipt)
  }

  func status(_ view: StatusView) -> StatusReport {
    StatusReport(
      version: view.version, startedAt: stamp(view.startedAt), now: stamp(view.now),
      agreementsActive: view.active, agreementsFinished: view.finished,
      agreementsFailed: view.failed, agreementsSuspended: view.suspended, openTasks: view.openTasks,
      timers: view.timers,
      nextTimer: view.nextTimer.map(stamp), messagesPending: view.messagesPending,
      messagesDead: view.messagesDead, messagesUnknown: view.messagesUnknown,
      historyPosition: view.historyPosition, historyHash: view.historyHash,
      workflows: view.workflows, loadProblems: view.loadProblems,
      calendarsNotApplied: view.calendarsNotApplied, zone: zoneName,
      tasksWithNobody: view.tasksWithNobody, directoryVersion: view.directoryVersion,
      directoryNotes: view.directoryNotes.isEmpty ? nil : view.directoryNotes)
  }

  // MARK: Free values

  static func value(_ json: JSON) -> JSONValue {
    switch json {
    case .null: .null
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .array(let items): .array(items.map(value))
    case .object(let members):
      // The daemon writes no name twice; were there two, the first is the one that it reads.
      .object(
        Dictionary(members.map { ($0.name, value($0.value)) }, uniquingKeysWith: { a, _ in a }))
    }
  }

  static func json(_ value: JSONValue) -> JSON {
    switch value {
    case .null: .null
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .array(let items): .array(items.map(json))
    case .object(let members):
      .object(members.sorted { $0.key < $1.key }.map { JSON.Member($0.key, json($0.value)) })
    }
  }
}
