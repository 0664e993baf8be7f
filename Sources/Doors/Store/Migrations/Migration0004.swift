// Migration 4: who has a task in hand.

extension Migration {
  // Frozen by a golden test once released.
  static let schema0004 = Migration(
    number: 4,
    sql: """
      ALTER TABLE task ADD COLUMN holder TEXT;       -- the person who has it in hand
      ALTER TABLE task ADD COLUMN holder_kind TEXT
        CONSTRAINT task_holder_kind_is_known
          CHECK (holder_kind IS NULL OR holder_kind IN ('claimed', 'delegated', 'assigned'));
      ALTER TABLE task ADD COLUMN holder_giver TEXT; -- who delegated it
      CREATE INDEX task_by_holder ON task (holder, coalesce(due_at, 9223372036854775807))
        WHERE holder IS NOT NULL;
      """)
}
