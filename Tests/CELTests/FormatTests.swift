// Goal: formats are filled in as the specification says, and doubles are rounded exactly.
// Method: tables of formats; random doubles against Foundation's.

import CEL
import Foundation
import Testing

@Suite struct FormatTests {
  private static let filled: [(format: String, arguments: String, text: String)] = [
    ("", "[]", ""), ("a%%b", "[]", "a%b"), ("%%%s%%", "['x']", "%x%"), ("%s", "[1, 2]", "1"),
    ("%s %s", "[null, true]", "null true"), ("%s", "[-7]", "-7"), ("%s", "[7u]", "7"),
    ("%s", "[1.0]", "1"), ("%s", "[2.71828]", "2.71828"), ("%s", "[-0.0]", "-0"),
    ("%s", "[1e21]", "1000000000000000000000"), ("%s", "[1.5e-7]", "0.00000015"),
    ("%s", "[1.2345e20]", "123450000000000000000"), ("%s", "[b'xyz']", "xyz"),
    ("%s", "[b'\\xff']", "\u{FFFD}"), ("%s", "[type('')]", "string"),
    ("%s", "[type(timestamp(0))]", "google.protobuf.Timestamp"), ("%s", "[type([1])]", "list"),
    ("%s", "[timestamp('2023-02-03T23:31:20.5+07:00')]", "2023-02-03T16:31:20.5Z"),
    ("%s", "[duration('1h45m47s')]", "6347s"),
    ("%s", "[['a', 1, [null, {}]]]", "[a, 1, [null, {}]]"),
    ("%s", "[{'b': 1, 'a': 2, 3: true, true: 0.5}]", "{3: true, a: 2, b: 1, true: 0.5}"),
    ("%s", "[{1: 'a', '1': 'b'}]", "{1: a, 1: b}"), ("%.2s", "['abc']", "abc"),
    ("%d %d %d", "[1, -2, 3u]", "1 -2 3"), ("%d", "[double('NaN')]", "NaN"),
    ("%d", "[-1.0 / 0.0]", "-Infinity"), ("%d", "[1.25]", "1.25"),
    ("%f", "[2.71828]", "2.718280"), ("%.3f", "[1.2345]", "1.234"), ("%.0f", "[2.5]", "2"),
    ("%.0f", "[3.5]", "4"), ("%.0f", "[0.5]", "0"), ("%.0f", "[-0.4]", "-0"),
    ("%.1f", "[0.25]", "0.2"), ("%.1f", "[0.35]", "0.3"), ("%.3f", "[123.4999]", "123.500"),
    ("%.2f", "[9.999]", "10.00"), ("%.2f", "[0.001]", "0.00"), ("%.2f", "[0.005]", "0.01"),
    ("%.5f", "[-1.2]", "-1.20000"), ("%f", "[2]", "2.000000"), ("%.1f", "[3u]", "3.0"),
    ("%.0f", "[1e23]", "99999999999999991611392"), ("%f", "[0.0]", "0.000000"),
    ("%.20f", "[0.1]", "0.10000000000000000555"), ("%f", "[1.0 / 0.0]", "Infinity"),
    ("%e", "[2.71828]", "2.718280e+00"), ("%.6e", "[1052.032911275]", "1.052033e+03"),
    ("%.0e", "[15.0]", "2e+01"), ("%.0e", "[25.0]", "2e+01"), ("%.2e", "[999.9]", "1.00e+03"),
    ("%.1e", "[0.00012]", "1.2e-04"), ("%e", "[0]", "0.000000e+00"),
    ("%.2e", "[1e100]", "1.00e+100"), ("%.0e", "[5e-324]", "5e-324"), ("%.0e", "[0.0]", "0e+00"),
    ("%b %b %b", "[5, -5, true]", "101 -101 1"), ("%b", "[64u]", "1000000"),
    ("%o", "[-8]", "-10"), ("%x %X", "[30, 30]", "1e 1E"), ("%x", "[-255]", "-ff"),
    ("%x", "['Hé']", "48c3a9"), ("%X", "[b'\\x0a\\xff']", "0AFF"), ("%x", "[500u]", "1f4"),
    ("é%sé", "['ü']", "éüé"),
  ]

  @Test func `formats are filled in`() {
    for (format, arguments, text) in Self.filled {
      #expect(
        outcome("'\(format)'.format(\(arguments))") == .value(.string(text)),
        "\(format) \(arguments)")
    }
  }

  private static let wrong: [(format: String, arguments: String, problem: FormatProblem)] = [
    ("%a", "[1]", .unknownClause("a")), ("%E", "[0.5]", .unknownClause("E")),
    ("% d", "[1]", .unknownClause(" ")), ("%5d", "[1]", .unknownClause("5")),
    ("%", "[1]", .unfinishedClause), ("%.3", "[1]", .unfinishedClause),
    ("%.f", "[1]", .precision(most: 100)), ("%.101f", "[1]", .precision(most: 100)),
    ("%.99999999999999999999f", "[1]", .precision(most: 100)),
    ("%d %d %d", "[0, 1]", .missingArgument(index: 2)), ("%s", "[]", .missingArgument(index: 0)),
    ("%b", "['abc']", .wrongType(clause: "b", .string)),
    ("%b", "[1.0]", .wrongType(clause: "b", .double)),
    ("%d", "[duration('1s')]", .wrongType(clause: "d", .duration)),
    ("%d", "[true]", .wrongType(clause: "d", .bool)),
    ("%d", "['1']", .wrongType(clause: "d", .string)),
    ("%o", "['a']", .wrongType(clause: "o", .string)),
    ("%x", "[0.5]", .wrongType(clause: "x", .double)),
    ("%x", "[null]", .wrongType(clause: "x", .null)),
    ("%e", "[null]", .wrongType(clause: "e", .null)),
    ("%f", "['NaN']", .wrongType(clause: "f", .string)),
    ("%X", "[true]", .wrongType(clause: "X", .bool)),
    ("%s", "[[optional.of(1)]]", .wrongType(clause: "s", .optional(.dyn))),
    ("%s", "[months(1)]", .wrongType(clause: "s", .opaque("period"))),
  ]

  @Test func `wrong formats and arguments are errors that say what is wrong`() {
    for (format, arguments, problem) in Self.wrong {
      #expect(
        outcome("'\(format)'.format(\(arguments))") == .error(.function(.format(problem))),
        "\(format) \(arguments)")
      #expect(!problem.description.isEmpty)
    }
  }

  @Test func `too deep a value is refused`() throws {
    let environment = Environment(variables: ["v": .dyn])
    let program = try #require(environment.compile("'%s'.format([v])").program)
    var value = Value.int(1)
    for _ in 0..<65 { value = .list([value]) }
    #expect(throws: EvaluationError.function(.format(.tooDeep(most: 64)))) {
      try program.evaluate(VariablesActivation(["v": value]), costLimit: 100_000)
    }
  }

  @Test func `random doubles are written as C writes them`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let environment = Environment(variables: ["d": .double, "f": .string])
    let program = try #require(environment.compile("f.format([d])").program)
    for _ in 0..<2_000 {
      let bits = UInt64.random(in: .min ... .max, using: &generator)
      let small = Double(Int.random(in: -100_000...100_000, using: &generator)) / 1_000
      let value = Bool.random(using: &generator) ? Double(bitPattern: bits) : small
      guard value.isFinite else { continue }
      let precision = Int.random(in: 0...20, using: &generator)
      for clause in ["f", "e"] {
        let format = "%.\(precision)\(clause)"
        let found = try program.evaluate(
          VariablesActivation(["d": .double(value), "f": .string(format)]), costLimit: 1_000)
        #expect(
          found == .string(String(format: format, value)), "seed \(seed): \(format) of \(value)")
      }
    }
  }
}
