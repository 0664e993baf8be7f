// The rows of the standard library for values that may be absent.

extension StandardLibrary {
  private static let a = ValueType.parameter("A")
  private static let b = ValueType.parameter("B")
  private static let optionalA = ValueType.optional(.parameter("A"))
  private static let optionalB = ValueType.optional(.parameter("B"))

  /// The functions and operators of optional values. Selections are the checker's.
  static let optionals: [Overload] = [
    Overload(
      "optional.of", [a], optionalA, .one { (value) throws(EvaluationError) in .optional(value) }),
    Overload(
      "optional.ofNonZeroValue", [a], optionalA,
      .one { (value) throws(EvaluationError) in .optional(value.isZero ? nil : value) }),
    Overload(
      "optional.none", [], optionalA, .many { (_) throws(EvaluationError) in .optional(nil) }),
    .one("hasValue", isReceiver: true, \.asOptional, optionalA, .bool) { .bool($0 != nil) },
    .one("value", isReceiver: true, \.asOptional, optionalA, a) { (value) throws(EvaluationError) in
      guard let value else { throw .noValue }
      return value
    },
    Overload("or", isReceiver: true, [optionalA, optionalA], optionalA, .special(.optionalOr)),
    Overload("orValue", isReceiver: true, [optionalA, a], a, .special(.optionalOrValue)),
    unwrap("optional.unwrap", isReceiver: false), unwrap("unwrapOpt", isReceiver: true),
    .one("first", isReceiver: true, \.asList, .list(a), optionalA) { .optional($0.first) },
    .one("last", isReceiver: true, \.asList, .list(a), optionalA) { .optional($0.last) },
    Overload(Operators.optionalIndex, [.list(a), .int], optionalA, .special(.optionalIndex)),
    Overload(Operators.optionalIndex, [.map(a, b), a], optionalB, .special(.optionalIndex)),
    Overload(
      Operators.optionalIndex, [.optional(.list(a)), .int], optionalA, .special(.optionalIndex)),
    Overload(
      Operators.optionalIndex, [.optional(.map(a, b)), a], optionalB, .special(.optionalIndex)),
    Overload(Operators.index, [.optional(.list(a)), .int], optionalA, .special(.index)),
    Overload(Operators.index, [.optional(.map(a, b)), a], optionalB, .special(.index)),
  ]

  /// The values of a list's optionals that have one.
  private static func unwrap(_ name: String, isReceiver: Bool) -> Overload {
    .one(name, isReceiver: isReceiver, \.asList, .list(optionalA), .list(a), cost: .bySize) {
      (elements) throws(EvaluationError) in
      var values: [Value] = []
      for element in elements {
        guard case .optional(let value) = element else { throw .noSuchOverload(name) }
        if let value { values.append(value) }
      }
      return .list(values)
    }
  }
}

extension Value {
  var asOptional: Value?? { if case .optional(let value) = self { .some(value) } else { nil } }

  /// Whether this is what a value of its type is before anything is put into it.
  fileprivate var isZero: Bool {
    switch self {
    case .null, .optional(nil): true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.isEmpty
    case .map(let value): value.isEmpty
    case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
    case .duration(let value): value.seconds == 0 && value.nanoseconds == 0
    case .type, .optional, .opaque: false
    }
  }
}
