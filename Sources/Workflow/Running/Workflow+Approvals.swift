// Where an approval stands: whose turn it is, who has said what, and how far the quorum is.

internal import Statechart
public import WorkCalendar

/// How far an approval is, for people and programs.
public struct ApprovalProgress: Hashable, Sendable {
  /// One of those who initial in the current step.
  public struct Member: Hashable, Sendable {
    /// The role.
    public var role: String
    /// How much its mark counts.
    public var weight: Int
    /// Whether its return decides at once.
    public var hasVeto: Bool
    /// Its task.
    public var task: String
    /// What it said; nil while it has not, and in agreements from before marks were kept.
    public var mark: ApprovalMark?
    /// True while it has said nothing.
    public var isWaiting: Bool
  }

  /// The approval: its state.
  public var approval: String
  /// The number of the current step, from 1.
  public var step: Int
  /// How many steps there are.
  public var steps: Int
  /// Which kind of paraf the step asks for.
  public var kind: ParafKind?
  /// The quorum as the definition writes it.
  public var quorum: String
  /// How much weight is enough; the number of marks where no weights are given.
  public var needed: Int
  /// How much has initialled.
  public var reached: Int
  /// The members of the current step.
  public var members: [Member]

  /// The roles that have said nothing yet.
  public var waitingFor: [String] { members.filter(\.isWaiting).map(\.role) }
}

extension ApprovalProgress: CustomStringConvertible {
  /// `1 of 2, waiting for biro_hukum, bappeda`.
  public var description: String {
    "\(reached) of \(needed), waiting for \(waitingFor.joined(separator: ", "))"
  }
}

extension Workflow {
  /// The approvals that are under way, in the order of the definition.
  public func approvals(in state: InstanceState) -> [ApprovalProgress] {
    guard !state.isFinished, !approvals.isEmpty else { return [] }
    return state.snapshot.configuration(in: chart).compactMap { id in
      approvals[id.rawValue].flatMap { progress(of: $0, in: state) }
    }
  }

  /// How far an approval is; nil where it is not under way.
  public func approval(_ name: String, in state: InstanceState) -> ApprovalProgress? {
    guard !state.isFinished else { return nil }
    return approvals[name].flatMap { progress(of: $0, in: state) }
  }

  private func progress(of approval: ApprovalDefinition, in state: InstanceState)
    -> ApprovalProgress?
  {
    let active = Set(state.snapshot.configuration(in: chart).map(\.rawValue))
    guard let index = approval.steps.firstIndex(where: { active.contains($0.state) }) else {
      return nil
    }
    let step = approval.steps[index]
    let marks = state.marks(on: approval.state).filter { $0.step == step.state }
    return ApprovalProgress(
      approval: approval.state, step: index + 1, steps: approval.steps.count, kind: step.kind,
      quorum: step.quorum, needed: step.threshold,
      reached: step.members.filter { $0.approvedState.map(active.contains) ?? false }
        .reduce(0) { $0 + $1.weight },
      members: step.members.map { member in
        ApprovalProgress.Member(
          role: member.role, weight: member.weight, hasVeto: member.hasVeto, task: member.task,
          mark: marks.last { $0.actor.role == member.role }, isWaiting: active.contains(member.task)
        )
      })
  }

  // MARK: Refusals

  /// Why someone who takes part in an approval cannot act on it now: the turn has not come, or is over,
  /// or the mark is given. Nil for those who have no part in it.
  func turn(
    _ event: String, task wanted: String?, by person: String, in state: InstanceState,
    directory: Directory, on date: CivilDate
  ) -> Refusal? {
    // A task that waits is not the one that is out of turn.
    let wanted = state.tasks.contains { $0.task == wanted } ? nil : wanted
    for progress in approvals(in: state) {
      guard let approval = approvals[progress.approval],
        event == approval.approveEvent || event == approval.returnEvent
      else { continue }
      // The step that is open speaks first, then those to come, then those that are over.
      let current = progress.step - 1
      let ahead = Array(approval.steps.indices.dropFirst(progress.step))
      for index in [current] + ahead + approval.steps.indices.prefix(current).reversed() {
        for member in approval.steps[index].members {
          guard wanted == nil || member.task == wanted,
            !state.tasks.contains(where: { $0.task == member.task }),
            actor(person, as: member.role, in: state, directory: directory, on: date) != nil
          else { continue }
          if index == current {
            return .alreadyMarked(person: person, role: member.role, event: event)
          }
          return .outOfOrder(
            event: event, role: member.role, turn: progress.waitingFor,
            isPast: index < current)
        }
      }
    }
    return nil
  }

  /// Nobody gives two marks in one step, not even in another's name. A recorder gives none.
  func doubleMark(_ act: Act, in state: InstanceState) -> Refusal? {
    guard act.actor.capacity != .recorder, let task = act.task else { return nil }
    for approval in approvals.values {
      guard act.event == approval.approveEvent || act.event == approval.returnEvent,
        let place = approval.place(of: task)
      else { continue }
      let step = approval.steps[place.step].state
      for mark in state.marks(on: approval.state)
      where mark.step == step && mark.actor.capacity != .recorder {
        if let person = act.actor.bound.first(where: mark.actor.bound.contains) {
          return .alreadyMarked(person: person, role: mark.actor.role, event: act.event)
        }
      }
    }
    return nil
  }

  /// Why a signature cannot be recorded: it is in force already, or lies in the future.
  func signatureProblem(_ act: Act, party: String, in state: InstanceState, today: CivilDate)
    -> Refusal?
  {
    if let signature = state.signature(of: party) {
      return .alreadySigned(party: party, date: signature.date)
    }
    guard let date = act.data[SignatureForm.date].flatMap(DateLibrary.civilDate) else { return nil }
    return date > today ? .signatureInFuture(party: party, date: date, today: today) : nil
  }
}
