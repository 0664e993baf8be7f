// States of a definition become states of the chart.

internal import Statechart

extension Compilation {
  typealias Path = [String]

  /// `penandatanganan/pihak_kesatu`. Not a dot: `done.state.a` would also answer for `done.state.a.b`,
  /// since event descriptors match by dotted prefix (SCXML 3.12.1).
  static func id(_ path: Path) -> StateID { StateID(path.joined(separator: "/")) }

  /// The words of a target as it is written, `a.b` or `a/b`.
  static func words(_ name: some StringProtocol) -> Path {
    name.split(whereSeparator: { $0 == "." || $0 == "/" }).map { String($0) }
  }

  /// Notes the path of every state, so that a target may name one that comes later.
  mutating func collectPaths(_ node: YAMLNode, below parent: Path) {
    guard case .mapping(let entries) = node.content else { return }
    for entry in entries where !YAMLTree.isMasked(entry.key) {
      let path = parent + [entry.key]
      paths.insert(path)
      if case .mapping(let keys) = entry.value.content,
        let children = keys.first(where: { $0.key == "states" })
      {
        collectPaths(children.value, below: path)
      }
    }
  }

  mutating func compileRoot(
    _ found: [String: YAMLNode.Entry], states node: YAMLNode, range: SourceRange
  ) -> StateSpecification {
    var root = StateSpecification(StateID("(\(rootName))"), origin: origin(range))
    root.children = compileChildren(node, below: [])
    if let entry = found["initial"] { root.initial = initial(entry.value, of: []) }
    if let entry = found["on"] {
      let events = compileEvents(entry.value, from: [], task: nil)
      checkSignatures(events)
      root.transitions = events.map { transition in
        // The root is never left: its transitions move among the states inside it.
        var inner = transition
        inner.isInternal = true
        return inner
      }
    }
    return root
  }

  private mutating func compileChildren(_ node: YAMLNode, below path: Path)
    -> [StateSpecification]
  {
    reader.entries(node, of: "states").compactMap { entry in
      guard let name = reader.name(entry.key, "a state", at: entry.keyRange) else { return nil }
      return compileState(entry, path: path + [name])
    }
  }

  private mutating func compileState(_ entry: YAMLNode.Entry, path: Path) -> StateSpecification {
    let id = Self.id(path)
    let place = origin(entry.keyRange)
    guard !entry.value.isNull else {
      states[id] = StateInfo(tags: [])
      return StateSpecification(id, origin: place)
    }
    let found = reader.mapping(entry.value, of: "a state", keys: DefinitionKeys.state)
    var state = StateSpecification(id, kind: kind(found), origin: place)
    states[id] = StateInfo(
      title: found["title"].map { reader.localized($0.value, "title") },
      description: found["description"].flatMap { reader.string($0.value, "description") },
      tags: found["tags"].map { reader.names($0.value, "a tag").map(\.name) } ?? [])
    if let children = found["states"] {
      state.children = compileChildren(children.value, below: path)
    }
    if let entry = found["initial"] { state.initial = initial(entry.value, of: path) }
    if state.kind == .shallowHistory || state.kind == .deepHistory {
      if let entry = found["target"] {
        state.transitions = [
          TransitionSpecification(targets: targets(entry.value, from: path), origin: place)
        ]
      }
    } else if let entry = found["target"] {
      reader.problems.add(
        .conflictingKeys, "only a history state has a «target» of its own", at: entry.keyRange)
    }
    compileBehaviour(of: &state, found, path: path, entry: entry)
    return state
  }

  /// Work, events, timers and actions of a state.
  private mutating func compileBehaviour(
    of state: inout StateSpecification, _ found: [String: YAMLNode.Entry], path: Path,
    entry: YAMLNode.Entry
  ) {
    var task: TaskDefinition?
    if let node = found["task"], found["approval"] == nil {
      task = compileTask(node.value, id: state.id.rawValue)
      if state.kind == .final || state.kind == .parallel {
        reader.problems.add(
          .conflictingKeys, "a \(state.kind == .final ? "final" : "parallel") state has no task",
          at: node.keyRange)
      }
      if let task {
        tasks[task.id] = task
        state.tasks = [TaskSpecification(id: task.id, origin: origin(node.keyRange))]
      }
    }
    if let approval = found["approval"] {
      compileApproval(approval, of: &state, found, path: path)
    } else if let on = found["on"] {
      state.transitions += compileEvents(on.value, from: path, task: task)
    }
    checkSignatures(state.transitions)
    if let void = found["void"], found["approval"] == nil {
      compileVoid(
        void.value, of: &state, targets: [state.id], isInternal: false, from: path)
    }
    if let always = found["always"] {
      state.transitions += compileAlways(always.value, from: path)
    }
    if let done = found["onDone"], found["approval"] == nil {
      let startsOnly = state.children.isEmpty && found["entry"] != nil
      state.transitions +=
        startsOnly
        ? compileChildrenDone(done.value, from: path) : compileDone(done.value, from: path)
    }
    if let after = found["after"] { compileAfter(after.value, of: &state, path: path) }
    if let at = found["at"] { compileAt(at.value, of: &state, path: path) }
    if let node = found["entry"] { state.entry = reader.list(node.value).map { actions([$0]) } }
    if let node = found["exit"] { state.exit = reader.list(node.value).map { actions([$0]) } }
    if let task { checkTaskEvents(task, state, at: entry.keyRange) }
  }

  private mutating func kind(_ found: [String: YAMLNode.Entry]) -> StateSpecification.Kind {
    if let entry = found["history"], found["type"] == nil {
      reader.problems.add(
        .missingKey, "«history» goes with «type: history»", at: entry.keyRange)
    }
    guard let entry = found["type"], let text = reader.string(entry.value, "type") else {
      return .state
    }
    switch text {
    case "parallel": return .parallel
    case "final": return .final
    case "history":
      guard let depth = found["history"], let text = reader.string(depth.value, "history") else {
        return .shallowHistory
      }
      if text == "deep" { return .deepHistory }
      if text != "shallow" {
        reader.problems.add(
          .invalidValue, "no history «\(text)»", at: depth.value.range, help: "shallow or deep")
      }
      return .shallowHistory
    case "atomic", "compound": return .state
    default:
      reader.problems.add(
        .invalidValue, "no type of state «\(text)»", at: entry.value.range,
        help: Suggestion.help(for: text, in: ["parallel", "final", "history"]))
      return .state
    }
  }

  private mutating func initial(_ node: YAMLNode, of path: Path) -> InitialSpecification? {
    guard let name = reader.string(node, "initial") else { return nil }
    let target = path + Self.words(name)
    let known = paths.contains(target)
    if !known {
      let siblings = paths.filter { $0.dropLast() == path[...] }.compactMap(\.last)
      reader.problems.add(
        .unknownTarget, "no state «\(name)» here", at: node.range,
        help: Suggestion.help(for: name, in: siblings))
      return nil
    }
    return InitialSpecification(targets: [Self.id(target)])
  }

  // MARK: Targets

  /// `revisi`, `[a, b]`, `.child`, `#absolute.path`; names are looked for from the inside out.
  mutating func targets(_ node: YAMLNode, from path: Path) -> [StateID] {
    reader.list(node).compactMap { item in
      guard let name = reader.string(item, "a target") else { return nil }
      if let found = resolve(name, from: path) { return Self.id(found) }
      let shown = name.hasPrefix("#") || name.hasPrefix(".") ? String(name.dropFirst()) : name
      let known = Set(paths.compactMap(\.last)).union(paths.map { $0.joined(separator: ".") })
      reader.problems.add(
        .unknownTarget, "no state «\(name)»", at: item.range,
        help: Suggestion.help(for: shown, in: known))
      return nil
    }
  }

  private func resolve(_ name: String, from path: Path) -> Path? {
    func existing(_ candidate: Path) -> Path? {
      paths.contains(candidate) ? candidate : nil
    }
    if name.hasPrefix("#") { return existing(Self.words(name.dropFirst())) }
    let words = Self.words(name)
    guard !words.isEmpty else { return nil }
    if name.hasPrefix(".") { return existing(path + words) }
    var scope = path
    repeat {
      scope = Array(scope.dropLast())
      if let found = existing(scope + words) { return found }
    } while !scope.isEmpty
    return nil
  }

  // MARK: Actions

  /// Actions on entry, on exit, or of a transition: `start` and `assign`.
  mutating func actions(_ nodes: [YAMLNode]) -> [Content] {
    nodes.flatMap { node -> [Content] in
      let found = reader.mapping(node, of: "an action", keys: DefinitionKeys.action)
      var content: [Content] = []
      if let entry = found["assign"] { content += assignments(entry.value) }
      if let entry = found["start"] { content += starts(entry.value) }
      return content
    }
  }

  mutating func assignments(_ node: YAMLNode) -> [Content] {
    reader.entries(node, of: "assign").compactMap { entry in
      guard let field = knownField(entry.key, at: entry.keyRange),
        let program = program(entry.value, expecting: field.type.expressionType)
      else { return nil }
      return .assign(location: formula(.field(field.name)), value: formula(.program(program)))
    }
  }
}
