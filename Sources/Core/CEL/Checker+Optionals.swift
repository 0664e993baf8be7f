// The checker's part for values that may be absent.

extension Checker {
  /// `operand.?field`: an optional of the field's type.
  mutating func optionalSelect(_ operand: Syntax, _ field: Syntax.Name) -> Checked {
    let operand = operandOfField(operand, field)
    var inner = solver.resolve(operand.type)
    if case .optional(let value) = inner { inner = value }
    return Checked(
      type: .optional(fieldType(field, of: inner)),
      node: .optionalField(operand.node, .string(field.text)))
  }

  /// `operand.optMap(name, body)` and `operand.optFlatMap(name, body)`.
  mutating func optionalMap(
    _ name: Syntax.Name, _ operand: Syntax, _ body: Syntax, isFlat: Bool
  ) -> Checked {
    let checked = check(operand)
    let slot = declare(name.text, unwrapped(checked.type, at: operand.range))
    let result = check(body)
    forgetLocals(1)
    let inner = isFlat ? unwrapped(result.type, at: body.range) : result.type
    return Checked(
      type: .optional(inner),
      node: .optionalMap(slot, checked.node, body: result.node, isFlat: isFlat))
  }

  /// The type of an optional's value; a problem where the type is no optional.
  mutating func unwrapped(_ type: ValueType, at range: Range<Int>) -> ValueType {
    let inner = solver.fresh()
    guard solver.assign([type], to: [.optional(inner)]) else {
      let found = solver.resolve(type, isFinal: true)
      report(.wrongResultType(expected: .optional(.dyn), found: found), at: range)
      return .error
    }
    if solver.resolve(type).isOpen { return .dyn }
    return solver.resolve(inner)
  }
}
