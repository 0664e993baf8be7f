// Sleeps until an instant of the wall clock, and wakes when somebody sets that clock.

internal import CLinux
// The compiler finds timespec in the first C module that shows it, which is this one.
internal import CSystemd
internal import Dispatch
internal import Glibc
internal import Synchronization

/// One alarm on the wall clock: tickless, and right across clock changes and suspends.
///
/// It is a timerfd on CLOCK_REALTIME with an absolute instant, cancelled when the clock is set
/// (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET). One task waits at a time: a second `wait` wakes
/// the first with `.rearmed`. Nothing is lost between two waits: an interrupt or a clock change
/// that comes while nobody waits makes the next `wait` return at once.
public final class WallClockAlarm: Sendable {
  /// Why a wait ended.
  public enum Wake: Hashable, Sendable {
    /// The instant has come.
    case due
    /// The clock was set, or the machine resumed: reckon again what is due.
    case clockWasSet
    /// `interrupt()` was called: look again for what is due first.
    case rearmed
    /// The waiting task was cancelled.
    case cancelled
  }

  private let bell: Bell

  /// Makes an alarm that holds one descriptor until it is freed.
  /// - Throws: `SystemdError.timer` when the system gives no timer.
  public init() throws(SystemdError) {
    let flags = Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC)
    let fd = timerfd_create(CLOCK_REALTIME, flags)
    guard fd >= 0 else { throw .timer(code: errno) }
    bell = Bell(fd: fd)
    bell.listen()
  }

  deinit {
    bell.close()
  }

  /// The wall clock now, in milliseconds since 1970-01-01T00:00Z (CLOCK_REALTIME, rounded down).
  public func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// Waits until an instant of the wall clock, or until something else asks for attention.
  /// - Parameter milliseconds: since 1970-01-01T00:00Z; an instant in the past is due at once; nil
  ///   waits for a clock change or an interrupt only.
  /// - Returns: why the wait ended. After `.due`, `now()` is not before the instant, unless the
  ///   clock was set back in between.
  public func wait(until milliseconds: Int64?) async -> Wake {
    let ticket = bell.ticket()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        bell.wait(ticket, until: milliseconds, continuation)
      }
    } onCancel: {
      bell.cancel(ticket)
    }
  }

  /// Ends the present wait, or the next one if nobody waits: an earlier timer was added.
  public func interrupt() {
    bell.interrupt()
  }
}

/// The timer and whoever waits for it.
private final class Bell: Sendable {
  typealias Wake = WallClockAlarm.Wake

  struct State {
    var waiter: (ticket: Int, continuation: CheckedContinuation<Wake, Never>)?
    var ticketLast = 0
    var isInterrupted = false
    var clockWasSet = false
    var source: (any DispatchSourceRead)?
  }

  private let fd: Int32
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "wall-clock-alarm")

  init(fd: Int32) {
    self.fd = fd
  }

  /// Watches the timer from now on, armed for clock changes even when nobody waits.
  func listen() {
    let fd = fd
    state.withLock { state in
      let source = DispatchSource.makeReadSource(fileDescriptor: fd, queue: queue)
      source.setEventHandler { @Sendable [weak self] in self?.ring() }
      source.setCancelHandler { @Sendable in _ = Glibc.close(fd) }
      source.activate()
      state.source = source
      _ = arm(until: nil)
    }
  }

  /// Ends the watch; the descriptor is closed once no handler runs.
  func close() {
    state.withLock { state in
      state.source?.cancel()
      state.source = nil
    }
  }

  func ticket() -> Int {
    state.withLock { state in
      state.ticketLast += 1
      return state.ticketLast
    }
  }

  func wait(
    _ ticket: Int, until milliseconds: Int64?, _ continuation: CheckedContinuation<Wake, Never>
  ) {
    let (older, wake) = state.withLock { state in
      let older = state.waiter?.continuation
      state.waiter = nil
      // A cancellation sets the flag first and calls `cancel` then: one of both sees the other.
      if Task.isCancelled { return (older, Wake.cancelled as Wake?) }
      if let wake = pending(&state) { return (older, wake) }
      if !arm(until: milliseconds) { return (older, .clockWasSet) }
      state.waiter = (ticket, continuation)
      return (older, nil)
    }
    older?.resume(returning: .rearmed)
    if let wake { continuation.resume(returning: wake) }
  }

  func cancel(_ ticket: Int) {
    let waiter = state.withLock { state -> CheckedContinuation<Wake, Never>? in
      guard let waiter = state.waiter, waiter.ticket == ticket else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume(returning: .cancelled)
  }

  func interrupt() {
    let waiter = state.withLock { state -> CheckedContinuation<Wake, Never>? in
      defer { state.waiter = nil }
      if state.waiter == nil { state.isInterrupted = true }
      return state.waiter?.continuation
    }
    waiter?.resume(returning: .rearmed)
  }

  /// What came while nobody waited.
  private func pending(_ state: inout State) -> Wake? {
    if state.clockWasSet {
      state.clockWasSet = false
      return .clockWasSet
    }
    if state.isInterrupted {
      state.isInterrupted = false
      return .rearmed
    }
    return nil
  }

  /// Reads the timer under the lock, so that what is read belongs to the instant armed last.
  private func ring() {
    let (waiter, wake) = state.withLock { state in
      var count: UInt64 = 0
      let size = read(fd, &count, MemoryLayout<UInt64>.size)
      let isSet = size < 0 && errno == ECANCELED
      let waiter = state.waiter?.continuation
      // EAGAIN: armed anew since the source fired. An expiry nobody waits for is no news: the next
      // wait arms its own instant, and one in the past is due at once.
      guard size > 0 || isSet else { return (nil as CheckedContinuation<Wake, Never>?, Wake.due) }
      if waiter == nil && isSet { state.clockWasSet = true }
      state.waiter = nil
      return (waiter, isSet ? .clockWasSet : .due)
    }
    waiter?.resume(returning: wake)
  }

  /// Arms the timer, replacing what was armed.
  /// - Returns: false when the clock was set since the timer was looked at last.
  private func arm(until milliseconds: Int64?) -> Bool {
    let farthest: Int64 = 253_402_300_799_000  // the end of the year 9999
    // An instant of zero would disarm: what is due before 1970 is due at its second millisecond.
    let instant = min(max(milliseconds ?? farthest, 1), farthest)
    var setting = itimerspec()
    setting.it_value = timespec(
      tv_sec: Int(instant / 1000), tv_nsec: Int(instant % 1000) * 1_000_000)
    let flags = Int32(TFD_TIMER_ABSTIME) | Int32(TFD_TIMER_CANCEL_ON_SET)
    // Everything else than ECANCELED would be a wrong argument, which these cannot be.
    return timerfd_settime(fd, flags, &setting, nil) == 0 || errno != ECANCELED
  }
}
