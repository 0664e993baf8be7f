// Goal: the math extension computes what the specification says, and its types are exact.
// Method: tables of expressions with values or errors, and of what the checker refuses.

import CEL
import Testing

@Suite struct MathExtensionTests {
  private static let values: [(source: String, value: Value)] = [
    ("math.greatest(-5)", .int(-5)), ("math.greatest(5.5)", .double(5.5)),
    ("math.greatest(1, 2)", .int(2)), ("math.greatest(1, 1.0)", .int(1)),
    ("math.greatest(1.0, 1)", .double(1)), ("math.greatest(5u, -7)", .uint(5)),
    ("math.greatest(-3, 3u)", .uint(3)), ("math.greatest(1, 2, 3, 2)", .int(3)),
    ("math.greatest(5.4, 10, 3u, -5.0, 9223372036854775807)", .int(.max)),
    ("math.greatest([1, 2, 3])", .int(3)), ("math.greatest([5.4, 10, 3u])", .int(10)),
    ("math.greatest(dyn([1, 2.5]))", .double(2.5)), ("math.greatest(dyn(1), dyn(2u))", .uint(2)),
    ("math.greatest(18446744073709551615u, -1)", .uint(.max)),
    ("math.least(1, 1u)", .int(1)), ("math.least(5.4, 10, 3u, -5.0)", .double(-5)),
    ("math.least([3, 1, 2])", .int(1)), ("math.least(-1.0, 0u)", .double(-1)),
    ("math.least(3u)", .uint(3)), ("math.ceil(-1.2)", .double(-1)), ("math.ceil(1.2)", .double(2)),
    ("math.floor(-1.2)", .double(-2)), ("math.floor(1.8)", .double(1)),
    ("math.round(-1.5)", .double(-2)), ("math.round(2.5)", .double(3)),
    ("math.round(-1.4)", .double(-1)), ("math.trunc(-1.9)", .double(-1)),
    ("math.round(0.0 / 0.0)", .double(.nan)), ("math.abs(-11)", .int(11)),
    ("math.abs(1u)", .uint(1)), ("math.abs(-11.5)", .double(11.5)), ("math.sign(-11)", .int(-1)),
    ("math.sign(0)", .int(0)), ("math.sign(100u)", .uint(1)), ("math.sign(0u)", .uint(0)),
    ("math.sign(-32.0)", .double(-1)), ("math.sign(0.0)", .double(0)),
    ("math.sign(0.0 / 0.0)", .double(.nan)), ("math.isNaN(0.0 / 0.0)", .bool(true)),
    ("math.isNaN(1.0)", .bool(false)), ("math.isInf(-1.0 / 0.0)", .bool(true)),
    ("math.isFinite(1.5)", .bool(true)), ("math.isFinite(0.0 / 0.0)", .bool(false)),
    ("math.sqrt(4)", .double(2)), ("math.sqrt(2.25)", .double(1.5)), ("math.sqrt(9u)", .double(3)),
    ("math.sqrt(-1.0)", .double(.nan)), ("math.bitAnd(1, -1)", .int(1)),
    ("math.bitAnd(1u, 3u)", .uint(1)), ("math.bitOr(4, -2)", .int(-2)),
    ("math.bitOr(1u, 4u)", .uint(5)), ("math.bitXor(4, -2)", .int(-6)),
    ("math.bitXor(1u, 3u)", .uint(2)), ("math.bitNot(1)", .int(-2)),
    ("math.bitNot(1u)", .uint(.max - 1)), ("math.bitShiftLeft(1, 2)", .int(4)),
    ("math.bitShiftLeft(1, 63)", .int(.min)), ("math.bitShiftLeft(1u, 200)", .uint(0)),
    ("math.bitShiftLeft(-1, 1)", .int(-2)), ("math.bitShiftLeft(1, 9223372036854775807)", .int(0)),
    ("math.bitShiftRight(1024, 2)", .int(256)), ("math.bitShiftRight(1024, 64)", .int(0)),
    ("math.bitShiftRight(-1024, 3)", .int(2_305_843_009_213_693_824)),
    ("math.bitShiftRight(-1, 0)", .int(-1)), ("math.bitShiftRight(1024u, 2)", .uint(256)),
  ]

  @Test func `functions compute what the specification says`() {
    for (source, value) in Self.values {
      #expect(outcome(source) == .value(value), "\(source)")
    }
  }

  private static let errors: [(source: String, error: EvaluationError)] = [
    ("math.abs(-9223372036854775808)", .overflow),
    ("math.bitShiftRight(1u, -1)", .function(.negativeShift(-1))),
    ("math.bitShiftLeft(1, -9223372036854775808)", .function(.negativeShift(.min))),
    ("math.greatest(dyn([]))", .function(.emptyList)),
    ("math.least(0.0 / 0.0, 1)", .function(.unordered)),
    ("math.greatest([dyn(1), dyn('a')])", .noSuchOverload("math.greatest")),
    ("math.greatest(1, 2, dyn('a'))", .noSuchOverload("math.greatest")),
    ("math.greatest(dyn('a'))", .noSuchOverload("math.greatest")),
    ("math.floor(dyn(1))", .noSuchOverload("math.floor")),
    ("math.bitAnd(2u, dyn(''))", .noSuchOverload("math.bitAnd")),
    ("math.sign(dyn(true))", .noSuchOverload("math.sign")),
  ]

  @Test func `what has no answer is an error`() {
    for (source, error) in Self.errors {
      #expect(outcome(source) == .error(error), "\(source)")
    }
  }

  @Test(arguments: [
    "math.greatest()", "math.greatest('a')", "math.greatest(['a'])", "math.greatest('a', 1)",
    "math.greatest('a', 'b', 'c')", "math.least(true, false)", "math.floor(1)", "math.round(1u)",
    "math.isNaN(1)", "math.abs('a')", "math.sign(true)", "math.bitAnd(1, 1u)", "math.bitOr(1.0, 1)",
    "math.bitNot(1.5)", "math.bitShiftLeft(1, 2u)", "math.sqrt('4')", "1.abs()", "greatest(1, 2)",
    "math.unknown(1)",
  ])
  func `wrong arguments are refused`(source: String) {
    guard case .problems = outcome(source) else {
      Issue.record("\(source) is not refused")
      return
    }
  }

  private static let types: [(source: String, type: ValueType)] = [
    ("math.greatest(1, 2)", .int), ("math.greatest(1, 2, 3)", .int),
    ("math.greatest(1u, 2u)", .uint), ("math.least([1.5, 2.5])", .double),
    ("math.greatest(1, 2u)", .dyn), ("math.greatest(1, 2u, 3.0)", .dyn), ("math.abs(1)", .int),
    ("math.sqrt(1)", .double), ("math.isNaN(1.0)", .bool), ("math.bitNot(1u)", .uint),
    ("math.bitShiftLeft(1u, 1)", .uint), ("math.ceil(1.0)", .double),
    ("'a'.split('b')", .list(.string)), ("'a'.indexOf('a')", .int), ("'a'.format([])", .string),
    ("timestamp(0) - timestamp(0)", .duration), ("timestamp(0) + duration('1s')", .timestamp),
    ("timestamp(0).getHours('UTC')", .int), ("base64.decode('')", .bytes),
    ("'a'.matches('b')", .bool),
  ]

  @Test func `the types are exact`() {
    for (source, type) in Self.types {
      #expect(Sample.environment.compile(source).program?.type == type, "\(source)")
    }
  }
}
