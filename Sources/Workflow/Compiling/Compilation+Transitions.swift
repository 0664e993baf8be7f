// Transitions of a definition: by people, by themselves, when children are done, when time comes.

internal import CEL
internal import Statechart

extension Compilation {
  /// What one transition says, before it becomes part of the chart.
  struct TransitionReading {
    var targets: [StateID] = []
    var isInternal = false
    var content: [Content] = []
    var guardProgram: Program?
    var rule: TransitionRule?
    var range: SourceRange
  }

  /// `on`: events that people send.
  mutating func compileEvents(_ node: YAMLNode, from path: Path, task: TaskDefinition?)
    -> [TransitionSpecification]
  {
    reader.entries(node, of: "on").flatMap { entry -> [TransitionSpecification] in
      guard let event = eventName(entry) else { return [] }
      return alternatives(entry.value).map { item in
        human(event, item, from: path, task: task, at: entry.keyRange)
      }
    }
  }

  private mutating func eventName(_ entry: YAMLNode.Entry) -> String? {
    for prefix in ["done", "error", "timer"] {
      if entry.key == prefix || entry.key.hasPrefix(prefix + ".") {
        reader.problems.add(
          .reservedName, "«\(entry.key)» is the machine's own event", at: entry.keyRange,
          help: "use onDone, after or at")
        return nil
      }
    }
    return reader.name(entry.key, "an event", at: entry.keyRange)
  }

  /// A transition, or a list of transitions of which the first that may be taken is taken.
  func alternatives(_ node: YAMLNode) -> [YAMLNode] {
    if case .sequence(let items) = node.content, !isTargetList(items) { return items }
    return [node]
  }

  private func isTargetList(_ items: [YAMLNode]) -> Bool {
    items.allSatisfy { if case .scalar = $0.content { true } else { false } }
  }

  /// One event that a person sends: gated by who may, what must be brought, and the guard.
  mutating func human(
    _ event: String, _ node: YAMLNode, from path: Path, task: TaskDefinition?, at range: SourceRange
  ) -> TransitionSpecification {
    var reading = read(node, from: path, at: range)
    var rule =
      reading.rule
      ?? TransitionRule(
        event: event, roles: [], task: nil, reason: .none, form: [], needs: [], guardSource: nil)
    rule.event = event
    if rule.roles.isEmpty {
      if let task {
        rule.roles = [task.role]
        rule.task = task.id
      } else {
        reader.problems.add(
          .nobodyMayAct, "nobody may send «\(event)»", at: range,
          help: "give the state a task, or the event «by: ROLE»")
      }
    }
    if let task, rule.task != nil, !reading.targets.isEmpty, event != task.returnEvent {
      rule.needs += task.needs.filter { !rule.needs.contains($0) }
      rule.neededDocuments += task.neededDocuments.filter { !rule.neededDocuments.contains($0) }
    }
    rule.guardSource = reading.guardProgram?.source
    reading.range = range
    let condition = formula(.gate(reading.guardProgram))
    rules[condition] = rule
    ruleRanges[condition] = range
    return TransitionSpecification(
      events: [EventDescriptor(event)], condition: condition, targets: reading.targets,
      isInternal: reading.isInternal, content: reading.content, origin: origin(reading.range))
  }

  /// `always`: taken as soon as its guard holds.
  mutating func compileAlways(_ node: YAMLNode, from path: Path) -> [TransitionSpecification] {
    alternatives(node).map { item in
      automatic([], item, from: path, at: item.range, isTimed: true)
    }
  }

  /// `onDone`: when the children have come to their end.
  mutating func compileDone(_ node: YAMLNode, from path: Path) -> [TransitionSpecification] {
    let event = EventDescriptor("done.state.\(Self.id(path).rawValue)")
    return alternatives(node).map { item in
      automatic([event], item, from: path, at: item.range, isTimed: false)
    }
  }

  /// `after: { 15 wd: macet }`: when the state has been active for so long.
  mutating func compileAfter(
    _ node: YAMLNode, of state: inout StateSpecification, path: Path
  ) {
    for entry in reader.entries(node, of: "after") {
      guard let span = span(entry.key, at: entry.keyRange) else { continue }
      if span.amount <= 0 {
        reader.problems.add(.invalidValue, "«after» must lie ahead", at: entry.keyRange)
      }
      arm("after \(span)", .expiry(span), entry, of: &state, path: path)
    }
  }

  /// `at: { data.berakhir: berakhir }`: when a date begins.
  mutating func compileAt(_ node: YAMLNode, of state: inout StateSpecification, path: Path) {
    for entry in reader.entries(node, of: "at") {
      let isPlain = entry.keyRange.length == entry.key.unicodeScalars.count
      let key = YAMLNode(content: .scalar(entry.key, isPlain: isPlain), range: entry.keyRange)
      guard let program = program(entry.key, node: key, expecting: DateLibrary.date) else {
        continue
      }
      arm("at \(program.source)", .date(program), entry, of: &state, path: path)
    }
  }

  private mutating func arm(
    _ name: String, _ due: Formula, _ entry: YAMLNode.Entry, of state: inout StateSpecification,
    path: Path
  ) {
    let id = "\(state.id.rawValue) \(name)"
    let event =
      "timer.\(state.timers.count)_" + String(id.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    state.timers.append(
      TimerSpecification(
        id: id, event: event, due: formula(due), origin: origin(entry.keyRange)))
    for item in alternatives(entry.value) {
      state.transitions.append(
        automatic(
          [EventDescriptor(event)], item, from: path, at: entry.keyRange, isTimed: true))
    }
  }

  mutating func automatic(
    _ events: [EventDescriptor], _ node: YAMLNode, from path: Path, at range: SourceRange,
    isTimed: Bool
  ) -> TransitionSpecification {
    let reading = read(node, from: path, at: range)
    if let rule = reading.rule,
      !rule.roles.isEmpty || rule.reason != .none || !rule.form.isEmpty || !rule.needs.isEmpty
        || !rule.neededDocuments.isEmpty || rule.isStrategic || rule.signature != nil
    {
      reader.problems.add(
        .conflictingKeys,
        "nobody sends this transition: «by», «reason», «form», «needs», «strategic», «signature» mean nothing",
        at: range, help: "they belong to events under «on»")
    }
    if isTimed {
      automaticMoves.append((Self.id(path).rawValue, reading.targets, range))
    }
    return TransitionSpecification(
      events: events, condition: reading.guardProgram.map { formula(.program($0)) },
      targets: reading.targets, isInternal: reading.isInternal, content: reading.content,
      origin: origin(range))
  }

  /// Reads a transition: a target, a list of targets, or a mapping.
  mutating func read(_ node: YAMLNode, from path: Path, at range: SourceRange) -> TransitionReading
  {
    var reading = TransitionReading(range: range)
    guard case .mapping = node.content else {
      reading.targets = targets(node, from: path)
      return reading
    }
    let found = reader.mapping(node, of: "a transition", keys: DefinitionKeys.transition)
    if let entry = found["target"] { reading.targets = targets(entry.value, from: path) }
    if let entry = found["internal"] {
      reading.isInternal = reader.bool(entry.value, "internal") ?? false
    }
    if let entry = found["guard"] { reading.guardProgram = program(entry.value, expecting: .bool) }
    if let entry = found["description"] { _ = reader.string(entry.value, "description") }
    if let entry = found["assign"] { reading.content += assignments(entry.value) }
    if let entry = found["start"] { reading.content += starts(entry.value) }
    var rule = TransitionRule(
      event: "", roles: [], task: nil, reason: .none, form: [], needs: [], guardSource: nil)
    if let entry = found["by"] {
      rule.roles = reader.names(entry.value, "a role").compactMap {
        knownRole($0.name, at: $0.range)
      }
      // A role that is not known was reported; the event is not reported a second time.
      if rule.roles.isEmpty { rule.roles = ["?"] }
      if reader.list(entry.value).isEmpty {
        reader.problems.add(.nobodyMayAct, "«by» names nobody", at: entry.keyRange)
      }
    }
    if let entry = found["reason"], let text = reader.string(entry.value, "reason") {
      if let requirement = TransitionRule.Requirement(rawValue: text) {
        rule.reason = requirement
      } else {
        reader.problems.add(
          .invalidValue, "«reason» cannot be «\(text)»", at: entry.value.range,
          help: "required or optional")
      }
    }
    if let entry = found["form"] { rule.form = form(entry.value) }
    if let entry = found["needs"] {
      (rule.needs, rule.neededDocuments) = needs(entry.value)
    }
    if let entry = found["strategic"] {
      rule.isStrategic = reader.bool(entry.value, "strategic") ?? false
    }
    if let entry = found["signature"] { rule.signature = readSignature(entry) }
    reading.rule = rule
    return reading
  }

  /// `form: [mulai, berakhir, catatan?]`: fields that the event carries; `?` marks what may be left out.
  private mutating func form(_ node: YAMLNode) -> [TransitionRule.FormField] {
    reader.list(node).compactMap { item in
      guard var name = reader.string(item, "a field") else { return nil }
      let isOptional = name.hasSuffix("?")
      if isOptional { name.removeLast() }
      guard let field = knownField(name, at: item.range) else { return nil }
      return TransitionRule.FormField(name: field.name, isRequired: !isOptional)
    }
  }
}
