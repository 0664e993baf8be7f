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
    if case .parameter(let name) = type {
      if let found = substitutions[name] { return resolve(found, isFinal: isFinal) }
      return isFinal ? .dyn : type
    }
    return type.mapParts { resolve($0, isFinal: isFinal) }
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
    if case .parameter(let name) = type {
      if let known = renamed[name] { return known }
      let new = fresh()
      renamed[name] = new
      return new
    }
    return type.mapParts { instantiate($0, &renamed) }
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
    case (.null, _) where formal.takesNull: return true
    // What may be null fits where a value is due: whether it is one, only run time can tell.
    case (.nullable(let actual), .nullable(let formal)): return fits(actual, formal)
    case (.nullable(let actual), _): return fits(actual, formal)
    case (_, .nullable(let formal)): return fits(actual, formal)
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return fits(a, b)
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      return fits(aKey, bKey) && fits(aValue, bValue)
    case (.abstract(let aName, let a), .abstract(let bName, let b)):
      guard aName == bName, a.count == b.count else { return false }
      for (a, b) in zip(a, b) {
        guard fits(a, b) else { return false }
      }
      return true
    default: return actual == formal
    }
  }

  private mutating func substitute(_ name: String, by type: ValueType) -> Bool {
    if let known = substitutions[name] {
      if resolve(known) == resolve(type) { return true }
      // Null came first: what may be null is the more general of the two.
      if resolve(known) == .null, resolve(type).takesNull {
        substitutions[name] = type
        return true
      }
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
    case (.null, _) where b.takesNull: return b
    case (.nullable(let a), .nullable(let b)), (.nullable(let a), let b), (let a, .nullable(let b)):
      return .nullable(general(a, b))
    case (.list(let a), .list(let b)): return .list(general(a, b))
    case (.optional(let a), .optional(let b)): return .optional(general(a, b))
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      return .map(general(aKey, bKey), general(aValue, bValue))
    case (.abstract(let name, let a), .abstract(_, let b)):
      return .abstract(name, zip(a, b).map { general($0, $1) })
    default: return a
    }
  }
}

extension ValueType {
  /// The type with each of its parts replaced.
  fileprivate func mapParts(_ transform: (ValueType) -> ValueType) -> ValueType {
    switch self {
    case .list(let element): .list(transform(element))
    case .map(let key, let value): .map(transform(key), transform(value))
    case .optional(let inner): .optional(transform(inner))
    case .nullable(let inner): .nullable(transform(inner))
    case .abstract(let name, let parts): .abstract(name, parts.map(transform))
    case .type(let inner): .type(inner.map(transform))
    default: self
    }
  }

  /// Whether the parameter `name` occurs in this type.
  fileprivate func mentions(_ name: String) -> Bool {
    switch self {
    case .parameter(let own): own == name
    case .list(let element): element.mentions(name)
    case .optional(let inner), .nullable(let inner): inner.mentions(name)
    case .abstract(_, let parts): parts.contains { $0.mentions(name) }
    case .map(let key, let value): key.mentions(name) || value.mentions(name)
    case .type(let inner): inner?.mentions(name) ?? false
    default: false
    }
  }

  /// Whether null is among the values of this type, or its absence is written so. Types of the host
  /// do not take null unless they say so.
  fileprivate var takesNull: Bool {
    switch self {
    case .optional, .nullable, .timestamp, .duration: true
    default: false
    }
  }
}
