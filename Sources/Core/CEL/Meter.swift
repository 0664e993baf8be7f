// How a function pays for work that the size of its arguments does not bound.

/// What an evaluation may still spend, lent to a function that counts its own work: one whose
/// result can be much larger than its arguments, or that reads them more than once.
struct Meter {
  private(set) var remaining: Int
  private let limit: Int

  init(remaining: Int, limit: Int) {
    self.remaining = remaining
    self.limit = limit
  }

  /// Pays for `cost` units of work, before it is done.
  mutating func charge(_ cost: Int) throws(EvaluationError) {
    guard cost <= remaining else {
      remaining = 0
      throw .costLimitExceeded(limit)
    }
    remaining -= max(cost, 0)
  }

  /// Pays for reading or writing so many bytes.
  mutating func charge(bytes: Int) throws(EvaluationError) {
    try charge(bytes / Limits.bytesPerCost)
  }
}

/// Computes a result and pays for it.
typealias MeteredBody = @Sendable ([Value], inout Meter) throws(EvaluationError) -> Value

/// Work on one argument that a program does once, where the argument is a literal: a regular
/// expression is compiled so.
struct Preparation: Sendable {
  /// Which argument it is about.
  let argument: Int
  /// What computes the result for this value of the argument. Where the value is none that the
  /// function takes, the answer throws when it is called: it may never be.
  let prepare: @Sendable (Value) -> MeteredBody
  /// Why the function fails with this value of the argument, whatever the others are.
  let error: @Sendable (Value) -> EvaluationError?

  init(
    argument: Int, error: @escaping @Sendable (Value) -> EvaluationError?,
    prepare: @escaping @Sendable (Value) -> MeteredBody
  ) {
    self.argument = argument
    self.error = error
    self.prepare = prepare
  }
}

extension Overload {
  /// The overload with its preparation done, where the argument that it is about is a literal.
  func prepared(for arguments: [Node]) -> Overload {
    guard let preparation, arguments.indices.contains(preparation.argument),
      case .constant(let value) = arguments[preparation.argument],
      value.hasKind(of: parameters[preparation.argument])
    else { return self }
    return Overload(
      name, isReceiver: isReceiver, parameters, result, cost: cost, isDynamicOnly: isDynamicOnly,
      .metered(preparation.prepare(value)))
  }
}

extension Evaluator {
  /// Runs a function that counts its own work.
  mutating func run(
    _ body: MeteredBody, _ arguments: [Value]
  ) throws(EvaluationError) -> Value {
    var meter = Meter(remaining: remaining, limit: costLimit)
    defer { remaining = meter.remaining }
    return try body(arguments, &meter)
  }
}
