// What the suites of templates share: the shipped files, facts, and a reader of HTML that forgives nothing.

import Foundation
import Notify
import Testing
import Workflow

enum Shipped {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  static func sources() throws -> [SourceText] {
    let folder = "workflows/templates"
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    return try names.filter { $0.hasSuffix(".mustache") }.sorted().map {
      SourceText(name: "\(folder)/\($0)", text: try text("\(folder)/\($0)"))
    }
  }

  /// Read once for all tests.
  private static let reading = Result { MessageTemplates.read(try sources()) }

  private static let readingWithoutLayout = Result {
    MessageTemplates.read(try sources().filter { !$0.name.contains("layout") })
  }

  /// The same without HTML: quicker, where a test renders thousands.
  static func texts() throws -> MessageTemplates { try readingWithoutLayout.get().0 }

  static func templates() throws -> MessageTemplates {
    let (templates, problems) = try reading.get()
    let words = problems.flatMap { problem in
      problem.diagnostics.map { $0.placed(in: problem.source) }
    }
    #expect(words.isEmpty, "\(words.joined(separator: "\n"))")
    return templates
  }
}

/// `assigned` in Indonesian: one message to look at.
struct Sample: CustomTestStringConvertible, Sendable {
  var kind: MessageKind
  var language: Directory.Language
  var testDescription: String { "\(kind.rawValue).\(language.rawValue)" }

  static let all = MessageKind.allCases.flatMap { kind in
    Directory.Language.allCases.map { Sample(kind: kind, language: $0) }
  }
}

enum Facts {
  /// Every variable has a value.
  static func full(_ language: Directory.Language) -> MessageFacts {
    var facts = MessageFacts()
    for variable in MessageVariable.allCases { facts[variable] = word(variable, language) }
    facts.commands = ["sinergictl do NKO/2026/0001 ajukan", "sinergictl show NKO/2026/0001"]
    var item = facts
    item[.vacancy] = nil
    facts.items = [item, item]
    return facts
  }

  /// What a kind has in an office, day by day.
  static func typical(_ kind: MessageKind, _ language: Directory.Language) -> MessageFacts {
    let all = full(language)
    var names: [MessageVariable] = [.kind, .headline, .office]
    let agreement: [MessageVariable] = [.reference, .title, .workflow, .partner]
    let task: [MessageVariable] = [.step, .responsible, .responsiblePeople, .recipient]
    let deadline: [MessageVariable] = [.deadline, .deadlineDate, .deadlineTime, .daysLeft]
    var hasCommands = false
    switch kind {
    case .assigned, .reminder, .delegated, .givenBack, .resumed:
      names += agreement + task + deadline
      hasCommands = true
      if kind == .delegated { names += [.by, .reason] }
    case .overdue, .escalation: names += agreement + task + deadline + [.late]
    case .moved: names += agreement + task + deadline + [.earlierDeadline, .reason, .provisional]
    case .returned:
      names += agreement + task + deadline + [.by, .reason]
      hasCommands = true
    case .reassigned, .withdrawn, .notNeeded: names += agreement + task + [.reason]
    case .approved: names += agreement + [.states, .recipient, .decision, .by]
    case .signed:
      names += agreement + [.states, .recipient, .decision, .by, .signedOn, .signedAt]
    case .voided: names += agreement + [.states, .recipient, .document, .by]
    case .inForce: names += agreement + [.recipient, .starts, .ends, .daysToEnd]
    case .aboutToEnd:
      names += agreement + [.recipient, .ends, .daysToEnd]
      hasCommands = true
    case .ended: names += agreement + [.recipient, .ends]
    case .finished, .suspended, .cancelled: names += agreement + [.states, .recipient, .reason]
    case .digest: names += [.recipient, .count, .today]
    case .incident:
      names += [.channel, .incident, .error, .troubles, .reference]
      hasCommands = true
    case .test: names += [.recipient, .channel]
    }
    var facts = MessageFacts(all.values.filter { names.contains($0.key) })
    facts[.kind] = kind.rawValue
    facts[.headline] = headline(kind, language)
    if hasCommands { facts.commands = [all.commands[0]] }
    if kind == .incident { facts.commands = ["sinergictl message list", "sinergictl status"] }
    if kind == .overdue || kind == .escalation {
      facts[.daysLeft] = language == .indonesian ? "lewat 2 hari" : "2 days late"
      facts[.deadline] =
        language == .indonesian
        ? "Rabu, 25 November 2026 16.30 WITA (lewat 2 hari)"
        : "Wednesday, 25 November 2026 16:30 WITA (2 days late)"
    }
    if kind == .signed {
      facts[.decision] = language == .indonesian ? "Pihak kesatu" : "First party"
    }
    if kind == .digest { facts.items = items(language) }
    return facts
  }

  private static func items(_ language: Directory.Language) -> [MessageFacts] {
    let isIndonesian = language == .indonesian
    func item(
      _ headline: String, _ left: String, _ step: String, _ number: String, _ title: String,
      _ date: String
    ) -> MessageFacts {
      MessageFacts(
        [
          .headline: headline, .daysLeft: left, .step: step, .reference: number, .title: title,
          .deadline: "\(date) (\(left))", .partner: word(.partner, language), .states: step,
        ], commands: ["sinergictl do \(number) setuju | kembalikan"])
    }
    return isIndonesian
      ? [
        item(
          "Terlambat", "lewat 2 hari", "Telaah hukum", "NKO/2026/0003",
          "Perpustakaan keliling di desa adat", "Rabu, 25 November 2026 16.30 WITA"),
        item(
          "Tenggat", "hari ini", "Paraf Sekretaris", "NKO/2026/0001",
          "Literasi digital untuk pemustaka", "Jumat, 27 November 2026 14.30 WITA"),
        item(
          "Tenggat", "5 hari lagi", "Penyusunan naskah", "KMT/2026/0007",
          "Penempatan mahasiswa KKN Tematik", "Rabu, 2 Desember 2026 16.30 WITA"),
      ]
      : [
        item(
          "Overdue", "2 days late", "Legal review", "NKO/2026/0003",
          "Perpustakaan keliling di desa adat", "Wednesday, 25 November 2026 16:30 WITA"),
        item(
          "Due", "today", "Initials of the secretary", "NKO/2026/0001",
          "Literasi digital untuk pemustaka", "Friday, 27 November 2026 14:30 WITA"),
        item(
          "Due", "in 5 days", "Drafting", "KMT/2026/0007", "Penempatan mahasiswa KKN Tematik",
          "Wednesday, 2 December 2026 16:30 WITA"),
      ]
  }

  static func headline(_ kind: MessageKind, _ language: Directory.Language) -> String {
    let words: (id: String, en: String) =
      switch kind {
      case .assigned: ("Tugas baru", "New task")
      case .reminder: ("Pengingat tenggat", "Deadline reminder")
      case .overdue: ("Terlambat", "Overdue")
      case .escalation: ("Eskalasi (pemberitahuan)", "Escalation (for information)")
      case .returned: ("Dikembalikan untuk diperbaiki", "Returned for revision")
      case .moved: ("Tenggat berubah", "Deadline moved")
      case .delegated: ("Tugas didelegasikan", "Task delegated")
      case .givenBack: ("Delegasi berakhir", "Delegation over")
      case .reassigned: ("Tugas dialihkan", "Task reassigned")
      case .withdrawn: ("Tugas ditarik", "Task withdrawn")
      case .notNeeded: ("Tidak diperlukan lagi", "No longer needed")
      case .approved: ("Disetujui", "Approved")
      case .signed: ("Ditandatangani", "Signed")
      case .voided:
        ("Paraf atau tanda tangan tidak berlaku lagi", "Initials or signature no longer valid")
      case .inForce: ("Mulai berlaku", "In force")
      case .aboutToEnd: ("Akan berakhir", "About to end")
      case .ended: ("Berakhir", "Ended")
      case .finished: ("Selesai", "Finished")
      case .suspended: ("Ditangguhkan", "Suspended")
      case .resumed: ("Dilanjutkan", "Resumed")
      case .cancelled: ("Dibatalkan oleh administrator", "Cancelled by an administrator")
      case .digest: ("Ringkasan harian", "Daily digest")
      case .incident: ("Gangguan layanan", "Trouble with the service")
      case .test: ("Pesan uji coba", "Test message")
      }
    return language == .indonesian ? words.id : words.en
  }

  private static func word(_ variable: MessageVariable, _ language: Directory.Language) -> String {
    let words: (id: String, en: String) =
      switch variable {
      case .kind: ("reminder", "reminder")
      case .headline: ("Pengingat tenggat", "Deadline reminder")
      case .reference: ("NKO/2026/0001", "NKO/2026/0001")
      case .title: ("Literasi digital untuk pemustaka", "Literasi digital untuk pemustaka")
      case .workflow: ("Nota Kesepahaman antar-OPD", "Memorandum between offices")
      case .partner: ("Dinas Komunikasi, Informatika, dan Statistik", "Office of Communication")
      case .states: ("Telaah hukum", "Legal review")
      case .step: ("Telaah hukum", "Legal review")
      case .responsible: ("Kepala Subbagian Hukum", "Head of the legal section")
      case .responsiblePeople: ("Ni Made Rai, I Gusti Putu Oka", "Ni Made Rai, I Gusti Putu Oka")
      case .recipient: ("Ibu Ni Made Rai", "Ms Ni Made Rai")
      case .vacancy:
        (
          "Tidak ada yang memegang jabatan Kepala Subbagian Hukum (kasubag-hukum).",
          "Nobody holds the position Head of the legal section (kasubag-hukum)."
        )
      case .deadline:
        (
          "Senin, 30 November 2026 16.30 WITA (3 hari lagi)",
          "Monday, 30 November 2026 16:30 WITA (in 3 days)"
        )
      case .deadlineDate: ("Senin, 30 November 2026", "Monday, 30 November 2026")
      case .deadlineTime: ("16.30 WITA", "16:30 WITA")
      case .daysLeft: ("3 hari lagi", "in 3 days")
      case .late: ("terlambat", "late")
      case .provisional:
        (
          "perkiraan, karena hari libur tahun 2027 belum ditetapkan",
          "provisional: the holidays of 2027 are not decreed yet"
        )
      case .earlierDeadline:
        ("Jumat, 27 November 2026 14.30 WITA", "Friday, 27 November 2026 14:30 WITA")
      case .missedCount: ("2", "2")
      case .missedDates:
        ("24 November 2026, 25 November 2026", "24 November 2026, 25 November 2026")
      case .by: ("I Wayan Suta (Sekretaris, Plt.)", "I Wayan Suta (Secretary, acting)")
      case .reason: ("Lampiran II belum sesuai rencana kerja", "Annex II does not fit the plan")
      case .document: ("Naskah", "Text of the agreement")
      case .decision: ("Telaah konsep", "Review of the draft")
      case .signedOn: ("25 November 2026", "25 November 2026")
      case .signedAt: ("Denpasar", "Denpasar")
      case .recorder:
        ("I Kadek Adi (Pengelola Kerja Sama)", "I Kadek Adi (Keeper of the agreements)")
      case .starts: ("1 Desember 2026", "1 December 2026")
      case .ends: ("30 November 2029", "30 November 2029")
      case .daysToEnd: ("87 hari lagi", "in 87 days")
      case .successor: ("NKO/2029/0004", "NKO/2029/0004")
      case .count: ("3", "3")
      case .today: ("Jumat, 27 November 2026", "Friday, 27 November 2026")
      case .incident:
        (
          "Surat elektronik tidak dapat dikirim sejak pukul 09.12",
          "No e-mail could be sent since 09:12"
        )
      case .channel: ("surel", "surel")
      case .error: ("535 5.7.8 authentication failed", "535 5.7.8 authentication failed")
      case .troubles:
        ("2 pesan gagal, 1 tidak diketahui nasibnya", "2 messages failed, the fate of 1 is unknown")
      case .office: ("Dinas Kearsipan dan Perpustakaan", "Library and archive office")
      }
    return language == .indonesian ? words.id : words.en
  }
}

/// Reads HTML as XML by expat, outside of this process, many documents at once.
enum StrictReader {
  /// What it makes of a document: its words by element, or why it could not be read.
  struct Page: Decodable {
    var error: String?
    /// The text of all of it, blanks together.
    var text: String?
    /// Names of elements that are there, and how often.
    var elements: [String: Int]?
    /// Cells of tables, row by row.
    var rows: [[String]]?
    /// The blocks of code.
    var code: [String]?
  }

  private static let program = """
    import json, sys, xml.etree.ElementTree as T
    def page(text):
        try: root = T.fromstring(text)
        except T.ParseError as e: return {"error": str(e)}
        bare = lambda e: e.tag.split("}")[-1] if isinstance(e.tag, str) else "!"
        body = [e for e in root.iter() if bare(e) == "body"][0]
        words = lambda e: " ".join("".join(e.itertext()).split())
        count = {}
        for e in body.iter(): count[bare(e)] = count.get(bare(e), 0) + 1
        rows = [[words(c) for c in r] for r in body.iter() if bare(r) == "tr"]
        code = ["".join((e.text or "") if e is d else "\\n" + (e.tail or "") for e in d.iter())
                for d in body.iter() if bare(d) == "div" and "monospace" in d.get("style", "")]
        return {"text": words(body), "elements": count, "rows": rows, "code": code}
    json.dump([page(t) for t in json.load(open(sys.argv[1]))], sys.stdout)
    """

  /// Reads one.
  static func page(of message: RenderedMessage) throws -> Page {
    let html = try #require(message.html)
    return try #require(try read([html]).first)
  }

  static func read(_ documents: [String]) throws -> [Page] {
    let scratch = try Scratch()
    let path = "\(scratch.path)/pages.json"
    try JSONEncoder().encode(documents).write(to: URL(filePath: path))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", program, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try JSONDecoder().decode([Page].self, from: data)
  }
}
