// Goal: groups and signatures reach the disk as they were given, and what people read says so.
// Method: one small office; commands as they come from the socket, the history replayed, whole messages.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct ApprovalTests {
  static let definition = """
    workflow: paraf
    title: { id: Paraf, en: Initials }
    calendar: kantor
    reference: "PRF/{year}/{sequence:4}"
    subject: tentang
    data: { tentang: { type: string, required: true } }
    roles:
      pic: { position: pic, title: { id: Petugas penghubung, en: Liaison officer } }
      kabid: { position: kabid, title: { id: Kepala bidang, en: Head of division } }
    initial: konsep
    states:
      konsep:
        task: { for: pic, due: 5 wd }
        on: { ajukan: paraf }
      paraf:
        approval:
          chain: [{ by: [pic, kabid], quorum: all }, { by: kabid }]
          due: 2 wd each
        on: { approved: teken, returned: konsep }
      teken:
        task: { for: kabid }
        on: { tandatangan: { target: selesai, signature: kita } }
      selesai: { type: final }

    """

  @Test func `marks and a signature are on disk, and the history replays`() async throws {
    let office = try await Office(Self.definition)
    let reference = try await office.start("paraf").reference
    try await office.act("ajukan", on: reference, by: "made")
    // The second step is for the head of division too, but the first is not done.
    try await office.decide(.approve, on: reference, by: "wayan")
    #expect(
      await kindOf { try await office.decide(.approve, on: reference, by: "wayan") }
        == "already-marked")
    try await office.decide(.approve, on: reference, by: "made")
    #expect(
      await kindOf { try await office.decide(.approve, on: reference, by: "made") }
        == "out-of-order")
    try await office.decide(.approve, on: reference, by: "wayan")
    #expect(
      await kindOf {
        try await office.act("tandatangan", on: reference, by: "wayan", ["tanggal": "2026-05-04"])
      } == "fields-missing")
    let given: [String: JSON] = ["tanggal": "2026-05-04", "tempat": "Denpasar", "cara": "basah"]
    #expect(
      await kindOf {
        try await office.act(
          "tandatangan", on: reference, by: "wayan",
          given.merging(["tanggal": "2026-05-05"]) { $1 })
      } == "signature-in-future")
    #expect(
      await kindOf {
        try await office.act(
          "tandatangan", on: reference, by: "wayan", given.merging(["cara": "cap"]) { $1 })
      } == "field-invalid")
    try await office.act("tandatangan", on: reference, by: "wayan", given)
    let last = try #require(try await office.history(reference).last)
    #expect(last.payload["signature"]?["cara"]?.string == "basah")
    #expect(last.payload["data"] == nil)
    let marks = try await office.history(reference).compactMap {
      $0.payload["mark"]?["step"]?.string
    }
    #expect(marks == ["paraf/1-serentak", "paraf/1-serentak", "paraf/2-kabid"])
    try await office.checkRecord()
    // A signature is nothing that an agreement starts with.
    #expect(
      await kindOf {
        try await office.start("paraf", ["tentang": "x", "tempat": "Denpasar"])
      } == "unknown-field")
  }

  @Test func `a return says who returned, and whose task is needed no more`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Self.definition, notifiers: [notifier])
    let reference = try await office.start("paraf").reference
    try await office.act("ajukan", on: reference, by: "made")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    let before = notifier.taken.count
    try await office.decide(.return, on: reference, by: "wayan", reason: "pasal 3")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    let sent = notifier.taken.dropFirst(before)
    #expect(sent.map(\.kind).sorted() == ["not-needed", "returned"])
    let returned = try #require(sent.first { $0.kind == "returned" })
    #expect(
      returned.body.contains("Oleh: I Wayan Contoh (Kepala bidang, definitif)\nAlasan: pasal 3"))
    #expect(returned.body.contains("By: I Wayan Contoh (Head of division, definitif)"))
    try await office.checkRecord()
  }
}
