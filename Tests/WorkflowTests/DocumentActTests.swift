// Goal: documents are on record by version, who may add is a role, and events can need them.
// Method: a small definition; tables of records; random adds that are replayed.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct DocumentActTests {
  static let definition = """
    workflow: surat
    title: Surat
    calendar: bali-pemprov
    reference: "S/{sequence}"
    data: { kegiatan: string, nomor: string, ttd_satu: date, ttd_dua: date, mulai: date, akhir: date }
    roles:
      pic: { position: petugas-penghubung }
      kabid: { position: kabid-p3 }
      kadis: { position: kepala-dinas }
    documents:
      draf: { title: { id: Draf naskah, en: Draft }, by: pic, required: true }
      naskah: { by: [pic, kabid] }
      lain:
    register: { number: nomor, signed: [ttd_satu, ttd_dua], from: mulai, until: akhir, in_force: [berlaku], route: D }
    initial: konsep
    states:
      konsep:
        task: { for: pic, due: 5 wd, needs: { documents: [draf], fields: [kegiatan] } }
        on:
          isi: { form: [kegiatan] }
          ajukan: telaah
      telaah:
        tags: [berlaku]
        task: { for: kabid, due: 5 wd, not: [pic] }
        on:
          catat: { form: [nomor?, ttd_satu?, ttd_dua?, mulai?, akhir?] }
          setuju:
            target: selesai
            guard: has(documents.naskah) && has(documents.naskah.number) && documents.naskah.version >= 2
          kembali: konsep
        at: { documents.naskah.added + days(10): macet }
      macet: { task: { for: pic }, on: { lanjut: telaah } }
      selesai: { type: final, title: { id: Selesai sudah } }
    on: { batal: { target: selesai, by: kadis } }
    """

  /// A walk through the definition above.
  struct Walk {
    let workflow: Workflow
    let shipped: Shipped
    var now: Instant
    var state: InstanceState
    var entries: [ReplayEntry] = []
    var last: Outcome

    init() throws {
      workflow = try WorkflowTests.workflow(DocumentActTests.definition)
      shipped = try Shipped.load()
      now = try instant("2026-05-04 09:00")
      last = try workflow.start(
        data: [:], session: "s", actor: nil, at: now, calendar: shipped.calendar)
      state = last.state
      keep(last)
    }

    private mutating func keep(_ outcome: Outcome) {
      state = outcome.state
      last = outcome
      entries.append(
        ReplayEntry(
          sequence: entries.count + 1, at: now, kind: outcome.kind, version: outcome.version,
          payload: outcome.payload))
    }

    mutating func take(_ inbound: Inbound) throws {
      keep(try workflow.advance(state, inbound, at: now, calendar: shipped.calendar))
    }

    mutating func add(
      _ kind: String, _ letter: Character, number: String? = nil, partner: String? = nil,
      note: String? = nil, kept: Bool = false, by unix: String = "sinergi-pic"
    ) throws {
      let actor = try workflow.permitDocument(
        kind, by: try Scenario.person(unix), in: state, directory: shipped.directory,
        on: shipped.calendar.date(of: now))
      try take(
        .document(
          DocumentActTests.act(
            kind, letter, number: number, partner: partner, note: note, kept: kept, actor: actor)))
    }

    mutating func send(
      _ event: String, by unix: String, _ data: [String: String] = [:]
    ) throws {
      let permitted = try workflow.permit(
        event, task: nil, by: try Scenario.person(unix), in: state, directory: shipped.directory,
        on: shipped.calendar.date(of: now))
      try take(
        .act(
          Act(
            event: event, data: try Scenario.values(data, workflow), actor: permitted.actor,
            task: permitted.task)))
    }

    func replayed() throws -> InstanceState {
      try workflow.replay(entries) { $0 == shipped.calendar.digest ? shipped.calendar : nil }
    }
  }

  static func act(
    _ kind: String, _ letter: Character, number: String? = nil, partner: String? = nil,
    note: String? = nil, kept: Bool = false,
    actor: Actor = Actor(person: "p", role: "pic", capacity: .definitive)
  ) -> DocumentAct {
    DocumentAct(
      kind: kind, name: "\(letter).pdf", size: 7,
      sha256: String(repeating: letter, count: 64), number: number, partnerNumber: partner,
      mediaType: "application/pdf", note: note, isKept: kept, actor: actor)
  }

  // MARK: What is needed

  @Test func `an event that needs documents is refused with what is missing`() throws {
    var walk = try Walk()
    #expect(
      throws: Refusal.documentsMissing(event: "ajukan", documents: ["draf"], fields: ["kegiatan"])
    ) { try walk.send("ajukan", by: "sinergi-pic") }
    #expect(
      walk.workflow.offers(in: walk.state).first { $0.event == "ajukan" }?.documents == ["draf"])
    try walk.add("draf", "a")
    #expect(throws: Refusal.fieldsMissing(event: "ajukan", fields: ["kegiatan"])) {
      try walk.send("ajukan", by: "sinergi-pic")
    }
    try walk.send("isi", by: "sinergi-pic", ["kegiatan": "KKN"])
    try walk.send("ajukan", by: "sinergi-pic")
    #expect(walk.workflow.activeStates(of: walk.state) == ["telaah"])
    #expect(try walk.replayed() == walk.state)
  }

  @Test func `a refusal names the command that adds the document`() {
    let words = Refusal.documentsMissing(event: "ajukan", documents: ["draf", "kak"], fields: [])
      .description
    #expect(words.contains("draf, kak") && words.contains("sinergictl document add REF KIND FILE"))
  }

  @Test func `a guard reads version and number, and a date counts from the day of adding`() throws {
    var walk = try Walk()
    try walk.add("draf", "a")
    try walk.send("isi", by: "sinergi-pic", ["kegiatan": "KKN"])
    try walk.send("ajukan", by: "sinergi-pic")
    #expect(walk.state.timers.isEmpty)
    func isRefused() -> Bool {
      var copy = walk
      do {
        try copy.send("setuju", by: "sinergi-kabid")
        return false
      } catch { return (error as? Refusal)?.kind == "condition-not-met" }
    }
    #expect(isRefused())
    try walk.add("naskah", "b", number: "B.1")
    #expect(walk.state.timers.map { spelled($0.dueAt) } == ["2026-05-14 00:00"])
    #expect(isRefused())
    walk.now = try instant("2026-05-06 09:00")
    try walk.add("naskah", "c")
    #expect(walk.state.timers.map { spelled($0.dueAt) } == ["2026-05-16 00:00"])
    #expect(isRefused())
    try walk.add("naskah", "c", number: "B.2")
    try walk.send("setuju", by: "sinergi-kabid")
    #expect(walk.state.isFinished)
    #expect(try walk.replayed() == walk.state)
  }

  // MARK: Versions and corrections

  @Test func `a changed file is a new version and the old one stays on record`() throws {
    var walk = try Walk()
    try walk.add("naskah", "a", number: "1", partner: "M1", kept: true)
    try walk.add("naskah", "b")
    try walk.add("naskah", "a")
    let document = try #require(walk.state.documents["naskah"])
    #expect(document.latest.version == 3 && document.latest.number == nil)
    #expect(document.earlier.map(\.version) == [1, 2])
    #expect(document.earlier.map(\.number) == ["1", nil])
    #expect(walk.last.kind == HistoryKind.documentAdded)
    #expect(try walk.replayed() == walk.state)
  }

  @Test func `the same file with other numbers corrects the record`() throws {
    var walk = try Walk()
    try walk.add("naskah", "a", number: "1", note: "dari mitra")
    walk.now = try instant("2026-05-05 09:00")
    try walk.add("naskah", "a", partner: "M1", kept: true, by: "sinergi-kabid")
    var latest = try #require(walk.state.documents["naskah"]?.latest)
    #expect(walk.last.kind == HistoryKind.documentCorrected)
    #expect(latest.version == 1 && latest.number == "1" && latest.partnerNumber == "M1")
    #expect(latest.isKept && latest.note == "dari mitra" && latest.role == "pic")
    // An empty number takes it away; what is kept stays kept.
    try walk.add("naskah", "a", number: "")
    latest = try #require(walk.state.documents["naskah"]?.latest)
    #expect(latest.number == nil && latest.partnerNumber == "M1" && latest.isKept)
    #expect(try walk.replayed() == walk.state)
  }

  @Test func `adding exactly the same changes nothing and says so`() throws {
    var walk = try Walk()
    try walk.add("naskah", "a", number: "1")
    let before = walk.state
    #expect(throws: Refusal.documentUnchanged(kind: "naskah", version: 1)) {
      try walk.add("naskah", "a", number: "1")
    }
    #expect(throws: Refusal.documentUnchanged(kind: "naskah", version: 1)) {
      try walk.add("naskah", "a")
    }
    #expect(walk.state == before && walk.entries.count == 2)
  }

  @Test func `versions count up over random adds, and history and stored form give the state`()
    throws
  {
    let seed = seed(0x0D0C_0001)
    for number in 0..<60 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(number))
      var walk = try Walk()
      var versions: [String: Int] = [:]
      for _ in 0..<25 {
        let kind = ["draf", "naskah", "lain"].randomElement(using: &numbers) ?? "draf"
        let letter = "abc".randomElement(using: &numbers) ?? "a"
        let before = walk.state.documents[kind]?.latest
        walk.now = walk.now.adding(milliseconds: Int64.random(in: 0...90_000_000, using: &numbers))
        do {
          try walk.add(
            kind, letter, number: [nil, "", "1", "2"].randomElement(using: &numbers) ?? nil,
            partner: [nil, "9"].randomElement(using: &numbers) ?? nil,
            kept: Bool.random(using: &numbers))
        } catch Refusal.documentUnchanged {}
        if before?.sha256.first != letter { versions[kind, default: 0] += 1 }
        let document = try #require(walk.state.documents[kind])
        #expect(document.latest.version == versions[kind], "SINERGI_SEED=\(seed), walk \(number)")
        #expect(document.versions.map(\.version) == Array((1...(versions[kind] ?? 1)).reversed()))
      }
      #expect(try walk.replayed() == walk.state, "SINERGI_SEED=\(seed), walk \(number)")
      let text = walk.state.json(in: walk.workflow).text
      #expect(try InstanceState(stored: text, in: walk.workflow) == walk.state)
    }
  }

  @Test func `a kind has no more versions than the limit`() throws {
    var walk = try Walk()
    let letters: [Character] = ["a", "b"]
    for number in 0..<WorkflowLimits.documentVersions { try walk.add("lain", letters[number % 2]) }
    #expect(
      throws: Refusal.documentInvalid(.tooManyVersions(most: WorkflowLimits.documentVersions))
    ) { try walk.add("lain", "c") }
  }

  // MARK: Who and when

  @Test func `only roles of the kind add it, each in its role`() throws {
    var walk = try Walk()
    let kabid = try Scenario.person("sinergi-kabid")
    #expect(
      throws: Refusal.notPermitted(person: kabid, event: "document add draf", roles: ["pic"])
    ) { try walk.add("draf", "a", by: "sinergi-kabid") }
    try walk.add("naskah", "a", by: "sinergi-kabid")
    #expect(walk.state.documents["naskah"]?.latest.role == "kabid")
    // A kind without «by» is for everyone who has a part.
    try walk.add("lain", "a", by: "sinergi-kadis")
    #expect(walk.state.actors["kadis"] == [try Scenario.person("sinergi-kadis")])
    #expect(
      throws: Refusal.notPermitted(
        person: try Scenario.person("sinergi-birohukum"), event: "document add lain",
        roles: ["kabid", "kadis", "pic"])
    ) { try walk.add("lain", "b", by: "sinergi-birohukum") }
    #expect(throws: Refusal.unknownDocument("nasakh", known: ["draf", "naskah", "lain"])) {
      try walk.add("nasakh", "a")
    }
  }

  @Test func `nothing is added to what has ended or stands still`() throws {
    var walk = try Walk()
    var ended = walk
    try ended.send("batal", by: "sinergi-kadis")
    #expect(throws: Refusal.finished(states: ["selesai"])) { try ended.add("draf", "a") }
    try walk.take(.operation(Operation(.suspend, reason: "putusan", by: "root")))
    #expect(throws: Refusal.suspended(reason: "putusan")) { try walk.add("draf", "a") }
  }

  // MARK: Records

  @Test(arguments: [
    "", "  ", ".", "..", "../draf.pdf", "a/b.pdf", "a\\b.pdf", "a\nb.pdf", "a\u{202E}fdp.exe",
    "a\u{0}.pdf", "\u{1B}[2J.pdf", "a\u{200B}.pdf", String(repeating: "x", count: 256),
  ])
  func `a name that is a path or hides something is refused`(name: String) {
    var act = Self.act("draf", "a")
    act.name = name
    #expect(act.problem != nil)
  }

  @Test(arguments: ["draf.pdf", "Naskah Kerja Sama (ttd) v2.pdf", "覚書.pdf", "é.docx", ".hidden"])
  func `a name of a file is taken as it is`(name: String) {
    var act = Self.act("draf", "a")
    act.name = name
    #expect(act.problem == nil)
  }

  @Test func `a record with a wrong member is refused with its name`() {
    func problem(_ change: (inout DocumentAct) -> Void) -> DocumentProblem? {
      var act = Self.act("draf", "a")
      change(&act)
      return act.problem
    }
    #expect(problem { $0.sha256 = "AB" } == .digest("AB"))
    #expect(problem { $0.sha256 = String(repeating: "A", count: 64) } != nil)
    #expect(problem { $0.size = -1 } == .size(-1))
    #expect(problem { $0.number = "1\n2" } == .hiddenCharacter(member: "number"))
    #expect(
      problem { $0.srikandi = String(repeating: "x", count: 201) }
        == .tooLong(member: "srikandi", most: 200))
    #expect(problem { $0.mediaType = "pdf" } == .mediaType("pdf"))
    #expect(problem { $0.note = "baris satu\nbaris dua" } == nil)
    #expect(problem { $0.note = "a\u{202E}b" } == .hiddenCharacter(member: "note"))
  }

  // MARK: Register

  @Test func `the register tells numbers, dates and how an agreement stands`() throws {
    var walk = try Walk()
    let today = try date("2026-05-04")
    func facts() -> RegisterFacts { walk.workflow.registerFacts(of: walk.state, on: today) }
    #expect(facts().status == "proses" && facts().route == "D" && facts().number == nil)
    try walk.add("draf", "a", number: "B.1", partner: "M.1")
    #expect(facts().number == "B.1" && facts().partnerNumber == "M.1")
    try walk.send("isi", by: "sinergi-pic", ["kegiatan": "KKN"])
    try walk.send("ajukan", by: "sinergi-pic")
    #expect(facts().status == "berlaku" && facts().statusWords == "Berlaku")
    try walk.send(
      "catat", by: "sinergi-kabid",
      [
        "nomor": "N.1", "ttd_satu": "2026-06-02", "ttd_dua": "2026-06-01", "mulai": "2026-07-01",
        "akhir": "2028-06-30",
      ])
    #expect(facts().number == "N.1" && facts().signed?.description == "2026-06-02")
    #expect(facts().status == "akan-berlaku" && facts().until?.description == "2028-06-30")
    try walk.send("batal", by: "sinergi-kadis")
    #expect(facts().status == "selesai" && facts().statusWords == "Selesai sudah")
    #expect(walk.workflow.endNames == ["selesai"])
  }
}
