// Checking the whole history: the chain of hashes, the numbering, and the ends.

internal import Foundation
internal import GRDB

extension Store {
  /// Recomputes the chain from a position to the end and compares every instance with its entries.
  ///
  /// Reads page by page in bounded memory, beside running commits; entries that arrive meanwhile
  /// are left for the next time. When `from` lies after 1, the stored hash before it is trusted.
  /// A chain alone cannot show that its last entries were cut off together with what refers to
  /// them: hand in a head that was noted outside (`anchor`) to find that too.
  ///
  /// `progress` is called with the position reached, after each page.
  public func verifyHistory(
    from: Int64 = 1, anchor: HistoryHead? = nil,
    progress: @Sendable (Int64) -> Void = { _ in }
  ) async throws(StoreError) -> HistoryVerification {
    let end = try await head()
    if let damage = try await compare(anchor, end: end) { return damage }
    let start = max(1, from)
    var previous = HashChain.origin
    if start > 1 {
      guard let stored = try await storedHash(start - 1) else {
        return .broken(position: start - 1, reason: .entryMissing)
      }
      previous = stored
    }
    var next = start
    while next <= end.position {
      let page = try await entries(from: next, through: end.position)
      for row in page {
        guard row.position == next else {
          return .broken(position: next, reason: .entryMissing)
        }
        let hash = HashChain.hash(row.fields, after: previous)
        guard hexadecimal(hash) == row.hash else {
          return .broken(position: next, reason: .hashDiffers)
        }
        previous = hash
        next += 1
      }
      guard !page.isEmpty else { return .broken(position: next, reason: .entryMissing) }
      progress(next - 1)
    }
    if let damage = try await compareInstances() { return damage }
    return .intact(count: max(0, end.position - start + 1), head: end)
  }

  private func entries(
    from: Int64, through: Int64
  ) async throws(StoreError) -> [HistoryRow] {
    let page = limits.verificationPage
    return try await read { db in
      try HistoryRow.fetch(
        db, "WHERE h.position BETWEEN ? AND ? ORDER BY h.position LIMIT ?", [from, through, page])
    }
  }

  private func storedHash(_ position: Int64) async throws(StoreError) -> [UInt8]? {
    try await read { db in
      try Data.fetchOne(
        db, sql: "SELECT hash FROM history WHERE position = ?", arguments: [position]
      ).map(Array.init)
    }
  }

  private func compare(
    _ anchor: HistoryHead?, end: HistoryHead
  ) async throws(StoreError) -> HistoryVerification? {
    guard let anchor, anchor.position > 0 else { return nil }
    guard anchor.position <= end.position else {
      return .broken(position: end.position + 1, reason: .anchorBeyondEnd(end: end.position))
    }
    let stored = try await storedHash(anchor.position)
    guard let stored else { return .broken(position: anchor.position, reason: .entryMissing) }
    guard hexadecimal(stored) == anchor.hash.lowercased() else {
      return .broken(position: anchor.position, reason: .anchorDiffers)
    }
    return nil
  }

  /// Finds an instance whose number differs from that of its last entry, or whose entries have gaps.
  private func compareInstances() async throws(StoreError) -> HistoryVerification? {
    var after: Int64 = 0
    let page = limits.verificationPage
    while true {
      let from = after
      let (last, damage) = try await read { db in
        try Self.compareInstances(db, after: from, limit: page)
      }
      if let damage { return damage }
      guard let last else { return nil }
      after = last
    }
  }

  private static func compareInstances(
    _ db: Database, after: Int64, limit: Int
  ) throws -> (last: Int64?, damage: HistoryVerification?) {
    let statement = try db.cachedStatement(
      sql: """
        SELECT i.id, i.reference, i.sequence,
          (SELECT count(*) FROM history AS h WHERE h.instance = i.id),
          (SELECT max(sequence) FROM history AS h WHERE h.instance = i.id)
        FROM instance AS i WHERE i.id > ? ORDER BY i.id LIMIT ?
        """)
    var last: Int64?
    for row in try Row.fetchAll(statement, arguments: [after, limit]) {
      let id: Int64 = row[0]
      let reference: String = row[1]
      let sequence: Int = row[2]
      let count: Int = row[3]
      let newest: Int = row[4] ?? 0
      last = id
      if newest == sequence, count == sequence { continue }
      let reason: HistoryDamage =
        if newest < sequence {
          .tailMissing(reference: reference, expected: sequence, found: newest)
        } else if newest > sequence {
          .instanceBehind(reference: reference, entry: newest, instance: sequence)
        } else {
          .sequenceGap(reference: reference)
        }
      let position = try position(of: reason, instance: id, newest: newest, db)
      return (last, .broken(position: position, reason: reason))
    }
    return (last, nil)
  }

  /// Where to look: the place after the end for a cut tail, else the instance's last entry.
  private static func position(
    of reason: HistoryDamage, instance: Int64, newest: Int, _ db: Database
  ) throws -> Int64 {
    if case .tailMissing = reason { return try ChainHead.read(db).position + 1 }
    return try Int64.fetchOne(
      db, sql: "SELECT position FROM history WHERE instance = ? AND sequence = ?",
      arguments: [instance, newest]) ?? 0
  }
}
