// Carries messages out: claim → deliver → settle, after the step that wrote them was committed.

internal import Logging
public import Notify
public import ServiceLifecycle
internal import Store
internal import WorkCalendar

/// The service that sleeps until the next message: one lane for each channel, so that a channel which
/// hangs holds up no other.
public struct OutboxLoop: Service {
  private let engine: Engine
  private let policy: RetryPolicy

  /// Creates the loop of an engine.
  public init(engine: Engine, policy: RetryPolicy = RetryPolicy()) {
    self.engine = engine
    self.policy = policy
  }

  /// Runs until the daemon stops; a delivery that has begun is settled first.
  public func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      for (index, lane) in engine.lanes.enumerated() {
        group.addTask { await run(lane, isKeeper: index == 0) }
      }
    }
  }

  /// - Parameter isKeeper: it also looks after what no lane looks after: claims of a daemon that is
  ///   gone, a clock that went back, messages of channels that are not there.
  private func run(_ lane: Lane, isKeeper: Bool) async {
    var last: Instant?
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      var wake: Instant?
      do {
        let now = engine.clock.now()
        if isKeeper {
          if last.map({ now < $0 }) ?? true {
            try await engine.bringMessagesForward(
              at: now, tolerating: last == nil ? policy.longestDelay : 0)
            engine.wakeLanes(but: lane)
          }
          try await engine.keep(at: now, policy: policy)
        }
        last = now
        let turn = try await engine.deliver(lane, at: now, policy: policy)
        if turn.isFull { continue }
        wake = try await engine.nextWake(of: lane, isKeeper: isKeeper)
      } catch {
        if error == .closed { return }
        engine.logger.error("messages cannot be read: \(error)")
        wake = engine.clock.now().adding(milliseconds: engine.limits.timerRetryDelay)
      }
      // Only the sleep is cut short by a shutdown: what was begun to be delivered is settled.
      await cancelWhenGracefulShutdown { [wake] in await lane.alarm.wait(until: wake) }
    }
  }
}
