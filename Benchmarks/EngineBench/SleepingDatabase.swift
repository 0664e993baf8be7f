// A database with very many agreements that sleep: rows, not memory.

import Engine
import Foundation
import Store
import Workflow

/// Fills a new database through the store, so that its schema, rules and hash chain are the real ones.
struct SleepingDatabase {
  /// Agreements of one transaction.
  private static let groupSize = 1_000

  private let agreement: InstanceRow
  private let entry: HistoryRow
  private let timers: [TimerChange]
  private let tasks: [TaskChange]

  /// Starts one agreement with the engine; the others get the same rows under their own references.
  init(_ office: Office, in folder: String) async throws {
    let path = "\(folder)/one.sqlite"
    let store = try Store(.file(path: path))
    let engine = try await office.engine(on: store)
    let result = try await engine.start(
      Agreement.start, Agreement.Turn.submit.context(in: engine))
    guard let row = try await store.instance(reference: result.reference),
      let first = try await store.historyEntry(instance: row.id, sequence: 1)
    else { throw BenchError("cannot read what was started") }
    agreement = row
    entry = first
    let connection = try Connection(path)
    timers = try connection.rows("SELECT name, due_at FROM timer").map {
      TimerChange(name: $0[0], dueAt: Int64($0[1]) ?? 0)
    }
    tasks = try connection.rows("SELECT task, assignee, role, opened_at, due_at FROM task").map {
      TaskChange(
        task: $0[0], assignee: $0[1], role: $0[2], state: $0[0], openedAt: Int64($0[3]) ?? 0,
        dueAt: Int64($0[4]))
    }
    try store.close()
    Seed.remove(path)
  }

  /// Writes `count` agreements.
  func write(_ count: Int, to path: String) async throws {
    let store = try Store(.file(path: path))
    var written = 0
    while written < count {
      let size = min(Self.groupSize, count - written)
      _ = try await store.commit((0..<size).map { _ in changes() })
      written += size
    }
    try store.close()
  }

  private func changes() -> Changes {
    let parts = agreement.reference.split(separator: "/")
    let prefix = parts.dropLast().joined(separator: "/")
    let quoted = "\"\(agreement.reference)\""
    let cut = entry.payload.range(of: quoted)
    let head = cut.map { entry.payload[..<$0.lowerBound] } ?? ""
    let tail = cut.map { entry.payload[$0.upperBound...] } ?? entry.payload[...]
    return Changes(
      target: .new(
        Changes.NewInstance(
          workflow: agreement.workflow, definition: agreement.definition, title: agreement.title,
          party: agreement.party, counter: prefix,
          reference: { number in
            let digits = String(number)
            return prefix + "/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
          })),
      status: agreement.status, snapshot: agreement.snapshot, states: agreement.states,
      entry: Changes.Entry(
        kind: entry.kind, version: entry.version, at: entry.at, cause: entry.cause,
        payload: { reference in "\(head)\"\(reference)\"\(tail)" }),
      timersSet: timers, tasksOpened: tasks)
  }
}
