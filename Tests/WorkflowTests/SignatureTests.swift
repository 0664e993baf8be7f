// Goal: a signature is recorded whole, once for each party, and is void when its text is.
// Method: a small definition with two parties; each field, refusal and voiding once; the history replayed.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct SignatureTests {
  static let text = """
    workflow: teken-uji
    title: Uji
    calendar: bali-pemprov
    reference: "T/{sequence}"
    data: { mulai: date, catatan: string }
    roles: { pic: { position: pic }, kadis: { position: kadis }, mitra: { position: mitra, recorded_by: pic } }
    initial: konsep
    states:
      konsep:
        task: { for: pic }
        on: { ajukan: teken }
      teken:
        type: parallel
        void: { documents: [naskah] }
        states:
          satu:
            states:
              menunggu:
                task: { for: kadis, due: 10 wd }
                on: { tandatangan: { target: sudah, signature: pihak_kesatu, form: ["catatan?"] } }
              sudah: { type: final }
          dua:
            states:
              menunggu:
                task: { for: mitra, due: 10 wd }
                on:
                  tandatangan:
                    target: sudah
                    signature: pihak_kedua
                    guard: signatures.pihak_kedua.cara != 'campuran'
              sudah: { type: final }
        onDone: catat
        on: { ulang: { target: konsep, by: pic, reason: required } }
      catat:
        task: { for: pic, due: signatures.pihak_kedua.tanggal + days(30) }
        on:
          catat:
            target: selesai
            form: [mulai]
            guard: >-
              signatures.all(pihak, signatures[pihak].tanggal <= data.mulai)
              && has(signatures.pihak_kesatu) && 'pihak_kedua' in signatures
          lagi: { signature: pihak_kedua }
      selesai: { type: final }
    """

  static let given = [
    "tanggal": "2026-05-03", "tempat": "Denpasar", "cara": "tte", "rujukan": "SR/1",
  ]

  private func asked() throws -> Rounds {
    var rounds = try Rounds(Self.text)
    try rounds.act("ajukan", "pic")
    return rounds
  }

  @Test func `a signature holds when, where, how and by whom, and is no data`() throws {
    var rounds = try asked()
    try rounds.act(
      "tandatangan", "kadis", person: "u-x", capacity: .plt,
      Self.given.merging(["catatan": "dua rangkap"]) { $1 })
    let signature = try #require(rounds.state.signature(of: "pihak_kesatu"))
    #expect("\(signature.date)" == "2026-05-03" && signature.place == "Denpasar")
    #expect(signature.manner == "tte" && signature.reference == "SR/1")
    #expect(signature.signatory == "u-x" && signature.recorder == nil)
    #expect(signature.actor.capacity == .plt && signature.actor.position == "p-kadis")
    #expect(signature.state == "teken/satu/menunggu")
    #expect(rounds.state.data.keys.sorted() == ["catatan"])
    #expect(rounds.last.payload["signature"]?["tempat"] == .string("Denpasar"))
    #expect(rounds.last.payload["data"]?.members.map(\.name) == ["catatan"])
    // Recorded for one who has no account.
    try rounds.act("tandatangan", "mitra", person: "u-pic", capacity: .recorder, Self.given)
    let other = try #require(rounds.state.signature(of: "pihak_kedua"))
    #expect(other.signatory == nil && other.recorder == "u-pic")
    #expect(rounds.states == ["catat"])
    #expect(rounds.state.tasks.first?.deadline.map { "\($0.date)" } == "2026-06-02")
    #expect(try rounds.replayed() == rounds.state)
    let stored = rounds.state.json(in: rounds.workflow).text
    #expect(try InstanceState(stored: stored, in: rounds.workflow) == rounds.state)
  }

  @Test(arguments: ["tanggal", "tempat", "cara"])
  func `what a signature needs is asked for`(field: String) throws {
    var rounds = try asked()
    var given = Self.given
    given[field] = nil
    #expect(throws: Refusal.fieldsMissing(event: "tandatangan", fields: [field])) {
      try rounds.act("tandatangan", "kadis", given)
    }
    if field == "tempat" {
      given[field] = "  "
      #expect(throws: Refusal.fieldsMissing(event: "tandatangan", fields: [field])) {
        try rounds.act("tandatangan", "kadis", given)
      }
    }
    let offer = try #require(
      rounds.workflow.offers(in: rounds.state).first { $0.task == "teken/satu/menunggu" })
    #expect(offer.required.contains(field) && offer.optional == ["catatan", "rujukan"])
  }

  @Test func `a signature cannot be of a day that has not come`() throws {
    var rounds = try asked()
    let refusal = Refusal.signatureInFuture(
      party: "pihak_kesatu", date: try date("2026-05-05"), today: try date("2026-05-04"))
    #expect(throws: refusal) {
      try rounds.act("tandatangan", "kadis", Self.given.merging(["tanggal": "2026-05-05"]) { $1 })
    }
    #expect("\(refusal)".contains("2026-05-05") && refusal.kind == "signature-in-future")
    try rounds.act("tandatangan", "kadis", Self.given.merging(["tanggal": "2026-05-04"]) { $1 })
  }

  @Test func `a manner that there is not`() throws {
    let field = try #require(try Rounds(Self.text).workflow.inputField("cara"))
    guard case .failure(.notAllowed(_, _, let allowed)) = field.value(from: "cap") else {
      Issue.record("«cap» is taken for a manner")
      return
    }
    #expect(allowed == ["basah", "tte", "campuran"])
  }

  @Test func `the guard of the event reads what it carries`() throws {
    var rounds = try asked()
    #expect(throws: Refusal.self) {
      try rounds.act("tandatangan", "mitra", Self.given.merging(["cara": "campuran"]) { $1 })
    }
    #expect(rounds.state.signatures.isEmpty)
  }

  @Test func `all parties, each with its date, can be demanded`() throws {
    var rounds = try asked()
    try rounds.act("tandatangan", "kadis", Self.given)
    try rounds.act("tandatangan", "mitra", Self.given)
    #expect(throws: Refusal.self) { try rounds.act("catat", "pic", ["mulai": "2026-05-02"]) }
    // One signature of a party is in force.
    #expect(throws: Refusal.alreadySigned(party: "pihak_kedua", date: try date("2026-05-03"))) {
      try rounds.act("lagi", "pic", Self.given)
    }
    try rounds.act("catat", "pic", ["mulai": "2026-05-03"])
    #expect(rounds.state.isFinished)
    #expect(try rounds.replayed() == rounds.state)
  }

  @Test func `what lies ahead takes signatures on the day of the act for given`() throws {
    let rounds = try asked()
    let forecast = rounds.workflow.forecast(
      rounds.state, from: rounds.now, until: nil, calendar: rounds.calendar)
    let courses = forecast.courses.map { "\($0.events.joined(separator: " ")): \($0.end)" }
    #expect(courses.contains("tandatangan tandatangan catat: finished"), "\(courses)")
    let assumed = forecast.acting.branches.first?.assumed ?? []
    #expect(assumed == [.field("tanggal"), .field("tempat"), .field("cara")])
    #expect(
      forecast.acting.branches.allSatisfy { $0.path.items.allSatisfy { $0.at >= rounds.now } })
  }

  @Test func `a changed document voids signatures and asks for them again`() throws {
    var rounds = try asked()
    try rounds.act("tandatangan", "kadis", Self.given)
    rounds.change("surat")
    #expect(rounds.state.signature(of: "pihak_kesatu") != nil)
    rounds.change("naskah")
    #expect(rounds.state.signature(of: "pihak_kesatu") == nil)
    #expect(rounds.state.signatures.map(\.voided?.cause) == [.document("naskah")])
    #expect(rounds.waiting == ["kadis", "mitra"])
    #expect(rounds.told.contains("voided position:kadis"))
    try rounds.act("tandatangan", "kadis", Self.given)
    #expect(rounds.state.signatures.map(\.isInForce) == [false, true])
  }

  @Test func `a signature is void when it is asked for again`() throws {
    var rounds = try asked()
    try rounds.act("tandatangan", "kadis", Self.given)
    try rounds.act("ulang", "pic", reason: "naskah diubah")
    #expect(rounds.state.signature(of: "pihak_kesatu") != nil, "nothing was asked yet")
    try rounds.act("ajukan", "pic")
    #expect(rounds.state.signatures.map(\.voided?.cause) == [.again])
    #expect(try rounds.replayed() == rounds.state)
  }

  @Test func `a change of the text leads back to the initials where the definition says so`() throws
  {
    let text = approval(
      "[{ by: a }]", more: "void: on document change",
      states: """
          teken_lagi:
            void: { documents: [naskah], target: paraf }
            task: { for: pic }
            on: { sah: { signature: kita }, selesai: selesai }
        """
    ).replacing("approved: teken", with: "approved: teken_lagi")
    var rounds = try Rounds.submitted(text)
    try rounds.marks("a+")
    try rounds.act("sah", "pic", Self.given)
    #expect(rounds.inForce == ["a approved"] && rounds.state.signature(of: "kita") != nil)
    rounds.change("naskah")
    #expect(rounds.waiting == ["a"] && rounds.inForce.isEmpty)
    #expect(rounds.state.signature(of: "kita") == nil)
    #expect(rounds.state.marks.map(\.voided?.cause) == [.document("naskah")])
  }
}
