// Goal: every problem of a file is told, with its code, at its place, and nothing else is.
// Method: annotated fixtures compared as whole sets; files that cannot be written down are made here.

import Foundation
import Testing

@testable import Workflow

@Suite struct DiagnosticsTests {
  @Test(arguments: Fixture.all)
  func `a faulty file is told every problem where it is`(fixture: Fixture) throws {
    if ProcessInfo.processInfo.environment["SINERGI_RECORD"] != nil {
      try fixture.recorded().write(to: fixture.url, atomically: true, encoding: .utf8)
      return
    }
    let expected = fixture.annotations
    let found = fixture.diagnostics
    #expect(!expected.isEmpty, "a fixture without marks proves nothing")
    let places = found.map {
      "\($0.range.line):\($0.range.column) \($0.severity.rawValue)[\($0.code.rawValue)]"
    }
    #expect(places.sorted() == expected.map(\.place).sorted())
    for annotation in expected {
      let said = zip(places, found).filter { $0.0 == annotation.place }
        .map { $0.1.message + ($0.1.help.map { "; \($0)" } ?? "") }
      #expect(said.contains { $0.contains(annotation.text) }, "\(annotation): \(said)")
    }
  }

  @Test func `every code of a problem is provoked by some file`() {
    let made = Self.made.flatMap { Fixture.problems(of: $0.source) }
    let provoked = Set((Fixture.all.flatMap(\.diagnostics) + made).map(\.code))
    let silent = DiagnosticCode.allCases.filter {
      !provoked.contains($0) && !Self.provokedByTemplates.contains($0)
    }
    #expect(silent.isEmpty, "never provoked: \(silent.map(\.rawValue))")
  }

  /// Codes of templates, which are read in another room; TemplateProblemTests provokes them.
  private static let provokedByTemplates: Set<DiagnosticCode> = [.template, .unknownVariable]

  // MARK: Files that are made here

  struct Made: CustomTestStringConvertible {
    var name: String
    var text: String
    var place: String
    var code: DiagnosticCode
    var says: String
    var testDescription: String { name }
    var source: SourceText { SourceText(name: name, text: text) }
  }

  private static let head = "workflow: w\ntitle: W\ncalendar: c\nreference: \"W/{sequence}\"\n"
  private static let pelan = "states: { a: { type: final } }\n"

  private static let expressions =
    head + "data: { putaran: int }\nroles: { pic: { position: p } }\n"
    + "states:\n  a:\n    on: { m: { by: pic } }\n    always:\n"
  static let made: [Made] = [
    Made(name: "nothing", text: "", place: "1:1", code: .empty, says: "empty"),
    Made(
      name: "only comments", text: "# satu\n\n# dua\n", place: "1:1", code: .empty, says: "empty"),
    Made(name: "only blanks", text: "   \n\n  \n", place: "1:1", code: .empty, says: "empty"),
    Made(
      name: "ten megabytes", text: String(repeating: "# baris\n", count: 1_310_720), place: "1:1",
      code: .tooLarge, says: "10485760 bytes"),
    Made(
      name: "a NUL", text: head + "descr\u{0}iption: x\n" + pelan, place: "5:6", code: .encoding,
      says: "NUL"),
    Made(
      name: "Latin-1 read as UTF-8",
      text: String(
        decoding: Array("workflow: caf".utf8) + [0xE9] + Array("\n".utf8), as: UTF8.self),
      place: "1:14", code: .encoding, says: "not UTF-8"),
    Made(
      name: "a control character", text: head + "description: a\u{7}b\n" + pelan, place: "5:15",
      code: .encoding, says: "control character"),
    Made(
      name: "a lone carriage return", text: head + "description: a\rb\n" + pelan, place: "5:15",
      code: .encoding, says: "line"),
    Made(
      name: "a line separator", text: head + "description: a\u{2028}b\n" + pelan, place: "5:15",
      code: .encoding, says: "line"),
    Made(
      name: "a bomb of aliases", text: bomb(levels: 9, fan: 9), place: "1:1", code: .aliasBomb,
      says: "aliases"),
    Made(
      name: "a small bomb of aliases", text: bomb(levels: 8, fan: 3, leaves: 200), place: "1:264",
      code: .aliasBomb, says: "values, aliases counted each time"),
    Made(
      name: "a bomb behind tabs", text: bomb(levels: 9, fan: 9, separator: "\t"), place: "1:1",
      code: .aliasBomb, says: "aliases"),
    Made(
      name: "a bomb with names that begin with a dash",
      text: bomb(levels: 9, fan: 9, prefix: "-"), place: "1:1", code: .aliasBomb, says: "aliases"),
    Made(
      name: "a bomb as a key", text: bomb(levels: 9, fan: 9) + "? *l8\n: x\n", place: "1:1",
      code: .aliasBomb, says: "aliases"),
    Made(
      name: "a list nested too deep",
      text: head + "tags: " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        + "\n" + pelan,
      place: "5:70", code: .invalidValue, says: "nested deeper"),
    Made(
      name: "a list without end", text: head + "tags: " + String(repeating: "[", count: 200_000),
      place: "5:8", code: .yaml, says: "nesting"),
    Made(
      name: "two hundred problems and more",
      text: head + (0..<300).map { "kunci\($0): x\n" }.joined() + pelan, place: "204:1",
      code: .tooManyProblems, says: "more than 200"),
    Made(
      name: "twenty-one keys that stand twice",
      text: head + (0..<30).map { "tags: [t\($0)]\n" }.joined() + pelan, place: "6:1",
      code: .duplicateKey, says: "«tags»"),
    Made(
      name: "more states than a chart may have",
      text: head + "states:\n" + (0...WorkflowLimits.states).map { "  s\($0): {}\n" }.joined(),
      place: "5:1", code: .chart, says: "more than 2000 states"),
    Made(
      name: "an expression in a block of text",
      text: expressions + "          guard: >-\n            data.putaran >\n            'satu'\n",
      place: "11:18", code: .expressionType, says: "int and string"),
    Made(
      name: "an expression over two lines",
      text: expressions + "          guard: data.putaran > 0 &&\n            data.putran < 9\n",
      place: "11:18", code: .expressionName, says: "putran"),
    Made(
      name: "an alias that could mean two anchors",
      text: head + "tags: [&a satu, &a dua, *a]\n" + pelan, place: "5:25", code: .yaml,
      says: "several anchors"),
    Made(
      name: "an anchor that contains itself", text: head + "tags: &a [*a]\n" + pelan, place: "5:11",
      code: .yaml, says: "no anchor before it"),
    Made(
      name: "an alias without an anchor", text: head + "tags: *lain\n" + pelan, place: "5:7",
      code: .yaml, says: "alias"),
  ]

  /// `l0: &l0 [x, …]`, then lists of the list before, `fan` times each.
  private static func bomb(
    levels: Int, fan: Int, leaves: Int = 9, separator: String = " ", prefix: String = ""
  ) -> String {
    var text =
      "l0:\(separator)&\(prefix)l0 [\(Array(repeating: "x", count: leaves).joined(separator: ","))]\n"
    for level in 1..<(levels + 1) {
      let items = Array(repeating: "*\(prefix)l\(level - 1)", count: fan)
      text +=
        "l\(level):\(separator)&\(prefix)l\(level) [\(separator)"
        + items.joined(separator: "\(separator),\(separator)") + "\(separator)]\n"
    }
    return text
  }

  @Test(arguments: made)
  func `a file that breaks a bound is told so`(file: Made) throws {
    let problems = Fixture.problems(of: file.source)
    let match = problems.filter {
      $0.code == file.code && "\($0.range.line):\($0.range.column)" == file.place
        && $0.message.contains(file.says)
    }
    #expect(
      !match.isEmpty,
      "\(problems.sorted { $0.code == file.code && $1.code != file.code }.prefix(5).map { "\($0.range.line):\($0.range.column) \($0.code.rawValue) \($0.message)" })"
    )
    #expect(DefinitionCompiler.compile(file.source, digest: "d").value == nil)
  }

  /// Every key that Yams compares is hashed whole: a small bomb must not be built for that either.
  @Test func `a bomb below the count of aliases is not built as a key`() {
    var text = bombHead(leaves: 20_000)
    text += "? *l8\n: satu\n? [*l8]\n: dua\n{ *l8 : tiga }: empat\n"
    let problems = compiled(text).diagnostics
    #expect(problems.contains { $0.severity == .error })
  }

  private func bombHead(leaves: Int) -> String {
    Self.bomb(levels: 7, fan: 3, leaves: leaves)
  }

  @Test func `windows line ends change neither places nor values`() throws {
    let source = try source("workflows/nota-kesepahaman-opd.yaml")
    let windows = SourceText(
      name: source.name,
      text: source.text.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\r\n"))
    let here = DefinitionCompiler.compile(source, digest: "d")
    let there = DefinitionCompiler.compile(windows, digest: "d")
    #expect(there.diagnostics == here.diagnostics)
    #expect(there.value?.states == here.value?.states)
    let fixture = try #require(Fixture.all.first { $0.name == "targets.yaml" })
    let crlf = fixture.text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    #expect(Fixture.problems(of: SourceText(name: "t", text: crlf)) == fixture.diagnostics)
  }

  @Test func `a problem in a file with a byte order mark is at its place`() {
    let problems = compiled("\u{FEFF}" + Self.head + "warna: merah\n" + Self.pelan).diagnostics
    #expect(problems.map(\.code) == [.unknownKey])
    #expect(problems.first?.range.line == 5)
  }

  @Test func `an alias stands for what its anchor names`() throws {
    let text =
      Self.head + "roles:\n  pic: &siapa { position: petugas }\n  lain: *siapa\n" + Self.pelan
    let workflow = try workflow(text)
    #expect(workflow.roles["lain"]?.binding == .position("petugas"))
  }
}
