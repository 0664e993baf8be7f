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
  ///
  /// At most `StoreLimits.dueTimersMax`, however large the limit is.
  public func dueTimers(at: Int64, limit: Int) async throws(StoreError) -> [TimerRow] {
    let limit = max(0, min(limit, limits.dueTimersMax))
    return try await read { db in
      try TimerRow.fetch(
        db,
        """
        WHERE coalesce(t.retry_at, t.due_at) <= ?
        ORDER BY coalesce(t.retry_at, t.due_at), t.instance, t.name LIMIT ?
        """,
        at, limit)
    }
  }

  /// The armed timers of an instance, by name.
  public func timers(instance: Int64) async throws(StoreError) -> [TimerRow] {
    let limit = limits.rowsMax
    return try await read { db in
      try TimerRow.fetch(db, "WHERE t.instance = ? ORDER BY t.name LIMIT ?", instance, limit)
    }
  }

  /// Puts a timer off after a failed attempt and counts the attempt.
  ///
  /// A timer that is gone by now needs no second attempt, so that this is no error; with `dueAt`, nor
  /// does one that was set to another time meanwhile.
  public func postponeTimer(
    instance: Int64, name: String, dueAt: Int64? = nil, until: Int64
  ) async throws(StoreError) {
    try await write { db, _ in
      try db.run(
        """
        UPDATE timer SET retry_at = ?, attempts = attempts + 1
        WHERE instance = ? AND name = ? AND due_at = coalesce(?, due_at)
        """,
        until, instance, name, dueAt)
    }
  }

  /// Takes a timer away that has nothing to bring; one that is gone is no error.
  public func dropTimer(instance: Int64, name: String) async throws(StoreError) {
    try await write { db, _ in
      try db.run("DELETE FROM timer WHERE instance = ? AND name = ?", instance, name)
    }
  }

  /// Puts timers off that are due while nobody may be told: no attempt has failed.
  ///
  /// Those that are gone or were set to another time meanwhile are passed over.
  public func deferTimers(_ delays: [TimerDelay]) async throws(StoreError) {
    try await write { db, _ in
      for delay in delays {
        // The schema knows a later time only with an attempt beside it.
        try db.run(
          """
          UPDATE timer SET retry_at = ?, attempts = max(attempts, 1)
          WHERE instance = ? AND name = ? AND due_at = ?
          """,
          delay.until, delay.timer.instance, delay.timer.name, delay.timer.dueAt)
      }
    }
  }

  /// Lets timers fall due at their own time again that were put off beyond an instant, because the
  /// clock by which that was reckoned was wrong. Attempts stay counted.
  ///
  /// It reads every timer, on a reading connection, and writes only when there are such.
  public func forgetDelays(beyond instant: Int64) async throws(StoreError) {
    let isNeeded = try await read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM timer WHERE retry_at > ?)")
      return try Bool.fetchOne(statement, arguments: [instant]) ?? false
    }
    guard isNeeded else { return }
    try await write { db, _ in
      try db.run("UPDATE timer SET retry_at = NULL WHERE retry_at > ?", instant)
    }
  }
}

extension TimerRow {
  static func fetch<each Value: Bindable>(
    _ db: Database, _ condition: String, _ values: repeat each Value
  ) throws -> [TimerRow] {
    try db.all(
      """
      SELECT t.instance, i.reference, t.name, t.due_at, t.retry_at, t.attempts
      FROM timer AS t JOIN instance AS i ON i.id = t.instance
      \(condition)
      """, repeat each values
    ) { row in
      TimerRow(
        instance: row.integer(0), reference: row.text(1), name: row.text(2), dueAt: row.integer(3),
        retryAt: row.integerIfAny(4), attempts: Int(row.integer(5)))
    }
  }
}
