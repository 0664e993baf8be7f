// From a message to its readers: who they are, by which channel, when, and in which digest.

internal import Notify
public import Store
public import WorkCalendar
internal import Workflow

extension Engine {
  // MARK: Passing on

  /// Passes messages on to their readers, and sends digests whose morning has come.
  public func passOn(at now: Instant) async throws(StoreError) -> OutboxTurn {
    var turn = OutboxTurn()
    // Without a channel that serves people everything waits for one.
    if peopleChannels.isEmpty { return turn }
    let rows = try await claim(OwnLane.people, at: now, limit: limits.messagesPerTurn)
    for row in rows {
      let (settlement, then) = await route(row, at: now)
      await settle(row, settlement, then: then)
      switch settlement {
      case .retry: turn.retried += 1
      case .dead: turn.dead += 1
      default: turn.passed += 1
      }
    }
    turn.isFull = rows.count == limits.messagesPerTurn
    let milliseconds = now.millisecondsSince1970
    for person in try await store.people(waitingFor: OwnLane.digest, at: milliseconds) {
      guard let way = directory.ways(to: person, by: peopleChannels).first else {
        try await releaseDigest(of: person, at: now)
        continue
      }
      if try await postponeDigest(of: person, at: now) { continue }
      let date = zone.civil(now).date
      let digest = try await store.gather(OwnLane.digest, for: person, at: milliseconds) { rows in
        FollowUp(
          key: "digest/\(person)/\(date)#\(rows[0].id)", notifier: way.channel,
          content: OutboxContent.digest(rows.map(\.id)), person: person,
          state: .pending(at: milliseconds))
      }
      if digest != nil { wakeLane(of: way.channel) }
    }
    return turn
  }

  /// A digest whose morning went by while the daemon was away goes out the next morning, with what
  /// belongs to that one; true where it has to wait.
  private func postponeDigest(of person: String, at now: Instant) async throws(StoreError) -> Bool {
    let milliseconds = now.millisecondsSince1970
    let name = try await store.workflow(
      waitingFor: OwnLane.digest, person: person, at: milliseconds)
    guard let name, let workflow = library.workflows[name],
      let calendar = library.calendars[workflow.calendar]
    else { return false }
    let quiet = directory.people[person]?.quiet ?? []
    guard calendar.leaving(notBefore: now, quiet: quiet) > now else { return false }
    let then = calendar.digest(notBefore: now, quiet: quiet)
    guard then > now else { return false }
    try await store.postpone(
      OwnLane.digest, for: person, at: milliseconds, until: then.millisecondsSince1970)
    return true
  }

  /// Somebody who has no address any more gets no digest: each message finds its own end.
  private func releaseDigest(of person: String, at now: Instant) async throws(StoreError) {
    let rows = try await claim(
      OwnLane.digest, for: person, at: now, limit: limits.messagesPerTurn)
    for row in rows {
      await settle(
        row, .passed(receipt: "no digest"),
        then: [
          FollowUp(
            key: "\(row.key)+", notifier: OwnLane.people, person: row.person,
            state: .pending(at: now.millisecondsSince1970))
        ])
    }
  }

  /// Where a message goes on; a row for a reader is passed on by itself.
  private func route(_ row: MessageRow, at now: Instant) async -> (Settlement, [FollowUp]) {
    guard let content = OutboxContent(row.content) else {
      return (.dead(error: "the stored message cannot be read"), [])
    }
    do {
      switch content {
      case .digest: return (.dead(error: "a digest is not passed on"), [])
      case .incident(let incident):
        let people = administrators().compactMap(\.person)
        return passOn(
          row, to: people, kind: content.kind,
          avoiding: incident.isOfChannel ? incident.channel : nil, nil, nil, now)
      case .draft(let draft):
        let agreement = try await load(row.reference)
        let calendar = try calendar(of: agreement.workflow)
        if row.person != nil, isSettled(draft, agreement) {
          return (.passed(receipt: "the task is done"), [])
        }
        if row.person != nil, try await isSuperseded(row, draft) {
          return (.passed(receipt: "a later one speaks for it"), [])
        }
        var people = row.person.map { [$0] } ?? readers(of: draft, agreement)
        if row.person == nil {
          let all = people
          people = try await withoutDoubles(people, of: row, content.kind)
          if people.isEmpty, !all.isEmpty {
            return (.passed(receipt: "told at the same address already"), [])
          }
        }
        return passOn(
          row, to: people, kind: content.kind, avoiding: nil, calendar, draft.deadline, now)
      }
    } catch {
      return (failed(row, RetryPolicy(), .retry("\(error)")), [])
    }
  }

  /// The people that a draft is for, or the administrators where there is nobody.
  func readers(of draft: MessageDraft, _ agreement: LoadedAgreement) -> [String] {
    let people = facts(of: agreement).people(draft).map(\.id)
    return people.isEmpty ? administrators().compactMap(\.person) : people
  }

  func facts(of agreement: LoadedAgreement, at now: Instant? = nil) -> FactsBuilder {
    FactsBuilder(
      agreement: agreement, directory: directory, zone: zone, now: now ?? clock.now(),
      office: configuration.office)
  }

  /// True for a message about a task that is not open any more.
  func isSettled(_ draft: MessageDraft, _ agreement: LoadedAgreement) -> Bool {
    guard let task = draft.task, MessageManners.needsOpenTask(draft.kind.rawValue) else {
      return false
    }
    return !agreement.state.tasks.contains { $0.task == task }
  }

  /// True for a reminder that was put off when a later one about the same task is on its way to the same
  /// reader.
  private func isSuperseded(_ row: MessageRow, _ draft: MessageDraft) async throws(EngineError)
    -> Bool
  {
    guard MessageManners.isQuiet(draft.kind.rawValue), let task = draft.task else { return false }
    let query = MessageQuery(
      instance: row.instance, order: .newestFirst, limit: EngineLimits.readers)
    let rows = try await ask { store async throws(StoreError) in try await store.messages(query) }
    return rows.contains { other in
      guard other.id > row.id, other.sequence > row.sequence,
        other.person == nil
          ? other.notifier == OwnLane.people && other.state == .pending
          : other.person == row.person,
        case .draft(let later)? = OutboxContent(other.content)
      else { return false }
      return later.task == task && later.to == draft.to
        && MessageManners.isQuiet(later.kind.rawValue)
    }
  }

  /// Leaves out who is reached at a place at which the same step told the same already.
  private func withoutDoubles(_ people: [String], of row: MessageRow, _ kind: String)
    async throws(EngineError) -> [String]
  {
    let rows = try await ask { store async throws(StoreError) in
      try await store.messages(instance: row.instance, sequence: row.sequence)
    }
    let task = OutboxContent(row.content)?.task
    let told = rows.filter { other in
      guard other.person != nil, let content = OutboxContent(other.content) else { return false }
      return content.kind == kind && content.task == task
    }
    let channels = peopleChannels
    let directory = directory
    func place(_ person: String) -> String {
      directory.ways(to: person, by: channels).first?.place ?? "person \(person)"
    }
    var places = Set(told.compactMap(\.person).map(place))
    return people.filter { places.insert(place($0)).inserted }
  }

  private func passOn(
    _ row: MessageRow, to people: [String], kind: String, avoiding channel: String?,
    _ calendar: OfficeCalendar?, _ deadline: Deadline?, _ now: Instant
  ) -> (Settlement, [FollowUp]) {
    guard !people.isEmpty else {
      // The administrators have no entry: the channels of the office tell. Where there is none, nobody
      // hears of it, and that is shown.
      guard notifiers.contains(where: { $0.audience == .office }) else {
        return (
          .dead(
            error:
              "nobody stands for it, and no administrator has an entry in the directory; add one and send it again"
          ), []
        )
      }
      return (.passed(receipt: "nobody with an entry in the directory"), [])
    }
    var then: [FollowUp] = []
    for person in people.prefix(EngineLimits.readers) {
      let key = row.person == nil ? "\(row.key)/\(person)" : "\(row.key)*"
      let plan = plan(for: person, kind: kind, avoiding: channel, calendar, deadline, at: now)
      switch plan {
      case .send(let way, let index):
        then.append(
          FollowUp(
            key: key, notifier: way.channel, person: person, way: index,
            state: .pending(at: now.millisecondsSince1970)))
      case .hold(let until):
        then.append(
          FollowUp(
            key: key, notifier: OwnLane.people, person: person,
            state: .pending(at: until.millisecondsSince1970)))
      case .digest(let at):
        then.append(
          FollowUp(
            key: key, notifier: OwnLane.digest, person: person,
            state: .pending(at: at.millisecondsSince1970)))
      case .unreachable(let reason):
        if row.person != nil {
          return (.dead(error: reason), incident(.unreachable, row, reason))
        }
        // Shown, and told: somebody was to hear of it and does not.
        then.append(
          FollowUp(
            key: key, notifier: OwnLane.people, person: person, state: .dead(error: reason)))
        var dead = row
        dead.person = person
        then += incident(.unreachable, dead, reason)
      }
    }
    let count = min(people.count, EngineLimits.readers)
    return (.passed(receipt: count == 1 ? "1 reader" : "\(count) readers"), then)
  }

  // MARK: Plans

  /// What happens with a message for a person.
  enum Plan {
    case send(Way, index: Int)
    case hold(until: Instant)
    case digest(at: Instant)
    case unreachable(String)
  }

  func plan(
    for person: String, kind: String, avoiding channel: String?, _ calendar: OfficeCalendar?,
    _ deadline: Deadline? = nil, at now: Instant
  ) -> Plan {
    let ways = directory.ways(to: person, by: peopleChannels)
    // What is wrong with a channel is not told by that channel, where there is another.
    let index = ways.firstIndex { $0.channel != channel } ?? 0
    guard ways.indices.contains(index) else {
      let contacts = Set(peopleChannels.map(\.contact)).sorted().joined(separator: ", ")
      return .unreachable(
        "the directory has no address of «\(person)» for \(contacts); add a contact and send it again"
      )
    }
    guard let calendar, let entry = directory.people[person] else {
      return .send(ways[index], index: index)
    }
    if MessageManners.mayWait(kind), entry.wantsDigest ?? configuration.digest {
      let morning = calendar.digest(notBefore: now, quiet: entry.quiet)
      // What would come after its own deadline is not put off.
      if deadline.map({ now > $0.instant || morning <= $0.instant }) ?? true {
        return .digest(at: morning)
      }
    }
    if MessageManners.isQuiet(kind) {
      let then = calendar.sending(notBefore: now, quiet: entry.quiet)
      if then > now { return .hold(until: then) }
    }
    return .send(ways[index], index: index)
  }

  /// The way to a reader after the one that a message took; nil: there is none.
  func nextWay(of row: MessageRow) -> (way: Way, index: Int)? {
    guard let person = row.person, !lanes.contains(where: { $0.isOwn && $0.carries(row) }) else {
      return nil
    }
    let ways = directory.ways(to: person, by: peopleChannels)
    if case .incident(let incident)? = OutboxContent(row.content), incident.isOfChannel {
      // It began with another way than the first; that one is the last.
      let first = ways.firstIndex { $0.channel != incident.channel } ?? 0
      guard row.way >= first, let last = ways.indices.last else { return nil }
      if row.way < last { return (ways[row.way + 1], row.way + 1) }
      return first > 0 ? (ways[0], 0) : nil
    }
    // The directory may have changed since: the way that was taken is where its channel is now, and
    // where that is gone the others have moved up to its place.
    let isThere = ways.indices.contains(row.way) && ways[row.way].channel == row.notifier
    let taken = isThere ? row.way : ways.firstIndex { $0.channel == row.notifier }
    let index = taken.map { $0 + 1 } ?? row.way
    return ways.indices.contains(index) ? (ways[index], index) : nil
  }

  func fallback(of row: MessageRow) -> FollowUp? {
    guard let (way, index) = nextWay(of: row) else { return nil }
    let parts = row.key.split(separator: "~", omittingEmptySubsequences: false)
    // The number of the attempt, not of the way: a key that is there already would carry on nothing.
    let number = parts.count > 1 ? (parts.last.flatMap { Int($0) } ?? 1) + 1 : 2
    return FollowUp(
      key: "\(parts[0])~\(number)", notifier: way.channel, person: row.person, way: index,
      state: .pending(at: clock.now().millisecondsSince1970))
  }
}

extension OutboxContent {
  /// The task that it is about.
  var task: String? {
    if case .draft(let draft) = self { draft.task } else { nil }
  }
}

extension Lane {
  /// True for the house's own lane.
  var isOwn: Bool {
    if case .own = work { true } else { false }
  }

  func carries(_ row: MessageRow) -> Bool { notifiers.contains(row.notifier) }
}
