// Goal: the string and encoder extensions compute in code points, and pay for what they write.
// Method: tables of expressions; wrong arguments; texts that would grow without a bound.

import CEL
import Testing

@Suite struct StringExtensionTests {
  private static let equal: [(source: String, value: String)] = [
    ("'tacocat'.charAt(3)", "'o'"), ("'tacocat'.charAt(7)", "''"), ("'©αT'.charAt(1)", "'α'"),
    ("'tacocat'.indexOf('')", "0"), ("'tacocat'.indexOf('ac')", "1"),
    ("'tacocat'.indexOf('none')", "-1"), ("'tacocat'.indexOf('', 3)", "3"),
    ("'tacocat'.indexOf('', 7)", "7"), ("'tacocat'.indexOf('a', 7)", "-1"),
    ("'ta©o©αT'.indexOf('©αT', 3)", "4"), ("'ta©o©αT'.indexOf('©α', 5)", "-1"),
    ("'aabaabaaab'.indexOf('aabaaab')", "3"), ("''.indexOf('')", "0"),
    ("'tacocat'.lastIndexOf('')", "7"), ("'tacocat'.lastIndexOf('', 3)", "3"),
    ("'tacocat'.lastIndexOf('at')", "5"), ("'tacocat'.lastIndexOf('a', 3)", "1"),
    ("'tacocat'.lastIndexOf('a', 7)", "5"), ("''.lastIndexOf('@@')", "-1"),
    ("'bananananana'.lastIndexOf('nana', 7)", "6"), ("'ab'.lastIndexOf('abc')", "-1"),
    ("'aab'.lastIndexOf('aab', 0)", "0"), ("'xaab'.lastIndexOf('aab', 0)", "-1"),
    ("'TacoCÆt Xii'.lowerAscii()", "'tacocÆt xii'"), ("'tacoCαt'.upperAscii()", "'TACOCαT'"),
    ("'{0} days {0} hours'.replace('{0}', '2')", "'2 days 2 hours'"),
    ("'aaaa'.replace('aa', 'b')", "'bb'"), ("'aaa'.replace('a', 'b', 0)", "'aaa'"),
    ("'aaa'.replace('a', 'b', 2)", "'bba'"), ("'aaa'.replace('a', 'b', -7)", "'bbb'"),
    ("'ab'.replace('', '-')", "'-a-b-'"), ("'ab'.replace('', '-', 1)", "'-ab'"),
    ("''.replace('', 'x')", "'x'"), ("'a'.replace('a', '')", "''"),
    ("'hello world'.split(' ')", "['hello', 'world']"), ("'a,b,c'.split(',', 0)", "[]"),
    ("'a,b,c'.split(',', 1)", "['a,b,c']"), ("'a,b,c'.split(',', 2)", "['a', 'b,c']"),
    ("'a,b,c'.split(',', -1)", "['a', 'b', 'c']"), ("'a,b,c'.split(',', 9)", "['a', 'b', 'c']"),
    ("',a,'.split(',')", "['', 'a', '']"), ("''.split(',')", "['']"), ("''.split('')", "[]"),
    ("'αβγ'.split('')", "['α', 'β', 'γ']"), ("'αβγ'.split('', 2)", "['α', 'βγ']"),
    ("'tacocat'.substring(4)", "'cat'"), ("'tacocat'.substring(7)", "''"),
    ("'tacocat'.substring(0, 4)", "'taco'"), ("'ta©o©αT'.substring(2, 6)", "'©o©α'"),
    ("'tacocat'.substring(4, 4)", "''"), ("' \\f\\n\\r\\t\\vtext  '.trim()", "'text'"),
    ("'\\u0085\\u00a0\\u1680text\\u2000\\u3000'.trim()", "'text'"), ("' '.trim()", "''"),
    ("'\\u180etext\\u200b\\ufeff'.trim()", "'\\u180etext\\u200b\\ufeff'"),
    ("['x', 'y'].join()", "'xy'"), ("['x', 'y', 'z'].join('-')", "'x-y-z'"), ("[].join('-')", "''"),
    ("['a'].join('-')", "'a'"), ("'gums'.reverse()", "'smug'"), ("'☺é'.reverse()", "'é☺'"),
    ("strings.quote('a\\a\\b\\f\\n\\r\\t\\v\\\\\"')", "r'\"a\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"'"),
    ("strings.quote('')", "'\"\"'"),
    ("base64.encode(b'')", "''"), ("base64.encode(b'f')", "'Zg=='"),
    ("base64.encode(b'fo')", "'Zm8='"), ("base64.encode(b'foo')", "'Zm9v'"),
    ("base64.encode(b'foobar')", "'Zm9vYmFy'"), ("base64.encode(b'\\xff\\xfe\\xfd')", "'//79'"),
    ("base64.decode('')", "b''"), ("base64.decode('Zg==')", "b'f'"),
    ("base64.decode('Zg')", "b'f'"), ("base64.decode('Zm8=')", "b'fo'"),
    ("base64.decode('Zm8')", "b'fo'"), ("base64.decode('Zm9vYmFy')", "b'foobar'"),
    ("base64.decode('//79')", "b'\\xff\\xfe\\xfd'"),
  ]

  @Test func `functions compute what the specification says`() {
    for (source, value) in Self.equal {
      #expect(outcome("\(source) == \(value)") == .value(.bool(true)), "\(source)")
    }
  }

  private static let failing: [(source: String, error: FunctionError)] = [
    ("'tacocat'.charAt(30)", .stringIndex(30)), ("'tacocat'.charAt(-1)", .stringIndex(-1)),
    ("'tacocat'.indexOf('a', 30)", .stringIndex(30)),
    ("'tacocat'.indexOf('', 8)", .stringIndex(8)), ("'tacocat'.indexOf('a', -1)", .stringIndex(-1)),
    ("'tacocat'.lastIndexOf('a', -1)", .stringIndex(-1)),
    ("'tacocat'.lastIndexOf('a', 30)", .stringIndex(30)),
    ("'tacocat'.substring(40)", .stringIndex(40)), ("'tacocat'.substring(1, 50)", .stringIndex(50)),
    ("'tacocat'.substring(49, 50)", .stringIndex(49)),
    ("'tacocat'.substring(4, 3)", .substringRange(start: 4, end: 3)),
    ("'tacocat'.charAt(9223372036854775807)", .stringIndex(.max)),
    ("[dyn('a'), dyn(1)].join()", .notStrings), ("base64.decode('Z')", .base64),
    ("base64.decode('Zg=')", .base64), ("base64.decode('Z===')", .base64),
    ("base64.decode('====')", .base64), ("base64.decode('Zm 8')", .base64),
    ("base64.decode('Zm-_')", .base64), ("base64.decode('=Zm8')", .base64),
    ("base64.decode('é')", .base64),
  ]

  @Test func `what has no answer is an error that says so`() {
    for (source, error) in Self.failing {
      #expect(outcome(source) == .error(.function(error)), "\(source)")
      #expect(!error.description.isEmpty)
    }
  }

  @Test(arguments: [
    "42.charAt(2)", "'a'.charAt(true)", "'a'.charAt('b')", "24.indexOf('2')", "'a'.indexOf(1)",
    "'a'.indexOf('a', '0')", "'a'.indexOf('a', 0, 1)", "42.split('2')", "'a'.split(1)",
    "'a'.split('a', 'b')", "'a'.replace('b', 1)", "'a'.replace('a', 'b', 'c')",
    "'a'.substring(true)", "'a'.substring(1, 2, 3)", "1.trim()", "'a'.trim('b')", "[1].join()",
    "['a'].join(1)", "'a'.join()", "quote('a')", "strings.quote(1)", "'a'.format('b')",
    "'a'.format(1)", "lowerAscii('A')", "base64.encode('a')", "base64.decode(b'a')",
    "'a'.matches(1)", "1.matches('a')", "'a'.matches('a', 'b')",
  ])
  func `wrong arguments are refused, and fail where nothing is checked`(source: String) {
    guard case .problems = outcome(source) else {
      Issue.record("\(source) is not refused")
      return
    }
    guard case .error = outcome(source, checking: .none) else {
      Issue.record("\(source) has a value")
      return
    }
  }

  @Test(arguments: [
    "'0123456789'.replace('', s).replace('', s).replace('', s)",
    "'a'.replace('a', s).replace('x', s)",
    "[s, s, s, s].map(a, [s, s, s, s].map(b, a).join()).join()",
    "'%s%s%s'.format([[s, s], [s], s])",
    "cel.bind(a, [s, s], cel.bind(a, [a, a], cel.bind(a, [a, a], '%s'.format([[a, a, a]]))))",
    "'%s'.format([{'a': s, 'b': {'c': s, 'd': s}}])", "'%x%X'.format([s, s])", "s.split('')",
    "s.matches('^((x|xx)*y)*$')", "(s + s + s + s).reverse().trim().upperAscii()",
    "base64.decode(base64.encode(bytes(s + s)))", "strings.quote(s + s + s)",
  ])
  func `what writes much costs much`(source: String) throws {
    let environment = Environment(variables: ["s": .string])
    let program = try #require(environment.compile(source).program)
    let text = VariablesActivation(["s": .string(String(repeating: "x", count: 4_000))])
    #expect(throws: EvaluationError.costLimitExceeded(600)) {
      try program.evaluate(text, costLimit: 600)
    }
    do throws(EvaluationError) {
      _ = try program.evaluate(text, costLimit: 1_000_000)
    } catch {
      #expect(error == .costLimitExceeded(1_000_000))
    }
  }

  @Test func `random codes are read back`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let environment = Environment(variables: ["b": .bytes])
    let program = try #require(
      environment.compile("base64.decode(base64.encode(b)) == b").program)
    for _ in 0..<500 {
      let count = Int.random(in: 0...20, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let value = try program.evaluate(VariablesActivation(["b": .bytes(bytes)]), costLimit: 1_000)
      #expect(value == .bool(true), "seed \(seed): \(bytes)")
    }
  }
}
