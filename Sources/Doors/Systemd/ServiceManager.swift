// Tells the service manager how the daemon is: ready, reloading, alive, stopping (sd_notify(3)).

internal import CSystemd
internal import Glibc

/// The service manager as the daemon speaks to it; silent where there is none.
///
/// Each call sends one datagram to `$NOTIFY_SOCKET`. A lost one is not an error: the manager's own
/// timeouts judge a silent service.
public struct ServiceManager: Sendable {
  /// Makes the speaker; nothing is sent.
  public init() {}

  /// Whether a service manager listens: `$NOTIFY_SOCKET` is set.
  public var isPresent: Bool {
    guard let path = getenv("NOTIFY_SOCKET") else { return false }
    return path.pointee != 0
  }

  /// Says that the daemon serves from now on, at start and at the end of a reload.
  /// - Parameter status: one line that `systemctl status` shows.
  public func ready(status: String) {
    send("READY=1\nSTATUS=\(oneLine(status))")
  }

  /// Says that a reload begins; `ready(status:)` says that it ended, with whatever outcome.
  ///
  /// `MONOTONIC_USEC=` is the instant that systemd 253 and later compare with their own
  /// (sd_notify(3), RELOADING=1).
  public func reloading() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
  }

  /// Changes the line that `systemctl status` shows.
  public func status(_ text: String) {
    send("STATUS=\(oneLine(text))")
  }

  /// Says that the daemon stops by its own will.
  public func stopping() {
    send("STOPPING=1")
  }

  /// Says that the daemon is alive; to be called from the loop whose life matters.
  public func watchdogAlive() {
    send("WATCHDOG=1")
  }

  /// Asks for more time to start, reload or stop.
  /// - Parameter duration: from now until the manager may give up (EXTEND_TIMEOUT_USEC=).
  public func extendTimeout(by duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let microseconds = max(0, seconds) * 1_000_000 + max(0, attoseconds) / 1_000_000_000_000
    send("EXTEND_TIMEOUT_USEC=\(microseconds)")
  }

  /// The time after which the manager takes a silent daemon for hung; nil when it does not watch.
  ///
  /// Call `watchdogAlive()` at half of it (sd_watchdog_enabled(3)).
  public var watchdogInterval: Duration? {
    var microseconds: UInt64 = 0
    guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
    return .microseconds(Int64(clamping: microseconds))
  }

  private func send(_ state: String) {
    _ = sd_notify(0, state)
  }

  /// A line break inside a status would begin a field of its own.
  private func oneLine(_ text: String) -> String {
    let flat = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : String($0) }
    return cut(flat.joined(), to: SystemdLimits.statusBytes)
  }
}
