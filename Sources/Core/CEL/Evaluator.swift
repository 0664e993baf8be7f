// What the steps of a program share while it is evaluated: the activation, the cost, the variables.

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
    locals = localCount == 0 ? [] : Array(repeating: .null, count: localCount)
  }

  /// Pays for `cost` units of work.
  @inline(__always)
  mutating func charge(_ cost: Int) throws(EvaluationError) {
    guard cost <= remaining else {
      remaining = 0
      throw .costLimitExceeded(costLimit)
    }
    remaining -= max(cost, 0)
  }

  mutating func pay(_ cost: Overload.Cost, _ arguments: [Value]) throws(EvaluationError) {
    switch cost {
    case .fixed(let cost): try charge(cost)
    case .bySize: for argument in arguments { try charge(argument.size) }
    }
  }

  mutating func all(_ steps: [Step]) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(steps.count)
    for step in steps { values.append(try step(&self)) }
    return values
  }

  @inline(__always)
  mutating func truth(_ step: Step, _ name: String) throws(EvaluationError) -> Bool {
    guard case .bool(let value) = try step(&self) else { throw .noSuchOverload(name) }
    return value
  }

  /// The other side of a logical operator decides, or the error that was held back is raised; where
  /// both sides fail, that is the left one's.
  mutating func decide(
    _ step: Step, _ name: String, _ decisive: Bool, holding error: EvaluationError
  ) throws(EvaluationError) -> Value {
    do throws(EvaluationError) {
      if try truth(step, name) == decisive { return .bool(decisive) }
    } catch  where !error.isAbsorbable {
      throw error
    } catch {
      // Held back as well.
    }
    throw error
  }

  // MARK: Fields and maps

  func variable(_ name: String) throws(EvaluationError) -> Value {
    guard let value = activation.value(of: name) else { throw .unknownVariable(name) }
    return value
  }

  func field(_ key: Value, of operand: Value) throws(EvaluationError) -> Value {
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

  mutating func map(
    _ entries: [(key: Step, value: Step, isOptional: Bool)]
  ) throws(EvaluationError) -> Value {
    var map: [Value: Value] = [:]
    for entry in entries {
      let key = try entry.key(&self)
      var value = try entry.value(&self)
      if entry.isOptional {
        guard let present = try unwrapped(value) else { continue }
        value = present
      }
      try map.insert(value, newKey: key)
    }
    return .map(map)
  }

  // MARK: Calls

  /// The first overload whose parameters have the kinds of the values; a host's own before the
  /// evaluator's forms, which take any kind.
  mutating func dispatch(
    _ name: String, _ overloads: [Overload], _ values: [Value]
  ) throws(EvaluationError) -> Value {
    var special: Overload?
    for overload in overloads where overload.takes(values) {
      if case .special = overload.implementation {
        special = special ?? overload
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
    guard let special else { throw .noSuchOverload(name) }
    return try Steps.call(special, values.map { Steps.constant($0) })(&self)
  }

  /// The forms that need both of their values.
  mutating func apply(
    _ form: SpecialForm, _ name: String, _ first: Value, _ second: Value
  ) throws(EvaluationError) -> Value {
    switch form {
    case .equal: return .bool(try areEqual(first, second))
    case .notEqual: return .bool(try !areEqual(first, second))
    case .contained: return try contains(name, first, in: second)
    case .index:
      if case .optional(let value) = first {
        return try optionalElement(name, of: value, at: second)
      }
      return try element(name, of: first, at: second)
    case .optionalIndex:
      if case .optional(let value) = first {
        return try optionalElement(name, of: value, at: second)
      }
      return try optionalElement(name, of: first, at: second)
    case .and, .or, .conditional, .optionalOr, .optionalOrValue: throw .noSuchOverload(name)
    }
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
