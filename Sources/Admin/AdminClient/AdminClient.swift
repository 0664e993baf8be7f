// The daemon's API as typed methods, over its Unix socket.

public import AdminAPI
internal import AsyncHTTPClient
internal import NIOCore

/// Asks the daemon.
public final class AdminClient: Sendable {
  /// Path of the socket.
  public let socket: String
  let http: HTTPClient

  /// Creates a client; call ``shutdown()`` when it is not needed any more.
  public init(socket: String) {
    self.socket = socket
    var configuration = HTTPClient.Configuration()
    configuration.timeout.connect = ClientLimits.connect
    // AsyncHTTPClient tries to connect until the deadline; a socket that is not there stays away.
    configuration.connectionPool.retryConnectionEstablishment = false
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Closes the connections.
  public func shutdown() async {
    // Fails only when it was shut down before.
    try? await http.shutdown()
  }

  // MARK: Asking

  /// How the daemon is.
  public func status() async throws(ClientError) -> Answer<StatusReport> {
    try await get("/v1/status")
  }

  /// Loaded workflows.
  public func workflows() async throws(ClientError) -> Answer<Page<WorkflowItem>> {
    try await get("/v1/workflows")
  }

  /// A workflow, whole.
  public func workflow(_ name: String) async throws(ClientError) -> Answer<WorkflowDetail> {
    try await get("/v1/workflows/\(PercentEncoding.encode(name))")
  }

  /// A page of agreements.
  public func agreements(
    workflow: String? = nil, status: String? = nil, party: String? = nil, limit: Int? = nil,
    after: String? = nil
  ) async throws(ClientError) -> Answer<Page<AgreementItem>> {
    try await get(
      "/v1/agreements",
      query: [
        ("workflow", workflow), ("status", status), ("party", party),
        ("limit", limit.map(String.init)), ("after", after),
      ])
  }

  /// An agreement, whole.
  public func agreement(_ reference: String) async throws(ClientError) -> Answer<AgreementDetail> {
    try await get(Self.path(reference))
  }

  /// The workflow that an agreement started with.
  public func workflow(of reference: String) async throws(ClientError) -> Answer<WorkflowDetail> {
    try await get(Self.path(reference) + "/workflow")
  }

  /// A page of an agreement's history.
  public func history(_ reference: String, after: String? = nil, limit: Int? = nil)
    async throws(ClientError) -> Answer<Page<HistoryItem>>
  {
    try await get(
      Self.path(reference) + "/history",
      query: [("after", after), ("limit", limit.map(String.init))])
  }

  /// Open tasks.
  public func tasks(
    mine: Bool = false, person: String? = nil, role: String? = nil, reference: String? = nil,
    overdue: Bool = false, limit: Int? = nil
  ) async throws(ClientError) -> Answer<Page<TaskItem>> {
    try await get(
      "/v1/tasks",
      query: [
        ("mine", mine ? "true" : nil), ("person", person), ("role", role),
        ("reference", reference), ("overdue", overdue ? "true" : nil),
        ("limit", limit.map(String.init)),
      ])
  }

  /// Reminders and escalations of an agreement.
  public func reminders(_ reference: String) async throws(ClientError)
    -> Answer<Page<ReminderItem>>
  {
    try await get(Self.path(reference) + "/reminders")
  }

  /// Channels that are switched on.
  public func channels() async throws(ClientError) -> Answer<Page<ChannelItem>> {
    try await get("/v1/channels")
  }

  /// Sends one test message.
  public func testChannel(_ name: String, person: String?) async throws(ClientError)
    -> Answer<ChannelTestAnswer>
  {
    try await post(
      "/v1/channels/\(PercentEncoding.encode(name))/test", ChannelTestRequest(person: person),
      key: nil)
  }

  /// A message of the outbox with its words.
  public func message(_ id: Int64) async throws(ClientError) -> Answer<MessageDetailItem> {
    try await get("/v1/messages/\(id)")
  }

  /// A message as it would go out.
  public func preview(_ reference: String, notice: String, task: String?)
    async throws(ClientError) -> Answer<Page<PreviewItem>>
  {
    try await get(
      Self.path(reference) + "/preview", query: [("notice", notice), ("task", task)])
  }

  /// What will happen to an agreement.
  public func forecast(_ reference: String, until: String? = nil) async throws(ClientError)
    -> Answer<ForecastAnswer>
  {
    try await get(Self.path(reference) + "/forecast", query: [("until", until)])
  }

  /// What will happen to an agreement if nobody acts, as an iCalendar file.
  public func forecastFeed(_ reference: String, until: String? = nil) async throws(ClientError)
    -> [UInt8]
  {
    try await text(Self.path(reference) + "/forecast.ics", query: [("until", until)])
  }

  /// Why the dates of an agreement are what they are.
  public func derivations(_ reference: String, name: String? = nil) async throws(ClientError)
    -> Answer<Page<DerivationItem>>
  {
    try await get(Self.path(reference) + "/derivations", query: [("name", name)])
  }

  /// Deadlines of a person, a position, a role or an agreement, as an iCalendar file.
  public func feed(for name: String) async throws(ClientError) -> [UInt8] {
    try await text("/v1/feed.ics", query: [("for", name)])
  }

  /// Working calendars that are loaded.
  public func calendars() async throws(ClientError) -> Answer<Page<CalendarItem>> {
    try await get("/v1/calendars")
  }

  /// What another version of a calendar would move.
  public func previewCalendar(_ request: CalendarPreviewRequest) async throws(ClientError)
    -> Answer<CalendarReportItem>
  {
    try await post("/v1/calendars/preview", request, key: nil)
  }

  /// Messages of the outbox.
  public func messages(state: String? = nil, limit: Int? = nil) async throws(ClientError)
    -> Answer<Page<MessageItem>>
  {
    try await get("/v1/messages", query: [("state", state), ("limit", limit.map(String.init))])
  }

  /// Verifies the chain of the whole history.
  public func audit() async throws(ClientError) -> Answer<AuditReport> {
    try await get("/v1/audit")
  }

  // MARK: Commanding

  /// Starts an agreement.
  ///
  /// - Parameter key: the caller's own name for the command; nil: a random one.
  public func start(_ request: StartRequest, key: String? = nil) async throws(ClientError)
    -> Answer<CommandAnswer>
  {
    try await post("/v1/agreements", request, key: key)
  }

  /// Sends an event to an agreement.
  public func send(_ request: EventRequest, to reference: String, key: String? = nil)
    async throws(ClientError) -> Answer<CommandAnswer>
  {
    try await post(Self.path(reference) + "/events", request, key: key)
  }

  /// Approves or returns.
  public func decide(_ request: DecisionRequest, on reference: String, key: String? = nil)
    async throws(ClientError) -> Answer<CommandAnswer>
  {
    try await post(Self.path(reference) + "/decisions", request, key: key)
  }

  /// Changes who has a task in hand: claim, release, delegate, give-back, reassign.
  public func moveTask(
    _ move: String, _ request: TaskRequest, of reference: String, key: String? = nil
  ) async throws(ClientError) -> Answer<CommandAnswer> {
    try await post(Self.path(reference) + "/tasks/" + move, request, key: key)
  }

  /// Writes something down in the history of an agreement.
  public func comment(_ request: CommentRequest, on reference: String, key: String? = nil)
    async throws(ClientError) -> Answer<CommandAnswer>
  {
    try await post(Self.path(reference) + "/comments", request, key: key)
  }

  /// Stops the clocks of an agreement.
  public func suspend(_ reference: String, reason: String, key: String? = nil)
    async throws(ClientError) -> Answer<CommandAnswer>
  {
    try await post(Self.path(reference) + "/suspend", OperationRequest(reason: reason), key: key)
  }

  /// Lets the clocks of an agreement go on.
  public func resume(_ reference: String, reason: String, key: String? = nil)
    async throws(ClientError) -> Answer<CommandAnswer>
  {
    try await post(Self.path(reference) + "/resume", OperationRequest(reason: reason), key: key)
  }

  /// Has open deadlines counted on the calendar as its file is now.
  public func applyCalendar(_ request: CalendarApplyRequest) async throws(ClientError)
    -> Answer<CalendarReportItem>
  {
    try await post("/v1/calendars/apply", request, key: nil)
  }

  /// Sends a message again.
  public func retryMessage(_ id: Int64) async throws(ClientError) -> Answer<RetryAnswer> {
    try await post("/v1/messages/\(id)/retry")
  }

  /// Reads definitions, calendars and directory again.
  public func reload() async throws(ClientError) -> Answer<ReloadAnswer> {
    try await post("/v1/reload")
  }

  static func path(_ reference: String) -> String {
    "/v1/agreements/\(PercentEncoding.encode(reference))"
  }
}
