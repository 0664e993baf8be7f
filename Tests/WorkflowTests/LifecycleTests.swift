// Goal: the shipped definition carries an agreement through every state of the domain's table.
// Method: whole walks by permission and step, with the stand-ins of the development directory.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct LifecycleTests {
  @Test func `an agreement goes from draft into force`() throws {
    var walk = try Scenario()
    #expect(walk.states == ["konsep"])
    #expect(walk.told == ["assigned position:petugas-penghubung"])
    #expect(walk.deadline("konsep") == "2026-05-11 16:30")
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    #expect(walk.states == ["telaah"])
    #expect(walk.told == ["assigned position:kabid-p3"])
    try walk.decide(.approve, by: "sinergi-kabid")
    #expect(walk.states == ["konsultasi_hukum"])
    try walk.decide(.approve, by: "sinergi-birohukum")
    #expect(walk.states == ["pembahasan_mitra"])
    #expect(
      walk.told == [
        "assigned partner:univ-ganesha/contact", "approved position:petugas-penghubung",
      ])
    try walk.act("sepakat", by: "sinergi-pic")
    #expect(walk.states == ["paraf/1-kabid"])
    try walk.act("paraf", by: "sinergi-kabid")
    #expect(walk.states == ["paraf/2-sekdis"])
    try walk.decide(.approve, by: "sinergi-sekdis")
    #expect(
      walk.states == [
        "penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/menunggu",
      ])
    // Of the chain its end is news for who drafted, not each mark.
    #expect(
      walk.told == [
        "assigned position:kepala-dinas", "assigned partner:univ-ganesha/signatory",
        "approved position:petugas-penghubung",
      ])
    try walk.signFirst()
    #expect(walk.told == ["signed position:petugas-penghubung"])
    try walk.signSecond()
    #expect(walk.states == ["penatausahaan"])
    try walk.act("tercatat", by: "sinergi-arsiparis", Scenario.record)
    #expect(walk.states == ["aktif"])
    // Everybody who acted hears of it, but for the archivist, who did it.
    #expect(
      Set(walk.told)
        == [
          "in-force position:biro-hukum", "in-force position:kabid-p3",
          "in-force position:kepala-dinas", "in-force partner:univ-ganesha/contact",
          "in-force partner:univ-ganesha/signatory", "in-force position:petugas-penghubung",
          "in-force position:sekdis",
        ])
    #expect(walk.openTasks.isEmpty)
    #expect(walk.timer("aktif").map { spelled($0.dueAt) } == "2028-03-30 00:00")
  }

  @Test func `it comes to its end by the calendar`() throws {
    var walk = try Scenario()
    try walk.toForce()
    try walk.fire("aktif at")
    #expect(walk.states == ["akan_berakhir"])
    #expect(
      walk.told == [
        "assigned position:kabid-p3", "about-to-end position:arsiparis",
        "about-to-end position:biro-hukum", "about-to-end position:kepala-dinas",
        "about-to-end position:petugas-penghubung", "about-to-end position:sekdis",
      ])
    // Two months before is a Sunday, and Labour Day follows it.
    #expect(walk.deadline("akan_berakhir") == "2028-05-02 16:30")
    #expect(walk.state.tasks[0].deadline?.isProvisional == true)
    try walk.act("tidak_perpanjang", by: "sinergi-kabid", reason: "mitra pindah")
    #expect(walk.states == ["akan_berakhir"])
    #expect(walk.state.data["keputusan_akhir"] == .string("tidak_perpanjang"))
    try walk.fire("akan_berakhir at")
    #expect(spelled(walk.now) == "2028-07-01 00:00")
    #expect(walk.states == ["berakhir"])
    #expect(walk.state.isFinished && walk.openTasks.isEmpty && walk.state.timers.isEmpty)
    #expect(walk.told.allSatisfy { $0.hasPrefix("ended ") } && !walk.told.isEmpty)
  }

  @Test func `a successor ends it as renewed`() throws {
    var walk = try Scenario()
    try walk.toForce()
    try walk.fire("aktif at")
    try walk.act("perpanjang", by: "sinergi-kabid")
    #expect(walk.state.data["keputusan_akhir"] == .string("perpanjang"))
    try walk.act("digantikan", by: "sinergi-arsiparis", ["pengganti": "NKO/2028/0002"])
    #expect(walk.states == ["diperpanjang"] && walk.state.isFinished)
  }

  @Test func `the parties may end it before its time, or think better of it`() throws {
    var walk = try Scenario()
    try walk.toForce()
    try walk.act("akhiri", by: "sinergi-kadis", reason: "kebijakan")
    #expect(walk.states == ["pengakhiran"])
    try walk.act("batal_akhiri", by: "sinergi-kadis", reason: "sepakat lanjut")
    #expect(walk.states == ["aktif"])
    try walk.act("akhiri", by: "sinergi-pic", reason: "kebijakan")
    try walk.act(
      "sepakat_akhir", by: "sinergi-kadis",
      [
        "alasan_akhir": "kesepakatan_para_pihak", "surat_pengakhiran": "S-1",
        "tanggal_pemberitahuan": "2027-01-04",
      ], reason: "sepakat")
    #expect(walk.states == ["diakhiri"] && walk.state.isFinished)
  }

  @Test func `an ending that nobody settles runs out with the term`() throws {
    var walk = try Scenario()
    try walk.toForce()
    try walk.act("akhiri", by: "sinergi-kadis", reason: "kebijakan")
    try walk.fire("pengakhiran at")
    #expect(walk.states == ["berakhir"])
  }

  @Test func `the legal bureau may send it another way`() throws {
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    try walk.act("setuju", by: "sinergi-kabid")
    try walk.act(
      "alih_jalur", by: "sinergi-birohukum", ["jalur_baru": "ksdpk"], reason: "mitra swasta")
    #expect(walk.states == ["dialihkan"] && walk.state.isFinished)
  }

  @Test func `the head may cancel it anywhere`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    try walk.act("batalkan", by: "sinergi-kadis", reason: "anggaran")
    #expect(walk.states == ["dibatalkan"] && walk.state.isFinished)
    #expect(walk.openTasks.isEmpty && walk.state.timers.isEmpty)
  }

  @Test func `a revision counts its rounds and says why`() throws {
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    try walk.decide(.return, by: "sinergi-kabid", reason: "lampiran kurang")
    #expect(walk.states == ["konsep"])
    #expect(walk.state.data["putaran"] == .int(1))
    #expect(walk.told == ["returned position:petugas-penghubung"])
    #expect(walk.last.messages[0].reason == "lampiran kurang")
    try walk.act("ajukan", by: "sinergi-pic")
    try walk.act("setuju", by: "sinergi-kabid")
    try walk.decide(.return, by: "sinergi-birohukum", reason: "pasal 3")
    #expect(walk.state.data["putaran"] == .int(2))
  }

  @Test func `filling in the form moves nothing`() throws {
    var walk = try Scenario()
    let opened = walk.state.tasks
    walk.now = walk.now.adding(milliseconds: 86_400_000)
    try walk.act("isi", by: "sinergi-pic", ["draf": "D-2"])
    #expect(walk.states == ["konsep"] && walk.state.tasks == opened)
    #expect(walk.state.data["draf"] == .string("D-2"))
    try walk.act("catat", by: "sinergi-kadis", reason: "sudah dibahas")
    #expect(walk.state.tasks == opened && walk.told.isEmpty)
  }

  // MARK: Parallel signing

  @Test func `one signature does not sign for the other party`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    try walk.signFirst()
    #expect(
      walk.states == [
        "penandatanganan/pihak_kesatu/selesai", "penandatanganan/pihak_kedua/menunggu",
      ])
    #expect(walk.openTasks == ["penandatanganan/pihak_kedua/menunggu"])
    #expect(walk.state.signature(of: "pihak_kedua") == nil)
    #expect(!walk.state.isFinished)
  }

  @Test(arguments: [true, false])
  func `signatures join in either order`(firstPartyFirst: Bool) throws {
    var walk = try Scenario()
    try walk.toSigning()
    if firstPartyFirst { try walk.signFirst() } else { try walk.signSecond() }
    #expect(walk.openTasks.count == 1)
    if firstPartyFirst { try walk.signSecond() } else { try walk.signFirst() }
    #expect(walk.states == ["penatausahaan"])
    #expect(walk.state.actors["mitra_ttd"] == [try Scenario.person("sinergi-pic")])
  }

  @Test func `a changed text voids the signature that was given`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    try walk.signFirst()
    try walk.act("ubah_naskah", by: "sinergi-pic", reason: "salah nama")
    #expect(walk.states == ["konsep"])
    try walk.act("ajukan", by: "sinergi-pic")
    try walk.act("setuju", by: "sinergi-kabid")
    try walk.act("cukup_internal", by: "sinergi-birohukum")
    try walk.act("sepakat", by: "sinergi-pic")
    try walk.act("paraf", by: "sinergi-kabid")
    try walk.act("paraf", by: "sinergi-sekdis")
    #expect(walk.openTasks.count == 2)
  }

  // MARK: Initials

  @Test func `returning at the second link voids the first initials`() throws {
    var walk = try Scenario()
    try walk.toInitials()
    try walk.act("paraf", by: "sinergi-kabid")
    try walk.act("kembalikan", by: "sinergi-sekdis", reason: "salah ketik")
    #expect(walk.states == ["konsep"])
    // Whoever had initialled is told too.
    #expect(
      walk.told == ["returned position:petugas-penghubung", "returned position:kabid-p3"])
    try walk.toInitials()
    #expect(walk.states == ["paraf/1-kabid"])
    #expect(walk.state.data["putaran"] == .int(1))
    #expect(
      walk.workflow.possibleEvents(in: walk.state) == ["batalkan", "catat", "kembalikan", "paraf"])
  }

  // MARK: What can be sent

  @Test func `what can be sent is told state by state`() throws {
    var walk = try Scenario()
    #expect(walk.workflow.possibleEvents(in: walk.state) == ["ajukan", "batalkan", "catat", "isi"])
    #expect(walk.workflow.events(of: "konsep") == ["isi", "ajukan"])
    #expect(walk.workflow.events(of: "paraf/1-kabid") == ["paraf", "kembalikan"])
    try walk.act("batalkan", by: "sinergi-kadis", reason: "batal")
    #expect(walk.workflow.possibleEvents(in: walk.state) == [])
  }

  @Test func `the role with the first task starts an agreement`() throws {
    let shipped = try Shipped.load()
    let now = try instant("2026-05-04 09:00")
    let data = try Scenario.values(["tentang": "t", "mitra": "bi-bali"], shipped.workflow)
    let outcome = try shipped.workflow.start(
      data: data, session: "s", actor: nil, at: now, calendar: shipped.calendar)
    let day = shipped.calendar.date(of: now)
    let actor = try shipped.workflow.permitStart(
      by: try Scenario.person("sinergi-pic"), outcome: outcome, directory: shipped.directory,
      on: day)
    #expect(actor.role == "pic" && actor.capacity == .definitive)
    let stranger = try Scenario.person("sinergi-gubernur")
    #expect(
      throws: Refusal.notPermitted(person: stranger, event: "start", roles: ["pic"])
    ) {
      try shipped.workflow.permitStart(
        by: stranger, outcome: outcome, directory: shipped.directory, on: day)
    }
  }

  @Test func `an agreement does not start without what it is about`() throws {
    let shipped = try Shipped.load()
    #expect(throws: Refusal.fieldsMissing(event: "start", fields: ["mitra"])) {
      try shipped.workflow.start(
        data: ["tentang": .string("x")], session: "s", actor: nil,
        at: try instant("2026-05-04 09:00"), calendar: shipped.calendar)
    }
  }
}
