// Timers: the earliest one, the due ones, and putting one off after a failed attempt.

internal import GRDB

extension Store {
  /// When the earliest timer wants to fire, UTC milliseconds; nil when none is armed.
  public func nextTimerDue() async throws(StoreError) -> Int64? {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT min(coalesce(retry_at, due_at)) FROM timer")
      return try Int64.fetchOne(statement)
    }
  }

  /// Timers that want to fire at an instant or before: by that time, then instance, then name.
  public func dueTimers(at: Int64, limit: Int) async throws(StoreError) -> [TimerRow] {
    let limit = rows(limit)
    return try await read { db in
      try TimerRow.fetch(
        db,
        """
        WHERE coalesce(t.retry_at, t.due_at) <= ?
        ORDER BY coalesce(t.retry_at, t.due_at), t.instance, t.name LIMIT ?
        """,
        [at, limit])
    }
  }

  /// The armed timers of an instance, by name.
  public func timers(instance: Int64) async throws(StoreError) -> [TimerRow] {
    let limit = limits.rowsMax
    return try await read { db in
      try TimerRow.fetch(db, "WHERE t.instance = ? ORDER BY t.name LIMIT ?", [instance, limit])
    }
  }

  /// Puts a timer off after a failed attempt and counts the attempt.
  ///
  /// A timer that is gone by now needs no second attempt, so that this is no error.
  public func postponeTimer(
    instance: Int64, name: String, until: Int64
  ) async throws(StoreError) {
    try await write { db, _ in
      try db.run(
        """
        UPDATE timer SET retry_at = ?, attempts = attempts + 1 WHERE instance = ? AND name = ?
        """,
        until, instance, name)
    }
  }

  /// Puts a timer off that is due while nobody may be told: no attempt has failed.
  public func deferTimer(instance: Int64, name: String, until: Int64) async throws(StoreError) {
    try await write { db, _ in
      // The schema knows a later time only with an attempt beside it.
      try db.run(
        """
        UPDATE timer SET retry_at = ?, attempts = max(attempts, 1) WHERE instance = ? AND name = ?
        """,
        until, instance, name)
    }
  }
}

extension TimerRow {
  static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [TimerRow] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT t.instance, i.reference, t.name, t.due_at, t.retry_at, t.attempts
        FROM timer AS t JOIN instance AS i ON i.id = t.instance
        \(condition)
        """)
    return try Row.fetchAll(statement, arguments: arguments).map { row in
      TimerRow(
        instance: row[0], reference: row[1], name: row[2], dueAt: row[3], retryAt: row[4],
        attempts: row[5])
    }
  }
}
