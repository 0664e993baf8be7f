// The evaluator's part for values that may be absent.

extension Evaluator {
  /// A field of a value that may be absent, as an optional.
  func optionalField(_ key: Value, of operand: Value?) throws(EvaluationError) -> Value {
    guard let operand else { return .optional(nil) }
    guard case .map(let entries) = operand else { throw noField(key) }
    return .optional(entries[key])
  }

  /// Whether a map, or the map of an optional, has the field.
  func hasField(_ key: Value, in operand: Value) throws(EvaluationError) -> Bool {
    switch operand {
    case .map(let entries): return entries[key] != nil
    case .optional(nil): return false
    case .optional(.map(let entries)?): return entries[key] != nil
    default: throw noField(key)
    }
  }

  /// An element of a container that may be absent, as an optional.
  mutating func optionalElement(
    _ name: String, of container: Value?, at key: Value
  ) throws(EvaluationError) -> Value {
    guard let container else { return .optional(nil) }
    do throws(EvaluationError) {
      return .optional(try element(name, of: container, at: key))
    } catch {
      switch error {
      case .noSuchKey, .indexOutOfRange: return .optional(nil)
      default: throw error
      }
    }
  }

  mutating func optionalList(
    _ elements: [(step: Step, isOptional: Bool)]
  ) throws(EvaluationError) -> Value {
    var values: [Value] = []
    for element in elements {
      let value = try element.step(&self)
      if !element.isOptional {
        values.append(value)
      } else if let present = try unwrapped(value) {
        values.append(present)
      }
    }
    return .list(values)
  }

  mutating func optionalMap(
    _ slot: Int, _ operand: Step, _ body: Step, isFlat: Bool
  ) throws(EvaluationError) -> Value {
    guard let value = try unwrapped(operand(&self)) else { return .optional(nil) }
    locals[slot] = value
    let result = try body(&self)
    guard isFlat else { return .optional(result) }
    return .optional(try unwrapped(result))
  }

  /// The content of an optional.
  func unwrapped(_ value: Value) throws(EvaluationError) -> Value? {
    guard case .optional(let content) = value else {
      throw .conversion(from: value.type, to: .optional(.dyn))
    }
    return content
  }
}
