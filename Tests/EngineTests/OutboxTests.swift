// Goal: each message leaves, once if that can be known; what cannot be known is shown, not guessed.
// Method: turns of the outbox with a notifier that fails, or does not know, by its script.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct OutboxTests {
  private let policy = RetryPolicy(attempts: 4, firstDelay: 1_000, longestDelay: 3_000)

  private func deliver(_ office: Office) async throws -> OutboxTurn {
    try await office.engine.deliverDueMessages(at: office.clock.now(), policy: policy)
  }

  /// An office with one message that waits: the first task of one agreement.
  private func office(_ notifier: HandNotifier) async throws -> Office {
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    try await office.start()
    return office
  }

  private func only(_ office: Office) async throws -> MessageView {
    let all = try await office.engine.messages(state: nil, limit: 10)
    try #require(all.count == 1)
    return all[0]
  }

  @Test func `a message is delivered and settled once`() async throws {
    let notifier = HandNotifier()
    let office = try await office(notifier)
    #expect(try await only(office).state == "pending")
    #expect(try await deliver(office) == OutboxTurn(delivered: 1))
    #expect(try await deliver(office) == OutboxTurn())
    #expect(notifier.taken.map(\.key) == ["UJI/2026/0001#1.0"])
    let row = try #require(try await office.messages().first)
    #expect(row.state == .delivered && row.attempts == 1 && row.leaseOwner == nil)
    #expect(row.receipt == "diterima UJI/2026/0001#1.0")
    #expect(try await only(office).settledAt == office.clock.now())
  }

  @Test func `two turns at the same time deliver each message once`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    for _ in 0..<100 { try await office.start() }
    async let first = deliver(office)
    async let second = deliver(office)
    let turns = [try await first, try await second]
    #expect(turns.map(\.delivered).reduce(0, +) == 100)
    #expect(Set(notifier.taken.map(\.key)).count == 100 && notifier.taken.count == 100)
  }

  @Test func `a failed delivery is tried again later each time, and then given up`() async throws {
    let notifier = HandNotifier(script: Array(repeating: .retry("sambungan putus"), count: 9))
    let office = try await office(notifier)
    var delays: [Int64] = []
    for attempt in 1...3 {
      #expect(try await deliver(office) == OutboxTurn(retried: 1))
      let message = try await only(office)
      #expect(message.state == "pending" && message.attempts == attempt)
      #expect(message.lastError == "sambungan putus")
      let next = try #require(message.nextAt)
      delays.append(next.millisecondsSince1970 - office.clock.now().millisecondsSince1970)
      office.clock.set(next.adding(milliseconds: -1))
      #expect(try await deliver(office) == OutboxTurn(), "before its time")
      office.clock.set(next)
    }
    #expect(delays == [1_000, 2_000, 3_000])
    #expect(try await deliver(office) == OutboxTurn(dead: 1))
    #expect(try await only(office).state == "dead")
    #expect(try await office.engine.status().messagesDead == 1)
    #expect(Set(notifier.taken.map(\.key)).count == 1, "the key stays the same")
    office.clock.set(try instant("2030-01-01 00:00"))
    #expect(try await deliver(office) == OutboxTurn())
  }

  @Test func `a hopeless message is given up at once, and sent again when a person says so`()
    async throws
  {
    let notifier = HandNotifier(script: [.giveUp("alamat tidak ada")])
    let office = try await office(notifier)
    #expect(try await deliver(office) == OutboxTurn(dead: 1))
    let message = try await only(office)
    #expect(message.state == "dead" && message.lastError == "alamat tidak ada")
    try await office.engine.retryMessage(message.id)
    #expect(try await only(office).state == "pending")
    #expect(office.clock.outboxAlarm.interrupts > 0)
    #expect(try await deliver(office) == OutboxTurn(delivered: 1))
    // What has been delivered, or does not exist, is not sent again.
    let delivered = await kindOf { try await office.engine.retryMessage(message.id) }
    let missing = await kindOf { try await office.engine.retryMessage(999) }
    #expect([delivered, missing] == ["message-settled", "not-found"])
    #expect(notifier.taken.count == 2)
  }

  @Test func `a message of unknown outcome is shown and left to people`() async throws {
    let notifier = HandNotifier(script: [.unknown("jawaban hilang")])
    let office = try await office(notifier)
    #expect(try await deliver(office) == OutboxTurn(unknown: 1))
    let message = try await only(office)
    #expect(message.state == "unknown" && message.lastError == "jawaban hilang")
    #expect(try await office.engine.status().messagesUnknown == 1)
    office.clock.set(try instant("2027-01-01 00:00"))
    #expect(try await deliver(office) == OutboxTurn())
    try await office.engine.retryMessage(message.id)
    #expect(try await deliver(office) == OutboxTurn(delivered: 1))
  }

  /// A daemon that claimed a message and was killed before it could settle it.
  private func killed(_ notifier: HandNotifier) async throws -> Office {
    let office = try await office(notifier)
    let now = office.clock.now().millisecondsSince1970
    let claimed = try await office.store.claimMessages(
      owner: "yang mati", at: now, leaseUntil: now + 300_000, limit: 10)
    try #require(claimed.count == 1)
    return office
  }

  @Test
  func `the claim of a dead daemon: an idempotent notifier is asked again, with the same key`()
    async throws
  {
    let notifier = HandNotifier(isIdempotent: true)
    let office = try await killed(notifier)
    #expect(try await deliver(office) == OutboxTurn(), "the claim may still be alive")
    office.clock.set(office.clock.now().adding(milliseconds: 300_000))
    #expect(try await deliver(office) == OutboxTurn(delivered: 1))
    #expect(notifier.taken.map(\.key) == ["UJI/2026/0001#1.0"])
    #expect(try await only(office).attempts == 2)
  }

  @Test func `the claim of a dead daemon: any other notifier is not asked; a person decides`()
    async throws
  {
    let notifier = HandNotifier(isIdempotent: false)
    let office = try await killed(notifier)
    office.clock.set(office.clock.now().adding(milliseconds: 300_000))
    #expect(try await deliver(office) == OutboxTurn())
    #expect(notifier.taken == [])
    let message = try await only(office)
    #expect(message.state == "unknown" && message.lastError != nil)
    office.clock.set(try instant("2026-06-01 00:00"))
    #expect(try await deliver(office) == OutboxTurn())
    try await office.engine.retryMessage(message.id)
    #expect(try await deliver(office) == OutboxTurn(delivered: 1))
    #expect(notifier.taken.map(\.key) == ["UJI/2026/0001#1.0"])
  }

  @Test func `messages leave in the order in which they arose`() async throws {
    var limits = EngineLimits.standard
    limits.messagesAtOnce = 1
    limits.messagesPerTurn = 7
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier], limits: limits)
    for _ in 0..<10 {
      let reference = try await office.start().reference
      try await office.act("ajukan", on: reference, by: "made")
    }
    var turns: [OutboxTurn] = []
    repeat { turns.append(try await deliver(office)) } while turns.last?.isFull ?? false
    #expect(turns.map(\.delivered) == [7, 7, 6] && turns.map(\.isFull) == [true, true, false])
    #expect(notifier.taken.map(\.key) == (try await office.messages().map(\.key)))
  }

  @Test func `each notifier gets every message, and one that fails does not hold up the other`()
    async throws
  {
    let good = HandNotifier("baik")
    let bad = HandNotifier("buruk", script: Array(repeating: .retry("x"), count: 9))
    let office = try await Office(Definitions.uji, notifiers: [bad, good])
    try await office.start()
    #expect(try await deliver(office) == OutboxTurn(delivered: 1, retried: 1))
    #expect(good.taken.map(\.subject) == bad.taken.map(\.subject))
    #expect(Set((good.taken + bad.taken).map(\.key)).count == 2)
  }

  @Test func `messages of a notifier that is no longer configured wait, and are shown`()
    async throws
  {
    let store = try Store(.memory)
    let before = try await Office(
      Definitions.uji, store: store, notifiers: [HandNotifier("lama")])
    try await before.start()
    let office = try await Office(Definitions.uji, store: store, notifiers: [HandNotifier("baru")])
    #expect(try await deliver(office) == OutboxTurn(retried: 1))
    #expect(try await only(office).lastError?.contains("«lama»") == true)
  }

  @Test func `a step that is not committed sends nothing`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.rusak, notifiers: [notifier])
    let reference = try await office.start("rusak", [:]).reference
    _ = try await deliver(office)
    _ = await kindOf { try await office.act("bagi", on: reference, by: "made") }
    #expect(try await deliver(office) == OutboxTurn())
    #expect(notifier.taken.count == 1)
  }
}
