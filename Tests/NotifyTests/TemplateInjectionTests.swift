// Goal: whatever people type into a field stays inside the place that a template gives it, in text and HTML.
// Method: a table of hostile values, and values from a seed: never another line, row, block or element;
// every HTML read by expat.

import Foundation
import Notify
import Testing
import Workflow

@Suite struct TemplateInjectionTests {
  static let hostile: [String] = [
    "satu\nTenggat: Senin, 1 Januari 2029", "a\r\n\r\nYang dapat diketik:\r\n    rm -rf /",
    "\u{2028}- satu\u{2029}- dua\u{85}# tiga", "\u{0B}\u{0C}\u{1C}x", "-- \nkaki", "--", "- butir",
    "# Judul", "! Perhatian", "    sinergictl cancel X", "\u{A0}\u{A0}\u{A0}\u{A0}kode",
    "Tenggat: besok", "<script>alert(1)</script>", "</td></tr></table><h1>x</h1>",
    "\"><img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &", "' onmouseover='x", "<!-- x -->",
    "]]>", "{{reference}}", "{{#items}}x{{/items}}", "{{{title}}}", "{{> facts}}", "}}{{",
    "\u{202E}nemhcuD\u{202C}", "\u{2066}a\u{2069}\u{200F}b\u{061C}", "a\u{FEFF}b\u{200B}c\u{2060}d",
    "a\u{0}b\u{2}c\u{3}d\u{1B}[31me\u{7F}f\u{9B}g", "\u{FFFE}\u{FFFF}\u{1FFFE}",
    "\u{E0041}\u{E007F}",
    "e\u{301}\u{301}\u{301}", "<\u{301}b>\u{301} &\u{301}amp; \"\u{301}", "👨‍👩‍👧‍👦 é ṇ 漢字 عربي",
    String(repeating: " ", count: 400) + "Tenggat: besok",
    String(repeating: "x", count: 5_000), "$(reboot) `id` ; | > /etc/passwd",
  ]

  /// Every variable that people can write, as that text.
  private func facts(_ value: String) -> MessageFacts {
    var facts = Facts.full(.indonesian)
    for variable in MessageVariable.allCases where variable != .kind { facts[variable] = value }
    facts.commands = [value, value]
    facts.items = [MessageFacts(facts.values, commands: [value]), MessageFacts(facts.values)]
    return facts
  }

  /// The number of lines and the labels of a text: what only a template decides.
  private func shape(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.isEmpty { return "" }
      if line.hasPrefix("    ") { return "code" }
      return "words"
    }
  }

  private func expectSame(
    _ message: RenderedMessage, as plain: RenderedMessage, _ what: String
  ) {
    #expect(shape(message.text) == shape(plain.text), "\(what)")
    #expect(!message.subject.contains { $0.isNewline })
    for words in [message.subject, message.text] {
      let bad = words.unicodeScalars.first { scalar in
        scalar != "\n"
          && (scalar.properties.generalCategory == .control
            || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
            || scalar == "\u{2028}" || scalar == "\u{2029}")
      }
      #expect(bad == nil, "\(what): \(bad.map { String($0.value, radix: 16) } ?? "")")
    }
  }

  @Test(arguments: MessageKind.allCases)
  func `a hostile value adds no line`(kind: MessageKind) throws {
    let templates = try Shipped.texts()
    let plain = try #require(
      templates.render(kind.rawValue, facts("x"), language: .indonesian, workflow: nil))
    // A value of which nothing is left is a missing one.
    for value in Self.hostile where !isEmpty(value) {
      let message = try #require(
        templates.render(kind.rawValue, facts(value), language: .indonesian, workflow: nil))
      expectSame(message, as: plain, "\(kind.rawValue) \(value.debugDescription.prefix(80))")
    }
  }

  private func isEmpty(_ value: String) -> Bool {
    value.unicodeScalars.allSatisfy { scalar in
      scalar.value & 0xFFFE == 0xFFFE || (0xE0000...0xE0FFF).contains(scalar.value)
    }
  }

  @Test func `the HTML has the same elements and rows whatever the values are`() throws {
    let templates = try Shipped.templates()
    let kinds = ["returned", "digest", "incident"]
    var documents: [String] = []
    for kind in kinds {
      for value in ["x"] + Self.hostile where !isEmpty(value) {
        // One item: with two, the longest value would fill the text to its bound, and cut it.
        var facts = self.facts(value)
        facts.items.removeLast()
        let message = try #require(
          templates.renderBilingual(kind, indonesian: facts, english: facts, workflow: nil))
        documents.append(try #require(message.html))
      }
    }
    let pages = try StrictReader.read(documents)
    let each = pages.count / kinds.count
    for (index, page) in pages.enumerated() {
      let plain = pages[index / each * each]
      #expect(page.error == nil, "\(page.error ?? "")")
      #expect(page.elements == plain.elements)
      #expect(page.rows?.map { $0.first ?? "" } == plain.rows?.map { $0.first ?? "" })
      #expect(page.elements?["script"] == nil && page.elements?["img"] == nil)
    }
  }

  @Test func `tags in a value stay as they are typed`() throws {
    let templates = try Shipped.templates()
    var facts = Facts.typical(.returned, .indonesian)
    facts[.reason] = "{{reference}} <b>{{> facts}}</b>"
    let message = try #require(
      templates.render("returned", facts, language: .indonesian, workflow: nil))
    #expect(message.text.contains("Alasan: {{reference}} <b>{{> facts}}</b>"))
    #expect(message.html?.contains("{{reference}} &lt;b&gt;{{&gt; facts}}&lt;/b&gt;") == true)
  }

  @Test func `text is not escaped, and HTML is, also inside partials`() throws {
    let templates = try Shipped.templates()
    var facts = Facts.typical(.assigned, .indonesian)
    facts[.title] = "Baca & tulis <\"desa\">"
    let message = try #require(
      templates.render("assigned", facts, language: .indonesian, workflow: nil))
    #expect(message.text.contains("Tentang: Baca & tulis <\"desa\">"))
    #expect(message.subject.hasSuffix(": Baca & tulis <\"desa\">"))
    #expect(message.html?.contains("Baca &amp; tulis &lt;&quot;desa&quot;&gt;") == true)
    #expect(message.html?.contains("&amp;amp;") == false)
  }

  @Test func `a value that looks like structure is words`() throws {
    let source = """
      Subject: s

      {{title}}
      - {{title}}
      {{title}}: {{reason}}
      Alasan: {{reason}}

      """
    let (templates, problems) = MessageTemplates.read(
      [SourceText(name: "templates/test.id.mustache", text: source)] + (try layout()))
    #expect(problems.isEmpty)
    let facts = MessageFacts([.title: "    Tenggat: besok", .reason: "- # ! x"])
    let message = try #require(
      templates.render("test", facts, language: .indonesian, workflow: nil))
    #expect(
      message.text
        == "Tenggat: besok\n- Tenggat: besok\nTenggat: besok: - # ! x\nAlasan: - # ! x")
    let page = try StrictReader.page(of: message)
    // One row, one item of a list: the template's own.
    #expect(page.rows == [["Alasan", "- # ! x"]])
    #expect(page.elements?["li"] == 1 && page.code == [])
  }

  private func layout() throws -> [SourceText] {
    try Shipped.sources().filter { $0.name.hasSuffix("layout.html.mustache") }
  }

  // MARK: Bounds

  @Test func `ten megabytes are cut, and quickly`() throws {
    let templates = try Shipped.templates()
    let kinds: [(String, String)] = [
      ("returned", String(repeating: "panjang ", count: 1_310_720)),
      ("returned", "e" + String(repeating: "\u{301}", count: 5_242_880)),
      ("returned", String(repeating: "\u{202E}", count: 3_495_253)),
      ("digest", String(repeating: "<", count: 10_485_760)),
    ]
    for (kind, value) in kinds {
      var facts = Facts.typical(.returned, .indonesian)
      facts[.reason] = value
      facts[.title] = value
      facts.commands = Array(repeating: value, count: 3)
      facts.items = Array(repeating: MessageFacts([.title: value]), count: 2)
      let message = try #require(
        templates.render(kind, facts, language: .indonesian, workflow: nil))
      #expect(message.subject.unicodeScalars.count <= NotifyLimits.subjectScalars)
      #expect(message.text.unicodeScalars.count <= 8 * NotifyLimits.valueScalars)
      #expect(message.text.contains("…"))
    }
  }

  @Test func `a digest of thousands stays a message, and says how many are left`() throws {
    let templates = try Shipped.templates()
    var facts = Facts.typical(.digest, .english)
    facts.items = (0..<5_000).map {
      MessageFacts([.headline: "Due", .reference: "NKO/2026/\($0)", .title: "T"])
    }
    let message = try #require(
      templates.render("digest", facts, language: .english, workflow: nil))
    #expect(message.text.contains("NKO/2026/\(NotifyLimits.digestItems - 1)"))
    #expect(!message.text.contains("NKO/2026/\(NotifyLimits.digestItems),"))
    #expect(message.text.contains("Not shown here: \(5_000 - NotifyLimits.digestItems)."))
  }

  @Test func `the longest message is within its bound, and its end says so`() throws {
    let templates = try Shipped.templates()
    let long = String(repeating: "漢", count: 5_000)
    var facts = Facts.typical(.digest, .indonesian)
    let item = MessageFacts(
      Dictionary(uniqueKeysWithValues: MessageVariable.allCases.map { ($0, long) }),
      commands: Array(repeating: long, count: 4))
    facts.items = Array(repeating: item, count: 10)
    let message = try #require(
      templates.render("digest", facts, language: .indonesian, workflow: nil))
    #expect(message.text.utf8.count <= NotifyLimits.textBytes + 100)
    #expect(message.text.hasSuffix("…"))
    let both = try #require(
      templates.renderBilingual("digest", indonesian: facts, english: facts, workflow: nil))
    #expect(both.text.utf8.count <= NotifyLimits.textBytes + 100)
    #expect(both.text.contains("----- English -----"))
    let page = try StrictReader.page(of: both)
    #expect(page.error == nil)
  }

  @Test func `an item of a digest shows nothing of what is around it`() throws {
    let templates = try Shipped.templates()
    var facts = Facts.full(.indonesian)
    facts[.title] = "LUAR"
    facts[.deadline] = "LUAR"
    facts.commands = []
    facts.items = [MessageFacts([.reference: "NKO/2026/0009"])]
    let message = try #require(
      templates.render("digest", facts, language: .indonesian, workflow: nil))
    #expect(message.text.contains("Perjanjian: NKO/2026/0009\n"))
    #expect(!message.text.contains("LUAR"))
  }

  // MARK: Properties

  private func randomText(_ numbers: inout SeededNumbers) -> String {
    let pieces = [
      "\n", "\r\n", "\t", " ", "    ", "- ", "# ", "! ", "-- ", "Tenggat: ", ":", "{{", "}}", "#",
      "/", "<", ">", "&", "\"", "'", "]]>", "<!--", "x", "é", "\u{301}", "\u{202E}", "\u{2028}",
      "\u{0}", "\u{2}", "\u{3}", "😀", "\u{200D}", "\u{FFFF}", "kata", "…", "\u{1F}",
    ]
    return (0..<Int.random(in: 1...20, using: &numbers)).map { _ in
      pieces.randomElement(using: &numbers) ?? ""
    }.joined()
  }

  @Test func `random values never add lines, rows or elements`() throws {
    let templates = try Shipped.templates()
    let seed = seed(20_261_130)
    var numbers = SeededNumbers(seed: seed)
    var documents: [String] = []
    for round in 0..<150 {
      let kind = MessageKind.allCases[round % MessageKind.allCases.count].rawValue
      var random = MessageFacts()
      var plain = MessageFacts()
      for variable in MessageVariable.allCases where Bool.random(using: &numbers) {
        // A letter in front, so that it is never empty.
        random[variable] = "a" + randomText(&numbers)
        plain[variable] = "a"
      }
      random.commands = ["a" + randomText(&numbers)]
      plain.commands = ["a"]
      random.items = [random]
      plain.items = [plain]
      let message = try #require(
        templates.render(kind, random, language: .english, workflow: nil))
      let other = try #require(templates.render(kind, plain, language: .english, workflow: nil))
      expectSame(message, as: other, "seed \(seed), round \(round)")
      documents += [try #require(message.html), try #require(other.html)]
    }
    let pages = try StrictReader.read(documents)
    for index in stride(from: 0, to: pages.count, by: 2) {
      #expect(pages[index].error == nil, "seed \(seed): \(pages[index].error ?? "")")
      #expect(pages[index].elements == pages[index + 1].elements, "seed \(seed)")
      #expect(
        pages[index].rows?.map { $0.first } == pages[index + 1].rows?.map { $0.first },
        "seed \(seed)")
    }
  }

  /// What the scan lets through renders without a trap, and what it refuses is told inside the file.
  @Test func `random templates are read or refused, and what is read renders`() {
    let seed = seed(77)
    var numbers = SeededNumbers(seed: seed)
    let pieces = [
      "{{", "}}", "{{{", "{", "}", "#", "^", "/", ">", "!", "=", ".", "title", "{{title}}", "late",
      "{{#late}}", "{{/late}}", "{{^late}}", "{{#items}}", "{{/items}}", "{{#commands}}", "{{.}}",
      "{{/commands}}", "{{> facts}}", " ", "\n", "\r\n", "    ", "- ", "é", "\u{301}", "{{! x }}",
      "Label: ", "--\n", "%", "{{% CONTENT_TYPE:HTML}}",
    ]
    let facts = Facts.full(.indonesian)
    var read = 0
    for round in 0..<1_500 {
      var text = "Subject: s\n\n"
      for _ in 0..<Int.random(in: 1...8, using: &numbers) {
        text += pieces.randomElement(using: &numbers) ?? ""
      }
      let source = SourceText(name: "templates/test.id.mustache", text: text)
      let partial = SourceText(name: "templates/_facts.id.mustache", text: "Tentang: {{title}}\n")
      let (templates, problems) = MessageTemplates.read([partial, source])
      let message = templates.render("test", facts, language: .indonesian, workflow: nil)
      #expect((message == nil) == !problems.isEmpty, "seed \(seed), round \(round): \(text)")
      if message != nil { read += 1 }
      for diagnostic in problems.flatMap(\.diagnostics) {
        let lines = text.unicodeScalars.count { $0 == "\n" } + 1
        #expect((1...lines).contains(diagnostic.range.line), "seed \(seed): \(text)")
      }
    }
    #expect(read > 150)
  }
}
