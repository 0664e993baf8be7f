// Goal: a message is sent by one owner at a time, and a lost outcome is shown, not guessed.
// Method: tables over states and settlements; time is an argument.

import GRDB
import Testing

@testable import Store

@Suite struct OutboxTests {
  let store: Store

  init() throws { store = try Store(.memory) }

  private func claimOne(owner: String = "a") async throws -> MessageRow {
    try #require(
      try await store.claimMessages(owner: owner, at: 100, leaseUntil: 200, limit: 1).first)
  }

  private func message(_ id: Int64) async throws -> MessageRow {
    try #require(try await store.messages(MessageQuery()).first { $0.id == id })
  }

  @Test func `messages are claimed when their time has come, earliest first`() async throws {
    _ = try await store.commit(.start(messages: [.at(30), .at(10), .at(101), .at(10)]))
    #expect(try await store.nextMessageDue() == 10)
    let first = try await store.claimMessages(owner: "a", at: 100, leaseUntil: 200, limit: 2)
    #expect(first.map(\.key) == ["NKO/2026/1#1.1", "NKO/2026/1#1.3"])
    #expect(first.allSatisfy { $0.attempts == 1 && $0.leaseOwner == "a" && $0.nextAt == nil })
    let second = try await store.claimMessages(owner: "b", at: 100, leaseUntil: 200, limit: 9)
    #expect(second.map(\.key) == ["NKO/2026/1#1.0"])
    #expect(try await store.nextMessageDue() == 101)
    #expect(try await store.nextLeaseEnd() == 200)
    #expect(try await store.messages(MessageQuery(state: .claimed)).count == 3)
    let stored = try await message(first[0].id)
    #expect(stored == first[0])
  }

  @Test func `no message has two owners when many claim at once`() async throws {
    for _ in 0..<20 { _ = try await store.commit(.start(messages: [.at(1), .at(2)])) }
    let claimed = try await withThrowingTaskGroup(of: [MessageRow].self) { group in
      for owner in 0..<10 {
        group.addTask { [store] in
          try await store.claimMessages(owner: "\(owner)", at: 100, leaseUntil: 200, limit: 7)
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(claimed.count == 40)
    #expect(Set(claimed.map(\.id)).count == 40)
  }

  @Test(arguments: [
    (Settlement.delivered(receipt: "250 ok"), MessageState.delivered),
    (.delivered(receipt: nil), .delivered),
    (.passed(receipt: "NKO/2026/1#1.0/made", error: "550"), .passed),
    (.retry(at: 500, error: "451"), .pending),
    (.waits(until: 500), .pending),
    (.dead(error: "550"), .dead),
    (.unknown(error: "timeout"), .unknown),
  ])
  func `a claim settles`(settlement: Settlement, state: MessageState) async throws {
    _ = try await store.commit(.start(messages: [.at(1)]))
    let claimed = try await claimOne()
    try await store.settle(claimed.id, settlement, at: 150, owner: "a")
    let row = try await message(claimed.id)
    #expect(row.state == state)
    #expect(row.leaseOwner == nil)
    #expect(row.leaseUntil == nil)
    #expect(row.attempts == (settlement == .waits(until: 500) ? 0 : 1))
    #expect(row.settledAt == (state == .pending ? nil : 150))
    #expect(row.nextAt == (state == .pending ? 500 : nil))
    switch settlement {
    case .delivered(let receipt): #expect(row.receipt == receipt)
    case .passed(let receipt, let error):
      #expect(row.receipt == receipt && row.lastError == error)
    case .retry(_, let error), .dead(let error), .unknown(let error):
      #expect(row.lastError == error)
    case .waits: #expect(row.lastError == nil)
    }
    if state != .unknown {
      let again = await storeError { try await store.settle(row.id, settlement, at: 160) }
      #expect(again == .messageState(id: row.id, state: state))
    }
  }

  @Test func `a claim of somebody else is not settled`() async throws {
    _ = try await store.commit(.start(messages: [.at(1)]))
    let claimed = try await claimOne(owner: "b")
    let error = await storeError {
      try await store.settle(claimed.id, .delivered(receipt: nil), at: 150, owner: "a")
    }
    #expect(error == .leaseLost(id: claimed.id, owner: "b"))
    #expect(try await message(claimed.id) == claimed)
  }

  @Test func `a lease that ended makes the message unknown, unless its notifier knows keys`()
    async throws
  {
    _ = try await store.commit(.start(messages: [.at(1), .at(2, notifier: "webhook"), .at(3)]))
    _ = try await store.claimMessages(owner: "a", at: 100, leaseUntil: 200, limit: 2)
    #expect(try await store.expiredLeases(at: 199).isEmpty)
    let expired = try await store.expiredLeases(at: 200, idempotentNotifiers: ["webhook"])
    #expect(expired.map(\.state) == [.unknown, .pending])
    #expect(expired.map(\.settledAt) == [200, nil])
    #expect(expired.map(\.nextAt) == [nil, 200])
    #expect(expired.allSatisfy { $0.lastError != nil })
    let counts = try await store.counts()
    #expect(counts.unknown == 1)
    #expect(counts.pending == 2)
    #expect(counts.claimed == 0)
  }

  @Test func `a late answer settles an unknown message`() async throws {
    _ = try await store.commit(.start(messages: [.at(1)]))
    let claimed = try await claimOne()
    _ = try await store.expiredLeases(at: 300)
    try await store.settle(claimed.id, .delivered(receipt: "late"), at: 400, owner: "a")
    #expect(try await message(claimed.id).receipt == "late")
  }

  @Test(arguments: [Settlement.dead(error: "550"), .unknown(error: "crash")])
  func `a person sends a dead or unknown message again`(settlement: Settlement) async throws {
    _ = try await store.commit(.start(messages: [.at(1)]))
    let claimed = try await claimOne()
    try await store.settle(claimed.id, settlement, at: 150)
    try await store.retryMessage(id: claimed.id, at: 160)
    let row = try await message(claimed.id)
    #expect(row.state == .pending)
    #expect(row.nextAt == 160)
    #expect(row.attempts == 0)
    #expect(row.key == claimed.key)
    // One that waits may be told to go now.
    try await store.retryMessage(id: claimed.id, at: 155)
    #expect(try await message(claimed.id).nextAt == 155)
    _ = try await store.claimMessages(owner: "a", at: 160, leaseUntil: 200, limit: 1)
    let again = await storeError { try await store.retryMessage(id: claimed.id, at: 170) }
    #expect(again == .messageState(id: claimed.id, state: .claimed))
  }

  @Test func `an unknown number is named`() async {
    #expect(await storeError { try await store.retryMessage(id: 9, at: 1) } == .noSuchMessage(9))
    let error = await storeError { try await store.settle(9, .dead(error: ""), at: 1) }
    #expect(error == .noSuchMessage(9))
  }

  @Test func `what is delivered is forgotten in time, and nothing else`() async throws {
    let claim = ReceiptClaim(caller: "c", key: "k", fingerprint: "f")
    _ = try await store.commit(.start(at: 50, messages: [.at(1), .at(2)], receipt: claim))
    let claimed = try await claimOne()
    try await store.settle(claimed.id, .delivered(receipt: nil), at: 150)
    #expect(try await store.forget(before: 50) == 0)
    #expect(try await store.forget(before: 151) == 2)
    #expect(try await store.messages(MessageQuery()).map(\.state) == [.pending])
    #expect(try await store.receipt(caller: "c", key: "k") == nil)
    #expect(try await store.verifyHistory().isIntact)
  }
}
