// Reads the database file as it lies on disk, without the daemon, by the sqlite3 shell.

import Foundation
import Testing

/// Whether the shell is there.
let hasSQLite: Bool = {
  if FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") { return true }
  print("skipped: the rows are not looked at without /usr/bin/sqlite3")
  return false
}()

/// Everything that the API tells of one agreement.
struct Told {
  var agreement: AgreementAnswer
  var entries: [EntryAnswer]
}

/// The database of a daemon that has stopped.
struct Book {
  let office: Office

  private struct Row: Decodable {
    var reference: String
    var name: String?
    var sequence: Int?
    var states: String?
    var status: String?
  }

  private func rows(_ sql: String) throws -> [Row] {
    let outcome = try run(
      "/usr/bin/sqlite3", ["-readonly", "-json", office.database, sql],
      log: "\(office.folder)/log/sqlite")
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome.output.isEmpty ? [] : try decode([Row].self, outcome.output)
  }

  /// The rules that this database breaks; they hold whatever happened to its daemon.
  func brokenRules() throws -> [String] {
    try Self.rules.compactMap { what, sql in
      let broken = try rows(sql)
      return broken.isEmpty ? nil : "\(what): \(broken.prefix(3))"
    }
  }

  /// Changes rows behind the daemon's back.
  func tamper(_ sql: String) throws {
    let outcome = try run(
      "/usr/bin/sqlite3", [office.database, "PRAGMA foreign_keys = OFF; \(sql)"],
      log: "\(office.folder)/log/sqlite")
    try #require(outcome.code == 0, "\(outcome.errors)")
  }

  private static let rules: [(String, String)] = [
    (
      "the file is sound",
      "SELECT integrity_check AS reference FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
    ),
    (
      "rows refer to rows that are there",
      "SELECT \"table\" AS reference FROM pragma_foreign_key_check"
    ),
    (
      "an agreement stands at its last entry, and its entries have no gap",
      """
      SELECT i.reference, i.sequence FROM instance i WHERE i.sequence <>
        (SELECT max(h.sequence) FROM history h WHERE h.instance = i.id)
        OR i.sequence <> (SELECT count(*) FROM history h WHERE h.instance = i.id)
      """
    ),
    (
      "positions have no gap",
      "SELECT '#' || position AS reference FROM history WHERE position - 1 NOT IN "
        + "(SELECT position FROM history) AND position <> 1"
    ),
    (
      "a task with reminders ahead has its timer",
      // Every task of this definition has reminders and a deadline in days to come.
      """
      SELECT i.reference, t.task AS name FROM task t JOIN instance i ON i.id = t.instance
      WHERE t.due_at IS NULL OR NOT EXISTS (SELECT 1 FROM timer m
        WHERE m.instance = t.instance AND m.name = 'notice ' || t.task AND m.due_at > t.opened_at)
      """
    ),
    (
      "a reminder has its task",
      """
      SELECT i.reference, m.name FROM timer m JOIN instance i ON i.id = m.instance
      WHERE m.name LIKE 'notice %' AND NOT EXISTS (SELECT 1 FROM task t
        WHERE t.instance = m.instance AND 'notice ' || t.task = m.name)
      """
    ),
    (
      "an agreement that ended has no task and no timer",
      """
      SELECT reference FROM instance WHERE status <> 'active'
        AND (id IN (SELECT instance FROM task) OR id IN (SELECT instance FROM timer))
      """
    ),
    (
      "a message belongs to an entry",
      """
      SELECT o.key AS reference FROM outbox o LEFT JOIN history h
        ON h.instance = o.instance AND h.sequence = o.sequence WHERE h.position IS NULL
      """
    ),
    (
      "a step that opened a task told its people",
      """
      SELECT i.reference, t.task AS name FROM task t JOIN instance i ON i.id = t.instance
      WHERE NOT EXISTS (SELECT 1 FROM outbox o JOIN history h
        ON h.instance = o.instance AND h.sequence = o.sequence
        WHERE o.instance = t.instance AND h.at = t.opened_at)
      """
    ),
    (
      "a receipt belongs to an entry",
      """
      SELECT r.key AS reference FROM receipt r LEFT JOIN history h
        ON h.instance = r.instance AND h.sequence = r.sequence WHERE h.position IS NULL
      """
    ),
  ]

  /// The rows say what the API said.
  func check(_ told: [String: Told]) throws {
    let instances = try rows("SELECT reference, sequence, states, status FROM instance")
    #expect(Set(instances.map(\.reference)) == Set(told.keys))
    let tasks = Dictionary(
      grouping: try rows(
        "SELECT reference, task AS name FROM task JOIN instance ON id = instance"),
      by: \.reference)
    let timers = Dictionary(
      grouping: try rows("SELECT reference, name FROM timer JOIN instance ON id = instance"),
      by: \.reference)
    for row in instances {
      guard let said = told[row.reference] else { continue }
      let head = said.agreement.agreement
      #expect(row.sequence == head.sequence && row.status == head.status, "\(row)")
      #expect(row.states == head.states.joined(separator: " "), "\(row)")
      #expect(
        Set((tasks[row.reference] ?? []).map(\.name)) == Set(said.agreement.tasks.map(\.task)),
        "\(row)")
      #expect(
        Set((timers[row.reference] ?? []).map(\.name)) == Set(said.agreement.timers.map(\.name)),
        "\(row)")
    }
  }
}

extension Told {
  /// States of the definition in which nobody has a task.
  private static let idle: Set = ["aktif", "berakhir", "dibatalkan"]

  /// What the API tells of the present agrees with the last entry of the history.
  func check() {
    let head = agreement.agreement
    #expect(head.sequence == entries.count, "\(head)")
    #expect(entries.map(\.sequence) == Array(1...max(1, entries.count)), "\(head)")
    #expect(head.states == entries.last { $0.payload.states != nil }?.payload.states, "\(head)")
    let expected = head.states.filter { !Self.idle.contains($0) && !$0.hasSuffix("/selesai") }
    #expect(Set(agreement.tasks.map(\.task)) == Set(expected), "\(head)")
    let timers = Set(agreement.timers.map(\.name))
    for task in agreement.tasks {
      #expect(timers.contains("notice \(task.task)"), "\(head)")
      // The entry by which the task was opened is there, at the same instant.
      let opened = entries.last { $0.payload.entered?.contains(task.task) ?? false }
      #expect(opened?.at == task.openedAt, "\(head) \(task)")
    }
    if head.states == ["pembahasan_mitra"] {
      #expect(timers.count == 2, "the state's own time is counted too: \(timers)")
    }
  }
}
