// Tasks, and what they share with approvals.

internal import Statechart

extension Compilation {
  /// The keys that a task and an approval share.
  struct Terms {
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

  mutating func terms(_ found: [String: YAMLNode.Entry], allowsEach: Bool) -> Terms {
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
}
