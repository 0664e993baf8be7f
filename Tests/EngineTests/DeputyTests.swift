// Goal: deputies are told, find their tasks, and act in their capacity, for the workflows they have.
// Method: the small office with a Plh. for the head of division, for this workflow or another.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct DeputyTests {
  /// Nyoman is Plh. of the head of division for the first week of May.
  private func office(scope: String = "", _ notifier: HandNotifier = HandNotifier()) async throws
    -> Office
  {
    var sources = Definitions.sources([Definitions.uji])
    sources.directories[0].text += """
      deputies:
        - { person: i-nyoman, position: kabid, capacity: plh, from: 2026-05-04, until: 2026-05-08, basis: SK 800/12/2026, on: 2026-05-01\(scope) }

      """
    return try await Office(sources, notifiers: [notifier])
  }

  private func tasks(_ office: Office) async throws -> [String] {
    try await office.engine.tasks(
      of: "i-nyoman", role: nil, reference: nil, overdueOnly: false, limit: 10
    ).map(\.task)
  }

  @Test func `a deputy is told beside the holder and decides, and the history says as what`()
    async throws
  {
    let notifier = HandNotifier()
    let office = try await office(notifier)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    _ = try await office.engine.deliverDueMessages(
      at: office.clock.now(), policy: RetryPolicy())
    let told = notifier.taken.filter { $0.kind == "assigned" }.map {
      $0.recipients.compactMap(\.person)
    }
    #expect(told.contains(["i-wayan", "i-nyoman"]))
    #expect(try await tasks(office) == ["telaah"])
    #expect(
      try await office.engine.agreement(reference).tasks.first?.people
        == ["I Wayan Contoh", "I Nyoman Contoh"])
    let done = try await office.decide(.approve, on: reference, by: "nyoman")
    #expect(done.actor?.capacity == .plh)
    let actor = try #require(try await office.history(reference).last?.payload["actor"])
    #expect(actor["position"]?.string == "kabid" && actor["for"]?.string == "i-wayan")
    #expect(actor["basis"]?.string == "SK 800/12/2026 tanggal 2026-05-01")
    try await office.checkRecord()
  }

  @Test func `the day after the last the deputy is told nothing and permitted nothing`()
    async throws
  {
    let office = try await office()
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    office.clock.set(try instant("2026-05-08 23:59"))
    #expect(try await tasks(office) == ["telaah"])
    office.clock.set(try instant("2026-05-09 00:00"))
    #expect(try await tasks(office) == [])
    let kind = await kindOf { try await office.decide(.approve, on: reference, by: "nyoman") }
    #expect(kind == "not-permitted")
  }

  @Test func `a deputy for another workflow is left out of this one`() async throws {
    let notifier = HandNotifier()
    let office = try await office(scope: ", scope: [lain]", notifier)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    _ = try await office.engine.deliverDueMessages(
      at: office.clock.now(), policy: RetryPolicy())
    #expect(
      !notifier.taken.contains { $0.recipients.contains { $0.person == "i-nyoman" } })
    #expect(try await tasks(office) == [])
    let kind = await kindOf { try await office.decide(.approve, on: reference, by: "nyoman") }
    #expect(kind == "not-permitted")
    try await office.decide(.approve, on: reference, by: "wayan")
  }

  @Test(arguments: [("uji", true), ("lain", false)])
  func `the calendar of a deputy has the deadlines of the workflows of the document`(
    scope: String, isTold: Bool
  ) async throws {
    let office = try await office(scope: ", scope: [\(scope)]")
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    #expect(try await office.engine.feed(for: "i-nyoman").contains(reference) == isTold)
    #expect(try await office.engine.feed(for: "i-wayan").contains(reference))
  }

  @Test func `a history of acts by deputies survives the check of the whole record`() async throws {
    let office = try await office(scope: ", scope: [uji]")
    let reference = try await office.start().reference
    try await office.act("catat", on: reference, by: "nyoman", reason: "Segera")
    try await office.act("ajukan", on: reference, by: "made")
    try await office.decide(.return, on: reference, by: "nyoman", reason: "Lampiran")
    try await office.checkRecord()
  }
}
