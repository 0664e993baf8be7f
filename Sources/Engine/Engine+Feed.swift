// Deadlines as iCalendar: of a person, of a role, of one agreement; and a forecast as iCalendar.

internal import Store
public import WorkCalendar
public import Workflow

extension Engine {
  /// The deadlines of a person, a position, a role or an agreement, as the text of an iCalendar file.
  ///
  /// An agreement is named by its reference, a person by identity or Unix account. What was done or
  /// moved within ``EngineLimits/feedDays`` days is in it too, so that programs take it out.
  public func feed(for name: String) async throws(EngineError) -> String {
    switch try await feedSubject(name) {
    case .agreement(let row):
      let agreement = try await feedAgreement(row) { _ in true }
      return ICalendarWriter.text(of: CalendarFeed.file([agreement], name: row.reference))
    case .tasks(let assignees, let person, let role, let title):
      let rows = try await movedLately(assignees: assignees)
      var agreements: [CalendarFeed.Agreement] = []
      let (directory, today) = (directory, zone.civil(clock.now()).date)
      for row in rows {
        // A deputy may be appointed for some workflows only.
        let assignees =
          person.map { person in
            directory.assignees(of: person, on: today, in: row.workflow).map { "\($0)" }
          } ?? assignees
        let agreement = try await feedAgreement(row) { record in
          guard case .task = record.subject else { return false }
          return record.assignee.map { assignees.contains("\($0)") } ?? false
            || (role != nil && record.role == role)
        }
        if !agreement.records.isEmpty { agreements.append(agreement) }
      }
      return ICalendarWriter.text(of: CalendarFeed.file(agreements, name: title))
    }
  }

  /// What happens to an agreement if nobody acts, as the text of an iCalendar file.
  public func forecastFeed(_ reference: String, until: CivilDate?) async throws(EngineError)
    -> String
  {
    let agreement = try await current(reference)
    let workflow = agreement.workflow
    let calendar = try calendar(of: workflow)
    let forecast = workflow.forecast(
      agreement.state, from: clock.now(), until: horizon(until, calendar), calendar: calendar)
    return ICalendarWriter.text(
      of: CalendarFeed.file(
        forecast, reference: reference, title: agreement.title, workflow: workflow,
        zone: calendar.zone))
  }

  private enum FeedSubject {
    case agreement(InstanceRow)
    case tasks(assignees: [String], person: String?, role: String?, title: String)
  }

  private func feedSubject(_ name: String) async throws(EngineError) -> FeedSubject {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: name)
    }
    if let row { return .agreement(row) }
    let directory = directory
    let today = zone.civil(clock.now()).date
    if let person = directory.people[name] ?? directory.person(unix: name) {
      return .tasks(
        assignees: directory.assignees(of: person.id, on: today).map { "\($0)" },
        person: person.id, role: nil, title: "\(CalendarFeed.defaultName): \(person.name)")
    }
    if directory.positions[name] != nil {
      return .tasks(
        assignees: ["\(Assignee.position(name))"], person: nil, role: nil,
        title: "\(CalendarFeed.defaultName): \(directory.title(of: .position(name)).id)")
    }
    let roles = library.workflows.values.compactMap { $0.roles[name] }
    if let role = roles.first {
      var assignees: Set<String> = []
      for role in roles {
        if case .position(let id) = role.binding { assignees.insert("\(Assignee.position(id))") }
      }
      return .tasks(
        assignees: assignees.sorted(), person: nil, role: name,
        title: "\(CalendarFeed.defaultName): \(role.title?.id ?? name)")
    }
    let known =
      Set(directory.people.keys).union(directory.positions.keys)
      .union(library.workflows.values.flatMap(\.roles.keys))
    throw .notFound(
      what: "agreement, person, position or role", name: name,
      suggestion: Suggestion.nearest(to: name, in: known))
  }

  /// Agreements in which somebody has an open task, and all that moved lately.
  private func movedLately(assignees: [String]) async throws(EngineError) -> [InstanceRow] {
    let since =
      clock.now().millisecondsSince1970 - Int64(limits.feedDays) * 86_400_000
    var ids = Set(
      try await ask { store async throws(StoreError) in
        try await store.instancesMoved(since: since)
      })
    var key: TaskKey?
    repeat {
      let query = TaskQuery(assignees: assignees, after: key, limit: limits.rowsPerAnswer)
      let page = try await ask { store async throws(StoreError) in try await store.tasks(query) }
      ids.formUnion(page.map(\.instance))
      key = page.count < limits.rowsPerAnswer ? nil : page.last?.key
    } while key != nil
    var rows: [InstanceRow] = []
    let sorted = ids.sorted()
    for start in stride(from: 0, to: sorted.count, by: limits.instancesPerRead) {
      let part = Array(sorted[start..<min(start + limits.instancesPerRead, sorted.count)])
      rows += try await ask { store async throws(StoreError) in
        try await store.instances(ids: part)
      }
    }
    return rows
  }

  func feedAgreement(
    _ row: InstanceRow, _ isWanted: (DeadlineRecord) -> Bool
  ) async throws(EngineError) -> CalendarFeed.Agreement {
    let workflow = try workflow(digest: row.definition, name: row.workflow)
    let entries = try await entries(of: row)
    let calendars = try calendars(of: entries)
    let workflows = try workflows(of: entries, name: row.workflow)
    let records: [DeadlineRecord]
    do {
      records = try Workflow.deadlines(of: entries) {
        workflows[$0]
      } calendar: {
        calendars[$0]
      }
    } catch {
      throw .store("cannot replay «\(row.reference)»: \(error)")
    }
    return CalendarFeed.Agreement(
      reference: row.reference, title: row.title, workflow: workflow,
      records: records.filter(isWanted))
  }
}
