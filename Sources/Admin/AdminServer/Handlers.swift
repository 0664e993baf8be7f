// What each route does: ask the engine, write the answer. Decisions are the engine's.

internal import AdminAPI
internal import Engine
internal import Workflow

/// The handlers of the route table, in its order.
enum Handlers {
  // MARK: The daemon and its workflows

  static let health: @Sendable (Call) async throws -> Reply = { call in
    try Reply(Health(zone: call.presenter.zoneName))
  }

  static let openAPI: @Sendable (Call) async throws -> Reply = { _ in
    Reply(body: OpenAPIDocument.bytes)
  }

  static let status: @Sendable (Call) async throws -> Reply = { call in
    try Reply(call.presenter.status(try await call.engine.status()))
  }

  static let workflows: @Sendable (Call) async throws -> Reply = { call in
    let items = call.engine.workflows().map(call.presenter.workflow)
    return try Reply(Page(items: items, zone: call.presenter.zoneName))
  }

  static let workflow: @Sendable (Call) async throws -> Reply = { call in
    let view = try call.engine.workflow(call.path["name"] ?? "")
    return try Reply(call.presenter.workflowDetail(view))
  }

  // MARK: Agreements

  static let agreements: @Sendable (Call) async throws -> Reply = { call in
    let limit = try call.query.limit()
    let status = call.query.text("status")
    if let status, !["active", "finished", "failed", "suspended"].contains(status) {
      throw Problem(
        .invalidQuery, "«status» is «\(status)», must be active, finished, failed or suspended")
    }
    let after = try call.query.text("after").map { text throws(Problem) in
      guard let cursor = Int64(text) else {
        throw Problem(.invalidQuery, "«after» is not the `next` of a page: «\(text)»")
      }
      return cursor
    }
    // One more than asked for tells whether there is a next page.
    let found = try await call.engine.agreements(
      workflow: call.query.text("workflow"), status: status, party: call.query.text("party"),
      limit: limit + 1, after: after)
    let shown = found.prefix(limit)
    return try Reply(
      Page(
        items: shown.map(call.presenter.agreement),
        next: found.count > limit ? shown.last.map { String($0.cursor) } : nil,
        zone: call.presenter.zoneName))
  }

  static let agreement: @Sendable (Call) async throws -> Reply = { call in
    try Reply(
      call.presenter.agreement(
        try await call.engine.agreement(call.reference), directory: call.engine.directory))
  }

  static let workflowOfAgreement: @Sendable (Call) async throws -> Reply = { call in
    let view = try await call.engine.workflow(ofAgreement: call.reference)
    return try Reply(call.presenter.workflowDetail(view))
  }

  static let history: @Sendable (Call) async throws -> Reply = { call in
    let limit = try call.query.limit()
    let found = try await call.engine.history(
      call.reference, after: call.query.count("after") ?? 0, limit: limit + 1)
    let shown = found.prefix(limit)
    let directory = call.engine.directory
    return try Reply(
      Page(
        items: shown.map { call.presenter.history($0, directory: directory) },
        next: found.count > limit ? shown.last.map { String($0.sequence) } : nil,
        zone: call.presenter.zoneName))
  }

  static let tasks: @Sendable (Call) async throws -> Reply = { call in
    var person = call.query.text("person")
    if call.query.isTrue("mine") {
      guard person == nil else {
        throw Problem(.invalidQuery, "«mine» and «person» exclude each other; give one")
      }
      guard let caller = call.caller.person else {
        throw Problem(
          .unknownCaller,
          "you are no person of the directory, so no task is yours; ask with a person or a role")
      }
      person = caller.id
    }
    let found = try await call.engine.tasks(
      of: person, role: call.query.text("role"), reference: call.query.text("reference"),
      overdueOnly: call.query.isTrue("overdue"), limit: try call.query.limit())
    return try Reply(
      Page(items: found.map(call.presenter.task), zone: call.presenter.zoneName))
  }

  // MARK: Commands

  static let start: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(StartRequest.self, from: call.body)
    let result = try await call.engine.start(
      StartCommand(
        workflow: request.workflow, data: data(request.data), parent: request.parent),
      call.context(standIn: request.as))
    let path = "/v1/agreements/\(PercentEncoding.encode(result.reference))"
    return try reply(result, call, status: 201, headers: ["Location": path])
  }

  static let send: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(EventRequest.self, from: call.body)
    let result = try await call.engine.act(
      ActCommand(
        reference: call.reference, wish: .event(request.event), data: data(request.data),
        reason: request.reason, task: request.task), call.context(standIn: request.as))
    return try reply(result, call)
  }

  static let decide: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(DecisionRequest.self, from: call.body)
    guard let decision = Refusal.DecisionKind(rawValue: request.decision) else {
      throw Problem(.invalidBody, "«decision» must be one of approve, return")
    }
    let result = try await call.engine.act(
      ActCommand(
        reference: call.reference, wish: .decide(decision), data: data(request.data),
        reason: request.reason, task: request.task), call.context(standIn: request.as))
    return try reply(result, call)
  }

  private static func data(_ members: [String: JSONValue]?) -> [String: JSON] {
    (members ?? [:]).mapValues(Presenter.json)
  }

  static func reply(
    _ result: CommandResult, _ call: Call, status: Int = 200, headers: [String: String] = [:]
  ) throws -> Reply {
    var headers = headers
    if result.isReplay { headers["Idempotent-Replay"] = "true" }
    return try Reply(
      status: status, call.presenter.command(result, directory: call.engine.directory),
      headers: headers)
  }

  // MARK: The server's administrator

  static let messages: @Sendable (Call) async throws -> Reply = { call in
    let state = call.query.text("state")
    if let state, !MessageItem.states.contains(state) {
      throw Problem(
        .invalidQuery,
        "«state» is «\(state)», must be one of \(MessageItem.states.joined(separator: ", "))")
    }
    let found = try await call.engine.messages(state: state, limit: try call.query.limit())
    return try Reply(
      Page(items: found.map(call.presenter.message), zone: call.presenter.zoneName))
  }

  static let retry: @Sendable (Call) async throws -> Reply = { call in
    let text = call.path["id"] ?? ""
    guard let id = Int64(text) else {
      throw Problem(.notFound, "no message «\(text)»; messages have whole numbers")
    }
    try await call.engine.retryMessage(id)
    return try Reply(RetryAnswer(id: id, zone: call.presenter.zoneName))
  }

  static let audit: @Sendable (Call) async throws -> Reply = { call in
    let view = try await call.engine.audit()
    return try Reply(
      AuditReport(
        intact: view.isIntact, entries: view.entries, head: view.head, brokenAt: view.brokenAt,
        reason: view.reason, zone: call.presenter.zoneName))
  }

  static let reload: @Sendable (Call) async throws -> Reply = { call in
    let report = await call.engine.reload()
    return try Reply(
      ReloadAnswer(
        loaded: report.loaded, problems: report.problems, notes: report.notes,
        zone: call.presenter.zoneName))
  }
}

extension Call {
  /// The agreement that the path names.
  var reference: String { path["reference"] ?? "" }
}
