// Migration 3: the directory of organisations, positions, people and how they are reached.

extension Migration {
  // Frozen by a golden test once released.
  //
  // No column for a NIK, and no address anywhere but in directory_contact: what is forgotten there is
  // forgotten.
  static let schema0003 = Migration(
    number: 3,
    sql: """
      CREATE TABLE directory_version (      -- each version that was in force
        number  INTEGER NOT NULL PRIMARY KEY,
        digest  TEXT    NOT NULL,           -- of the directory without contacts
        since   INTEGER NOT NULL,
        CONSTRAINT directory_version_starts_at_1 CHECK (number >= 1),
        CONSTRAINT directory_version_digest_is_sha256
          CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*')
      ) STRICT;

      CREATE TABLE directory_organisation (
        id          TEXT NOT NULL PRIMARY KEY,
        name        TEXT NOT NULL,
        class       TEXT,                   -- decides the legal route
        route       TEXT,
        seed_name   TEXT,
        note        TEXT,
        commitment  TEXT,
        CONSTRAINT directory_organisation_id_length CHECK (length(id) BETWEEN 1 AND 64),
        CONSTRAINT directory_organisation_route_is_known
          CHECK (route IN ('A', 'B', 'C', 'D', 'E'))
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE directory_position (
        id            TEXT NOT NULL PRIMARY KEY,
        organisation  TEXT NOT NULL REFERENCES directory_organisation (id),
        title         TEXT NOT NULL,        -- Indonesian
        title_en      TEXT,
        role          TEXT,                 -- its part when the body is a partner
        CONSTRAINT directory_position_id_length CHECK (length(id) BETWEEN 1 AND 64),
        CONSTRAINT directory_position_role_is_known CHECK (role IN ('contact', 'signatory'))
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE directory_person (
        id        TEXT NOT NULL PRIMARY KEY,
        name      TEXT NOT NULL,
        unix      TEXT UNIQUE,
        language  TEXT,
        digest    INTEGER,                  -- one message a day in place of many
        quiet     TEXT NOT NULL,            -- weekdays, ISO 8601 numbers, separated by spaces
        CONSTRAINT directory_person_id_length CHECK (length(id) BETWEEN 1 AND 64),
        CONSTRAINT directory_person_language_is_known CHECK (language IN ('id', 'en')),
        CONSTRAINT directory_person_digest_is_boolean CHECK (digest IN (0, 1)),
        CONSTRAINT directory_person_quiet_are_weekdays CHECK (quiet NOT GLOB '*[^1-7 ]*')
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE directory_holding (      -- who holds what from when to when; days are YYYY-MM-DD
        ordinal     INTEGER NOT NULL PRIMARY KEY,
        person      TEXT    NOT NULL REFERENCES directory_person (id),
        position    TEXT    NOT NULL REFERENCES directory_position (id),
        from_date   TEXT,
        until_date  TEXT,
        basis       TEXT,
        CONSTRAINT directory_holding_from_is_date CHECK (from_date GLOB '????-??-??'),
        CONSTRAINT directory_holding_until_is_date CHECK (until_date GLOB '????-??-??'),
        CONSTRAINT directory_holding_ends_after_it_begins CHECK (from_date <= until_date)
      ) STRICT;

      CREATE TABLE directory_deputy (
        ordinal     INTEGER NOT NULL PRIMARY KEY,
        person      TEXT    NOT NULL REFERENCES directory_person (id),
        position    TEXT    NOT NULL REFERENCES directory_position (id),
        capacity    TEXT    NOT NULL,
        from_date   TEXT    NOT NULL,
        until_date  TEXT,
        basis       TEXT    NOT NULL,
        dated       TEXT    NOT NULL,
        scope       TEXT    NOT NULL,       -- workflows, separated by spaces; empty: all
        giver       TEXT    REFERENCES directory_person (id),
        CONSTRAINT directory_deputy_capacity_is_known
          CHECK (capacity IN ('plt', 'plh', 'a.n.', 'kuasa')),
        CONSTRAINT directory_deputy_from_is_date CHECK (from_date GLOB '????-??-??'),
        CONSTRAINT directory_deputy_until_is_date CHECK (until_date GLOB '????-??-??'),
        CONSTRAINT directory_deputy_dated_is_date CHECK (dated GLOB '????-??-??'),
        CONSTRAINT directory_deputy_ends_after_it_begins CHECK (from_date <= until_date),
        CONSTRAINT directory_deputy_plt_has_no_giver CHECK ((capacity = 'plt') = (giver IS NULL))
      ) STRICT;

      CREATE TABLE directory_contact (      -- the only place where an address is kept
        person      TEXT    NOT NULL REFERENCES directory_person (id),
        preference  INTEGER NOT NULL,       -- 1 is tried first
        channel     TEXT    NOT NULL,
        address     TEXT    NOT NULL,
        language    TEXT,
        PRIMARY KEY (person, preference),
        CONSTRAINT directory_contact_preference_starts_at_1 CHECK (preference >= 1),
        CONSTRAINT directory_contact_channel_length CHECK (length(channel) BETWEEN 1 AND 64),
        CONSTRAINT directory_contact_address_length CHECK (length(address) BETWEEN 1 AND 254),
        CONSTRAINT directory_contact_address_is_one_word
          CHECK (address NOT GLOB '*[' || char(1) || '-' || char(32) || ']*'),
        CONSTRAINT directory_contact_language_is_known CHECK (language IN ('id', 'en'))
      ) STRICT;
      """)
}
