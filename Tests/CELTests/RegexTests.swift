// Goal: patterns mean what RE2 says, and none can hang.
// Method: tables, random patterns against a naive matcher, and patterns that ruin backtracking.

import CEL
import Testing

@Suite struct RegexTests {
  /// Evaluates with the pattern and the text as variables.
  private func matches(
    _ pattern: String, _ text: String, costLimit: Int = 1_000_000
  ) throws -> Result<Bool, EvaluationError> {
    let environment = Environment(variables: ["p": .string, "t": .string])
    let program = try #require(environment.compile("t.matches(p)").program)
    let variables = VariablesActivation(["p": .string(pattern), "t": .string(text)])
    do throws(EvaluationError) {
      return .success(try program.evaluate(variables, costLimit: costLimit) == .bool(true))
    } catch {
      return .failure(error)
    }
  }

  private static let table: [(pattern: String, texts: [String], others: [String])] = [
    ("", ["", "a"], []),
    ("abc", ["abc", "xabcx"], ["ab", "", "aBc"]),
    ("^abc$", ["abc"], ["xabc", "abcx", "abc\n"]),
    ("a|bc|", ["a", "", "x"], []),
    ("^(a|bc)$", ["a", "bc"], ["b", "abc", ""]),
    ("gr[ae]y", ["gray", "grey"], ["gry", "griy"]),
    ("^[^a-c]$", ["d", "\n", "é"], ["a", "b", "c", ""]),
    ("^[]a]$", ["]", "a"], ["[", ""]),
    ("^[^]a]$", ["b"], ["]", "a"]),
    ("^[a-]$", ["a", "-"], ["b"]),
    ("^[-a]$", ["a", "-"], ["b"]),
    ("^[a-c-e]$", ["a", "b", "-", "e"], ["d"]),
    ("^[\\d-z]$", ["5", "-", "z"], ["a"]),
    ("^[\\]\\\\]$", ["]", "\\"], ["a"]),
    ("^[a\\-z]$", ["a", "-", "z"], ["b"]),
    ("^.$", ["a", "é", "\u{1F600}"], ["\n", "", "ab"]),
    ("(?s)^.$", ["\n", "a"], [""]),
    ("(?s:.)", ["\n"], [""]),
    ("^a*$", ["", "aaa"], ["b"]),
    ("^a+$", ["a", "aa"], ["", "ab"]),
    ("^a?$", ["", "a"], ["aa"]),
    ("^a*?b+?c??$", ["b", "aab", "aabbc"], ["a", "cc"]),
    ("^a{3}$", ["aaa"], ["aa", "aaaa"]),
    ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
    ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
    ("^a{0}$", [""], ["a"]),
    ("^a{0,2}?$", ["", "a", "aa"], ["aaa"]),
    ("^(ab){2}$", ["abab"], ["ab", "ababab"]),
    ("^a{,2}$", ["a{,2}"], ["aa"]),
    ("^a{$", ["a{"], ["a"]),
    ("^a{1$", ["a{1"], ["a"]),
    ("^{1}$", [], []),
    ("x{01}", ["x{01}"], ["x"]),
    ("^\\d\\D\\w\\W\\s\\S$", ["1a_- x"], ["1a_-x ", "111111"]),
    ("^[\\D]$", ["a"], ["1"]),
    ("^[\\w\\s]$", ["a", " ", "\t"], ["-"]),
    ("^\\s$", ["\t", "\n", "\u{C}", "\r", " "], ["\u{B}", "\u{A0}"]),
    ("^[^\\d\\s]$", ["a", "-"], ["1", " "]),
    ("\\bab\\b", ["ab", "x ab y", "(ab)"], ["abc", "_ab", "cab"]),
    ("\\Bb", ["ab"], ["b", " b"]),
    ("\\Aab", ["abc"], ["cab"]),
    ("bc\\z", ["abc"], ["bcd", "bc\n"]),
    ("(?m)^b$", ["a\nb\nc", "b"], ["ab", "a\nbc"]),
    ("^b$", [], ["a\nb\nc"]),
    ("(?i)aB", ["ab", "AB", "xAb"], ["a", "ac"]),
    ("(?i:a)b", ["ab", "Ab"], ["AB"]),
    ("a(?i)b|c", ["aB", "C"], ["A"]),
    ("(a(?i)b)c", ["aBc"], ["aBC"]),
    ("(?i)(?-i)a", ["a"], ["A"]),
    ("(?i-s)^a.$", ["Ab"], ["A\n"]),
    ("(?U)a+", ["a"], ["b"]),
    ("(?i)k", ["K", "\u{212A}"], ["x"]),
    ("(?i)^[^k]$", ["a"], ["k", "K", "\u{212A}"]),
    ("(?i)σ", ["ς", "Σ", "σ"], ["s"]),
    ("(?i)[α-ω]", ["Σ", "Ω", "\u{2126}"], ["a"]),
    ("(?i)ÿ", ["Ÿ"], ["y"]),
    ("(?i)i", ["I"], ["\u{131}", "\u{130}"]),
    ("(?i)^\\W$", ["-"], ["k", "s", "\u{212A}"]),
    ("(?i)^[[:upper:]]$", ["a", "A"], ["1"]),
    ("(?P<jahr>\\d{4})-(?<bulan>\\d\\d)", ["2027-03"], ["27-03"]),
    ("(?:ab)+c", ["ababc"], ["ac"]),
    ("()", [""], []),
    ("(|a)+b", ["b", "aab"], ["a"]),
    ("(a*)*b", ["b", "aaab"], ["aaa"]),
    ("(a*)+", ["", "a"], []),
    ("^(?:a|ab)(?:c|bcd)$", ["abcd", "abc", "ac"], ["abbd", "ab"]),
    ("\\x41\\x{1F600}", ["A\u{1F600}"], ["A"]),
    ("^\\a\\f\\n\\r\\t\\v$", ["\u{7}\u{C}\n\r\t\u{B}"], ["afnrtv"]),
    ("^\\101\\0\\07$", ["A\u{0}\u{7}"], ["1010"]),
    ("\\.\\*\\[\\_", [".*[_"], ["a*[_"]),
    ("\\Qa.b*\\E+", ["a.b*", "a.b***"], ["aXb", "a.b"]),
    ("\\Qa|b", ["a|b"], ["a", "b"]),
    ("^\\pL+$", ["aé漢"], ["a1"]),
    ("^\\p{Lu}\\p{Ll}$", ["Aé", "Éa"], ["aA", "AA"]),
    ("^\\PN$", ["a"], ["1", "\u{0663}", "½"]),
    ("^\\p{^N}$", ["a"], ["1"]),
    ("^\\P{^Nd}$", ["1", "\u{0663}"], ["a", "½"]),
    ("^[\\pL\\pN_]+$", ["aé1_", "½"], ["a-"]),
    ("^[^\\pL]$", ["1", " "], ["a", "é"]),
    ("^[\\PL]$", ["1"], ["a"]),
    ("(?i)^\\p{Lu}$", ["a", "A", "é"], ["漢", "1"]),
    ("(?i)^\\P{Lu}$", ["漢", "1"], ["a", "A"]),
    ("^\\p{Any}$", ["a", "\n"], [""]),
    ("^\\p{Sc}\\p{Zs}$", ["€ "], ["€a"]),
    ("^[[:alpha:]]+$", ["aZ"], ["a1", "é"]),
    ("^[[:^alpha:]]$", ["1", "é"], ["a"]),
    ("^[[:digit:][:space:]x]+$", ["1 x\u{B}"], ["y"]),
    ("^[[:word:][:punct:]]+$", ["a_1!~"], [" "]),
    ("^[[:xdigit:]]{2}$", ["fF"], ["g0"]),
    ("^[[:alpha:]$", [], []),
    ("^[[:a]$", [":", "[", "a"], ["b"]),
    ("^*a", ["a", "ba"], ["b"]),
    ("$a", [], ["a", ""]),
    ("a$b", [], ["ab"]),
    ("(^|,)a(,|$)", ["a", "b,a", "a,b", "b,a,c"], ["ba", "ab"]),
    ("^e\u{301}$", ["e\u{301}"], ["é"]),
    ("^..$", ["e\u{301}", "ab"], ["é"]),
    ("^(([0-9]{1,3})\\.){3}[0-9]{1,3}$", ["192.168.0.1"], ["192.168.0", "a.b.c.d"]),
    ("^[\\w.+-]+@[\\w-]+\\.[\\w.]+$", ["a.b+c@d-e.co.id"], ["a@b", "@d.e"]),
  ]

  @Test func `patterns match what RE2 matches`() throws {
    for (pattern, texts, others) in Self.table {
      for text in texts {
        #expect(try matches(pattern, text) == .success(true), "«\(pattern)» on «\(text)»")
      }
      for text in others {
        #expect(try matches(pattern, text) == .success(false), "«\(pattern)» on «\(text)»")
      }
    }
  }

  private static let refused: [(pattern: String, kind: PatternProblem.Kind, offset: Int)] = [
    ("(a", .missingClosingParenthesis, 0), ("a(?i", .missingClosingParenthesis, 4),
    ("a)", .unexpectedClosingParenthesis, 1), ("[a", .missingClosingBracket, 0),
    ("[]", .missingClosingBracket, 0), ("[^]", .missingClosingBracket, 0),
    ("x[[:alpha:]", .missingClosingBracket, 1), ("[z-a]", .reversedRange, 2),
    ("[a-\\d]", .unknownEscape, 3), ("\\", .unknownEscape, 0), ("\\y", .unknownEscape, 0),
    ("\\Z", .unknownEscape, 0), ("\\E", .unknownEscape, 0), ("\\é", .unknownEscape, 0),
    ("\\x4", .unknownEscape, 0), ("\\x{110000}", .unknownEscape, 0), ("\\x{}", .unknownEscape, 0),
    ("\\x{41", .unknownEscape, 0), ("[\\b]", .unknownEscape, 1),
    ("[[:foo:]]", .unknownClass, 1), ("\\pX", .unknownClass, 0), ("\\p", .unknownClass, 0),
    ("\\p{Lu", .unknownClass, 0), ("\\p{Greek}", .script, 0), ("[\\p{Han}]", .script, 1),
    ("(?z)", .unknownGroup, 2), ("(?i-)", .unknownGroup, 4), ("(?--i)", .unknownGroup, 3),
    ("(?>a)", .unknownGroup, 2), ("(?P>a)", .unknownGroup, 2), ("(?#a)", .unknownGroup, 2),
    ("(?P<>a)", .groupName, 4), ("(?P<a-b>a)", .groupName, 5),
    ("(?<a>x)(?<a>y)", .groupName, 10), ("(?<a", .groupName, 3),
    ("*a", .nothingToRepeat, 0), ("a|*", .nothingToRepeat, 2), ("(+)", .nothingToRepeat, 1),
    ("{2}", .nothingToRepeat, 0), ("a**", .repeatedRepetition, 2),
    ("a+?+", .repeatedRepetition, 3), ("a{2}{3}", .repeatedRepetition, 4),
    ("a{1001}", .tooManyRepetitions(most: 1_000), 1),
    ("a{99999999999999999999}", .tooManyRepetitions(most: 1_000), 1),
    ("a{2,1}", .tooManyRepetitions(most: 1_000), 1),
    ("(a{100}){11}", .tooManyRepetitions(most: 1_000), 8),
    ("((a{10}){10,}){11}", .tooManyRepetitions(most: 1_000), 14),
    ("(a)\\1", .backreference, 3), ("\\8", .backreference, 0), ("(?P=a)", .backreference, 2),
    ("(?=a)", .lookaround, 2), ("(?!a)", .lookaround, 2), ("(?<=a)", .lookaround, 2),
    ("(?<!a)", .lookaround, 2), ("\\C", .singleByte, 0),
  ]

  @Test func `what RE2 refuses is refused, and where it stands is said`() throws {
    for (pattern, kind, offset) in Self.refused {
      guard case .failure(.function(.pattern(let problem))) = try matches(pattern, "") else {
        Issue.record("«\(pattern)» is not refused")
        continue
      }
      #expect(problem.kind == kind && problem.offset == offset, "«\(pattern)»: \(problem)")
      #expect(!problem.description.isEmpty)
    }
  }

  @Test func `what is too deep, too long or too large is refused by name`() throws {
    let patterns: [(String, PatternProblem.Kind)] = [
      (String(repeating: "(", count: 65), .tooDeep(most: 64)),
      (String(repeating: "(?:", count: 5_000), .tooLong(most: 10_000)),
      (String(repeating: "é", count: 10_001), .tooLong(most: 10_000)),
      (String(repeating: "(?i:", count: 2_000), .tooDeep(most: 64)),
      ("(" + String(repeating: "abcdefghijk", count: 1) + "){1000}", .tooLarge(most: 10_000)),
      (String(repeating: "a{1000}", count: 11), .tooLarge(most: 10_000)),
    ]
    for (pattern, kind) in patterns {
      guard case .failure(.function(.pattern(let problem))) = try matches(pattern, "a") else {
        Issue.record("«\(pattern.prefix(20))…» is not refused")
        continue
      }
      #expect(problem.kind == kind)
    }
    let deep = String(repeating: "(", count: 64) + "a" + String(repeating: ")*", count: 64)
    #expect(try matches(deep, "aaa") == .success(true))
  }

  @Test(arguments: [
    "(a+)+$", "^(a*)*$", "(a|aa)+$", "^(a|a?)+$", "(.*)*x$", "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a?){50}a{50}$", "(x+x+)+y",
  ])
  func `patterns that ruin backtracking end within their cost`(pattern: String) throws {
    let text = String(repeating: "a", count: 20_000) + "!"
    #expect(try matches(pattern, text) == .success(false))
    #expect(try matches(pattern, text, costLimit: 2_000) == .failure(.costLimitExceeded(2_000)))
  }

  @Test func `a literal pattern is compiled with the program, a wrong one fails when reached`() {
    #expect(outcome("'abc'.matches('b')") == .value(.bool(true)))
    #expect(outcome("matches('abc', 'd')") == .value(.bool(false)))
    #expect(outcome("true || 'abc'.matches('(')") == .value(.bool(true)))
    let problem = outcome("'abc'.matches('(')")
    guard case .error(.function(.pattern(let found))) = problem else {
      Issue.record("\(problem)")
      return
    }
    #expect(found.kind == .missingClosingParenthesis)
    #expect(outcome("bebas.matches('a')") == .error(.noSuchOverload("matches")))
    #expect(outcome("dyn('abc').matches('b')") == .value(.bool(true)))
    // A literal's program is paid for once, not for each evaluation.
    let large = String(repeating: "(abcd){250}|", count: 9)
    #expect(outcome("'e'.matches('\(large)e')", costLimit: 1_000) == .value(.bool(true)))
  }

  @Test func `random patterns match what a naive matcher matches`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let pattern = RandomPattern.random(using: &generator, depth: 4)
      for _ in 0..<4 {
        let length = Int.random(in: 0...6, using: &generator)
        let text = (0..<length).map { _ in
          RandomPattern.alphabet.randomElement(using: &generator) ?? "a"
        }
        let expected = pattern.matches(text)
        let found = try matches(pattern.source, String(String.UnicodeScalarView(text)))
        #expect(
          found == .success(expected), "seed \(seed): «\(pattern.source)» on «\(text)»")
      }
    }
  }

  @Test func `no text is a pattern that crashes`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let parts = [
      "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", "\\", ".", "-", ":", "?:", "?i",
      "a", "é", "1", ",", "[:alpha:]", "\\pL", "\\x{", "\\Q", "\\E", "\\d", "P<a>", "{2,3}", "\\b",
    ]
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...12, using: &generator)
      let pattern = (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
      switch try matches(pattern, "aé1-(\n") {
      case .success, .failure(.function(.pattern)): break
      case .failure(let error): Issue.record("seed \(seed): «\(pattern)»: \(error)")
      }
    }
  }
}
