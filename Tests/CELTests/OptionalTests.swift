// Goal: values that may be absent behave as the specification's optionals, in type and in value.
// Method: tables of source text and value, type or problem; a host that leaves the extension out.

import CEL
import Testing

@Suite struct OptionalTests {
  @Test(arguments: [
    ("bebas.?a", Value.optional(nil)), ("{'a': 1}.?a", .optional(.int(1))),
    ("{'a': {'b': 1}}.?a.b", .optional(.int(1))), ("{'a': {}}.?a.b", .optional(nil)),
    ("{'a': {}}.?a.?b.c", .optional(nil)), ("[1, 2][?1]", .optional(.int(2))),
    ("[1, 2][?2]", .optional(nil)), ("[1][?-1]", .optional(nil)), ("{1: 'a'}[?2]", .optional(nil)),
    ("{1: 'a'}[?dyn(1u)]", .optional(.string("a"))), ("optional.of([1])[0]", .optional(.int(1))),
    ("optional.of({'a': 1}).a", .optional(.int(1))), ("data.?judul.orValue('')", .string("Nota")),
    ("data.?nilai.orValue(0.5)", .double(0.5)), ("data.mitra.?nama.hasValue()", .bool(false)),
    ("data.bobot[?'a'].orValue(7)", .int(1)), ("data.tanda[?9].orValue('z')", .string("z")),
    ("{'a': optional.of(1)}.?a", .optional(.optional(.int(1)))),
  ])
  func `a marked selection gives an optional`(source: String, expected: Value) {
    #expect(outcome(source, in: Self.environment, Self.variables) == .value(expected))
  }

  private static let environment = Sample.environment
  private static let variables: [String: Value] = [
    "bebas": .map([:]),
    "data": .map([
      .string("judul"): .string("Nota"), .string("mitra"): .map([:]),
      .string("bobot"): .map([.string("a"): .int(1)]), .string("tanda"): .list([]),
    ]),
  ]

  @Test(arguments: [
    ("optional.of(1).value()", Value.int(1)), ("optional.none().hasValue()", .bool(false)),
    ("optional.none().orValue(1)", .int(1)), ("optional.of(1).orValue(2)", .int(1)),
    ("optional.of(1).or(optional.of(2)).value()", .int(1)),
    ("optional.none().or(optional.of(2)).value()", .int(2)),
    ("optional.of(1).orValue(1 / 0)", .int(1)), ("optional.ofNonZeroValue('')", .optional(nil)),
    ("optional.ofNonZeroValue([0])", .optional(.list([.int(0)]))),
    ("optional.of(2).optMap(x, x * x)", .optional(.int(4))),
    ("optional.none().optMap(x, 1 / 0)", .optional(nil)),
    ("optional.of({'a': 1}).optFlatMap(m, m.?a)", .optional(.int(1))),
    ("[optional.of(1), optional.none()].unwrapOpt()", .list([.int(1)])),
    ("optional.unwrap([optional.of(1)])", .list([.int(1)])),
    ("[1, 2].first().value() + [1, 2].last().value()", .int(3)), ("[].first()", .optional(nil)),
    ("[?optional.of(1), ?optional.none(), 3]", .list([.int(1), .int(3)])),
    ("{?'a': optional.of(1), ?'b': optional.none()}", .map([.string("a"): .int(1)])),
    ("optional.of(1) == optional.of(1u)", .bool(true)),
    ("type(optional.none()) == optional_type", .bool(true)),
    ("has(optional.of({'a': 1}).a) && !has(optional.none().a)", .bool(true)),
  ])
  func `optionals are made, chained and put into lists and maps`(source: String, expected: Value) {
    #expect(outcome(source, checking: .none) == .value(expected))
  }

  @Test(arguments: [
    ("optional.none().value()", EvaluationError.noValue),
    ("[?dyn(1)]", .conversion(from: .int, to: .optional(.dyn))), ("dyn(1).?a", .noSuchField("a")),
    ("dyn(1)[?0]", .noSuchOverload("_[?_]")), ("[1][?dyn('a')]", .noSuchOverload("_[?_]")),
    ("dyn(1).orValue(2)", .noSuchOverload("orValue")),
  ])
  func `what is no optional is an error where one is due`(source: String, error: EvaluationError) {
    #expect(outcome(source) == .error(error))
  }

  @Test(arguments: [
    ("optional.of(1)", "optional_type(int)"), ("optional.none()", "optional_type(dyn)"),
    ("data.?judul", "optional_type(string)"), ("data.?mitra.nama", "optional_type(string)"),
    ("data.tanda[?0]", "optional_type(string)"), ("[?data.?judul]", "list(string)"),
    ("{?'a': data.?putaran}", "map(string, int)"), ("bebas.?a", "optional_type(dyn)"),
    ("data.?putaran.optMap(p, string(p))", "optional_type(string)"),
    ("data.?mitra.optFlatMap(m, m.?nama)", "optional_type(string)"),
    ("[optional.none(), optional.of(1)]", "list(optional_type(int))"),
    ("[optional.of(1), null]", "list(optional_type(int))"),
    ("['a'].first()", "optional_type(string)"),
  ])
  func `an optional has the type of its value inside`(source: String, type: String) {
    let compilation = Sample.environment.compile(source)
    #expect(compilation.program?.type.description == type, "\(compilation.problems)")
  }

  @Test(arguments: [
    (
      "data.?judl",
      Problem(.unknownField(type: "data", field: "judl"), at: 6..<10, suggestion: "judul")
    ),
    ("[?1]", Problem(.wrongResultType(expected: .optional(.dyn), found: .int), at: 2..<3)),
    ("{?'a': 1}", Problem(.wrongResultType(expected: .optional(.dyn), found: .int), at: 7..<8)),
    (
      "1.optMap(x, x)", Problem(.wrongResultType(expected: .optional(.dyn), found: .int), at: 0..<1)
    ),
    (
      "optional.of(1).optFlatMap(x, x)",
      Problem(.wrongResultType(expected: .optional(.dyn), found: .int), at: 29..<30)
    ),
    ("data.?judul == 'a'", nil),
  ])
  func `a wrong use of optionals is a problem`(source: String, problem: Problem?) {
    let problems = Sample.environment.compile(source).problems
    if let problem { #expect(problems == [problem]) } else { #expect(problems.count == 1) }
  }

  @Test(arguments: [
    ("a.?b", "optional values with «.?»"), ("a[?1]", "optional values with «[?»"),
    ("[?a]", "optional values with «[?»"), ("{?1: a}", "optional values with «{?»"),
  ])
  func `an environment without them refuses their syntax`(source: String, what: String) {
    let problems = Environment(variables: ["a": .dyn], extensions: []).compile(source).problems
    #expect(problems.map(\.kind) == [.notSupported(what)])
  }

  @Test(arguments: [
    ("cel.bind(x, 1, x)", Extension.bindings), ("[1].all(i, v, v == 1)", .comprehensions),
    ("[1].transformList(i, v, v)", .comprehensions), ("optional.of(1)", .optionals),
    ("optional.of(1).optMap(x, x)", .optionals), ("'a'.trim()", .strings), ("math.abs(1)", .math),
    ("base64.encode(b'a')", .encoders),
  ])
  func `each extension is there or not`(source: String, part: Extension) {
    let all = Set(Extension.allCases)
    #expect(Environment(variables: [:], extensions: all).compile(source).program != nil)
    let rest = Environment(variables: [:], extensions: all.subtracting([part]))
    #expect(rest.compile(source).program == nil)
  }
}
