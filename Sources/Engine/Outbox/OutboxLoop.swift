// Carries messages out: claim → deliver → settle, after the step that wrote them was committed.

internal import Logging
public import Notify
public import ServiceLifecycle
public import Store
public import WorkCalendar
internal import Workflow

/// What one turn of the outbox loop did.
public struct OutboxTurn: Hashable, Sendable {
  /// Messages that were delivered.
  public var delivered = 0
  /// Messages that will be tried again.
  public var retried = 0
  /// Messages that were given up.
  public var dead = 0
  /// Messages of which nobody knows whether they left.
  public var unknown = 0
  /// True when there may be more at once.
  public var isFull = false
}

/// The service that sleeps until the next message.
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
    var last: Instant?
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      var wake: Instant?
      do {
        let now = engine.clock.now()
        if last.map({ now < $0 }) ?? true {
          try await engine.bringMessagesForward(
            at: now, tolerating: last == nil ? policy.longestDelay : 0)
        }
        last = now
        let turn = try await engine.deliverDueMessages(at: now, policy: policy)
        if turn.isFull { continue }
        let message = try await engine.store.nextMessageDue()
        let lease = try await engine.store.nextLeaseEnd()
        wake = [message, lease].compactMap { $0 }.min()
          .map { Instant(millisecondsSince1970: $0) }
      } catch {
        if error == .closed { return }
        engine.logger.error("messages cannot be read: \(error)")
        wake = engine.clock.now().adding(milliseconds: engine.limits.timerRetryDelay)
      }
      // Only the sleep is cut short by a shutdown: what was begun to be delivered is settled.
      await cancelWhenGracefulShutdown { [wake] in await engine.outboxAlarm.wait(until: wake) }
    }
  }
}

extension Engine {
  /// Lets no message wait for a time that only a wrong clock could have set: what waits for longer
  /// than the next opening of its sending window goes out then.
  ///
  /// - Parameter tolerance: retries wait for so long, in milliseconds; 0 when the clock was seen to go
  ///   back.
  func bringMessagesForward(at now: Instant, tolerating tolerance: Int64) async throws(StoreError) {
    let later = now.adding(milliseconds: tolerance)
    let library = library
    for name in try await store.workflowsWaiting(beyond: later.millisecondsSince1970) {
      let calendar = library.workflows[name].flatMap { library.calendars[$0.calendar] }
      let latest = max(later, calendar?.nextSending(notBefore: now) ?? now)
      try await store.bringForward(workflow: name, to: latest.millisecondsSince1970)
    }
  }

  /// Delivers what is due at `now`.
  public func deliverDueMessages(at now: Instant, policy: RetryPolicy) async throws(StoreError)
    -> OutboxTurn
  {
    let idempotent = Set(notifiers.filter(\.isIdempotent).map(\.name))
    let doubtful = try await store.expiredLeases(
      at: now.millisecondsSince1970, longest: limits.messageLease, idempotentNotifiers: idempotent)
    for row in doubtful where !idempotent.contains(row.notifier) {
      report(row, "its outcome is unknown: the daemon stopped while it was being delivered")
    }
    let rows = try await store.claimMessages(
      owner: owner, at: now.millisecondsSince1970,
      leaseUntil: now.millisecondsSince1970 + limits.messageLease, limit: limits.messagesPerTurn)
    var turn = OutboxTurn()
    turn.isFull = rows.count == limits.messagesPerTurn
    let settlements = await withTaskGroup(of: Settlement.self) { group in
      var all: [Settlement] = []
      var running = 0
      for row in rows {
        if running == limits.messagesAtOnce, let done = await group.next() {
          all.append(done)
          running -= 1
        }
        group.addTask { await self.deliverAndSettle(row, policy) }
        running += 1
      }
      for await done in group { all.append(done) }
      return all
    }
    for settlement in settlements {
      switch settlement {
      case .delivered: turn.delivered += 1
      case .retry: turn.retried += 1
      case .dead: turn.dead += 1
      case .unknown: turn.unknown += 1
      }
    }
    return turn
  }

  private func deliverAndSettle(_ row: MessageRow, _ policy: RetryPolicy) async -> Settlement {
    let settlement = await deliver(row, policy)
    switch settlement {
    case .delivered:
      logger.info(
        "message delivered",
        metadata: [
          "message.id": "reminderSent", "instance": "\(row.reference)", "key": "\(row.key)",
          "notifier": "\(row.notifier)",
        ])
    case .retry(_, let error): report(row, "it will be tried again: \(error)")
    case .dead(let error): report(row, "it was given up: \(error)")
    case .unknown(let error): report(row, "its outcome is unknown: \(error)")
    }
    do {
      try await store.settle(
        row.id, settlement, at: clock.now().millisecondsSince1970, owner: owner)
    } catch {
      report(row, "its outcome could not be recorded: \(error)")
    }
    return settlement
  }

  private func deliver(_ row: MessageRow, _ policy: RetryPolicy) async -> Settlement {
    guard let notifier = notifiers.first(where: { $0.name == row.notifier }) else {
      return failed(row, policy, "no notifier «\(row.notifier)» is configured")
    }
    let message: Message
    do { message = try await compose(row) } catch {
      return failed(row, policy, "\(error)")
    }
    do {
      return .delivered(receipt: try await notifier.deliver(message).text)
    } catch {
      switch error {
      case .retry(let reason), .misconfigured(let reason): return failed(row, policy, reason)
      case .retryAfter(let reason, let delay): return failed(row, policy, reason, atLeast: delay)
      case .giveUp(let reason): return .dead(error: reason)
      case .unknown(let reason): return .unknown(error: reason)
      }
    }
  }

  private func failed(
    _ row: MessageRow, _ policy: RetryPolicy, _ reason: String, atLeast: Int64 = 0
  )
    -> Settlement
  {
    let jitter = Double(surroundings.random() >> 11) / Double(1 << 53)
    guard let delay = policy.delay(afterAttempt: row.attempts, jitter: jitter) else {
      return .dead(error: reason)
    }
    return .retry(at: clock.now().millisecondsSince1970 + max(delay, atLeast), error: reason)
  }

  private func compose(_ row: MessageRow) async throws(EngineError) -> Message {
    let agreement = try await load(row.reference)
    guard let draft = (try? JSON(parsing: row.content)).flatMap(MessageContent.draft) else {
      throw .store("the stored message cannot be read")
    }
    return MessageComposer(
      workflow: agreement.workflow, reference: row.reference, title: agreement.title,
      directory: directory, zone: zone, now: clock.now(), administrators: administrators()
    ).message(draft, key: row.key)
  }

  private func report(_ row: MessageRow, _ what: String) {
    logger.warning(
      "a message did not leave; \(what)",
      metadata: [
        "message.id": "deliveryFailed", "instance": "\(row.reference)", "key": "\(row.key)",
        "notifier": "\(row.notifier)", "attempts": "\(row.attempts)",
      ])
  }
}
