// Goal: nobody changes the history unseen, and an auditor can check it with the recipe alone.
// Method: the chain is recomputed here from the documented recipe; rows are changed behind the
// store's back, with the triggers dropped, and the place that is named is compared.

import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct HistoryTests {
  let store: Store

  init() throws {
    var limits = StoreLimits()
    limits.verificationPage = 7
    store = try Store(.memory, limits: limits)
  }

  /// Three instances with ten entries each and five entries of the service, all interleaved.
  private func fill() async throws {
    for _ in 0..<3 { _ = try await store.commit(.start()) }
    for sequence in 1..<10 {
      for id in Int64(1)...3 { _ = try await store.commit(.step(id, after: sequence)) }
      if sequence % 2 == 0 || sequence == 9 {
        _ = try await store.appendEntry(
          kind: "note", version: 1, at: 3, cause: "daemon", payload: "{}")
      }
    }
  }

  private func allowChanges() throws {
    try store.shell(
      """
      DROP TRIGGER history_is_never_updated;
      DROP TRIGGER history_is_never_deleted;
      PRAGMA ignore_check_constraints = ON;
      """)
  }

  @Test func `the recipe of the documentation gives the stored hashes`() async throws {
    try await fill()
    var previous = [UInt8](repeating: 0, count: 32)
    for row in try await store.history(afterPosition: 0, limit: 1_000) {
      let fields = [
        "\(row.position)", row.reference, row.sequence.map { "\($0)" } ?? "", "\(row.at)",
        row.kind, "\(row.version)", row.cause, row.payload,
      ]
      let text = fields.map { "\($0.utf8.count):\($0)," }.joined()
      previous = HashChain.sha256(Array("sinergi.entry.1\n".utf8) + previous + Array(text.utf8))
      #expect(previous.map { String(format: "%02x", $0) }.joined() == row.hash)
    }
  }

  @Test func `the recipe gives the example's bytes and a hash that never changes`() {
    let fields = HashChain.Fields(
      position: 1, reference: "NKO/2026/0001", sequence: 1, at: 0, kind: "start", version: 1,
      cause: "uid:1000", payload: "{}")
    let bytes = HashChain.bytes(fields, after: HashChain.origin)
    let tail = "1:1,13:NKO/2026/0001,1:1,1:0,5:start,1:1,8:uid:1000,2:{},"
    #expect(String(decoding: bytes.dropFirst(48), as: UTF8.self) == tail)
    let hash = "a9b4d82ac455206d482d1134e9f4cde7945bed1ddd9dc8d9287729c0259d8ba4"
    #expect(hexadecimal(HashChain.sha256(bytes)) == hash)
  }

  @Test func `an untouched history is intact and reports its progress`() async throws {
    try await fill()
    let seen = Seen()
    let result = try await store.verifyHistory { seen.append($0) }
    #expect(result == .intact(count: 35, head: try await store.head()))
    #expect(seen.values == [7, 14, 21, 28, 35])
    let part = try await store.verifyHistory(from: 30)
    #expect(part == .intact(count: 6, head: try await store.head()))
  }

  @Test func `an empty history is intact`() async throws {
    let head = HistoryHead(position: 0, hash: String(repeating: "0", count: 64))
    #expect(try await store.verifyHistory() == .intact(count: 0, head: head))
  }

  @Test(arguments: [
    "at = at + 1", "kind = 'other'", "version = 2", "cause = 'uid:0'", "payload = '{\"x\":1}'",
    "hash = zeroblob(32)",
  ])
  func `a changed column is found at its place`(change: String) async throws {
    try await fill()
    try allowChanges()
    try store.shell("UPDATE history SET \(change) WHERE position = 17")
    #expect(try await store.verifyHistory() == .broken(position: 17, reason: .hashDiffers))
  }

  @Test(arguments: 1...15)
  func `any one changed byte is found at its place`(seed: UInt64) async throws {
    try await fill()
    try allowChanges()
    var random = Seeded(seed)
    let position = Int64.random(in: 1...35, using: &random)
    let column = ["kind", "cause", "payload"].randomElement(using: &random) ?? "kind"
    try store.shell(
      """
      UPDATE history
      SET \(column) = substr(\(column), 1, length(\(column)) - 1) || '~'
      WHERE position = \(position)
      """)
    let result = try await store.verifyHistory()
    #expect(
      result == .broken(position: position, reason: .hashDiffers),
      "seed \(seed): \(column) at \(position)")
  }

  @Test func `a changed reference is found at its first entry`() async throws {
    try await fill()
    try store.shell("UPDATE instance SET reference = 'X' WHERE id = 2")
    #expect(try await store.verifyHistory() == .broken(position: 2, reason: .hashDiffers))
  }

  @Test func `a removed entry is found`() async throws {
    try await fill()
    try allowChanges()
    try store.shell("DELETE FROM history WHERE position = 12")
    #expect(try await store.verifyHistory() == .broken(position: 12, reason: .entryMissing))
  }

  @Test func `a cut tail is found by the instances that stand further`() async throws {
    try await fill()
    try allowChanges()
    try store.shell("DELETE FROM history WHERE position >= 33")
    guard case .broken(33, .tailMissing(_, 10, 9)) = try await store.verifyHistory() else {
      Issue.record("the cut was not found")
      return
    }
  }

  @Test func `a tail cut together with its instances is found by a head noted outside`()
    async throws
  {
    try await fill()
    let noted = try await store.head()
    try allowChanges()
    try store.shell(
      """
      DELETE FROM history WHERE position >= 32;
      UPDATE instance
      SET sequence = (SELECT max(sequence) FROM history WHERE instance = instance.id);
      """)
    #expect(try await store.verifyHistory().isIntact)
    let result = try await store.verifyHistory(anchor: noted)
    #expect(result == .broken(position: 32, reason: .anchorBeyondEnd(end: 31)))
  }

  @Test func `a rewritten chain is found by a head noted outside`() async throws {
    try await fill()
    let noted = try await store.head()
    #expect(try await store.verifyHistory(anchor: noted).isIntact)
    let other = HistoryHead(position: 35, hash: String(repeating: "0", count: 64))
    let result = try await store.verifyHistory(anchor: other)
    #expect(result == .broken(position: 35, reason: .anchorDiffers))
  }

  @Test func `an instance set back behind its entries is found`() async throws {
    try await fill()
    try store.shell("UPDATE instance SET sequence = 4 WHERE id = 3")
    let result = try await store.verifyHistory()
    let reason = HistoryDamage.instanceBehind(reference: "NKO/2026/3", entry: 10, instance: 4)
    guard case .broken(_, reason) = result else {
      Issue.record("found \(result)")
      return
    }
  }

  @Test func `entries of an instance are read page by page`() async throws {
    try await fill()
    var found: [Int] = []
    while true {
      let page = try await store.history(
        instance: 2, afterSequence: found.last ?? 0, limit: 4)
      if page.isEmpty { break }
      found += page.compactMap(\.sequence)
    }
    #expect(found == Array(1...10))
  }
}

/// What a progress callback was told.
private final class Seen: Sendable {
  private let stored = Mutex<[Int64]>([])
  var values: [Int64] { stored.withLock { $0 } }
  func append(_ value: Int64) { stored.withLock { $0.append(value) } }
}
