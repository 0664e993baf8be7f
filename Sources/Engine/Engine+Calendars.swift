// Another version of a calendar: what would move, and moving it.

internal import Logging
internal import Store
public import WorkCalendar
public import Workflow

/// A calendar that is loaded, and the version that open deadlines were counted on.
public struct CalendarView: Hashable, Sendable {
  /// Name.
  public var name: String
  /// Title for people.
  public var title: LocalizedText
  /// Digest of the version that is loaded.
  public var digest: String
  /// Digest of the version that open deadlines were last counted on.
  public var inForce: String?
  /// Since when that version is in force.
  public var since: Instant?
  /// The last year whose holiday list is published; a deadline beyond it is provisional.
  public var publishedThrough: Int?
  /// Workflows that count on it.
  public var workflows: [String]
}

/// The deadlines of one agreement that another calendar moves.
public struct MovedAgreement: Hashable, Sendable {
  /// Reference.
  public var reference: String
  /// What it is about.
  public var title: String
  /// Each deadline, with its title for people.
  public var changes: [Change]

  /// One deadline that moves.
  public struct Change: Hashable, Sendable {
    /// The task, or the timer of the chart.
    public var name: String
    /// Title for people.
    public var title: String
    /// True for a task, false for a timed transition.
    public var isTask: Bool
    /// What it is now.
    public var before: Deadline?
    /// What it becomes.
    public var after: Deadline?
  }
}

/// What another version of a calendar would do to open deadlines, or did.
public struct CalendarReport: Hashable, Sendable {
  /// Name of the calendar.
  public var calendar: String
  /// Digest of the version that was counted on.
  public var digest: String
  /// Agreements that were looked at.
  public var looked: Int
  /// Those whose deadlines move, by reference.
  public var moved: [MovedAgreement]
  /// References that could not be moved, each with the reason.
  public var failed: [String: String]
}

extension Engine {
  /// The calendars that are loaded.
  public func calendars() async throws(EngineError) -> [CalendarView] {
    let inForce = try await ask { store async throws(StoreError) in
      try await store.calendarsInForce()
    }
    let library = library
    return library.calendars.values.sorted { $0.id < $1.id }.map { calendar in
      let row = inForce.first { $0.name == calendar.id }
      return CalendarView(
        name: calendar.id, title: calendar.title, digest: calendar.digest, inForce: row?.digest,
        since: row.map { Instant(millisecondsSince1970: $0.since) },
        publishedThrough: calendar.business.publishedYears.max(),
        workflows: library.workflows.values.filter { $0.calendar == calendar.id }.map(\.name)
          .sorted())
    }
  }

  /// The deadlines that would move if they were counted on `text`, or, without one, on the calendar as
  /// it is loaded. Changes nothing.
  public func previewCalendar(_ name: String?, text: SourceText?) async throws(EngineError)
    -> CalendarReport
  {
    let calendar: OfficeCalendar
    if let text {
      calendar = try read(text)
    } else {
      calendar = try loadedCalendar(name)
    }
    let now = clock.now()
    var report = CalendarReport(
      calendar: calendar.id, digest: calendar.digest, looked: 0, moved: [], failed: [:])
    try await eachAgreement(on: calendar.id) { agreement in
      report.looked += 1
      let changes = agreement.workflow.recalculation(
        of: agreement.state, at: now, calendar: calendar)
      if !changes.isEmpty { report.moved.append(moved(agreement, changes)) }
    }
    return report
  }

  /// Reads the calendars anew and has every open deadline counted on the loaded version.
  ///
  /// Each agreement is a step of its own, with reason and operator in its history. One that fails does
  /// not keep the others back; the version comes into force when none failed, and doing it again
  /// finishes what was left.
  ///
  /// - Parameter text: the file that was previewed: refused when the daemon loads another text.
  public func applyCalendar(
    _ name: String?, text: SourceText?, reason: String, _ context: CommandContext
  ) async throws(EngineError) -> CalendarReport {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw .refused(.reasonMissing(event: "calendar apply"))
    }
    _ = await reload()
    var wanted = name
    if let text {
      let read = try read(text)
      wanted = read.id
      let loaded = try loadedCalendar(read.id)
      guard loaded.digest == read.digest else { throw .calendarDiffers(read.id) }
    }
    let calendar = try loadedCalendar(wanted)
    let operation = Operation(.recalculate, reason: reason, by: operatorName(context))
    let cause = "uid:\(context.caller.uid)"
    let now = clock.now()
    var report = CalendarReport(
      calendar: calendar.id, digest: calendar.digest, looked: 0, moved: [], failed: [:])
    try await eachAgreement(on: calendar.id) { agreement in
      report.looked += 1
      let before = agreement.workflow.recalculation(
        of: agreement.state, at: now, calendar: calendar)
      guard !before.isEmpty else { return }
      if let problem = await recalculate(agreement.reference, operation, cause: cause) {
        report.failed[agreement.reference] = problem
      } else {
        report.moved.append(moved(agreement, before))
      }
    }
    try await comeIntoForce(calendar, report, operation, cause: cause)
    return report
  }

  /// Why one agreement could not be moved; nil when it was, or when nothing moves any more.
  private func recalculate(_ reference: String, _ operation: Operation, cause: String) async
    -> String?
  {
    for _ in 0..<limits.conflictRetries {
      do throws(OperationFailure) {
        let agreement: LoadedAgreement
        do { agreement = try await load(reference) } catch { throw .engine(error) }
        _ = try await take(operation, agreement, at: clock.now(), cause: cause, receipt: nil)
        return nil
      } catch {
        switch error {
        case .conflict: continue
        // An act in between closed the task: nothing is left to be moved.
        case .refused(.nothingMoves), .refused(.finished): return nil
        case .refused(let refusal): return "\(refusal)"
        case .store(let error): return "\(error)"
        case .engine(let error): return "\(error)"
        }
      }
    }
    return "\(EngineError.busy(reference))"
  }

  private func comeIntoForce(
    _ calendar: OfficeCalendar, _ report: CalendarReport, _ operation: Operation, cause: String
  ) async throws(EngineError) {
    let now = clock.now().millisecondsSince1970
    let payload = JSON.object([
      "name": .string(calendar.id), "digest": .string(calendar.digest),
      "reason": .string(operation.reason), "operator": .string(operation.by),
      "looked": .int(Int64(report.looked)), "moved": .int(Int64(report.moved.count)),
      "failed": report.failed.isEmpty ? nil : .int(Int64(report.failed.count)),
    ])
    do {
      let receipt = try await store.appendEntry(
        kind: HistoryKind.calendarApplied, version: HistoryKind.version, at: now, cause: cause,
        payload: payload.text)
      if report.failed.isEmpty {
        try await store.putCalendarInForce(
          CalendarInForce(name: calendar.id, digest: calendar.digest, since: now))
      }
      logger.notice(
        "calendar applied: \(report.moved.count) agreements moved",
        metadata: [
          "message.id": "calendarChanged", "calendar": "\(calendar.id)", "cause": "\(cause)",
          "history.position": "\(receipt.position)", "history.hash": "\(receipt.hash)",
        ])
    } catch {
      throw error == .closed ? .stopping : .store("\(error)")
    }
  }

  /// A calendar that nothing was counted on yet is in force as it is loaded.
  func noteNewCalendars() async throws(StoreError) {
    let known = Set(try await store.calendarsInForce().map(\.name))
    let now = clock.now().millisecondsSince1970
    for calendar in library.calendars.values where !known.contains(calendar.id) {
      try await store.putCalendarInForce(
        CalendarInForce(name: calendar.id, digest: calendar.digest, since: now))
    }
  }

  /// Names of the calendars whose loaded version open deadlines were not counted on.
  func calendarsNotApplied() async throws(EngineError) -> [String] {
    try await calendars().filter { $0.inForce != $0.digest }.map(\.name)
  }

  private func read(_ text: SourceText) throws(EngineError) -> OfficeCalendar {
    var report = Library.Report()
    let calendar = Library.calendar(
      text, surroundings.sources(), surroundings.zone, &report
    ).0
    guard let calendar else { throw .sourceInvalid(report.problems.map(\.text)) }
    return calendar
  }

  private func loadedCalendar(_ name: String?) throws(EngineError) -> OfficeCalendar {
    let calendars = library.calendars
    if let name {
      if let calendar = calendars[name] { return calendar }
      throw .notFound(
        what: "calendar", name: name,
        suggestion: Suggestion.nearest(to: name, in: calendars.keys))
    }
    if calendars.count == 1, let only = calendars.values.first { return only }
    throw .calendarAmbiguous(calendars.keys.sorted())
  }

  /// Every active agreement whose workflow counts on a calendar, as it is on disk.
  private func eachAgreement(
    on calendar: String, _ body: (LoadedAgreement) async throws(EngineError) -> Void
  ) async throws(EngineError) {
    var after: Int64?
    while true {
      let query = InstanceQuery(
        status: .active, order: .oldestFirst, after: after, limit: limits.rowsPerAnswer)
      let rows = try await ask { store async throws(StoreError) in
        try await store.instances(query)
      }
      for row in rows {
        let agreement = try decode(row)
        if agreement.workflow.calendar == calendar { try await body(agreement) }
      }
      guard rows.count == limits.rowsPerAnswer, let last = rows.last else { return }
      after = last.id
    }
  }

  private func moved(_ agreement: LoadedAgreement, _ changes: [DeadlineChange]) -> MovedAgreement {
    MovedAgreement(
      reference: agreement.reference, title: agreement.title,
      changes: changes.map { change in
        MovedAgreement.Change(
          name: change.name,
          title: change.isTask ? agreement.workflow.title(ofTask: change.name).id : change.name,
          isTask: change.isTask, before: change.before, after: change.after)
      })
  }
}
