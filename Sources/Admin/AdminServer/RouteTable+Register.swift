// Routes of the register, and what they do.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

extension RouteTable {
  static let register: [Route] = [
    Route(
      method: .get, path: "/v1/register", access: .person,
      summary: "The register: one row for each agreement, in the order in which they were started",
      query: [
        .text(
          "status", "Only those that stand so; several with commas. `selesai`: all that ended."),
        .text("workflow", "Only those of this workflow."),
        .text("party", "Only those with this partner organisation."),
        .text("route", "Only those of this legal route."),
        .text("text", "Only those with this text in subject, partner, numbers or reference."),
        .count("in_force_in", "Only those in force on a day of this year."),
        .count("signed_in", "Only those signed in this year."),
        .text("ending_before", "Only those whose last day in force lies before this day."),
        .count(
          "limit", "Most rows, 1 to \(AdminLimits.pageMost); \(AdminLimits.pageDefault) by default."
        ), .text("after", "The `next` of the page before. A page may hold less than its limit."),
      ], response: Page<RegisterItem>.schema, handler: Handlers.register),
    Route(
      method: .get, path: "/v1/register/profiles", access: .person,
      summary: "Profiles of the register", response: Page<RegisterProfileItem>.schema,
      handler: Handlers.registerProfiles),
  ]
}

extension Handlers {
  static let register: @Sendable (Call) async throws -> Reply = { call in
    var query = RegisterQuery(limit: try call.query.limit())
    query.statuses = (call.query.text("status") ?? "").split(separator: ",").map {
      $0.filter { $0 != " " }
    }
    query.workflow = call.query.text("workflow")
    query.party = call.query.text("party")
    query.route = call.query.text("route")
    query.text = call.query.text("text")
    query.inForceIn = call.query.count("in_force_in")
    query.signedIn = call.query.count("signed_in")
    query.endingBefore = try call.query.date("ending_before")
    if let text = call.query.text("after") {
      guard let cursor = Int64(text) else {
        throw Problem(.invalidQuery, "«after» is not the `next` of a page: «\(text)»")
      }
      query.after = cursor
    }
    let found = try await call.engine.register(query)
    return try Reply(
      Page(
        items: found.rows.map(call.presenter.registerRow), next: found.next.map { String($0) },
        zone: call.presenter.zoneName))
  }

  static let registerProfiles: @Sendable (Call) async throws -> Reply = { call in
    let items = call.engine.registerProfiles().map { profile in
      RegisterProfileItem(
        name: profile.name, title: profile.title, heading: profile.heading,
        columns: profile.columns.map {
          RegisterColumnItem(name: $0.column.rawValue, title: $0.title)
        }, filter: profile.filter)
    }
    return try Reply(Page(items: items, zone: call.presenter.zoneName))
  }
}

extension Presenter {
  func registerRow(_ view: RegisterView) -> RegisterItem {
    let facts = view.facts
    return RegisterItem(
      reference: view.summary.reference, workflow: view.summary.workflow,
      workflowTitle: view.workflowTitle, about: view.summary.title, party: view.summary.party,
      partyName: view.summary.partyName, route: view.route, number: facts.number,
      partnerNumber: facts.partnerNumber, signed: facts.signed?.description,
      from: facts.from?.description, until: facts.until?.description, status: facts.status,
      statusWords: facts.statusWords, states: view.stateTitles, children: view.children,
      childrenDone: view.childrenDone, successor: facts.successor,
      startedAt: stamp(view.summary.startedAt))
  }
}
