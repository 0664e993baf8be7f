// The register of agreements: one row each, as institutions ask for it.

internal import Store
public import WorkCalendar
public import Workflow

/// Which agreements a register tells of; what is nil lets all pass.
public struct RegisterQuery: Hashable, Sendable {
  /// Codes of statuses, or names of the states in which agreements end.
  public var statuses: [String] = []
  /// Workflow.
  public var workflow: String?
  /// Identity of the partner organisation.
  public var party: String?
  /// Legal route.
  public var route: String?
  /// A text that stands in the subject, the partner's name, a number or the reference.
  public var text: String?
  /// A year in which it is in force, on one day at least.
  public var inForceIn: Int?
  /// The year of the last signature.
  public var signedIn: Int?
  /// A day before which its last day in force lies.
  public var endingBefore: CivilDate?
  /// Most rows.
  public var limit: Int
  /// Go on after the row of this cursor.
  public var after: Int64?

  /// Asks for everything.
  public init(limit: Int) { self.limit = limit }
}

/// A row of the register.
public struct RegisterView: Hashable, Sendable {
  /// As in a list.
  public var summary: AgreementSummary
  /// Title of the workflow.
  public var workflowTitle: String
  /// Titles of the active states.
  public var stateTitles: [String]
  /// Legal route.
  public var route: String?
  /// Numbers, dates, status.
  public var facts: RegisterFacts
  /// Agreements that it started.
  public var children: Int
  /// Those of them that have ended.
  public var childrenDone: Int
}

extension Engine {
  /// Rows of the register in the order in which the agreements were started, and the cursor from
  /// which the next question goes on; nil at the end. A page may hold less than was asked for.
  public func register(_ query: RegisterQuery) async throws(EngineError) -> (
    rows: [RegisterView], next: Int64?
  ) {
    try checkStatuses(query.statuses)
    let today = zone.civil(clock.now()).date
    var found: [RegisterView] = []
    var after = query.after
    for _ in 0..<limits.registerReads {
      var asked = InstanceQuery(order: .oldestFirst, after: after, limit: limits.instancesPerRead)
      asked.workflow = query.workflow
      asked.party = query.party
      let question = asked
      let rows = try await ask { store async throws(StoreError) in
        try await store.instances(question)
      }
      guard let last = rows.last else { return (found, nil) }
      let counts = try await ask { store async throws(StoreError) in
        try await store.childCounts(of: rows.map(\.id))
      }
      for row in rows {
        after = row.id
        let view = try registerView(row, counts.filter { $0.parent == row.id }, on: today)
        guard matches(view, query) else { continue }
        found.append(view)
        if found.count >= query.limit { return (found, row.id) }
      }
      after = last.id
    }
    return (found, after)
  }

  /// Profiles of the register that are loaded, by name.
  public func registerProfiles() -> [RegisterProfile] {
    library.registers.values.sorted { $0.name < $1.name }
  }

  private func registerView(_ row: InstanceRow, _ counts: [ChildCount], on today: CivilDate)
    throws(EngineError) -> RegisterView
  {
    let agreement = try decode(row)
    let workflow = agreement.workflow
    let facts = workflow.registerFacts(of: agreement.state, on: today)
    let counted = counts.filter { workflow.register.counts($0.workflow) }
    return RegisterView(
      summary: summary(row), workflowTitle: workflow.title.id,
      stateTitles: workflow.activeStates(of: agreement.state).map {
        workflow.title(ofState: $0).id
      },
      route: facts.route ?? row.party.flatMap { directory.organisations[$0]?.route }, facts: facts,
      children: counted.reduce(0) { $0 + $1.total },
      childrenDone: counted.reduce(0) { $0 + $1.finished })
  }

  private func matches(_ view: RegisterView, _ query: RegisterQuery) -> Bool {
    let facts = view.facts
    if !query.statuses.isEmpty {
      let hasEnded = view.summary.status != "active"
      guard
        query.statuses.contains(where: {
          $0 == facts.status || ($0 == RegisterStatus.ended && hasEnded)
        })
      else { return false }
    }
    if let route = query.route, view.route?.lowercased() != route.lowercased() { return false }
    if let year = query.signedIn, facts.signed?.year != year { return false }
    if let year = query.inForceIn {
      guard let from = facts.from, from.year <= year, facts.until.map({ $0.year >= year }) ?? true
      else { return false }
    }
    if let day = query.endingBefore {
      guard let until = facts.until, until < day else { return false }
    }
    guard let text = query.text?.lowercased() else { return true }
    let places = [
      view.summary.reference, view.summary.title, view.summary.partyName, view.summary.party,
      facts.number, facts.partnerNumber,
    ]
    return places.contains { $0?.lowercased().contains(text) ?? false }
  }

  private func checkStatuses(_ statuses: [String]) throws(EngineError) {
    guard !statuses.isEmpty else { return }
    let known =
      RegisterStatus.allCases.map(\.rawValue) + [RegisterStatus.ended]
      + library.workflows.values.flatMap(\.endNames)
    for status in statuses where !known.contains(status) {
      throw .notFound(
        what: "status", name: status, suggestion: Suggestion.nearest(to: status, in: known))
    }
  }
}
