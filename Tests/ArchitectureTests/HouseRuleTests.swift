// Goal: what the design says is never done is nowhere done.
// Method: words in code, in comments and in strings of every file, told apart.

import Testing

@Suite struct HouseRuleTests {
  /// Places where one of `words` stands in code, or in text; a word that only ends with one is none.
  private func places(
    of words: [String], in files: [SourceFile] = House.sources,
    _ part: KeyPath<SwiftText.Line, String> = \.code
  ) -> [String] {
    files.flatMap { file in
      file.text.lines.enumerated().compactMap { index, line in
        let found = words.first { Self.stands($0, in: line[keyPath: part]) }
        return found.map { "\(file.path):\(index + 1): \($0)" }
      }
    }
  }

  private static func stands(_ word: String, in line: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: word) {
      let before =
        range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
      let isWhole = !(after.isLetter && (word.last?.isLetter ?? false))
      if isWhole, word.first == "." || !(before.isLetter || before.isNumber || before == "_") {
        return true
      }
      rest = line[range.upperBound...]
    }
    return false
  }

  private var pure: [SourceFile] {
    House.sources.filter {
      $0.path.hasPrefix("Sources/Core/") || $0.path.hasPrefix("Sources/Workflow/")
    }
  }

  private func expectNone(_ found: [String]) {
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test func `the core reads no clock and throws no dice`() {
    expectNone(
      places(
        of: [
          "Date(", "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", ".random(",
          ".randomElement()", ".shuffled()", "clock_gettime",
        ], in: pure))
  }

  @Test func `the core starts no tasks and touches no files`() {
    expectNone(
      places(
        of: ["Task {", "Task.", "FileManager", "FileHandle", "fopen", "getenv", "async"],
        in: pure))
  }

  @Test func `SQL stands in the store alone`() {
    let elsewhere = House.sources.filter { !$0.path.hasPrefix("Sources/Doors/Store/") }
    expectNone(
      places(
        of: [
          "SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "CREATE TABLE", "CREATE INDEX",
          "ALTER TABLE", "DROP TABLE", "PRAGMA", "BEGIN IMMEDIATE",
        ], in: elsewhere, \.text))
  }

  @Test func `what switches a check off says why`() {
    var found: [String] = []
    let words = ["try!", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)"]
    for file in House.sources {
      for (index, line) in file.text.lines.enumerated()
      where words.contains(where: { line.code.contains($0) }) {
        let before = index > 0 ? file.text.lines[index - 1].comment : ""
        if line.comment.isEmpty, before.isEmpty { found.append("\(file.path):\(index + 1)") }
      }
    }
    #expect(found.isEmpty, "without a comment on the same or the previous line: \(found)")
  }

  @Test func `only commands print`() {
    let rooms = House.sources.filter { !$0.path.hasPrefix("Sources/Commands/") }
    expectNone(places(of: ["print("], in: rooms))
  }

  @Test func `a word is found whole and where it stands`() {
    #expect(Self.stands("Date(", in: "let now = Date()"))
    #expect(!Self.stands("Date(", in: "CivilDate(text)"))
    #expect(Self.stands(".random(", in: "Int.random(in: 0..<3)"))
    #expect(!Self.stands("async", in: "asynchronous, notasync"))
    #expect(!Self.stands("UPDATE", in: "UPDATED"))
    #expect(Self.stands("UPDATE", in: "UPDATE timers SET x = 1"))
  }

  private static let longestFile = 700

  @Test func `a file that asks to be two is made two`() {
    let found = House.sources.filter { $0.text.lines.count > Self.longestFile }
      .map { "\($0.path): \($0.text.lines.count) lines" }
    #expect(found.isEmpty, "\(found)")
  }

  @Test func `each file opens with what it is for`() {
    let found = House.sources.filter { file in
      let first = file.text.lines.first
      return (first?.comment ?? "").isEmpty || !(first?.code ?? "").isEmpty
    }
    #expect(found.isEmpty, "\(found.map(\.path))")
  }

  // MARK: Documents

  private func diagnosticCodes() throws -> [String] {
    let path = "Sources/Workflow/Definition/Diagnostic.swift"
    let source = try #require(House.text(path))
    let start = try #require(source.firstRange(of: "enum DiagnosticCode"))
    let body = source[start.upperBound...].prefix { $0 != "}" }
    return body.matches(of: /case ([a-zA-Z]+)(?: = "([a-z-]+)")?/).map {
      $0.2.map { String($0) } ?? String($0.1)
    }
  }

  @Test func `every code of a problem is explained, and nothing else`() throws {
    let page = try #require(House.text("docs/diagnostics.md"))
    let headings = page.matches(of: /(?m)^### `([a-z-]+)`$/).map { String($0.1) }
    let codes = try diagnosticCodes()
    #expect(codes.count > 30)
    #expect(headings.sorted() == codes.sorted())
  }

  @Test func `every example of a library's documentation stands in a test`() throws {
    func bare(_ text: some StringProtocol) -> String {
      String(text.filter { !$0.isWhitespace })
    }
    var examples = 0
    for path in House.paths(below: "Sources/Core") where path.hasSuffix(".md") {
      let page = try #require(House.text(path))
      let library = path.split(separator: "/")[2]
      let tests = House.swiftFiles(below: "Tests/\(library)Tests")
        .compactMap { House.text($0.path) }.map { bare($0) }
      for match in page.matches(of: /(?s)```swift\n(.*?)```/) {
        let code = match.1.split(separator: "\n").filter { !$0.hasPrefix("//") }.joined()
        examples += 1
        #expect(tests.contains { $0.contains(bare(code)) }, "\(path): \(match.1)")
      }
    }
    #expect(examples > 5)
  }

  @Test func `no page names a file that is not there`() throws {
    for path in House.paths(below: "docs") where path.hasSuffix(".md") {
      let page = try #require(House.text(path))
      for match in page.matches(
        of: /`((?:workflows|docs|Sources|Tests|systemd)\/[A-Za-z0-9_.\/-]+\.[a-z]+)`/)
      {
        #expect(House.text(String(match.1)) != nil, "\(path): \(match.1)")
      }
    }
  }
}

@Suite struct SwiftTextTests {
  @Test func `code, comments and strings are told apart`() {
    let text = SwiftText(
      """
      let a = "SELECT \\(b("x // y")) end" // why
      /* try! /* print( */ still */ let c = #"raw " \\n"#
      let d = \"""
        "print(" in text
        \"""; print(1)
      """)
    #expect(text.lines[0].code == #"let a = "b("")" "#)
    #expect(text.lines[0].text == "SELECT x // y end")
    #expect(text.lines[0].comment == " why")
    #expect(text.lines[1].comment.contains("try!"))
    #expect(text.lines[1].code == #" let c = """#)
    #expect(text.lines[1].text == #"raw " \n"#)
    #expect(text.lines[3].code.isEmpty)
    #expect(text.lines[4].code.contains("print(1)"))
  }
}
