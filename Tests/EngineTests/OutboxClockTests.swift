// Goal: no message hangs, comes twice or comes at night because somebody set the clock.
// Method: the outbox loop on a hand-held clock that jumps years ahead and back.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct OutboxClockTests {
  private static let fiveYears: Int64 = 5 * 366 * 86_400_000

  private func running(_ office: Office, _ test: () async throws -> Void) async throws {
    let policy = RetryPolicy(attempts: 4, firstDelay: 1_000, longestDelay: 3_000)
    let loop = OutboxLoop(engine: office.engine, policy: policy)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await loop.run() }
      defer { group.cancelAll() }
      try await test()
    }
  }

  /// Sets the clock; until when the loop sleeps then.
  private func jump(_ office: Office, to instant: Instant) async -> Instant? {
    office.clock.jump(to: instant)
    return await office.clock.outboxAlarm.waitAfterJump() ?? nil
  }

  @Test(arguments: [-3_600_000, 3_600_000, -fiveYears, fiveYears])
  func `what was delivered stays delivered`(jump: Int64) async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    try await office.start()
    try await running(office) {
      #expect(await office.clock.outboxAlarm.nextWait() == .some(nil))
      let start = office.clock.now()
      let there = office.clock.now().adding(milliseconds: jump)
      #expect(await self.jump(office, to: there) == nil)
      #expect(await self.jump(office, to: start) == nil)
      #expect(notifier.taken.count == 1)
    }
  }

  @Test(arguments: [true, false])
  func `a claim of a dead daemon with a wrong clock ends as soon as any other`(isIdempotent: Bool)
    async throws
  {
    let notifier = HandNotifier(isIdempotent: isIdempotent)
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    try await office.start()
    let wrong = office.clock.now().millisecondsSince1970 + Self.fiveYears
    _ = try await office.store.claimMessages(
      owner: "yang mati", at: wrong, leaseUntil: wrong + 60_000, limit: 10)
    try await running(office) {
      let end = office.clock.now().adding(milliseconds: EngineLimits.standard.messageLease)
      #expect(await office.clock.outboxAlarm.nextWait() == .some(end))
      #expect(await jump(office, to: end) == nil)
    }
    #expect(notifier.taken.count == (isIdempotent ? 1 : 0))
    #expect(try await office.messages().map(\.state) == [isIdempotent ? .delivered : .unknown])
  }

  @Test func `a claim that a jump ahead outlasts is settled once`() async throws {
    let clock = HandClock(try monday())
    let notifier = JumpingNotifier(clock, by: Self.fiveYears)
    let office = try await Office(Definitions.uji, clock: clock, notifiers: [notifier])
    try await office.start()
    try await running(office) {
      #expect(await office.clock.outboxAlarm.waitAfterJump() == .some(nil))
      let back = try monday()
      #expect(await jump(office, to: back) == nil)
    }
    #expect(notifier.inner.taken.count == 1)
    #expect(try await office.messages().map(\.state) == [.delivered])
  }

  @Test func `a retry that was put off under a wrong clock comes at once`() async throws {
    let notifier = HandNotifier(script: [.retry("x")])
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let wrong = office.clock.now().adding(milliseconds: Self.fiveYears)
    office.clock.set(wrong)
    try await office.start()
    try await running(office) {
      let retry = try #require(await office.clock.outboxAlarm.nextWait() ?? nil)
      #expect(retry == wrong.adding(milliseconds: 1_000))
      let back = try monday()
      #expect(await jump(office, to: back) == nil)
      #expect(notifier.taken.count == 2)
    }
  }

  @Test(arguments: [true, false])
  func `a message held until the morning of a wrong year goes out in the next morning`(
    isRunning: Bool
  ) async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.tunda, Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    // By night in the wrong year time brings a message, which waits for the morning there.
    try await hold(office, reference, until: try instant("2031-03-05 08:00"))
    let night = try instant("2026-05-05 02:00")
    let morning = try instant("2026-05-05 08:00")
    office.clock.set(isRunning ? try instant("2031-03-05 02:00") : night)
    try await running(office) {
      var wait = await office.clock.outboxAlarm.nextWait() ?? nil
      if isRunning {
        let wrong = try instant("2031-03-05 08:00")
        #expect(wait == wrong)
        wait = await jump(office, to: night)
      }
      #expect(wait == morning)
      #expect(notifier.taken.isEmpty)
      #expect(await jump(office, to: morning) == nil)
      #expect(notifier.taken.count == 1)
    }
  }

  @Test func `an hour back, a message that waits for the morning goes on waiting for it`()
    async throws
  {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    let morning = try instant("2026-05-05 08:00")
    try await hold(office, reference, until: morning)
    office.clock.set(try instant("2026-05-05 03:00"))
    try await running(office) {
      #expect(await office.clock.outboxAlarm.nextWait() == .some(morning))
      let back = try instant("2026-05-05 02:00")
      #expect(await jump(office, to: back) == morning)
      #expect(notifier.taken.isEmpty)
    }
  }

  /// Makes the message of the start wait, as a step by time does that is taken in the night.
  private func hold(_ office: Office, _ reference: String, until: Instant) async throws {
    let now = office.clock.now().millisecondsSince1970
    let rows = try await office.store.claimMessages(
      owner: "malam", at: now, leaseUntil: now + 60_000, limit: 10)
    for row in rows where row.reference == reference {
      try await office.store.settle(
        row.id, .retry(at: until.millisecondsSince1970, error: "malam"), at: now)
    }
  }
}

/// While it delivers, somebody sets the clock.
private final class JumpingNotifier: Notifier {
  let name = "tangan"
  let isIdempotent = false
  let inner = HandNotifier()
  private let clock: HandClock
  private let jump: Int64

  init(_ clock: HandClock, by jump: Int64) {
    self.clock = clock
    self.jump = jump
  }

  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    clock.jump(to: clock.now().adding(milliseconds: jump))
    return try await inner.deliver(message)
  }
}
