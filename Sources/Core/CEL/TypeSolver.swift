// Which type fits where: assignability, and what the parameters of overloads stand for.

/// Finds what type parameters stand for, while the checker compares types.
///
/// A fresh parameter is made for each use of an overload's own parameter, and for the element type
/// of an empty list or map. A value, so that an overload can be tried and forgotten.
struct TypeSolver {
  private var substitutions: [String: ValueType] = [:]
  private var count = 0

  /// A parameter that nothing is known about yet. The name cannot be written in a source text.
  mutating func fresh() -> ValueType {
    count += 1
    return .parameter("#\(count)")
  }

  /// The type with everything that is known put in.
  ///
  /// - Parameter isFinal: Whether what is unknown becomes `dyn`.
  func resolve(_ type: ValueType, isFinal: Bool = false) -> ValueType {
    switch type {
    case .parameter(let name):
      if let found = substitutions[name] { return resolve(found, isFinal: isFinal) }
      return isFinal ? .dyn : type
    case .list(let element): return .list(resolve(element, isFinal: isFinal))
    case .map(let key, let value):
      return .map(resolve(key, isFinal: isFinal), resolve(value, isFinal: isFinal))
    case .optional(let inner): return .optional(resolve(inner, isFinal: isFinal))
    case .type(let inner): return .type(inner.map { resolve($0, isFinal: isFinal) })
    default: return type
    }
  }

  /// The types of an overload with fresh parameters for its own.
  mutating func instantiate(_ types: [ValueType]) -> [ValueType] {
    var renamed: [String: ValueType] = [:]
    var result: [ValueType] = []
    for type in types { result.append(instantiate(type, &renamed)) }
    return result
  }

  private mutating func instantiate(
    _ type: ValueType, _ renamed: inout [String: ValueType]
  ) -> ValueType {
    switch type {
    case .parameter(let name):
      if let known = renamed[name] { return known }
      let new = fresh()
      renamed[name] = new
      return new
    case .list(let element): return .list(instantiate(element, &renamed))
    case .map(let key, let value):
      return .map(instantiate(key, &renamed), instantiate(value, &renamed))
    case .optional(let inner): return .optional(instantiate(inner, &renamed))
    case .type(let inner): return .type(inner.map { instantiate($0, &renamed) })
    default: return type
    }
  }

  /// Whether all `actual` types fit the `formal` ones; remembers what it learned if so.
  mutating func assign(_ actual: [ValueType], to formal: [ValueType]) -> Bool {
    guard actual.count == formal.count else { return false }
    var trial = self
    for (actual, formal) in zip(actual, formal) {
      guard trial.fits(actual, formal) else { return false }
    }
    self = trial
    return true
  }

  /// The type of something that is one or the other: the more general of two that fit, else `dyn`.
  mutating func join(_ first: ValueType, _ second: ValueType) -> ValueType {
    if assign([second], to: [first]) { return general(first, second) }
    if assign([first], to: [second]) { return general(second, first) }
    return .dyn
  }

  private mutating func fits(_ actual: ValueType, _ formal: ValueType) -> Bool {
    switch (actual, formal) {
    case (_, .parameter(let name)): return substitute(name, by: actual)
    case (.parameter(let name), _): return substitute(name, by: formal)
    case (.dyn, _), (_, .dyn), (.error, _), (_, .error), (.type, .type): return true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return fits(a, b)
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      return fits(aKey, bKey) && fits(aValue, bValue)
    default: return actual == formal
    }
  }

  private mutating func substitute(_ name: String, by type: ValueType) -> Bool {
    if let known = substitutions[name] {
      if resolve(known) == resolve(type) { return true }
      guard fits(type, known) else { return false }
      substitutions[name] = general(known, type)
      return true
    }
    let type = resolve(type)
    if type == .parameter(name) { return true }
    guard !type.mentions(name) else { return false }
    substitutions[name] = type
    return true
  }

  /// The less specific of two types that fit each other.
  private func general(_ first: ValueType, _ second: ValueType) -> ValueType {
    let (a, b) = (resolve(first), resolve(second))
    switch (a, b) {
    case (.dyn, _), (_, .dyn): return .dyn
    case (.parameter, _), (.error, _): return b
    case (.list(let a), .list(let b)): return .list(general(a, b))
    case (.optional(let a), .optional(let b)): return .optional(general(a, b))
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      return .map(general(aKey, bKey), general(aValue, bValue))
    default: return a
    }
  }
}

extension ValueType {
  /// Whether the parameter `name` occurs in this type.
  fileprivate func mentions(_ name: String) -> Bool {
    switch self {
    case .parameter(let own): own == name
    case .list(let element): element.mentions(name)
    case .optional(let inner): inner.mentions(name)
    case .map(let key, let value): key.mentions(name) || value.mentions(name)
    case .type(let inner): inner?.mentions(name) ?? false
    default: false
    }
  }
}
