// Migration 1: the first schema.

extension Migration {
  // Frozen by a golden test once released.
  //
  // json_valid on the snapshot and the payload was measured before it was let in: about half a
  // microsecond for a text of 400 bytes (noisy), some 4 % of a whole step for the two.
  static let schema0001 = Migration(
    number: 1,
    sql: """
      -- Everything that the service must remember. Times are UTC milliseconds since 1970.

      CREATE TABLE source (            -- each definition, calendar and directory, as it was loaded
        kind       TEXT    NOT NULL,
        digest     TEXT    NOT NULL,   -- SHA-256 of the text, hexadecimal
        name       TEXT    NOT NULL,
        text       TEXT    NOT NULL,   -- exactly as loaded: an instance can always be replayed
        loaded_at  INTEGER NOT NULL,
        PRIMARY KEY (kind, digest),
        CONSTRAINT source_kind_is_known CHECK (kind IN ('definition', 'calendar', 'directory')),
        CONSTRAINT source_digest_is_sha256
          CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT source_name_length CHECK (length(name) BETWEEN 1 AND 200)
      ) STRICT;

      CREATE TABLE instance (          -- the present state: a cache of the history, never the truth
        id           INTEGER NOT NULL PRIMARY KEY,
        reference    TEXT    NOT NULL UNIQUE,
        workflow     TEXT    NOT NULL,
        definition   TEXT    NOT NULL, -- digest of the source that it is pinned to
        status       TEXT    NOT NULL,
        snapshot     TEXT    NOT NULL, -- JSON
        states       TEXT    NOT NULL, -- the active states, for display
        title        TEXT    NOT NULL,
        party        TEXT,             -- partner organisation
        parent       INTEGER REFERENCES instance (id),
        sequence     INTEGER NOT NULL, -- number of the last history entry folded into the snapshot
        started_at   INTEGER NOT NULL,
        changed_at   INTEGER NOT NULL,
        finished_at  INTEGER,
        CONSTRAINT instance_reference_length CHECK (length(reference) BETWEEN 1 AND 200),
        CONSTRAINT instance_definition_is_sha256 CHECK (length(definition) = 64),
        CONSTRAINT instance_status_is_known CHECK (status IN ('active', 'finished', 'failed')),
        CONSTRAINT instance_sequence_starts_at_1 CHECK (sequence >= 1),
        CONSTRAINT instance_finished_has_time
          CHECK ((status = 'active') = (finished_at IS NULL)),
        CONSTRAINT instance_snapshot_is_json CHECK (json_valid(snapshot))
      ) STRICT;
      CREATE INDEX instance_by_status ON instance (status);
      CREATE INDEX instance_by_workflow ON instance (workflow);
      CREATE INDEX instance_by_party ON instance (party) WHERE party IS NOT NULL;
      CREATE INDEX instance_by_parent ON instance (parent) WHERE parent IS NOT NULL;

      CREATE TABLE history (           -- append-only: the truth
        position  INTEGER NOT NULL PRIMARY KEY,
        instance  INTEGER REFERENCES instance (id), -- NULL: an entry of the service itself
        sequence  INTEGER,
        at        INTEGER NOT NULL,
        kind      TEXT    NOT NULL,
        version   INTEGER NOT NULL,    -- of the payload's shape
        cause     TEXT    NOT NULL,    -- who or what: 'uid:1000', 'timer:due', 'daemon'
        payload   TEXT    NOT NULL,    -- JSON
        hash      BLOB    NOT NULL,    -- SHA-256 over this entry and the hash of the one before
        UNIQUE (instance, sequence),
        CONSTRAINT history_position_starts_at_1 CHECK (position >= 1),
        CONSTRAINT history_sequence_with_instance
          CHECK ((instance IS NULL) = (sequence IS NULL)),
        CONSTRAINT history_sequence_starts_at_1 CHECK (sequence >= 1),
        CONSTRAINT history_kind_length CHECK (length(kind) BETWEEN 1 AND 100),
        CONSTRAINT history_version_starts_at_1 CHECK (version >= 1),
        CONSTRAINT history_hash_is_sha256 CHECK (length(hash) = 32),
        CONSTRAINT history_payload_is_json CHECK (json_valid(payload))
      ) STRICT;
      CREATE TRIGGER history_is_never_updated BEFORE UPDATE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

      CREATE TABLE timer (             -- stored promises to raise an event
        instance  INTEGER NOT NULL REFERENCES instance (id),
        name      TEXT    NOT NULL,
        due_at    INTEGER NOT NULL,
        retry_at  INTEGER,             -- after a failed attempt
        attempts  INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (instance, name),
        CONSTRAINT timer_name_length CHECK (length(name) BETWEEN 1 AND 400),
        CONSTRAINT timer_retry_has_attempt CHECK (retry_at IS NULL OR attempts >= 1)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX timer_by_due ON timer (coalesce(retry_at, due_at));

      CREATE TABLE task (              -- open tasks only; closed ones live in the history
        instance        INTEGER NOT NULL REFERENCES instance (id),
        task            TEXT    NOT NULL,
        assignee        TEXT    NOT NULL,
        role            TEXT    NOT NULL,
        state           TEXT    NOT NULL,
        opened_at       INTEGER NOT NULL,
        due_at          INTEGER,
        is_provisional  INTEGER NOT NULL, -- the deadline rests on an unpublished holiday list
        PRIMARY KEY (instance, task),
        CONSTRAINT task_name_length CHECK (length(task) BETWEEN 1 AND 400),
        CONSTRAINT task_is_provisional_is_boolean CHECK (is_provisional IN (0, 1))
      ) STRICT, WITHOUT ROWID;
      -- Tasks without a deadline sort last: 9223372036854775807 stands for "never".
      CREATE INDEX task_by_assignee ON task (assignee, coalesce(due_at, 9223372036854775807));
      CREATE INDEX task_by_due ON task (coalesce(due_at, 9223372036854775807));

      CREATE TABLE outbox (            -- what must leave, written with the step that caused it
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
        FOREIGN KEY (instance, sequence) REFERENCES history (instance, sequence),
        CONSTRAINT outbox_notifier_length CHECK (length(notifier) BETWEEN 1 AND 100),
        CONSTRAINT outbox_content_is_json CHECK (json_valid(content)),
        CONSTRAINT outbox_state_is_known
          CHECK (state IN ('pending', 'claimed', 'delivered', 'dead', 'unknown')),
        CONSTRAINT outbox_attempts_not_negative CHECK (attempts >= 0),
        CONSTRAINT outbox_pending_has_next_at CHECK ((state = 'pending') = (next_at IS NOT NULL)),
        CONSTRAINT outbox_claimed_has_owner
          CHECK ((state = 'claimed') = (lease_owner IS NOT NULL)),
        CONSTRAINT outbox_claimed_has_end
          CHECK ((state = 'claimed') = (lease_until IS NOT NULL)),
        CONSTRAINT outbox_settled_has_time
          CHECK ((state IN ('delivered', 'dead', 'unknown')) = (settled_at IS NOT NULL)),
        CONSTRAINT outbox_receipt_of_delivered CHECK (receipt IS NULL OR state = 'delivered')
      ) STRICT;
      CREATE INDEX outbox_by_next ON outbox (next_at) WHERE state = 'pending';
      CREATE INDEX outbox_by_lease ON outbox (lease_until) WHERE state = 'claimed';
      CREATE INDEX outbox_by_trouble ON outbox (state) WHERE state = 'dead' OR state = 'unknown';
      CREATE INDEX outbox_by_instance ON outbox (instance);

      CREATE TABLE receipt (           -- idempotency keys of commands
        caller       TEXT    NOT NULL,
        key          TEXT    NOT NULL,
        fingerprint  TEXT    NOT NULL,
        instance     INTEGER NOT NULL REFERENCES instance (id),
        sequence     INTEGER NOT NULL,
        at           INTEGER NOT NULL,
        PRIMARY KEY (caller, key),
        CONSTRAINT receipt_key_length CHECK (length(key) BETWEEN 1 AND 400)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX receipt_by_at ON receipt (at);

      CREATE TABLE reference_counter ( -- the last number given, for each series of references
        name  TEXT    NOT NULL PRIMARY KEY,
        last  INTEGER NOT NULL,
        CONSTRAINT reference_counter_starts_at_1 CHECK (last >= 1)
      ) STRICT, WITHOUT ROWID;
      """)
}
