// Transitions, actions, delays and invocations of a machine config.

internal import CEL
internal import Statechart

extension MachineDocument {
  // MARK: Transitions

  /// `on`: events in the order in which they stand.
  mutating func readEvents(_ node: YAMLNode, from path: [String]) -> [TransitionSpecification] {
    let entries = reader.entries(node, of: "on")
    warnOfWildcardOrder(entries)
    return entries.flatMap { entry -> [TransitionSpecification] in
      // XState 4 writes an eventless transition as one with an empty name.
      guard !entry.key.isEmpty else {
        return transitions([], entry.value, from: path, at: entry.keyRange)
      }
      let text = standardName(entry.key)
      descriptors.append((text, entry.keyRange))
      return transitions(
        [EventDescriptor(text)], entry.value, from: path, at: entry.keyRange)
    }
  }

  /// XState's names of the machine's own events are the standard's with a prefix, and name states by
  /// their ids.
  private func standardName(_ key: String) -> String {
    for (own, standard) in [
      ("xstate.done.state.", "done.state."), ("xstate.done.actor.", "done.invoke."),
      ("xstate.error.actor.", "error."), ("done.state.", "done.state."),
    ] where key.hasPrefix(own) {
      let id = String(key.dropFirst(own.count))
      guard standard == "done.state." else { return standard + id }
      return standard + (place(ofID: id).map { Self.id($0).rawValue } ?? id)
    }
    return key
  }

  /// One transition, or a list of which the first that may be taken is taken.
  mutating func transitions(
    _ events: [EventDescriptor], _ node: YAMLNode, from path: [String], at range: SourceRange
  ) -> [TransitionSpecification] {
    let items: [YAMLNode] =
      if case .sequence(let items) = node.content { items } else { [node] }
    // An empty list forbids the event: it is taken, and nothing happens.
    if items.isEmpty {
      return [TransitionSpecification(events: events, origin: origin(range))]
    }
    return items.map { transition(events, $0, from: path, at: range) }
  }

  private mutating func transition(
    _ events: [EventDescriptor], _ node: YAMLNode, from path: [String], at range: SourceRange
  ) -> TransitionSpecification {
    var transition = TransitionSpecification(events: events, origin: origin(range))
    guard case .mapping = node.content else {
      if !node.isNull {
        transition.targets = targets(node, from: path)
        transition.origin = origin(node.range)
        transition.isInternal = true
      }
      return transition
    }
    let found = reader.mapping(node, of: "a transition", keys: MachineKeys.transition)
    if let entry = found["target"], !entry.value.isNull {
      transition.targets = targets(entry.value, from: path)
      transition.origin = origin(entry.value.range)
    }
    if let entry = found["guard"] ?? found["cond"] {
      transition.condition = readGuard(entry.value)
    }
    if let entry = found["actions"] { transition.content = actions(entry.value) }
    // XState 5 stays in a state whose descendants it enters unless `reenter` says otherwise;
    // XState 4 says it with `internal`.
    let isReentering = found["reenter"].flatMap { reader.bool($0.value, "reenter") }
    let isInternal = found["internal"].flatMap { reader.bool($0.value, "internal") }
    transition.isInternal = isInternal ?? !(isReentering ?? false)
    return transition
  }

  private mutating func readGuard(_ node: YAMLNode) -> ExpressionID? {
    var text: String
    if case .mapping(let entries) = node.content,
      let type = entries.first(where: { $0.key == "type" })
    {
      guard let name = reader.string(type.value, "type") else { return nil }
      text = name
    } else {
      guard let name = reader.string(node, "guard") else { return nil }
      text = name
      // Whatever is no plain name can only be an expression.
      let isName = name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9") ~= $0 || " _-$".unicodeScalars.contains($0)
      }
      if !isName {
        let result = environment.compile(name, expecting: .bool)
        for problem in result.problems {
          reader.problems.add(
            DiagnosticCode(problem.kind), "\(Problem(problem.kind, at: problem.range))",
            at: node.range, help: problem.suggestion.map { "did you mean «\($0)»?" })
        }
        return result.program.map { formula(.program($0)) }
      }
    }
    text = text.isEmpty ? "?" : text
    namedElsewhere.insert(text)
    return formula(.named(text))
  }

  // MARK: Targets

  /// `sibling`, `.child`, `#id`, `#id.child`, `a.b`.
  mutating func targets(_ node: YAMLNode, from path: [String]) -> [StateID] {
    reader.list(node).compactMap { item in
      guard let name = reader.string(item, "a target") else { return nil }
      if let found = resolve(name, from: path) { return Self.id(found) }
      reportUnknown(name, at: item.range, near: path.dropLast())
      return nil
    }
  }

  private func resolve(_ name: String, from path: [String]) -> [String]? {
    if name.hasPrefix("#") { return place(ofID: String(name.dropFirst())) }
    let isInside = name.hasPrefix(".")
    let words = (isInside ? name.dropFirst() : name[...]).split(separator: ".").map { String($0) }
    // The root has no siblings: what it names is inside it.
    let base = isInside || path.isEmpty ? path : Array(path.dropLast())
    let wanted = base + words
    return places.contains { $0.path == wanted } ? wanted : nil
  }

  /// The path of an id, or of a state named by its way from an id: `machine.a.b`.
  private func place(ofID text: String) -> [String]? {
    if let exact = places.first(where: { $0.id == text }) { return exact.path }
    for place in places {
      guard let id = place.id, text.hasPrefix(id + ".") else { continue }
      let wanted =
        place.path + text.dropFirst(id.count + 1).split(separator: ".").map { String($0) }
      if places.contains(where: { $0.path == wanted }) { return wanted }
    }
    return nil
  }

  mutating func reportUnknown(
    _ name: String, at range: SourceRange, near path: some Sequence<String>
  ) {
    let base = Array(path)
    let known = Set(
      places.filter { $0.path.count == base.count + 1 && $0.path.starts(with: base) }
        .compactMap(\.path.last) + places.compactMap { $0.id.map { "#\($0)" } })
    reader.problems.add(
      .unknownTarget, "no state «\(name)»", at: range,
      help: Suggestion.help(for: name, in: known))
  }

  // MARK: Actions

  /// Each action is a block of its own: one that fails keeps no other from running.
  mutating func blocks(_ node: YAMLNode) -> [[Content]] {
    reader.list(node).map { actions($0) }.filter { !$0.isEmpty }
  }

  mutating func actions(_ node: YAMLNode) -> [Content] {
    reader.list(node).compactMap { item in
      guard case .mapping(let entries) = item.content else {
        return reader.string(item, "an action").map { note($0) }
      }
      func entry(_ key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }
      guard let type = entry("type").flatMap({ reader.string($0, "type") }) else {
        reader.problems.add(.missingKey, "an action needs the key «type»", at: item.range)
        return nil
      }
      if ["raise", "xstate.raise"].contains(type), let event = entry("event") {
        return eventName(event).map { .raise($0) }
      }
      return note(type)
    }
  }

  private mutating func eventName(_ node: YAMLNode) -> String? {
    if case .mapping(let entries) = node.content,
      let type = entries.first(where: { $0.key == "type" })
    {
      return reader.string(type.value, "an event")
    }
    return reader.string(node, "an event")
  }

  /// An action that is code elsewhere: a note that it would run now.
  private mutating func note(_ name: String) -> Content {
    namedElsewhere.insert(name)
    return .log(label: "action", value: formula(.constant(.string(name))))
  }

  // MARK: Time and children

  /// `after: { 1000: target }`: milliseconds, or the name of a delay that is code elsewhere.
  mutating func readAfter(
    _ node: YAMLNode, into state: inout StateSpecification, path: [String]
  ) {
    for entry in reader.entries(node, of: "after") {
      timersMade += 1
      let event = "timer.\(timersMade)_\(entry.key.replacing(".", with: "_"))"
      let due: PlainFormula
      if let milliseconds = Int64(entry.key), milliseconds >= 0 {
        due = .delay(milliseconds: milliseconds)
      } else {
        namedElsewhere.insert(entry.key)
        due = .named(entry.key)
      }
      state.timers.append(
        TimerSpecification(
          id: "\(state.id.rawValue) after \(entry.key)", event: event, due: formula(due),
          origin: origin(entry.keyRange)))
      state.transitions += transitions(
        [EventDescriptor(event)], entry.value, from: path, at: entry.keyRange)
    }
  }

  mutating func readInvocations(
    _ node: YAMLNode, into state: inout StateSpecification, path: [String]
  ) {
    for (index, item) in reader.list(node).enumerated() {
      let found = reader.mapping(item, of: "an invocation", keys: MachineKeys.invocation)
      let id =
        found["id"].flatMap { reader.string($0.value, "id") } ?? "\(state.id.rawValue):\(index)"
      let source = found["src"].flatMap { entry -> String? in
        if case .mapping = entry.value.content { return eventName(entry.value) }
        return reader.string(entry.value, "src")
      }
      if let source { namedElsewhere.insert(source) }
      state.invocations.append(
        InvocationSpecification(id: id, source: source, origin: origin(item.range)))
      if let entry = found["onDone"] {
        state.transitions += transitions(
          [EventDescriptor("done.invoke.\(id)")], entry.value, from: path, at: entry.keyRange)
      }
      if let entry = found["onError"] {
        for var transition in transitions(
          [EventDescriptor("error")], entry.value, from: path, at: entry.keyRange)
        {
          if transition.condition == nil { transition.condition = isFrom(id) }
          state.transitions.append(transition)
        }
      }
    }
  }

  /// Errors of children are told apart by the child that they come from.
  private mutating func isFrom(_ id: String) -> ExpressionID? {
    let quoted = id.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    return environment.compile("_event.invokeid == '\(quoted)'").program
      .map { formula(.program($0)) }
  }
}
