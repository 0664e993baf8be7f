// What holds of messages in every walk: while they go, and of the whole record in the end.

import Notify
import Store
import WorkCalendar
import Workflow

@testable import Engine

extension OutboxWalk {
  private static let urgent: Set = [
    "escalation", "returned", "voided", "cancelled", "withdrawn", "suspended",
  ]
  private static let broughtByTime: Set = ["reminder", "overdue", "about-to-end", "digest"]

  // MARK: While they go

  /// Looks at what the last turn did.
  mutating func observe() async throws {
    let fresh = try await store.messages(
      MessageQuery(order: .oldestFirst, after: lastSeen, limit: 1_000))
    for row in fresh {
      lastSeen = max(lastSeen, row.id)
      guard let content = OutboxContent(row.content) else {
        problems.append("content of \(row.key)")
        continue
      }
      counts["row \(content.kind)", default: 0] += 1
      // What arises in the millisecond in which a digest was gathered makes another one of that day.
      let civil = makassar.civil(clock.now())
      if content.kind == OwnKind.digest, row.key == Self.root(row.key),
        hadDigest[row.person ?? ""] == clock.now()
      {
        turnedBack.insert(civil.date)
      }
      if content.kind == OwnKind.digest { hadDigest[row.person ?? ""] = clock.now() }
      if row.notifier == OwnLane.digest {
        require(!Self.urgent.contains(content.kind), "digest: \(content.kind) waits: \(row.key)")
      }
      if row.notifier == OwnLane.people, row.person == nil, case .draft = content {
        unpassed.insert(row.id)
      }
      if let person = row.person, row.key == Self.root(row.key), case .draft = content {
        noteTold(row, content, person)
      }
    }
    try await checkReaders()
    try await checkLate()
  }

  private mutating func noteTold(_ row: MessageRow, _ content: OutboxContent, _ person: String) {
    guard let place = place(of: person) else { return }
    let telling = Telling(
      instance: row.instance, sequence: row.sequence, kind: content.kind, task: content.task)
    let double = told[telling]?.first { $0.place == place && $0.epoch == epoch }
    require(double == nil, "double: \(row.key) and \(double?.person ?? "") at \(place)")
    told[telling, default: []].append(Told(person: person, place: place, epoch: epoch))
  }

  private func place(of person: String) -> String? {
    engine.directory.ways(to: person, by: engine.peopleChannels).first?.place
  }

  /// Everybody for whom a message is gets a row when it is passed on, or shares a place with one.
  private mutating func checkReaders() async throws {
    for row in try await store.messages(ids: unpassed.sorted()) where row.state == .passed {
      unpassed.remove(row.id)
      guard case .draft(let draft)? = OutboxContent(row.content) else { continue }
      let readers = engine.readers(of: draft, try await engine.load(row.reference))
      let telling = Telling(
        instance: row.instance, sequence: row.sequence, kind: draft.kind.rawValue, task: draft.task)
      let places = Set((told[telling] ?? []).map(\.place))
      if readers.isEmpty { counts["nobody", default: 0] += 1 }
      for reader in readers {
        let hasRow = try await store.message(key: "\(row.key)/\(reader)") != nil
        let shares = place(of: reader).map(places.contains) ?? false
        require(hasRow || shares, "vanished: \(row.key) for \(reader)")
        if !hasRow { counts["shared", default: 0] += 1 }
      }
    }
  }

  /// Counts what is told of tasks that are done.
  private mutating func checkLate() async throws {
    let all = attempts
    for attempt in all.suffix(all.count - seenAttempts) {
      counts["attempt", default: 0] += 1
      guard attempt.didArrive, ["reminder", "overdue", "assigned"].contains(attempt.message.kind),
        let row = try await store.message(key: attempt.message.key),
        case .draft(let draft)? = OutboxContent(row.content)
      else { continue }
      if engine.isSettled(draft, try await engine.load(row.reference)) {
        counts["late \(attempt.message.kind)", default: 0] += 1
      }
    }
    seenAttempts = all.count
  }

  var attempts: [SimulatedAttempt] { channels.flatMap(\.attempts) }

  // MARK: In the end

  mutating func checkAll() async throws {
    var rows: [MessageRow] = []
    while true {
      let page = try await store.messages(
        MessageQuery(order: .oldestFirst, after: rows.last?.id ?? 0, limit: 1_000))
      if page.isEmpty { break }
      rows += page
    }
    let byKey = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0) })
    for row in rows { checkEnd(of: row, byKey) }
    checkDigests(rows)
    checkIncidents(rows, byKey)
    checkArrivals(rows, byKey)
    checkHours()
    checkPace()
    for agreement in try await store.instances(InstanceQuery(limit: 1_000)) {
      let isSame = try await engine.replay(agreement.reference)
      require(isSame, "replay: \(agreement.reference)")
    }
    let audit = try await engine.audit()
    require(audit.isIntact, "audit: \(audit.reason ?? "")")
  }

  /// Each row has an end that says what became of it, and what carries on is there.
  private mutating func checkEnd(of row: MessageRow, _ byKey: [String: MessageRow]) {
    counts["end \(row.state)", default: 0] += 1
    switch row.state {
    case .pending, .claimed: problems.append("end: \(row.key) is \(row.state)")
    case .dead, .unknown:
      require(row.lastError?.isEmpty == false, "end: \(row.key) is \(row.state) without an error")
    case .delivered:
      let has = attempts.contains {
        $0.message.key == row.key && $0.channel == row.notifier && $0.error == nil
      }
      require(has, "end: \(row.key) is delivered, and nobody took it")
    case .passed:
      let receipt = row.receipt ?? ""
      counts["passed \(receipt.contains("/") ? "on" : receipt)", default: 0] += 1
      switch receipt {
      case "the task is done", "nothing is left to tell",
        "nobody with an entry in the directory":
        break
      case "no digest":
        let next = byKey["\(row.key)+"]
        require(next != nil, "vanished: after \(row.key)")
        // Only who has no address any more gets no digest.
        let isMeant =
          next?.state == .dead || next?.receipt == "the task is done"
          || retried.contains(Self.root(row.key))
        require(isMeant, "digest: \(row.key) was dissolved")
      default:
        if receipt.hasSuffix(" reader") || receipt.hasSuffix(" readers") {
          let count = Int(receipt.split(separator: " ")[0]) ?? -1
          let next = byKey.values.count {
            row.person == nil
              ? $0.key.hasPrefix("\(row.key)/") && Self.root($0.key) == $0.key
              : $0.key == "\(row.key)*"
          }
          require(next == count, "vanished: \(next) of \(receipt) of \(row.key)")
          return
        }
        guard let next = byKey[receipt] else {
          problems.append("vanished: \(row.key) went to «\(receipt)»")
          return
        }
        require(next.person == row.person, "reader: \(row.key) went to \(next.key)")
        require(next.id > row.id, "vanished: \(row.key) went to \(next.key), which was before it")
        if case .digest(let items)? = OutboxContent(next.content), row.notifier == OwnLane.digest {
          require(items.contains(row.id), "vanished: \(row.key) is not in \(next.key)")
        } else {
          require(row.lastError != nil, "fallback: \(row.key) had no failure")
        }
      }
    }
  }

  private mutating func checkDigests(_ rows: [MessageRow]) {
    let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
    var mornings: [String: Int] = [:]
    for row in rows where row.key == Self.root(row.key) {
      guard case .digest(let items)? = OutboxContent(row.content) else { continue }
      let morning = String(row.key.prefix { $0 != "#" })
      mornings[morning, default: 0] += 1
      for item in items {
        require(
          byID[item]?.person == row.person && row.person != nil, "digest: \(row.key) has \(item)")
      }
    }
    // Digests that a channel kept back come together with that of the day.
    let days = attempts.filter { $0.didArrive && $0.message.kind == OwnKind.digest }.map {
      "\($0.message.recipients[0].person ?? "") \(makassar.civil($0.at).date)"
    }
    counts["digests", default: 0] += days.count
    counts["digests on a day that had one", default: 0] += days.count - Set(days).count
    let strange = turnedBack.map { "\($0)" }
    for (morning, count) in mornings where count > 1 {
      if strange.contains(where: morning.hasSuffix) { continue }
      problems.append("digest: \(count) at \(morning)")
    }
  }

  private mutating func checkIncidents(_ rows: [MessageRow], _ byKey: [String: MessageRow]) {
    let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
    var told: Set<String> = []
    for row in rows where row.person == nil {
      guard case .incident(let incident)? = OutboxContent(row.content) else { continue }
      let name = "\(row.key.split(separator: ".")[0]) \(row.notifier)"
      let isNew = told.insert(name).inserted
      // Who else is told depends on the channels in use.
      require(isNew || hasOtherChannels, "incident: twice \(name)")
      if let about = byID[incident.message].flatMap({ OutboxContent($0.content) }) {
        if case .incident = about { problems.append("incident: \(row.key) is about an incident") }
        let isOfReader = byID[incident.message]?.person != nil && incident.kind == .dead
        require(
          incident.channel != OwnLane.people || !isOfReader, "incident: \(row.key) tells it twice")
      }
    }
    // What does not arrive is told.
    if hasOtherChannels { return }
    for row in rows where row.state == .dead || row.state == .unknown {
      guard let content = OutboxContent(row.content), let settled = row.settledAt else { continue }
      if case .incident = content { continue }
      let civil = makassar.civil(Instant(millisecondsSince1970: settled))
      let kind: Incident.Kind =
        row.state == .unknown
        ? .unknown : row.notifier == OwnLane.people && row.person != nil ? .unreachable : .dead
      let incident = Incident(
        kind: kind, channel: row.notifier, error: "", message: row.id, person: row.person)
      let others = engine.addressees.filter { $0 != row.notifier || $0 == OwnLane.people }
      let key = incident.key(on: civil.date, hour: civil.time.hour)
      let isTold = others.contains { byKey["\(key).\($0)"] != nil }
      require(isTold || others.isEmpty, "incident: none of \(row.key), \(row.lastError ?? "")")
    }
  }

  private mutating func checkArrivals(_ rows: [MessageRow], _ byKey: [String: MessageRow]) {
    let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
    let idempotent = Set(channels.filter(\.isIdempotent).map(\.name))
    var arrived: [String: Set<String>] = [:]
    var doubtful = retried
    var attempts: [String: [SimulatedAttempt]] = [:]
    for attempt in self.attempts {
      attempts["\(attempt.channel) \(attempt.message.key)", default: []].append(attempt)
    }
    for (name, tries) in attempts {
      let key = tries[0].message.key
      let root = Self.root(key)
      let isIdempotent = idempotent.contains(tries[0].channel)
      guard let row = byKey[key] else {
        problems.append("arrival: «\(key)» is in no row")
        continue
      }
      var isOver = false
      for attempt in tries {
        require(
          !isOver || isIdempotent || retried.contains(root), "again: \(name) after it may have left"
        )
        let isUnknown = if case .unknown? = attempt.error { true } else { false }
        if attempt.didArrive || isUnknown || attempt.isLast { isOver = true }
        if isIdempotent, attempt.didArrive, attempt.error != nil || attempt.isLast {
          doubtful.insert(root)
        }
        if attempt.didArrive { arrived[root, default: []].insert(name) }
        if let person = row.person {
          require(
            attempt.message.recipients.map(\.person) == [person]
              && attempt.message.recipients[0].address != nil, "reader: of \(key)")
        }
      }
      if case .digest(let items)? = OutboxContent(row.content) {
        let didArrive = tries.contains(where: \.didArrive)
        for item in items.compactMap({ byID[$0] }) {
          if didArrive { arrived[Self.root(item.key), default: []].insert(root) }
          if doubtful.contains(root) { doubtful.insert(Self.root(item.key)) }
        }
      }
    }
    for (root, names) in arrived where names.count > 1 && !doubtful.contains(root) {
      // A digest over two ways is one.
      problems.append("twice: \(root) by \(names.sorted())")
    }
  }

  private mutating func checkHours() {
    guard let calendar = engine.library.calendars["kantor"] else { return }
    let quiet = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.quiet) })
    for attempt in attempts
    where attempt.didArrive && Self.broughtByTime.contains(attempt.message.kind) {
      let key = attempt.message.key
      if retried.contains(Self.root(key)) { continue }
      require(
        calendar.nextSending(notBefore: attempt.at) == attempt.at,
        "hours: \(key) (\(attempt.message.kind)) by \(attempt.channel) at \(spelled(attempt.at))")
      guard attempt.message.recipients.count == 1,
        attempt.message.recipients[0].address != nil,
        let person = attempt.message.recipients[0].person
      else { continue }
      let day = "\(makassar.civil(attempt.at).date.weekday)".prefix(3)
      require(
        quiet[person]?.contains(String(day)) != true,
        "quiet: \(key) (\(attempt.message.kind)) at \(spelled(attempt.at))")
    }
  }

  private mutating func checkPace() {
    for channel in channels {
      require(
        channel.most <= channel.pace.atOnce,
        "pace: \(channel.most) at once by \(channel.name), \(channel.pace)")
      guard let most = channel.pace.perMinute else { continue }
      let groups = Dictionary(grouping: channel.attempts.filter { !$0.isLast }) {
        [$0.engine, $0.era]
      }
      for group in groups.values {
        let times = group.map(\.at.millisecondsSince1970).sorted()
        for (index, time) in times.enumerated() {
          let count = times[index...].prefix { $0 < time + 60_000 }.count
          if count > most { counts["minute above the pace", default: 0] += 1 }
          require(
            count <= most + min(channel.pace.atOnce, most) - 1,
            "pace: \(count) in a minute by \(channel.name), \(channel.pace)")
        }
      }
    }
  }
}
