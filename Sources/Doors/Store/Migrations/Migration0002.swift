// Migration 2: agreements that are suspended, and the calendars that open deadlines were counted on.

extension Migration {
  // Frozen by a golden test once released.
  static let schema0002 = Migration(
    number: 2,
    sql: """
      ALTER TABLE instance ADD COLUMN suspended_at INTEGER; -- since when its clocks stand still
      CREATE INDEX instance_by_suspension ON instance (suspended_at)
        WHERE suspended_at IS NOT NULL;

      CREATE TABLE calendar_in_force (  -- the version that open deadlines were last counted on
        name    TEXT    NOT NULL PRIMARY KEY,
        digest  TEXT    NOT NULL,
        since   INTEGER NOT NULL,
        CONSTRAINT calendar_in_force_digest_is_sha256 CHECK (length(digest) = 64)
      ) STRICT, WITHOUT ROWID;
      """)
}
