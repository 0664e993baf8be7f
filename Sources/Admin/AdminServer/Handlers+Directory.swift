// What the routes of the directory do.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Handlers {
  static let directory: @Sendable (Call) async throws -> Reply = { call in
    let view = call.engine.directoryView(on: try call.query.date("on"))
    return try Reply(call.presenter.directory(view, for: call.caller))
  }

  static let previewDirectory: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(DirectoryPreviewRequest.self, from: call.body)
    let report = try call.engine.previewDirectory(
      sources(request.files), replacing: request.replace ?? false)
    return try Reply(call.presenter.report(report))
  }

  static let applyDirectory: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(DirectoryApplyRequest.self, from: call.body)
    let report = try await call.engine.applyDirectory(
      sources(request.files), replacing: request.replace ?? false,
      expectedVersion: request.expectedVersion, reason: request.reason,
      call.context(standIn: nil))
    return try Reply(call.presenter.report(report))
  }

  static let forgetPerson: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(ForgetRequest.self, from: call.body)
    let report = try await call.engine.forgetPerson(
      call.path["person"] ?? "", reason: request.reason, call.context(standIn: nil))
    return try Reply(
      ForgetAnswer(
        person: report.person, contacts: report.contacts, version: report.version,
        zone: call.presenter.zoneName))
  }

  static let exportDirectory: @Sendable (Call) async throws -> Reply = { call in
    let format = call.query.text("format") ?? "yaml"
    guard ["yaml", "csv"].contains(format) else {
      throw Problem(.invalidQuery, "«format» is «\(format)», must be yaml or csv")
    }
    let files = call.engine.exportDirectory(
      asTables: format == "csv", withContacts: call.query.isTrue("contacts"))
    return try Reply(
      DirectoryExport(
        version: call.engine.directoryView().version,
        files: files.map { DirectoryFile(name: $0.name, text: $0.text) },
        zone: call.presenter.zoneName))
  }

  private static func sources(_ files: [DirectoryFile]) -> [SourceText] {
    files.map { SourceText(name: $0.name, text: $0.text) }
  }
}
