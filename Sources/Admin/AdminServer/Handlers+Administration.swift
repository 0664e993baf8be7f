// Handlers of what administrators change from outside.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

extension Handlers {
  static let cancel: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(CancelRequest.self, from: call.body)
    return try await administer(.cancel, request.reason, request.dryRun, call)
  }

  static let jump: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(JumpRequest.self, from: call.body)
    return try await administer(.jump(to: request.states), request.reason, request.dryRun, call)
  }

  static let correct: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(CorrectionRequest.self, from: call.body)
    let set = values(request.data)
    let unset = request.unset ?? []
    if let both = unset.first(where: { set[$0] != nil }) {
      throw Problem(.invalidBody, "«\(both)» is in «data» and in «unset»; leave one out")
    }
    return try await administer(
      .correct(set: set, unset: unset), request.reason, request.dryRun, call)
  }

  private static func administer(
    _ wish: AdministrationCommand.Wish, _ reason: String?, _ isDryRun: Bool?, _ call: Call
  ) async throws -> Reply {
    let view = try await call.engine.administer(
      AdministrationCommand(
        reference: call.reference, wish: wish, reason: reason, isDryRun: isDryRun ?? false),
      call.context(standIn: nil))
    return try Reply(
      call.presenter.administration(view, directory: call.engine.directory),
      headers: replayHeader(view.result.isReplay))
  }

  static let importAgreements: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(ImportRequest.self, from: call.body)
    var items: [ImportItem] = []
    for item in request.items {
      var taken = ImportItem(
        states: item.states, data: values(item.data), reference: item.reference,
        started: item.started.flatMap { CivilDate($0) }, line: item.line)
      if let text = item.started, taken.started == nil {
        taken.problem = "«started» is «\(text)», must be a date such as 2027-03-09"
      }
      items.append(taken)
    }
    let report = try await call.engine.importAgreements(
      ImportCommand(
        workflow: request.workflow, items: items, reason: request.reason,
        isDryRun: request.dryRun ?? false), call.context(standIn: nil))
    return try Reply(
      call.presenter.imported(report), headers: replayHeader(report.isReplay))
  }

  static let migrate: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(MigrationRequest.self, from: call.body)
    var states: [String: String] = [:]
    for (old, new) in request.states ?? [:] {
      guard let name = new.string else {
        throw Problem(.invalidBody, "«states» must give a name for «\(old)»")
      }
      states[old] = name
    }
    let report = try await call.engine.migrate(
      MigrationCommand(
        workflow: call.path["name"] ?? "", references: request.references ?? [], states: states,
        dropped: request.dropped ?? [], values: values(request.data), reason: request.reason,
        isDryRun: request.dryRun ?? false), call.context(standIn: nil))
    return try Reply(
      call.presenter.migrated(report), headers: replayHeader(report.isReplay))
  }

  private static func values(_ members: [String: JSONValue]?) -> [String: JSON] {
    (members ?? [:]).mapValues(Presenter.json)
  }

  private static func replayHeader(_ isReplay: Bool) -> [String: String] {
    isReplay ? ["Idempotent-Replay": "true"] : [:]
  }
}
