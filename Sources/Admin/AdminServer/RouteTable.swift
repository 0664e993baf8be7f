// All routes: method, path, access, what they take and answer. Read this to know who may do what.

internal import AdminAPI

/// The API.
enum RouteTable {
  static let routes = first + documents + register + directory + notify

  private static let first: [Route] = [
    Route(
      method: .get, path: "/healthz", access: .anyone, summary: "The daemon answers",
      response: Health.schema, handler: Handlers.health),
    Route(
      method: .get, path: "/v1/openapi.json", access: .anyone, summary: "This document",
      handler: Handlers.openAPI),
    Route(
      method: .get, path: "/v1/status", access: .anyone, summary: "How the daemon is",
      response: StatusReport.schema, handler: Handlers.status),
    Route(
      method: .get, path: "/v1/workflows", access: .anyone, summary: "Loaded workflows",
      response: Page<WorkflowItem>.schema, handler: Handlers.workflows),
    Route(
      method: .get, path: "/v1/workflows/{name}", access: .anyone, summary: "A workflow, whole",
      response: WorkflowDetail.schema, handler: Handlers.workflow),

    Route(
      method: .get, path: "/v1/agreements", access: .person, summary: "Agreements",
      query: [
        .text("workflow", "Only those of this workflow."),
        .text("status", "Only those that stand so: active, finished, failed or suspended."),
        .text("party", "Only those with this partner organisation."), limit,
        .text("after", "The `next` of the page before."),
      ], response: Page<AgreementItem>.schema, handler: Handlers.agreements),
    Route(
      method: .post, path: "/v1/agreements", access: .actor, summary: "Starts an agreement",
      request: StartRequest.schema, response: CommandAnswer.schema, status: 201, isCommand: true,
      handler: Handlers.start),
    Route(
      method: .get, path: "/v1/agreements/{reference}", access: .person,
      summary: "An agreement, whole", response: AgreementDetail.schema,
      handler: Handlers.agreement),
    Route(
      method: .get, path: "/v1/agreements/{reference}/workflow", access: .person,
      summary: "The workflow that an agreement started with", response: WorkflowDetail.schema,
      handler: Handlers.workflowOfAgreement),
    Route(
      method: .get, path: "/v1/agreements/{reference}/history", access: .person,
      summary: "What happened to an agreement",
      query: [.count("after", "The `next` of the page before: a sequence number."), limit],
      response: Page<HistoryItem>.schema, handler: Handlers.history),
    Route(
      method: .post, path: "/v1/agreements/{reference}/events", access: .actor,
      summary: "Sends an event to an agreement", request: EventRequest.schema,
      response: CommandAnswer.schema, isCommand: true, handler: Handlers.send),
    Route(
      method: .post, path: "/v1/agreements/{reference}/decisions", access: .actor,
      summary: "Approves or returns, whatever the workflow calls it",
      request: DecisionRequest.schema, response: CommandAnswer.schema, isCommand: true,
      handler: Handlers.decide),
    Route(
      method: .get, path: "/v1/agreements/{reference}/reminders", access: .person,
      summary: "Reminders and escalations of an agreement, and what became of them",
      response: Page<ReminderItem>.schema, handler: Handlers.reminders),
    Route(
      method: .get, path: "/v1/agreements/{reference}/forecast", access: .person,
      summary: "What will happen: if nobody acts, and if people act on their last day",
      query: [until], response: ForecastAnswer.schema, handler: Handlers.forecast),
    Route(
      method: .get, path: "/v1/agreements/{reference}/forecast.ics", access: .person,
      summary: "What will happen if nobody acts, as iCalendar (RFC 5545)", query: [until],
      handler: Handlers.forecastFeed),
    Route(
      method: .get, path: "/v1/agreements/{reference}/derivations", access: .person,
      summary: "Why the dates of an agreement are what they are",
      query: [.text("name", "Only this task or timer.")],
      response: Page<DerivationItem>.schema, handler: Handlers.derivations),
    Route(
      method: .get, path: "/v1/feed.ics", access: .person,
      summary:
        "Deadlines of a person, a position, a role or an agreement, as iCalendar (RFC 5545)",
      query: [.text("for", "Identity of a person or position, a role, or a reference.")],
      handler: Handlers.feed),
    Route(
      method: .get, path: "/v1/tasks", access: .person, summary: "Open tasks, soonest first",
      query: [
        .truth("mine", "Only those of the caller."),
        .text("person", "Only those of this person of the directory."),
        .text("role", "Only those of this role."),
        .text("reference", "Only those of this agreement."),
        .truth("overdue", "Only those whose deadline has passed."), limit,
      ], response: Page<TaskItem>.schema, handler: Handlers.tasks),
    Route(
      method: .post, path: "/v1/agreements/{reference}/tasks/claim", access: .actor,
      summary: "Takes a task in hand", request: TaskRequest.schema,
      response: CommandAnswer.schema,
      isCommand: true, handler: Handlers.claim),
    Route(
      method: .post, path: "/v1/agreements/{reference}/tasks/release", access: .actor,
      summary: "Gives up a task that was claimed or assigned", request: TaskRequest.schema,
      response: CommandAnswer.schema,
      isCommand: true, handler: Handlers.release),
    Route(
      method: .post, path: "/v1/agreements/{reference}/tasks/delegate", access: .actor,
      summary: "Has someone else do a task, by a document", request: TaskRequest.schema,
      response: CommandAnswer.schema,
      isCommand: true, handler: Handlers.delegate),
    Route(
      method: .post, path: "/v1/agreements/{reference}/tasks/give-back", access: .actor,
      summary: "Gives a delegated task back, or takes it back", request: TaskRequest.schema,
      response: CommandAnswer.schema,
      isCommand: true, handler: Handlers.giveBack),
    Route(
      method: .post, path: "/v1/agreements/{reference}/tasks/reassign", access: .administrator,
      summary: "Gives a task to someone else", request: TaskRequest.schema,
      response: CommandAnswer.schema,
      isCommand: true, handler: Handlers.reassign),
    Route(
      method: .post, path: "/v1/agreements/{reference}/comments", access: .actor,
      summary: "Writes something down in the history of an agreement",
      request: CommentRequest.schema, response: CommandAnswer.schema, isCommand: true,
      handler: Handlers.comment),

    Route(
      method: .get, path: "/v1/calendars", access: .anyone,
      summary: "Working calendars that are loaded", response: Page<CalendarItem>.schema,
      handler: Handlers.calendars),
    Route(
      method: .post, path: "/v1/calendars/preview", access: .administrator,
      summary: "What another version of a calendar would move",
      request: CalendarPreviewRequest.schema, response: CalendarReportItem.schema,
      handler: Handlers.previewCalendar),
    Route(
      method: .post, path: "/v1/calendars/apply", access: .administrator,
      summary: "Has open deadlines counted on the calendar as its file is now",
      request: CalendarApplyRequest.schema, response: CalendarReportItem.schema,
      handler: Handlers.applyCalendar),
    Route(
      method: .post, path: "/v1/agreements/{reference}/suspend", access: .administrator,
      summary: "Stops the clocks of an agreement", request: OperationRequest.schema,
      response: CommandAnswer.schema, isCommand: true, handler: Handlers.suspend),
    Route(
      method: .post, path: "/v1/agreements/{reference}/resume", access: .administrator,
      summary: "Lets the clocks of an agreement go on with what was left",
      request: OperationRequest.schema, response: CommandAnswer.schema, isCommand: true,
      handler: Handlers.resume),
    Route(
      method: .get, path: "/v1/messages", access: .auditor,
      summary: "Messages of the outbox, without their text",
      query: [.text("state", "Only those in this state."), limit],
      response: Page<MessageItem>.schema, handler: Handlers.messages),
    Route(
      method: .post, path: "/v1/messages/{id}/retry", access: .administrator,
      summary: "Sends a message again that was given up or whose outcome is unknown",
      response: RetryAnswer.schema, handler: Handlers.retry),
    Route(
      method: .get, path: "/v1/audit", access: .auditor,
      summary: "Verifies the chain of the whole history", response: AuditReport.schema,
      handler: Handlers.audit),
    Route(
      method: .post, path: "/v1/reload", access: .administrator,
      summary: "Reads definitions, calendars and directory again", response: ReloadAnswer.schema,
      handler: Handlers.reload),
    Route(
      method: .post, path: "/v1/agreements/{reference}/cancel", access: .administrator,
      summary: "Ends an agreement that should not go on", request: CancelRequest.schema,
      response: AdministrationAnswer.schema, isCommand: true, handler: Handlers.cancel),
    Route(
      method: .post, path: "/v1/agreements/{reference}/jump", access: .administrator,
      summary: "Takes an agreement to other states", request: JumpRequest.schema,
      response: AdministrationAnswer.schema, isCommand: true, handler: Handlers.jump),
    Route(
      method: .post, path: "/v1/agreements/{reference}/corrections", access: .administrator,
      summary: "Corrects the data of an agreement", request: CorrectionRequest.schema,
      response: AdministrationAnswer.schema, isCommand: true, handler: Handlers.correct),
    Route(
      method: .post, path: "/v1/imports", access: .administrator,
      summary: "Takes in agreements from before the daemon, all or none",
      request: ImportRequest.schema, response: ImportAnswer.schema, isCommand: true,
      handler: Handlers.importAgreements),
    Route(
      method: .post, path: "/v1/workflows/{name}/migration", access: .administrator,
      summary: "Moves agreements to the definition that is loaded, all or none",
      request: MigrationRequest.schema, response: MigrationAnswer.schema, isCommand: true,
      handler: Handlers.migrate),
  ]

  private static let until = Route.Parameter.text(
    "until", "The last day of interest; by default there is none.")

  private static let limit = Route.Parameter.count(
    "limit", "Most items, 1 to \(AdminLimits.pageMost); \(AdminLimits.pageDefault) by default.")

  /// What a method and a path lead to.
  enum Match {
    case route(Route, path: [String: String])
    case otherMethods([String])
    case unknown
  }

  /// Finds the route. The path is split before it is decoded, so `%2F` stays within its segment.
  static func match(method: String, path: some StringProtocol) -> Match {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    var others: [String] = []
    for route in routes {
      guard let values = values(of: route.path, in: segments.map { Substring($0) }) else {
        continue
      }
      if route.method.rawValue == method { return .route(route, path: values) }
      others.append(route.method.rawValue)
    }
    return others.isEmpty ? .unknown : .otherMethods(others)
  }

  private static func values(of template: String, in segments: [Substring]) -> [String: String]? {
    let places = template.split(separator: "/", omittingEmptySubsequences: false)
    guard places.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (place, segment) in zip(places, segments) {
      guard place.hasPrefix("{") else {
        if place == segment { continue }
        return nil
      }
      guard let value = PercentEncoding.decode(segment), !value.isEmpty else { return nil }
      values[String(place.dropFirst().dropLast())] = value
    }
    return values
  }
}
