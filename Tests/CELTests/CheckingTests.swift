// Goal: an author is told every mistake, where it is and what was meant; a right text gets its type.
// Method: tables of source text and type, or problem with its kind, range and suggestion.

import CEL
import Testing

@Suite struct CheckingTests {
  @Test(arguments: [
    ("1", "int"), ("[]", "list(dyn)"), ("[] + [1]", "list(int)"), ("[1, 'a']", "list(dyn)"),
    ("{}", "map(dyn, dyn)"), ("{'a': [1u]}", "map(string, list(uint))"),
    ("[[], [1]]", "list(list(int))"),
    ("true ? [] : ['a']", "list(string)"), ("[1].map(x, string(x))", "list(string)"),
    ("bebas", "dyn"), ("bebas.a.b", "dyn"), ("bebas + 1", "int"), ("type(1)", "type(int)"),
    ("data.mitra", "organisation"), ("data.berakhir", "date"), ("data.bobot.apa", "int"),
    ("dyn(1)", "dyn"),
    ("[1, 2].filter(x, x > 1)[0]", "int"), ("null", "null"), ("true ? 1 : dyn(1)", "dyn"),
    ("['a'].transformMap(i, v, v.size())", "map(int, int)"),
  ])
  func `every expression has the type that follows from its parts`(source: String, type: String) {
    let compilation = Sample.environment.compile(source)
    #expect(compilation.program?.type.description == type, "\(compilation.problems)")
  }

  @Test(arguments: [
    (
      "data.putran + 1",
      Problem(.unknownField(type: "data", field: "putran"), at: 5..<11, suggestion: "putaran")
    ),
    (
      "has(data.judl)",
      Problem(.unknownField(type: "data", field: "judl"), at: 9..<13, suggestion: "judul")
    ),
    (
      "data.mitra.alamat",
      Problem(.unknownField(type: "organisation", field: "alamat"), at: 11..<17)
    ),
    ("dta.judul", Problem(.undeclaredVariable("dta"), at: 0..<3, suggestion: "data")),
    ("1 + tidakada", Problem(.undeclaredVariable("tidakada"), at: 4..<12)),
    ("monts(3)", Problem(.undeclaredFunction("monts"), at: 0..<5, suggestion: "months")),
    (
      "'a'.startWith('b')",
      Problem(.undeclaredFunction("startWith"), at: 4..<13, suggestion: "startsWith")
    ),
    ("data.putaran.x", Problem(.noFields(.int), at: 13..<14)),
    ("1.all(x, true)", Problem(.notIterable(.int), at: 0..<1)),
    ("[1].all(x, x)", Problem(.wrongResultType(expected: .bool, found: .int), at: 11..<12)),
    (
      "has(1)",
      Problem(.macroArgument(macro: "has", expected: "a field, as in has(a.b)"), at: 4..<5)
    ),
    (
      "[1].map(1, 2)",
      Problem(.macroArgument(macro: "map", expected: "the name of a variable"), at: 8..<9)
    ),
    ("é", Problem(.unexpectedCharacter("é"), at: 0..<2)),
    ("'abc", Problem(.unterminatedString, at: 0..<4)),
    (#"'a\qb'"#, Problem(.invalidEscape(#"\q"#), at: 2..<4)),
    (#"'\ud800'"#, Problem(.invalidEscape(#"\ud800"#), at: 1..<7)),
    ("9223372036854775808", Problem(.literalOutOfRange("9223372036854775808"), at: 0..<19)),
    ("1e999", Problem(.literalOutOfRange("1e999"), at: 0..<5)),
    ("1 +", Problem(.syntax(expected: "an expression", found: "the end"), at: 3..<3)),
    ("(1", Problem(.syntax(expected: "«)»", found: "the end"), at: 2..<2)),
    ("1 2", Problem(.syntax(expected: "an operator or the end", found: "a number"), at: 2..<3)),
    ("[1 2]", Problem(.syntax(expected: "«,» or «]»", found: "a number"), at: 3..<4)),
    ("while", Problem(.reservedWord("while"), at: 0..<5)),
    (
      "Nama{a: 1}",
      Problem(.notSupported("message literals such as «Name{field: value}»"), at: 4..<5)
    ),
  ])
  func `a mistake is reported with its kind, place and suggestion`(source: String, problem: Problem)
  {
    let compilation = Sample.environment.compile(source)
    #expect(compilation.problems == [problem])
    #expect(compilation.program == nil)
  }

  @Test func `types never mix by themselves, and the words say what to do`() throws {
    let order = try #require(Sample.environment.compile("data.judul > 3").problems.first)
    guard case .noMatchingOverload("_>_", [.string, .int], _) = order.kind else {
      Issue.record("\(order.kind)")
      return
    }
    #expect(order.range == 0..<14)
    #expect(order.description.hasPrefix("cannot apply «>»: it has no form for string and int; "))
    let sum = try #require(Sample.environment.compile("data.putaran + data.nilai").problems.first)
    #expect(
      sum.description
        == "cannot apply «+»: it has no form for int and double; convert one side, as in double(…)")
    #expect(outcome("double(data.putaran) + data.nilai") == .value(.double(3.5)))
  }

  @Test(arguments: [
    "1 + 1.0", "1 == 1.0", "'a' + 1", "1u < 2", "!1", "-'a'", "1 && true", "true ? 1 : 'a'",
    "1 in ['a']",
    "data == 1", "data.berakhir == 'a'", "data.berakhir > data.berakhir", "size(1)", "'a'.size(1)",
    "months('a')", "data.bobot[1]", "'a'['b']", "In(1)", "data.berakhir == null",
  ])
  func `strict typing refuses what has no form`(source: String) throws {
    let problems = Sample.environment.compile(source).problems
    #expect(problems.count == 1)
    guard case .noMatchingOverload = try #require(problems.first).kind else {
      Issue.record("\(problems)")
      return
    }
  }

  @Test func `every mistake of a text is reported, in order, each once`() {
    let problems = Sample.environment.compile("data.a + 1 > data.b || c || size(d) == 1").problems
    #expect(problems.map(\.range) == [5..<6, 18..<19, 23..<24, 33..<34])
  }

  @Test func `the caller's expected type is held against the text's`() {
    let environment = Sample.environment
    #expect(environment.compile("data.putaran > 1", expecting: .bool).program != nil)
    #expect(environment.compile("bebas", expecting: .bool).program != nil)
    #expect(
      environment.compile("data.putaran", expecting: .bool).problems
        == [Problem(.wrongResultType(expected: .bool, found: .int), at: 0..<12)])
  }

  @Test(arguments: [
    ("data.berakhir - months(6)", ["data.berakhir"]),
    ("data.mitra.nama == bebas", ["data.mitra.nama", "bebas"]),
    ("has(data.judul) && data.tanda.all(t, t != data.judul)", ["data.judul", "data.tanda"]),
    ("x.y + 1", ["x.y"]), ("[1].map(data, data)", []), ("data == data", ["data"]),
    ("bebas[0].a", ["bebas"]),
  ])
  func `a program names the paths that it reads`(source: String, paths: [String]) throws {
    let program = try #require(Sample.environment.compile(source).program)
    #expect(program.references == Set(paths))
  }

  @Test func `names are looked for in the container first, a leading dot leaves it`() {
    let environment = Environment(
      variables: ["a.b.x": .int, "a.x": .string, "x": .bool, "y": .double], container: "a.b")
    let types = ["x", ".x", ".a.x", "y", "[true].map(x, x)[0]", "[1u].map(x, .x)[0]"].map {
      environment.compile($0).program?.type
    }
    #expect(types == [.int, .bool, .string, .double, .bool, .bool])
  }

  @Test func `every problem and error has words in the house's form`() {
    let problems: [Problem.Kind] = [
      .sourceTooLong(bytes: 2, most: 1), .unexpectedCharacter("#"), .unterminatedString,
      .invalidEscape("\\q"), .literalOutOfRange("1"), .syntax(expected: "a", found: "b"),
      .reservedWord("as"), .tooDeep(most: 1), .notSupported("x"),
      .macroArgument(macro: "a", expected: "b"),
      .undeclaredVariable("a"), .undeclaredFunction("a"),
      .noMatchingOverload(function: "_+_", arguments: [], candidates: []),
      .unknownField(type: "a", field: "b"), .noFields(.int), .notIterable(.int),
      .wrongResultType(expected: .int, found: .bool), .wrongForm(function: "a", isReceiver: true),
      .wrongForm(function: "a", isReceiver: false), .failsAlways(.overflow),
      .tooCostly(most: 2, limit: 1), .tooCostly(most: nil, limit: 1),
    ]
    let errors: [EvaluationError] = [
      .noSuchField("a"), .noSuchKey, .divisionByZero, .overflow, .noSuchOverload("_+_"),
      .costLimitExceeded(1), .unknownVariable("a"), .conversion(from: .int, to: .bool),
      .indexOutOfRange(1), .repeatedKey, .unsupportedKey(.double), .noValue,
    ]
    for words in problems.map({ Problem($0, at: 0..<0).description }) + errors.map(\.description) {
      #expect(words.hasPrefix("cannot "))
      #expect(!words.hasSuffix("."))
    }
  }
}
