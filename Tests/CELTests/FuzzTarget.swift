// What the fuzzer feeds: any text, parsed, checked and evaluated, in every mode and within bounds.

#if !FUZZING
  import CEL
#endif

/// The way from a text to a value, for texts that nobody wrote.
enum FuzzTarget {
  private static let costLimit = 20_000

  private static let environment = Environment(
    variables: [
      "data": .record(
        RecordType(
          name: "data",
          fields: ["n": .int, "s": .string, "l": .list(.int), "m": .map(.string, .dyn)])),
      "x": .dyn, "y": .double,
    ],
    contextFunctions: [ContextFunction("In", parameters: [.string], result: .bool)])

  private static let variables = VariablesActivation([
    "data": .map([
      .string("n"): .int(3), .string("s"): .string("Bali «åé»"),
      .string("l"): .list([.int(1), .int(2), .int(3)]),
    ]),
    "x": .map([.string("a"): .list([.null, .double(1.5), .string("b")])]),
    "y": .double(0.5),
  ])

  /// Takes a text as far as it goes. Whatever it is: no crash, no hang, and places inside it.
  ///
  /// - Returns: how far it came: 0 a problem, 1 an error of evaluation, 2 a value.
  @discardableResult
  static func run(_ text: String) -> Int {
    var furthest = 0
    for checking in [Environment.Checking.strict, .forAuthors, .none] {
      let compilation = environment.compile(text, checking: checking)
      let size = text.utf8.count
      for problem in compilation.problems {
        precondition(problem.range.lowerBound >= 0 && problem.range.upperBound <= size + 1)
        precondition(!"\(problem)".isEmpty)
      }
      guard let program = compilation.program else {
        precondition(!compilation.problems.isEmpty)
        continue
      }
      let estimate = program.costEstimate()
      precondition(estimate.most ?? 1 > 0)
      do {
        let value = try program.evaluate(variables, costLimit: costLimit)
        // The same again is the same, and what a value is called does not stop anything either.
        let again = try program.evaluate(variables, costLimit: costLimit)
        precondition(value == again)
        _ = "\(value)"
        furthest = 2
      } catch {
        _ = "\(error)"
        furthest = max(furthest, 1)
      }
    }
    return furthest
  }
}

#if FUZZING
  /// The door that libFuzzer knocks at.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func fuzzOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    FuzzTarget.run(
      String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self))
    return 0
  }
#endif
