// Goal: authors may write whole numbers for doubles, and literals that never work show at once.
// Method: tables of source text with type, value or problem in the checking for authors.

import CEL
import Testing

@Suite struct AuthorTests {
  static let environment = Environment(
    variables: [
      "nilai": .double, "banyak": .uint, "putaran": .int, "judul": .string, "bebas": .dyn,
      "harga": .list(.double), "mungkin": .nullable(.double),
    ],
    overloads: [
      Overload("denda", parameters: [.double], result: .double) {
        (arguments) throws(EvaluationError) in arguments[0]
      },
      Overload("ganda", parameters: [.double], result: .double) {
        (arguments) throws(EvaluationError) in arguments[0]
      },
      Overload("ganda", parameters: [.uint], result: .uint) {
        (arguments) throws(EvaluationError) in arguments[0]
      },
    ],
    contextFunctions: [ContextFunction("In", parameters: [.string], result: .bool)])
  static let variables: [String: Value] = [
    "nilai": .double(10.5), "banyak": .uint(3), "putaran": .int(2), "judul": .string("Nota"),
    "bebas": .int(1), "harga": .list([.double(1), .double(2)]), "mungkin": .null,
  ]

  @Test(arguments: [
    ("nilai > 10", Value.bool(true)), ("10 < nilai", .bool(true)), ("nilai * 2", .double(21)),
    ("nilai + -1", .double(9.5)), ("nilai == 10", .bool(false)), ("banyak - 1", .uint(2)),
    ("banyak >= 3", .bool(true)), ("denda(5)", .double(5)), ("2 in harga", .bool(true)),
    ("nilai in [10, 11]", .bool(false)),
    ("harga + [3]", .list([.double(1), .double(2), .double(3)])),
    ("putaran > 1 ? nilai : 0", .double(10.5)), ("nilai * (putaran > 1 ? 2 : 3)", .double(21)),
    ("harga[?5].orValue(0)", .double(0)), ("putaran + 1", .int(3)), ("7 / 2", .int(3)),
    ("harga.map(h, h * 2)", .list([.double(2), .double(4)])), ("bebas > 0", .bool(true)),
    ("mungkin == 1", .bool(false)), ("nilai > 9007199254740992", .bool(false)),
  ])
  func `an integer literal stands for what only fits`(source: String, expected: Value) {
    #expect(
      outcome(source, in: Self.environment, Self.variables, checking: .forAuthors)
        == .value(expected))
  }

  @Test(arguments: [
    "nilai > putaran", "putaran > 1.5", "banyak + putaran", "banyak > -1", "nilai > 1 + 1",
    "nilai > 9007199254740993", "cel.bind(x, 1, nilai > x)", "nilai > size(judul)", "judul > 1",
    "denda('a')", "ganda(1)", "nilai in [1, putaran]", "1 < 1.0",
  ])
  func `nothing else changes its type`(source: String) {
    let problems = Self.environment.compile(source, checking: .forAuthors).problems
    if source == "1 < 1.0" {
      #expect(problems.isEmpty)
    } else {
      #expect(problems.count == 1, "\(source)")
      guard case .noMatchingOverload? = problems.first?.kind else {
        Issue.record("\(problems)")
        return
      }
    }
    #expect(!Self.environment.compile(source, checking: .strict).problems.isEmpty)
  }

  @Test func `the type that the caller expects counts as well`() {
    let environment = Self.environment
    let program = environment.compile("10", expecting: .double, checking: .forAuthors).program
    #expect(program?.type == .double)
    let choice = environment.compile(
      "putaran > 1 ? 1 : 0", expecting: .double, checking: .forAuthors)
    #expect(choice.program?.type == .double)
    #expect(environment.compile("10", expecting: .double).program == nil)
    #expect(
      environment.compile("putaran", expecting: .double, checking: .forAuthors).problems.count == 1)
    #expect(environment.compile("-1", expecting: .uint, checking: .forAuthors).program == nil)
  }

  @Test(arguments: [
    ("int('x') > putaran", EvaluationError.conversion(from: .string, to: .int), 0..<3),
    ("putaran > 1 / 0", .divisionByZero, 10..<15),
    ("9223372036854775807 + 1 > putaran", .overflow, 0..<23),
    ("int(string(1) + 'x') > putaran", .conversion(from: .string, to: .int), 0..<3),
  ])
  func `what is made of literals is tried`(
    source: String, error: EvaluationError, range: Range<Int>
  ) {
    let problems = Self.environment.compile(source, checking: .forAuthors).problems
    #expect(problems == [Problem(.failsAlways(error), at: range)])
    #expect(Self.environment.compile(source).program != nil)
  }

  @Test(arguments: [
    "judul.matches('[')", "judul.matches('(a')", "timestamp('2027-02-30T00:00:00Z') != null",
    "duration('1 day') != null",
  ])
  func `a wrong pattern or time shows when it is loaded`(source: String) {
    let problems = Self.environment.compile(source, checking: .forAuthors).problems
    guard case .failsAlways? = problems.first?.kind, problems.count == 1 else {
      Issue.record("\(source): \(problems)")
      return
    }
    #expect(Self.environment.compile(source).program != nil)
  }

  @Test(arguments: [
    ("'a'.repeat(3)", Problem(.undeclaredFunction("repeat"), at: 4..<10)),
    (
      "math.flor(1.5)",
      Problem(.undeclaredFunction("math.flor"), at: 5..<9, suggestion: "math.floor")
    ),
    (
      "optional.off(1)",
      Problem(.undeclaredFunction("optional.off"), at: 9..<12, suggestion: "optional.of")
    ),
    ("contains('a', 'b')", Problem(.wrongForm(function: "contains", isReceiver: false), at: 0..<8)),
    ("'a'.In()", Problem(.wrongForm(function: "In", isReceiver: true), at: 4..<6)),
    ("[1].map(__result__, 1)", Problem(.reservedWord("__result__"), at: 8..<18)),
    (
      "[1].all(i, i, true)",
      Problem(.macroArgument(macro: "all", expected: "two different variables"), at: 11..<12)
    ),
    ("judul.`a`()", Problem(.syntax(expected: "an operator or the end", found: "«(»"), at: 9..<10)),
    ("a.`$`", nil),
  ])
  func `a mistake says what was meant`(source: String, problem: Problem?) {
    let problems = Self.environment.compile(source, checking: .forAuthors).problems
    if let problem { #expect(problems == [problem]) } else { #expect(!problems.isEmpty) }
  }

  @Test func `the words for authors name what to write`() {
    func words(_ source: String) -> String {
      Self.environment.compile(source, checking: .forAuthors).problems.first?.description ?? ""
    }
    #expect(
      words("contains('a', 'b')")
        == "cannot call «contains» without a value before it; write value.contains(…)")
    #expect(words("'a'.In()") == "cannot call «In» on a value; write In(…)")
    #expect(
      words("putaran > 1 / 0")
        == "cannot divide by zero; the literal never has a value here")
    #expect(
      words("nilai > putaran")
        == "cannot apply «>»: it has no form for double and int; convert one side, as in double(…)")
  }

  @Test func `types that may be null or are made of others are compared by their parts`() {
    let environment = Environment(
      variables: [
        "a": .nullable(.int), "s": .abstract("set", [.int]), "t": .abstract("set", [.string]),
        "r": .nullable(.record(Sample.partner)), "w": .timestamp,
      ],
      overloads: [
        Overload(
          "set", parameters: [.list(.parameter("T"))], result: .abstract("set", [.parameter("T")])
        ) {
          (_) throws(EvaluationError) in .opaque(Opaque(type: "set", first: 0))
        }
      ])
    for (source, type) in [
      ("a == null", "bool"), ("a + 1", "int"), ("[a, 1]", "list(wrapper(int))"),
      ("[null, a]", "list(wrapper(int))"), ("set([1])", "set(int)"), ("set([1]) == s", "bool"),
      ("r.nama", "string"), ("r == null", "bool"), ("w == null", "bool"), ("s", "set(int)"),
    ] {
      let compilation = environment.compile(source)
      #expect(compilation.program?.type.description == type, "\(compilation.problems)")
    }
    for source in ["set(['a']) == s", "s == t", "s == null", "1 == null", "r.nam", "a == 'a'"] {
      #expect(environment.compile(source).problems.count == 1, "\(source)")
    }
    let sum = outcome("a + 1", in: environment, ["a": .null])
    #expect(sum == .error(.noSuchOverload("_+_")))
  }
}
