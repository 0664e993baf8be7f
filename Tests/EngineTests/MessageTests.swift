// Goal: a message says to whom, about what, until when, and what to type; Indonesian first.
// Method: whole messages as the notifier gets them.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct MessageTests {
  private func sent(_ office: Office, _ notifier: HandNotifier) async throws -> [Message] {
    let before = notifier.taken.count
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    return Array(notifier.taken.dropFirst(before))
  }

  @Test func `a new task, in the words of the shipped workflow`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(try Files.shipped(), notifiers: [notifier])
    try await office.start(WalkTests.name, by: "sinergi-pic", WalkTests.subject)
    let message = try #require(try await sent(office, notifier).first)
    #expect(
      message.recipients == [.init(person: "ni-made-wirati", name: "Ni Made Wirati (contoh)")])
    #expect(message.subject == "[NKO/2026/0001] Tugas baru: Literasi")
    #expect(message.kind == "assigned" && message.reference == "NKO/2026/0001")
    #expect(
      message.body == """
        Nota Kesepahaman tingkat Dinas NKO/2026/0001
        Tentang: Literasi
        Langkah: Susun konsep dan ajukan
        Penanggung jawab: Petugas penghubung
        Tenggat: Senin, 11 Mei 2026 16.30 WITA (7 hari lagi)
        Ketik: sinergictl do NKO/2026/0001 isi | ajukan

        -- 
        Office-level memorandum of understanding NKO/2026/0001
        Subject: Literasi
        Step: Draft and submit
        Responsible: Liaison officer
        Deadline: Monday, 11 May 2026 16:30 WITA (in 7 days)
        Type: sinergictl do NKO/2026/0001 isi | ajukan
        """)
  }

  @Test func `reminders, lateness, escalations and returns say so`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    _ = try await sent(office, notifier)

    try await office.fire(at: "2026-05-11 08:00")
    let reminder = try #require(try await sent(office, notifier).first)
    #expect(reminder.subject == "[\(reference)] Pengingat tenggat: Literasi")
    #expect(reminder.body.contains("Tenggat: Senin, 11 Mei 2026 16.00 WITA (hari ini)"))
    #expect(reminder.recipients.map(\.person) == ["i-komang", "i-made"])

    try await office.fire(at: "2026-05-14 09:00")
    let late = try await sent(office, notifier)
    let overdue = try #require(late.first { $0.kind == "overdue" })
    #expect(overdue.body.contains("(lewat 3 hari)") && overdue.body.contains("(3 days late)"))
    let escalation = try #require(late.first { $0.kind == "escalation" })
    #expect(escalation.recipients.map(\.person) == ["i-wayan"])
    #expect(escalation.body.contains("tidak meminta persetujuan"))
    #expect(!escalation.body.contains("sinergictl do"), "whoever is informed is not asked to act")

    try await office.act("ajukan", on: reference, by: "made")
    _ = try await sent(office, notifier)
    try await office.decide(.return, on: reference, by: "wayan", reason: "Belum ada lampiran")
    let returned = try #require(try await sent(office, notifier).first)
    #expect(returned.subject == "[\(reference)] Dikembalikan: Literasi")
    #expect(returned.body.contains("Alasan: Belum ada lampiran"))
  }

  @Test func `the end is told to everyone who took part before`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    try await office.act("catat", on: reference, by: "wayan", reason: "Segera")
    try await office.act("ajukan", on: reference, by: "made")
    _ = try await sent(office, notifier)
    try await office.decide(.approve, on: reference, by: "wayan")
    let told = try await sent(office, notifier)
    #expect(told.map(\.kind) == ["finished", "finished"])
    // They go out beside each other, in no order.
    #expect(
      Set(told.map { $0.recipients.compactMap(\.person) })
        == [["i-wayan"], ["i-komang", "i-made"]])
    #expect(told.allSatisfy { $0.subject == "[\(reference)] Selesai: Literasi" })
  }

  @Test func `a vacant position is told to the administrators, by its title`() async throws {
    var sources = Definitions.sources([Definitions.uji])
    sources.directories[0].text = sources.directories[0].text
      .replacing("person: i-wayan, position: kabid", with: "person: i-wayan, position: pic")
    let notifier = HandNotifier()
    let office = try await Office(sources, notifiers: [notifier])
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    let last = try #require(try await sent(office, notifier).max { $0.key < $1.key })
    #expect(last.recipients == [.init(person: nil, name: "Administrator (root)")])
    #expect(last.body.contains("Kepala bidang (kabid) sejak 4 Mei 2026"))
  }

  @Test func `a deadline in a year without a holiday list is marked as provisional`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(
      Definitions.uji, clock: HandClock(try instant("2031-02-03 09:00")), notifiers: [notifier])
    try await office.start()
    let message = try #require(try await sent(office, notifier).first)
    #expect(message.body.contains("(7 hari lagi, perkiraan)"))
    #expect(message.body.contains("(in 7 days, provisional)"))
  }

  @Test func `a message is put into words for the directory of the day on which it leaves`()
    async throws
  {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    try await office.start()
    office.files.sources.directories[0].text += "  - { person: i-wayan, position: pic }\n"
    #expect(await office.engine.reload().problems == [])
    let message = try #require(try await sent(office, notifier).first)
    #expect(message.recipients.map(\.person) == ["i-komang", "i-made", "i-wayan"])
  }
}
