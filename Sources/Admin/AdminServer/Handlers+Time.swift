// What the routes about time do: reminders, suspending, calendars.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Handlers {
  static let reminders: @Sendable (Call) async throws -> Reply = { call in
    let found = try await call.engine.reminders(call.reference)
    return try Reply(
      Page(items: found.map(call.presenter.reminder), zone: call.presenter.zoneName))
  }

  static let forecast: @Sendable (Call) async throws -> Reply = { call in
    let view = try await call.engine.forecast(call.reference, until: try call.query.date("until"))
    return try Reply(call.presenter.forecast(view))
  }

  static let forecastFeed: @Sendable (Call) async throws -> Reply = { call in
    let text = try await call.engine.forecastFeed(
      call.reference, until: try call.query.date("until"))
    return Reply(calendar: text)
  }

  static let derivations: @Sendable (Call) async throws -> Reply = { call in
    let found = try await call.engine.derivations(call.reference, of: call.query.text("name"))
    return try Reply(
      Page(items: found.map(call.presenter.derivation), zone: call.presenter.zoneName))
  }

  static let feed: @Sendable (Call) async throws -> Reply = { call in
    guard let name = call.query.text("for") else {
      throw Problem(
        .invalidQuery, "«for» is missing: a person, a position, a role or a reference")
    }
    return Reply(calendar: try await call.engine.feed(for: name))
  }

  static let suspend: @Sendable (Call) async throws -> Reply = { call in
    try await operate(.suspend, call)
  }

  static let resume: @Sendable (Call) async throws -> Reply = { call in
    try await operate(.resume, call)
  }

  private static func operate(_ kind: Operation.Kind, _ call: Call) async throws -> Reply {
    let request = try Body.read(OperationRequest.self, from: call.body)
    let result = try await call.engine.operate(
      kind, call.reference, reason: request.reason, call.context(standIn: nil))
    return try reply(result, call)
  }

  static let calendars: @Sendable (Call) async throws -> Reply = { call in
    let found = try await call.engine.calendars()
    return try Reply(
      Page(items: found.map(call.presenter.calendar), zone: call.presenter.zoneName))
  }

  static let previewCalendar: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(CalendarPreviewRequest.self, from: call.body)
    let report = try await call.engine.previewCalendar(
      request.calendar, text: source(request.text, request.file))
    return try Reply(call.presenter.report(report, applied: false))
  }

  static let applyCalendar: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(CalendarApplyRequest.self, from: call.body)
    let report = try await call.engine.applyCalendar(
      request.calendar, text: source(request.text, request.file), reason: request.reason,
      call.context(standIn: nil))
    return try Reply(call.presenter.report(report, applied: true))
  }

  private static func source(_ text: String?, _ file: String?) -> SourceText? {
    text.map { SourceText(name: file ?? "calendar.yaml", text: $0) }
  }
}
