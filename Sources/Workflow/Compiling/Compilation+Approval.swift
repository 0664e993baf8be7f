// Approvals: a state with one state for each step; the tasks are opened and closed by the chart.

internal import CEL
internal import Statechart

extension Compilation {
  /// What the steps of one approval share.
  struct ApprovalTerms {
    var path: Path
    var terms: Terms
    var approve: String
    var back: String
    var returned: YAMLNode?
    /// Title of the approval's state, for steps that have none of their own.
    var title: LocalizedText?
  }

  /// `approval`: steps of initials (paraf), one after the other. A step of one role is a state with a
  /// task, a step of several is a parallel state with a region for each. Returning leaves the whole.
  mutating func compileApproval(
    _ entry: YAMLNode.Entry, of state: inout StateSpecification, _ found: [String: YAMLNode.Entry],
    path: Path
  ) {
    for key in ["task", "states", "initial", "type", "onDone", "void"] {
      if let stray = found[key] {
        reader.problems.add(
          .conflictingKeys, "a state with «approval» has no «\(key)»", at: stray.keyRange,
          help: key == "void" ? "write it inside «approval»" : nil)
      }
    }
    state.kind = .state
    let keys = reader.mapping(
      entry.value, of: "an approval", keys: DefinitionKeys.approval, required: ["chain"])
    let terms = terms(keys, allowsEach: true)
    let outcomes = outcomes(found["on"], at: entry.keyRange)
    let shared = ApprovalTerms(
      path: path, terms: terms,
      approve: keys["approve"].flatMap { reader.nameValue($0.value, "an event") } ?? "approve",
      back: keys["return"].flatMap { reader.nameValue($0.value, "an event") } ?? "return",
      returned: outcomes.returned, title: states[Self.id(path)]?.title)
    let nodes = keys["chain"].map { reader.list($0.value) } ?? []
    if nodes.isEmpty, let chain = keys["chain"] {
      reader.problems.add(.invalidValue, "the chain is empty", at: chain.keyRange)
    }
    let links = nodes.enumerated().compactMap { index, node in readLink(node, number: index + 1) }
    compileSteps(links, of: &state, shared)
    if let void = keys["void"] {
      let first = state.children.first.map { [$0.id] } ?? []
      compileVoid(void.value, of: &state, targets: first, isInternal: true, from: nil)
    }
    if let approved = outcomes.approved {
      state.transitions += compileDone(approved, from: path)
    }
    if let others = outcomes.others {
      state.transitions += compileEvents(others, from: path, task: nil)
    }
  }

  private mutating func compileSteps(
    _ links: [Link], of state: inout StateSpecification, _ shared: ApprovalTerms
  ) {
    let path = shared.path
    let finished = path + [ApprovalDefinition.finished]
    var definition = ApprovalDefinition(
      state: Self.id(path).rawValue, steps: [], approveEvent: shared.approve,
      returnEvent: shared.back)
    for (index, link) in links.enumerated() {
      let next =
        index + 1 < links.count ? path + [links[index + 1].entryName] : finished
      if let skip = link.skip {
        state.children.append(
          compileTurn(link, skip, path: path, next: Self.id(next)))
      }
      let place = path + [link.name]
      if link.isGroup {
        let group = compileGroup(link, path: place, next: Self.id(next), shared)
        state.children.append(group.state)
        definition.steps.append(group.step)
      } else {
        state.children.append(compileLink(link, path: place, next: Self.id(next), shared))
        definition.steps.append(
          step(
            link, at: place,
            [
              ApprovalDefinition.Member(
                role: link.members[0].role, weight: 1, hasVeto: true, task: Self.id(place).rawValue)
            ]))
      }
    }
    state.children.append(StateSpecification(Self.id(finished), kind: .final))
    states[Self.id(finished)] = StateInfo(tags: [])
    approvals[definition.state] = definition
  }

  /// What is known of a step when people ask.
  func step(_ link: Link, at path: Path, _ members: [ApprovalDefinition.Member])
    -> ApprovalDefinition.Step
  {
    ApprovalDefinition.Step(
      state: Self.id(path).rawValue, kind: link.kind, members: members, threshold: link.threshold,
      quorum: link.quorum, maySkip: link.skip != nil)
  }

  /// `skip`: a state before the step's own that passes it over where the expression holds. One that
  /// cannot be worked out does not hold: then the step is asked.
  private mutating func compileTurn(_ link: Link, _ skip: Program, path: Path, next: StateID)
    -> StateSpecification
  {
    let id = Self.id(path + [link.entryName])
    states[id] = StateInfo(title: link.title, description: nil, tags: [])
    var state = StateSpecification(id, origin: origin(link.range))
    state.transitions = [
      TransitionSpecification(
        condition: formula(.program(skip)), targets: [next], origin: origin(link.range)),
      TransitionSpecification(
        targets: [Self.id(path + [link.name])], origin: origin(link.range)),
    ]
    automaticMoves.append((id.rawValue, [next], link.range))
    return state
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
    _ link: Link, path: Path, next: StateID, _ shared: ApprovalTerms
  ) -> StateSpecification {
    let id = Self.id(path)
    let task = memberTask(link.members[0].role, id: id, title: link.title, shared)
    var state = StateSpecification(id, origin: origin(link.range))
    state.tasks = [TaskSpecification(id: task.id, origin: origin(link.range))]
    state.transitions =
      [approval(by: task, targets: [next], if: nil, words: nil, shared, at: link.range)]
      + returns(by: task, if: nil, words: nil, shared, at: link.range)
    return state
  }

  // MARK: What links and members share

  mutating func memberTask(
    _ role: String, id: StateID, title: LocalizedText?, _ shared: ApprovalTerms
  ) -> TaskDefinition {
    let title = title ?? shared.title
    let task = TaskDefinition(
      id: id.rawValue, role: role, title: title, due: shared.terms.due,
      notices: shared.terms.notices, excludedRoles: shared.terms.excluded, needs: [],
      approveEvent: shared.approve, returnEvent: shared.back)
    tasks[task.id] = task
    states[id] = StateInfo(title: title, description: nil, tags: [])
    return task
  }

  /// Giving initials, where `condition` holds.
  mutating func approval(
    by task: TaskDefinition, targets: [StateID], if program: Program?, words: String?,
    _ shared: ApprovalTerms, at range: SourceRange
  ) -> TransitionSpecification {
    mark(
      shared.approve, by: task, targets: targets, reason: .optional, if: program, words: words,
      at: range)
  }

  /// A transition by which a member says something.
  mutating func mark(
    _ event: String, by task: TaskDefinition, targets: [StateID],
    reason: TransitionRule.Requirement, if program: Program?, words: String?,
    at range: SourceRange
  ) -> TransitionSpecification {
    let condition = formula(.gate(program))
    rules[condition] = TransitionRule(
      event: event, roles: [task.role], task: task.id, reason: reason, form: [], needs: [],
      guardSource: program == nil ? nil : words)
    return TransitionSpecification(
      events: [EventDescriptor(event)], condition: condition, targets: targets,
      origin: origin(range))
  }

  /// Sending back, where `condition` holds beside the guards of the author.
  mutating func returns(
    by task: TaskDefinition, if condition: String?, words: String?, _ shared: ApprovalTerms,
    at range: SourceRange
  ) -> [TransitionSpecification] {
    guard let returned = shared.returned else { return [] }
    return alternatives(returned).map { item in
      // Targets are looked for from the approval's own place, not from inside the link.
      var transition = human(shared.back, item, from: shared.path, task: task, at: range)
      transition.origin = origin(range)
      guard let handle = transition.condition else { return transition }
      rules[handle]?.reason = .required
      guard let condition, case .gate(let own) = formulas[handle.rawValue] else {
        return transition
      }
      let text = own.map { "(\(condition)) && (\($0.source))" } ?? condition
      formulas[handle.rawValue] = .gate(quorumProgram(text, at: range))
      if own == nil { rules[handle]?.guardSource = words }
      return transition
    }
  }

  /// A condition over the states of an approval, which the compiler writes itself.
  mutating func quorumProgram(_ text: String, at range: SourceRange) -> Program? {
    let result = environment.compile(text, expecting: .bool, checking: .forAuthors)
    if result.program == nil {
      reader.problems.add(
        .quorum, "this quorum cannot be put into a condition", at: range,
        help: "take fewer members, or a shorter guard under «returned»")
    }
    return result.program
  }
}
