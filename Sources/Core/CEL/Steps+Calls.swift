// The closures of calls: functions, operators, and the forms that the evaluator knows itself.

extension Steps {
  static func call(_ overload: Overload, _ arguments: [Step]) -> Step {
    switch overload.implementation {
    case .one(let body): one(body, overload.cost, arguments[0])
    case .two(let body): two(body, overload.cost, arguments[0], arguments[1])
    case .many(let body): many(body, overload.cost, arguments)
    case .metered(let body): metered(body, overload.cost, arguments)
    case .context: context(overload.name, overload.cost, arguments)
    case .special(let form):
      special(
        form, overload.name, arguments[0], arguments[1], arguments.count > 2 ? arguments[2] : nil)
    }
  }

  private static func one(
    _ body: @escaping @Sendable (Value) throws(EvaluationError) -> Value, _ cost: Overload.Cost,
    _ argument: Step
  ) -> Step {
    switch cost {
    case .fixed(let cost):
      let price = (Amount(1) + Amount(cost)).units
      return Step { (evaluator) throws(EvaluationError) in
        try evaluator.charge(price)
        return try body(argument(&evaluator))
      }
    case .bySize:
      return Step { (evaluator) throws(EvaluationError) in
        try evaluator.charge(1)
        let value = try argument(&evaluator)
        try evaluator.charge(value.size)
        return try body(value)
      }
    }
  }

  private static func two(
    _ body: @escaping @Sendable (Value, Value) throws(EvaluationError) -> Value,
    _ cost: Overload.Cost, _ first: Step, _ second: Step
  ) -> Step {
    switch cost {
    case .fixed(let cost):
      let price = (Amount(1) + Amount(cost)).units
      return Step { (evaluator) throws(EvaluationError) in
        try evaluator.charge(price)
        let first = try first(&evaluator)
        return try body(first, second(&evaluator))
      }
    case .bySize:
      return Step { (evaluator) throws(EvaluationError) in
        try evaluator.charge(1)
        let first = try first(&evaluator)
        let second = try second(&evaluator)
        try evaluator.charge(first.size + second.size)
        return try body(first, second)
      }
    }
  }

  private static func many(
    _ body: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value, _ cost: Overload.Cost,
    _ arguments: [Step]
  ) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      let values = try evaluator.all(arguments)
      try evaluator.pay(cost, values)
      return try body(values)
    }
  }

  private static func metered(
    _ body: @escaping MeteredBody, _ cost: Overload.Cost, _ arguments: [Step]
  ) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      let values = try evaluator.all(arguments)
      try evaluator.pay(cost, values)
      return try evaluator.run(body, values)
    }
  }

  private static func context(_ name: String, _ cost: Overload.Cost, _ arguments: [Step]) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      let values = try evaluator.all(arguments)
      try evaluator.pay(cost, values)
      return try evaluator.activation.call(name, values)
    }
  }

  static func dispatch(_ name: String, _ overloads: [Overload], _ arguments: [Step]) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.dispatch(name, overloads, evaluator.all(arguments))
    }
  }

  // MARK: Special forms

  private static func special(
    _ form: SpecialForm, _ name: String, _ first: Step, _ second: Step,
    _ third: Step?
  ) -> Step {
    switch form {
    case .and: logic(name, first, second, decisive: false)
    case .or: logic(name, first, second, decisive: true)
    case .conditional: conditional(name, first, second, third ?? fail(.noSuchOverload(name)))
    case .optionalOr, .optionalOrValue: alternative(form, name, first, second)
    case .equal, .notEqual, .contained, .index, .optionalIndex:
      Step { (evaluator) throws(EvaluationError) in
        try evaluator.charge(1)
        let first = try first(&evaluator)
        return try evaluator.apply(form, name, first, second(&evaluator))
      }
    }
  }

  /// `&&` and `||` (specification, «Logical Operators»): the decisive value on either side decides,
  /// even beside an error.
  private static func logic(
    _ name: String, _ first: Step, _ second: Step, decisive: Bool
  ) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      let left: Bool
      do throws(EvaluationError) {
        left = try evaluator.truth(first, name)
      } catch {
        guard error.isAbsorbable else { throw error }
        return try evaluator.decide(second, name, decisive, holding: error)
      }
      return .bool(left == decisive ? decisive : try evaluator.truth(second, name))
    }
  }

  private static func conditional(
    _ name: String, _ condition: Step, _ whenTrue: Step,
    _ whenFalse: Step
  ) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      return try evaluator.truth(condition, name)
        ? whenTrue(&evaluator) : whenFalse(&evaluator)
    }
  }

  /// `or` and `orValue`: the second is evaluated only where the first has no value.
  private static func alternative(
    _ form: SpecialForm, _ name: String, _ first: Step, _ second: Step
  ) -> Step {
    Step { (evaluator) throws(EvaluationError) in
      try evaluator.charge(1)
      guard case .optional(let value) = try first(&evaluator) else { throw .noSuchOverload(name) }
      guard let value else { return try second(&evaluator) }
      return form == .optionalOr ? .optional(value) : value
    }
  }
}
