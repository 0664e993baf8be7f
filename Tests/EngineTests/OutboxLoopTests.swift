// Goal: a message leaves as soon as its step is on disk; the loop sleeps while nothing is due.
// Method: the loop runs on an alarm that tells the test until when it sleeps.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct OutboxLoopTests {
  private func running(_ office: Office, _ test: () async throws -> Void) async throws {
    let policy = RetryPolicy(attempts: 4, firstDelay: 1_000, longestDelay: 3_000)
    let loop = OutboxLoop(engine: office.engine, policy: policy)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await loop.run() }
      defer { group.cancelAll() }
      try await test()
    }
  }

  @Test func `a step wakes it, and it sleeps until a retry`() async throws {
    let notifier = HandNotifier(script: [nil, .retry("x")])
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    try await running(office) {
      let alarm = office.clock.outboxAlarm
      #expect(await alarm.nextWait() == .some(nil))
      let reference = try await office.start().reference
      #expect(await alarm.nextWait() == .some(nil))
      #expect(notifier.taken.count == 1)
      try await office.act("ajukan", on: reference, by: "made")
      let retry = office.clock.now().adding(milliseconds: 1_000)
      #expect(await alarm.nextWait() == .some(retry))
      office.clock.set(retry)
      #expect(await alarm.nextWait() == .some(nil))
      #expect(notifier.taken.count == 3)
    }
  }

  @Test func `it wakes for the first message of a child`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.induk, Definitions.anak, notifiers: [notifier])
    let parent = try await office.start("induk").reference
    try await running(office) {
      let alarm = office.clock.outboxAlarm
      #expect(await alarm.nextWait() == .some(nil))
      try await office.act("bagi", on: parent, by: "made")
      #expect(await alarm.nextWait() == .some(nil))
      #expect(notifier.taken.map(\.reference) == [parent, "ANK/2026/0001"])
    }
  }

  @Test func `it wakes when the claim of a dead daemon ends`() async throws {
    let notifier = HandNotifier(isIdempotent: true)
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    try await office.start()
    let now = office.clock.now().millisecondsSince1970
    _ = try await office.store.claimMessages(
      owner: "yang mati", at: now, leaseUntil: now + 60_000, limit: 10)
    try await running(office) {
      let alarm = office.clock.outboxAlarm
      let end = Instant(millisecondsSince1970: now + 60_000)
      #expect(await alarm.nextWait() == .some(end))
      office.clock.set(end)
      #expect(await alarm.nextWait() == .some(nil))
      #expect(notifier.taken.count == 1)
    }
  }
}
