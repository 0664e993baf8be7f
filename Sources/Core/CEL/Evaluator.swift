// Evaluates a program's tree: values, calls, logic with held-back errors.

/// One evaluation. It always ends: the tree is finite, loops run over values that exist, and each
/// step is paid for out of the cost limit.
struct Evaluator {
  let activation: any Activation
  let costLimit: Int
  var remaining: Int
  var locals: [Value]

  init(activation: any Activation, localCount: Int, costLimit: Int) {
    self.activation = activation
    self.costLimit = costLimit
    remaining = costLimit
    locals = Array(repeating: .null, count: localCount)
  }

  /// Pays for `cost` units of work.
  mutating func charge(_ cost: Int) throws(EvaluationError) {
    guard cost <= remaining else {
      remaining = 0
      throw .costLimitExceeded(costLimit)
    }
    remaining -= max(cost, 0)
  }

  /// The value of a node, or the error that it yields.
  mutating func evaluate(_ node: Node) throws(EvaluationError) -> Value {
    try charge(1)
    switch node {
    case .constant(let value): return value
    case .local(let slot): return locals[slot]
    case .variable(let name):
      guard let value = activation.value(of: name) else { throw .unknownVariable(name) }
      return value
    case .field(let operand, let key): return try field(key, of: evaluate(operand))
    case .optionalField(let operand, let key):
      let value = try evaluate(operand)
      if case .optional = value { return try field(key, of: value) }
      return try optionalField(key, of: value)
    case .hasField(let operand, let key):
      return .bool(try hasField(key, in: evaluate(operand)))
    case .list(let elements): return .list(try all(elements))
    case .optionalList(let elements): return try optionalList(elements)
    case .map(let entries): return try map(entries)
    case .special(let form, let name, let first, let second, let third):
      return try special(form, name, first, second, third)
    case .one(let body, let cost, let argument):
      let value = try evaluate(argument)
      switch cost {
      case .fixed(let cost): try charge(cost)
      case .bySize: try charge(value.size)
      }
      return try body(value)
    case .two(let body, let cost, let first, let second):
      let first = try evaluate(first)
      let second = try evaluate(second)
      switch cost {
      case .fixed(let cost): try charge(cost)
      case .bySize: try charge(first.size + second.size)
      }
      return try body(first, second)
    case .many(let body, let cost, let arguments):
      let values = try all(arguments)
      try pay(cost, values)
      return try body(values)
    case .metered(let body, let cost, let arguments):
      let values = try all(arguments)
      try pay(cost, values)
      return try run(body, values)
    case .context(let name, let cost, let arguments):
      let values = try all(arguments)
      try pay(cost, values)
      return try activation.call(name, values)
    case .dispatch(let name, let overloads, let arguments):
      return try dispatch(name, overloads, all(arguments))
    case .comprehension(let loop): return try evaluate(loop)
    case .bind(let slot, let value, let body):
      locals[slot] = try evaluate(value)
      return try evaluate(body)
    case .optionalMap(let slot, let operand, let body, let isFlat):
      return try optionalMap(slot, operand, body, isFlat: isFlat)
    case .fail(let error): throw error
    }
  }

  mutating func all(_ nodes: [Node]) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for node in nodes { values.append(try evaluate(node)) }
    return values
  }

  // MARK: Fields and maps

  private func field(_ key: Value, of operand: Value) throws(EvaluationError) -> Value {
    switch operand {
    case .map(let entries):
      guard let value = entries[key] else { throw noField(key) }
      return value
    // What is selected from an optional is an optional.
    case .optional(let value): return try optionalField(key, of: value)
    default: throw noField(key)
    }
  }

  func noField(_ key: Value) -> EvaluationError {
    if case .string(let name) = key { .noSuchField(name) } else { .noSuchKey }
  }

  private mutating func map(_ entries: [Node.Entry]) throws(EvaluationError) -> Value {
    var map: [Value: Value] = [:]
    for entry in entries {
      let key = try evaluate(entry.key)
      var value = try evaluate(entry.value)
      if entry.isOptional {
        guard let present = try unwrapped(value) else { continue }
        value = present
      }
      try map.insert(value, newKey: key)
    }
    return .map(map)
  }

  // MARK: Calls

  private mutating func pay(
    _ cost: Overload.Cost, _ arguments: [Value]
  ) throws(EvaluationError) {
    switch cost {
    case .fixed(let cost): try charge(cost)
    case .bySize: for argument in arguments { try charge(argument.size) }
    }
  }

  /// The first overload whose parameters have the kinds of the values; a host's own before the
  /// evaluator's forms, which take any kind.
  private mutating func dispatch(
    _ name: String, _ overloads: [Overload], _ values: [Value]
  ) throws(EvaluationError) -> Value {
    var form: SpecialForm?
    for overload in overloads where overload.takes(values) {
      if case .special(let special) = overload.implementation {
        form = form ?? special
        continue
      }
      try pay(overload.cost, values)
      switch overload.implementation {
      case .one(let body): return try body(values[0])
      case .two(let body): return try body(values[0], values[1])
      case .many(let body): return try body(values)
      case .metered(let body): return try run(body, values)
      case .context: return try activation.call(name, values)
      case .special: break
      }
    }
    guard let form else { throw .noSuchOverload(name) }
    return try special(
      form, name, .constant(values[0]), .constant(values[1]),
      values.count > 2 ? .constant(values[2]) : nil)
  }

  // MARK: Special forms

  private mutating func special(
    _ form: SpecialForm, _ name: String, _ first: Node, _ second: Node, _ third: Node?
  ) throws(EvaluationError) -> Value {
    switch form {
    case .and: return try logic(name, first, second, decisive: false)
    case .or: return try logic(name, first, second, decisive: true)
    case .conditional:
      guard case .bool(let condition) = try evaluate(first) else { throw .noSuchOverload(name) }
      if condition { return try evaluate(second) }
      guard let third else { throw .noSuchOverload(name) }
      return try evaluate(third)
    case .equal: return .bool(try areEqual(first, second))
    case .notEqual: return .bool(try !areEqual(first, second))
    case .contained: return try contains(name, evaluate(first), in: evaluate(second))
    case .index:
      let container = try evaluate(first)
      let key = try evaluate(second)
      if case .optional(let value) = container {
        return try optionalElement(name, of: value, at: key)
      }
      return try element(name, of: container, at: key)
    case .optionalIndex:
      let container = try evaluate(first)
      let key = try evaluate(second)
      if case .optional(let value) = container {
        return try optionalElement(name, of: value, at: key)
      }
      return try optionalElement(name, of: container, at: key)
    case .optionalOr, .optionalOrValue:
      guard case .optional(let value) = try evaluate(first) else { throw .noSuchOverload(name) }
      guard let value else { return try evaluate(second) }
      return form == .optionalOr ? .optional(value) : value
    }
  }

  /// `&&` and `||` (specification, «Logical Operators»): the decisive value on either side decides,
  /// even beside an error.
  private mutating func logic(
    _ name: String, _ first: Node, _ second: Node, decisive: Bool
  ) throws(EvaluationError) -> Value {
    var held: EvaluationError?
    do throws(EvaluationError) {
      if try truth(first, name) == decisive { return .bool(decisive) }
    } catch  where error.isAbsorbable {
      held = error
    }
    guard let held else { return .bool(try truth(second, name)) }
    do throws(EvaluationError) {
      if try truth(second, name) == decisive { return .bool(decisive) }
    } catch  where error.isAbsorbable {
      // Both sides fail: the left one is reported.
    }
    throw held
  }

  mutating func truth(_ node: Node, _ name: String) throws(EvaluationError) -> Bool {
    guard case .bool(let value) = try evaluate(node) else { throw .noSuchOverload(name) }
    return value
  }

  private mutating func areEqual(_ first: Node, _ second: Node) throws(EvaluationError) -> Bool {
    let first = try evaluate(first)
    let second = try evaluate(second)
    return try areEqual(first, second)
  }

  private mutating func areEqual(_ first: Value, _ second: Value) throws(EvaluationError) -> Bool {
    guard let equal = first.equals(second, budget: &remaining) else {
      throw .costLimitExceeded(costLimit)
    }
    return equal
  }

  private mutating func contains(
    _ name: String, _ value: Value, in container: Value
  ) throws(EvaluationError) -> Value {
    switch container {
    case .list(let elements):
      for element in elements where try areEqual(element, value) { return .bool(true) }
      return .bool(false)
    case .map(let entries):
      try charge(value.size)
      return .bool(entries.find(value) != nil)
    default: throw .noSuchOverload(name)
    }
  }

  mutating func element(
    _ name: String, of container: Value, at key: Value
  ) throws(EvaluationError) -> Value {
    switch container {
    case .list(let elements):
      guard let index = key.asIndex else { throw .noSuchOverload(name) }
      guard index >= 0, index < Int64(elements.count) else { throw .indexOutOfRange(index) }
      return elements[Int(index)]
    case .map(let entries):
      try charge(key.size)
      guard let value = entries.find(key) else {
        throw key.isKey || key.asIndex != nil ? .noSuchKey : .noSuchOverload(name)
      }
      return value
    default: throw .noSuchOverload(name)
    }
  }
}

extension Overload {
  /// Whether the values have the kinds of the parameters.
  fileprivate func takes(_ values: [Value]) -> Bool {
    guard parameters.count == values.count else { return false }
    for (value, parameter) in zip(values, parameters) where !value.hasKind(of: parameter) {
      return false
    }
    return true
  }
}
