// A clock that stands still, numbers that are not random, a log that is kept.

import Engine
import Logging
import Synchronization
import WorkCalendar

/// Monday 23 November 2026, 10:00 WITA.
struct StandingClock: EngineClock {
  struct NoAlarm: EngineAlarm {
    func wait(until instant: Instant?) async {}
    func interrupt() {}
  }

  func now() -> Instant { Instant(millisecondsSince1970: 1_795_399_200_000) }
  func makeAlarm() throws -> any EngineAlarm { NoAlarm() }
}

final class Counter: Sendable {
  private let count = Mutex<UInt64>(0)

  func next() -> UInt64 {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

/// Keeps what was logged.
final class LogKeeper: Sendable {
  struct Line: Sendable {
    var message: String
    var metadata: [String: String]
  }

  private let kept = Mutex<[Line]>([])

  var lines: [Line] { kept.withLock { $0 } }

  func add(_ line: Line) { kept.withLock { $0.append(line) } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in KeepingHandler(keeper: self) }
    logger.logLevel = .trace
    return logger
  }
}

private struct KeepingHandler: LogHandler {
  let keeper: LogKeeper
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .trace

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    keeper.add(
      .init(
        message: "\(event.message)", metadata: (event.metadata ?? [:]).mapValues { "\($0)" }))
  }
}
