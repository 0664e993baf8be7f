// Goal: the form of a text decides what its HTML is made of, and both say the same.
// Method: small templates beside the elements that expat finds; shipped messages, word by word.

import Foundation
import Notify
import Testing
import Workflow

@Suite struct TemplateFormTests {
  private func render(
    _ body: String, _ facts: MessageFacts = MessageFacts([.title: "Literasi", .reason: "R"])
  ) throws -> (message: RenderedMessage, page: StrictReader.Page) {
    let layout = try Shipped.sources().filter { $0.name.hasSuffix("layout.html.mustache") }
    let source = SourceText(name: "templates/test.id.mustache", text: "Subject: s\n\n" + body)
    let (templates, problems) = MessageTemplates.read(layout + [source])
    #expect(problems.isEmpty)
    let message = try #require(
      templates.render("test", facts, language: .indonesian, workflow: nil))
    let page = try StrictReader.page(of: message)
    #expect(page.error == nil)
    return (message, page)
  }

  @Test func `each line is what its beginning says`() throws {
    let (message, page) = try render(
      """
      ! Awas
      # Judul
      Kalimat pertama.
      Kalimat kedua.
      Tentang: {{title}}
      Alasan: {{reason}}
      - satu
      - dua
          sinergictl tasks
          sinergictl status

      # Lagi
      Ini kalimat: bukan baris berlabel.
      --
      kaki {{title}}
      """)
    #expect(
      message.text == """
        Awas
        Judul
        Kalimat pertama.
        Kalimat kedua.
        Tentang: Literasi
        Alasan: R
        - satu
        - dua
            sinergictl tasks
            sinergictl status

        Lagi
        Ini kalimat: bukan baris berlabel.

        -- \nkaki Literasi
        """)
    #expect(page.rows == [["Tentang", "Literasi"], ["Alasan", "R"]])
    #expect(page.code == ["sinergictl tasks\nsinergictl status"])
    #expect(page.elements?["h1"] == 1 && page.elements?["h2"] == 1 && page.elements?["li"] == 2)
    #expect(page.text?.hasSuffix("kaki Literasi") == true)
  }

  @Test func `a row is a short label of the template and a value at once behind it`() throws {
    let (_, page) = try render(
      """
      Tentang: {{title}}
      Tentang:{{title}}
      Tentang: ini {{title}}
      {{title}}: {{title}}
      Label yang terlalu panjang sekali ya: {{title}}
      Dua: kali: {{title}}
      """)
    #expect(page.rows == [["Tentang", "Literasi"]])
  }

  @Test func `a line that has nothing but missing values is left out, an empty line is not`() throws
  {
    let (message, _) = try render(
      """
      Tentang: {{title}}
      Tenggat: {{deadline}}
      - {{deadline}}
      # {{headline}}
          {{deadline}}
      {{deadline}} {{late}}

      Alasan: {{reason}}



      Selesai{{deadline}}.
      """)
    #expect(message.text == "Tentang: Literasi\n\nAlasan: R\n\nSelesai.")
  }

  @Test func `a value of nothing but blanks is missing`() throws {
    let facts = MessageFacts([.title: " \n\u{200B}\t", .reason: ""])
    let (message, page) = try render("{{#title}}ada{{/title}}\nA: {{title}}{{reason}}\nx\n", facts)
    #expect(message.text == "x")
    #expect(page.rows == [])
  }

  @Test func `every word of the text is in the HTML, and no other`() throws {
    let templates = try Shipped.templates()
    var documents: [String] = []
    var texts: [String] = []
    for sample in Sample.all {
      let message = try #require(
        templates.render(
          sample.kind.rawValue, Facts.typical(sample.kind, sample.language),
          language: sample.language, workflow: nil))
      documents.append(try #require(message.html))
      texts.append(message.text)
    }
    for (index, page) in try StrictReader.read(documents).enumerated() {
      let sample = Sample.all[index]
      #expect(page.error == nil, "\(sample): \(page.error ?? "")")
      let html = bare(page.text ?? "")
      // The name of the office stands above.
      let office = bare(Facts.typical(sample.kind, sample.language)[.office] ?? "")
      #expect(html == office + bare(texts[index]), "\(sample)")
    }
  }

  private func bare(_ text: String) -> String {
    // Colons of labels and dashes of lists are what the HTML shows by its form.
    text.filter { $0.isLetter || $0.isNumber }
  }

  @Test func `two languages are marked as such, and both feet are at the end`() throws {
    let templates = try Shipped.templates()
    let message = try #require(
      templates.renderBilingual(
        "returned", indonesian: Facts.typical(.returned, .indonesian),
        english: Facts.typical(.returned, .english), workflow: nil))
    #expect(message.subject.contains("Dikembalikan"))
    let pieces = message.text.components(separatedBy: "\n\n----- English -----\n\n")
    #expect(pieces.count == 2)
    #expect(pieces[0].contains("dikembalikan untuk diperbaiki") && !pieces[0].contains("-- \n"))
    let feet = pieces[1].components(separatedBy: "\n\n-- \n")
    #expect(feet.count == 2)
    #expect(feet[1].contains("dibuat otomatis") && feet[1].contains("written automatically"))
    let html = try #require(message.html)
    #expect(html.contains("<html lang=\"id\""))
    #expect(html.contains("<div lang=\"id\">") && html.contains("<div lang=\"en\">"))
  }

  @Test func `with a template in one language only, that one is sent`() {
    let (templates, _) = MessageTemplates.read([
      SourceText(name: "templates/test.en.mustache", text: "Subject: Test\n\nWords\n")
    ])
    let message = templates.renderBilingual(
      "test", indonesian: MessageFacts(), english: MessageFacts(), workflow: nil)
    #expect(message == RenderedMessage(subject: "Test", text: "Words", html: nil))
    #expect(
      templates.renderBilingual(
        "lain", indonesian: MessageFacts(), english: MessageFacts(), workflow: nil) == nil)
  }

  @Test func `urgent kinds and what is late have another colour`() throws {
    let templates = try Shipped.templates()
    func html(_ kind: MessageKind, _ facts: MessageFacts) -> String {
      templates.render(kind.rawValue, facts, language: .english, workflow: nil)?.html ?? ""
    }
    let red = "border-top:4px solid #b3261e"
    #expect(html(.overdue, MessageFacts()).contains(red))
    #expect(html(.incident, MessageFacts()).contains(red))
    #expect(html(.assigned, MessageFacts([.late: "late"])).contains(red))
    #expect(!html(.assigned, MessageFacts()).contains(red))
  }

  @Test func `without a layout there is text alone`() {
    let (templates, _) = MessageTemplates.read([
      SourceText(name: "templates/test.en.mustache", text: "Subject: Test\n\nWords\n")
    ])
    #expect(!templates.hasLayout)
    #expect(
      templates.render("test", MessageFacts(), language: .english, workflow: nil)
        == RenderedMessage(subject: "Test", text: "Words", html: nil))
    #expect(MessageTemplates().kinds.isEmpty)
  }

  // MARK: Documents

  @Test func `the page about templates lists every variable and every kind`() throws {
    let page = try Shipped.text("docs/templates.md")
    for variable in MessageVariable.allCases {
      #expect(page.contains("| `\(variable.rawValue)` |"), "\(variable.rawValue)")
    }
    for kind in MessageKind.allCases {
      #expect(page.contains("| `\(kind.rawValue)` |"), "\(kind.rawValue)")
    }
    for name in ["commands", "has_commands", "items", "has_items", "items_left"] {
      #expect(page.contains("| `\(name)` |"), "\(name)")
    }
    for name in ["docs/diagnostics.md"] {
      let codes = try Shipped.text(name)
      #expect(codes.contains("### `template`") && codes.contains("### `unknown-variable`"))
    }
  }
}
