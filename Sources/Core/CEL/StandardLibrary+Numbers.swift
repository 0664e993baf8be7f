// The rows of the standard library for arithmetic and order.

extension StandardLibrary {
  /// Arithmetic within one type; a result that does not fit is an error (specification,
  /// «Overflow»).
  static let arithmetic: [Overload] = integers + unsigned + doubles

  private static let integers: [Overload] = [
    .two("_+_", \.asInt, .int, .int) { (a, b) throws(EvaluationError) in
      .int(try whole(a.addingReportingOverflow(b)))
    },
    .two("_-_", \.asInt, .int, .int) { (a, b) throws(EvaluationError) in
      .int(try whole(a.subtractingReportingOverflow(b)))
    },
    .two("_*_", \.asInt, .int, .int) { (a, b) throws(EvaluationError) in
      .int(try whole(a.multipliedReportingOverflow(by: b)))
    },
    .two("_/_", \.asInt, .int, .int) { (a, b) throws(EvaluationError) in
      guard b != 0 else { throw .divisionByZero }
      return .int(try whole(a.dividedReportingOverflow(by: b)))
    },
    .two("_%_", \.asInt, .int, .int) { (a, b) throws(EvaluationError) in
      guard b != 0 else { throw .divisionByZero }
      return .int(try whole(a.remainderReportingOverflow(dividingBy: b)))
    },
    .one(Operators.negate, \.asInt, .int, .int) { (a) throws(EvaluationError) in
      .int(try whole((0 as Int64).subtractingReportingOverflow(a)))
    },
  ]

  private static let unsigned: [Overload] = [
    .two("_+_", \.asUInt, .uint, .uint) { (a, b) throws(EvaluationError) in
      .uint(try whole(a.addingReportingOverflow(b)))
    },
    .two("_-_", \.asUInt, .uint, .uint) { (a, b) throws(EvaluationError) in
      .uint(try whole(a.subtractingReportingOverflow(b)))
    },
    .two("_*_", \.asUInt, .uint, .uint) { (a, b) throws(EvaluationError) in
      .uint(try whole(a.multipliedReportingOverflow(by: b)))
    },
    .two("_/_", \.asUInt, .uint, .uint) { (a, b) throws(EvaluationError) in
      guard b != 0 else { throw .divisionByZero }
      return .uint(a / b)
    },
    .two("_%_", \.asUInt, .uint, .uint) { (a, b) throws(EvaluationError) in
      guard b != 0 else { throw .divisionByZero }
      return .uint(a % b)
    },
  ]

  private static let doubles: [Overload] = [
    .two("_+_", \.asDouble, .double, .double) { .double($0 + $1) },
    .two("_-_", \.asDouble, .double, .double) { .double($0 - $1) },
    .two("_*_", \.asDouble, .double, .double) { .double($0 * $1) },
    .two("_/_", \.asDouble, .double, .double) { .double($0 / $1) },
    .one(Operators.negate, \.asDouble, .double, .double) { .double(-$0) },
  ]

  private static func whole<T>(
    _ result: (partialValue: T, overflow: Bool)
  ) throws(EvaluationError) -> T {
    guard !result.overflow else { throw .overflow }
    return result.partialValue
  }

  /// The four order operators: within one type for the checker, across the numeric types at run
  /// time.
  static let comparisons: [Overload] =
    order("_<_") { $0 < 0 } + order("_<=_") { $0 <= 0 } + order("_>_") { $0 > 0 }
    + order("_>=_") { $0 >= 0 }

  private static func order(
    _ name: String, _ holds: @escaping @Sendable (Int) -> Bool
  ) -> [Overload] {
    let numbers: [ValueType] = [.int, .uint, .double]
    let implementation = Overload.Implementation.two { (first, second) throws(EvaluationError) in
      guard let order = first.order(second) else {
        guard first.isNaN || second.isNaN else { throw .noSuchOverload(name) }
        // Nothing is less or greater than what is not a number.
        return .bool(false)
      }
      return .bool(holds(order))
    }
    var rows: [Overload] = []
    for type in numbers + [.bool] {
      rows.append(Overload(name, [type, type], .bool, implementation))
    }
    for type in [ValueType.string, .bytes] {
      rows.append(Overload(name, [type, type], .bool, cost: .bySize, implementation))
    }
    for first in numbers {
      for second in numbers where first != second {
        rows.append(Overload(name, [first, second], .bool, isDynamicOnly: true, implementation))
      }
    }
    return rows
  }
}

extension Value {
  fileprivate var isNaN: Bool { asDouble?.isNaN ?? false }
}
