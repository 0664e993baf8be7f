// Builders and helpers that the suites of the store share.

import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

let digest = String(repeating: "ab", count: 32)

/// A directory that is gone after the test run.
///
/// Not with the last use of the value: a test that only takes the path from it would lose the
/// directory below an open store.
final class Scratch: Sendable {
  private static let made = Mutex<[String]>([])
  private static let removalAtExit: Void = {
    _ = atexit { for path in Scratch.made.withLock({ $0 }) { removeTree(path) } }
  }()

  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("store-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
    Self.made.withLock { $0.append(url.path) }
    _ = Self.removalAtExit
  }

  private static func removeTree(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  var file: String { path + "/sinergi.sqlite" }
}

extension Changes {
  /// A new instance, as plain as can be.
  static func start(
    counter: String = "NKO/2026", at: Int64 = 1_000, status: InstanceStatus = .active,
    workflow: String = "nko", party: String? = nil, timers: [TimerChange] = [],
    tasks: [TaskChange] = [], messages: [MessageChange] = [], receipt: ReceiptClaim? = nil,
    parent: Int64? = nil
  ) -> Changes {
    Changes(
      target: .new(
        NewInstance(
          workflow: workflow, definition: digest, title: "Kerja sama", party: party,
          parent: parent, counter: counter, reference: { "\(counter)/\($0)" })),
      status: status, snapshot: "{}", states: "konsep",
      entry: Entry(
        kind: "start", version: 1, at: at, cause: "uid:1000",
        payload: { #"{"reference":"\#($0)"}"# }),
      timersSet: timers, tasksOpened: tasks, messages: messages, receipt: receipt)
  }

  /// The next step of an instance.
  static func step(
    _ id: Int64, after sequence: Int, at: Int64 = 2_000, status: InstanceStatus = .active,
    states: String = "telaah", title: String? = nil, timersSet: [TimerChange] = [],
    timersCleared: [String] = [], tasksOpened: [TaskChange] = [], tasksClosed: [String] = [],
    messages: [MessageChange] = [], receipt: ReceiptClaim? = nil
  ) -> Changes {
    Changes(
      target: .existing(id: id, expectedSequence: sequence), status: status,
      snapshot: #"{"n":\#(sequence + 1)}"#, states: states, title: title,
      entry: Entry(
        kind: "event", version: 1, at: at, cause: "uid:1000", payload: { _ in #"{"ok":true}"# }),
      timersSet: timersSet, timersCleared: timersCleared, tasksOpened: tasksOpened,
      tasksClosed: tasksClosed, messages: messages, receipt: receipt)
  }
}

extension TaskChange {
  static func named(_ name: String, assignee: String = "made", due: Int64? = 5_000) -> TaskChange {
    TaskChange(
      task: name, assignee: assignee, role: "kabid", state: "telaah", openedAt: 1_000, dueAt: due)
  }
}

extension MessageChange {
  static func at(_ instant: Int64, notifier: String = "smtp") -> MessageChange {
    MessageChange(notifier: notifier, content: #"{"to":"made"}"#, nextAt: instant)
  }
}

extension Store {
  /// Commits one step.
  func commit(_ changes: Changes) async throws -> CommitReceipt {
    try #require(try await commit([changes]).first)
  }

  /// Runs SQL on the writing connection, as somebody at the `sqlite3` shell would.
  func shell(_ sql: String) throws {
    try database.writeWithoutTransaction { db in try db.execute(sql: sql) }
  }

  func number(_ sql: String) throws -> Int64 {
    try database.read { db in try Int64.fetchOne(db, sql: sql) ?? -1 }
  }

  /// Takes the writer, runs `submit`, and lets go once `count` pieces of writing wait, so that
  /// they share one group.
  ///
  /// The writer is held by a thread of its own: a pool thread that waits here would be one that
  /// the waiting pieces need in order to be submitted.
  func holdWriter<Value: Sendable>(
    until count: Int, _ submit: @Sendable () async -> Value
  ) async -> Value {
    let committer = committer
    let database = database
    let isHeld = Flag()
    let holder = Thread {
      database.writeWithoutTransaction { _ in
        isHeld.raise()
        while committer.waitingCount < count { usleep(100) }
      }
    }
    holder.start()
    while !isHeld.isRaised { await Task.yield() }
    return await submit()
  }

  /// Commits every element at the same time, in one group (when they are at most `batchMax`).
  func commitTogether(_ all: [[Changes]]) async -> [Result<[CommitReceipt], StoreError>] {
    await holdWriter(until: all.count) {
      await withTaskGroup(of: (Int, Result<[CommitReceipt], StoreError>).self) { group in
        for (index, changes) in all.enumerated() {
          group.addTask {
            do throws(StoreError) {
              return (index, .success(try await self.commit(changes)))
            } catch {
              return (index, .failure(error))
            }
          }
        }
        var results: [Int: Result<[CommitReceipt], StoreError>] = [:]
        for await (index, result) in group { results[index] = result }
        return all.indices.map { results[$0] ?? .failure(.cancelled) }
      }
    }
  }
}

/// The store error that a piece of work throws; nil when it throws none.
func storeError(_ work: () async throws -> Void) async -> StoreError? {
  do {
    try await work()
    return nil
  } catch {
    return error as? StoreError ?? .unexpected(code: 0, message: "\(error)")
  }
}

/// Numbers that look random and are the same for the same seed.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// Goes up once, seen by all threads.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isRaised: Bool { value.load(ordering: .acquiring) }
  func raise() { value.store(true, ordering: .releasing) }
}
