// Goal: a problem is shown so that the eye lands on it.
// Method: exact text, also behind letters of several bytes and behind tabs.

import Testing

@testable import Workflow

@Suite struct RenderingTests {
  private func rendered(_ text: String) -> [String] {
    let source = SourceText(name: "mou.yaml", text: text)
    return DefinitionCompiler.compile(source, digest: "d").diagnostics.map {
      $0.rendered(in: source)
    }
  }

  private static let head = "workflow: w\ntitle: W\ncalendar: c\nreference: \"W/{sequence}\"\n"

  @Test func `the carets stand below the word`() {
    let text =
      Self.head + """
        roles: { pic: { position: petugas } }
        initial: konsep
        states:
          konsep:
            task: { for: pic }
            on: { ajukan: telah }
          telaah: { type: final }
        """
    #expect(
      rendered(text)[0] == """
        mou.yaml:10:19: error[unknown-target]: no state «telah»
        10 |     on: { ajukan: telah }
           |                   ^^^^^ did you mean «telaah»?
        """)
  }

  @Test func `a column counts letters, not bytes`() {
    let text =
      Self.head + """
        title: "é — «𝔅ali»"
        states: { a: { type: final, title: "Désa ādat", warnä: x } }
        """
    #expect(
      rendered(text) == [
        """
        mou.yaml:5:1: error[duplicate-key]: the key «title» stands twice in one mapping
        5 | title: "é — «𝔅ali»"
          | ^^^^^ first on line 2
        """,
        """
        mou.yaml:6:49: error[unknown-key]: a state has no key «warnä»
        6 | states: { a: { type: final, title: "Désa ādat", warnä: x } }
          |                                                 ^^^^^ known here: after, always, approval, at, description, entry, exit, history, initial, meta, on, onDone, states, tags, target, task, title, type, void
        """,
      ])
  }

  @Test func `a tab before the place stays a tab`() {
    let text = Self.head + "states: { a:\t{\ttipe: final } }\n"
    #expect(
      rendered(text) == [
        "mou.yaml:5:16: error[unknown-key]: a state has no key «tipe»\n"
          + "5 | states: { a:\t{\ttipe: final } }\n"
          + "  |             \t \t^^^^ did you mean «type»?"
      ])
  }

  @Test func `an empty line shows the help below the message`() {
    #expect(
      rendered("") == [
        """
        mou.yaml:1:1: error[empty]: the file is empty
          help: begin with «workflow: NAME», «calendar: NAME» or «directory: NAME»
        """
      ])
  }

  @Test func `a warning says that it is one`() {
    let text = Self.head + "initial: a\nstates:\n  a: { type: final }\n  b: { type: final }\n"
    #expect(
      rendered(text) == [
        """
        mou.yaml:8:3: warning[unreachable-state]: state «b»: cannot be reached: no transition \
        that can fire leads to it (start)
        8 |   b: { type: final }
          |   ^ add one, or remove the state
        """
      ])
  }

  @Test func `carets never pass the end of a long line`() {
    let source = SourceText(name: "f", text: String(repeating: "x", count: 500))
    let range = SourceRange(line: 1, column: 190, length: 300)
    let lines = Diagnostic(.yaml, "m", at: range).rendered(in: source).split(separator: "\n")
    #expect(lines.map(\.count) == [23, 204, 204])
  }

  @Test func `a place outside the text is still told`() {
    let source = SourceText(name: "f", text: "satu\n")
    #expect(
      Diagnostic(.yaml, "m", at: SourceRange(line: 9, column: 9), help: "h").rendered(in: source)
        == "f:9:9: error[yaml]: m\n  help: h")
  }

  @Test(arguments: [
    ("reviw", ["review", "draft"], "review"), ("kadsi", ["kadis", "kabid"], "kadis"),
    ("Telaah", ["telaah"], "telaah"), ("sangat_jauh", ["telaah", "konsep"], nil),
    ("ab", ["ba"], "ba"), ("", ["a"], "a"),
  ])
  func `the nearest name within a third of the word is meant`(
    word: String, known: [String], expected: String?
  ) {
    #expect(Suggestion.nearest(to: word, in: known) == expected)
  }
}
