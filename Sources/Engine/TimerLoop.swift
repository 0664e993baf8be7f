// Fires timers when they fall due: each once, in order, after any downtime.

internal import Logging
public import ServiceLifecycle
public import Store
internal import Synchronization
public import WorkCalendar
internal import Workflow

/// What one turn of the timer loop did.
public struct TimerTurn: Hashable, Sendable {
  /// Timers that were fired and committed.
  public var fired = 0
  /// Timers that could not be handled and were put off.
  public var postponed = 0
  /// True when more are due than one turn takes.
  public var isFull = false
}

/// The service that sleeps until the next timer.
public struct TimerLoop: Service {
  private let engine: Engine

  /// Creates the loop of an engine.
  public init(engine: Engine) { self.engine = engine }

  /// Runs until the daemon stops. A turn that fails for want of the database is tried again with the
  /// next alarm.
  public func run() async throws {
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      var wake: Instant?
      do {
        // From here until the next sleep every commit that sets a timer rings: what was armed before
        // is past, and a timer that is set after the next one was asked for must not be overslept.
        engine.armedTimer.withLock { $0 = nil }
        let turn = try await engine.fireDueTimers(at: engine.clock.now())
        if turn.isFull { continue }
        let next = try await engine.store.nextTimerDue()
        engine.armedTimer.withLock { $0 = next }
        wake = next.map { Instant(millisecondsSince1970: $0) }
      } catch {
        if error == .closed { return }
        engine.logger.error("timers cannot be read: \(error)")
        wake = engine.clock.now().adding(milliseconds: engine.limits.timerRetryDelay)
      }
      // Only the sleep is cut short by a shutdown; a turn that has begun is finished.
      await cancelWhenGracefulShutdown { [wake] in await engine.timerAlarm.wait(until: wake) }
    }
  }
}

extension Engine {
  /// Fires what is due at `now`, the earliest first; timers of one agreement one after the other.
  public func fireDueTimers(at now: Instant) async throws(StoreError) -> TimerTurn {
    let rows = try await store.dueTimers(
      at: now.millisecondsSince1970, limit: limits.timersPerTurn)
    var turn = TimerTurn()
    turn.isFull = rows.count == limits.timersPerTurn
    // One lane per agreement keeps its order; lanes run beside each other and share commits.
    var lanes: [Int64: [TimerRow]] = [:]
    var order: [Int64] = []
    for row in rows {
      if lanes[row.instance] == nil { order.append(row.instance) }
      lanes[row.instance, default: []].append(row)
    }
    let fired = await withTaskGroup(of: (Int, Int).self) { group in
      var results = (0, 0)
      var running = 0
      for instance in order {
        if running == limits.timersAtOnce, let done = await group.next() {
          results = (results.0 + done.0, results.1 + done.1)
          running -= 1
        }
        let lane = lanes[instance] ?? []
        group.addTask { await self.fire(lane, at: now) }
        running += 1
      }
      for await done in group { results = (results.0 + done.0, results.1 + done.1) }
      return results
    }
    turn.fired = fired.0
    turn.postponed = fired.1
    return turn
  }

  private func fire(_ lane: [TimerRow], at now: Instant) async -> (Int, Int) {
    var fired = 0
    for row in lane {
      if Task.isCancelled || Task.isShuttingDownGracefully { return (fired, 0) }
      do {
        if try await fire(row, at: now) { fired += 1 }
      } catch {
        if case .stopping = error { return (fired, 0) }
        await postpone(row, at: now, error)
        // What comes after it in the same agreement waits too: order is kept.
        return (fired, 1)
      }
    }
    return (fired, 0)
  }

  private func fire(_ row: TimerRow, at now: Instant) async throws(EngineError) -> Bool {
    for _ in 0..<limits.conflictRetries {
      let agreement = try await load(row.reference)
      let calendar = try calendar(of: agreement.workflow)
      guard isStillSet(row, in: agreement.state) else {
        try await requireGone(row)
        return false
      }
      let inbound: Inbound =
        OpenTask.task(ofNoticeTimer: row.name).map { .notice(task: $0) } ?? .timer(name: row.name)
      let outcome: Outcome
      do {
        outcome = try agreement.workflow.advance(
          agreement.state, inbound, at: now, calendar: calendar)
      } catch { throw .refused(error) }
      let cause = "timer:\(row.name)"
      let changes = try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause, receipt: nil)
      do {
        let receipts = try await store.commit(changes)
        remember(agreement.workflow, outcome, receipts[0], startedAt: agreement.startedAt)
        journal(agreement.workflow, outcome, receipts[0], event: row.name, cause: cause)
        wake(outcome)
        return true
      } catch {
        cache.remove(row.reference)
        switch error {
        case .conflict: continue
        case .closed: throw .stopping
        default: throw .store("\(error)")
        }
      }
    }
    throw .busy(row.reference)
  }

  /// A timer that the agreement does not know must not be in the table either: a row that stays there
  /// would be due for ever, and the loop would never sleep. Then it is put off, and said.
  private func requireGone(_ row: TimerRow) async throws(EngineError) {
    let rows: [TimerRow]
    do { rows = try await store.timers(instance: row.instance) } catch {
      throw error == .closed ? .stopping : .store("\(error)")
    }
    guard !rows.contains(where: { $0.name == row.name && $0.dueAt == row.dueAt }) else {
      cache.remove(row.reference)
      throw .store("the timer is in the table, but the agreement does not know it")
    }
  }

  /// A step in between may have cancelled the timer, or set it to another time.
  private func isStillSet(_ row: TimerRow, in state: InstanceState) -> Bool {
    if let task = OpenTask.task(ofNoticeTimer: row.name) {
      return state.tasks.contains {
        $0.task == task && $0.nextNotice?.millisecondsSince1970 == row.dueAt
      }
    }
    return state.timers.contains {
      $0.name == row.name && $0.dueAt.millisecondsSince1970 == row.dueAt
    }
  }

  private func postpone(_ row: TimerRow, at now: Instant, _ error: EngineError) async {
    let doublings = min(row.attempts, 20)
    let delay = min(
      limits.timerRetryDelay << Int64(doublings), limits.timerRetryDelayMost)
    logger.error(
      "a timer could not be handled: \(error)",
      metadata: [
        "instance": "\(row.reference)", "timer": "\(row.name)", "attempts": "\(row.attempts + 1)",
      ])
    do {
      try await store.postponeTimer(
        instance: row.instance, name: row.name, until: now.millisecondsSince1970 + delay)
    } catch {
      logger.error("nor put off: \(error)", metadata: ["instance": "\(row.reference)"])
    }
  }
}
