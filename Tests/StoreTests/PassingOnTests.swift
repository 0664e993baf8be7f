// Goal: what carries on for a message is written with its settlement, or neither is; nothing is written
// twice.
// Method: settlements with follow-ups on a store in memory, and an older database that is opened.

import GRDB
import Testing

@testable import Store

@Suite struct PassingOnTests {
  let store: Store

  init() throws { store = try Store(.memory) }

  private func claim(_ notifier: String? = nil) async throws -> [MessageRow] {
    try await store.claimMessages(
      notifier: notifier, owner: "a", at: 100, leaseUntil: 200, limit: 9)
  }

  private func all() async throws -> [MessageRow] {
    try await store.messages(MessageQuery(order: .oldestFirst))
  }

  @Test func `one message becomes one for each reader, in the same entry`() async throws {
    _ = try await store.commit(.start(messages: [.at(1, notifier: "people")]))
    let row = try #require(try await claim("people").first)
    let then = [
      FollowUp(
        key: "\(row.key)/made", notifier: "email", person: "made", state: .pending(at: 150)),
      FollowUp(
        key: "\(row.key)/wayan", notifier: "people", content: #"{"a":1}"#, person: "wayan", way: 2,
        state: .dead(error: "no address")),
    ]
    try await store.settle(row.id, .passed(receipt: "2 readers"), at: 150, owner: "a", then: then)
    let rows = try await all()
    #expect(rows.map(\.state) == [.passed, .pending, .dead])
    #expect(rows.map(\.person) == [nil, "made", "wayan"])
    #expect(rows.map(\.way) == [0, 0, 2])
    #expect(rows.map(\.content) == [row.content, row.content, #"{"a":1}"#])
    #expect(rows.allSatisfy { $0.instance == row.instance && $0.sequence == row.sequence })
    #expect(rows[2].lastError == "no address" && rows[2].settledAt == 150)
    // The same again, by somebody who did not hear of it: nothing is added.
    try await store.note(after: row.id, then, at: 160)
    #expect(try await all() == rows)
  }

  @Test func `a settlement that is refused leaves nothing behind`() async throws {
    _ = try await store.commit(.start(messages: [.at(1)]))
    let row = try #require(try await claim().first)
    let then = [FollowUp(key: "k", notifier: "email", state: .pending(at: 1))]
    let error = await storeError {
      try await store.settle(row.id, .passed(receipt: nil), at: 150, owner: "other", then: then)
    }
    #expect(error == .leaseLost(id: row.id, owner: "a"))
    #expect(try await all().count == 1)
  }

  @Test func `each notifier is claimed by itself`() async throws {
    _ = try await store.commit(
      .start(messages: [.at(5, notifier: "b"), .at(3, notifier: "a"), .at(101, notifier: "c")]))
    #expect(try await store.waitingNotifiers().map(\.notifier) == ["a", "b", "c"])
    #expect(try await store.waitingNotifiers().map(\.nextAt) == [3, 5, 101])
    #expect(try await store.nextMessageDue() == 3)
    #expect(try await store.nextMessageDue(by: "b") == 5)
    #expect(try await claim("b").map(\.notifier) == ["b"])
    #expect(try await store.nextMessageDue(by: "b") == nil)
    #expect(try await claim("c").isEmpty)
  }

  @Test func `what waits for a digest is gathered into one message for its reader`() async throws {
    _ = try await store.commit(.start(messages: [.at(1, notifier: "people")]))
    let row = try #require(try await claim().first)
    func item(_ name: String, _ person: String, at: Int64) -> FollowUp {
      FollowUp(key: name, notifier: "digest", person: person, state: .pending(at: at))
    }
    try await store.settle(
      row.id, .passed(receipt: nil), at: 10, owner: "a",
      then: [
        item("1", "made", at: 50), item("2", "made", at: 60), item("3", "wayan", at: 60),
        item("4", "made", at: 500),
      ])
    #expect(try await store.people(waitingFor: "digest", at: 55) == ["made"])
    #expect(try await store.people(waitingFor: "digest", at: 60) == ["made", "wayan"])
    #expect(try await store.workflow(waitingFor: "digest", person: "made", at: 55) == "nko")
    #expect(try await store.workflow(waitingFor: "digest", person: "wayan", at: 55) == nil)
    let digest = try await store.gather("digest", for: "made", at: 60) { rows in
      FollowUp(
        key: "digest", notifier: "email", content: "[\(rows.count)]", person: "made",
        state: .pending(at: 60))
    }
    #expect(digest?.content == "[2]")
    let again = try await store.gather("digest", for: "made", at: 60) { _ in
      FollowUp(key: "twice", notifier: "email", state: .pending(at: 60))
    }
    #expect(again == nil)
    let rows = try await all()
    let states = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.state) })
    #expect(
      states
        == [
          row.key: .passed, "1": .passed, "2": .passed, "3": .pending, "4": .pending,
          "digest": .pending,
        ])
    #expect(rows.filter { $0.receipt == "digest" }.map(\.key) == ["1", "2"])
  }

  @Test func `what waits for one reader is claimed, or put off, without what waits for others`()
    async throws
  {
    _ = try await store.commit(.start(messages: [.at(1, notifier: "people")]))
    let row = try #require(try await claim().first)
    try await store.settle(
      row.id, .passed(receipt: nil), at: 10, owner: "a",
      then: ["made", "wayan"].map { person in
        FollowUp(key: person, notifier: "digest", person: person, state: .pending(at: 50))
      })
    try await store.postpone("digest", for: "made", at: 60, until: 90)
    #expect(try await store.people(waitingFor: "digest", at: 60) == ["wayan"])
    #expect(try await store.people(waitingFor: "digest", at: 90) == ["made", "wayan"])
    let claimed = try await store.claimMessages(
      notifier: "digest", person: "made", owner: "a", at: 90, leaseUntil: 200, limit: 9)
    #expect(claimed.map(\.key) == ["made"])
    #expect(try await store.people(waitingFor: "digest", at: 90) == ["wayan"])
  }

  @Test func `what was passed on is forgotten in time`() async throws {
    _ = try await store.commit(.start(messages: [.at(1)]))
    let row = try #require(try await claim().first)
    try await store.settle(row.id, .passed(receipt: nil), at: 150, owner: "a")
    #expect(try await store.forget(before: 151) == 1)
  }

  /// Messages of every state, in a database that migration 5 has not seen.
  @Test func `an older outbox is taken over, and no number is given twice`() throws {
    let queue = try DatabaseQueue()
    try queue.write { db in
      for migration in Migration.all where migration.number < 5 {
        try db.execute(sql: migration.sql)
      }
      try db.execute(
        sql: """
          INSERT INTO instance (id, reference, workflow, definition, status, snapshot, states, title,
            sequence, started_at, changed_at)
          VALUES (1, 'r', 'w', '\(String(repeating: "a", count: 64))', 'active', '{}', '', '', 1, 0, 0);
          INSERT INTO history (position, instance, sequence, at, kind, version, cause, payload, hash)
          VALUES (1, 1, 1, 0, 'started', 1, 'daemon', '{}', zeroblob(32));
          INSERT INTO outbox (id, key, instance, sequence, notifier, content, state, attempts, next_at,
            lease_owner, lease_until, settled_at, last_error, receipt) VALUES
            (2, 'a', 1, 1, 'journal', '{}', 'pending', 1, 5, NULL, NULL, NULL, 'e', NULL),
            (3, 'b', 1, 1, 'journal', '{}', 'claimed', 1, NULL, 'o', 9, NULL, NULL, NULL),
            (4, 'c', 1, 1, 'file', '{}', 'delivered', 1, NULL, NULL, NULL, 7, NULL, 'ok'),
            (5, 'd', 1, 1, 'file', '{}', 'dead', 4, NULL, NULL, NULL, 7, 'e', NULL),
            (6, 'e', 1, 1, 'file', '{}', 'unknown', 1, NULL, NULL, NULL, 7, 'e', NULL),
            (9, 'f', 1, 1, 'file', '{}', 'unknown', 1, NULL, NULL, NULL, 7, 'e', NULL);
          DELETE FROM outbox WHERE id = 9;
          """)
      let before = try MessageRowBefore.all(db)
      try db.execute(sql: try #require(Migration.all.first { $0.number == 5 }).sql)
      #expect(try MessageRowBefore.all(db) == before && before.count == 5)
      try db.execute(
        sql: """
          INSERT INTO outbox (key, instance, sequence, notifier, content, next_at)
          VALUES ('g', 1, 1, 'file', '{}', 5)
          """)
      #expect(try Int64.fetchOne(db, sql: "SELECT max(id) FROM outbox") == 10)
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
    }
  }

  /// The columns that were there before.
  private enum MessageRowBefore {
    static func all(_ db: Database) throws -> [String] {
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, key, instance, sequence, notifier, content, state, attempts, next_at,
            lease_owner, lease_until, settled_at, last_error, receipt FROM outbox ORDER BY id
          """
      ).map { "\($0)" }
    }
  }
}
