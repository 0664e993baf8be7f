// The one place where a clock is read.

import Engine
import Systemd
import WorkCalendar

/// The real-time clock and its alarms.
struct SystemClock: EngineClock {
  private let clock: WallClockAlarm

  init() throws { clock = try WallClockAlarm() }

  func now() -> Instant { Instant(millisecondsSince1970: clock.now()) }

  func makeAlarm() throws -> any EngineAlarm { SystemAlarm(alarm: try WallClockAlarm()) }
}

private struct SystemAlarm: EngineAlarm {
  let alarm: WallClockAlarm

  func wait(until instant: Instant?) async {
    _ = await alarm.wait(until: instant?.millisecondsSince1970)
  }

  func interrupt() { alarm.interrupt() }
}
