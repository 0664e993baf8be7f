// Every notice of an agreement: what was sent, what was not and why, what comes next.

internal import Store
public import WorkCalendar
public import Workflow

/// One notice around a deadline.
public struct ReminderView: Hashable, Sendable {
  /// What became of it.
  public enum Status: String, Sendable, CaseIterable {
    /// It went out; ``ReminderView/deliveries`` say how it arrived.
    case sent
    /// It was late, and a later one to the same role spoke for it.
    case merged
    /// It went to nobody: the role has no holder in this agreement.
    case nobody
    /// It lay before the task was opened or its deadline was set.
    case passed
    /// It is due, and waits for the sending window.
    case held
    /// It is the next one.
    case next
    /// It comes after the next one.
    case planned
    /// The agreement is suspended.
    case stopped
  }

  /// The task.
  public var task: String
  /// Its title for people.
  public var title: String
  /// The role that is told.
  public var role: String
  /// True for an escalation, which informs somebody else than the one who has the task.
  public var isEscalation: Bool
  /// Distance from the deadline, as the definition says it: `-2 wd`.
  public var offset: String
  /// The deadline that it belongs to; another deadline has notices of its own.
  public var deadline: Instant
  /// True when that deadline counts through a year without a published holiday list.
  public var isProvisional: Bool
  /// When it was to go out.
  public var plannedAt: Instant
  /// What became of it.
  public var status: Status
  /// When its step was taken.
  public var at: Instant?
  /// When it goes out; for those that are still to come.
  public var goesOutAt: Instant?
  /// Why, in words.
  public var why: String
  /// Each channel and how it went: `file delivered`.
  public var deliveries: [String]
}

extension Engine {
  /// The notices of an agreement, by the time that they were planned for.
  public func reminders(_ reference: String) async throws(EngineError) -> [ReminderView] {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    let agreement = try decode(row)
    var views: [ReminderView] = []
    for entry in try await entries(of: row) where entry.kind == HistoryKind.notified {
      views += told(entry, agreement, try await deliveries(row.id, entry.sequence))
    }
    let calendar = try calendar(of: agreement.workflow)
    for task in agreement.state.tasks {
      views += open(task, agreement, calendar, told: views)
    }
    return views.sorted {
      ($0.plannedAt, $0.task, $0.role) < ($1.plannedAt, $1.task, $1.role)
    }
  }

  /// All entries of an agreement's history, in order.
  func entries(of row: InstanceRow) async throws(EngineError) -> [ReplayEntry] {
    var entries: [ReplayEntry] = []
    while entries.count < min(row.sequence, limits.replayedEntries) {
      let after = entries.last?.sequence ?? 0
      let page = try await ask { store async throws(StoreError) in
        try await store.history(instance: row.id, afterSequence: after, limit: 1_000)
      }
      guard !page.isEmpty else { break }
      for entry in page {
        guard let payload = try? JSON(parsing: entry.payload) else {
          throw .store("entry \(entry.position) is no JSON")
        }
        entries.append(
          ReplayEntry(
            sequence: entry.sequence ?? 0, at: Instant(millisecondsSince1970: entry.at),
            kind: entry.kind, version: entry.version, payload: payload))
      }
    }
    return entries
  }

  // MARK: What is behind

  /// A notice that leaves within a minute is on time, in milliseconds.
  private static let punctual: Int64 = 60_000

  /// How the messages of one step went, by the kind and receiver that they were written for.
  private func deliveries(_ instance: Int64, _ sequence: Int) async throws(EngineError)
    -> [String: [String]]
  {
    let rows = try await ask { store async throws(StoreError) in
      try await store.messages(instance: instance, sequence: sequence)
    }
    var found: [String: [String]] = [:]
    for row in rows {
      guard let content = try? JSON(parsing: row.content), let to = content["to"]?.string else {
        continue
      }
      var words = "\(row.notifier) \(row.state.rawValue)"
      if row.state == .passed {
        // What was passed on is told by those that carry on.
        guard row.notifier == OwnLane.digest, let key = row.receipt else { continue }
        let digest = try await ask { store async throws(StoreError) in
          try await store.message(key: key)
        }
        guard let digest else { continue }
        words = "digest by \(digest.notifier) \(digest.state.rawValue)"
      }
      if row.state == .pending, row.attempts > 0 { words += " after \(row.attempts) attempts" }
      if let person = row.person { words += " (\(person))" }
      found[to, default: []].append(words)
    }
    return found
  }

  private func told(
    _ entry: ReplayEntry, _ agreement: LoadedAgreement, _ deliveries: [String: [String]]
  ) -> [ReminderView] {
    let payload = entry.payload
    let task = payload["task"]?.string ?? ""
    let planned = payload["planned"]?.items ?? []
    let told = (payload["told"]?.items ?? []).compactMap { $0["role"]?.string }
    return planned.enumerated().map { index, notice in
      let role = notice["role"]?.string ?? ""
      let plannedAt = Instant(millisecondsSince1970: notice["at"]?.int ?? 0)
      let isLast = !planned[(index + 1)...].contains { $0["role"]?.string == role }
      let assignee = agreement.workflow.assignee(of: role, in: agreement.state)
      let status: ReminderView.Status =
        !told.contains(role) ? .nobody : isLast ? .sent : .merged
      return ReminderView(
        task: task, title: agreement.workflow.title(ofTask: task).id, role: role,
        isEscalation: notice["escalation"]?.bool ?? false, offset: notice["offset"]?.string ?? "",
        deadline: Instant(millisecondsSince1970: payload["due"]?.int ?? 0),
        isProvisional: payload["provisional"]?.bool ?? false, plannedAt: plannedAt,
        status: status, at: entry.at, goesOutAt: nil,
        why: status == .sent && isVacant(assignee, entry.at, in: agreement.workflow.name)
          ? "nobody held the position that day: the administrators were told"
          : ReminderWords.why(
            status, late: plannedAt.adding(milliseconds: Self.punctual) < entry.at, zone, entry.at),
        deliveries: status == .sent ? assignee.flatMap { deliveries["\($0)"] } ?? [] : [])
    }
  }

  private func isVacant(_ assignee: Assignee?, _ at: Instant, in workflow: String) -> Bool {
    guard let assignee else { return false }
    return !directory.hasSomebody(for: assignee, on: zone.civil(at).date, in: workflow)
  }

  // MARK: What is ahead

  private func open(
    _ task: OpenTask, _ agreement: LoadedAgreement, _ calendar: OfficeCalendar,
    told: [ReminderView]
  ) -> [ReminderView] {
    guard let deadline = task.deadline else { return [] }
    let plan = agreement.workflow.notices(of: task.task, around: deadline, in: calendar)
    let now = clock.now()
    return plan.enumerated().compactMap { index, notice in
      let isKnown = told.contains {
        $0.task == task.task && $0.deadline == deadline.instant && $0.plannedAt == notice.at
          && $0.role == notice.role
      }
      if index < task.noticesSent, isKnown { return nil }
      var status = ReminderView.Status.planned
      if index < task.noticesSent {
        status = .passed
      } else if agreement.state.suspension != nil {
        status = .stopped
      } else if index == task.noticesSent {
        status = notice.at <= now ? .held : .next
      }
      let goesOut = calendar.nextSending(notBefore: max(notice.at, now))
      let isAhead = [.planned, .next, .held].contains(status)
      return ReminderView(
        task: task.task, title: agreement.workflow.title(ofTask: task.task).id, role: notice.role,
        isEscalation: notice.isEscalation, offset: "\(notice.offset)", deadline: deadline.instant,
        isProvisional: deadline.isProvisional, plannedAt: notice.at, status: status, at: nil,
        goesOutAt: isAhead ? goesOut : nil,
        why: status == .passed || status == .stopped || status == .held
          ? ReminderWords.why(status, late: false, zone, goesOut)
          : ReminderWords.moved(
            calendar.rawDate(of: notice.offset, around: deadline), to: notice.at, calendar),
        deliveries: [])
    }
  }
}

/// Why a notice stands where it stands.
enum ReminderWords {
  static func why(
    _ status: ReminderView.Status, late: Bool, _ zone: ZoneRules, _ at: Instant
  ) -> String {
    let civil = zone.civil(at)
    return switch status {
    case .sent: late ? "late: the daemon was not there, or nobody worked" : "on time"
    case .merged: "the notice of \(civil.date) \(civil.time) spoke for it"
    case .nobody: "nobody has the role in this agreement"
    case .passed: "it lay before the task was opened or its deadline was set"
    case .held: "the sending window is closed until \(civil.date) \(civil.time)"
    case .stopped: "the agreement is suspended"
    case .next, .planned: ""
    }
  }

  /// «from Saturday 2026-04-04 (weekend)».
  static func moved(_ raw: CivilDate?, to instant: Instant, _ calendar: OfficeCalendar) -> String {
    guard let raw, raw != calendar.date(of: instant) else { return "" }
    let direction = raw > calendar.date(of: instant) ? "back" : "forward"
    return "rolled \(direction) from \(raw) (\(calendar.whyNothingIsSent(on: raw)))"
  }
}
