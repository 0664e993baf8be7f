// The checker's part for authors: literals that adapt, and what always fails.

extension Checker {
  /// An expression of integer literals as one of another numeric type, if it is nothing else and
  /// every number is exact in that type. Only for authors.
  func adapted(_ checked: Checked, to type: ValueType) -> Checked? {
    guard checking == .forAuthors, let node = checked.node.adapted(to: solver.resolve(type)) else {
      return nil
    }
    return Checked(type: solver.resolve(type), node: node, known: node.constant)
  }

  /// The arguments with literals adapted to the one way in which an overload takes them; nil where
  /// there is no way, or more than one.
  mutating func adapted(_ arguments: [Checked], to overloads: [Overload]) -> [Checked]? {
    guard checking == .forAuthors else { return nil }
    var found: [Checked]?
    for overload in overloads
    where overload.parameters.count == arguments.count && !overload.isDynamicOnly {
      var trial = self
      guard let fitting = trial.adapted(arguments, to: overload) else { continue }
      if let found, found.map(\.type) != fitting.map(\.type) { return nil }
      found = fitting
    }
    return found
  }

  private mutating func adapted(_ arguments: [Checked], to overload: Overload) -> [Checked]? {
    let formal = solver.instantiate(overload.parameters)
    var result = arguments
    // What cannot adapt decides what the parameters of the overload stand for.
    let fixed = arguments.indices.filter { !arguments[$0].node.isAdaptable }
    guard fixed.count < arguments.count,
      solver.assign(fixed.map { arguments[$0].type }, to: fixed.map { formal[$0] })
    else { return nil }
    for index in arguments.indices where arguments[index].node.isAdaptable {
      if let adapted = adapted(arguments[index], to: formal[index]) {
        result[index] = adapted
      } else if !solver.assign([arguments[index].type], to: [formal[index]]) {
        return nil
      }
    }
    return result
  }

  /// The value of a call whose arguments are all known; a problem for authors where it has none.
  mutating func known(
    _ overload: Overload, _ arguments: [Checked], at range: Range<Int>
  ) -> Value? {
    guard checking == .forAuthors else { return nil }
    if let preparation = overload.preparation, let value = arguments[preparation.argument].known,
      let error = preparation.error(value)
    {
      report(.failsAlways(error), at: range)
      return nil
    }
    var nodes: [Node] = []
    for argument in arguments {
      guard let value = argument.known else { return nil }
      nodes.append(.constant(value))
    }
    // What a context function answers depends on the context.
    if case .context = overload.implementation { return nil }
    var evaluator = Evaluator(
      activation: VariablesActivation(), localCount: 0, costLimit: Limits.literalCost)
    do throws(EvaluationError) {
      return try Node.call(overload, nodes).step()(&evaluator)
    } catch {
      // What costs too much to try is left to the evaluation.
      if error.isAbsorbable { report(.failsAlways(error), at: range) }
      return nil
    }
  }
}

extension Node {
  var constant: Value? { if case .constant(let value) = self { value } else { nil } }

  /// Whether this is made of integer literals only: one, a list of them, or a choice between them.
  var isAdaptable: Bool {
    switch self {
    case .constant(.int): true
    case .list(let elements): !elements.isEmpty && elements.allSatisfy(\.isAdaptable)
    case .call(let overload, let arguments) where overload.isConditional:
      arguments.dropFirst().allSatisfy(\.isAdaptable)
    default: false
    }
  }

  /// The same of another numeric type, where every number is exact in it.
  func adapted(to type: ValueType) -> Node? {
    switch (self, type) {
    case (_, .nullable(let inner)): return adapted(to: inner)
    case (.constant(.int(let number)), .double):
      return Double(exactly: number).map { .constant(.double($0)) }
    case (.constant(.int(let number)), .uint):
      return UInt64(exactly: number).map { .constant(.uint($0)) }
    case (.list(let elements), .list(let inner)) where !elements.isEmpty:
      return Self.adapted(elements, to: inner).map { .list($0) }
    case (.call(let overload, let arguments), _) where overload.isConditional:
      return Self.adapted(Array(arguments.dropFirst()), to: type).map {
        .call(overload, [arguments[0]] + $0)
      }
    default: return nil
    }
  }

  private static func adapted(_ nodes: [Node], to type: ValueType) -> [Node]? {
    var result: [Node] = []
    for node in nodes {
      guard let node = node.adapted(to: type) else { return nil }
      result.append(node)
    }
    return result
  }
}

extension Overload {
  fileprivate var isConditional: Bool {
    if case .special(.conditional) = implementation { true } else { false }
  }
}
