// Goal: lists are complete, in order and cheap, however they are cut into pages.
// Method: a property over page sizes; SQLite's own plan tells which index a query uses.

import GRDB
import Testing

@testable import Store

@Suite struct QueryTests {
  let store: Store

  init() throws { store = try Store(.memory) }

  @Test(arguments: [1, 3, 10, 1_000], [RowOrder.newestFirst, .oldestFirst])
  func `pages of instances join without gap or overlap`(size: Int, order: RowOrder) async throws {
    _ = try await store.commit((0..<23).map { _ in .start() })
    var found: [Int64] = []
    while true {
      let page = try await store.instances(
        InstanceQuery(order: order, after: found.last, limit: size))
      if page.isEmpty { break }
      found += page.map(\.id)
    }
    #expect(found == (order == .oldestFirst ? Array(1...23) : Array(1...23).reversed()))
  }

  @Test func `filters of instances hold together`() async throws {
    let a = try await store.commit(.start(workflow: "nko", party: "univ")).instance
    let b = try await store.commit(.start(workflow: "nkp", party: "bank")).instance
    let c = try await store.commit(.start(workflow: "nkp", parent: a)).instance
    _ = try await store.commit(.step(b, after: 1, status: .finished, states: "selesai"))
    func ids(_ query: InstanceQuery) async throws -> Set<Int64> {
      Set(try await store.instances(query).map(\.id))
    }
    #expect(try await ids(InstanceQuery(workflow: "nkp")) == [b, c])
    #expect(try await ids(InstanceQuery(status: .finished)) == [b])
    #expect(try await ids(InstanceQuery(workflow: "nkp", status: .active)) == [c])
    #expect(try await ids(InstanceQuery(party: "univ")) == [a])
    #expect(try await ids(InstanceQuery(parent: a)) == [c])
    #expect(try await ids(InstanceQuery(state: "onse")) == [a, c])
    #expect(try await ids(InstanceQuery(definition: digest)) == [a, b, c])
    #expect(try await ids(InstanceQuery(party: "x' OR '1'='1")) == [])
  }

  @Test func `what agreements have started is counted, and what of it has ended`() async throws {
    let a = try await store.commit(.start()).instance
    let b = try await store.commit(.start()).instance
    var children: [Int64] = []
    for _ in 0..<3 { children.append(try await store.commit(.start(parent: a)).instance) }
    _ = try await store.commit(.step(children[1], after: 1, status: .finished, states: "selesai"))
    let counts = try await store.childCounts(of: [a, b])
    #expect(counts == [ChildCount(parent: a, workflow: "nko", total: 3, finished: 1)])
    #expect(try await store.childCounts(of: []) == [])
  }

  @Test(arguments: [1, 2, 5, 100])
  func `pages of tasks come soonest due first, those without deadline last`(
    size: Int
  ) async throws {
    for round in 0..<6 {
      _ = try await store.commit(
        .start(tasks: [
          .named("a", due: Int64(round % 3)), .named("b", assignee: "wayan", due: nil),
          .named("c", due: 7),
        ]))
    }
    var found: [TaskRow] = []
    while true {
      let page = try await store.tasks(TaskQuery(after: found.last?.key, limit: size))
      if page.isEmpty { break }
      found += page
    }
    #expect(found.count == 18)
    let order = found.map { ($0.dueAt ?? .max, $0.instance, $0.task) }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 })
    let wayan = try await store.tasks(TaskQuery(assignees: ["wayan", "nobody"]))
    #expect(wayan.map(\.task) == Array(repeating: "b", count: 6))
    #expect(try await store.tasks(TaskQuery(assignees: [])).isEmpty)
    #expect(try await store.tasks(TaskQuery(dueBefore: 1)).count == 2)
    #expect(try await store.tasks(TaskQuery(assignees: ["made"], instance: 1)).count == 2)
  }

  @Test func `a list of assignees has a bound`() async throws {
    let most = store.limits.filterNamesMax
    let names = (0...most).map { "\($0)" }
    let error = await storeError { _ = try await store.tasks(TaskQuery(assignees: names)) }
    #expect(error == .tooLarge(what: "list of assignees", bytes: most + 1, limit: most))
    let tooMany = await storeError {
      _ = try await store.instances(ids: (0...Int64(most)).map { $0 })
    }
    #expect(tooMany == .tooLarge(what: "list of instances", bytes: most + 1, limit: most))
  }

  @Test func `a limit is cut to the bound and never negative`() async throws {
    var limits = StoreLimits()
    limits.rowsMax = 4
    let store = try Store(.memory, limits: limits)
    _ = try await store.commit((0..<9).map { _ in .start() })
    #expect(try await store.instances(InstanceQuery(limit: .max)).count == 4)
    #expect(try await store.instances(InstanceQuery(limit: -1)).isEmpty)
    #expect(try await store.history(afterPosition: 0, limit: .max).count == 4)
  }

  @Test func `counts add up`() async throws {
    let done = try await store.commit(.start()).instance
    _ = try await store.commit(.step(done, after: 1, status: .finished))
    _ = try await store.commit(.start(status: .failed))
    _ = try await store.commit(
      .start(
        timers: [TimerChange(name: "t", dueAt: 1)], tasks: [.named("a"), .named("b")],
        messages: [.at(1), .at(2), .at(3)]))
    let claimed = try await store.claimMessages(owner: "a", at: 9, leaseUntil: 99, limit: 2)
    try await store.settle(claimed[0].id, .dead(error: "x"), at: 9)
    var expected = StoreCounts()
    expected.active = 1
    expected.finished = 1
    expected.failed = 1
    expected.tasks = 2
    expected.timers = 1
    expected.pending = 1
    expected.claimed = 1
    expected.dead = 1
    expected.entries = 4
    #expect(try await store.counts() == expected)
  }

  /// The queries that run in a loop or for every command, beside the index that must serve them.
  @Test(arguments: [
    ("SELECT min(coalesce(retry_at, due_at)) FROM timer", "timer_by_due"),
    (
      "SELECT * FROM timer t WHERE coalesce(t.retry_at, t.due_at) <= 5 "
        + "ORDER BY coalesce(t.retry_at, t.due_at), t.instance, t.name", "timer_by_due"
    ),
    (
      "SELECT min(next_at) FROM outbox WHERE notifier = 'a' AND state = 'pending'",
      "outbox_by_next"
    ),
    (
      "SELECT min(notifier) FROM outbox WHERE state = 'pending' AND notifier > 'a'",
      "outbox_by_next"
    ),
    (
      "SELECT * FROM outbox WHERE notifier = 'a' AND state = 'pending' AND next_at <= 5 "
        + "ORDER BY next_at, id", "outbox_by_next"
    ),
    (
      "SELECT * FROM outbox WHERE state = 'claimed' AND lease_until <= 5 ORDER BY lease_until, id",
      "outbox_by_lease"
    ),
    ("SELECT count(*) FROM outbox WHERE state = 'dead'", "outbox_by_trouble"),
    ("SELECT count(*) FROM outbox WHERE state = 'unknown'", "outbox_by_trouble"),
    ("SELECT count(*) FROM outbox WHERE state = 'pending'", "outbox_by_"),
    ("SELECT status, count(*) FROM instance GROUP BY status", "instance_by_status"),
    ("SELECT * FROM instance WHERE status = 'active' ORDER BY id DESC", "instance_by_status"),
    ("SELECT * FROM instance WHERE workflow = 'w' ORDER BY id DESC", "instance_by_workflow"),
    (
      "SELECT * FROM task t WHERE assignee = 'a' "
        + "ORDER BY coalesce(t.due_at, 9223372036854775807), t.instance, t.task",
      "task_by_assignee"
    ),
    (
      "SELECT * FROM task t ORDER BY coalesce(t.due_at, 9223372036854775807), t.instance, t.task",
      "task_by_due"
    ),
    ("SELECT * FROM history WHERE instance = 1 AND sequence > 3 ORDER BY sequence", "history"),
    ("SELECT position, hash FROM history ORDER BY position DESC LIMIT 1", "history"),
  ])
  func `the planner uses the index and does not sort`(sql: String, index: String) throws {
    let plan = try store.database.read { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { row -> String in row["detail"] }
    }
    #expect(plan.contains { $0.contains(index) }, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  @Test func `upkeep runs on a file and finds nothing wrong`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    _ = try await store.commit(.start(messages: [.at(1)]))
    try await store.checkpointAndOptimize()
    #expect(try await store.integrityProblems().isEmpty)
    try store.shell("PRAGMA foreign_keys = OFF; INSERT INTO timer VALUES (77, 'n', 0, NULL, 0)")
    #expect(try await store.integrityProblems().count == 1)
  }
}
