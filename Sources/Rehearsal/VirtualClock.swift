// Virtual time, and numbers that come again: what a rehearsal has instead of a clock and of dice.

internal import Engine
internal import Synchronization
internal import WorkCalendar

/// A clock that stands still until the rehearsal sets it.
final class VirtualClock: EngineClock {
  private let milliseconds: Atomic<Int64>

  init(_ now: Instant) { milliseconds = Atomic(now.millisecondsSince1970) }

  func now() -> Instant {
    Instant(millisecondsSince1970: milliseconds.load(ordering: .relaxed))
  }

  func set(_ instant: Instant) {
    milliseconds.store(instant.millisecondsSince1970, ordering: .relaxed)
  }

  func makeAlarm() -> any EngineAlarm { SilentAlarm() }
}

/// An alarm that nobody waits for: the rehearsal asks for itself what is due.
private struct SilentAlarm: EngineAlarm {
  func wait(until instant: Instant?) async {}
  func interrupt() {}
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
final class SeededNumbers: Sendable {
  private let state: Atomic<UInt64>

  init(seed: UInt64) { state = Atomic(seed) }

  func next() -> UInt64 {
    var z = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
