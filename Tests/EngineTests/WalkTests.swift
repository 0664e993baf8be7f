// Goal: a memorandum goes from its draft to its end as an office takes it there.
// Method: the shipped definition, calendar and directory; people known by their Unix accounts.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct WalkTests {
  static let paper: [String: JSON] = [
    "ruang_lingkup": "Literasi", "kegiatan": "KKN", "pic_mitra": "Dosen", "komitmen": "KKN, Juli",
    "draf": "D-1",
  ]
  static let record: [String: JSON] = [
    "nomor_kesatu": "1", "nomor_kedua": "2", "arsip": "SRIKANDI/1", "sidik_naskah": "ab",
    "mulai": "2026-07-01", "berakhir": "2028-06-30",
  ]
  static let subject: [String: JSON] = ["tentang": "Literasi", "mitra": "univ-ganesha"]
  static let name = "nota-kesepahaman-opd"

  private func start(_ office: Office) async throws -> String {
    try await office.start(Self.name, by: "sinergi-pic", Self.subject).reference
  }

  @Test func `references are numbered per year, from one, without a gap`() async throws {
    let office = try await Office(try Files.shipped())
    #expect(try await start(office) == "NKO/2026/0001")
    #expect(try await start(office) == "NKO/2026/0002")
    // Nine in the evening of New Year's Eve in Greenwich is the new year in Bali.
    office.clock.set(try instant("2027-01-01 05:00"))
    #expect(try await start(office) == "NKO/2027/0001")
    office.clock.set(try instant("2026-12-31 23:59"))
    #expect(try await start(office) == "NKO/2026/0003")
  }

  /// The long way: event or decision, who, what they give, and where it leads.
  private struct Leg {
    var event: String
    var user: String
    var data: [String: JSON] = [:]
    var states: [String]
    var role: String
    var capacity = Actor.Capacity.definitive
  }

  private static let way: [Leg] = [
    Leg(
      event: "ajukan", user: "sinergi-pic", data: paper, states: ["telaah"], role: "pic"),
    Leg(event: "approve", user: "sinergi-kabid", states: ["konsultasi_hukum"], role: "kabid"),
    Leg(
      event: "cukup_internal", user: "sinergi-birohukum", states: ["pembahasan_mitra"],
      role: "biro_hukum"),
    // The partner has no account: the liaison officer records what they answered.
    Leg(
      event: "sepakat", user: "sinergi-pic", states: ["paraf/1-kabid"], role: "mitra_pic",
      capacity: .recorder),
    Leg(event: "approve", user: "sinergi-kabid", states: ["paraf/2-sekdis"], role: "kabid"),
    Leg(
      event: "approve", user: "sinergi-sekdis",
      states: ["penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/menunggu"],
      role: "sekdis"),
    Leg(
      event: "tandatangan", user: "sinergi-pic",
      data: ["cara": "tte", "tanggal": "2026-05-04", "tempat": "Singaraja"],
      states: ["penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/selesai"],
      role: "mitra_ttd", capacity: .recorder),
    Leg(
      event: "tandatangan", user: "sinergi-kadis",
      data: ["cara": "basah", "tanggal": "2026-05-04", "tempat": "Denpasar"],
      states: ["penatausahaan"], role: "kadis"),
    Leg(
      event: "tercatat", user: "sinergi-arsiparis", data: record, states: ["aktif"],
      role: "arsiparis"),
  ]

  @Test func `from draft to the last day in force`() async throws {
    let office = try await Office(try Files.shipped())
    let reference = try await start(office)
    for (index, leg) in Self.way.enumerated() {
      office.clock.set(office.clock.now().adding(milliseconds: 3_600_000))
      let done =
        switch leg.event {
        case "approve": try await office.decide(.approve, on: reference, by: leg.user)
        default: try await office.act(leg.event, on: reference, by: leg.user, leg.data)
        }
      #expect(done.sequence == index + 2)
      #expect(done.at == office.clock.now() && !done.isReplay)
      #expect(done.states == leg.states, "after \(leg.event)")
      #expect(done.actor?.role == leg.role && done.actor?.capacity == leg.capacity)
      let shown = try await office.engine.agreement(reference)
      #expect(shown.summary.states == leg.states && shown.summary.sequence == done.sequence)
      #expect(try await office.engine.replay(reference), "after \(leg.event)")
    }
    try await office.fire(at: "2028-03-30 00:00")
    #expect(try await office.engine.agreement(reference).summary.states == ["akan_berakhir"])
    try await office.fire(at: "2028-07-01 00:00")
    let end = try await office.engine.agreement(reference)
    #expect(end.summary.status == "finished" && end.summary.states == ["berakhir"])
    #expect(end.tasks == [] && end.timers == [] && end.events == [])
    #expect(try await office.engine.status().openTasks == 0)
    try await office.checkRecord()
  }

  @Test func `each step leaves one entry that names its cause, its actor and what it rests on`()
    async throws
  {
    let office = try await Office(try Files.shipped())
    let reference = try await start(office)
    try await office.act("ajukan", on: reference, by: "sinergi-pic", Self.paper)
    try await office.decide(.return, on: reference, by: "sinergi-kabid", reason: "Kurang jelas")
    try await office.fire(at: "2026-05-11 08:00")

    let history = try await office.history(reference)
    #expect(history.map(\.sequence) == Array(1...history.count))
    #expect(history.map(\.kind) == ["started", "stepped", "stepped", "notified"])
    let uids = ["sinergi-pic", "sinergi-pic", "sinergi-kabid"].map { office.context($0).caller.uid }
    #expect(
      history.map(\.cause) == uids.map { "uid:\($0)" } + ["timer:notice konsep"])
    let workflow = try office.engine.workflow(Self.name)
    let calendar = try await office.store.latestSources(.calendar)
    for entry in history {
      #expect(entry.payload["definition"]?.string == workflow.digest)
      #expect(entry.payload["calendar"]?.string == calendar.first?.digest)
      #expect(entry.version == 1)
    }
    #expect(history[0].payload["reference"]?.string == reference)
    #expect(history[2].payload["reason"]?.string == "Kurang jelas")
    #expect(history[2].payload["actor"]?["person"]?.string == "i-wayan-sudarma")
    #expect(history[2].payload["actor"]?["basis"]?.string == "SK 001/CONTOH/2026 (contoh)")
    try await office.checkRecord()
  }

  @Test func `a task says who has it today, until when, and by which events it is done`()
    async throws
  {
    let office = try await Office(try Files.shipped())
    let reference = try await start(office)
    let tasks = try await office.engine.tasks(
      of: "ni-made-wirati", role: nil, reference: nil, overdueOnly: false, limit: 10)
    let task = try #require(tasks.first)
    #expect(tasks.count == 1 && task.reference == reference && task.task == "konsep")
    #expect(task.people == ["Ni Made Wirati (contoh)"])
    #expect(task.dueAt.map(spelled) == "2026-05-11 16:30")
    #expect(task.events == ["isi", "ajukan"] && !task.isOverdue)
    office.clock.set(try instant("2026-05-11 16:31"))
    let late = try await office.engine.tasks(
      of: nil, role: "pic", reference: nil, overdueOnly: true, limit: 10)
    #expect(late.map(\.reference) == [reference] && late.first?.isOverdue == true)
    let others = try await office.engine.tasks(
      of: "i-wayan-sudarma", role: nil, reference: nil, overdueOnly: false, limit: 10)
    #expect(others == [])
  }
}
