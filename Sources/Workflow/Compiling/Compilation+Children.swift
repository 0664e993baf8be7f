// `start`: other workflows that a definition starts, and what holds for them.

internal import CEL
internal import Statechart

extension Compilation {
  /// `start: NAME`, `[NAME, …]`, or `{ workflow: NAME, most: 1, set: { field: EXPRESSION }, follows: […] }`.
  mutating func starts(_ node: YAMLNode) -> [Content] {
    reader.list(node).compactMap { item -> Content? in
      guard case .mapping = item.content else {
        guard let name = reader.nameValue(item, "a workflow") else { return nil }
        note(ChildRule(), of: name, at: item.range)
        return .start(InvocationSpecification(source: name, origin: origin(item.range)))
      }
      return start(item)
    }
  }

  private mutating func start(_ node: YAMLNode) -> Content? {
    let found = reader.mapping(
      node, of: "start", keys: DefinitionKeys.start, required: ["workflow"])
    guard let entry = found["workflow"], let name = reader.nameValue(entry.value, "a workflow")
    else { return nil }
    var rule = ChildRule()
    if let entry = found["most"], let text = reader.string(entry.value, "most") {
      if let most = Int(text), (1...WorkflowLimits.childrenPerStart).contains(most) {
        rule.most = most
      } else {
        reader.problems.add(
          .invalidValue, "«most» cannot be «\(text)»", at: entry.value.range,
          help: "a whole number from 1 to \(WorkflowLimits.childrenPerStart)")
      }
    }
    if let entry = found["follows"] {
      rule.follows = []
      for item in reader.list(entry.value) {
        guard let text = reader.string(item, "follows") else { continue }
        if let following = ChildRule.Following(rawValue: text) {
          rule.follows.insert(following)
        } else {
          reader.problems.add(
            .invalidValue, "a child cannot follow «\(text)»", at: item.range,
            help: ChildRule.Following.allCases.map(\.rawValue).joined(separator: " or "))
        }
      }
    }
    var params: [Parameter] = []
    for entry in found["set"].map({ reader.entries($0.value, of: "set") }) ?? [] {
      // The field is the child's, whose definition is another file: its type is asked when it starts.
      guard let field = reader.name(entry.key, "a field", at: entry.keyRange),
        let program = program(entry.value, expecting: .dyn)
      else { continue }
      params.append(Parameter(field, formula(.program(program))))
    }
    note(rule, of: name, at: node.range)
    return .start(
      InvocationSpecification(source: name, params: params, origin: origin(node.range)))
  }

  /// What is said of a workflow in one place holds in all; two places must not say two things.
  private mutating func note(_ rule: ChildRule, of name: String, at range: SourceRange) {
    guard let known = childRules[name], known != rule else { return childRules[name] = rule }
    if known == ChildRule() { return childRules[name] = rule }
    if rule == ChildRule() { return }
    reader.problems.add(
      .conflictingKeys, "«\(name)» is started under other terms elsewhere in this definition",
      at: range, help: "«most» and «follows» hold for all children of a workflow: say them alike")
  }

  /// `onDone` of a state without inner states: when all children that it started are over.
  mutating func compileChildrenDone(_ node: YAMLNode, from path: Path) -> [TransitionSpecification]
  {
    let event = EventDescriptor(Workflow.childrenDone(Self.id(path).rawValue))
    return alternatives(node).map { item in
      automatic([event], item, from: path, at: item.range, isTimed: false)
    }
  }
}
