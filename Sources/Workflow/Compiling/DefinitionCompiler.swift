// From a definition's text to a workflow: read, check, compile. Every problem is reported.

internal import CEL
internal import Statechart

/// Compiles definitions.
public enum DefinitionCompiler {
  /// Reads, checks and compiles a definition.
  ///
  /// - Parameters:
  ///   - source: the text and its name.
  ///   - digest: SHA-256 of the text, hexadecimal: the workflow's identity.
  ///   - isProved: true for a definition that was accepted before: its chart is not searched
  ///     again, so that agreements go on by it whatever the search finds by now.
  /// - Returns: the workflow, or nil and every problem that was found.
  public static func compile(
    _ source: SourceText, digest: String, isProved: Bool = false
  ) -> Reading<Workflow> {
    var compilation = Compilation()
    compilation.isProved = isProved
    let workflow = compilation.compile(source, digest: digest)
    return Reading(workflow, compilation.reader.problems)
  }
}

/// One definition on its way: what was read so far, and what the chart refers to by number.
struct Compilation {
  var reader = TreeReader()
  var formulas: [Formula] = []
  var ranges: [SourceRange] = []
  var rules: [ExpressionID: TransitionRule] = [:]
  var ruleRanges: [ExpressionID: SourceRange] = [:]
  var tasks: [String: TaskDefinition] = [:]
  var states: [StateID: StateInfo] = [:]
  var fields: [DataField] = []
  var roles: [String: Role] = [:]
  var ladders: [String: NoticePlan] = [:]
  var environment = CEL.Environment(variables: [:])
  /// Paths of all states, before any of them is compiled: what a target may name.
  var paths: Set<[String]> = []
  /// Timed and eventless transitions: where they come from, where they go; for the checks.
  var automaticMoves: [(source: String, targets: [StateID], range: SourceRange)] = []
  /// What holds for the children of each workflow that is started.
  var childRules: [String: ChildRule] = [:]
  var rootName = ""
  var isProved = false
  var approvals: [String: ApprovalDefinition] = [:]
  var parties: Set<String> = []
  /// Data fields that were reported to have the name of a field of signatures.
  var clashes: Set<String> = []
  var documents: [DocumentKind] = []

  mutating func compile(_ source: SourceText, digest: String) -> Workflow? {
    guard let root = YAMLTree.read(source, into: &reader.problems) else { return nil }
    let found = reader.mapping(
      root, of: "a definition", keys: DefinitionKeys.definition,
      required: ["workflow", "title", "calendar", "reference", "states"])
    rootName =
      found["workflow"].flatMap { reader.nameValue($0.value, "the workflow") } ?? "workflow"
    let title = found["title"].map { reader.localized($0.value, "title") }
    let calendar = found["calendar"].flatMap { reader.nameValue($0.value, "a calendar") }
    let reference = found["reference"].flatMap { readReference($0.value) }
    if let entry = found["data"] { readFields(entry.value) }
    if let entry = found["roles"] { readRoles(entry.value) }
    if let entry = found["documents"] { readDocuments(entry) }
    environment = DefinitionEnvironment.make(fields: fields, documents: documents)
    if let entry = found["reminders"] { readLadders(entry.value) }
    let subject = found["subject"].flatMap { fieldName($0.value, type: .string) }
    let party = found["party"].flatMap { fieldName($0.value, type: .organisation) }
    if let entry = found["tags"] { _ = reader.names(entry.value, "a tag") }

    guard let statesEntry = found["states"] else { return nil }
    collectPaths(statesEntry.value, below: [])
    guard paths.count <= WorkflowLimits.states else {
      reader.problems.add(
        .chart, "more than \(WorkflowLimits.states) states", at: statesEntry.keyRange,
        help: "split the workflow and «start» its parts")
      return nil
    }
    let specification = compileRoot(found, states: statesEntry.value, range: root.range)
    let register = found["register"].map { readRegister($0.value) } ?? RegisterRule()
    let (chart, problems) = ChartBuilder.build(name: rootName, root: specification)
    for problem in problems { report(problem, fallback: statesEntry.keyRange) }
    guard let chart, let reference, let calendar else { return nil }
    let workflow = Workflow(
      name: rootName, digest: digest, title: title ?? LocalizedText(id: rootName),
      description: found["description"].flatMap { reader.string($0.value, "description") },
      calendar: calendar, reference: reference, fields: fields, subject: subject, party: party,
      roles: roles, chart: chart, states: states, tasks: tasks, rules: rules, formulas: formulas,
      events: Set(rules.values.map(\.event)), childRules: childRules,
      cancelled: found["cancelled"].flatMap { cancelled($0.value, chart) },
      approvals: approvals, parties: parties, documents: documents, register: register)
    check(workflow, fallback: statesEntry.keyRange)
    return workflow
  }

  /// The final state of the whole chart that a cancelled agreement ends in.
  private mutating func cancelled(_ node: YAMLNode, _ chart: Chart) -> String? {
    guard let name = reader.string(node, "cancelled") else { return nil }
    let ends = chart.states.filter { $0.kind == .final && $0.parent == 0 }.map(\.id.rawValue)
    if ends.contains(name) { return name }
    reader.problems.add(
      .unknownTarget, "no final state «\(name)» outside all other states", at: node.range,
      help: Suggestion.help(for: name, in: ends))
    return nil
  }

  // MARK: Handles that the chart carries

  mutating func formula(_ formula: Formula) -> ExpressionID {
    formulas.append(formula)
    return ExpressionID(formulas.count - 1)
  }

  mutating func origin(_ range: SourceRange) -> Origin {
    ranges.append(range)
    return ranges.count - 1
  }

  private mutating func report(_ problem: ChartProblem, fallback: SourceRange) {
    let range = problem.origin.map { ranges[$0] } ?? fallback
    reader.problems.add(DiagnosticCode(problem.kind), problem.description, at: range)
  }

  // MARK: The head of a definition

  private mutating func readReference(_ node: YAMLNode) -> ReferencePattern? {
    guard let text = reader.string(node, "reference") else { return nil }
    do {
      return try ReferencePattern(text)
    } catch {
      let message: String
      switch error {
      case .character(let character): message = "a reference cannot hold «\(character)»"
      case .placeholder(let name): message = "no placeholder «{\(name)}»"
      case .sequenceCount(let count): message = "{sequence} stands \(count) times, must stand once"
      }
      reader.problems.add(
        .invalidValue, message, at: node.range,
        help: "letters, digits, - _ . / and {year}, {sequence:4}")
      return nil
    }
  }

  mutating func fieldName(_ node: YAMLNode, type: FieldType) -> String? {
    guard let name = reader.string(node, "a field") else { return nil }
    guard let field = knownField(name, at: node.range) else { return nil }
    guard field.type == type else {
      reader.problems.add(
        .wrongType, "«\(name)» is of type \(field.type.rawValue), must be \(type.rawValue)",
        at: node.range)
      return nil
    }
    return name
  }

  mutating func knownField(_ name: String, at range: SourceRange) -> DataField? {
    if let field = fields.first(where: { $0.name == name }) { return field }
    reader.problems.add(
      .unknownField, "no data field «\(name)»", at: range,
      help: Suggestion.help(for: name, in: fields.map(\.name)))
    return nil
  }

  mutating func knownRole(_ name: String, at range: SourceRange) -> String? {
    if roles[name] != nil { return name }
    reader.problems.add(
      .unknownRole, "no role «\(name)»", at: range,
      help: Suggestion.help(for: name, in: roles.keys))
    return nil
  }

  private mutating func readFields(_ node: YAMLNode) {
    for entry in reader.entries(node, of: "data") {
      guard let name = reader.name(entry.key, "a field", at: entry.keyRange) else { continue }
      if name.contains("-") {
        reader.problems.add(
          .invalidName, "«\(name)» cannot be used in expressions", at: entry.keyRange,
          help: "write _ for -")
        continue
      }
      if let field = readField(name, entry.value) { fields.append(field) }
    }
  }

  private mutating func readField(_ name: String, _ node: YAMLNode) -> DataField? {
    var field = DataField(
      name: name, type: .string, isRequired: false, defaultValue: nil, title: nil,
      allowedValues: [])
    if case .scalar = node.content {
      guard let type = readType(node) else { return nil }
      field.type = type
      return field
    }
    let found = reader.mapping(
      node, of: "a data field", keys: DefinitionKeys.field, required: ["type"])
    guard let type = found["type"].flatMap({ readType($0.value) }) else { return nil }
    field.type = type
    field.isRequired =
      found["required"].flatMap { reader.bool($0.value, "required") } ?? false
    field.title = found["title"].map { reader.localized($0.value, "title") }
    if let entry = found["values"] {
      field.allowedValues = reader.list(entry.value).compactMap { reader.string($0, "a value") }
      if type != .string {
        reader.problems.add(.wrongType, "only text fields list values", at: entry.keyRange)
      }
    }
    if let entry = found["default"], let text = reader.string(entry.value, "default") {
      switch field.value(from: text) {
      case .success(let value): field.defaultValue = value
      case .failure(let problem):
        reader.problems.add(.invalidValue, "\(problem)", at: entry.value.range)
      }
    }
    return field
  }

  private mutating func readType(_ node: YAMLNode) -> FieldType? {
    guard let text = reader.string(node, "type") else { return nil }
    if let type = FieldType(rawValue: text) { return type }
    let known = FieldType.allCases.map(\.rawValue)
    reader.problems.add(
      .invalidValue, "no type «\(text)»", at: node.range,
      help: Suggestion.help(for: text, in: known))
    return nil
  }

  private mutating func readRoles(_ node: YAMLNode) {
    let entries = reader.entries(node, of: "roles")
    let names = entries.map(\.key)
    for entry in entries {
      guard let name = reader.name(entry.key, "a role", at: entry.keyRange) else { continue }
      let found = reader.mapping(entry.value, of: "a role", keys: DefinitionKeys.role)
      var binding: Role.Binding?
      switch (found["position"], found["of"]) {
      case (let position?, nil):
        binding = reader.nameValue(position.value, "a position").map { .position($0) }
        if let stray = found["role"] {
          reader.problems.add(
            .conflictingKeys, "«role» goes with «of», not with «position»", at: stray.keyRange)
        }
      case (nil, let of?):
        let part = found["role"].flatMap { readPartnerRole($0.value) } ?? .signatory
        binding = fieldName(of.value, type: .organisation).map { .partner(field: $0, part) }
      case (_?, let of?):
        reader.problems.add(
          .conflictingKeys, "a role has a «position» or is «of» a partner, not both",
          at: of.keyRange)
      case (nil, nil):
        reader.problems.add(
          .missingKey, "the role «\(name)» needs «position» or «of»", at: entry.keyRange)
      }
      var recordedBy: String?
      if let recorder = found["recorded_by"], let text = reader.string(recorder.value, "a role") {
        recordedBy = text
        if !names.contains(text) {
          reader.problems.add(
            .unknownRole, "no role «\(text)»", at: recorder.value.range,
            help: Suggestion.help(for: text, in: names))
        }
      }
      // A role that could not be read whole is still known, so that its users are not reported too.
      roles[name] = Role(
        name: name, binding: binding ?? .position(name), recordedBy: recordedBy,
        title: found["title"].map { reader.localized($0.value, "title") })
    }
  }

  private mutating func readPartnerRole(_ node: YAMLNode) -> Directory.PartnerRole? {
    guard let text = reader.string(node, "role") else { return nil }
    if let role = Directory.PartnerRole(rawValue: text) { return role }
    reader.problems.add(
      .invalidValue, "no partner role «\(text)»", at: node.range, help: "contact or signatory")
    return nil
  }

  private mutating func readLadders(_ node: YAMLNode) {
    for entry in reader.entries(node, of: "reminders") {
      guard let name = reader.name(entry.key, "a reminder ladder", at: entry.keyRange) else {
        continue
      }
      ladders[name] = readLadder(entry.value)
    }
  }
}
