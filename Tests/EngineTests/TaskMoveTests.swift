// Goal: a task is in one person's hands at a time, is handed on only with authority, and never lost.
// Method: two liaison officers and a head of division claim, delegate, give back; an administrator reassigns.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct TaskMoveTests {
  private static let letter = "ND 12/2026 tanggal 2026-05-04"

  private func inbox(_ office: Office, _ person: String) async throws -> [String] {
    try await office.engine.tasks(
      of: person, role: nil, reference: nil, overdueOnly: false, limit: 10
    ).map(\.task)
  }

  private func told(_ notifier: HandNotifier, _ office: Office, _ kind: String) async throws
    -> [[String]]
  {
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    // Messages go out beside each other, in no order.
    return notifier.taken.filter { $0.kind == kind }.map { $0.recipients.compactMap(\.person) }
      .sorted { "\($0)" < "\($1)" }
  }

  @Test func `what one has claimed is nobody else's until it is released`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    #expect(try await inbox(office, "i-komang") == ["konsep"])
    try await office.move(.claim, reference, by: "made")
    #expect(try await inbox(office, "i-komang") == [])
    #expect(try await inbox(office, "i-made") == ["konsep"])
    #expect(try await office.engine.agreement(reference).tasks.first?.holder?.person == "i-made")
    for kind in [TaskMove.Kind.claim, .release] {
      #expect(await kindOf { try await office.move(kind, reference, by: "komang") } == "held")
    }
    #expect(await kindOf { try await office.move(.claim, reference, by: "made") } == "already-held")
    #expect(
      await kindOf { try await office.act("ajukan", on: reference, by: "komang") } == "held")
    // The reminder goes to the one who has it in hand.
    try await office.fire(at: "2026-05-07 08:00")
    #expect(try await told(notifier, office, "reminder") == [["i-made"]])
    try await office.move(.release, reference, by: "made")
    #expect(await kindOf { try await office.move(.release, reference, by: "made") } == "not-held")
    try await office.act("ajukan", on: reference, by: "komang")
    #expect(try await office.engine.agreement(reference).tasks.first?.holder == nil)
    try await office.checkRecord()
  }

  @Test func `a delegate decides in the giver's name with the document, and the history proves it`()
    async throws
  {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    #expect(
      await kindOf {
        try await office.move(.delegate, reference, by: "wayan", to: "i-nyoman")
      } == "basis-missing")
    #expect(
      await kindOf {
        try await office.move(
          .delegate, reference, by: "wayan", to: "i-siapa", basis: Self.letter)
      } == "nobody-to-have")
    try await office.move(.delegate, reference, by: "wayan", to: "i-nyoman", basis: Self.letter)
    #expect(try await told(notifier, office, "delegated") == [["i-nyoman"]])
    #expect(try await inbox(office, "i-nyoman") == ["telaah"])
    #expect(try await inbox(office, "i-wayan") == ["telaah"], "it stays the giver's")
    // What was delegated is not delegated again.
    #expect(
      await kindOf {
        try await office.move(
          .delegate, reference, by: "nyoman", to: "i-komang", basis: Self.letter)
      } == "not-delegable")
    try await office.decide(.approve, on: reference, by: "nyoman")
    let actor = try #require(Actor(try await office.history(reference).last?.payload["actor"]))
    #expect(
      actor
        == Actor(
          person: "i-nyoman", role: "kabid", capacity: .atasNama, basis: Self.letter,
          position: "kabid", giver: "i-wayan"))
    try await office.checkRecord()
  }

  @Test func `what is delegated can be given back, taken back, and done by the giver`()
    async throws
  {
    for way in ["given back", "taken back", "done"] {
      let notifier = HandNotifier()
      let office = try await Office(Definitions.uji, notifiers: [notifier])
      let reference = try await office.start().reference
      try await office.act("ajukan", on: reference, by: "made")
      try await office.move(.delegate, reference, by: "wayan", to: "i-nyoman", basis: Self.letter)
      switch way {
      case "given back":
        try await office.move(.giveBack, reference, by: "nyoman", reason: "Bukan bidang saya")
        #expect(try await told(notifier, office, "given-back") == [["i-wayan"]])
      case "taken back":
        try await office.move(.giveBack, reference, by: "wayan")
        #expect(try await told(notifier, office, "given-back") == [["i-nyoman"]])
      default: break
      }
      if way != "done" {
        #expect(
          await kindOf { try await office.decide(.approve, on: reference, by: "nyoman") }
            == "not-permitted", "\(way)")
      }
      try await office.decide(.approve, on: reference, by: "wayan")
      try await office.checkRecord()
    }
  }

  @Test func `separation of duties binds the one to whom a task is delegated or assigned`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    #expect(
      await kindOf {
        try await office.move(.delegate, reference, by: "wayan", to: "i-made", basis: Self.letter)
      } == "separation-of-duties")
    #expect(
      await kindOf {
        try await office.move(
          .reassign, reference, by: "root", to: "i-made", basis: Self.letter, reason: "Cuti")
      } == "separation-of-duties")
    try await office.checkRecord()
  }

  @Test func `a delegation ends with the office of the one who gave it`() async throws {
    var sources = Definitions.sources([Definitions.uji])
    sources.directories[0].text = Definitions.directory.replacing(
      "position: kabid, from: 2026-01-01, basis",
      with: "position: kabid, from: 2026-01-01, until: 2026-05-05, basis")
    let office = try await Office(sources)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    try await office.move(.delegate, reference, by: "wayan", to: "i-nyoman", basis: Self.letter)
    office.clock.set(try instant("2026-05-06 09:00"))
    #expect(
      await kindOf { try await office.decide(.approve, on: reference, by: "nyoman") }
        == "nobody-holds")
    #expect(try await inbox(office, "i-nyoman") == [])
  }

  @Test func `what a deputy has claimed keeps the one in whose name the deputy acts from nothing`()
    async throws
  {
    var sources = Definitions.sources([Definitions.uji])
    sources.directories[0].text += """
      deputies:
        - { person: i-nyoman, position: kabid, capacity: a.n., from: 2026-05-04, until: 2026-05-08, basis: SK 800/12/2026, on: 2026-05-01 }

      """
    let office = try await Office(sources)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    try await office.move(.claim, reference, by: "nyoman")
    try await office.move(.release, reference, by: "wayan")
    try await office.move(.claim, reference, by: "nyoman")
    try await office.decide(.approve, on: reference, by: "wayan")
    try await office.checkRecord()
  }

  @Test func `an administrator reassigns with a reason, and decides nothing`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    try await office.move(.claim, reference, by: "made")
    #expect(
      await kindOf { try await office.move(.reassign, reference, by: "root", to: "i-komang") }
        == "reason-missing")
    try await office.move(.reassign, reference, by: "root", to: "i-komang", reason: "Made cuti")
    // Who had it hears that it is gone; for who gets it, it is a task like any other.
    #expect(try await told(notifier, office, "reassigned") == [["i-made"]])
    #expect(
      notifier.taken.contains {
        $0.kind == "assigned" && $0.recipients.map(\.person) == ["i-komang"]
      })
    #expect(await kindOf { try await office.act("ajukan", on: reference, by: "made") } == "held")
    // Without somebody named, it is everyone's again.
    try await office.move(.reassign, reference, by: "root", reason: "Salah orang")
    try await office.act("ajukan", on: reference, by: "made")
    // To someone who does not stand for the role: only with a letter, and then as kuasa.
    #expect(
      await kindOf {
        try await office.move(.reassign, reference, by: "root", to: "i-nyoman", reason: "Cuti")
      } == "basis-missing")
    try await office.move(
      .reassign, reference, by: "root", to: "i-nyoman", basis: Self.letter, reason: "Cuti")
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.kind == "task-moved" && entry.payload["operator"]?.string == "root")
    #expect(entry.payload["reason"]?.string == "Cuti")
    try await office.decide(.approve, on: reference, by: "nyoman")
    let actor = try #require(Actor(try await office.history(reference).last?.payload["actor"]))
    #expect(actor.capacity == .kuasa && actor.basis == Self.letter)
    try await office.checkRecord()
  }

  @Test func `a comment is kept and moves nothing, also after the end`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    let before = try await office.engine.agreement(reference)
    let sent = try await office.messages().count
    try await office.move(.comment, reference, by: "wayan", reason: "Mitra minta rapat")
    try await office.move(.comment, reference, by: "root", reason: "Disk diganti")
    #expect(
      await kindOf { try await office.move(.comment, reference, by: "wayan") } == "reason-missing")
    #expect(
      await kindOf { try await office.move(.comment, reference, by: "nyoman", reason: "x") }
        == "not-permitted")
    let after = try await office.engine.agreement(reference)
    #expect(after.tasks == before.tasks && after.summary.states == before.summary.states)
    #expect(try await office.messages().count == sent)
    try await office.act("ajukan", on: reference, by: "made")
    try await office.decide(.approve, on: reference, by: "wayan")
    try await office.move(.comment, reference, by: "made", reason: "Sudah diarsipkan")
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.kind == "commented" && entry.payload["reason"]?.string == "Sudah diarsipkan")
    #expect(try await office.engine.agreement(reference).summary.status == "finished")
    try await office.checkRecord()
  }

  @Test func `the same command under the same key is done once`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    for number in 0..<3 {
      let done = try await office.move(.claim, reference, by: "made", key: "k")
      #expect(done.event == "claim" && done.isReplay == (number > 0))
    }
    #expect(try await office.history(reference).count == 2)
  }

  @Test func `when a task is opened again, it is in nobody's hands`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    try await office.move(.claim, reference, by: "made")
    try await office.act("ajukan", on: reference, by: "made")
    try await office.decide(.return, on: reference, by: "wayan", reason: "Lampiran")
    try await office.act("ajukan", on: reference, by: "komang")
    try await office.checkRecord()
  }
}

extension Office {
  @discardableResult
  func move(
    _ kind: TaskMove.Kind, _ reference: String, by user: String, to: String? = nil,
    basis: String? = nil, reason: String? = nil, task: String? = nil, key: String? = nil
  ) async throws(EngineError) -> CommandResult {
    try await engine.move(
      TaskCommand(
        reference: reference, kind: kind, task: task, to: to, basis: basis, text: reason),
      context(user, key: key))
  }
}
