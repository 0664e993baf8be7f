// Goal: the database itself refuses what must not be stored, by a name that tells the rule.
// Method: each named rule is provoked once; the list of rules is read from the migrations.

import GRDB
import Testing

@testable import Store

@Suite struct ConstraintTests {
  struct Rule: Sendable, CustomTestStringConvertible {
    let name: String
    let sql: String
    var testDescription: String { name }
  }

  static let source = "INSERT INTO source VALUES "
  static let instance = """
    INSERT INTO instance (reference, workflow, definition, status, snapshot, states, title,
      sequence, started_at, changed_at, finished_at) VALUES
    """
  static let history = "INSERT INTO history VALUES "
  static let organisation = "INSERT INTO directory_organisation (id, name, route) VALUES "
  static let position =
    "INSERT INTO directory_position (id, organisation, title, role) VALUES "
  static let person =
    "INSERT INTO directory_person (id, name, language, digest, quiet) VALUES "
  static let holding =
    "INSERT INTO directory_holding (person, position, from_date, until_date) VALUES "
  static let deputy = """
    INSERT INTO directory_deputy (capacity, from_date, until_date, dated, giver, basis, person,
      position, scope) VALUES
    """
  static let contact = "INSERT INTO directory_contact VALUES "
  static let hash = "zeroblob(32)"
  static let outbox = "UPDATE outbox SET "

  static let rules = [
    Rule(name: "source_kind_is_known", sql: source + "('x', '\(digest)', 'n', '', 0)"),
    Rule(name: "source_digest_is_sha256", sql: source + "('calendar', 'ab', 'n', '', 0)"),
    Rule(
      name: "source_digest_is_sha256",
      sql: source + "('calendar', '\(digest.uppercased())', 'n', '', 0)"),
    Rule(name: "source_name_length", sql: source + "('calendar', '\(digest)', '', '', 0)"),
    Rule(
      name: "instance_reference_length",
      sql: instance + "('', 'w', '\(digest)', 'active', '{}', '', '', 1, 0, 0, NULL)"),
    Rule(
      name: "instance_definition_is_sha256",
      sql: instance + "('r', 'w', 'd', 'active', '{}', '', '', 1, 0, 0, NULL)"),
    Rule(
      name: "instance_status_is_known",
      sql: instance + "('r', 'w', '\(digest)', 'asleep', '{}', '', '', 1, 0, 0, 1)"),
    Rule(
      name: "instance_sequence_starts_at_1",
      sql: instance + "('r', 'w', '\(digest)', 'active', '{}', '', '', 0, 0, 0, NULL)"),
    Rule(
      name: "instance_finished_has_time",
      sql: instance + "('r', 'w', '\(digest)', 'finished', '{}', '', '', 1, 0, 0, NULL)"),
    Rule(name: "instance_finished_has_time", sql: "UPDATE instance SET finished_at = 1"),
    Rule(
      name: "history_position_starts_at_1",
      sql: history + "(0, NULL, NULL, 0, 'k', 1, '', '{}', \(hash))"),
    Rule(
      name: "history_sequence_with_instance",
      sql: history + "(9, NULL, 1, 0, 'k', 1, '', '{}', \(hash))"),
    Rule(
      name: "history_sequence_starts_at_1",
      sql: history + "(9, 1, 0, 0, 'k', 1, '', '{}', \(hash))"),
    Rule(name: "history_kind_length", sql: history + "(9, 1, 9, 0, '', 1, '', '{}', \(hash))"),
    Rule(
      name: "history_version_starts_at_1",
      sql: history + "(9, 1, 9, 0, 'k', 0, '', '{}', \(hash))"),
    Rule(name: "history_hash_is_sha256", sql: history + "(9, 1, 9, 0, 'k', 1, '', '{}', x'00')"),
    Rule(name: "instance_snapshot_is_json", sql: "UPDATE instance SET snapshot = '{'"),
    Rule(
      name: "history_payload_is_json",
      sql: history + "(9, NULL, NULL, 0, 'k', 1, '', '{', \(hash))"),
    Rule(name: "timer_name_length", sql: "INSERT INTO timer VALUES (1, '', 0, NULL, 0)"),
    Rule(name: "timer_retry_has_attempt", sql: "INSERT INTO timer VALUES (1, 'n', 0, 5, 0)"),
    Rule(
      name: "task_name_length",
      sql: "INSERT INTO task VALUES (1, '', 'a', 'r', 's', 0, NULL, 0, NULL, NULL, NULL)"),
    Rule(
      name: "task_is_provisional_is_boolean",
      sql: "INSERT INTO task VALUES (1, 't', 'a', 'r', 's', 0, NULL, 2, NULL, NULL, NULL)"),
    Rule(
      name: "task_holder_kind_is_known",
      sql: "INSERT INTO task VALUES (1, 't', 'a', 'r', 's', 0, NULL, 0, 'p', 'x', NULL)"),
    Rule(name: "outbox_notifier_length", sql: outbox + "notifier = ''"),
    Rule(name: "outbox_content_is_json", sql: outbox + "content = '{'"),
    Rule(name: "outbox_state_is_known", sql: outbox + "state = 'lost', next_at = NULL"),
    Rule(name: "outbox_attempts_not_negative", sql: outbox + "attempts = -1"),
    Rule(name: "outbox_pending_has_next_at", sql: outbox + "next_at = NULL"),
    Rule(
      name: "outbox_claimed_has_owner",
      sql: outbox + "state = 'claimed', next_at = NULL, lease_until = 1"),
    Rule(
      name: "outbox_claimed_has_end",
      sql: outbox + "state = 'claimed', next_at = NULL, lease_owner = 'a'"),
    Rule(name: "outbox_settled_has_time", sql: outbox + "state = 'dead', next_at = NULL"),
    Rule(name: "outbox_receipt_of_delivered", sql: outbox + "receipt = 'x'"),
    Rule(name: "outbox_way_not_negative", sql: outbox + "way = -1"),
    Rule(name: "receipt_key_length", sql: "INSERT INTO receipt VALUES ('c', '', 'f', 1, 1, 0)"),
    Rule(
      name: "reference_counter_starts_at_1", sql: "INSERT INTO reference_counter VALUES ('n', 0)"),
    Rule(
      name: "calendar_in_force_digest_is_sha256",
      sql: "INSERT INTO calendar_in_force VALUES ('c', 'd', 0)"),
    Rule(
      name: "directory_version_starts_at_1",
      sql: "INSERT INTO directory_version VALUES (0, '\(digest)', 0)"),
    Rule(
      name: "directory_version_digest_is_sha256",
      sql: "INSERT INTO directory_version VALUES (1, 'd', 0)"),
    Rule(name: "directory_organisation_id_length", sql: organisation + "('', 'n', NULL)"),
    Rule(name: "directory_organisation_route_is_known", sql: organisation + "('o', 'n', 'F')"),
    Rule(name: "directory_position_id_length", sql: position + "('', 'o', 't', NULL)"),
    Rule(name: "directory_position_role_is_known", sql: position + "('p', 'o', 't', 'boss')"),
    Rule(name: "directory_person_id_length", sql: person + "('', 'n', NULL, NULL, '')"),
    Rule(name: "directory_person_language_is_known", sql: person + "('p', 'n', 'ban', NULL, '')"),
    Rule(name: "directory_person_digest_is_boolean", sql: person + "('p', 'n', NULL, 2, '')"),
    Rule(
      name: "directory_person_quiet_are_weekdays", sql: person + "('p', 'n', NULL, NULL, '8')"),
    Rule(name: "directory_holding_from_is_date", sql: holding + "('p', 'q', 'besok', NULL)"),
    Rule(name: "directory_holding_until_is_date", sql: holding + "('p', 'q', NULL, '1.1.2026')"),
    Rule(
      name: "directory_holding_ends_after_it_begins",
      sql: holding + "('p', 'q', '2026-01-02', '2026-01-01')"),
    Rule(
      name: "directory_deputy_capacity_is_known",
      sql: deputy + "('pj', '2026-01-01', NULL, '2026-01-01', 'g', 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_deputy_from_is_date",
      sql: deputy + "('plh', 'besok', NULL, '2026-01-01', 'g', 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_deputy_until_is_date",
      sql: deputy + "('plh', '2026-01-01', 'lusa', '2026-01-01', 'g', 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_deputy_dated_is_date",
      sql: deputy + "('plh', '2026-01-01', NULL, '1', 'g', 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_deputy_ends_after_it_begins",
      sql: deputy + "('plh', '2026-01-02', '2026-01-01', '2026-01-01', 'g', 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_deputy_plt_has_no_giver",
      sql: deputy + "('plt', '2026-01-02', NULL, '2026-01-01', 'g', 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_deputy_plt_has_no_giver",
      sql: deputy + "('plh', '2026-01-02', NULL, '2026-01-01', NULL, 'SK', 'p', 'q', '')"),
    Rule(
      name: "directory_contact_preference_starts_at_1",
      sql: contact + "('p', 0, 'email', 'a@b', NULL)"),
    Rule(name: "directory_contact_channel_length", sql: contact + "('p', 1, '', 'a@b', NULL)"),
    Rule(name: "directory_contact_address_length", sql: contact + "('p', 1, 'email', '', NULL)"),
    Rule(
      name: "directory_contact_address_is_one_word",
      sql: contact + "('p', 1, 'email', 'a@b' || char(10) || 'Bcc: c@d', NULL)"),
    Rule(
      name: "directory_contact_language_is_known",
      sql: contact + "('p', 1, 'email', 'a@b', 'ban')"),
    // Rules that SQLite names by their columns.
    Rule(
      name: "instance.reference",
      sql: instance + "('NKO/2026/1', 'w', '\(digest)', 'active', '{}', '', '', 1, 0, 0, NULL)"),
    Rule(
      name: "history.instance, history.sequence",
      sql: history + "(9, 1, 1, 0, 'k', 1, '', '{}', \(hash))"),
    Rule(
      name: "outbox.key",
      sql: """
        INSERT INTO outbox (key, instance, sequence, notifier, content, next_at)
        SELECT key, instance, sequence, notifier, content, next_at FROM outbox
        """),
    Rule(
      name: "FOREIGN KEY constraint failed", sql: "INSERT INTO timer VALUES (77, 'n', 0, NULL, 0)"),
    Rule(name: "FOREIGN KEY constraint failed", sql: outbox + "sequence = 2"),
    Rule(name: "history is append-only", sql: "UPDATE history SET cause = 'uid:0'"),
    Rule(name: "history is append-only", sql: "DELETE FROM history"),
  ]

  @Test(arguments: rules)
  func `the database refuses by name`(rule: Rule) async throws {
    let store = try Store(.memory)
    _ = try await store.commit(.start(messages: [.at(1)]))
    let before = try await store.head()
    do {
      try store.shell(rule.sql)
      Issue.record("the row was taken")
    } catch {
      #expect(StoreError(error) == .constraint(name: rule.name))
    }
    #expect(try await store.head() == before)
  }

  @Test func `every named rule of the migrations is provoked above`() {
    let declared = Migration.all.flatMap { migration in
      migration.sql.split(separator: "CONSTRAINT ").dropFirst().compactMap {
        $0.split(whereSeparator: \.isWhitespace).first.map(String.init)
      }
    }
    #expect(!declared.isEmpty)
    #expect(Set(declared).subtracting(Self.rules.map(\.name)).isEmpty)
  }

  @Test func `every column refuses a value of another type`() async throws {
    let store = try Store(.memory)
    _ = try await store.commit(.start(timers: [TimerChange(name: "t", dueAt: 1)]))
    #expect(throws: (any Error).self) { try store.shell("UPDATE timer SET due_at = 'besok'") }
  }
}
