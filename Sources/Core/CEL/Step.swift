// The program as closures: what an evaluation runs, made once from the tree.

/// One node of a program, ready to run.
///
/// A closure holds what its node knows, so that an evaluation neither takes nodes apart nor counts
/// references to their parts, and each level of the stack holds one node's needs only. It is
/// wrapped, for a bare closure in an array is called through another one.
struct Step: Sendable {
  private let run: @Sendable (inout Evaluator) throws(EvaluationError) -> Value

  init(_ run: @escaping @Sendable (inout Evaluator) throws(EvaluationError) -> Value) {
    self.run = run
  }

  @inline(__always)
  func callAsFunction(_ evaluator: inout Evaluator) throws(EvaluationError) -> Value {
    try run(&evaluator)
  }
}

extension Node {
  /// The node as a closure.
  func step() -> Step {
    switch self {
    case .constant(let value): Steps.constant(value)
    case .local(let slot): Steps.local(slot)
    case .variable(let name): Steps.variable(name)
    case .field(.variable(let variable), .string(let name)): Steps.field(name, of: variable)
    case .field(let operand, let key): Steps.field(key, operand.step())
    case .optionalField(let operand, let key): Steps.optionalField(key, operand.step())
    case .hasField(.variable(let variable), .string(let name)): Steps.hasField(name, of: variable)
    case .hasField(let operand, let key): Steps.hasField(key, operand.step())
    case .list(let elements): Steps.list(elements.map { $0.step() })
    case .optionalList(let elements):
      Steps.optionalList(elements.map { ($0.node.step(), $0.isOptional) })
    case .map(let entries):
      Steps.map(entries.map { ($0.key.step(), $0.value.step(), $0.isOptional) })
    case .call(let overload, let arguments):
      Steps.call(overload, arguments.map { $0.step() })
    case .dispatch(let name, let overloads, let arguments):
      Steps.dispatch(name, overloads, arguments.map { $0.step() })
    case .comprehension(let loop): Steps.loop(Loop(loop))
    case .bind(let slot, let value, let body): Steps.bind(slot, value.step(), body.step())
    case .optionalMap(let slot, let operand, let body, let isFlat):
      Steps.optionalMap(slot, operand.step(), body.step(), isFlat: isFlat)
    case .fail(let error): Steps.fail(error)
    }
  }
}

/// A loop with its parts as closures.
struct Loop: Sendable {
  let kind: Syntax.Comprehension.Kind
  let macro: String
  let subject: Step
  let slot: Int
  let secondSlot: Int?
  let filter: Step?
  let body: Step

  init(_ node: Node.Comprehension) {
    kind = node.kind
    macro = node.macro
    subject = node.subject.step()
    slot = node.slot
    secondSlot = node.secondSlot
    filter = node.filter?.step()
    body = node.body.step()
  }
}

/// Makes the closures. Each pays one for its node, and for what its function declares.
enum Steps {
  static func constant(_ value: Value) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return value
    }
  }

  static func fail(_ error: EvaluationError) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      throw error
    }
  }

  static func local(_ slot: Int) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return evaluator.locals[slot]
    }
  }

  static func variable(_ name: String) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.variable(name)
    }
  }

  static func bind(_ slot: Int, _ value: Step, _ body: Step) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      evaluator.locals[slot] = try value(&evaluator)
      return try body(&evaluator)
    }
  }

  static func loop(_ loop: Loop) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.evaluate(loop)
    }
  }

  // MARK: Fields

  /// A field of a variable: asked for without the variable's whole value, where that can be.
  static func field(_ name: String, of variable: String) -> Step {
    let key = Value.string(name)
    return Step { (evaluator) throws(EvaluationError) in
      // Two nodes in one step.
      try evaluator.charge(2)
      switch evaluator.activation.field(name, of: variable) {
      case .value(let value): return value
      case .absent: throw .noSuchField(name)
      case .unanswered: return try evaluator.field(key, of: evaluator.variable(variable))
      }
    }
  }

  static func field(_ key: Value, _ operand: Step) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.field(key, of: operand(&evaluator))
    }
  }

  static func optionalField(_ key: Value, _ operand: Step) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      let value = try operand(&evaluator)
      if case .optional = value { return try evaluator.field(key, of: value) }
      return try evaluator.optionalField(key, of: value)
    }
  }

  static func hasField(_ name: String, of variable: String) -> Step {
    let key = Value.string(name)
    return Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(2)
      switch evaluator.activation.field(name, of: variable) {
      case .value: return .bool(true)
      case .absent: return .bool(false)
      case .unanswered:
        return .bool(try evaluator.hasField(key, in: evaluator.variable(variable)))
      }
    }
  }

  static func hasField(_ key: Value, _ operand: Step) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return .bool(try evaluator.hasField(key, in: operand(&evaluator)))
    }
  }

  // MARK: Lists and maps

  static func list(_ elements: [Step]) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return .list(try evaluator.all(elements))
    }
  }

  static func optionalList(_ elements: [(step: Step, isOptional: Bool)]) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.optionalList(elements)
    }
  }

  static func map(_ entries: [(key: Step, value: Step, isOptional: Bool)]) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.map(entries)
    }
  }

  static func optionalMap(
    _ slot: Int, _ operand: Step, _ body: Step, isFlat: Bool
  ) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.optionalMap(slot, operand, body, isFlat: isFlat)
    }
  }
}
