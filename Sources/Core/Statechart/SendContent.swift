// Sending events: to the session itself, to its internal queue, or outside (SCXML 6.2, C.1).

/// Names of the way between charts (SCXML C.1).
public enum EventProcessor {
  /// What `_event.origintype` says of events sent between charts.
  public static let name = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor"
  static let types: Set<String> = [
    name, "http://www.w3.org/TR/scxml", "http://www.w3.org/TR/scxml/", "scxml",
  ]
  static let internalTarget = "#_internal"
  /// What the target that names a session begins with; its id follows.
  public static let sessionTarget = "#_scxml_"
  static let parentTarget = "#_parent"
  /// What every target between charts begins with.
  static let targetPrefix = "#_"
}

extension Run {
  /// Carries out a `<send>`. An error ends the block, and names the send (SCXML 5.10.1).
  mutating func send(
    _ specification: SendSpecification, _ data: inout some DataModel
  ) throws(Interruption) {
    var sendID = specification.id
    do throws(Interruption) {
      if sendID == nil, let location = specification.idLocation {
        let made = makeID("send")
        sendID = made
        try asking { () throws(DataModelError) in
          try data.assign(location, value: .string(made), in: scope)
        }
      }
      try send(specification, sendID: sendID, &data)
    } catch {
      guard case .fault(let error, nil) = error else { throw error }
      throw .fault(error, sendID: sendID)
    }
  }

  private mutating func send(
    _ specification: SendSpecification, sendID: String?, _ data: inout some DataModel
  ) throws(Interruption) {
    let name =
      try text(specification.event, specification.eventExpression, "event", &data) ?? ""
    let type = try text(specification.type, specification.typeExpression, "type", &data)
    let target = try text(specification.target, specification.targetExpression, "target", &data)
    let isBetweenCharts = type.map(EventProcessor.types.contains) ?? true
    if let type, !isBetweenCharts, !sendTypes.contains(type) {
      throw .fault(Words.unknownSendType(type), sendID: sendID)
    }
    if isBetweenCharts, let target { try checkTarget(target, sendID: sendID) }
    let payload = try payload(
      specification.params, specification.namelist, specification.content, &data)
    let due = try delay(of: specification, &data)
    if due == .never { return }

    guard isBetweenCharts, target == nil || isOwn(target) else {
      // A delayed send needs an id by which it can be cancelled.
      let id = sendID ?? (due == nil ? nil : makeID("send"))
      return effects.append(
        .send(
          OutgoingEvent(
            name: name, data: payload, target: target, type: type, sendID: id, due: due)))
    }
    if target == EventProcessor.internalTarget {
      // "the event is added to the internal queue of the sending session" (C.1): at once.
      if due != nil { throw .fault(Words.delayedInternal, sendID: sendID) }
      let event = Event(name, kind: .internal, data: payload, sendID: sendID)
      return try bounded { () throws(StepError) in try enqueueInternal(event) }
    }
    let event = Event(
      name, data: payload, sendID: sendID,
      origin: EventProcessor.sessionTarget + snapshot.sessionID,
      originType: EventProcessor.name)
    effects.append(
      .setTimer(id: sendID ?? makeID("send"), due: due ?? .after(milliseconds: 0), event: event))
  }

  /// Refuses targets that can be known to lead nowhere: those of another shape, and children that
  /// no active state has started ("if the session does not exist", C.1: `error.communication`).
  /// Whether there is a parent, or a session of an id, only the world knows.
  private func checkTarget(_ target: String, sendID: String?) throws(Interruption) {
    guard target.hasPrefix(EventProcessor.targetPrefix) else {
      throw .fault(Words.unknownSendTarget(target), sendID: sendID)
    }
    if target == EventProcessor.internalTarget || target == EventProcessor.parentTarget
      || target.hasPrefix(EventProcessor.sessionTarget)
    {
      return
    }
    let id = target.dropFirst(EventProcessor.targetPrefix.count)
    guard snapshot.invocations.contains(where: { $0.id == id }) else {
      throw .fault(Words.unreachable(target), sendID: sendID)
    }
  }

  private func isOwn(_ target: String?) -> Bool {
    target == EventProcessor.internalTarget
      || target == EventProcessor.sessionTarget + snapshot.sessionID
  }

  /// When the event leaves; nil is at once.
  private func delay(
    of specification: SendSpecification, _ data: inout some DataModel
  ) throws(Interruption) -> Due? {
    guard let expression = specification.delayExpression else {
      guard let milliseconds = specification.delayMilliseconds, milliseconds > 0 else {
        return nil
      }
      return .after(milliseconds: milliseconds)
    }
    let due = try asking { () throws(DataModelError) in try data.due(expression, in: scope) }
    return due == .after(milliseconds: 0) ? nil : due
  }

  /// The data that goes along: the content as a whole, or the named values.
  mutating func payload(
    _ params: [Parameter], _ namelist: [Parameter], _ content: ExpressionID?,
    _ data: inout some DataModel
  ) throws(Interruption) -> DataValue {
    if let content { return try value(content, &data) }
    var map: [String: DataValue] = [:]
    // A location that cannot be read stops the whole send; a param is only left out.
    for parameter in namelist { map[parameter.name] = try value(parameter.expression, &data) }
    let named = try bounded { () throws(StepError) in try parameters(params, &data) }
    if case .map(let values) = named { map.merge(values) { _, param in param } }
    return map.isEmpty ? .null : .map(map)
  }
}
