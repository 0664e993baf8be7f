// The rows of the standard library for the math extension.

extension StandardLibrary {
  /// The functions of the math extension.
  static let mathExtensions: [Overload] =
    extremes("math.greatest") { $0 > 0 } + extremes("math.least") { $0 < 0 } + rounding + signs
    + kinds + bits + shifts + roots

  // MARK: The greatest and the least

  /// One number, two of any types or a list; the parser makes a list of more than two.
  private static func extremes(
    _ name: String, _ isBetter: @escaping @Sendable (Int) -> Bool
  ) -> [Overload] {
    let numbers: [ValueType] = [.int, .uint, .double]
    var rows: [Overload] = []
    for type in numbers {
      rows.append(Overload(name, [type], type, .one { (value) throws(EvaluationError) in value }))
      rows.append(
        Overload(
          name, [.list(type)], type, cost: .bySize,
          .one { (value) throws(EvaluationError) in
            try extreme(name, value.asList ?? [], isBetter)
          }))
      for other in numbers {
        rows.append(
          Overload(
            name, [type, other], type == other ? type : .dyn,
            .two { (first, second) throws(EvaluationError) in
              try extreme(name, [first, second], isBetter)
            }))
      }
    }
    return rows
  }

  /// The first of the best; an element that is no number may hide in a list of `dyn`.
  private static func extreme(
    _ name: String, _ values: [Value], _ isBetter: (Int) -> Bool
  ) throws(EvaluationError) -> Value {
    guard var best = values.first else { throw .function(.emptyList) }
    for value in values {
      guard value.isNumber else { throw .noSuchOverload(name) }
      guard let order = value.numericOrder(best) else { throw .function(.unordered) }
      if isBetter(order) { best = value }
    }
    return best
  }

  // MARK: Doubles

  private static let rounding: [Overload] = [
    .one("math.ceil", \.asDouble, .double, .double) { .double($0.rounded(.up)) },
    .one("math.floor", \.asDouble, .double, .double) { .double($0.rounded(.down)) },
    // Halves away from zero.
    .one("math.round", \.asDouble, .double, .double) {
      .double($0.rounded(.toNearestOrAwayFromZero))
    },
    .one("math.trunc", \.asDouble, .double, .double) { .double($0.rounded(.towardZero)) },
  ]

  private static let kinds: [Overload] = [
    .one("math.isNaN", \.asDouble, .double, .bool) { .bool($0.isNaN) },
    .one("math.isInf", \.asDouble, .double, .bool) { .bool($0.isInfinite) },
    .one("math.isFinite", \.asDouble, .double, .bool) { .bool($0.isFinite) },
  ]

  private static let roots: [Overload] = [
    .one("math.sqrt", \.asDouble, .double, .double) { .double($0.squareRoot()) },
    .one("math.sqrt", \.asInt, .int, .double) { .double(Double($0).squareRoot()) },
    .one("math.sqrt", \.asUInt, .uint, .double) { .double(Double($0).squareRoot()) },
  ]

  // MARK: Signs

  private static let signs: [Overload] = [
    .one("math.abs", \.asInt, .int, .int) { (value) throws(EvaluationError) in
      guard value != .min else { throw .overflow }
      return .int(abs(value))
    },
    .one("math.abs", \.asUInt, .uint, .uint) { .uint($0) },
    .one("math.abs", \.asDouble, .double, .double) { .double($0.magnitude) },
    .one("math.sign", \.asInt, .int, .int) { .int($0.signum()) },
    .one("math.sign", \.asUInt, .uint, .uint) { .uint($0.signum()) },
    .one("math.sign", \.asDouble, .double, .double) {
      // Zeros and what is no number stay as they are.
      .double($0 > 0 ? 1 : $0 < 0 ? -1 : $0)
    },
  ]

  // MARK: Bits

  private static let bits: [Overload] = [
    .two("math.bitAnd", \.asInt, .int, .int) { .int($0 & $1) },
    .two("math.bitAnd", \.asUInt, .uint, .uint) { .uint($0 & $1) },
    .two("math.bitOr", \.asInt, .int, .int) { .int($0 | $1) },
    .two("math.bitOr", \.asUInt, .uint, .uint) { .uint($0 | $1) },
    .two("math.bitXor", \.asInt, .int, .int) { .int($0 ^ $1) },
    .two("math.bitXor", \.asUInt, .uint, .uint) { .uint($0 ^ $1) },
    .one("math.bitNot", \.asInt, .int, .int) { .int(~$0) },
    .one("math.bitNot", \.asUInt, .uint, .uint) { .uint(~$0) },
  ]

  private static let shifts: [Overload] =
    shift("math.bitShiftLeft") { $0 << $1 } + shift("math.bitShiftRight") { $0 >> $1 }

  /// Integers are shifted as the bits that they are, without regard to the sign; by 64 or more
  /// nothing is left of them.
  private static func shift(
    _ name: String, _ shift: @escaping @Sendable (UInt64, Int64) -> UInt64
  ) -> [Overload] {
    [ValueType.int, .uint].map { type in
      Overload(
        name, [type, .int], type,
        .two { (value, count) throws(EvaluationError) in
          guard let count = count.asInt else { throw .noSuchOverload(name) }
          guard count >= 0 else { throw .function(.negativeShift(count)) }
          switch value {
          case .int(let value):
            return .int(Int64(bitPattern: shift(UInt64(bitPattern: value), count)))
          case .uint(let value): return .uint(shift(value, count))
          default: throw .noSuchOverload(name)
          }
        })
    }
  }
}

extension Macros {
  /// `math.greatest(a, b, c)` as the same function of a list, and so for `math.least`.
  static func listed(_ call: Syntax.Call) -> Syntax.Kind? {
    guard call.arguments.count > 2, ["greatest", "least"].contains(call.function.text),
      case .identifier("math", _)? = call.target?.kind,
      let first = call.arguments.first, let last = call.arguments.last
    else { return nil }
    let list = Syntax.Kind.list(call.arguments.map { Syntax.Element(syntax: $0) })
    var call = call
    call.arguments = [Syntax(list, at: first.range.lowerBound..<last.range.upperBound)]
    return .call(call)
  }
}

extension Value {
  fileprivate var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }
}
