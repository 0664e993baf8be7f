// States and transitions of an SCXML document become those of the chart (SCXML 3).

internal import Statechart

extension SCXMLDocument {
  /// Everything inside a state, in document order.
  mutating func readChildren(of element: XMLElement, into state: inout StateSpecification) {
    for child in element.elements where Self.isOurs(child) {
      switch child.name {
      case "state", "parallel", "final", "history": state.children.append(readState(child))
      case "transition": state.transitions.append(readTransition(child))
      case "onentry": state.entry.append(readContent(child))
      case "onexit": state.exit.append(readContent(child))
      case "datamodel": readData(child, of: element, into: &state)
      case "invoke": state.invocations.append(readInvocation(child))
      case "donedata": state.doneData = readDoneData(child)
      case "script": reportScript(child)
      default: break
      }
    }
  }

  private mutating func readState(_ element: XMLElement) -> StateSpecification {
    let attribute = element.attribute("id")
    var state = StateSpecification(
      StateID(attribute?.value ?? madeID(element)), kind: kind(of: element),
      origin: origin(attribute?.range ?? element.range))
    if let attribute, attribute.value.contains(where: \.isWhitespace) {
      problems.add(
        .invalidName, "«\(attribute.value)» cannot be the id of a state: it holds white space",
        at: attribute.range)
    }
    state.initial = initial(of: element)
    readChildren(of: element, into: &state)
    return state
  }

  private mutating func kind(of element: XMLElement) -> StateSpecification.Kind {
    switch element.name {
    case "parallel": .parallel
    case "final": .final
    case "history":
      word(element, "type", of: ["shallow", "deep"]) == "deep" ? .deepHistory : .shallowHistory
    default: .state
    }
  }

  /// "If it is not specified, the processor MUST generate an id" (3.14).
  private mutating func madeID(_ element: XMLElement) -> String {
    var id: String
    repeat {
      idsMade += 1
      id = "_\(element.name)\(idsMade)"
    } while stateIDs.contains(id)
    return id
  }

  /// Where a state begins: its attribute, or its child of that name (3.6).
  mutating func initial(of element: XMLElement) -> InitialSpecification? {
    let children = element.elements.filter { $0.name == "initial" && Self.isOurs($0) }
    let attribute = element.attribute("initial")
    if let second = attribute == nil ? children.dropFirst().first : children.first {
      problems.add(
        .twoInitialStates, "<\(element.name)> says twice where it begins", at: second.range,
        help: "keep one: the attribute «initial», or one <initial>")
    }
    if let attribute {
      return InitialSpecification(targets: Self.words(attribute.value).map { StateID($0) })
    }
    guard let child = children.first else { return nil }
    let transitions = child.elements.filter { $0.name == "transition" }
    guard transitions.count == 1, let element = transitions.first,
      element.attribute("event") == nil, element.attribute("cond") == nil,
      element.attribute("target") != nil
    else {
      problems.add(
        .initial, "<initial> holds one <transition> with a target, without event and condition",
        at: child.range)
      return nil
    }
    let transition = readTransition(element)
    return InitialSpecification(targets: transition.targets, content: transition.content)
  }

  private mutating func readTransition(_ element: XMLElement) -> TransitionSpecification {
    var transition = TransitionSpecification(
      origin: origin(
        (element.attribute("target") ?? element.attribute("event"))?.range ?? element.range))
    if let event = element.attribute("event") {
      transition.events = Self.words(event.value).map { EventDescriptor($0) }
      if transition.events.isEmpty {
        problems.add(
          .invalidValue, "«event» names no event", at: event.range,
          help: "leave it out for a transition that needs none")
      }
    }
    if let condition = element.attribute("cond") {
      transition.condition = self.condition(condition)
    }
    if let target = element.attribute("target") {
      transition.targets = Self.words(target.value).map { StateID($0) }
      if transition.targets.isEmpty {
        problems.add(
          .invalidValue, "«target» names no state", at: target.range,
          help: "leave it out for a transition that leaves no state")
      }
    }
    transition.isInternal = word(element, "type", of: ["internal", "external"]) == "internal"
    transition.content = readContent(element)
    return transition
  }

  // MARK: Data

  private mutating func readData(
    _ element: XMLElement, of parent: XMLElement, into state: inout StateSpecification
  ) {
    for datum in element.elements where datum.name == "data" && Self.isOurs(datum) {
      guard let id = required(datum, "id") else { continue }
      guard model != .null else {
        problems.add(
          .dataModel, "the null data model has no variables", at: datum.range,
          help: "datamodel=\"cel\" on <scxml>")
        continue
      }
      guard variables.contains(id.value) else { continue }
      let initial = initialValue(datum)
      let isTop = parent.name == "scxml"
      let content = Content.assign(
        location: formula(
          .location(Location(variable: id.value, path: [], source: id.value))),
        value: formula(.datum(name: id.value, isGivable: isTop, initial)))
      // "early: all data is created and given its value at the start; late: the value is given
      // when the state is first entered" (5.3.3).
      if isLate, !isTop { state.dataInit.append([content]) } else { early.append(content) }
    }
  }

  private mutating func initialValue(_ datum: XMLElement) -> PlainFormula.Initial {
    exclude(datum, "expr", "src")
    let hasContent = !datum.elements.isEmpty || !datum.text.allSatisfy(\.isWhitespace)
    if hasContent, let other = datum.attribute("expr") ?? datum.attribute("src") {
      problems.add(
        .conflictingKeys, "<data> has «\(other.name)» or content, not both", at: other.nameRange)
    }
    if let expression = datum.attribute("expr") {
      return program(expression).map { .program($0) } ?? .constant(.null)
    }
    if let source = datum.attribute("src") {
      guard let text = resource(source.value) else {
        problems.add(
          .invalidValue, "cannot read «\(source.value)»", at: source.range,
          help: "is it a file beside this one?")
        return .constant(.null)
      }
      return .constant(Self.plainValue(of: text))
    }
    return .constant(hasContent ? Self.value(of: datum) : .null)
  }
}
