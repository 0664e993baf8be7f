// Goal: every mistake in a template is told at its place, and a faulty file never takes the good ones along.
// Method: a table of faulty sources with line and column; sets of files that fit and do not fit together.

import Foundation
import Notify
import Testing
import Workflow

@Suite struct TemplateProblemTests {
  struct Faulty: CustomTestStringConvertible, Sendable {
    var testDescription: String { text.debugDescription.prefix(70) + "" }
    var text: String
    var place: String
    var code: DiagnosticCode
    var says: String
    var file = "reminder.id.mustache"

    init(
      _ text: String, _ place: String, _ code: DiagnosticCode, _ says: String,
      file: String = "reminder.id.mustache"
    ) {
      self.text = text
      self.place = place
      self.code = code
      self.says = says
      self.file = file
    }
  }

  private static func body(_ text: String) -> String { "Subject: s\n\n\(text)\n" }

  static let faulty: [Faulty] = [
    // The form.
    Faulty("", "1:1", .template, "first line is no subject"),
    Faulty("Tenggat\n\nTeks\n", "1:1", .template, "first line is no subject"),
    Faulty("Subject: \n\nTeks\n", "1:1", .template, "first line is no subject"),
    Faulty("Subject: s\nTeks\n", "2:1", .template, "no empty line after the subject"),
    Faulty("Subject: s", "2:1", .template, "no empty line after the subject"),
    // Names.
    Faulty(body("Tenggat: {{tenggat}}"), "3:12", .unknownVariable, "no variable «tenggat»"),
    Faulty(body("a {{ deadlin }}"), "3:6", .unknownVariable, "did you mean «deadline»"),
    Faulty(body("é😀 {{#reson}}x{{/reson}}"), "3:7", .unknownVariable, "did you mean «reason»"),
    Faulty(body("{{^reson}}x{{/reson}}"), "3:4", .unknownVariable, "did you mean «reason»"),
    Faulty("Subject: [{{referense}}]\n\nTeks\n", "1:13", .unknownVariable, "«reference»"),
    Faulty(body("{{.}}"), "3:3", .unknownVariable, "stands for nothing here"),
    Faulty(body("{{#items}}{{.}}{{/items}}"), "3:13", .unknownVariable, "stands for nothing"),
    Faulty(body("{{commands}}"), "3:3", .template, "is a list"),
    Faulty(body("{{has_items}}"), "3:3", .template, "no words of its own"),
    Faulty(body("{{reference.count}}"), "3:3", .template, "is no name"),
    Faulty(body("{{uppercased(title)}}"), "3:3", .template, "is no name"),
    Faulty(body("{{}}"), "3:3", .template, "without a name"),
    // Sections.
    Faulty(body("{{#deadline}}x"), "3:1", .template, "section «deadline» is not closed"),
    Faulty(body("x\n {{/deadline}}"), "4:2", .template, "closes a section that was not opened"),
    Faulty(
      body("{{#deadline}}\n{{#late}}x{{/deadline}}"), "4:14", .template, "«late» of line 4 is open"),
    Faulty(
      "Subject: {{#late}}x\n\nTeks\n", "1:10", .template, "section «late» is not closed"),
    Faulty(
      body(String(repeating: "{{#late}}", count: 40) + String(repeating: "{{/late}}", count: 40)),
      "3:145", .template, "nested deeper"),
    // Tags.
    Faulty(body("{{deadline"), "3:1", .template, "a tag that is not closed"),
    Faulty(body("{{dead{{late}}"), "3:1", .template, "a tag that is not closed"),
    Faulty(body("{{dead\nline}}"), "3:1", .template, "a tag that is not closed"),
    Faulty(body("{{! never"), "3:1", .template, "comment that is not closed"),
    Faulty(body("{{{deadline}}}"), "3:1", .template, "without escaping"),
    Faulty(body("{{&deadline}}"), "3:1", .template, "without escaping"),
    Faulty(body("{{=<% %>=}}"), "3:1", .template, "is not taken"),
    Faulty(body("{{%CONTENT_TYPE:HTML}}"), "3:1", .template, "is not taken"),
    Faulty(body("{{<facts}}"), "3:1", .template, "is not taken"),
    // Partials.
    Faulty(body("a\n  {{> fakta}}"), "4:7", .template, "no partial «fakta»"),
    Faulty(body("{{> fact}}"), "3:5", .template, "did you mean «facts»"),
    Faulty(body("{{> *kind}}"), "3:5", .template, "no name of a partial"),
    Faulty(body("{{> ../facts}}"), "3:5", .template, "no name of a partial"),
    Faulty("Subject: {{> facts}}\n\nTeks\n", "1:10", .template, "no partial can be taken in"),
    Faulty("{{> self}}\n", "1:5", .template, "takes itself in", file: "_self.id.mustache"),
    Faulty("{{title}\n", "1:1", .template, "not closed", file: "_self.id.mustache"),
    Faulty("{{judul}}\n", "1:3", .unknownVariable, "«judul»", file: "_self.id.mustache"),
    // Characters.
    Faulty(body("a\u{7}b"), "3:2", .encoding, "U+0007"),
    Faulty(body("a\tb"), "3:2", .encoding, "a tab"),
    Faulty(body("a\rb"), "3:2", .encoding, "U+000D"),
    Faulty(body("ab\u{202E}c"), "3:3", .encoding, "U+202E"),
    Faulty(body("\u{2}"), "3:1", .encoding, "U+0002"),
    Faulty(body("a\u{2028}"), "3:2", .encoding, "U+2028"),
    Faulty(body("a\u{FFFD}"), "3:2", .encoding, "not UTF-8"),
    Faulty(String(repeating: "x", count: 70_000), "1:1", .tooLarge, "70000 bytes"),
    // A combining mark hides a brace from the engine.
    Faulty(body("{{title}}\u{301}"), "3:8", .template, "cannot be parsed"),
    // Names of files.
    Faulty(body("x"), "1:1", .template, "KIND.LANGUAGE.mustache", file: "reminder.mustache"),
    Faulty(body("x"), "1:1", .template, "no language «fr»", file: "reminder.fr.mustache"),
    Faulty(body("x"), "1:1", .template, "did you mean «reminder»", file: "remider.id.mustache"),
    Faulty(body("x"), "1:1", .template, "not deeper", file: "a/b/reminder.id.mustache"),
    Faulty("x", "1:1", .template, "no layout of its own", file: "komitmen/layout.html.mustache"),
    // The layout.
    Faulty("{{deadline}}", "1:3", .unknownVariable, "«deadline»", file: "layout.html.mustache"),
    Faulty("\n {{text}}", "2:4", .unknownVariable, "«text»", file: "layout.html.mustache"),
    Faulty("{{{subject}}}", "1:1", .template, "escaping", file: "layout.html.mustache"),
    Faulty("{{#parts}}", "1:1", .template, "not closed", file: "layout.html.mustache"),
    Faulty("{{> facts}}", "1:1", .template, "no partial", file: "layout.html.mustache"),
  ]

  @Test(arguments: faulty)
  func `a mistake is told where it is`(faulty: Faulty) {
    let source = SourceText(name: "workflows/templates/\(faulty.file)", text: faulty.text)
    let facts = SourceText(name: "workflows/templates/_facts.id.mustache", text: "{{title}}\n")
    let (_, problems) = MessageTemplates.read([facts, source])
    let found = problems.flatMap(\.diagnostics)
    let words = found.map { $0.placed(in: source) }
    #expect(problems.map(\.source) == [source], "\(words)")
    #expect(found.count == 1, "\(words)")
    guard let first = found.first else { return }
    #expect("\(first.range.line):\(first.range.column)" == faulty.place, "\(words)")
    #expect(first.code == faulty.code, "\(words)")
    #expect(words.contains { $0.contains(faulty.says) }, "\(words)")
  }

  @Test func `all mistakes of a file are told at once`() {
    let text = "Subject: {{a}}\n\n{{b}} {{c}}\n{{#late}}{{d}}{{/late}}\n"
    let (_, problems) = MessageTemplates.read([
      SourceText(name: "templates/reminder.id.mustache", text: text)
    ])
    #expect(problems.first?.diagnostics.map(\.range.line) == [1, 3, 3, 4])
  }

  // MARK: Together

  private func source(_ name: String, _ text: String) -> SourceText {
    SourceText(name: "/etc/sinergi/workflows/templates/\(name)", text: text)
  }

  private func render(_ templates: MessageTemplates, _ workflow: String?) -> String? {
    templates.render(
      "reminder", MessageFacts([.title: "Literasi"]), language: .indonesian, workflow: workflow
    )?.text
  }

  @Test func `one workflow may say it otherwise, in whole or in part`() {
    let (templates, problems) = MessageTemplates.read([
      source("reminder.id.mustache", "Subject: s\n\nUmum\n{{> facts}}\n"),
      source("_facts.id.mustache", "Tentang: {{title}}\n"),
      source("komitmen/_facts.id.mustache", "Perihal: {{title}}\n"),
      source("perpanjangan/reminder.id.mustache", "Subject: p\n\nKhusus\n{{> facts}}\n"),
    ])
    #expect(problems.isEmpty)
    #expect(render(templates, nil) == "Umum\nTentang: Literasi")
    #expect(render(templates, "lain") == "Umum\nTentang: Literasi")
    #expect(render(templates, "komitmen") == "Umum\nPerihal: Literasi")
    #expect(render(templates, "perpanjangan") == "Khusus\nTentang: Literasi")
    #expect(templates.kinds == ["reminder": [.indonesian]])
    #expect(
      templates.render("reminder", MessageFacts(), language: .english, workflow: nil) == nil)
    #expect(templates.render("lain", MessageFacts(), language: .indonesian, workflow: nil) == nil)
  }

  @Test func `of two files with the same name the later holds`() {
    let (templates, _) = MessageTemplates.read([
      SourceText(name: "a/templates/reminder.id.mustache", text: "Subject: s\n\nsatu\n"),
      SourceText(name: "b/templates/reminder.id.mustache", text: "Subject: s\n\ndua\n"),
    ])
    #expect(render(templates, nil) == "dua")
  }

  @Test func `who takes in a broken partial is refused with it`() {
    let (templates, problems) = MessageTemplates.read([
      source("reminder.id.mustache", "Subject: s\n\n{{> facts}}\n"),
      source("overdue.id.mustache", "Subject: s\n\nTeks\n"),
      source("_facts.id.mustache", "{{> baris}}\n"),
      source("_baris.id.mustache", "{{judul}}\n"),
    ])
    #expect(problems.count == 3)
    #expect(templates.kinds == ["overdue": [.indonesian]])
    let words = problems.flatMap { problem in
      problem.diagnostics.map { $0.placed(in: problem.source) }
    }
    #expect(words.contains { $0.contains("see templates/_baris.id.mustache") }, "\(words)")
  }

  @Test
  func `a broken partial of one workflow leaves the others alone, and this one with the general`() {
    let (templates, problems) = MessageTemplates.read([
      source("reminder.id.mustache", "Subject: s\n\nUmum\n{{> facts}}\n"),
      source("_facts.id.mustache", "Tentang: {{title}}\n"),
      source("komitmen/_facts.id.mustache", "Perihal: {{judul}}\n"),
    ])
    #expect(problems.count == 1)
    #expect(render(templates, "komitmen") == "Umum\nTentang: Literasi")
  }

  @Test func `partials that take each other in are refused`() {
    let (templates, problems) = MessageTemplates.read([
      source("reminder.id.mustache", "Subject: s\n\n{{> a}}\n"),
      source("_a.id.mustache", "{{> b}}\n"), source("_b.id.mustache", "{{> a}}\n"),
      source("komitmen/_c.id.mustache", "x\n"), source("_d.id.mustache", "{{> a}}\n"),
    ])
    #expect(problems.count == 4)
    #expect(templates.kinds.isEmpty)
  }

  /// The cycle exists for this workflow only.
  @Test func `an override that closes a circle is refused alone`() {
    let (templates, problems) = MessageTemplates.read([
      source("reminder.id.mustache", "Subject: s\n\n{{> a}}\n"),
      source("_a.id.mustache", "satu\n{{> b}}\n"), source("_b.id.mustache", "dua\n"),
      source("komitmen/_b.id.mustache", "tiga\n{{> a}}\n"),
    ])
    #expect(problems.map { TemplatePath.last($0.source.name) } == ["komitmen/_b.id.mustache"])
    #expect(render(templates, "komitmen") == "satu\ndua")
    #expect(render(templates, nil) == "satu\ndua")
  }

  @Test func `partials that grow without measure are refused`() {
    var sources = [source("reminder.id.mustache", "Subject: s\n\n{{> p0}}\n")]
    for level in 0..<6 {
      let use = "{{> p\(level + 1)}}\n"
      sources.append(
        source("_p\(level).id.mustache", String(repeating: use, count: 20)))
    }
    sources.append(source("_p6.id.mustache", String(repeating: "x", count: 100) + "\n"))
    let (templates, problems) = MessageTemplates.read(sources)
    #expect(!problems.isEmpty)
    #expect(templates.kinds.isEmpty)
  }

  @Test func `in place of a refused file its old text stays`() {
    let (old, _) = MessageTemplates.read([
      source("reminder.id.mustache", "Subject: s\n\nUmum\n{{> facts}}\n"),
      source("_facts.id.mustache", "Tentang: {{title}}\n"),
    ])
    let (new, problems) = MessageTemplates.read(
      [
        source("reminder.id.mustache", "Subject: s\n\nBaru\n{{> facts}}\n"),
        source("_facts.id.mustache", "Tentang: {{judul}}\n"),
      ], keeping: old)
    // Both are told: the partial, and what takes it in.
    #expect(problems.count == 2)
    // What takes it in is new all the same.
    #expect(render(new, nil) == "Baru\nTentang: Literasi")
    // A partial that is new and faulty has no old text; then its user stays as it was.
    let (kept, _) = MessageTemplates.read(
      [
        source("reminder.id.mustache", "Subject: s\n\nBaru\n{{> lain}}\n"),
        source("_lain.id.mustache", "{{judul}}\n"),
        source("_facts.id.mustache", "Perihal: {{title}}\n"),
      ], keeping: old)
    #expect(render(kept, nil) == "Umum\nPerihal: Literasi")
    let (none, _) = MessageTemplates.read(
      [source("reminder.id.mustache", "{{")], keeping: MessageTemplates())
    #expect(none.kinds.isEmpty)
  }

  @Test func `windows line ends and a byte order mark change nothing`() {
    let text = "Subject: s\n\nUmum\n\n{{#title}}\nTentang: {{title}}\n{{/title}}\n"
    let (unix, _) = MessageTemplates.read([source("reminder.id.mustache", text)])
    let (windows, problems) = MessageTemplates.read([
      source("reminder.id.mustache", "\u{FEFF}" + text.replacing("\n", with: "\r\n"))
    ])
    #expect(problems.isEmpty)
    #expect(render(windows, nil) == render(unix, nil))
  }
}

enum TemplatePath {
  /// What stands after the last `templates/`.
  static func last(_ path: String) -> String {
    path.components(separatedBy: "templates/").last ?? path
  }
}
