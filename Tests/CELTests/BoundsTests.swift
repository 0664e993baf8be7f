// Goal: no text crashes the library, and no evaluation runs without end.
// Method: extreme texts, and random ones from a printed seed.

import CEL
import Foundation
import Testing

@Suite struct BoundsTests {
  @Test(arguments: [
    String(repeating: "(", count: 100_000), String(repeating: "[", count: 9_000),
    String(repeating: "-", count: 9_000), String(repeating: "!", count: 9_000) + "true",
    String(repeating: "a.", count: 4_000) + "a", String(repeating: "f(", count: 4_000),
    "1" + String(repeating: "+1", count: 4_000), String(repeating: "true?", count: 1_500),
    String(repeating: "true?1:", count: 1_000) + "1", String(repeating: "{1:", count: 3_000),
    "[1]" + String(repeating: "[0]", count: 3_000),
    "[1]" + String(repeating: ".map(x,x)", count: 1_000),
    String(repeating: "a", count: 20_000), String(repeating: "'", count: 9_999),
  ])
  func `an extreme text is answered with a problem, never a crash`(source: String) {
    let compilation = Sample.environment.compile(source, checking: .none)
    #expect(compilation.program != nil || !compilation.problems.isEmpty)
  }

  /// What nests: an opening, what is inside, a closing.
  static let shapes: [(String, String, String)] = [
    ("(", "1", ")"), ("[", "1", "]"), ("{1: ", "1", "}"), ("{[", "1", "]: 1}"),
    ("[?optional.of(", "1", ")]"), ("size('a' + string(", "1", "))"), ("-(", "1", ")"),
    ("!(", "true", ")"), ("true ? 1 : (", "1", ")"), ("true ? 1 : ", "1", ""),
    ("(", "true", " ? true : true)"), ("1 + (", "1", ")"), ("1 + 1 * -(", "1", ")"),
    ("[1].map(x, ", "x", ")"), ("[1].all(x, x == 1 && (", "true", "))"),
    ("[1].transformMapEntry(x, y, true, ", "x", ")"), ("", "[1]", ".map(x, x)"),
    ("cel.bind(x, 1, ", "x", ")"), ("cel.bind(x, ", "1", ", x)"), ("dyn(", "1", ")"),
    ("'a'.contains(", "'a'", ")"), ("", "'a'", ".trim()"), ("math.greatest(1, ", "1", ")"),
    ("optional.of(1).optMap(x, ", "x", ")"), ("bebas[", "1", "]"), ("", "bebas", "[0]"),
    ("bebas[?", "1", "]"), ("", "bebas", ".a"), ("", "bebas", ".?a"), ("", "1", " + 1"),
    ("has(bebas[", "1", "].a)"), ("true || (false && (", "true", " || false))"),
    ("(true && ", "true", ")"), ("bebas < 1.0 + (", "1", ")"),
  ]

  /// The deepest program of a shape.
  static func deepest(_ shape: (String, String, String)) -> (source: String, program: Program)? {
    for count in (1...60).reversed() {
      let source =
        String(repeating: shape.0, count: count) + shape.1
        + String(repeating: shape.2, count: count)
      if let program = Sample.environment.compile(source, checking: .none).program {
        return (source, program)
      }
    }
    return nil
  }

  @Test func `a stack of 512 kB is enough for the deepest text`() {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for shape in Self.shapes {
        guard let (source, program) = Self.deepest(shape) else {
          Issue.record("no program of the shape \(shape)")
          continue
        }
        _ = Sample.environment.compile(source, checking: .forAuthors)
        _ = program.costEstimate()
        _ = try? program.evaluate(VariablesActivation(Sample.variables), costLimit: 10_000)
      }
      done.signal()
    }
    thread.stackSize = 512 * 1024
    thread.start()
    done.wait()
  }

  @Test func `depth and length are refused by name`() {
    let deep = Sample.environment.compile(String(repeating: "(", count: 9_000)).problems
    #expect(deep.map(\.kind) == [.tooDeep(most: 50)])
    let long = Sample.environment.compile(String(repeating: "(", count: 100_000)).problems
    #expect(long.map(\.kind) == [.sourceTooLong(bytes: 100_000, most: 10_000)])
  }

  @Test func `a long chain of conditions is not a deep one`() {
    let source = Array(repeating: "data.putaran == 2", count: 450).joined(separator: " && ")
    #expect(outcome(source) == .value(.bool(true)))
    let last = Array(repeating: "1 / 0 > 0", count: 300).joined(separator: " || ") + " || true"
    #expect(outcome(last) == .value(.bool(true)))
  }

  @Test(arguments: [
    "[1,1,1,1,1,1,1,1].all(a,[1,1,1,1,1,1,1,1].all(b,[1,1,1,1,1,1,1,1].all(c,[1,1,1,1].all(d,true))))",
    "cel.bind(a,[[1,1],[1,1]]" + String(repeating: ",cel.bind(a,[a,a]", count: 40) + ",a == a"
      + String(repeating: ")", count: 41),
    "cel.bind(a,'0123456789012345'" + String(repeating: ",cel.bind(a,a+a", count: 40) + ",size(a)"
      + String(repeating: ")", count: 41),
    "cel.bind(a,[1]" + String(repeating: ",cel.bind(a,a+a", count: 40) + ",size(a)"
      + String(repeating: ")", count: 41),
    "[1,1,1,1].exists(a,[1,1,1,1].map(b,[1,1,1,1].map(c,[1,1,1,1].map(d,1))).size() == 0 || false)",
  ])
  func `what costs too much ends at the limit, which nothing holds back`(source: String) {
    #expect(
      outcome("\(source) != null || true", costLimit: 500, checking: .none)
        == .error(.costLimitExceeded(500)))
  }

  @Test func `the cost of an evaluation is the same each time and bounds it exactly`() throws {
    let source = "data.tanda.all(t, t.size() == 1) && {'a': 1, 'b': 2}.exists(k, k == 'b')"
    let program = try #require(Sample.environment.compile(source).program)
    let activation = VariablesActivation(Sample.variables)
    let enough = try #require(
      (1...200).first { (try? program.evaluate(activation, costLimit: $0)) != nil })
    for limit in 0..<enough {
      #expect(throws: EvaluationError.costLimitExceeded(limit)) {
        try program.evaluate(activation, costLimit: limit)
      }
    }
    #expect(try program.evaluate(activation, costLimit: enough) == .bool(true))
  }

  @Test func `random bytes and random tokens never crash the compiler or the evaluator`() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let words = [
      "data", ".", "judul", "putaran", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "%", "<",
      ">=", "==",
      "!=", "&&", "||", "!", "?", ":", ",", "in", "1", "2u", "1.5", "'a'", "b'b'", "null", "true",
      "size", "has",
      "map", "all", "x", "bebas", "dyn", "int", "string", "months", "9223372036854775807", "0x",
      "'", "\"\"\"", "`",
      "\\", "é", "\u{0}", "[1, 2].map(x, ", "cel.bind(", "type",
    ]
    for round in 0..<3_000 {
      var source = ""
      for _ in 0..<Int.random(in: 0...24, using: &generator) {
        if round.isMultiple(of: 3) {
          let byte = UInt8.random(in: .min ... .max, using: &generator)
          source += String(decoding: [byte], as: UTF8.self)
        } else {
          source += (words.randomElement(using: &generator) ?? "") + " "
        }
      }
      let length = source.utf8.count
      for checking in [Environment.Checking.strict, .none] {
        let compilation = Sample.environment.compile(source, checking: checking)
        let inside = compilation.problems.allSatisfy {
          $0.range.lowerBound >= 0 && $0.range.upperBound <= length && !$0.description.isEmpty
        }
        #expect(inside, "seed \(seed), source \(source.debugDescription)")
        #expect(
          (compilation.program == nil) == !compilation.problems.isEmpty,
          "seed \(seed), source \(source.debugDescription)")
        _ = try? compilation.program?.evaluate(
          VariablesActivation(Sample.variables), costLimit: 1_000)
      }
    }
  }
}
