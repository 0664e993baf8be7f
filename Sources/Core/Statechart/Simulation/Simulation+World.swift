// What a world does with effects: timers, events between sessions, children (SCXML 6, C.1).

extension Simulation {
  /// Does what one effect asks for; tasks and notes are for people and stay in the record.
  mutating func perform(_ effect: Effect, of id: String) throws(SimulationError) {
    switch effect {
    case .setTimer(_, .after(milliseconds: 0), let event): queue.append((id, event))
    case .setTimer(let timer, let due, let event): setTimer(id, id: timer, due, .event(event))
    case .cancelTimer(let timer): cancelTimer(id, id: timer)
    case .send(let outgoing):
      if let due = outgoing.due {
        setTimer(id, id: outgoing.sendID, due, .outgoing(outgoing))
      } else {
        deliver(outgoing, from: id)
      }
    case .startChild(let invokeID, let source, let type, let data, _):
      try startChild(
        ChildRequest(id: invokeID, parent: id, source: source, type: type, data: data))
    case .stopChild(let invokeID):
      try stopChild(of: id, invokeID)
    case .openTask, .closeTask, .log: break
    }
  }

  /// Carries an event to the session that its target names.
  mutating func deliver(_ outgoing: OutgoingEvent, from sender: String) {
    guard let from = index(of: sender).map({ sessions[$0] }) else { return }
    guard let receiver = receiver(of: outgoing.target, from: from) else {
      // "MUST place the error error.communication on the internal event queue" (C.1): it is the
      // next that the sender takes.
      let error = Words.unreachable(outgoing.target ?? "")
      queue.insert(
        (
          sender,
          Event(
            EventName.communicationError, kind: .platform, data: .string(error.message),
            sendID: outgoing.sendID)
        ), at: 0)
      return
    }
    queue.append(
      (
        receiver,
        Event(
          outgoing.name, data: outgoing.data, sendID: outgoing.sendID,
          origin: EventProcessor.sessionTarget + sender, originType: EventProcessor.name,
          invokeID: from.parent == receiver ? from.invokeID : nil)
      ))
  }

  /// The session that a target names, as its sender sees it; nil where there is none that runs.
  private func receiver(of target: String?, from sender: Session) -> String? {
    guard let target else { return sender.id }
    let found: Session?
    if target == EventProcessor.parentTarget {
      // A child that was ended has no parent to speak to any more.
      found = sessions.first { $0.id == sender.parent && !sender.isCancelled }
    } else if target.hasPrefix(EventProcessor.sessionTarget) {
      let id = target.dropFirst(EventProcessor.sessionTarget.count)
      found = sessions.first { $0.id == id }
    } else {
      let id = target.dropFirst(EventProcessor.targetPrefix.count)
      found = sessions.last { $0.parent == sender.id && $0.invokeID ?? "" == id }
    }
    guard let found, found.isRunning else { return nil }
    return found.id
  }

  private mutating func startChild(_ request: ChildRequest) throws(SimulationError) {
    guard sessions.count < limits.sessions else {
      throw .tooManySessions(limit: limits.sessions)
    }
    guard let parent = index(of: request.parent).map({ sessions[$0] }) else { return }
    switch make(request, parent) {
    case .failure(let error):
      let name =
        error.kind == .execution ? EventName.executionError : EventName.communicationError
      queue.insert(
        (
          request.parent,
          Event(
            name, kind: .platform, data: .string(error.message), sendID: nil,
            invokeID: request.id)
        ), at: 0)
    case .success(nil): break
    case .success(let child?):
      let root = sessions.first?.id ?? ""
      let id = "\(root).\(sessions.count)"
      sessions.append(
        Session(
          id: id, parent: request.parent, invokeID: request.id, interpreter: child.interpreter,
          data: child.data, snapshot: nil))
      try begin(id)
    }
  }

  /// cancelInvoke(inv): the child leaves its states, and says nothing more to its parent.
  private mutating func stopChild(of parent: String, _ invokeID: String) throws(SimulationError) {
    guard
      let index = sessions.lastIndex(where: { $0.parent == parent && $0.invokeID == invokeID }),
      let snapshot = sessions[index].snapshot, snapshot.status == .running
    else { return }
    let id = sessions[index].id
    sessions[index].isCancelled = true
    // "once it has been cancelled, the Processor MUST ignore any events it receives from it".
    queue.removeAll { $0.session == parent && $0.event.invokeID == invokeID }
    var data = sessions[index].data
    let step: Step
    do {
      step = try sessions[index].interpreter.stop(snapshot, data: &data)
    } catch {
      throw .step(error, session: id)
    }
    try take(step, of: index, data: data, cause: .stop)
  }

  /// A session has come to its end: its timers are dropped, and its parent is told.
  mutating func finish(_ id: String, _ value: DataValue) {
    timers.removeAll { $0.session == id }
    guard let index = index(of: id), !sessions[index].isCancelled,
      let parent = sessions[index].parent, let invokeID = sessions[index].invokeID
    else { return }
    queue.append(
      (
        parent,
        Event(EventName.doneInvoke + invokeID, data: value, invokeID: invokeID)
      ))
  }
}
