// Sources: definitions, calendars and directories exactly as they were loaded.

internal import GRDB

extension Store {
  /// Keeps a source text; one that is already there stays as it is.
  public func putSource(
    _ kind: SourceKind, name: String, digest: String, text: String, at: Int64
  ) async throws(StoreError) {
    try checkLength(text, "source")
    try await write { db, _ in
      try db.run(
        """
        INSERT INTO source (kind, digest, name, text, loaded_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (kind, digest) DO NOTHING
        """,
        kind.rawValue, digest, name, text, at)
    }
  }

  /// The source with this digest, or nil; blocks for one indexed read.
  public func source(_ kind: SourceKind, digest: String) throws(StoreError) -> SourceRow? {
    guard !committer.isClosed else { throw .closed }
    do {
      return try database.read { db in
        try Row.fetchOne(
          db,
          sql: "SELECT \(SourceRow.columns) FROM source WHERE kind = ? AND digest = ?",
          arguments: [kind.rawValue, digest]
        ).map(SourceRow.init(row:))
      }
    } catch {
      throw StoreError(error)
    }
  }

  /// The newest text of each name, in the order of names; several when a name was loaded more than
  /// once at the same instant.
  public func latestSources(_ kind: SourceKind) async throws(StoreError) -> [SourceRow] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT \(SourceRow.columns) FROM source AS s
          WHERE kind = ?
            AND loaded_at = (SELECT max(loaded_at) FROM source WHERE kind = s.kind AND name = s.name)
          ORDER BY name, digest
          """,
        arguments: [kind.rawValue]
      ).map(SourceRow.init(row:))
    }
  }
}

extension Store {
  /// The versions that open deadlines were last counted on, by the calendar's name.
  public func calendarsInForce() async throws(StoreError) -> [CalendarInForce] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT name, digest, since FROM calendar_in_force ORDER BY name")
        .map { CalendarInForce(name: $0[0], digest: $0[1], since: $0[2]) }
    }
  }

  /// Notes that open deadlines are counted on this version from now on.
  public func putCalendarInForce(_ calendar: CalendarInForce) async throws(StoreError) {
    try await write { db, _ in
      try db.run(
        """
        INSERT INTO calendar_in_force (name, digest, since) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, since = excluded.since
        """,
        calendar.name, calendar.digest, calendar.since)
    }
  }
}

extension SourceRow {
  static let columns = "kind, digest, name, text, loaded_at"

  init(row: Row) throws {
    kind = try decoded(row, 0)
    digest = row[1]
    name = row[2]
    text = row[3]
    loadedAt = row[4]
  }
}

/// Reads a word of a closed list; the schema's CHECK keeps others out, unless the file is damaged.
func decoded<Word: RawRepresentable>(_ row: Row, _ index: Int) throws -> Word
where Word.RawValue == String {
  let text: String = row[index]
  guard let word = Word(rawValue: text) else {
    throw StoreError.corrupt(detail: "unknown word \(text) in column \(index)")
  }
  return word
}
