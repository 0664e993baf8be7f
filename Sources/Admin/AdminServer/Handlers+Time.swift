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
