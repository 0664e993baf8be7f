// Goal: the shipped templates are whole, in two languages, and read well with much and with little.
// Method: every kind × language with full, usual and least facts; words that betray the wrong language;
// the text of all kinds held against recorded ones (SINERGI_RECORD=1 records).

import Foundation
import Notify
import Testing
import Workflow

@Suite struct TemplateShippedTests {
  @Test func `every kind is there in both languages, and nothing else`() throws {
    let templates = try Shipped.templates()
    let both = Set(Directory.Language.allCases)
    for kind in MessageKind.allCases {
      #expect(templates.kinds[kind.rawValue] == both, "\(kind.rawValue)")
    }
    #expect(templates.kinds.count == MessageKind.allCases.count)
    #expect(templates.hasLayout)
  }

  @Test func `every kind of draft of a workflow has its template`() throws {
    // The engine writes messages under these names.
    let kinds: [MessageDraft.Kind] = [
      .assigned, .reminder, .overdue, .escalation, .returned, .finished, .moved, .suspended,
      .resumed, .delegated, .givenBack, .reassigned, .cancelled, .withdrawn, .voided, .notNeeded,
    ]
    for kind in kinds { #expect(MessageKind(rawValue: kind.rawValue) != nil, "\(kind.rawValue)") }
  }

  private func expectClean(_ message: RenderedMessage, _ sample: Sample) {
    let lines = message.text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines where line != "-- " {
      #expect(!line.hasSuffix(" ") && (!line.hasSuffix(":") || isLead(line)), "\(sample): \(line)")
      #expect(!line.contains("  ") || line.hasPrefix("    "), "\(sample): \(line)")
    }
    #expect(!message.text.contains("\n\n\n"), "\(sample)")
    #expect(!message.text.hasPrefix("\n") && !message.text.hasSuffix("\n"))
    for words in [message.subject, message.text, message.html ?? ""] {
      #expect(!words.contains("{{") && !words.contains("}}"), "\(sample)")
      #expect(!words.unicodeScalars.contains { $0 == "\u{2}" || $0 == "\u{3}" })
      for rest in ["()", " ,", ", :", " :", ",:", "[]", "( ", " )"] where words != message.html {
        #expect(!words.contains(rest), "\(sample): «\(rest)» in \(words)")
      }
    }
    #expect(!message.subject.contains("\n") && !message.subject.hasSuffix(":"))
    #expect(!message.subject.isEmpty && !message.text.isEmpty)
  }

  /// A line that leads over to what is typed.
  private func isLead(_ line: Substring) -> Bool {
    ["Yang dapat diketik:", "What you can type:"].contains(line)
  }

  @Test(arguments: Sample.all)
  func `it reads well with all facts, with the usual ones, and with none`(sample: Sample) throws {
    let templates = try Shipped.templates()
    var one = MessageFacts()
    one[.reference] = "NKO/2026/0001"
    let all = [
      Facts.full(sample.language), Facts.typical(sample.kind, sample.language), MessageFacts(),
      one,
      MessageFacts([.title: "Literasi"], items: [MessageFacts(), MessageFacts([.step: "Telaah"])]),
    ]
    for facts in all {
      let message = try #require(
        templates.render(sample.kind.rawValue, facts, language: sample.language, workflow: nil))
      expectClean(message, sample)
    }
  }

  /// Each variable alone: no label, bracket or comma is left without its words.
  @Test(arguments: Sample.all)
  func `any one fact may be missing, or be the only one`(sample: Sample) throws {
    let templates = try Shipped.texts()
    let full = Facts.full(sample.language)
    for variable in MessageVariable.allCases {
      var without = full
      without[variable] = nil
      let alone = MessageFacts([variable: full[variable] ?? ""])
      for facts in [without, alone] {
        let message = try #require(
          templates.render(sample.kind.rawValue, facts, language: sample.language, workflow: nil))
        expectClean(message, sample)
      }
    }
  }

  static let indonesian = [
    "tenggat", "langkah", "perjanjian", "yang", "untuk", "oleh", "alasan", "mitra", "tidak",
    "dengan", "berikut", "bapak", "tugas", "dan", "pesan", "dapat", "lagi", "keadaan",
  ]
  static let english = [
    "deadline", "step", "agreement", "the", "for", "by", "reason", "partner", "not", "with",
    "below", "dear", "task", "and", "message", "can", "you", "state", "of",
  ]

  @Test(arguments: Sample.all)
  func `no word of the other language slips in`(sample: Sample) throws {
    let templates = try Shipped.templates()
    var facts = Facts.full(sample.language)
    // Titles and names stay as they are in any language; here only the words of the template count.
    for variable in MessageVariable.allCases { facts[variable] = "7" }
    facts.commands = ["7"]
    facts.items = [MessageFacts(facts.values, commands: ["7"])]
    let message = try #require(
      templates.render(sample.kind.rawValue, facts, language: sample.language, workflow: nil))
    let words = Set(
      (message.subject + " " + message.text).lowercased().split { !$0.isLetter }.map(String.init))
    let foreign = sample.language == .indonesian ? Self.english : Self.indonesian
    #expect(words.intersection(foreign).isEmpty, "\(words.intersection(foreign))")
    let own = sample.language == .indonesian ? Self.indonesian : Self.english
    #expect(!words.isDisjoint(with: own))
  }

  @Test(arguments: Sample.all)
  func `a vacancy comes first, and in the subject too`(sample: Sample) throws {
    guard ![.digest, .incident, .test].contains(sample.kind) else { return }
    let templates = try Shipped.templates()
    var facts = Facts.typical(sample.kind, sample.language)
    facts[.vacancy] = "NOBODY"
    let message = try #require(
      templates.render(sample.kind.rawValue, facts, language: sample.language, workflow: nil))
    #expect(message.text.hasPrefix("NOBODY\n"))
    let word = sample.language == .indonesian ? "Tidak ada pejabat" : "Nobody holds the position"
    #expect(message.subject.hasPrefix("[NKO/2026/0001] \(word)"), "\(message.subject)")
  }

  /// Words that people write stand behind a label, never first on a line, where a text would show
  /// «Tenggat: …» of their making as a line of ours.
  @Test func `no line begins with what people wrote`() throws {
    let free: [MessageVariable] = [
      .title, .partner, .reason, .document, .by, .responsiblePeople, .error, .reference,
    ]
    let templates = try Shipped.templates()
    for sample in Sample.all {
      var facts = Facts.full(sample.language)
      for variable in free { facts[variable] = "@\(variable.rawValue)" }
      facts.items = [MessageFacts(facts.values)]
      let message = try #require(
        templates.render(sample.kind.rawValue, facts, language: sample.language, workflow: nil))
      for line in message.text.split(separator: "\n") {
        #expect(!line.hasPrefix("@"), "\(sample): \(line)")
      }
    }
  }

  @Test func `an escalation informs and asks for nothing`() throws {
    let templates = try Shipped.templates()
    let facts = Facts.typical(.escalation, .english)
    let english = templates.render("escalation", facts, language: .english, workflow: nil)
    #expect(english?.text.contains("asks for no approval") == true)
    let indonesian = templates.render(
      "escalation", Facts.typical(.escalation, .indonesian), language: .indonesian, workflow: nil)
    #expect(indonesian?.text.contains("tidak meminta persetujuan") == true)
  }

  private static let asked: [MessageKind] = [
    .assigned, .reminder, .overdue, .returned, .moved, .resumed, .delegated, .givenBack,
  ]

  /// Readers without an account type nothing; somebody writes down what they answer.
  @Test(arguments: Sample.all)
  func `who types nothing is told who writes the answer down`(sample: Sample) throws {
    let templates = try Shipped.texts()
    var facts = Facts.typical(sample.kind, sample.language)
    func text() throws -> String {
      try #require(
        templates.render(sample.kind.rawValue, facts, language: sample.language, workflow: nil)
      ).text
    }
    facts[.recorder] = "KADEK"
    let item = facts
    if sample.kind == .digest { facts.items = [item] }
    facts.commands = []
    if sample.kind == .digest { facts.items[0].commands = [] }
    let isAsked = Self.asked.contains(sample.kind) || sample.kind == .digest
    #expect(try text().contains("KADEK") == isAsked)
    facts.commands = ["sinergictl show"]
    if sample.kind == .digest { facts.items[0].commands = ["sinergictl show"] }
    #expect(try !text().contains("KADEK"))
  }

  @Test(arguments: Directory.Language.allCases)
  func `an administrator in place of nobody is not asked to act`(language: Directory.Language)
    throws
  {
    let templates = try Shipped.texts()
    let isIndonesian = language == .indonesian
    let meant = isIndonesian ? "ditujukan kepada jabatan yang kosong" : "meant for the vacant"
    let asks =
      isIndonesian
      ? [
        "tindakan Bapak/Ibu", "kepada Bapak/Ibu", "Mohon segera", "tangan Bapak/Ibu",
        "jawaban Bapak/Ibu",
      ] : ["waiting for you", "Please", "Your initials", "delegated to you"]
    for kind in MessageKind.allCases where ![.digest, .incident, .test].contains(kind) {
      var facts = Facts.typical(kind, language)
      facts[.vacancy] = "NOBODY"
      let message = try #require(
        templates.render(kind.rawValue, facts, language: language, workflow: nil))
      #expect(message.text.contains(meant), "\(kind)")
      for words in asks {
        #expect(!message.text.contains(words), "\(kind): \(words)")
        #expect(!message.subject.contains(words), "\(kind): \(words)")
      }
      facts[.vacancy] = nil
      let usual = templates.render(kind.rawValue, facts, language: language, workflow: nil)
      #expect(usual?.text.contains(meant) == false, "\(kind)")
    }
  }

  @Test(arguments: Directory.Language.allCases)
  func `an item of a digest keeps its facts`(language: Directory.Language) throws {
    let kept: [MessageVariable] = [
      .headline, .reference, .title, .partner, .states, .step, .deadline, .daysLeft, .starts,
      .ends, .daysToEnd, .successor, .by, .reason, .document, .decision, .signedOn, .signedAt,
      .vacancy, .provisional, .earlierDeadline, .missedDates,
    ]
    let item = MessageFacts(
      Dictionary(uniqueKeysWithValues: kept.map { ($0, "@\($0.rawValue)@") }),
      commands: ["@type@"])
    let message = try #require(
      try Shipped.texts().render(
        "digest", MessageFacts(items: [item]), language: language, workflow: nil))
    for variable in kept {
      #expect(message.text.contains("@\(variable.rawValue)@"), "\(variable.rawValue)")
    }
    #expect(message.text.contains("    @type@"))
    for word in ["menunggu", "waits", "waiting"] { #expect(!message.text.contains(word)) }
  }

  @Test(arguments: Directory.Language.allCases)
  func `trouble without a channel names none`(language: Directory.Language) throws {
    var facts = Facts.typical(.incident, language)
    for nothing in [nil, "", " "] {
      facts[.channel] = nothing
      let message = try #require(
        try Shipped.texts().render("incident", facts, language: language, workflow: nil))
      let word = language == .indonesian ? "Gangguan: " : "Trouble: "
      #expect(message.subject.hasPrefix("[Sinergi] \(word)"), "\(message.subject)")
      #expect(!message.text.contains(language == .indonesian ? "Saluran:" : "Channel:"))
    }
  }

  @Test(arguments: Directory.Language.allCases)
  func `the texts are the recorded ones`(language: Directory.Language) throws {
    let templates = try Shipped.templates()
    var pieces: [String] = []
    for kind in MessageKind.allCases {
      let message = try #require(
        templates.render(
          kind.rawValue, Facts.typical(kind, language), language: language, workflow: nil))
      pieces.append("===== \(kind.rawValue)\nSubject: \(message.subject)\n\n\(message.text)\n")
    }
    try expectRecorded(pieces.joined(separator: "\n"), "templates.\(language.rawValue).txt")
  }

  @Test func `the message in two languages is the recorded one`() throws {
    let templates = try Shipped.templates()
    let message = try #require(
      templates.renderBilingual(
        "returned", indonesian: Facts.typical(.returned, .indonesian),
        english: Facts.typical(.returned, .english), workflow: nil))
    try expectRecorded(
      "Subject: \(message.subject)\n\n\(message.text)\n", "templates.bilingual.txt")
    try expectRecorded(try #require(message.html), "templates.bilingual.html")
  }

  private func expectRecorded(_ text: String, _ name: String) throws {
    let url = Shipped.root.appending(path: "Tests/NotifyTests/Golden/\(name)")
    if ProcessInfo.processInfo.environment["SINERGI_RECORD"] != nil {
      try text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let recorded = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(text == recorded, "\(name): look at it, and record it with SINERGI_RECORD=1")
  }
}
