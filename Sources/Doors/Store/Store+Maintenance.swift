// Looking after the file: liveness, checkpoint, statistics, and letting go of what is settled.

internal import GRDB

extension Store {
  /// Answers when the writing connection has committed an (empty) transaction: it is alive.
  public func ping() async throws(StoreError) {
    try await write { db, _ in _ = try Int.fetchOne(db, sql: "SELECT 1") }
  }

  /// Moves the write-ahead log into the file, cuts the log and refreshes the planner's statistics.
  ///
  /// For a quiet hour; commits wait meanwhile. A reader that is still busy leaves part of the log
  /// for the next time.
  public func checkpointAndOptimize() async throws(StoreError) {
    guard !committer.isClosed else { throw .closed }
    do {
      try await database.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA optimize")
        _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch {
      throw StoreError(error)
    }
  }

  /// Moves the write-ahead log into the file and cuts the log: quick, since the log is kept short.
  public func checkpoint() async throws(StoreError) {
    guard !committer.isClosed else { throw .closed }
    do {
      try await database.writeWithoutTransaction { db in
        _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch {
      throw StoreError(error)
    }
  }

  /// Removes delivered messages and idempotency keys from before an instant; returns how many.
  ///
  /// At most `StoreLimits.rowsMax` of each at a time, so that commits wait only shortly; call again
  /// until it returns 0. The history keeps what happened.
  public func forget(before: Int64) async throws(StoreError) -> Int {
    let limit = limits.rowsMax
    return try await write { db, _ in
      try db.run(
        """
        DELETE FROM outbox WHERE id IN (
          SELECT id FROM outbox WHERE state IN ('delivered', 'passed') AND settled_at < ? ORDER BY id LIMIT ?)
        """,
        before, limit)
      let messages = db.changesCount
      try db.run(
        """
        DELETE FROM receipt WHERE (caller, key) IN (
          SELECT caller, key FROM receipt WHERE at < ? ORDER BY at LIMIT ?)
        """,
        before, limit)
      return messages + db.changesCount
    }
  }

  /// What SQLite finds wrong with the file; empty when it is sound. Reads the whole file.
  public func integrityProblems() async throws(StoreError) -> [String] {
    try await read { db in
      let lines = try String.fetchAll(db, sql: "PRAGMA quick_check(20)")
      let keys = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20).map { row in
        let table: String = row[0]
        return "row of \(table) refers to a row that is missing"
      }
      return lines.filter { $0 != "ok" } + keys
    }
  }
}
