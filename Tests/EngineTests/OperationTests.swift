// Goal: an administrator stops and starts clocks and applies calendars, with a reason that stays.
// Method: an engine on a store in memory, the clock in hand, calendars that change between reloads.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct OperationTests {
  /// The office's calendar with more closed days.
  private func calendar(closing days: String...) -> String {
    Definitions.calendar.replacing(
      "days:\n",
      with: "days:\n"
        + days.map {
          "  - { date: \($0), kind: libur, name: Libur susulan, source: SKB, confidence: tinggi }\n"
        }.joined())
  }

  private func operate(_ kind: Operation.Kind, _ office: Office, _ reference: String, _ why: String)
    async throws
  {
    _ = try await office.engine.operate(kind, reference, reason: why, office.context("root"))
  }

  @Test func `while it is suspended nothing is due, and the reason stays in the history`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    office.clock.set(try instant("2026-05-05 10:00"))
    try await operate(.suspend, office, reference, "sengketa")
    #expect(try await office.timers(reference).isEmpty)
    let view = try await office.engine.agreement(reference)
    #expect(view.summary.suspendedAt == (try instant("2026-05-05 10:00")))
    #expect(view.suspensionReason == "sengketa")
    #expect(view.events.isEmpty)
    #expect(try await office.engine.status().suspended == 1)
    let turn = try await office.fire(at: "2026-07-01 09:00")
    #expect(turn == TimerTurn())
    let overdue = try await office.engine.tasks(
      of: nil, role: nil, reference: nil, overdueOnly: true, limit: 10)
    #expect(overdue.isEmpty, "a task that nobody can do is overdue for nobody")
    #expect(
      await kindOf { try await office.act("ajukan", on: reference, by: "made") } == "suspended")

    try await operate(.resume, office, reference, "damai")
    #expect(try await office.engine.status().suspended == 0)
    #expect(try await office.engine.agreement(reference).summary.suspendedAt == nil)
    let task = try #require(try await office.engine.agreement(reference).tasks.first)
    #expect(task.dueAt.map(spelled) == "2026-07-07 16:00")
    let kinds = try await office.history(reference).map(\.kind)
    #expect(kinds == ["started", "suspended", "resumed"])
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.payload["reason"]?.string == "damai")
    #expect(entry.payload["operator"]?.string == "root" && entry.cause == "uid:0")
    try await office.checkRecord()
  }

  @Test func `the same command under the same key is done once`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let context = office.context("root", key: "k1")
    let first = try await office.engine.operate(.suspend, reference, reason: "x", context)
    let second = try await office.engine.operate(.suspend, reference, reason: "x", context)
    #expect(!first.isReplay && second.isReplay && second.sequence == first.sequence)
    #expect(try await office.history(reference).count == 2)
  }

  @Test func `a changed calendar moves nothing until it is applied, and then everything`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let first = try await office.start().reference
    let second = try await office.start().reference
    try await office.act("ajukan", on: second, by: "made")
    try await operate(.suspend, office, try await office.start().reference, "sengketa")
    let text = calendar(closing: "2026-05-06")
    let new = SourceText(name: "kantor.yaml", text: text)
    let before = try await office.everything()

    let preview = try await office.engine.previewCalendar(nil, text: new)
    #expect(preview.looked == 3 && preview.moved.map(\.reference) == [first, second])
    let change = try #require(preview.moved[0].changes.first)
    #expect(change.before.map { spelled($0.instant) } == "2026-05-11 16:00")
    #expect(change.after.map { spelled($0.instant) } == "2026-05-12 16:00")
    #expect(try await office.everything() == before, "a preview changes nothing")

    // The daemon still loads the old file.
    let context = office.context("root")
    #expect(
      await kindOf {
        _ = try await office.engine.applyCalendar(nil, text: new, reason: "SKB", context)
      } == "calendar-differs")
    office.files.sources.calendars[0].text = text
    let report = await office.engine.reload()
    #expect(report.notes.count == 1 && report.notes[0].contains("calendar apply kantor"))
    #expect(
      try await office.engine.agreement(first).tasks[0].dueAt.map(spelled) == "2026-05-11 16:00")
    #expect(try await office.engine.calendars().map { $0.digest == $0.inForce } == [false])

    #expect(
      await kindOf {
        _ = try await office.engine.applyCalendar("kantor", text: nil, reason: " ", context)
      } == "reason-missing")
    let applied = try await office.engine.applyCalendar(
      nil, text: new, reason: "SKB susulan", context)
    #expect(applied.moved == preview.moved && applied.failed.isEmpty)
    #expect(
      try await office.engine.agreement(first).tasks[0].dueAt.map(spelled) == "2026-05-12 16:00")
    #expect(try await office.engine.calendars().map { $0.digest == $0.inForce } == [true])
    #expect(await office.engine.reload().notes.isEmpty)
    let entry = try #require(try await office.history(first).last)
    #expect(entry.kind == "recalculated" && entry.payload["reason"]?.string == "SKB susulan")
    let service = try await office.store.history(afterPosition: 0, limit: 1_000)
      .last { $0.instance == nil }
    #expect(service?.kind == "calendar-applied")
    #expect(service.map { $0.payload.contains("\"moved\":2") } == true, "\(service?.payload ?? "")")

    let again = try await office.engine.applyCalendar("kantor", text: nil, reason: "lagi", context)
    #expect(again.moved.isEmpty)
    try await office.checkRecord()
  }

  @Test func `after a restart a calendar that was not applied is still named`() async throws {
    let store = try Store(.memory)
    let office = try await Office(Definitions.uji, store: store)
    _ = try await office.start()
    var sources = Definitions.sources([Definitions.uji])
    sources.calendars[0].text = calendar(closing: "2026-05-06")
    let later = try await Office(sources, store: store)
    #expect(await later.engine.reload().notes.count == 1)
    #expect(try await later.engine.status().calendarsNotApplied == ["kantor"])
  }

  // MARK: Reminders

  @Test func `a notice that falls due while nobody works waits, and nothing is burned meanwhile`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    // Reminders on 7, 11 and 12 May; the daemon comes back on Tuesday evening.
    var turn = try await office.fire(at: "2026-05-12 22:00")
    #expect(turn.fired == 0 && turn.postponed == 0)
    #expect(
      try await office.store.nextTimerDue() == instant("2026-05-13 08:00").millisecondsSince1970)
    #expect(try await office.history(reference).count == 1)
    let held = try await office.engine.reminders(reference).first { $0.status == .held }
    #expect(held?.goesOutAt == (try instant("2026-05-13 08:00")))
    turn = try await office.fire(at: "2026-05-13 08:00")
    #expect(turn.fired == 1)
    let entry = try #require(try await office.history(reference).last)
    #expect(entry.payload["merged"]?.int == 4, "with the one of the 13th itself")
    try await office.checkRecord()
  }

  @Test func `every notice says what became of it`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    try await office.fire(at: "2026-05-07 08:00")
    try await office.fire(at: "2026-05-12 09:00")
    _ = try await office.engine.deliverDueMessages(
      at: office.clock.now(), policy: RetryPolicy(attempts: 4, firstDelay: 1, longestDelay: 1))
    let all = try await office.engine.reminders(reference)
    #expect(
      all.map { "\(String(spelled($0.plannedAt).dropFirst(5))) \($0.offset) \($0.status)" } == [
        "05-07 08:00 -2 wd sent", "05-11 08:00 0 wd merged", "05-12 08:00 1 wd sent",
        "05-13 08:00 2 wd next", "05-14 08:00 3 wd planned", "05-14 08:00 3 wd planned",
        "05-15 08:00 4 wd planned", "05-18 08:00 5 wd planned", "05-19 08:00 6 wd planned",
      ])
    #expect(all[0].deliveries == ["\(notifier.name) delivered"])
    #expect(all[1].deliveries.isEmpty, "it was merged, so that it never left")
    #expect(all[0].why == "on time" && all[2].why.hasPrefix("late"))
    #expect(all[1].why.contains("spoke for it"))
    #expect(all.filter(\.isEscalation).map(\.role) == ["kabid"])
  }

  @Test func `what lay before the opening is passed over`() async throws {
    let text = Definitions.uji.replacing("due: 5 wd, remind", with: "due: 1 wd, remind")
    let office = try await Office(text)
    let reference = try await office.start().reference
    let first = try #require(try await office.engine.reminders(reference).first)
    #expect(first.status == .passed && first.why.contains("before the task was opened"))
  }
}
