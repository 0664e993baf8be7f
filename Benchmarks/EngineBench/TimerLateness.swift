// How late a single timer is: the real loop sleeps on the real alarm, one timer at a time.

import Engine
import Foundation
import Logging
import Store
import Synchronization
import Systemd
import WorkCalendar
import Workflow

/// Milliseconds from the due instant to the end of the commit, and of a commit alone.
struct LatenessFigures {
  var timers: Int
  var p50: Double
  var p99: Double
  var commit50: Double
  var commit99: Double

  /// What is not the commit's: waking up, reading, working the step out.
  var beyond99: Double { p99 - commit99 }
}

/// Sets timers for random instants of the near future and lets the loop fire them.
struct TimerLateness {
  /// Mean distance of two timers, in milliseconds.
  private static let distance = 40
  /// From the last start to the first timer, in milliseconds: until then the loop must run.
  private static let headStart: Int64 = 6_000
  private static let workflow = "bench-alarm"
  /// The timer falls due 24 hours after the start; it stands in no sending window.
  static let definition = SourceText(
    name: "bench-alarm.yaml",
    text: """
      workflow: bench-alarm
      title: { id: Alarm }
      calendar: bali-pemprov
      reference: "ALM/{year}/{sequence:4}"
      roles:
        pic: { position: petugas-penghubung }
      initial: menunggu
      states:
        menunggu:
          task: { for: pic }
          on: { selesai: selesai }
          after: { 24 h: lewat }
        lewat:
          task: { for: pic }
          on: { selesai: selesai }
        selesai: { type: final }

      """)
  private static let day: Int64 = 86_400_000

  let options: Options
  let folder: String

  func run(_ office: Office) async throws -> LatenessFigures {
    let path = "\(folder)/lateness.sqlite"
    defer { Seed.remove(path) }
    let due = try await seed(office, path)
    let store = try Store(.file(path: path))
    let log = CommitLog()
    let engine = try await office.engine(on: store, clock: AlarmTime(), log: log)
    guard SystemTime().now().millisecondsSince1970 + 500 < due.values.min() ?? 0 else {
      throw BenchError("starting took longer than the head start")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await TimerLoop(engine: engine).run() }
      try await log.wait(for: due.count, until: (due.values.max() ?? 0) + 30_000)
      group.cancelAll()
    }
    let late = log.committed.compactMap { reference, at in
      due[reference].map { Double(at - $0 * 1_000) / 1_000 }
    }
    guard late.count == due.count, late.allSatisfy({ $0 >= 0 }) else {
      throw BenchError("a timer did not fire, or fired early")
    }
    let commits = try await commits(store)
    try store.close()
    return LatenessFigures(
      timers: late.count, p50: late.percentile(0.5), p99: late.percentile(0.99),
      commit50: commits.percentile(0.5), commit99: commits.percentile(0.99))
  }

  /// Starts the agreements as if a day ago; when the timer of each falls due.
  private func seed(_ office: Office, _ path: String) async throws -> [String: Int64] {
    let store = try Store(.file(path: path))
    let clock = SetTime(SystemTime().now())
    let engine = try await office.engine(on: store, clock: clock)
    let context = Agreement.Turn.submit.context(in: engine)
    let spread = Int64(options.single * Self.distance)
    // Starting takes a while; the first timer lies behind it.
    let first =
      SystemTime().now().millisecondsSince1970 + Self.headStart + Int64(options.single) * 8
    var due: [String: Int64] = [:]
    for _ in 0..<options.single {
      let instant = first + Int64.random(in: 0..<spread)
      clock.set(Instant(millisecondsSince1970: instant - Self.day))
      let command = StartCommand(workflow: Self.workflow, data: [:])
      due[try await engine.start(command, context).reference] = instant
    }
    try store.close()
    return due
  }

  /// The commit of the same rows alone, as seldom as the timers came.
  private func commits(_ store: Store) async throws -> [Double] {
    let clock = ContinuousClock()
    var found: [Double] = []
    for row in try await store.instances(InstanceQuery(limit: options.single)) {
      guard let entry = try await store.historyEntry(instance: row.id, sequence: row.sequence)
      else { continue }
      let changes = Changes(
        target: .existing(id: row.id, expectedSequence: row.sequence), status: row.status,
        snapshot: row.snapshot, states: row.states,
        entry: Changes.Entry(
          kind: entry.kind, version: entry.version, at: entry.at, cause: entry.cause,
          payload: { _ in entry.payload }),
        timersCleared: ["menunggu"],
        tasksOpened: [
          TaskChange(
            task: "x", assignee: "x", role: "pic", state: "x", openedAt: entry.at, dueAt: nil)
        ], tasksClosed: ["menunggu"])
      try await Task.sleep(for: .milliseconds(Self.distance / 2))
      let start = clock.now
      _ = try await store.commit([changes])
      found.append((clock.now - start).inSeconds * 1_000)
    }
    return found
  }
}

/// The clock and the alarms of the daemon.
private struct AlarmTime: EngineClock {
  private struct Alarm: EngineAlarm {
    let alarm: WallClockAlarm
    func wait(until instant: Instant?) async {
      _ = await alarm.wait(until: instant?.millisecondsSince1970)
    }
    func interrupt() { alarm.interrupt() }
  }

  func now() -> Instant { SystemTime().now() }
  func makeAlarm() throws -> any EngineAlarm { Alarm(alarm: try WallClockAlarm()) }
}

/// Takes the journal's line of each step, which is written as soon as its commit has returned.
private struct CommitLog: LogHandler {
  private final class Book: Sendable {
    let committed = Mutex<[String: Int64]>([:])
  }

  private let book = Book()
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Microseconds since 1970 at which each agreement's step was on disk.
  var committed: [String: Int64] { book.committed.withLock { $0 } }

  func log(event: LogEvent) {
    guard event.metadata?["message.id"] == "stepTaken",
      let reference = event.metadata?["instance"]?.description
    else { return }
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let now = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    book.committed.withLock { $0[reference] = now }
  }

  func wait(for count: Int, until end: Int64) async throws {
    while book.committed.withLock({ $0.count }) < count {
      guard SystemTime().now().millisecondsSince1970 < end else {
        throw BenchError("a timer did not fire")
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }
}
