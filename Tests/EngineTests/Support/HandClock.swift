// Time in the tester's hand: a clock that is set, and alarms that ring when it is.

import Engine
import Synchronization
import WorkCalendar

/// A clock that stands still until a test sets it.
final class HandClock: EngineClock {
  private struct State {
    var now: Instant
    var alarms: [HandAlarm] = []
  }

  private let state: Mutex<State>

  init(_ now: Instant) { state = Mutex(State(now: now)) }

  func now() -> Instant { state.withLock { $0.now } }

  func makeAlarm() throws -> any EngineAlarm {
    state.withLock { state in
      let alarm = HandAlarm(now: state.now)
      state.alarms.append(alarm)
      return alarm
    }
  }

  /// Sets the clock; alarms that fall due ring, as they do when somebody sets a real clock.
  func set(_ instant: Instant) {
    let alarms = state.withLock { state in
      state.now = instant
      return state.alarms
    }
    for alarm in alarms { alarm.clockWasSet(to: instant) }
  }

  /// Sets the clock under those who sleep: every alarm rings, due or not, as the daemon's does.
  func jump(to instant: Instant) {
    let alarms = state.withLock { state in
      state.now = instant
      return state.alarms
    }
    for alarm in alarms { alarm.jumped(to: instant) }
  }

  /// The engine makes the alarm of its timers first, and that of its outbox second.
  var timerAlarm: HandAlarm { state.withLock { $0.alarms[0] } }
  var outboxAlarm: HandAlarm { state.withLock { $0.alarms[1] } }
}

/// An alarm without a bed: it tells each wait to the test and ends it when the test says so.
final class HandAlarm: EngineAlarm {
  private struct State {
    var now: Instant
    var isRung = false
    var until: Instant?
    var sleeper: CheckedContinuation<Void, Never>?
    var interrupts = 0
    var jumps = 0
  }

  /// A wait in which somebody sleeps, and how often the clock had jumped when it began.
  private struct Wait {
    var until: Instant?
    var jumps: Int
  }

  private let state: Mutex<State>
  private let told: AsyncStream<Wait>
  private let teller: AsyncStream<Wait>.Continuation

  init(now: Instant) {
    state = Mutex(State(now: now))
    (told, teller) = AsyncStream.makeStream()
  }

  /// How often the engine rang.
  var interrupts: Int { state.withLock { $0.interrupts } }

  /// The next wait in which somebody sleeps: until when. Waits that began meanwhile are handed out
  /// in order.
  func nextWait() async -> Instant?? {
    var waits = told.makeAsyncIterator()
    return await waits.next()?.until
  }

  /// The first wait that began after the last jump of the clock.
  func waitAfterJump() async -> Instant?? {
    let jumps = state.withLock { $0.jumps }
    var waits = told.makeAsyncIterator()
    while let wait = await waits.next() {
      if wait.jumps >= jumps { return wait.until }
    }
    return nil
  }

  func wait(until instant: Instant?) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let wait = state.withLock { state -> Wait? in
          if state.isRung || Task.isCancelled || instant.map({ $0 <= state.now }) ?? false {
            state.isRung = false
            return nil
          }
          state.until = instant
          state.sleeper = continuation
          return Wait(until: instant, jumps: state.jumps)
        }
        if let wait { teller.yield(wait) } else { continuation.resume() }
      }
    } onCancel: {
      ring()
    }
  }

  func interrupt() {
    state.withLock { $0.interrupts += 1 }
    ring()
  }

  func clockWasSet(to instant: Instant) {
    let isDue = state.withLock { state in
      state.now = instant
      return state.until.map { $0 <= instant } ?? false
    }
    if isDue { ring() }
  }

  func jumped(to instant: Instant) {
    state.withLock { state in
      state.now = instant
      state.jumps += 1
    }
    ring()
  }

  private func ring() {
    let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
      defer {
        state.sleeper = nil
        state.until = nil
      }
      if state.sleeper == nil { state.isRung = true }
      return state.sleeper
    }
    sleeper?.resume()
  }
}
