// Marks and signatures of a step: what was given, what became void, and who is told.

internal import CEL
internal import Statechart
internal import WorkCalendar

/// What one step did to marks and signatures, for its entry in the history.
struct StepRecords {
  /// The mark that was given.
  var mark: ApprovalMark?
  /// The signature that the act carries; recorded once its transition is taken.
  var pending: Signature?
  /// The signature that was recorded.
  var signature: Signature?
  /// True when a signature was recorded or became void: dates that read signatures move.
  var hasMovedSignatures = false
  /// What became void.
  var voided: [JSON] = []
  /// The kind of the document that changed.
  var document: String?
  /// Who changed it, where that is no act; named in messages.
  var by: Actor?
  /// What a change of a document moved.
  var moved: Step?
  /// Tasks that somebody had in hand who may not have them any more.
  var released: [String] = []

  /// Members of the entry's payload; none where nothing was given and nothing became void.
  func members(beside payload: [JSON.Member]) -> [JSON.Member] {
    var members: [JSON.Member] = []
    if let mark { members.append(.init("mark", mark.entry)) }
    if let signature { members.append(.init("signature", signature.entry)) }
    if !voided.isEmpty { members.append(.init("voided", .array(voided))) }
    if !released.isEmpty { members.append(.init("released", .strings(released))) }
    if let moved, !payload.contains(where: { $0.name == "exited" }) {
      members += [
        .init("exited", .strings(moved.microsteps.flatMap(\.exited).map(\.rawValue))),
        .init("entered", .strings(moved.microsteps.flatMap(\.entered).map(\.rawValue))),
      ]
    }
    return members
  }
}

extension StepRun {
  /// The approval and its step that the act's task belongs to; nil for an act that is no mark.
  var marking: (approval: ApprovalDefinition, step: ApprovalDefinition.Step)? {
    guard let act, let task = act.task else { return nil }
    for approval in workflow.approvals.values {
      guard act.event == approval.approveEvent || act.event == approval.returnEvent,
        let place = approval.place(of: task)
      else { continue }
      return (approval, approval.steps[place.step])
    }
    return nil
  }

  /// True when the act is the return of its task.
  var isReturn: Bool {
    act.map { act in act.task.flatMap { workflow.tasks[$0]?.returnEvent } == act.event } ?? false
  }

  // MARK: What is given

  /// Notes the mark that the act gives.
  mutating func takeMark() {
    guard let act, let (approval, step) = marking else { return }
    let mark = ApprovalMark(
      approval: approval.state, step: step.state, kind: step.kind,
      decision: act.event == approval.returnEvent ? .returned : .approved, actor: act.actor,
      reason: act.reason, at: now, documents: state.documentStamps)
    records.mark = mark
    state.marks.append(mark)
  }

  /// Reads the signature that the act carries, before guards are asked.
  mutating func expectSignature(_ party: String?) {
    guard let party, let act,
      let date = act.data[SignatureForm.date].flatMap(DateLibrary.civilDate),
      case .string(let place)? = act.data[SignatureForm.place],
      case .string(let manner)? = act.data[SignatureForm.manner]
    else { return }
    var reference: String?
    if case .string(let text)? = act.data[SignatureForm.reference] { reference = text }
    records.pending = Signature(
      party: party, date: date, place: place, manner: manner, reference: reference,
      actor: act.actor, at: now, documents: state.documentStamps, state: "")
  }

  /// Records the signature if the transition that carries it is taken.
  mutating func takeSignature(_ step: Step) {
    guard var signature = records.pending else { return }
    defer { records.pending = nil }
    let taken = step.microsteps.first?.transitions ?? []
    for index in taken {
      let transition = workflow.chart.transitions[index]
      guard
        transition.condition.flatMap({ workflow.rules[$0] })?.signature == signature.party
      else { continue }
      signature.state = workflow.chart.states[transition.source].id.rawValue
      records.signature = signature
      records.hasMovedSignatures = true
      state.signatures.append(signature)
      return
    }
  }

  /// The signatures that expressions see: those in force, and the one that the act carries.
  var signaturesSeen: [Signature] {
    state.signatures.filter(\.isInForce) + (records.pending.map { [$0] } ?? [])
  }

  // MARK: What becomes void

  /// Voids what the step took the ground from, and tells those who gave it.
  mutating func settleRecords(_ step: Step) {
    guard !state.marks.isEmpty || !state.signatures.isEmpty else { return }
    let exited = Set(step.microsteps.flatMap(\.exited).map(\.rawValue))
    let entered = Set(step.microsteps.flatMap(\.entered).map(\.rawValue))
    let scopes = records.document == nil ? [] : sources(step)
    var told: [(role: String, place: String, cause: Voiding.Cause)] = []
    for index in state.marks.indices where state.marks[index].isInForce {
      let mark = state.marks[index]
      guard let approval = workflow.approvals[mark.approval] else { continue }
      guard
        let cause = cause(approval, exited, entered, scopes)
          ?? (isAskedAgain(mark, approval, entered) ? .again : nil)
      else { continue }
      state.marks[index].voided = Voiding(at: now, cause: cause)
      records.voided.append(mark.name)
      told.append((mark.actor.role, mark.approval, cause))
    }
    let isNew = records.signature == nil ? 0 : 1
    for index in state.signatures.indices.dropLast(isNew) where state.signatures[index].isInForce {
      let signature = state.signatures[index]
      let isInScope = scopes.contains { Self.is(signature.state, in: $0) }
      // The state that asks for it asks again.
      guard isInScope || entered.contains(signature.state) else { continue }
      let cause = records.document.map { Voiding.Cause.document($0) } ?? .again
      records.hasMovedSignatures = true
      state.signatures[index].voided = Voiding(at: now, cause: cause)
      records.voided.append(signature.name)
      told.append((signature.actor.role, signature.state, cause))
    }
    if !state.isFinished { tellVoided(told) }
    dropOldest()
  }

  private func cause(
    _ approval: ApprovalDefinition, _ exited: Set<String>, _ entered: Set<String>,
    _ scopes: [String]
  ) -> Voiding.Cause? {
    if let kind = records.document {
      let isInScope = scopes.contains { Self.is(approval.state, in: $0) }
      return isInScope || entered.contains(approval.state) ? .document(kind) : nil
    }
    if exited.contains(approval.state), !entered.contains(approval.finishedState) {
      let isItsReturn = isReturn && marking?.approval.state == approval.state
      return isItsReturn ? .returned : .left
    }
    return entered.contains(approval.state) ? .again : nil
  }

  /// True where the task that a mark was given on was opened again, as after a jump inside an approval.
  private func isAskedAgain(
    _ mark: ApprovalMark, _ approval: ApprovalDefinition, _ entered: Set<String>
  ) -> Bool {
    approval.steps.first { $0.state == mark.step }?.members.contains {
      $0.role == mark.actor.role && entered.contains($0.task)
    } ?? false
  }

  /// The states whose transitions a change of a document took.
  private func sources(_ step: Step) -> [String] {
    (step.microsteps.first?.transitions ?? []).map {
      workflow.chart.states[workflow.chart.transitions[$0].source].id.rawValue
    }
  }

  static func `is`(_ state: String, in scope: String) -> Bool {
    state == scope || state.hasPrefix(scope + "/")
  }

  /// Keeps the stored state from growing with every round: the history has all of them.
  private mutating func dropOldest() {
    let marks = state.marks.count { !$0.isInForce } - WorkflowLimits.voidMarks
    for _ in 0..<max(0, marks) {
      if let index = state.marks.firstIndex(where: { !$0.isInForce }) {
        state.marks.remove(at: index)
      }
    }
    let signatures = state.signatures.count { !$0.isInForce } - WorkflowLimits.voidMarks
    for _ in 0..<max(0, signatures) {
      if let index = state.signatures.firstIndex(where: { !$0.isInForce }) {
        state.signatures.remove(at: index)
      }
    }
  }

  // MARK: Who is told

  /// Tells each role once for each place; of a return those are told as everyone who acted is.
  private mutating func tellVoided(
    _ voided: [(role: String, place: String, cause: Voiding.Cause)]
  ) {
    var known: Set<String> = []
    for (role, place, cause) in voided where cause != .returned {
      guard known.insert("\(role) \(place)").inserted,
        let assignee = workflow.assignee(of: role, in: state)
      else { continue }
      messages.append(
        MessageDraft(
          kind: .voided, to: assignee, task: nil, deadline: nil, reason: act?.reason,
          states: [place], by: act?.actor ?? records.by, document: records.document))
    }
  }

  /// Tells of a return everyone who had acted: on the approval, or in the office on the agreement where
  /// an ordinary task is returned. Who gets the task next was told with it; who returned knows.
  mutating func tellReturned(_ step: Step, marksBefore: [ApprovalMark]) {
    guard let act, isReturn, !state.isFinished,
      step.microsteps.contains(where: { !$0.exited.isEmpty })
    else { return }
    var roles: [String]
    if let approval = marking?.approval {
      let isLeft = step.microsteps.contains { microstep in
        microstep.exited.contains(StateID(approval.state))
      }
      guard isLeft else { return }
      roles = marksBefore.filter { $0.approval == approval.state && $0.isInForce }.map(\.actor.role)
    } else {
      // What the office sends back to itself is no news for a partner.
      roles = state.actors.keys.sorted().filter { role in
        if case .position = workflow.roles[role]?.binding { true } else { false }
      }
    }
    var told = messages.filter { $0.kind == .returned }.map(\.to)
    if let own = workflow.assignee(of: act.actor.role, in: state) { told.append(own) }
    for role in roles {
      guard let assignee = workflow.assignee(of: role, in: state), !told.contains(assignee) else {
        continue
      }
      told.append(assignee)
      messages.append(
        MessageDraft(
          kind: .returned, to: assignee, task: nil, deadline: nil, reason: act.reason,
          states: workflow.activeStates(of: state), by: act.actor))
    }
  }

  /// Tells those whose task of an approval was closed before they did it.
  mutating func tellNotNeeded(tasksBefore: [OpenTask]) {
    guard !state.isFinished, marking != nil || records.document != nil else { return }
    for task in tasksBefore where task.task != act?.task {
      guard !state.tasks.contains(where: { $0.task == task.task }),
        workflow.approvals.values.contains(where: { $0.place(of: task.task) != nil }),
        let role = workflow.tasks[task.task]?.role,
        let assignee = workflow.assignee(of: role, in: state)
      else { continue }
      messages.append(
        MessageDraft(
          kind: .notNeeded, to: assignee, task: task.task, deadline: nil, reason: act?.reason,
          states: [], holder: task.holder, by: act?.actor ?? records.by,
          document: records.document))
    }
  }
}
