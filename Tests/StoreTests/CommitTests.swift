// Goal: a step is one transaction, and what refuses it changes nothing.
// Method: real SQLite in memory; the rows are read back through the public queries.

import GRDB
import Testing

@testable import Store

@Suite struct CommitTests {
  let store: Store

  init() throws { store = try Store(.memory) }

  @Test func `a new instance has all its rows`() async throws {
    let receipt = try await store.commit(
      .start(
        timers: [TimerChange(name: "due", dueAt: 9)], tasks: [.named("konsep")],
        messages: [.at(5), .at(6)], receipt: ReceiptClaim(caller: "c", key: "k", fingerprint: "f")))
    #expect(receipt.reference == "NKO/2026/1")
    #expect(receipt.sequence == 1)
    #expect(receipt.position == 1)
    let instance = try #require(try await store.instance(reference: receipt.reference))
    #expect(instance.id == receipt.instance)
    #expect(instance.status == .active)
    #expect(instance.finishedAt == nil)
    let entry = try #require(try await store.historyEntry(instance: instance.id, sequence: 1))
    #expect(entry.payload == #"{"reference":"NKO/2026/1"}"#)
    #expect(entry.hash == receipt.hash)
    #expect(try await store.timers(instance: instance.id).map(\.name) == ["due"])
    #expect(try await store.tasks(TaskQuery()).map(\.reference) == ["NKO/2026/1"])
    let keys = try await store.messages(MessageQuery(order: .oldestFirst)).map(\.key)
    #expect(keys == ["NKO/2026/1#1.0", "NKO/2026/1#1.1"])
    #expect(try await store.receipt(caller: "c", key: "k")?.reference == "NKO/2026/1")
  }

  @Test func `a step replaces the snapshot and what it sets and clears`() async throws {
    let id = try await store.commit(
      .start(
        timers: [TimerChange(name: "a", dueAt: 1), TimerChange(name: "b", dueAt: 2)],
        tasks: [.named("x"), .named("y")])
    ).instance
    try await store.postponeTimer(instance: id, name: "b", until: 50)
    let receipt = try await store.commit(
      .step(
        id, after: 1, timersSet: [TimerChange(name: "b", dueAt: 20)], timersCleared: ["a", "b"],
        tasksOpened: [.named("y", assignee: "wayan")], tasksClosed: ["x", "y", "unknown"]))
    #expect(receipt.sequence == 2)
    let timers = try await store.timers(instance: id)
    #expect(timers.map(\.dueAt) == [20])
    #expect(timers.map(\.retryAt) == [nil])
    #expect(timers.map(\.attempts) == [0])
    #expect(try await store.tasks(TaskQuery()).map(\.assignee) == ["wayan"])
    #expect(try await store.instance(id: id)?.snapshot == #"{"n":2}"#)
  }

  @Test func `an end has a time that later steps keep and a reopening takes away`() async throws {
    let id = try await store.commit(.start()).instance
    _ = try await store.commit(.step(id, after: 1, at: 20, status: .finished))
    _ = try await store.commit(.step(id, after: 2, at: 30, status: .finished, title: "Baru"))
    var row = try #require(try await store.instance(id: id))
    #expect(row.finishedAt == 20)
    #expect(row.changedAt == 30)
    #expect(row.title == "Baru")
    _ = try await store.commit(.step(id, after: 3, at: 40))
    row = try #require(try await store.instance(id: id))
    #expect(row.status == .active)
    #expect(row.finishedAt == nil)
  }

  @Test func `a step moves an instance to another definition only when it says so`() async throws {
    let id = try await store.commit(.start()).instance
    _ = try await store.commit(.step(id, after: 1))
    #expect(try await store.instance(id: id)?.definition == digest)
    var moving = Changes.step(id, after: 2)
    moving.definition = String(repeating: "cd", count: 32)
    _ = try await store.commit(moving)
    #expect(try await store.instance(id: id)?.definition == moving.definition)
  }

  @Test func `a step from an old sequence is a conflict and changes nothing`() async throws {
    let id = try await store.commit(.start()).instance
    _ = try await store.commit(.step(id, after: 1))
    let head = try await store.head()
    let error = await storeError {
      _ = try await store.commit(.step(id, after: 1, messages: [.at(1)]))
    }
    #expect(error == .conflict(instance: id, expected: 1, actual: 2))
    #expect(try await store.head() == head)
    #expect(try await store.counts().pending == 0)
  }

  @Test func `an unknown instance is named`() async throws {
    let error = await storeError { _ = try await store.commit(.step(42, after: 1)) }
    #expect(error == .noSuchInstance(42))
  }

  @Test func `a command that was done is answered with its receipt`() async throws {
    let claim = ReceiptClaim(caller: "uid:1000", key: "k1", fingerprint: "f1")
    let id = try await store.commit(.start()).instance
    _ = try await store.commit(.step(id, after: 1, receipt: claim))
    // The repeated command comes from the old sequence, and still is no conflict.
    let error = await storeError {
      _ = try await store.commit(
        .step(
          id, after: 1, receipt: ReceiptClaim(caller: "uid:1000", key: "k1", fingerprint: "f2")))
    }
    let row = try #require(try await store.receipt(caller: "uid:1000", key: "k1"))
    #expect(error == .duplicateReceipt(row))
    #expect(row.fingerprint == "f1")
    #expect(row.sequence == 2)
    // Another caller may use the same key.
    _ = try await store.commit(
      .step(id, after: 2, receipt: ReceiptClaim(caller: "uid:2", key: "k1", fingerprint: "f")))
  }

  @Test func `several steps are written all or none`() async throws {
    let id = try await store.commit(.start()).instance
    let before = try await store.counts()
    let error = await storeError {
      _ = try await store.commit([
        .start(), .step(id, after: 1, messages: [.at(1)]), .step(id, after: 7),
      ])
    }
    #expect(error == .conflict(instance: id, expected: 7, actual: 2))
    #expect(try await store.counts() == before)
    #expect(try await store.commit(.start()).reference == "NKO/2026/2")
  }

  @Test func `a rule that refuses late in a step takes the whole step back`() async throws {
    let bad = MessageChange(notifier: "smtp", content: "{", nextAt: 1)
    let error = await storeError {
      _ = try await store.commit(.start(tasks: [.named("x")], messages: [.at(1), bad]))
    }
    #expect(error == .constraint(name: "outbox_content_is_json"))
    #expect(try await store.counts() == StoreCounts())
    #expect(try await store.commit(.start()).reference == "NKO/2026/1")
  }

  @Test(arguments: ["snapshot", "payload", "message"])
  func `a text beyond its bound is refused`(what: String) async throws {
    var limits = StoreLimits()
    limits.textBytesMax = 100
    let store = try Store(.memory, limits: limits)
    let long = "\"" + String(repeating: "x", count: 99) + "\""
    var changes = Changes.start()
    switch what {
    case "snapshot": changes.snapshot = long
    case "payload": changes.entry.payload = { _ in long }
    default: changes.messages = [MessageChange(notifier: "n", content: long, nextAt: 1)]
    }
    let refused = changes
    let error = await storeError { _ = try await store.commit(refused) }
    #expect(error == .tooLarge(what: what, bytes: 101, limit: 100))
    #expect(try await store.counts() == StoreCounts())
  }

  @Test func `texts come back byte for byte`() async throws {
    let odd = "Nota \"Kesepahaman\" — ᬩᬮᬶ 🏛 akhir\n\t"
    var changes = Changes.start()
    changes.title = odd
    changes.states = ""
    changes.entry.cause = odd
    let id = try await store.commit(changes).instance
    let row = try #require(try await store.instance(id: id))
    #expect(row.title == odd)
    #expect(row.states == "")
    #expect(try await store.historyEntry(instance: id, sequence: 1)?.cause == odd)
    #expect(try await store.verifyHistory().isIntact)
  }

  /// Many a reader of SQLite stops at such a byte, and the hash would no longer fit what it sees.
  @Test func `a text with a zero byte is refused`() async throws {
    var changes = Changes.start()
    changes.title = "Nota\u{0}Kesepahaman"
    let refused = changes
    let error = await storeError { _ = try await store.commit(refused) }
    #expect(error == .constraint(name: "text_without_zero_byte"))
    #expect(try await store.counts() == StoreCounts())
  }

  @Test func `an entry of the service stands in the same chain`() async throws {
    _ = try await store.commit(.start())
    let receipt = try await store.appendEntry(
      kind: "calendar", version: 1, at: 5, cause: "uid:0", payload: "{}")
    #expect(receipt.position == 2)
    #expect(receipt.instance == 0)
    let row = try #require(try await store.history(afterPosition: 1, limit: 10).first)
    #expect(row.instance == nil)
    #expect(row.sequence == nil)
    #expect(row.reference == "")
    #expect(try await store.verifyHistory().isIntact)
  }

  @Test func `a source is kept once, with its first text`() async throws {
    try await store.putSource(.calendar, name: "bali", digest: digest, text: "a", at: 1)
    try await store.putSource(.calendar, name: "lain", digest: digest, text: "b", at: 2)
    try await store.putSource(.definition, name: "nko", digest: digest, text: "c", at: 3)
    let row = try #require(try store.source(.calendar, digest: digest))
    #expect(row.text == "a")
    #expect(row.loadedAt == 1)
    #expect(try store.source(.directory, digest: digest) == nil)
    let newer = String(repeating: "01", count: 32)
    try await store.putSource(.calendar, name: "bali", digest: newer, text: "d", at: 9)
    #expect(try await store.latestSources(.calendar).map(\.text) == ["d"])
  }
}

extension HistoryVerification {
  var isIntact: Bool { if case .intact = self { true } else { false } }
}
