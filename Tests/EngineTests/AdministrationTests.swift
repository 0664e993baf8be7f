// Goal: what an administrator changes from outside is on disk whole or not at all, and replays.
// Method: an engine on a store in memory or in a file; definitions that change between reloads.

import Foundation
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct AdministrationTests {
  private func administer(
    _ wish: AdministrationCommand.Wish, _ office: Office, _ reference: String,
    reason: String? = "salah", dry: Bool = false, key: String? = nil
  ) async throws(EngineError) -> AdministrationView {
    try await office.engine.administer(
      AdministrationCommand(reference: reference, wish: wish, reason: reason, isDryRun: dry),
      office.context("root", key: key))
  }

  // MARK: Cancel, jump, correct

  @Test func `a cancelled agreement is finished, its tasks and timers are gone`() async throws {
    let office = try await Office(Definitions.uji, notifiers: [HandNotifier()])
    let reference = try await office.start().reference
    let view = try await administer(.cancel, office, reference, reason: "ganda")
    #expect(view.result.event == "cancel" && view.skipped == ["konsep"])
    let agreement = try await office.engine.agreement(reference)
    #expect(agreement.summary.status == "finished" && agreement.cancellationReason == "ganda")
    #expect(agreement.tasks.isEmpty)
    #expect(try await office.timers(reference).isEmpty)
    #expect(try await office.messages().last.map { $0.content.contains("cancelled") } == true)
    #expect(try await office.engine.reminders(reference).isEmpty)
    #expect(try await office.engine.derivations(reference, of: nil).isEmpty)
    _ = try await office.engine.forecast(reference, until: nil)
    _ = try await office.engine.feed(for: reference)
    #expect(await kindOf { _ = try await administer(.cancel, office, reference) } == "finished")
    try await office.checkRecord()
  }

  @Test func `a dry run tells everything and writes nothing`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let before = try await office.everything()
    for wish in [
      AdministrationCommand.Wish.cancel, .jump(to: ["telaah"]),
      .correct(set: ["jumlah": .int(3)], unset: []),
    ] {
      let view = try await administer(wish, office, reference, reason: nil, dry: true)
      #expect(view.isDryRun && view.result.sequence == 1)
      #expect(!view.promises.isEmpty || !view.fields.isEmpty)
    }
    #expect(try await office.everything() == before)
    #expect(
      await kindOf { _ = try await administer(.cancel, office, reference, reason: nil) }
        == "reason-missing")
  }

  @Test func `a jump writes one entry and the same key does it once`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let first = try await administer(.jump(to: ["telaah"]), office, reference, key: "k")
    let second = try await administer(.jump(to: ["telaah"]), office, reference, key: "k")
    #expect(!first.result.isReplay && second.result.isReplay)
    #expect(second.promises == first.promises && second.result.event == "jump")
    let history = try await office.history(reference)
    #expect(history.map(\.kind) == ["started", "jumped"])
    #expect(history[1].payload["operator"]?.string == "root" && history[1].cause == "uid:0")
    #expect(
      await kindOf { _ = try await administer(.jump(to: ["konsep"]), office, reference, key: "k") }
        == "idempotency-key-reused")
    try await office.act("setuju", on: reference, by: "wayan")
    try await office.checkRecord()
  }

  @Test func `a correction keeps old and new, and tasks go to another partner`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let wish = AdministrationCommand.Wish.correct(set: ["jumlah": "7"], unset: [])
    #expect(try await administer(wish, office, reference).fields.map(\.after) == [.int(7)])
    #expect(
      await kindOf { _ = try await administer(wish, office, reference) } == "nothing-to-correct")
    _ = try await administer(.correct(set: [:], unset: ["jumlah"]), office, reference)
    #expect(
      await kindOf {
        _ = try await administer(.correct(set: [:], unset: ["tentang"]), office, reference)
      } == "field-required")
    #expect(
      await kindOf {
        _ = try await administer(.correct(set: ["jumlah": "tujuh"], unset: []), office, reference)
      } == "field-invalid")
    _ = try await administer(.correct(set: ["tentang": "Inklusi"], unset: []), office, reference)
    #expect(try await office.engine.agreement(reference).summary.title == "Inklusi")
    try await office.checkRecord()
  }

  @Test func `acts and corrections at the same time all come through`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...8 {
        group.addTask {
          try await office.act("catat", on: reference, by: "made", reason: "\(number)")
        }
        group.addTask {
          _ = try await office.engine.administer(
            AdministrationCommand(
              reference: reference,
              wish: .correct(set: ["jumlah": .int(Int64(number))], unset: []), reason: "x"),
            office.context("root"))
        }
      }
      try await group.waitForAll()
    }
    #expect(try await office.history(reference).count == 17)
    try await office.checkRecord()
  }

  // MARK: Import

  /// The shipped definition: agreements with a term.
  private func register() async throws -> Office {
    try await Office(Files.shipped(), notifiers: [HandNotifier()])
  }

  private func item(
    _ ending: String, _ reference: String?, line: Int? = nil, state: String = "aktif"
  )
    -> ImportItem
  {
    ImportItem(
      states: [state],
      data: [
        "tentang": "Literasi", "mitra": "univ-ganesha", "mulai": "2021-01-04",
        "berakhir": .string(ending),
      ], reference: reference, started: CivilDate("2020-11-02"), line: line)
  }

  private func take(_ office: Office, _ items: [ImportItem], dry: Bool = false, key: String? = nil)
    async throws(EngineError) -> ImportReport
  {
    try await office.engine.importAgreements(
      ImportCommand(
        workflow: "nota-kesepahaman-opd", items: items, reason: "register lama", isDryRun: dry),
      office.context("root", key: key))
  }

  @Test func `agreements from before stand where they should, and the series is not disturbed`()
    async throws
  {
    let office = try await register()
    let report = try await take(
      office,
      [item("2028-06-30", "075/12/NK/2021"), item("2023-01-01", "9/2020"), item("2027-01-01", nil)])
    #expect(report.isApplied)
    #expect(report.items.map(\.reference) == ["075/12/NK/2021", "9/2020", "NKO/2026/0001"])
    #expect(report.items.map(\.status) == ["active", "finished", "active"])
    let old = try await office.engine.agreement("075/12/NK/2021")
    #expect(spelled(old.summary.startedAt) == "2020-11-02 00:00")
    let history = try await office.history("075/12/NK/2021")
    #expect(history.map(\.kind) == ["imported"])
    #expect(history[0].payload["reason"]?.string == "register lama")
    #expect(try await office.messages().isEmpty)
    #expect(try await office.engine.agreement("9/2020").summary.states == ["berakhir"])
    try await office.checkRecord()
  }

  @Test func `only what is to come reminds`() async throws {
    let office = try await register()
    // The decision was due on 30 April 2026; today is 4 May.
    _ = try await take(office, [item("2026-06-30", "1/2021"), item("2026-10-30", "2/2021")])
    #expect(try await office.messages().map { $0.key } == ["1/2021#1.0"], "the task itself")
    for day in ["2026-05-04 10:00", "2026-05-08 10:00", "2026-05-15 10:00"] {
      _ = try await office.fire(at: day)
    }
    #expect(try await office.history("1/2021").count == 1, "nothing of the past goes out")
    _ = try await office.fire(at: "2026-05-19 08:00")
    #expect(try await office.history("1/2021").map(\.kind) == ["imported", "notified"])
    _ = try await office.fire(at: "2026-07-30 09:00")
    #expect(try await office.engine.agreement("2/2021").summary.states == ["akan_berakhir"])
    try await office.checkRecord()
  }

  @Test func `one bad row keeps all out, and every bad row is told`() async throws {
    let office = try await register()
    _ = try await take(office, [item("2028-06-30", "1/2021")])
    let before = try await office.everything()
    var wrong = item("2028-06-30", "8/2021", line: 9)
    wrong.data["mitra"] = "univ-ganesa"
    let report = try await take(
      office,
      [
        item("2028-06-30", "3/2021", line: 2), item("2028-06-30", "1/2021", line: 3),
        item("besok", "4/2021", line: 4), item("2028-06-30", "NKO/2026/0009", line: 5),
        item("2028-06-30", "3/2021", line: 6),
        item("2028-06-30", "5/2021", line: 7, state: "aktiv"),
        item("2028-06-30", " ", line: 8), wrong,
      ])
    #expect(!report.isApplied && report.problemCount == 7)
    #expect(report.items.filter { $0.problem != nil }.map(\.line) == [3, 4, 5, 6, 7, 8, 9])
    #expect(report.items[5].problem?.contains("did you mean «aktif»?") == true)
    #expect(try await office.everything() == before)
    let dry = try await take(office, [item("2028-06-30", "3/2021")], dry: true)
    #expect(!dry.isApplied && dry.problemCount == 0)
    #expect(try await office.everything() == before)
  }

  @Test func `the same import under the same key is done once`() async throws {
    let office = try await register()
    let items = [item("2028-06-30", "1/2021"), item("2028-06-30", "2/2021")]
    _ = try await take(office, items, key: "k")
    let again = try await take(office, items, key: "k")
    #expect(again.isReplay && again.items.map(\.reference) == ["1/2021", "2/2021"])
    #expect(try await office.store.instances(InstanceQuery(limit: 10)).count == 2)
  }

  // MARK: Migration

  private func migrate(
    _ office: Office, _ references: [String] = [], states: [String: String] = [:],
    dry: Bool = false, key: String? = nil
  ) async throws(EngineError) -> MigrationReport {
    try await office.engine.migrate(
      MigrationCommand(
        workflow: "uji", references: references, states: states, reason: "alur baru",
        isDryRun: dry), office.context("root", key: key))
  }

  /// The small definition with `telaah` called `periksa`, and more time to draft.
  private static let next = Definitions.uji.replacing("telaah", with: "periksa")
    .replacing("due: 5 wd", with: "due: 7 wd")

  private func load(_ text: String, into office: Office) async {
    office.files.sources.workflows[0].text = text
    _ = await office.engine.reload()
  }

  @Test func `all move in one transaction, or none does`() async throws {
    let office = try await Office(Definitions.uji, notifiers: [HandNotifier()])
    let first = try await office.start().reference
    let second = try await office.start().reference
    try await office.act("ajukan", on: second, by: "made")
    let third = try await office.start().reference
    _ = try await office.engine.operate(
      .suspend, third, reason: "sengketa", office.context("root"))
    let none = try await migrate(office)
    #expect(none.verdicts.isEmpty && none.current == 3 && !none.isApplied)
    await load(Self.next, into: office)
    let before = try await office.everything()

    let dry = try await migrate(office, dry: true)
    #expect(dry.verdicts.map(\.reference) == [first, second, third] && dry.problemCount == 1)
    #expect(dry.verdicts[1].problems[0].contains("--map telaah="))
    let refused = try await migrate(office)
    #expect(!refused.isApplied && refused.problemCount == 1)
    #expect(
      await kindOf { _ = try await migrate(office, states: ["telaa": "periksa"]) }
        == "unknown-state")
    #expect(
      await kindOf { _ = try await migrate(office, states: ["telaah": "perksa"]) }
        == "unknown-state")
    #expect(try await office.everything() == before)

    let done = try await migrate(office, states: ["telaah": "periksa"])
    #expect(done.isApplied && done.problemCount == 0 && done.verdicts[2].isSuspended)
    for reference in [first, second, third] {
      let row = try #require(try await office.store.instance(reference: reference))
      #expect(row.definition == done.definition)
      #expect(try await office.history(reference).last?.kind == "migrated")
      _ = try await office.engine.feed(for: reference)
      _ = try await office.engine.reminders(reference)
    }
    #expect(
      try await office.engine.agreement(first).tasks[0].dueAt.map(spelled) == "2026-05-13 16:00")
    #expect(try await office.engine.agreement(second).tasks.map(\.task) == ["periksa"])
    #expect(try await office.engine.agreement(third).summary.suspendedAt != nil)
    try await office.checkRecord()
    try await office.act("setuju", on: second, by: "wayan")
    try await office.act("ajukan", on: first, by: "made")
    try await office.checkRecord()
    let again = try await migrate(office)
    #expect(again.verdicts.isEmpty && again.current == 2)
  }

  @Test func `some can be moved by name, and the same key moves them once`() async throws {
    let office = try await Office(Definitions.uji)
    let first = try await office.start().reference
    let second = try await office.start().reference
    await load(Self.next, into: office)
    let done = try await migrate(office, [first], key: "k")
    #expect(done.verdicts.map(\.reference) == [first] && done.isApplied)
    #expect(try await migrate(office, [first], key: "k").isReplay)
    let left = try await migrate(office, dry: true)
    #expect(left.verdicts.map(\.reference) == [second] && left.current == 1)
    #expect(await kindOf { _ = try await migrate(office, ["UJI/2026/0009"]) } == "not-found")
  }

  @Test func `after a crash all have moved, and a restart goes on`() async throws {
    let scratch = try Scratch()
    var references: [String] = []
    do {
      let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
      for _ in 0..<5 { references.append(try await office.start().reference) }
      await load(Self.next, into: office)
      _ = try await migrate(office)
    }
    let office = try await Office(Self.next, store: try Store(.file(path: scratch.file)))
    try await office.checkRecord()
    for reference in references {
      try await office.act("ajukan", on: reference, by: "made")
      #expect(try await office.engine.agreement(reference).summary.states == ["periksa"])
    }
    try await office.checkRecord()
  }

  @Test func `agreements that move meanwhile are judged anew`() async throws {
    let office = try await Office(Definitions.uji)
    var references: [String] = []
    for _ in 0..<20 { references.append(try await office.start().reference) }
    await load(Self.next, into: office)
    let all = references
    try await withThrowingTaskGroup(of: Void.self) { group in
      for reference in all {
        group.addTask {
          try await office.act("catat", on: reference, by: "made", reason: "x")
        }
      }
      group.addTask {
        _ = try await office.engine.migrate(
          MigrationCommand(workflow: "uji", reason: "alur baru"), office.context("root"))
      }
      try await group.waitForAll()
    }
    #expect(try await migrate(office).verdicts.isEmpty)
    for reference in all { #expect(try await office.history(reference).count == 3) }
    try await office.checkRecord()
  }
}

/// What a large move takes; run by hand: SINERGI_MEASURE=10000 swift test --filter MigrationMeasure.
@Suite struct MigrationMeasure {
  static let count = ProcessInfo.processInfo.environment["SINERGI_MEASURE"].flatMap { Int($0) }

  @Test(.enabled(if: count != nil)) func `very many agreements move in one transaction`()
    async throws
  {
    let count = Self.count ?? 0
    let scratch = try Scratch()
    let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
    for start in stride(from: 0, to: count, by: WorkflowLimits.imports) {
      let report = try await office.engine.importAgreements(
        ImportCommand(
          workflow: "uji",
          items: (start..<min(count, start + WorkflowLimits.imports)).map { _ in
            ImportItem(states: ["konsep"], data: ["tentang": "Literasi"])
          }, reason: "ukur"), office.context("root"))
      #expect(report.isApplied)
    }
    office.files.sources.workflows[0].text = Definitions.uji.replacing(
      "due: 5 wd", with: "due: 7 wd")
    _ = await office.engine.reload()
    let clock = ContinuousClock()
    for isDryRun in [true, false] {
      let start = clock.now
      let report = try await office.engine.migrate(
        MigrationCommand(workflow: "uji", reason: "ukur", isDryRun: isDryRun),
        office.context("root"))
      #expect(report.verdicts.count == count && report.isApplied == !isDryRun)
      print("\(count) agreements, \(isDryRun ? "dry run" : "moved"): \(clock.now - start)")
    }
    #expect(try await office.engine.audit().isIntact)
  }
}
