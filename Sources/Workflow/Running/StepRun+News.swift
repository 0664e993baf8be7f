// Good news and turning points: approved, signed, in force, about to end, over.

internal import Statechart

extension Workflow {
  /// The roles whose tasks an agreement begins with: those who drafted it, and wait for what others say.
  public var drafters: [String] {
    var roles: [String] = []
    var open = [0]
    while let index = open.popLast() {
      let state = chart.states[index]
      if let role = tasks[state.id.rawValue]?.role, !roles.contains(role) { roles.append(role) }
      if state.kind == .parallel {
        open += state.children
      } else if let targets = state.initial?.targets {
        open += targets
      }
    }
    return roles
  }
}

extension Workflow {
  /// Roles of the office, without those of partners.
  public func officeRoles(_ roles: [String]) -> [String] {
    roles.filter { role in
      if case .position = self.roles[role]?.binding { true } else { false }
    }
  }
}

extension StepRun {
  /// Tells of what a step has reached. Who did it, and who is told of a new task by the same step, knows.
  mutating func tellNews(_ step: Step, before: InstanceState) {
    guard step.microsteps.contains(where: { !$0.transitions.isEmpty }) else { return }
    let was = Set(workflow.tags(of: before))
    let tags = Set(workflow.tags(of: state))
    let rule = workflow.register
    let wasInForce = !was.isDisjoint(with: rule.inForce)
    if state.isFinished {
      tellFinished(wasInForce ? .ended : .finished)
      return
    }
    if !wasInForce, !tags.isDisjoint(with: rule.inForce) {
      tell(.inForce, roles: state.actors.keys.sorted())
    } else if was.isDisjoint(with: rule.ending), !tags.isDisjoint(with: rule.ending) {
      tell(.aboutToEnd, roles: workflow.officeRoles(state.actors.keys.sorted()))
    }
    if let signature = records.signature {
      // The party's own state, above the one in which it was waited for.
      let parts = signature.state.split(separator: "/").dropLast()
      tell(
        .signed, roles: workflow.drafters,
        states: [parts.isEmpty ? signature.state : parts.joined(separator: "/")])
    } else if let place = approved(step) {
      tell(.approved, roles: workflow.drafters, states: [place])
    }
  }

  /// The state that an approval has left for good: of a chain or group the whole of it, not each mark.
  private func approved(_ step: Step) -> String? {
    guard let act, let task = act.task, let definition = workflow.tasks[task],
      act.event == definition.approveEvent
    else { return nil }
    let place = marking?.approval.state ?? task
    let isLeft = step.microsteps.contains { $0.exited.contains(StateID(place)) }
    return isLeft ? place : nil
  }

  private mutating func tell(
    _ kind: MessageDraft.Kind, roles: [String], states: [String]? = nil
  ) {
    var told = messages.filter { $0.kind == .assigned || $0.kind == kind }.map(\.to)
    if let act, let own = workflow.assignee(of: act.actor.role, in: state) { told.append(own) }
    for role in roles {
      guard let assignee = workflow.assignee(of: role, in: state), !told.contains(assignee) else {
        continue
      }
      told.append(assignee)
      messages.append(
        MessageDraft(
          kind: kind, to: assignee, task: nil, deadline: nil, reason: act?.reason,
          states: states ?? workflow.activeStates(of: state), by: act?.actor))
    }
  }

  private mutating func tellFinished(_ kind: MessageDraft.Kind) {
    let states = workflow.activeStates(of: state)
    for role in state.actors.keys.sorted() {
      guard let assignee = workflow.assignee(of: role, in: state) else { continue }
      messages.append(
        MessageDraft(
          kind: kind, to: assignee, task: nil, deadline: nil, reason: act?.reason,
          states: states, by: kind == .ended ? act?.actor : nil))
    }
  }
}
