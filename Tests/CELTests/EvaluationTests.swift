// Goal: an expression yields what the specification says.
// Method: tables of source text and value, evaluated in one sample environment.

import CEL
import Testing

@Suite struct EvaluationTests {
  @Test(arguments: [
    ("1 + 2 * 3", Value.int(7)), ("(1 + 2) * 3", .int(9)), ("7 / 2", .int(3)), ("-7 / 2", .int(-3)),
    ("-7 % 2", .int(-1)), ("7u % 4u", .uint(3)), ("1.5 * 2.0", .double(3)), ("-(1)", .int(-1)),
    ("--1", .int(1)), ("- -9223372036854775807", .int(.max)), ("5 - -3", .int(8)),
    ("1.0 / 0.0", .double(.infinity)), ("'a' + 'b'", .string("ab")),
    ("b'a' + b'b'", .bytes([97, 98])),
    ("[1] + [2]", .list([.int(1), .int(2)])), ("0xFF", .int(255)), ("0xFFu", .uint(255)),
    ("-9223372036854775808", .int(.min)), ("18446744073709551615u", .uint(.max)),
    (".5", .double(0.5)),
    ("1e3", .double(1000)), ("2.5e-1", .double(0.25)),
  ])
  func `arithmetic and its literals give numbers`(source: String, expected: Value) {
    #expect(outcome(source) == .value(expected))
  }

  @Test(arguments: [
    (#"'a\tb\x41\101\u00e9\U0001F600'"#, Value.string("a\tbAA\u{e9}\u{1F600}")),
    (#"r'a\tb'"#, .string(#"a\tb"#)), (#"b'\xff\377é'"#, .bytes([255, 255, 0xC3, 0xA9])),
    ("'''a\n'b' ''c'''", .string("a\n'b' ''c")), (#""""a"b""""#, .string("a\"b")),
    ("'''a\r\nb'''", .string("a\nb")), ("Rb'\\n'", .bytes([92, 110])), ("bR'x'", .bytes([120])),
    (#"'\a\b\f\n\r\t\v\\\?\"\'\`'"#, .string("\u{7}\u{8}\u{c}\n\r\t\u{b}\\?\"'`")),
    ("1 // one\n + 2", .int(3)), ("{'a': 1,}", .map([.string("a"): .int(1)])),
    ("[1,]", .list([.int(1)])),
  ])
  func `literals are read with their prefixes, quotes and escapes`(source: String, expected: Value)
  {
    #expect(outcome(source) == .value(expected))
  }

  @Test(arguments: [
    ("1 == 1", true), ("1 == 2", false), ("'é' == 'e\u{301}'", false), ("[1, 2] == [1, 2]", true),
    ("{'a': 1} == {'a': 2}", false), ("{1: 'a', 2: 'b'} == {2: 'b', 1: 'a'}", true),
    ("dyn(1) == 1.0", true), ("dyn(1u) == 1", true), ("dyn('1') == 1", false),
    ("null == null", true),
    ("0.0 / 0.0 == 0.0 / 0.0", false), ("0.0 / 0.0 != 0.0 / 0.0", true), ("type(1) == int", true),
    ("type([1]) == list", true), ("type(type(1)) == type", true),
    ("1 < 2 && 2u >= 2u && 'a' < 'b'", true),
    ("b'a' < b'ab' && false < true", true), ("dyn(1) < 1.5", true), ("dyn(0.0 / 0.0) <= 1", false),
    ("2 in [1, 2]", true), ("'c' in {'a': 1}", false), ("dyn(2.0) in [1, 2]", true),
    ("data.berakhir == data.berakhir", true), ("data.berakhir - months(6) < data.berakhir", true),
  ])
  func `equality and order hold across types as the specification says`(
    source: String, expected: Bool
  ) {
    #expect(outcome(source) == .value(.bool(expected)))
  }

  @Test(arguments: [
    ("true || 1 / 0 > 0", Value.bool(true)), ("1 / 0 > 0 || true", .bool(true)),
    ("false && 1 / 0 > 0", .bool(false)), ("1 / 0 > 0 && false", .bool(false)),
    ("dyn(1) || true", .bool(true)), ("true ? 1 : 1 / 0", .int(1)), ("!true", .bool(false)),
    ("[0, 1].exists(i, 1 / i == 1)", .bool(true)), ("[0, 2].all(i, 1 / i == 1)", .bool(false)),
    ("false ? 1 : true ? 2 : 3", .int(2)),
  ])
  func `the deciding side of a logical operator wins over an error`(source: String, expected: Value)
  {
    #expect(outcome(source) == .value(expected))
  }

  @Test(arguments: [
    ("[1, 2, 3].all(i, i > 0)", Value.bool(true)), ("[].exists(i, i == 1)", .bool(false)),
    ("[1, 1, 2].exists_one(i, i == 1)", .bool(false)),
    ("[1, 2].exists_one(i, i == 1)", .bool(true)),
    ("[1, 2].map(i, i * 2)", .list([.int(2), .int(4)])),
    ("[1, 2].map(i, i > 1, i * 2)", .list([.int(4)])),
    ("[1, 2].filter(i, i > 1)", .list([.int(2)])),
    ("{'b': 1, 'a': 2}.map(k, k)", .list([.string("a"), .string("b")])),
    ("{'b': 1, 'a': 2}.filter(k, k != 'a')", .list([.string("b")])),
    (
      "[[1, 2], [3]].map(l, l.map(i, i + size(l)))",
      .list([.list([.int(3), .int(4)]), .list([.int(4)])])
    ),
    (
      "['a', 'b'].transformMap(i, v, v + 'x')",
      .map([.int(0): .string("ax"), .int(1): .string("bx")])
    ),
    ("cel.bind(a, 2, a * a)", .int(4)), ("has(data.judul)", .bool(true)),
  ])
  func `macros loop over lists, and over maps in the order of their keys`(
    source: String, expected: Value
  ) {
    #expect(outcome(source) == .value(expected))
  }

  @Test(arguments: [
    ("size('é') + 'ab'.size()", Value.int(3)), ("size({'a': 1}) + size([1]) + size(b'é')", .int(4)),
    ("'abcabd'.contains('abd')", .bool(true)), ("''.contains('')", .bool(true)),
    ("'abc'.startsWith('ab') && 'abc'.endsWith('bc')", .bool(true)), ("int('42')", .int(42)),
    ("int(-1.9)", .int(-1)), ("uint(3.9)", .uint(3)), ("double('1.5')", .double(1.5)),
    ("string(1.0) + string(0.0001) + string(1e20)", .string("10.0001100000000000000000000")),
    ("string(1e21)", .string("1e+21")),
    ("string(b'a') + string(true) + string(1u)", .string("atrue1")),
    ("bool('True')", .bool(true)), ("bytes('é')", .bytes([0xC3, 0xA9])), ("int(dyn(5u))", .int(5)),
  ])
  func `functions of the standard library answer`(source: String, expected: Value) {
    #expect(outcome(source) == .value(expected))
  }

  @Test(arguments: [
    ("data.putaran + 1", Value.int(3)), ("data.mitra.nama", .string("Universitas")),
    ("data.tanda[1]", .string("b")), ("data.bobot['a'] + data.bobot.b", .int(3)),
    ("x.y + 1", .int(6)),
    ("bebas + 1", .int(8)), ("In('aktif') && !In('konsep')", .bool(true)),
    ("data.berakhir - months(6)", Sample.date(820)), ("[1, 2][dyn(1.0)]", .int(2)),
    ("{1: 'a'}[dyn(1u)]", .string("a")),
    ("[1].all(data, data == 1)", .bool(true)),
  ])
  func `variables, fields and the host's functions are read`(source: String, expected: Value) {
    #expect(outcome(source) == .value(expected))
  }

  @Test(arguments: [
    ("9223372036854775807 + 1", EvaluationError.overflow), ("-9223372036854775808 / -1", .overflow),
    ("-(-9223372036854775808)", .overflow), ("1u - 2u", .overflow), ("1 / 0", .divisionByZero),
    ("1 % 0", .divisionByZero), ("1u / 0u", .divisionByZero), ("[1][1]", .indexOutOfRange(1)),
    ("[1][-1]", .indexOutOfRange(-1)), ("{'a': 1}['b']", .noSuchKey),
    ("{'a': 1}.b", .noSuchField("b")),
    ("{'a': 1, 'a': 2}", .repeatedKey), ("{1: 1, 1u: 2}", .repeatedKey),
    ("{1.5: 1}", .unsupportedKey(.double)),
    ("int('x')", .conversion(from: .string, to: .int)),
    ("int(1e19)", .conversion(from: .double, to: .int)),
    ("uint(-1)", .conversion(from: .int, to: .uint)), ("dyn(1) + 'a'", .noSuchOverload("_+_")),
    ("string(b'\\xff')", .conversion(from: .bytes, to: .string)),
    ("dyn(1) && true", .noSuchOverload("_&&_")),
    ("1 / 0 > 0 || false", .divisionByZero), ("[1, 0].exists_one(i, 1 / i == 1)", .divisionByZero),
    ("months(dyn('x'))", .noSuchOverload("months")), ("has(bebas.x)", .noSuchField("x")),
  ])
  func `what cannot be computed is an error of its kind`(source: String, expected: EvaluationError)
  {
    #expect(outcome(source) == .error(expected))
  }

  @Test func `a field that is unset is absent for has and an error when read`() throws {
    let program = try #require(
      Sample.environment.compile("has(data.nilai) ? data.nilai : 0.0").program)
    let empty = VariablesActivation(["data": .map([:])])
    #expect(try program.evaluate(empty, costLimit: 100) == .double(0))
    let read = try #require(Sample.environment.compile("data.nilai").program)
    #expect(throws: EvaluationError.noSuchField("nilai")) {
      try read.evaluate(empty, costLimit: 100)
    }
    #expect(throws: EvaluationError.unknownVariable("data")) {
      try read.evaluate(VariablesActivation(), costLimit: 100)
    }
  }
}
