// Holds the names of a scenario against the definition and the directory that it is rehearsed with.

internal import CEL

extension ScenarioReader {
  /// What a scenario names that does not exist, in the order of the places.
  ///
  /// - Parameter directory: the people who act; the positions of an invented one come from the roles.
  public static func problems(
    of scenario: Scenario, in workflow: Workflow, directory: Directory
  ) -> [Diagnostic] {
    var check = ScenarioCheck(scenario: scenario, workflow: workflow, directory: directory)
    check.run()
    return check.problems.sorted
  }
}

/// The check of one scenario.
private struct ScenarioCheck {
  let scenario: Scenario
  let workflow: Workflow
  let directory: Directory
  var problems = DiagnosticCollector()

  mutating func run() {
    if scenario.workflow.value != workflow.name {
      problems.add(
        .invalidValue,
        "the scenario is for «\(scenario.workflow.value)», the definition is «\(workflow.name)»",
        at: scenario.workflow.range)
      return
    }
    for person in scenario.people {
      for held in person.holds { checkHolding(held) }
    }
    if let starter = scenario.starter { checkActor(starter) }
    checkData(scenario.data)
    for act in scenario.acts {
      checkActor(act.by)
      if let kind = act.document {
        checkDocument(kind, act)
      } else {
        checkEvent(act)
        checkData(act.data)
      }
      if let task = act.task { checkTask(task) }
    }
    for expectation in scenario.expectations { check(expectation) }
  }

  private var partnerRoles: [String] {
    workflow.roles.values.compactMap { role in
      if case .partner = role.binding { role.name } else { nil }
    }
  }

  private mutating func checkHolding(_ held: Scenario.Placed<String>) {
    // Partners' people belong to the partner, whom only the data names.
    let known = Set(workflow.roles.keys).subtracting(partnerRoles)
      .union(directory.positions.keys)
    if known.contains(held.value) { return }
    problems.add(
      .unknownRole, "no role with a position and no position «\(held.value)»", at: held.range,
      help: Suggestion.help(for: held.value, in: known))
  }

  private mutating func checkActor(_ actor: Scenario.Placed<String>) {
    let invented = scenario.people.map(\.name.value)
    if workflow.roles[actor.value] != nil || directory.positions[actor.value] != nil
      || directory.people[actor.value] != nil || invented.contains(actor.value)
    {
      return
    }
    let roles = Set(workflow.roles.keys).union(invented)
    let near = Suggestion.nearest(
      to: actor.value,
      in: roles.union(directory.positions.keys).union(directory.people.keys))
    problems.add(
      .unknownRole, "no role, position or person «\(actor.value)»", at: actor.range,
      help: near.map { "did you mean «\($0)»?" } ?? Suggestion.help(for: actor.value, in: roles))
  }

  /// What a document that is added may bring along.
  static let documentFields = ["number", "partner_number", "srikandi"]

  private mutating func checkDocument(_ kind: Scenario.Placed<String>, _ act: Scenario.Act) {
    let known = workflow.documents.map(\.name)
    if !known.contains(kind.value), act.refused?.value != "unknown-document" {
      problems.add(
        .unknownDocument, "the workflow has no document «\(kind.value)»", at: kind.range,
        help: Suggestion.help(for: kind.value, in: known))
    }
    if case .lastDay = act.time.value {
      problems.add(
        .invalidValue, "a document belongs to no task, so that it has no last day",
        at: act.time.range, help: "say when with «on» or «after»")
    }
    for item in act.data where !Self.documentFields.contains(item.name.value) {
      problems.add(
        .unknownField, "a document has no «\(item.name.value)»", at: item.name.range,
        help: Suggestion.help(for: item.name.value, in: Self.documentFields))
    }
  }

  private mutating func checkEvent(_ act: Scenario.Act) {
    // An act that must be refused because there is no such event is meant.
    guard workflow.events.contains(act.event.value) else {
      if act.refused?.value == "unknown-event" { return }
      return problems.add(
        .unknownEvent, "the workflow has no event «\(act.event.value)»", at: act.event.range,
        help: Suggestion.help(for: act.event.value, in: workflow.events))
    }
    guard case .lastDay = act.time.value else { return }
    let isOfTask = workflow.tasks.keys.contains {
      workflow.events(of: $0).contains(act.event.value)
    }
    if !isOfTask {
      problems.add(
        .invalidValue, "«\(act.event.value)» belongs to no task, so that it has no last day",
        at: act.time.range, help: "say when with «on» or «after»")
    }
  }

  private mutating func checkData(_ data: [Scenario.Field]) {
    for item in data {
      guard let field = workflow.inputField(item.name.value) else {
        problems.add(
          .unknownField, "the workflow has no field «\(item.name.value)»", at: item.name.range,
          help: Suggestion.help(for: item.name.value, in: workflow.inputFieldNames))
        continue
      }
      if case .failure(let problem) = field.value(from: item.value.value) {
        problems.add(.invalidValue, problem.description, at: item.value.range)
      } else if field.type == .organisation, !directory.organisations.isEmpty,
        directory.organisations[item.value.value] == nil
      {
        problems.add(
          .unknownOrganisation, "no organisation «\(item.value.value)»", at: item.value.range,
          help: Suggestion.help(for: item.value.value, in: directory.organisations.keys))
      }
    }
  }

  private mutating func checkTask(_ task: Scenario.Placed<String>) {
    if workflow.tasks[task.value] != nil { return }
    problems.add(
      .unknownState, "no state with a task «\(task.value)»", at: task.range,
      help: Suggestion.help(for: task.value, in: workflow.tasks.keys))
  }

  private mutating func check(_ expectation: Scenario.Expectation) {
    let subject = expectation.subject
    switch expectation.kind {
    case .deadline, .task, .reminder, .overdue, .escalation: checkTask(subject)
    case .state, .entered, .ends:
      let states = workflow.stateList.filter {
        expectation.kind != .ends || ($0.kind == "final" && !$0.name.contains("/"))
      }
      if !states.contains(where: { $0.name == subject.value }) {
        problems.add(
          .unknownState,
          expectation.kind == .ends
            ? "the agreement cannot end in «\(subject.value)»" : "no state «\(subject.value)»",
          at: subject.range, help: Suggestion.help(for: subject.value, in: states.map(\.name)))
      }
    }
    if let to = expectation.to { checkActor(to) }
  }
}
