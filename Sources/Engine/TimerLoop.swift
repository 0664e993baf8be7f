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
  /// Timers that could not even be put off, because the database refused it.
  public var stuck = 0
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
    var last: Instant?
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      var wake: Instant?
      do {
        let now = engine.clock.now()
        // What was put off by a clock that was ahead would wait until that clock's time comes. The
        // clock may also have been set while no daemon ran: then only what is too long is wrong.
        if last.map({ now < $0 }) ?? true {
          let tolerated = last == nil ? engine.limits.timerRetryDelayMost : 0
          try await engine.store.forgetDelays(beyond: now.millisecondsSince1970 + tolerated)
        }
        last = now
        // From here until the next sleep every commit that sets a timer rings: what was armed before
        // is past, and a timer that is set after the next one was asked for must not be overslept.
        engine.armedTimer.withLock { $0 = nil }
        let turn = try await engine.fireDueTimers(at: now)
        if turn.isFull { continue }
        let next = try await engine.store.nextTimerDue()
        engine.armedTimer.withLock { $0 = next }
        wake = next.map { Instant(millisecondsSince1970: $0) }
        // What stays due although it was tried would keep the loop awake.
        if turn.stuck > 0 { wake = now.adding(milliseconds: engine.limits.timerRetryDelay) }
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
    let fired = await fire(lanes(rows), at: now)
    turn.fired = fired.fired
    turn.postponed = fired.postponed
    turn.stuck = fired.stuck
    return turn
  }

  /// One lane per agreement keeps its order; lanes run beside each other.
  private func lanes(_ rows: [TimerRow]) -> [[TimerRow]] {
    var lanes: [[TimerRow]] = []
    var places: [Int64: Int] = [:]
    for row in rows {
      if let place = places[row.instance] {
        lanes[place].append(row)
      } else {
        places[row.instance] = lanes.count
        lanes.append([row])
      }
    }
    return lanes
  }

  /// Fires lanes in groups that share a commit; while one is written the next is worked out.
  private func fire(_ lanes: [[TimerRow]], at now: Instant) async -> LaneResult {
    await withTaskGroup(of: LaneResult.self) { group in
      var result = LaneResult()
      var running = 0
      var start = lanes.startIndex
      while start < lanes.endIndex {
        let end = min(start + limits.timersPerCommit, lanes.endIndex)
        if running == limits.timerCommitsAtOnce, let done = await group.next() {
          result.add(done)
          running -= 1
        }
        let part = Array(lanes[start..<end])
        group.addTask { await self.fire(group: part, at: now) }
        running += 1
        start = end
      }
      for await done in group { result.add(done) }
      return result
    }
  }

  /// Fires a group of lanes in one commit; what does not go together goes one by one.
  private func fire(group lanes: [[TimerRow]], at now: Instant) async -> LaneResult {
    var result = LaneResult()
    var single = lanes
    if lanes.count > 1, !Task.isCancelled, !Task.isShuttingDownGracefully {
      let work = await workOut(lanes, at: now)
      single = work.rest
      if !work.held.isEmpty {
        do { try await deferTimers(work.held) } catch {
          result.stuck += work.held.count
          logger.error("timers cannot be put off until the sending window opens: \(error)")
        }
      }
      if !work.steps.isEmpty {
        if await commit(work.steps) {
          result.fired += work.steps.count
        } else {
          single = lanes
        }
      }
    }
    for lane in single { result.add(await fire(lane, at: now)) }
    return result
  }

  private func fire(_ lane: [TimerRow], at now: Instant) async -> LaneResult {
    var result = LaneResult()
    for row in lane {
      if Task.isCancelled || Task.isShuttingDownGracefully { return result }
      do {
        if try await fire(row, at: now) { result.fired += 1 }
      } catch {
        if case .stopping = error { return result }
        // What comes after it in the same agreement waits too: order is kept.
        if await postpone(row, at: now, error) {
          result.postponed += 1
        } else {
          result.stuck += 1
        }
        return result
      }
    }
    return result
  }

  private func fire(_ row: TimerRow, at now: Instant) async throws(EngineError) -> Bool {
    for _ in 0..<limits.conflictRetries {
      if let child = Changes.child(ofNewsTimer: row.name) {
        return try await tell(row, of: child, at: now)
      }
      let agreement = try await load(row.reference)
      let calendar = try calendar(of: agreement.workflow)
      guard isStillSet(row, in: agreement.state) else {
        try await requireGone(row)
        return false
      }
      if let later = quietUntil(row, calendar, at: now) {
        try await deferTimers([TimerDelay(row, until: later.millisecondsSince1970)])
        return false
      }
      let step = try step(row, agreement, calendar, at: now)
      let (outcome, changes) = (step.outcome, step.changes)
      do {
        let receipts = try await store.commit(changes)
        remember(agreement.workflow, outcome, receipts[0], startedAt: agreement.startedAt)
        journal(
          agreement.workflow, outcome, receipts[0], event: row.name, cause: "timer:\(row.name)")
        wakeOutbox(for: [outcome])
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

  /// The step of a timer and its rows.
  private func step(
    _ row: TimerRow, _ agreement: LoadedAgreement, _ calendar: OfficeCalendar, at now: Instant
  ) throws(EngineError) -> TimerStep {
    let inbound: Inbound =
      OpenTask.task(ofNoticeTimer: row.name).map { .notice(task: $0) } ?? .timer(name: row.name)
    let outcome: Outcome
    do {
      outcome = try agreement.workflow.advance(
        agreement.state, inbound, at: now, calendar: calendar)
    } catch { throw .refused(error) }
    let changes = try stepChanges(
      agreement, outcome, at: now, calendar: calendar, cause: "timer:\(row.name)", receipt: nil,
      isByTime: true)
    return TimerStep(row: row, agreement: agreement, outcome: outcome, changes: changes)
  }

  /// When a notice may go out that falls due while nobody works; nil: now.
  private func quietUntil(_ row: TimerRow, _ calendar: OfficeCalendar, at now: Instant) -> Instant?
  {
    guard OpenTask.task(ofNoticeTimer: row.name) != nil else { return nil }
    let later = calendar.nextSending(notBefore: now)
    return later > now ? later : nil
  }

  private func deferTimers(_ delays: [TimerDelay]) async throws(EngineError) {
    do { try await store.deferTimers(delays) } catch {
      throw error == .closed ? .stopping : .store("\(error)")
    }
  }

  // MARK: Many at once

  /// Works out the steps of lanes that have one timer each; the other lanes are left to be fired one by
  /// one, and so is everything that does not go as it should.
  private func workOut(_ lanes: [[TimerRow]], at now: Instant) async -> (
    steps: [TimerStep], held: [TimerDelay], rest: [[TimerRow]]
  ) {
    let known = await loaded(lanes.filter { $0.count == 1 }.map { $0[0] })
    var steps: [TimerStep] = []
    var held: [TimerDelay] = []
    var rest: [[TimerRow]] = []
    for lane in lanes {
      let row = lane[0]
      guard lane.count == 1, let agreement = known[row.instance],
        let calendar = try? calendar(of: agreement.workflow), isStillSet(row, in: agreement.state)
      else {
        rest.append(lane)
        continue
      }
      if let later = quietUntil(row, calendar, at: now) {
        held.append(TimerDelay(row, until: later.millisecondsSince1970))
      } else if let step = try? step(row, agreement, calendar, at: now) {
        steps.append(step)
      } else {
        rest.append(lane)
      }
    }
    return (steps, held, rest)
  }

  /// The agreements of timers, from memory or read together.
  private func loaded(_ rows: [TimerRow]) async -> [Int64: LoadedAgreement] {
    var known: [Int64: LoadedAgreement] = [:]
    var missing: [Int64] = []
    for row in rows {
      if let agreement = cache[row.reference] {
        known[row.instance] = agreement
      } else {
        missing.append(row.instance)
      }
    }
    guard !missing.isEmpty, let read = try? await store.instances(ids: missing) else {
      return known
    }
    for row in read { known[row.id] = try? decode(row) }
    return known
  }

  /// Writes the steps in one transaction; false when nothing was written.
  private func commit(_ steps: [TimerStep]) async -> Bool {
    guard let receipts = try? await store.commit(steps.flatMap(\.changes)) else {
      for step in steps { cache.remove(step.row.reference) }
      return false
    }
    var index = 0
    for step in steps {
      let receipt = receipts[index]
      // After a step's own rows come those of the children that it started.
      index += step.changes.count
      let workflow = step.agreement.workflow
      remember(workflow, step.outcome, receipt, startedAt: step.agreement.startedAt)
      journal(
        workflow, step.outcome, receipt, event: step.row.name, cause: "timer:\(step.row.name)")
    }
    wakeOutbox(for: steps.map(\.outcome))
    return true
  }

  /// The timer loop needs no ringing: after its turn it asks what is due next.
  private func wakeOutbox(for outcomes: [Outcome]) {
    let hasNews = outcomes.contains { !$0.children.isEmpty || !$0.messages.isEmpty }
    if hasNews { wakeLanes() }
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

  /// False when the database refuses that too.
  private func postpone(_ row: TimerRow, at now: Instant, _ error: EngineError) async -> Bool {
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
        instance: row.instance, name: row.name, dueAt: row.dueAt,
        until: now.millisecondsSince1970 + delay)
      return true
    } catch {
      logger.error("nor put off: \(error)", metadata: ["instance": "\(row.reference)"])
      return false
    }
  }
}

/// What became of timers.
private struct LaneResult {
  var fired = 0
  var postponed = 0
  var stuck = 0

  mutating func add(_ other: LaneResult) {
    fired += other.fired
    postponed += other.postponed
    stuck += other.stuck
  }
}

/// A step that a timer brings, worked out and not yet written.
private struct TimerStep: Sendable {
  var row: TimerRow
  var agreement: LoadedAgreement
  var outcome: Outcome
  var changes: [Changes]
}
