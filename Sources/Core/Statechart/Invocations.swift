// Children: started when a macrostep is complete, ended when their state is left (SCXML 6.4).

extension Run {
  /// "for state in statesToInvoke.sort(entryOrder): for inv in state.invoke: invoke(inv)"
  mutating func invokeEnteredStates(_ data: inout some DataModel) throws(StepError) {
    while let index = statesToInvoke.popFirst() {
      let state = tables.states[index]
      currentState = index
      for (position, invocation) in state.invocations.enumerated() {
        // "if evaluating the arguments is an error, the invocation is cancelled" (6.4.3)
        do throws(Interruption) {
          let id = try startChild(invocation, of: state.id, isBound: true, &data)
          snapshot.invocations.append(
            Snapshot.Invocation(id: id, state: state.id, position: position))
        } catch {
          switch error {
          case .fault(let error, let sendID): try raiseError(error, sendID: sendID)
          case .limit(let error): throw error
          }
        }
      }
      currentState = -1
    }
  }

  /// Starts a child that no state owns.
  mutating func startUnbound(
    _ specification: InvocationSpecification, _ data: inout some DataModel
  ) throws(Interruption) {
    let owner = currentState >= 0 ? tables.states[currentState].id : StateID(tables.name)
    _ = try startChild(specification, of: owner, isBound: false, &data)
  }

  private mutating func startChild(
    _ specification: InvocationSpecification, of state: StateID, isBound: Bool,
    _ data: inout some DataModel
  ) throws(Interruption) -> String {
    let id = specification.id ?? makeID(state.rawValue)
    if let location = specification.idLocation {
      try asking { () throws(DataModelError) in
        try data.assign(location, value: .string(id), in: scope)
      }
    }
    let type = try text(specification.type, specification.typeExpression, "type", &data)
    var source = try text(
      specification.source, specification.sourceExpression, "source", &data)
    var payload = try payload(specification.params, specification.namelist, nil, &data)
    if let content = specification.content {
      let whole = try value(content, &data)
      if case .string(let text) = whole, source == nil { source = text } else { payload = whole }
    }
    effects.append(
      .startChild(id: id, source: source, type: type, data: payload, isBound: isBound))
    return id
  }

  /// "for inv in state.invoke: if inv.invokeid == externalEvent.invokeid: applyFinalize(…);
  /// if inv.autoforward: send(inv.id, externalEvent)"
  mutating func applyToInvocations(
    _ externalEvent: Event, _ data: inout some DataModel
  ) throws(StepError) {
    for invocation in snapshot.invocations {
      guard let index = tables.indexes[invocation.state] else { continue }
      let specification = tables.states[index].invocations[invocation.position]
      if invocation.id == externalEvent.invokeID {
        currentState = index
        try executeBlock(specification.finalize, &data)
        currentState = -1
        // A child that is done needs no stopping later, and no copy of its own last word.
        if externalEvent.name == EventName.doneInvoke + invocation.id {
          snapshot.invocations.removeAll { $0 == invocation }
          continue
        }
      }
      if specification.autoforward {
        effects.append(
          .send(
            OutgoingEvent(
              name: externalEvent.name, data: externalEvent.data,
              target: EventProcessor.targetPrefix + invocation.id,
              sendID: externalEvent.sendID)))
      }
    }
  }

  /// cancelInvoke(inv), for all children that are bound to a state.
  mutating func cancelInvocations(of state: StateID) {
    for invocation in snapshot.invocations where invocation.state == state {
      effects.append(.stopChild(id: invocation.id))
    }
    snapshot.invocations.removeAll { $0.state == state }
  }
}
