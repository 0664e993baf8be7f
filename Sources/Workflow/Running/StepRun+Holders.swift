// Who has a task in hand and may not have it any more: it is everyone's again who stands for its role.

internal import WorkCalendar

extension StepRun {
  /// Takes tasks out of the hands of those who may not do them any more, since duties are separated.
  mutating func releaseExcluded() {
    for index in state.tasks.indices {
      guard let holder = state.tasks[index].holder,
        let definition = workflow.tasks[state.tasks[index].task]
      else { continue }
      do {
        try workflow.separate(
          Actor(holder, as: definition.role), from: definition, in: state)
      } catch {
        tellReleased(taskAt: index, from: holder, role: definition.role)
        release(taskAt: index)
      }
    }
  }

  /// Tasks that went on while their role came to stand for somebody else, such as another partner: the
  /// new ones are told, and whoever had one in hand for the old ones has it no more.
  mutating func settleAssignees(since before: InstanceState, reason: String?) {
    for index in state.tasks.indices {
      let task = state.tasks[index]
      guard let role = workflow.tasks[task.task]?.role,
        before.tasks.contains(where: { $0.task == task.task })
      else { continue }
      let was = workflow.assignee(of: role, in: before)
      let now = workflow.assignee(of: role, in: state)
      guard was != now else { continue }
      if let holder = task.holder {
        release(taskAt: index)
        if let was, state.suspension == nil {
          messages.append(
            MessageDraft(
              kind: .reassigned, to: was, task: task.task, deadline: task.deadline, reason: reason,
              states: [], holder: holder))
        }
      }
      // A task that was opened anew has been told.
      guard let now, state.suspension == nil,
        !messages.contains(where: { $0.task == task.task && $0.to == now && $0.holder == nil })
      else { continue }
      messages.append(
        MessageDraft(
          kind: .assigned, to: now, task: task.task, deadline: task.deadline, reason: reason,
          states: []))
    }
  }

  /// Takes a task out of somebody's hands.
  mutating func release(taskAt index: Int) {
    state.tasks[index].holder = nil
    records.released.append(state.tasks[index].task)
  }

  /// What was delegated is its giver's again; of other tasks everyone hears who stands for the role.
  private mutating func tellReleased(
    taskAt index: Int, from holder: OpenTask.Holder, role: String
  ) {
    let task = state.tasks[index]
    guard state.suspension == nil, let assignee = workflow.assignee(of: role, in: state) else {
      return
    }
    let giver = holder.giver.map { OpenTask.Holder(person: $0, kind: .claimed, since: now) }
    messages.append(
      MessageDraft(
        kind: giver == nil ? .assigned : .givenBack, to: assignee, task: task.task,
        deadline: task.deadline, reason: nil, states: [], holder: giver))
  }
}
