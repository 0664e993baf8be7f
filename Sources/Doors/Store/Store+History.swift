// Reading the history.

internal import Foundation
internal import GRDB

extension Store {
  /// The instances that have an entry from an instant on, by identifier.
  ///
  /// The first of them is found by halving, for entries are in the order in which they were written; a
  /// clock that was set back may hide some of the time that it lived twice. At most ``StoreLimits/movedMax``, the last
  /// ones to have moved.
  public func instancesMoved(since: Int64) async throws(StoreError) -> [Int64] {
    let limit = limits.movedMax
    return try await read { db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT instance FROM (
            SELECT instance, max(position) AS last FROM history
            WHERE position > ? AND instance IS NOT NULL GROUP BY instance
            ORDER BY last DESC LIMIT ?)
          ORDER BY instance
          """,
        arguments: [try Self.position(before: since, db), limit])
    }
  }

  /// The last position before which every entry that is looked at is older than an instant.
  private static func position(before instant: Int64, _ db: Database) throws -> Int64 {
    var low: Int64 = 0
    var high = try ChainHead.read(db).position
    while low < high {
      let middle = (low + high + 1) / 2
      let at = try Int64.fetchOne(
        db, sql: "SELECT at FROM history WHERE position = ?", arguments: [middle])
      if let at, at < instant { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Entries of one instance after a sequence number, in order.
  public func history(
    instance: Int64, afterSequence: Int = 0, limit: Int
  ) async throws(StoreError) -> [HistoryRow] {
    let limit = rows(limit)
    return try await read { db in
      try HistoryRow.fetch(
        db, "WHERE h.instance = ? AND h.sequence > ? ORDER BY h.sequence LIMIT ?",
        [instance, afterSequence, limit])
    }
  }

  /// Entries of the whole history after a position, in order.
  public func history(
    afterPosition: Int64, limit: Int
  ) async throws(StoreError) -> [HistoryRow] {
    let limit = rows(limit)
    return try await read { db in
      try HistoryRow.fetch(
        db, "WHERE h.position > ? ORDER BY h.position LIMIT ?", [afterPosition, limit])
    }
  }

  /// One entry of an instance, or nil.
  public func historyEntry(
    instance: Int64, sequence: Int
  ) async throws(StoreError) -> HistoryRow? {
    try await read { db in
      try HistoryRow.fetch(
        db, "WHERE h.instance = ? AND h.sequence = ?", [instance, sequence]
      ).first
    }
  }

  /// The end of the history, to be noted outside of this machine.
  public func head() async throws(StoreError) -> HistoryHead {
    try await read { db in
      let head = try ChainHead.read(db)
      return HistoryHead(position: head.position, hash: hexadecimal(head.hash))
    }
  }

  /// The command that was done under this caller and key, or nil.
  public func receipt(caller: String, key: String) async throws(StoreError) -> ReceiptRow? {
    try await read { db in try Receipts.find(caller, key, db) }
  }
}

extension HistoryRow {
  static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [HistoryRow] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT h.position, h.instance, i.reference, h.sequence, h.at, h.kind, h.version, h.cause,
          h.payload, h.hash
        FROM history AS h LEFT JOIN instance AS i ON i.id = h.instance
        \(condition)
        """)
    return try Row.fetchAll(statement, arguments: arguments).map(HistoryRow.init(row:))
  }

  init(row: Row) {
    position = row[0]
    instance = row[1]
    reference = row[2] ?? ""
    sequence = row[3]
    at = row[4]
    kind = row[5]
    version = row[6]
    cause = row[7]
    payload = row[8]
    let bytes: Data = row[9]
    hash = hexadecimal(bytes)
  }

  /// The fields that the entry's hash covers.
  var fields: HashChain.Fields {
    HashChain.Fields(
      position: position, reference: reference, sequence: sequence, at: at, kind: kind,
      version: version, cause: cause, payload: payload)
  }
}

/// Idempotency keys of commands.
enum Receipts {
  static func find(_ caller: String, _ key: String, _ db: Database) throws -> ReceiptRow? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT r.caller, r.key, r.fingerprint, r.instance, i.reference, r.sequence, r.at
        FROM receipt AS r JOIN instance AS i ON i.id = r.instance
        WHERE r.caller = ? AND r.key = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [caller, key]) else { return nil }
    return ReceiptRow(
      caller: row[0], key: row[1], fingerprint: row[2], instance: row[3], reference: row[4],
      sequence: row[5], at: row[6])
  }
}
