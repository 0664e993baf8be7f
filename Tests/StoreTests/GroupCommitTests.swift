// Goal: many callers share a commit, and nobody suffers for a neighbour or is answered too early.
// Method: the writer is held until all callers wait, so that they really share one group.

import GRDB
import Testing

@testable import Store

@Suite struct GroupCommitTests {
  @Test func `references have no gaps when many callers start instances at once`() async throws {
    let store = try Store(.memory)
    let results = await store.commitTogether((0..<300).map { _ in [.start()] })
    let numbers = try results.map { try #require(try $0.get().first).reference }
    #expect(Set(numbers) == Set((1...300).map { "NKO/2026/\($0)" }))
    #expect(try await store.verifyHistory().isIntact)
  }

  @Test(arguments: [1, 2, 7, 256])
  func `one of several conflicting callers wins, whatever the size of a group`(
    batch: Int
  ) async throws {
    var limits = StoreLimits()
    limits.batchMax = batch
    let store = try Store(.memory, limits: limits)
    let id = try await store.commit(.start()).instance
    let results = await store.commitTogether((0..<16).map { _ in [.step(id, after: 1)] })
    #expect(results.filter { (try? $0.get()) != nil }.count == 1)
    for case .failure(let error) in results {
      #expect(error == .conflict(instance: id, expected: 1, actual: 2))
    }
    #expect(try await store.instance(id: id)?.sequence == 2)
  }

  /// A random mix of good steps, conflicts, refused rows and repeated commands in one group: each
  /// gets the answer that it would get alone, and only the good ones leave rows.
  @Test(arguments: 1...20)
  func `a group fails exactly where each would fail alone`(seed: UInt64) async throws {
    var random = Seeded(seed)
    let store = try Store(.memory)
    let bad = MessageChange(notifier: "smtp", content: "{", nextAt: 1)
    let done = ReceiptClaim(caller: "c", key: "done", fingerprint: "f")
    let first = try await store.commit(.start(receipt: done))
    var jobs: [[Changes]] = []
    var kinds: [Int] = []
    for _ in 0..<40 {
      let kind = Int.random(in: 0..<5, using: &random)
      kinds.append(kind)
      switch kind {
      case 0, 1: jobs.append([.start(tasks: [.named("t")], messages: [.at(1)])])
      case 2: jobs.append([.start(), .step(first.instance, after: 9)])
      case 3: jobs.append([.start(messages: [.at(1), bad])])
      default: jobs.append([.start(receipt: done)])
      }
    }
    let results = await store.commitTogether(jobs)
    for (kind, result) in zip(kinds, results) {
      let failure: StoreError? = if case .failure(let error) = result { error } else { nil }
      switch kind {
      case 0, 1: #expect(failure == nil, "seed \(seed)")
      case 2:
        #expect(
          failure == .conflict(instance: first.instance, expected: 9, actual: 1), "seed \(seed)")
      case 3: #expect(failure == .constraint(name: "outbox_content_is_json"), "seed \(seed)")
      default:
        guard case .duplicateReceipt? = failure else {
          Issue.record("seed \(seed): \(String(describing: failure))")
          continue
        }
      }
    }
    let good = kinds.filter { $0 < 2 }.count
    let counts = try await store.counts()
    #expect(counts.active == good + 1, "seed \(seed)")
    #expect(counts.tasks == good, "seed \(seed)")
    #expect(counts.pending == good, "seed \(seed)")
    #expect(try store.number("SELECT last FROM reference_counter") == Int64(good + 1))
    #expect(try await store.verifyHistory().isIntact, "seed \(seed)")
  }

  @Test func `a full disk fails the whole group, leaves nothing, and passes`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    _ = try await store.commit(.start())
    let before = try await store.counts()
    let head = try await store.head()
    let pages = try store.number("PRAGMA page_count")
    try store.shell("PRAGMA max_page_count = \(pages)")
    var large = Changes.start()
    large.snapshot = "\"" + String(repeating: "x", count: 100_000) + "\""
    let results = await store.commitTogether([[.start()], [large], [.start()]])
    for result in results {
      #expect(throws: StoreError.full) { _ = try result.get() }
    }
    #expect(try await store.counts() == before)
    #expect(try await store.head() == head)
    try store.shell("PRAGMA max_page_count = 1000000")
    #expect(try await store.commit(large).reference == "NKO/2026/2")
    #expect(try await store.verifyHistory().isIntact)
  }

  @Test func `too many waiting callers are refused at once`() async throws {
    var limits = StoreLimits()
    limits.waitingMax = 3
    let store = try Store(.memory, limits: limits)
    let errors: [StoreError] = await store.holdWriter(until: 3) {
      await withTaskGroup(of: StoreError?.self) { group in
        for _ in 0..<10 {
          group.addTask { await storeError { _ = try await store.commit(.start()) } }
        }
        var errors: [StoreError] = []
        for await case let error? in group { errors.append(error) }
        return errors
      }
    }
    #expect(errors.allSatisfy { $0 == .overloaded(waiting: 3) })
    #expect(try await store.counts().active == 10 - errors.count)
  }

  @Test func `an answer means that another connection sees the row`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          let receipt = try await store.commit(.start())
          #expect(try await store.instance(id: receipt.instance) != nil)
        }
      }
      try await group.waitForAll()
    }
    #expect(try await store.counts().entries == 50)
  }

  @Test func `the writer answers a ping`() async throws {
    let store = try Store(.memory)
    try await store.ping()
  }
}
