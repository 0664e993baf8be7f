// One lane's turn: claim what is due, deliver it, settle it.

internal import Logging
public import Notify
public import ServiceLifecycle
public import Store
public import WorkCalendar
internal import Workflow

/// What one turn of the outbox did.
public struct OutboxTurn: Hashable, Sendable {
  /// Messages that were delivered.
  public var delivered = 0
  /// Messages that will be tried again.
  public var retried = 0
  /// Messages that were given up.
  public var dead = 0
  /// Messages of which nobody knows whether they left.
  public var unknown = 0
  /// Messages for which others carry on.
  public var passed = 0
  /// True when there may be more at once.
  public var isFull = false

  static func += (left: inout OutboxTurn, right: OutboxTurn) {
    left.delivered += right.delivered
    left.retried += right.retried
    left.dead += right.dead
    left.unknown += right.unknown
    left.passed += right.passed
    left.isFull = left.isFull || right.isFull
  }

  fileprivate mutating func add(_ settlement: Settlement) {
    switch settlement {
    case .delivered: delivered += 1
    case .passed: passed += 1
    case .retry: retried += 1
    case .waits: break
    case .dead: dead += 1
    case .unknown: unknown += 1
    }
  }
}

extension Engine {
  /// Channels that serve people, in the order of the configuration.
  var peopleChannels: [PeopleChannel] {
    notifiers.compactMap { notifier in
      if case .people(let contact) = notifier.audience {
        PeopleChannel(name: notifier.name, contact: contact)
      } else {
        nil
      }
    }
  }

  /// Rings in every lane: there may be something to do.
  func wakeLanes(but lane: Lane? = nil) {
    for other in lanes where other !== lane { other.alarm.interrupt() }
  }

  /// Rings in the lane that carries messages of a notifier.
  func wakeLane(of notifier: String) {
    for lane in lanes where lane.notifiers.contains(notifier) { lane.alarm.interrupt() }
  }

  /// Lets no message wait for a time that only a wrong clock could have set: what waits for longer
  /// than the next opening of its sending window goes out then, and a digest on its next morning.
  ///
  /// - Parameter tolerance: retries wait for so long, in milliseconds; 0 when the clock was seen to go
  ///   back.
  func bringMessagesForward(at now: Instant, tolerating tolerance: Int64) async throws(StoreError) {
    let later = now.adding(milliseconds: tolerance)
    let library = library
    func calendar(_ name: String) -> OfficeCalendar? {
      library.workflows[name].flatMap { library.calendars[$0.calendar] }
    }
    let others = LaneChoice.except(OwnLane.digest)
    for name in try await store.workflowsWaiting(beyond: later.millisecondsSince1970, others) {
      let latest = max(later, calendar(name)?.nextSending(notBefore: now) ?? now)
      try await store.bringForward(workflow: name, to: latest.millisecondsSince1970, others)
    }
    let digests = LaneChoice.only(OwnLane.digest)
    for name in try await store.workflowsWaiting(beyond: now.millisecondsSince1970, digests) {
      // A person's quiet days may put it off for a week; more than that no clock has promised.
      let latest =
        (calendar(name)?.digest(notBefore: now, quiet: []) ?? now)
        .adding(milliseconds: EngineLimits.quietMost)
      try await store.bringForward(workflow: name, to: latest.millisecondsSince1970, digests)
    }
  }

  /// Looks after what no channel's lane looks after.
  @discardableResult
  func keep(at now: Instant, policy: RetryPolicy) async throws(StoreError) -> OutboxTurn {
    var turn = OutboxTurn()
    let milliseconds = now.millisecondsSince1970
    let own = [OwnLane.people, OwnLane.digest]
    let idempotent = Set(notifiers.filter(\.isIdempotent).map(\.name) + own)
    let expired = try await store.expiredLeases(
      at: milliseconds, longest: limits.messageLease, idempotentNotifiers: idempotent)
    for row in expired {
      if row.state == .unknown {
        report(row, "its outcome is unknown: the daemon stopped while it was being delivered")
        try await store.note(
          after: row.id, incident(.unknown, row, row.lastError ?? ""), at: milliseconds)
        wakeLanes()
      } else {
        wakeLane(of: row.notifier)
      }
    }
    let known = carried
    for (name, due) in try await store.waitingNotifiers()
    where !known.contains(name) && due <= milliseconds {
      let rows = try await claim(name, at: now, limit: limits.messagesPerTurn)
      for row in rows {
        let reason = "no channel «\(name)» is configured"
        let settlement =
          nextWay(of: row) == nil ? failed(row, policy, .retry(reason)) : .dead(error: reason)
        turn.add(await settle(row, settlement))
      }
    }
    return turn
  }

  /// Names of the notifiers whose messages a lane carries, or would.
  private var carried: Set<String> {
    Set(lanes.flatMap(\.notifiers) + [OwnLane.people, OwnLane.digest])
  }

  /// Until when a lane may sleep; nil: until somebody rings.
  func nextWake(of lane: Lane, isKeeper: Bool) async throws(StoreError) -> Instant? {
    var due: [Int64] = []
    // Without a channel that serves people, what is for people waits.
    for name in lane.notifiers where !lane.isOwn || !peopleChannels.isEmpty {
      if let next = try await store.nextMessageDue(by: name) { due.append(next) }
    }
    if let first = due.min(), let rest = lane.restsUntil(clock.now()) {
      due = [max(first, rest.millisecondsSince1970)]
    }
    if isKeeper {
      let known = carried
      due += try await store.waitingNotifiers().filter { !known.contains($0.notifier) }
        .map(\.nextAt)
      if let lease = try await store.nextLeaseEnd() { due.append(lease) }
    }
    return due.min().map { Instant(millisecondsSince1970: $0) }
  }

  /// Delivers what is due at `now`, in all lanes.
  public func deliverDueMessages(at now: Instant, policy: RetryPolicy) async throws(StoreError)
    -> OutboxTurn
  {
    var turn = try await keep(at: now, policy: policy)
    // What the house passes on is delivered in the same turn.
    for lane in lanes where lane.isOwn { turn += try await deliver(lane, at: now, policy: policy) }
    let channels = lanes.filter { !$0.isOwn }
    let turns = await withTaskGroup(of: Result<OutboxTurn, StoreError>.self) { group in
      for lane in channels {
        group.addTask {
          do throws(StoreError) {
            return .success(try await self.deliver(lane, at: now, policy: policy))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for result in turns { turn += try result.get() }
    return turn
  }

  /// Delivers what is due in one lane, as many at a time as its channel allows.
  func deliver(_ lane: Lane, at now: Instant, policy: RetryPolicy) async throws(StoreError)
    -> OutboxTurn
  {
    guard case .channel(let notifier) = lane.work else { return try await passOn(at: now) }
    let most = min(notifier.pace.atOnce, limits.messagesAtOnce)
    var failure: StoreError?
    let turn = await withTaskGroup(of: Settlement.self) { group in
      var turn = OutboxTurn()
      var running = 0
      var begun = 0
      var isDry = false
      while true {
        // A shutdown begins nothing more.
        if Task.isCancelled || Task.isShuttingDownGracefully { isDry = true }
        if !isDry, running < most {
          let room = lane.take(
            min(most - running, limits.messagesPerTurn - begun), at: clock.now())
          do throws(StoreError) {
            let rows =
              room > 0 ? try await claim(notifier.name, at: now, limit: room) : []
            lane.giveBack(room - rows.count)
            isDry = rows.count < room || room == 0
            begun += rows.count
            running += rows.count
            for row in rows {
              group.addTask { await self.deliver(row, by: notifier, policy) }
            }
          } catch {
            lane.giveBack(room)
            failure = error
            isDry = true
          }
        }
        guard let settlement = await group.next() else { break }
        turn.add(settlement)
        // What waits for the morning takes no other message's turn.
        if case .waits = settlement { lane.giveBack(1) }
        running -= 1
      }
      turn.isFull = begun >= limits.messagesPerTurn
      return turn
    }
    if let failure { throw failure }
    return turn
  }

  func claim(
    _ notifier: String, for person: String? = nil, at now: Instant, limit: Int
  ) async throws(StoreError) -> [MessageRow] {
    let now = now.millisecondsSince1970
    return try await store.claimMessages(
      notifier: notifier, person: person, owner: owner, at: now,
      leaseUntil: now + limits.messageLease,
      limit: limit)
  }

  private func deliver(_ row: MessageRow, by notifier: any Notifier, _ policy: RetryPolicy) async
    -> Settlement
  {
    if let settlement = await withheld(row) { return await settle(row, settlement) }
    let settlement: Settlement
    do {
      if let message = try await compose(row) {
        do {
          settlement = .delivered(receipt: try await notifier.deliver(message).text)
        } catch {
          if case .misconfigured(let reason) = error {
            return await settle(
              row, failed(row, policy, error), then: incident(.misconfigured, row, reason))
          }
          settlement = failed(row, policy, error)
        }
      } else {
        settlement = .passed(receipt: "nothing is left to tell")
      }
    } catch {
      switch error {
      case .noAddress(let reason): settlement = .dead(error: reason)
      case .failed(let error): settlement = failed(row, policy, .retry("\(error)"))
      }
    }
    return await settle(row, settlement)
  }

  /// What only time brings does not leave at night, on a day off or on a quiet day of its reader,
  /// however late it is: after a retry, or when the daemon was away. A reminder of what is done
  /// meanwhile does not leave at all.
  private func withheld(_ row: MessageRow) async -> Settlement? {
    guard let content = OutboxContent(row.content), MessageManners.isOfTime(content.kind),
      let agreement = try? await load(row.reference),
      let calendar = try? calendar(of: agreement.workflow)
    else { return nil }
    if MessageManners.isQuiet(content.kind), case .draft(let draft) = content, row.person != nil,
      isSettled(draft, agreement)
    {
      return .passed(receipt: "the task is done")
    }
    let now = clock.now()
    let then = calendar.leaving(
      notBefore: now, quiet: row.person.flatMap { directory.people[$0]?.quiet } ?? [])
    return then > now ? .waits(until: then.millisecondsSince1970) : nil
  }

  /// Records how an attempt ended, and lets another way to the reader carry on where there is one.
  @discardableResult
  func settle(_ row: MessageRow, _ settlement: Settlement, then more: [FollowUp] = []) async
    -> Settlement
  {
    var settlement = settlement
    var then = more
    switch settlement {
    case .delivered:
      logger.info(
        "message delivered",
        metadata: [
          "message.id": "reminderSent", "instance": "\(row.reference)", "key": "\(row.key)",
          "notifier": "\(row.notifier)",
        ])
    case .passed, .waits: break
    case .retry(_, let error):
      report(row, "it will be tried again: \(error)")
      if row.attempts == NotifyLimits.attemptsBeforeFallback {
        then += incident(.delayed, row, error)
      }
    case .dead(let error):
      if let next = fallback(of: row) {
        report(row, "it goes by «\(next.notifier)» instead: \(error)")
        // Not one address, but the channel has been away.
        if row.attempts >= NotifyLimits.attemptsBeforeFallback {
          then += incident(.delayed, row, error)
        }
        settlement = .passed(receipt: next.key, error: error)
        then.append(next)
      } else {
        report(row, "it was given up: \(error)")
        // That its reader has no address is told already, by a message of its own.
        let isTold = !more.isEmpty && lanes.contains { $0.isOwn && $0.carries(row) }
        if !isTold { then += incident(.dead, row, error) }
      }
    case .unknown(let error):
      report(row, "its outcome is unknown: \(error)")
      then += incident(.unknown, row, error)
    }
    do {
      try await store.settle(
        row.id, settlement, at: clock.now().millisecondsSince1970, owner: owner, then: then)
    } catch {
      report(row, "its outcome could not be recorded: \(error)")
    }
    for name in Set(then.map(\.notifier)) { wakeLane(of: name) }
    return settlement
  }

  /// What becomes of a message whose delivery failed.
  func failed(_ row: MessageRow, _ policy: RetryPolicy, _ error: DeliveryError) -> Settlement {
    var policy = policy
    if nextWay(of: row) != nil {
      policy.attempts = min(policy.attempts, NotifyLimits.attemptsBeforeFallback)
    }
    var least: Int64 = 0
    switch error {
    case .giveUp(let reason): return .dead(error: reason)
    case .unknown(let reason): return .unknown(error: reason)
    case .retryAfter(_, let delay): least = min(delay, NotifyLimits.longestRequestedDelay)
    case .retry, .misconfigured: break
    }
    let jitter = Double(surroundings.random() >> 11) / Double(1 << 53)
    guard let delay = policy.delay(afterAttempt: row.attempts, jitter: jitter) else {
      return .dead(error: error.reason)
    }
    return .retry(
      at: clock.now().millisecondsSince1970 + max(delay, least), error: error.reason)
  }

  /// The rows by which administrators hear of something; none for what is such a message itself.
  func incident(_ kind: Incident.Kind, _ row: MessageRow, _ error: String) -> [FollowUp] {
    guard let content = OutboxContent(row.content), content.kind != OwnKind.incident else {
      return []
    }
    let now = clock.now()
    let incident = Incident(
      kind: kind, channel: row.notifier, error: error, message: row.id, person: row.person,
      reference: content.kind == OwnKind.digest ? "" : row.reference, about: content.kind)
    let civil = zone.civil(now)
    let key = incident.key(on: civil.date, hour: civil.time.hour)
    // A channel does not tell of itself that it does not work.
    return addressees.filter { $0 != row.notifier || $0 == OwnLane.people }.map { notifier in
      FollowUp(
        key: "\(key).\(notifier)", notifier: notifier, content: incident.text,
        state: .pending(at: now.millisecondsSince1970))
    }
  }

  /// The notifiers for which each message gets a row: every channel of the office, and the people's
  /// lane where a channel serves people.
  var addressees: [String] {
    let office = notifiers.filter { $0.audience == .office }.map(\.name)
    return peopleChannels.isEmpty ? office : office + [OwnLane.people]
  }

  func report(_ row: MessageRow, _ what: String) {
    logger.warning(
      "a message did not leave; \(what)",
      metadata: [
        "message.id": "deliveryFailed", "instance": "\(row.reference)", "key": "\(row.key)",
        "notifier": "\(row.notifier)", "attempts": "\(row.attempts)",
      ])
  }
}
