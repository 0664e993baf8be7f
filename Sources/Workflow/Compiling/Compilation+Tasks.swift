// Tasks, and approval chains, which become one state with a task for each link.

internal import Statechart

extension Compilation {
  /// The keys that a task and an approval share.
  private struct Terms {
    var due: DueRule?
    var notices = NoticePlan()
    var excluded: [String] = []
  }

  mutating func compileTask(_ node: YAMLNode, id: String) -> TaskDefinition? {
    let found = reader.mapping(
      node, of: "a task", keys: DefinitionKeys.task, required: ["for"])
    let terms = terms(found, allowsEach: false)
    let role = found["for"].flatMap { entry -> String? in
      guard let name = reader.nameValue(entry.value, "a role") else { return nil }
      return knownRole(name, at: entry.value.range)
    }
    let needed = found["needs"].map { needs($0.value) }
    return TaskDefinition(
      id: id, role: role ?? "?", title: found["title"].map { reader.localized($0.value, "title") },
      due: terms.due, notices: terms.notices, excludedRoles: terms.excluded,
      needs: needed?.fields ?? [], neededDocuments: needed?.documents ?? [],
      approveEvent: found["approve"].flatMap { reader.nameValue($0.value, "an event") },
      returnEvent: found["return"].flatMap { reader.nameValue($0.value, "an event") })
  }

  private mutating func terms(_ found: [String: YAMLNode.Entry], allowsEach: Bool) -> Terms {
    var terms = Terms()
    terms.due = found["due"].flatMap { due($0.value, allowsEach: allowsEach) }
    if let entry = found["remind"] { terms.notices = remind(entry.value) }
    if let entry = found["escalate"] { terms.notices.fixed += escalations(entry.value) }
    if found["due"] == nil {
      for key in ["remind", "escalate"] {
        if let entry = found[key] {
          reader.problems.add(
            .missingKey, "«\(key)» counts from «due», which is missing", at: entry.keyRange)
        }
      }
    }
    if let entry = found["not"] {
      terms.excluded = reader.names(entry.value, "a role").compactMap {
        knownRole($0.name, at: $0.range)
      }
    }
    return terms
  }

  /// `approve` and `return` of a task must be events of its state.
  mutating func checkTaskEvents(
    _ task: TaskDefinition, _ state: StateSpecification, at range: SourceRange
  ) {
    let events = state.transitions.compactMap { transition -> String? in
      transition.condition.flatMap { rules[$0]?.event }
    }
    for event in [task.approveEvent, task.returnEvent].compactMap({ $0 })
    where !events.contains(event) {
      reader.problems.add(
        .unknownEvent, "the task names the event «\(event)», which its state does not have",
        at: range, help: Suggestion.help(for: event, in: events))
    }
    let own = state.transitions.contains { transition in
      transition.condition.flatMap { rules[$0]?.task } == task.id
    }
    if !own {
      reader.problems.add(
        .taskWithoutExit, "the task of «\(state.id)» has no event by which it could be done",
        at: range, help: "add events under «on»")
    }
  }

  // MARK: Approval

  /// `approval`: a chain of initials (paraf), one after the other. Each link is a state with a task;
  /// returning at any link leaves the whole, so that earlier initials are void.
  mutating func compileApproval(
    _ entry: YAMLNode.Entry, of state: inout StateSpecification, _ found: [String: YAMLNode.Entry],
    path: Path
  ) {
    for key in ["task", "states", "initial", "type", "onDone"] {
      if let stray = found[key] {
        reader.problems.add(
          .conflictingKeys, "a state with «approval» has no «\(key)»", at: stray.keyRange)
      }
    }
    state.kind = .state
    let keys = reader.mapping(
      entry.value, of: "an approval", keys: DefinitionKeys.approval, required: ["chain"])
    let terms = terms(keys, allowsEach: true)
    let approve = keys["approve"].flatMap { reader.nameValue($0.value, "an event") } ?? "approve"
    let back = keys["return"].flatMap { reader.nameValue($0.value, "an event") } ?? "return"
    let outcomes = outcomes(found["on"], at: entry.keyRange)
    let links = keys["chain"].map { reader.list($0.value) } ?? []
    if links.isEmpty, let chain = keys["chain"] {
      reader.problems.add(.invalidValue, "the chain is empty", at: chain.keyRange)
    }
    let steps = links.enumerated().compactMap { index, node in
      readLink(node, number: index + 1).map { ($0, node.range) }
    }
    let finished = path + ["selesai"]
    for (index, (link, range)) in steps.enumerated() {
      let next = index + 1 < steps.count ? path + [steps[index + 1].0.name] : finished
      state.children.append(
        compileLink(
          link, path: path + [link.name], next: Self.id(next), terms: terms, approve: approve,
          back: back, returned: outcomes.returned, at: range))
    }
    state.children.append(StateSpecification(Self.id(finished), kind: .final))
    states[Self.id(finished)] = StateInfo(tags: [])
    if let approved = outcomes.approved {
      state.transitions += compileDone(approved, from: path)
    }
    if let others = outcomes.others {
      state.transitions += compileEvents(others, from: path, task: nil)
    }
  }

  private struct Link {
    var name: String
    var role: String
    var title: LocalizedText?
  }

  private mutating func readLink(_ node: YAMLNode, number: Int) -> Link? {
    let found = reader.mapping(
      node, of: "a link of the chain", keys: DefinitionKeys.approvalStep, required: ["by"])
    if let entry = found["kind"], let kind = reader.string(entry.value, "kind"),
      !["hierarki", "koordinasi"].contains(kind)
    {
      reader.problems.add(
        .invalidValue, "no kind of paraf «\(kind)»", at: entry.value.range,
        help: "hierarki or koordinasi")
    }
    guard let entry = found["by"], let name = reader.nameValue(entry.value, "a role"),
      let role = knownRole(name, at: entry.value.range)
    else { return nil }
    return Link(
      name: "\(number)-\(role)", role: role,
      title: found["title"].map { reader.localized($0.value, "title") })
  }

  /// `on: { approved: …, returned: … }` and other events of an approval's state.
  private mutating func outcomes(_ on: YAMLNode.Entry?, at range: SourceRange)
    -> (approved: YAMLNode?, returned: YAMLNode?, others: YAMLNode?)
  {
    guard let on, case .mapping(let entries) = on.value.content else {
      reader.problems.add(
        .missingKey, "an approval needs «on: { approved: …, returned: … }»", at: range)
      return (nil, nil, nil)
    }
    for key in ["approved", "returned"] where !entries.contains(where: { $0.key == key }) {
      reader.problems.add(.missingKey, "an approval needs «on: { \(key): … }»", at: on.keyRange)
    }
    let others = entries.filter { !["approved", "returned"].contains($0.key) }
    return (
      entries.first { $0.key == "approved" }?.value, entries.first { $0.key == "returned" }?.value,
      others.isEmpty ? nil : YAMLNode(content: .mapping(others), range: on.value.range)
    )
  }

  private mutating func compileLink(
    _ link: Link, path: Path, next: StateID, terms: Terms, approve: String, back: String,
    returned: YAMLNode?, at range: SourceRange
  ) -> StateSpecification {
    let id = Self.id(path)
    let task = TaskDefinition(
      id: id.rawValue, role: link.role, title: link.title, due: terms.due, notices: terms.notices,
      excludedRoles: terms.excluded, needs: [], approveEvent: approve, returnEvent: back)
    tasks[task.id] = task
    states[id] = StateInfo(title: link.title, description: nil, tags: [])
    var state = StateSpecification(id, origin: origin(range))
    state.tasks = [TaskSpecification(id: task.id, origin: origin(range))]
    let condition = formula(.gate(nil))
    rules[condition] = TransitionRule(
      event: approve, roles: [link.role], task: task.id, reason: .optional, form: [], needs: [],
      guardSource: nil)
    state.transitions = [
      TransitionSpecification(
        events: [EventDescriptor(approve)], condition: condition, targets: [next],
        origin: origin(range))
    ]
    if let returned {
      for item in alternatives(returned) {
        // Targets are looked for from the approval's own place, not from inside the link.
        var transition = human(back, item, from: path.dropLast(), task: task, at: range)
        if let condition = transition.condition { rules[condition]?.reason = .required }
        transition.origin = origin(range)
        state.transitions.append(transition)
      }
    }
    return state
  }
}
