// The rows of the standard library for regular expressions.

extension StandardLibrary {
  /// The functions of regular expressions, in the syntax of RE2.
  static let regularExpressions: [Overload] = [
    matches(isReceiver: true), matches(isReceiver: false),
  ]

  private static func matches(isReceiver: Bool) -> Overload {
    Overload(
      "matches", isReceiver: isReceiver, [.string, .string], .bool, cost: .bySize,
      preparation: Preparation(argument: 1, error: { compiled($0).failure }) { pattern in
        // A pattern in the source text is compiled with it, and a wrong one fails where it is used.
        switch compiled(pattern) {
        case .success(let program):
          return { (arguments, meter) throws(EvaluationError) in
            try match(program, arguments[0], &meter)
          }
        case .failure(let error):
          return { (_, _) throws(EvaluationError) in throw error }
        }
      },
      .metered { (arguments, meter) throws(EvaluationError) in
        // Reading a pattern takes longer than reading a text, and a short one may stand for a large
        // program.
        try meter.charge(arguments[1].asString?.utf8.count ?? 0)
        let program = try compiled(arguments[1]).get()
        try meter.charge(program.instructions.count)
        return try match(program, arguments[0], &meter)
      })
  }

  private static func compiled(_ pattern: Value) -> Result<RegexProgram, EvaluationError> {
    guard let pattern = pattern.asString else { return .failure(.noSuchOverload("matches")) }
    do throws(PatternProblem) {
      return .success(try RegexProgram(pattern))
    } catch {
      return .failure(.function(.pattern(error)))
    }
  }

  private static func match(
    _ program: RegexProgram, _ text: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard let text = text.asString else { throw .noSuchOverload("matches") }
    return .bool(try RegexMatcher.matches(program, text, &meter))
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
