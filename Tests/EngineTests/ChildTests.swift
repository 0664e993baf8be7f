// Goal: an agreement that starts another one does so wholly or not at all.
// Method: parents and children with shared, unshared and missing fields; workflows that are not there.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct ChildTests {
  private static let data: [String: JSON] = [
    "tentang": "Literasi", "jumlah": .int(3), "catatan": "milik induk",
  ]

  @Test func `a child comes with its parent's step, and with the fields that both declare alike`()
    async throws
  {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.induk, Definitions.anak, notifiers: [notifier])
    let parent = try await office.start("induk", Self.data).reference
    let done = try await office.act("bagi", on: parent, by: "made")
    #expect(done.reference == parent && done.sequence == 2 && done.states == ["buka"])

    let children = try await office.store.instances(
      InstanceQuery(parent: try await office.id(parent)))
    #expect(children.map(\.reference) == ["ANK/2026/0001"])
    let child = try await office.engine.agreement("ANK/2026/0001")
    #expect(child.data.map(\.name) == ["tentang"], "«jumlah» is of another type")
    #expect(child.summary.title == "Literasi" && child.summary.states == ["kerja"])
    #expect(child.tasks.map(\.task) == ["kerja"] && child.timers.count == 1)

    // One transaction: the two entries stand side by side, at one instant.
    let (first, second) = (
      try #require(try await office.history(parent).last),
      try #require(try await office.history("ANK/2026/0001").first)
    )
    #expect(second.position == first.position + 1 && second.at == first.at)
    #expect(second.cause == "uid:1 parent:\(parent)" && second.kind == "started")

    // The child is an agreement like any other.
    try await office.act("selesai", on: "ANK/2026/0001", by: "wayan")
    try await office.act("tutup", on: parent, by: "made")
    try await office.checkRecord()
  }

  @Test func `each start makes a child of its own`() async throws {
    let office = try await Office(Definitions.induk, Definitions.anak)
    let parent = try await office.start("induk", Self.data).reference
    for _ in 0..<3 { try await office.act("bagi", on: parent, by: "made") }
    let rows = try await office.store.instances(
      InstanceQuery(parent: try await office.id(parent), order: .oldestFirst))
    #expect(rows.map(\.reference) == (1...3).map { "ANK/2026/000\($0)" })
    #expect(Set(rows.map(\.snapshot)).count == 3, "no two runs share their identity")
    try await office.checkRecord()
  }

  @Test func `a step that starts an unknown workflow is refused and changes nothing`() async throws
  {
    let office = try await Office(Definitions.rusak, notifiers: [HandNotifier()])
    let reference = try await office.start("rusak", [:]).reference
    let before = try await office.everything()
    let kind = await kindOf { try await office.act("bagi", on: reference, by: "made", key: "k") }
    #expect(kind == "not-found")
    #expect(try await office.everything() == before)
    try await office.act("selesai", on: reference, by: "made", key: "k")
    try await office.checkRecord()
  }

  @Test func `a child that lacks a required field holds its parent back`() async throws {
    let lacking = Definitions.anak.replacing(
      "jumlah: { type: string }", with: "jumlah: { type: string, required: true }")
    let office = try await Office(Definitions.induk, lacking)
    let parent = try await office.start("induk", Self.data).reference
    let before = try await office.everything()
    let kind = await kindOf { try await office.act("bagi", on: parent, by: "made") }
    #expect(kind == "fields-missing")
    #expect(try await office.everything() == before)
    // The number that the child would have had is still free.
    office.files.sources.workflows[1].text = Definitions.anak
    _ = await office.engine.reload()
    try await office.act("bagi", on: parent, by: "made")
    #expect(try await office.engine.agreement("ANK/2026/0001").summary.states == ["kerja"])
  }

  @Test func `a command with a key that starts a child starts it once`() async throws {
    let office = try await Office(Definitions.induk, Definitions.anak)
    let parent = try await office.start("induk", Self.data).reference
    for _ in 0..<3 { try await office.act("bagi", on: parent, by: "made", key: "k") }
    #expect(try await office.engine.status().active == 2)
  }

  @Test func `a first state that starts a child starts it together with its parent`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.lahir, Definitions.anak, notifiers: [notifier])
    let parent = try await office.start("lahir", key: "k").reference
    #expect(try await office.start("lahir", key: "k").isReplay)
    let children = try await office.store.instances(
      InstanceQuery(parent: try await office.id(parent)))
    #expect(children.map(\.reference) == ["ANK/2026/0001"])
    #expect(try await office.engine.status().active == 2)
    #expect(try await office.messages().map(\.reference) == [parent, "ANK/2026/0001"])
    try await office.checkRecord()
  }

  @Test func `a first state that starts an unknown workflow starts nothing`() async throws {
    let office = try await Office(Definitions.lahir)
    let before = try await office.everything()
    #expect(await kindOf { try await office.start("lahir", key: "k") } == "not-found")
    #expect(try await office.everything() == before)
  }

  @Test func `a child that starts a child at once comes with it`() async throws {
    let parent = Definitions.induk.replacing("start: anak", with: "start: lahir")
    let office = try await Office(parent, Definitions.lahir, Definitions.anak)
    let reference = try await office.start("induk", Self.data).reference
    try await office.act("bagi", on: reference, by: "made")
    let child = try await office.engine.agreement("LHR/2026/0001")
    #expect(
      child.parent == reference && child.children.map(\.summary.reference) == ["ANK/2026/0001"])
    let whole = try await office.engine.agreement(reference)
    #expect(whole.progress == ProgressView(done: 0, total: 2))
    _ = try await office.fire(at: "2026-05-04 09:00")
    try await office.checkRecord()
  }

  @Test func `workflows that start each other without end are refused rather than half begun`()
    async throws
  {
    let endless = Definitions.lahir.replacing("start: anak", with: "start: lahir")
    let office = try await Office(endless)
    let before = try await office.everything()
    await #expect(throws: EngineError.self) { try await office.start("lahir") }
    #expect(try await office.everything() == before)
  }

  // MARK: What a parent hears

  /// Starts two reports on entry and goes on when both are over; one renewal at a time.
  private static let payung = """
    workflow: payung
    title: { id: Payung }
    calendar: kantor
    reference: "PYG/{year}/{sequence:4}"
    subject: tentang
    data:
      tentang: { type: string, required: true }
      hasil: { type: string }
    roles:
      pic: { position: pic }
    initial: konsep
    states:
      konsep:
        task: { for: pic }
        on: { mulai: berjalan }
      berjalan:
        entry: [{ start: [laporan, laporan] }]
        onDone: tinjauan
        on:
          perpanjang: { start: { workflow: baru, most: 1, set: { catatan: "'dari ' + data.tentang" }, follows: [cancel] }, by: pic }
        always: { target: diperpanjang, guard: "children.exists(c, c.workflow == 'baru' && 'berlaku' in c.tags)" }
      tinjauan:
        task: { for: pic }
        on: { tutup: { target: selesai, guard: "children.all(c, c.done)" } }
      diperpanjang: { type: final }
      selesai: { type: final }

    """
  private static let laporan = """
    workflow: laporan
    title: { id: Laporan }
    calendar: kantor
    reference: "LAP/{year}/{sequence:4}"
    data:
      tentang: { type: string, required: true }
    roles:
      kabid: { position: kabid }
    initial: kerja
    states:
      kerja:
        task: { for: kabid, due: 5 wd }
        on: { kirim: terkirim }
      terkirim: { type: final }

    """
  private static let baru = """
    workflow: baru
    title: { id: Pengganti }
    calendar: kantor
    reference: "BRU/{year}/{sequence:4}"
    subject: catatan
    data:
      catatan: { type: string }
    roles:
      kabid: { position: kabid }
    initial: susun
    states:
      susun:
        task: { for: kabid }
        on: { teken: aktif, batal: batal }
      aktif:
        tags: [berlaku]
        task: { for: kabid }
        on: { tamat: batal }
      batal: { type: final }

    """

  private func umbrella(_ notifier: HandNotifier = HandNotifier()) async throws -> (Office, String)
  {
    let office = try await Office(
      Self.payung, Self.laporan, Self.baru, notifiers: [notifier])
    let reference = try await office.start("payung", ["tentang": "Literasi"]).reference
    try await office.act("mulai", on: reference, by: "made")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    return (office, reference)
  }

  @Test func `a parent goes on when all children that a state started are over`() async throws {
    let (office, reference) = try await umbrella()
    #expect(
      try await office.engine.agreement(reference).children.map(\.summary.reference)
        == ["LAP/2026/0001", "LAP/2026/0002"])
    try await office.act("kirim", on: "LAP/2026/0001", by: "wayan")
    #expect(try await office.engine.fireDueTimers(at: office.clock.now()).fired == 1)
    var view = try await office.engine.agreement(reference)
    #expect(view.summary.states == ["berjalan"] && view.progress == ProgressView(done: 1, total: 2))
    try await office.act("kirim", on: "LAP/2026/0002", by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    view = try await office.engine.agreement(reference)
    #expect(view.summary.states == ["tinjauan"] && view.progress == ProgressView(done: 2, total: 2))
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.kind == "child-moved" && entry.cause == "child:LAP/2026/0002")
    #expect(entry.payload["entered"]?.strings == ["tinjauan"])
    #expect(try await office.timers(reference).isEmpty, "no news is left over")
    try await office.act("tutup", on: reference, by: "made")
    try await office.checkRecord()
  }

  @Test func `at most one renewal is open, and what it is called comes with the refusal`()
    async throws
  {
    let (office, reference) = try await umbrella()
    try await office.act("perpanjang", on: reference, by: "made")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    #expect(try await office.engine.agreement("BRU/2026/0001").summary.title == "dari Literasi")
    let before = try await office.everything()
    do {
      try await office.act("perpanjang", on: reference, by: "made")
      Issue.record("accepted")
    } catch {
      #expect(error.kind == "child-open" && "\(error)".contains("BRU/2026/0001"))
    }
    let byHand = await kindOf { try await office.startBelow(reference, "baru", by: "wayan") }
    #expect(byHand == "child-open")
    #expect(try await office.everything() == before)
    // When it is over there may be another one.
    try await office.act("batal", on: "BRU/2026/0001", by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    try await office.act("perpanjang", on: reference, by: "made")
    try await office.checkRecord()
  }

  @Test func `a guard over children moves the parent when a child comes into force`() async throws {
    let (office, reference) = try await umbrella()
    try await office.act("perpanjang", on: reference, by: "made")
    try await office.act("teken", on: "BRU/2026/0001", by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    #expect(try await office.engine.agreement(reference).summary.states == ["diperpanjang"])
    // What children do afterwards is still counted.
    try await office.act("kirim", on: "LAP/2026/0001", by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    let view = try await office.engine.agreement(reference)
    #expect(view.progress == ProgressView(done: 1, total: 3))
    #expect(view.summary.status == "finished")
    try await office.checkRecord()
  }

  @Test func `children are suspended and go on with their parent where the definition says so`()
    async throws
  {
    let (office, reference) = try await umbrella()
    try await office.act("perpanjang", on: reference, by: "made")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    // One report stands still for a reason of its own.
    _ = try await office.engine.operate(
      .suspend, "LAP/2026/0002", reason: "sengketa", office.context("root"))
    let stopped = try await office.engine.operate(
      .suspend, reference, reason: "putusan", office.context("root"))
    #expect(stopped.followed == ["LAP/2026/0001"])
    #expect(stopped.stayed == ["BRU/2026/0001", "LAP/2026/0002"])
    #expect(
      await kindOf { try await office.act("kirim", on: "LAP/2026/0001", by: "wayan") }
        == "suspended")
    // What happens below a suspended agreement is looked at when it goes on.
    try await office.act("teken", on: "BRU/2026/0001", by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    #expect(try await office.engine.agreement(reference).summary.states == ["berjalan"])
    let resumed = try await office.engine.operate(
      .resume, reference, reason: "selesai", office.context("root"))
    #expect(resumed.followed == ["LAP/2026/0001"] && resumed.stayed.contains("LAP/2026/0002"))
    #expect(resumed.states == ["diperpanjang"])
    try await office.act("kirim", on: "LAP/2026/0001", by: "wayan")
    try await office.checkRecord()
  }

  @Test func `cancelling reaches the children that follow, and says which stay`() async throws {
    let (office, reference) = try await umbrella()
    try await office.act("perpanjang", on: reference, by: "made")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    try await office.act("kirim", on: "LAP/2026/0001", by: "wayan")
    func cancel(_ isDryRun: Bool) async throws -> CommandResult {
      try await office.engine.administer(
        AdministrationCommand(
          reference: reference, wish: .cancel, reason: "ganda", isDryRun: isDryRun),
        office.context("root")
      ).result
    }
    let before = try await office.everything()
    #expect(try await cancel(true).followed == ["BRU/2026/0001", "LAP/2026/0002"])
    #expect(try await office.everything() == before)
    #expect(try await cancel(false).followed == ["BRU/2026/0001", "LAP/2026/0002"])
    for child in ["BRU/2026/0001", "LAP/2026/0002"] {
      let view = try await office.engine.agreement(child)
      #expect(view.summary.status == "finished")
      #expect(view.cancellationReason == "\(reference): ganda")
    }
    #expect(try await office.engine.agreement("LAP/2026/0001").cancellationReason == nil)
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    #expect(
      try await office.engine.agreement(reference).progress == ProgressView(done: 3, total: 3))
    try await office.checkRecord()
  }

  @Test func `a person puts a commitment below an agreement, with what both have`() async throws {
    let (office, reference) = try await umbrella()
    let started = try await office.startBelow(reference, "laporan", by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    let child = try await office.engine.agreement(started.reference)
    #expect(child.parent == reference && child.data.map(\.value) == ["Literasi"])
    #expect(try await office.engine.agreement(reference).progress.total == 3)
    // It holds nothing back that the state started itself.
    for number in 1...2 {
      try await office.act("kirim", on: "LAP/2026/000\(number)", by: "wayan")
      _ = try await office.engine.fireDueTimers(at: office.clock.now())
    }
    #expect(try await office.engine.agreement(reference).summary.states == ["tinjauan"])
    #expect(
      await kindOf { try await office.act("tutup", on: reference, by: "made") }
        == "condition-not-met")
    try await office.act("kirim", on: started.reference, by: "wayan")
    _ = try await office.engine.fireDueTimers(at: office.clock.now())
    try await office.act("tutup", on: reference, by: "made")
    #expect(
      await kindOf { try await office.startBelow(reference, "laporan", by: "wayan") }
        == "finished")
    try await office.checkRecord()
  }

  @Test func `of two that start the one renewal at the same moment one is refused`() async throws {
    let (office, reference) = try await umbrella()
    let kinds = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          await kindOf { try await office.startBelow(reference, "baru", by: "wayan") }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(kinds.filter { $0 == nil }.count == 1)
    #expect(kinds.filter { $0 == "child-open" }.count == 7)
    #expect(try await office.engine.agreement(reference).progress.total == 3)
    try await office.checkRecord()
  }
}

extension Office {
  @discardableResult
  fileprivate func startBelow(
    _ parent: String, _ workflow: String, by user: String
  ) async throws(EngineError) -> CommandResult {
    try await engine.start(
      StartCommand(workflow: workflow, data: [:], parent: parent), context(user))
  }
}
