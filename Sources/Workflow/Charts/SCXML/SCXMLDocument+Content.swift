// Executable content of an SCXML document (SCXML 4, 5.4, 6.2, 6.3).

internal import Statechart

extension SCXMLDocument {
  /// The content inside an element, in document order.
  mutating func readContent(_ element: XMLElement) -> [Content] {
    element.elements.filter(Self.isOurs).compactMap { readPiece($0) }
  }

  private mutating func readPiece(_ element: XMLElement) -> Content? {
    switch element.name {
    case "raise": return required(element, "event").map { .raise($0.value) }
    case "if": return .conditional(readBranches(element))
    case "foreach": return readForEach(element)
    case "log":
      return .log(
        label: element.attribute("label")?.value,
        value: element.attribute("expr").map { expression($0) })
    case "assign": return readAssign(element)
    case "send": return .send(readSend(element))
    case "cancel":
      exclude(element, "sendid", "sendidexpr")
      let id = element.attribute("sendid")?.value
      let expression = element.attribute("sendidexpr").map { self.expression($0) }
      if id == nil, expression == nil {
        problems.add(
          .missingKey, "<cancel> needs «sendid» or «sendidexpr»", at: element.range)
      }
      return .cancel(id: id, idExpression: expression)
    case "script":
      reportScript(element)
      return nil
    default: return nil
    }
  }

  mutating func reportScript(_ element: XMLElement) {
    problems.add(
      .unsupported, "scripts are not run: expressions are CEL, which changes nothing",
      at: element.range, help: "set values with <assign>")
  }

  /// `<elseif>` and `<else>` divide what stands in `<if>` into branches (4.3).
  private mutating func readBranches(_ element: XMLElement) -> [Branch] {
    var branches = [
      Branch(condition: required(element, "cond").map { condition($0) }, content: [])
    ]
    var hasElse = false
    for child in element.elements where Self.isOurs(child) {
      let isElse = child.name == "else"
      if isElse || child.name == "elseif" {
        if hasElse {
          problems.add(
            .conflictingKeys, "<\(child.name)> comes after <else>, and is never reached",
            at: child.range)
        }
        hasElse = hasElse || isElse
        let condition = isElse ? nil : required(child, "cond").map { self.condition($0) }
        branches.append(Branch(condition: condition, content: []))
      } else if let piece = readPiece(child) {
        branches[branches.count - 1].content.append(piece)
      }
    }
    return branches
  }

  private mutating func readForEach(_ element: XMLElement) -> Content? {
    guard let array = required(element, "array"), let item = required(element, "item") else {
      return nil
    }
    return .forEach(
      array: expression(array), item: location(item),
      index: element.attribute("index").map { location($0) }, content: readContent(element))
  }

  private mutating func readAssign(_ element: XMLElement) -> Content? {
    guard let location = required(element, "location") else { return nil }
    let target = self.location(location)
    guard let value = element.attribute("expr") else {
      return .assign(location: target, value: formula(.constant(Self.value(of: element))))
    }
    if !element.children.allSatisfy(Self.isBlank) {
      problems.add(
        .conflictingKeys, "<assign> has «expr» or content, not both", at: value.nameRange)
    }
    return .assign(location: target, value: expression(value))
  }

  private mutating func readSend(_ element: XMLElement) -> SendSpecification {
    for name in ["event", "target", "type", "delay"] { exclude(element, name, name + "expr") }
    exclude(element, "id", "idlocation")
    func text(_ name: String) -> String? { element.attribute(name)?.value }
    var send = SendSpecification(
      event: text("event"), target: text("target"), type: text("type"), id: text("id"))
    send.eventExpression = element.attribute("eventexpr").map { expression($0) }
    send.targetExpression = element.attribute("targetexpr").map { expression($0) }
    send.typeExpression = element.attribute("typeexpr").map { expression($0) }
    send.idLocation = element.attribute("idlocation").map { location($0) }
    if let delay = element.attribute("delay") {
      send.delayMilliseconds = StyleTime.milliseconds(delay.value)
      if send.delayMilliseconds == nil {
        problems.add(
          .invalidValue, "«\(delay.value)» is no delay", at: delay.range,
          help: "such as 1.5s or 200ms")
      }
    }
    send.delayExpression = element.attribute("delayexpr").map { expression($0) }
    let isInternal = send.target == "#_internal"
    if isInternal, let delay = element.attribute("delay") ?? element.attribute("delayexpr") {
      problems.add(
        .conflictingKeys, "an event for «#_internal» cannot be delayed", at: delay.nameRange,
        help: "leave «target» out")
    }
    let payload = readPayload(element)
    send.params = payload.params
    send.namelist = payload.namelist
    send.content = payload.content
    if send.event == nil, send.eventExpression == nil, send.content == nil {
      problems.add(
        .missingKey, "<send> needs «event», «eventexpr» or <content>", at: element.range)
    }
    return send
  }

  /// What goes along: `<param>`, `namelist` or `<content>` (5.6, 5.7, 6.2).
  mutating func readPayload(_ element: XMLElement)
    -> (params: [Parameter], namelist: [Parameter], content: ExpressionID?)
  {
    var params: [Parameter] = []
    for child in element.elements where child.name == "param" && Self.isOurs(child) {
      guard let name = required(child, "name") else { continue }
      exclude(child, "expr", "location")
      if let value = child.attribute("expr") {
        params.append(Parameter(name.value, expression(value)))
      } else if let place = child.attribute("location") {
        // It is only read, so that a place of the system will do as well.
        params.append(Parameter(name.value, expression(place)))
      } else {
        problems.add(.missingKey, "<param> needs «expr» or «location»", at: child.range)
      }
    }
    let namelist = element.attribute("namelist").map { attribute in
      Self.words(attribute.value).map { name in
        Parameter(name, expression(name, in: attribute))
      }
    }
    let contents = element.elements.filter { $0.name == "content" && Self.isOurs($0) }
    if let second = contents.dropFirst().first {
      problems.add(
        .conflictingKeys, "<\(element.name)> has one <content> at most", at: second.range)
    }
    // "<content> MUST NOT occur with 'namelist' or <param>" holds for <send> and <donedata>; the
    // content of an invocation is the child itself.
    if let content = contents.first, element.name != "invoke",
      !params.isEmpty || namelist?.isEmpty == false
    {
      problems.add(
        .conflictingKeys, "<\(element.name)> has <content> or named values, not both",
        at: content.range)
    }
    return (params, namelist ?? [], contents.first.map { readContentValue($0) })
  }

  private mutating func readContentValue(_ element: XMLElement) -> ExpressionID {
    guard let value = element.attribute("expr") else {
      return formula(.constant(Self.value(of: element)))
    }
    if !element.children.allSatisfy(Self.isBlank) {
      problems.add(
        .conflictingKeys, "<content> has «expr» or content, not both", at: value.nameRange)
    }
    return expression(value)
  }

  mutating func readDoneData(_ element: XMLElement) -> DoneDataSpecification {
    let payload = readPayload(element)
    return DoneDataSpecification(params: payload.params, content: payload.content)
  }

  // MARK: Children

  mutating func readInvocation(_ element: XMLElement) -> InvocationSpecification {
    for name in ["type", "src"] { exclude(element, name, name + "expr") }
    exclude(element, "id", "idlocation")
    exclude(element, "namelist", "param")
    func text(_ name: String) -> String? { element.attribute(name)?.value }
    var invocation = InvocationSpecification(
      id: text("id"), type: text("type"), source: text("src"),
      autoforward: word(element, "autoforward", of: ["true", "false"]) == "true",
      origin: origin(element.range))
    invocation.idLocation = element.attribute("idlocation").map { location($0) }
    invocation.typeExpression = element.attribute("typeexpr").map { expression($0) }
    invocation.sourceExpression = element.attribute("srcexpr").map { expression($0) }
    let inner = element.elements.first { $0.name == "content" && Self.isOurs($0) }
    if let other = element.attribute("src") ?? element.attribute("srcexpr"), inner != nil {
      problems.add(
        .conflictingKeys, "<invoke> has «\(other.name)» or <content>, not both",
        at: other.nameRange)
    }
    if let chart = inner?.elements.first(where: { $0.name == "scxml" && Self.isOurs($0) }) {
      invocation.source = readInlined(chart)
      var others = element
      others.children.removeAll {
        if case .element(let e) = $0 { e.name == "content" } else { false }
      }
      let payload = readPayload(others)
      (invocation.params, invocation.namelist) = (payload.params, payload.namelist)
    } else {
      let payload = readPayload(element)
      (invocation.params, invocation.namelist) = (payload.params, payload.namelist)
      invocation.content = payload.content
    }
    if let finalize = element.elements.first(where: { $0.name == "finalize" && Self.isOurs($0) }) {
      invocation.finalize = readFinalize(finalize, of: element)
    }
    return invocation
  }

  /// A chart that stands in the document; it has data and expressions of its own.
  private mutating func readInlined(_ chart: XMLElement) -> String {
    if let child = Self.read(chart, problems: &problems, resource: resource) {
      inlined.append(child)
    }
    return ChartRun.inlinedPrefix + String(inlined.count - 1)
  }

  /// What runs before an event of the child is looked at; an empty one takes over the values that
  /// are named like those that were given (6.5.2).
  private mutating func readFinalize(_ element: XMLElement, of invoke: XMLElement) -> [Content] {
    for child in element.elements where ["send", "raise"].contains(child.name) {
      problems.add(
        .finalizeContent, "<finalize> must not raise or send events", at: child.range,
        help: "do it in a transition for the child's event")
    }
    let content = readContent(element)
    guard content.isEmpty else { return content }
    var places: [(name: String, location: ExpressionID)] = []
    if let namelist = invoke.attribute("namelist") {
      places += Self.words(namelist.value).map { ($0, location($0, in: namelist)) }
    }
    for param in invoke.elements where param.name == "param" {
      guard let name = param.attribute("name"), let place = param.attribute("location") else {
        continue
      }
      places.append((name.value, location(place)))
    }
    return places.map { name, location in
      .conditional([
        Branch(
          condition: formula(.hasEventData(name)),
          content: [.assign(location: location, value: formula(.eventData(name)))])
      ])
    }
  }

  static func isBlank(_ node: XMLNode) -> Bool {
    if case .text(let text, _) = node { text.allSatisfy(\.isWhitespace) } else { false }
  }
}
