// Goal: the loop sleeps until the next timer, is woken for an earlier one, and stops when asked.
// Method: the loop runs on an alarm that tells the test until when it sleeps.

import Logging
import ServiceLifecycle
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct TimerLoopTests {
  /// Runs the loop beside the test, and stops it afterwards.
  private func running(_ office: Office, _ test: () async throws -> Void) async throws {
    let loop = TimerLoop(engine: office.engine)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await loop.run() }
      defer { group.cancelAll() }
      try await test()
    }
  }

  @Test func `it sleeps until the earliest timer, fires, and sleeps again`() async throws {
    let office = try await Office(Definitions.tunda)
    try await running(office) {
      let alarm = office.clock.timerAlarm
      #expect(await alarm.nextWait() == .some(nil), "nothing is due: no alarm is set")
      let reference = try await office.start("tunda", [:]).reference
      #expect(await alarm.nextWait() == .some(try instant("2026-05-06 09:00")))
      office.clock.set(try instant("2026-05-06 09:00"))
      #expect(await alarm.nextWait() == .some(try instant("2026-05-09 09:00")))
      #expect(try await office.engine.agreement(reference).summary.states == ["lewat"])
      office.clock.set(try instant("2036-01-01 00:00"))
      #expect(await alarm.nextWait() == .some(nil))
      #expect(try await office.engine.agreement(reference).summary.states == ["terlambat"])
    }
  }

  @Test func `an earlier timer wakes it, a later one does not`() async throws {
    let office = try await Office(Definitions.tunda)
    try await running(office) {
      let alarm = office.clock.timerAlarm
      _ = await alarm.nextWait()
      try await office.start("tunda", [:])
      #expect(await alarm.nextWait() == .some(try instant("2026-05-06 09:00")))
      let interrupts = alarm.interrupts
      office.clock.set(try instant("2026-05-04 12:00"))
      try await office.start("tunda", [:])
      #expect(alarm.interrupts == interrupts, "two days from noon is later than two days from nine")
      office.clock.set(try instant("2026-05-04 06:00"))
      try await office.start("tunda", [:])
      #expect(await alarm.nextWait() == .some(try instant("2026-05-06 06:00")))
      #expect(alarm.interrupts == interrupts + 1)
    }
  }

  @Test func `it wakes for the first timer of a child`() async throws {
    let office = try await Office(Definitions.induk, Definitions.anak)
    try await running(office) {
      let alarm = office.clock.timerAlarm
      _ = await alarm.nextWait()
      let parent = try await office.start("induk").reference
      try await office.act("bagi", on: parent, by: "made")
      #expect(await alarm.nextWait() == .some(try instant("2026-05-05 09:00")))
    }
  }

  @Test func `what cannot be handled does not keep it awake`() async throws {
    let office = try await Office(Definitions.rusak)
    try await running(office) {
      let alarm = office.clock.timerAlarm
      _ = await alarm.nextWait()
      try await office.start("rusak", [:])
      #expect(await alarm.nextWait() == .some(try instant("2026-05-05 09:00")))
      office.clock.set(try instant("2026-05-05 09:00"))
      #expect(await alarm.nextWait() == .some(try instant("2026-05-05 09:01")))
      office.clock.set(try instant("2026-05-05 09:01"))
      #expect(await alarm.nextWait() == .some(try instant("2026-05-05 09:03")))
    }
  }

  @Test func `it stops when the daemon is asked to, in the middle of its sleep`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.tunda, notifiers: [notifier])
    let services = ServiceGroup(
      configuration: .init(
        services: [
          .init(
            service: TimerLoop(engine: office.engine),
            successTerminationBehavior: .gracefullyShutdownGroup),
          .init(
            service: OutboxLoop(engine: office.engine),
            successTerminationBehavior: .gracefullyShutdownGroup),
        ], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      _ = await office.clock.timerAlarm.nextWait()
      _ = await office.clock.outboxAlarm.nextWait()
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
    }
    // The engine still answers: the loops ended, not the store.
    try await office.start("tunda", [:])
  }

  @Test func `it ends when the store is closed`() async throws {
    let office = try await Office(Definitions.tunda)
    async let loop: Void = TimerLoop(engine: office.engine).run()
    _ = await office.clock.timerAlarm.nextWait()
    try office.store.close()
    office.clock.timerAlarm.interrupt()
    try await loop
    let stopping = await kindOf { try await office.start("tunda", [:]) }
    #expect(stopping == "stopping")
  }
}
