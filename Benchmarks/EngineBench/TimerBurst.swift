// Very many reminders that fall due together: the engine and bare SQLite by turns, in the same run.

import Engine
import Foundation
import Store
import Synchronization
import WorkCalendar

/// How many timers a second were fired and committed; medians of the rounds.
struct BurstFigures {
  var timers: Int
  var engine: Double
  var bare: Double
  var ratio: Double
}

/// Fires the first reminder of every agreement of a database.
struct TimerBurst {
  let options: Options
  let folder: String

  func run(_ office: Office) async throws -> BurstFigures {
    let seed = try await DueSeed(office, in: folder, count: options.due)
    defer { Seed.remove(seed.path) }
    say("  one reminder: \(seed.rows.size.rows) rows, \(seed.rows.size.bytes) bytes of text")
    var engines: [Double] = []
    var bares: [Double] = []
    for round in 1...options.rounds {
      engines.append(try await engineRun(seed, office))
      bares.append(try bareRun(seed))
      say(
        "  round \(round): engine \(whole(engines[round - 1]))/s,"
          + " bare SQLite \(whole(bares[round - 1]))/s")
    }
    return BurstFigures(
      timers: options.due, engine: engines.median, bare: bares.median,
      ratio: zip(engines, bares).map { $0 / $1 }.median)
  }

  private func engineRun(_ seed: DueSeed, _ office: Office) async throws -> Double {
    let path = try seed.copy("engine")
    defer { Seed.remove(path) }
    let store = try Store(.file(path: path))
    let engine = try await office.engine(on: store, clock: SetTime(seed.due))
    let clock = ContinuousClock()
    let start = clock.now
    var fired = 0
    while true {
      let turn = try await engine.fireDueTimers(at: seed.due)
      guard turn.postponed == 0 else { throw BenchError("a timer could not be handled") }
      fired += turn.fired
      if turn.fired == 0 { break }
    }
    let rate = Rate(steps: fired, seconds: (clock.now - start).inSeconds)
    guard fired == options.due else { throw BenchError("\(fired) timers fired") }
    let audit = try await engine.audit()
    guard audit.isIntact else { throw BenchError("the history of the run is broken") }
    try store.close()
    return rate.perSecond
  }

  private func bareRun(_ seed: DueSeed) throws -> Double {
    let path = try seed.copy("bare")
    defer { Seed.remove(path) }
    return try BareRun(path, turns: [seed.rows], count: options.due)
      .runOnce(batch: EngineLimits.standard.timersPerCommit).perSecond
  }
}

/// A closed database whose agreements all have a reminder due at the same instant.
struct DueSeed {
  let path: String
  let due: Instant
  /// What one of the reminders writes.
  let rows: StepRows

  init(_ office: Office, in folder: String, count: Int) async throws {
    path = "\(folder)/due.sqlite"
    let sleeping = try await SleepingDatabase(office, in: folder)
    let one = "\(folder)/due-one.sqlite"
    try await sleeping.write(1, to: one)
    let store = try Store(.file(path: one))
    guard let next = try await store.nextTimerDue() else { throw BenchError("no timer is set") }
    due = Instant(millisecondsSince1970: next)
    let engine = try await office.engine(on: store, clock: SetTime(due))
    let connection = try Connection(one)
    let before = try OpenRows(connection, instance: 1)
    let turn = try await engine.fireDueTimers(at: due)
    guard turn.fired == 1 else { throw BenchError("the reminder does not fire") }
    rows = try StepRows(connection, instance: 1, before: before)
    try store.close()
    Seed.remove(one)
    try await sleeping.write(count, to: path)
  }

  /// A fresh copy for one run.
  func copy(_ name: String) throws -> String {
    let copy = "\((path as NSString).deletingLastPathComponent)/due-\(name).sqlite"
    Seed.remove(copy)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    return copy
  }
}

/// A clock that stands where it was set; nothing waits on its alarms.
final class SetTime: EngineClock {
  private struct Alarm: EngineAlarm {
    func wait(until instant: Instant?) async {}
    func interrupt() {}
  }

  private let instant: Mutex<Instant>

  init(_ instant: Instant) { self.instant = Mutex(instant) }

  func now() -> Instant { instant.withLock { $0 } }

  func set(_ now: Instant) { instant.withLock { $0 = now } }

  func makeAlarm() -> any EngineAlarm { Alarm() }
}
