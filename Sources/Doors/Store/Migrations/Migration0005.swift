// Migration 5: messages that are passed on, one for each reader, and lanes of the outbox.

extension Migration {
  // Frozen by a golden test once released.
  //
  // SQLite cannot change a CHECK, so the table is made anew; numbers that were given are never given
  // again.
  static let schema0005 = Migration(
    number: 5,
    sql: """
      CREATE TABLE outbox_5 (          -- what must leave, written with the step that caused it
        id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        key          TEXT    NOT NULL UNIQUE, -- stable idempotency key
        instance     INTEGER NOT NULL,
        sequence     INTEGER NOT NULL,
        notifier     TEXT    NOT NULL,
        content      TEXT    NOT NULL, -- JSON
        state        TEXT    NOT NULL DEFAULT 'pending',
        attempts     INTEGER NOT NULL DEFAULT 0,
        next_at      INTEGER,
        lease_owner  TEXT,
        lease_until  INTEGER,
        settled_at   INTEGER,
        last_error   TEXT,
        receipt      TEXT,
        person       TEXT,             -- the one reader; NULL: whoever it is for
        way          INTEGER NOT NULL DEFAULT 0, -- the reader's addresses that were tried before
        FOREIGN KEY (instance, sequence) REFERENCES history (instance, sequence),
        CONSTRAINT outbox_notifier_length CHECK (length(notifier) BETWEEN 1 AND 100),
        CONSTRAINT outbox_content_is_json CHECK (json_valid(content)),
        CONSTRAINT outbox_state_is_known
          CHECK (state IN ('pending', 'claimed', 'delivered', 'passed', 'dead', 'unknown')),
        CONSTRAINT outbox_attempts_not_negative CHECK (attempts >= 0),
        CONSTRAINT outbox_pending_has_next_at CHECK ((state = 'pending') = (next_at IS NOT NULL)),
        CONSTRAINT outbox_claimed_has_owner
          CHECK ((state = 'claimed') = (lease_owner IS NOT NULL)),
        CONSTRAINT outbox_claimed_has_end
          CHECK ((state = 'claimed') = (lease_until IS NOT NULL)),
        CONSTRAINT outbox_settled_has_time CHECK (
          (state IN ('delivered', 'passed', 'dead', 'unknown')) = (settled_at IS NOT NULL)),
        CONSTRAINT outbox_receipt_of_delivered
          CHECK (receipt IS NULL OR state IN ('delivered', 'passed')),
        CONSTRAINT outbox_way_not_negative CHECK (way >= 0)
      ) STRICT;
      INSERT INTO outbox_5 (id, key, instance, sequence, notifier, content, state, attempts, next_at,
        lease_owner, lease_until, settled_at, last_error, receipt)
      SELECT id, key, instance, sequence, notifier, content, state, attempts, next_at,
        lease_owner, lease_until, settled_at, last_error, receipt
      FROM outbox;
      DELETE FROM sqlite_sequence WHERE name = 'outbox_5';
      INSERT INTO sqlite_sequence (name, seq)
      SELECT 'outbox_5', seq FROM sqlite_sequence WHERE name = 'outbox';
      DROP TABLE outbox;
      ALTER TABLE outbox_5 RENAME TO outbox;
      CREATE INDEX outbox_by_next ON outbox (notifier, next_at) WHERE state = 'pending';
      CREATE INDEX outbox_by_lease ON outbox (lease_until) WHERE state = 'claimed';
      CREATE INDEX outbox_by_trouble ON outbox (state) WHERE state = 'dead' OR state = 'unknown';
      CREATE INDEX outbox_by_instance ON outbox (instance);
      """)
}
