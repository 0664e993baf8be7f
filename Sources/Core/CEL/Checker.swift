// Finds the type of every expression, every problem of types, and the program's tree.

/// Checks one syntax tree against an environment (specification, «Gradual Type Checking»).
///
/// A node with a problem gets the type `error`, which fits everywhere, so that one mistake is
/// reported once and the rest of the tree is still checked.
struct Checker {
  let environment: Environment
  let checking: Environment.Checking
  var problems: [Problem] = []
  var references: Set<String> = []
  /// How many slots the program's macro variables need.
  var localCount = 0
  var solver = TypeSolver()
  private var locals: [Local] = []

  init(environment: Environment, checking: Environment.Checking) {
    self.environment = environment
    self.checking = checking
  }

  private struct Local {
    var name: String
    var type: ValueType
    var slot: Int
  }

  /// A node of the program with its type.
  struct Checked {
    var type: ValueType
    var node: Node
    /// The value, where it is certain before any evaluation: of literals and what is made of them.
    var known: Value?

    static func failure(_ error: EvaluationError) -> Checked {
      Checked(type: .error, node: .fail(error))
    }
  }

  /// Checks a whole expression, whose type the caller may expect.
  mutating func checkRoot(_ syntax: Syntax, expecting: ValueType?) -> Checked {
    var checked = check(syntax)
    if let expecting, let adapted = adapted(checked, to: expecting) { checked = adapted }
    if let expecting, !solver.assign([checked.type], to: [expecting]) {
      let found = solver.resolve(checked.type, isFinal: true)
      report(.wrongResultType(expected: expecting, found: found), at: syntax.range)
    }
    checked.type = solver.resolve(checked.type, isFinal: true)
    return checked
  }

  mutating func report(_ kind: Problem.Kind, at range: Range<Int>, suggestion: String? = nil) {
    problems.append(Problem(kind, at: range, suggestion: suggestion))
  }

  /// - Parameter isPrefix: Whether a longer path is being read, so that this one is no reference.
  mutating func check(_ syntax: Syntax, isPrefix: Bool = false) -> Checked {
    switch syntax.kind {
    case .literal(let value):
      return literal(value)
    case .identifier(let name, let isAbsolute):
      return identifier(name, isAbsolute: isAbsolute, isPrefix: isPrefix, at: syntax.range)
    case .select(let operand, let field):
      return select(syntax, operand, field, isPrefix: isPrefix)
    case .has(let operand, let field):
      return has(operand, field)
    case .optionalSelect(let operand, let field): return optionalSelect(operand, field)
    case .list(let elements): return list(elements)
    case .map(let entries): return map(entries)
    case .call(let call): return check(call, at: syntax.range)
    case .comprehension(let comprehension): return check(comprehension)
    case .bind(let name, let value, let body):
      return bind(name, value, body)
    case .optionalMap(let name, let operand, let body, let isFlat):
      return optionalMap(name, operand, body, isFlat: isFlat)
    }
  }

  private func literal(_ value: Value) -> Checked {
    Checked(type: value.type, node: .constant(value), known: value)
  }

  private mutating func has(_ operand: Syntax, _ field: Syntax.Name) -> Checked {
    let operand = operandOfField(operand, field)
    _ = selectedType(field, of: operand.type)
    return Checked(type: .bool, node: .hasField(operand.node, .string(field.text)))
  }

  private mutating func bind(_ name: Syntax.Name, _ value: Syntax, _ body: Syntax) -> Checked {
    let value = check(value)
    let slot = declare(name.text, value.type)
    let body = check(body)
    forgetLocals(1)
    return Checked(type: body.type, node: .bind(slot, value.node, body: body.node))
  }

  // MARK: Names

  private mutating func identifier(
    _ name: String, isAbsolute: Bool, isPrefix: Bool, at range: Range<Int>
  ) -> Checked {
    variable(name, isAbsolute: isAbsolute, isPrefix: isPrefix) ?? undeclared(name, at: range)
  }

  /// A macro's variable, a declared variable or a type; the innermost container first.
  private mutating func variable(
    _ name: String, isAbsolute: Bool, isPrefix: Bool
  ) -> Checked? {
    if !isAbsolute, let local = locals.last(where: { $0.name == name }) {
      return Checked(type: local.type, node: .local(local.slot))
    }
    for candidate in candidates(for: name, isAbsolute: isAbsolute) {
      if let type = environment.variables[candidate] {
        if !isPrefix { references.insert(candidate) }
        return Checked(type: type, node: .variable(candidate))
      }
      if let type = StandardLibrary.types[candidate] {
        return Checked(type: .type(type), node: .constant(.type(type)))
      }
    }
    return nil
  }

  /// The full names that a name may mean (specification, «Name Resolution»): in container `a.b`
  /// the name `x` may be `a.b.x`, `a.x` or `x`, in this order.
  func candidates(for name: String, isAbsolute: Bool) -> [String] {
    guard !isAbsolute, !environment.container.isEmpty else { return [name] }
    var parts = environment.container.split(separator: ".")
    var result: [String] = []
    while !parts.isEmpty {
      result.append(parts.joined(separator: ".") + "." + name)
      parts.removeLast()
    }
    return result + [name]
  }

  private mutating func undeclared(_ name: String, at range: Range<Int>) -> Checked {
    let known = locals.map(\.name) + environment.variables.keys
    report(.undeclaredVariable(name), at: range, suggestion: Suggestion.for(name, among: known))
    return .failure(.unknownVariable(name))
  }

  /// Whether the first part of a dotted name is a macro's variable, which hides qualified names.
  func isLocal(_ qualified: (text: String, isAbsolute: Bool)) -> Bool {
    let head = qualified.text.prefix { $0 != "." }
    return !qualified.isAbsolute && locals.contains { $0.name == head }
  }

  /// Declares a variable of a macro, until it is forgotten, and gives its slot.
  mutating func declare(_ name: String, _ type: ValueType) -> Int {
    let slot = locals.count
    locals.append(Local(name: name, type: type, slot: slot))
    localCount = max(localCount, locals.count)
    return slot
  }

  /// Forgets the variables that were declared last.
  mutating func forgetLocals(_ count: Int) { locals.removeLast(count) }

  // MARK: Fields

  private mutating func select(
    _ syntax: Syntax, _ operand: Syntax, _ field: Syntax.Name, isPrefix: Bool
  ) -> Checked {
    // The longest qualified name that is declared wins over a selection.
    if let qualified = syntax.qualifiedName, !isLocal(qualified),
      let found = variable(
        qualified.text, isAbsolute: qualified.isAbsolute, isPrefix: isPrefix)
    {
      return found
    }
    let operand = operandOfField(operand, field, isPrefix: isPrefix)
    return Checked(
      type: selectedType(field, of: operand.type),
      node: .field(operand.node, .string(field.text)))
  }

  /// Checks what a field is selected from, and notes the path that is read.
  mutating func operandOfField(
    _ operand: Syntax, _ field: Syntax.Name, isPrefix: Bool = false
  ) -> Checked {
    let checked = check(operand, isPrefix: true)
    if !isPrefix, let path = checked.node.path {
      references.insert(path + "." + field.text)
    }
    return checked
  }

  /// The type of a selection: of an optional it is an optional.
  private mutating func selectedType(_ field: Syntax.Name, of operand: ValueType) -> ValueType {
    if case .optional(let inner) = solver.resolve(operand) {
      return .optional(fieldType(field, of: inner))
    }
    return fieldType(field, of: operand)
  }

  mutating func fieldType(_ field: Syntax.Name, of operand: ValueType) -> ValueType {
    switch solver.resolve(operand) {
    case .record(let record):
      if let type = record.fields[field.text] { return type }
      report(
        .unknownField(type: record.name, field: field.text), at: field.range,
        suggestion: Suggestion.for(field.text, among: Array(record.fields.keys)))
      return .error
    case .map(let key, let value):
      if solver.assign([.string], to: [key]) { return value }
    case .nullable(let inner): return fieldType(field, of: inner)
    case .error: return .error
    case .dyn, .parameter: return .dyn
    default: break
    }
    report(.noFields(solver.resolve(operand, isFinal: true)), at: field.range)
    return .error
  }

  // MARK: Lists and maps

  private mutating func list(_ elements: [Syntax.Element]) -> Checked {
    var type: ValueType?
    var nodes: [(node: Node, isOptional: Bool)] = []
    for element in elements {
      let checked = check(element.syntax)
      nodes.append((checked.node, element.isOptional))
      let elementType =
        element.isOptional ? unwrapped(checked.type, at: element.syntax.range) : checked.type
      type = type.map { solver.join($0, elementType) } ?? elementType
    }
    let hasOptional = nodes.contains(where: \.isOptional)
    return Checked(
      type: .list(type ?? solver.fresh()),
      node: hasOptional ? .optionalList(nodes) : .list(nodes.map(\.node)))
  }

  private mutating func map(_ entries: [Syntax.Entry]) -> Checked {
    var keyType: ValueType?
    var valueType: ValueType?
    var nodes: [Node.Entry] = []
    for entry in entries {
      let key = check(entry.key)
      var value = check(entry.value)
      nodes.append(Node.Entry(key: key.node, value: value.node, isOptional: entry.isOptional))
      if entry.isOptional { value.type = unwrapped(value.type, at: entry.value.range) }
      keyType = keyType.map { solver.join($0, key.type) } ?? key.type
      valueType = valueType.map { solver.join($0, value.type) } ?? value.type
    }
    let type = ValueType.map(keyType ?? solver.fresh(), valueType ?? solver.fresh())
    return Checked(type: type, node: .map(nodes))
  }
}

extension Node {
  /// The path from a variable of the activation, where this node is nothing but one.
  fileprivate var path: String? {
    switch self {
    case .variable(let name): name
    case .field(let operand, .string(let field)): operand.path.map { $0 + "." + field }
    default: nil
    }
  }
}
