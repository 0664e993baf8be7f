// One row of the route table, and what a handler is given and gives back.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

/// A way into the daemon: who may use it, what it takes, what it answers.
struct Route: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// A parameter after the «?».
  struct Parameter: Sendable {
    enum Kind: Sendable { case text, truth, count }
    var name: String
    var kind: Kind
    var summary: String

    static func text(_ name: String, _ summary: String) -> Parameter {
      Parameter(name: name, kind: .text, summary: summary)
    }
    static func truth(_ name: String, _ summary: String) -> Parameter {
      Parameter(name: name, kind: .truth, summary: summary)
    }
    static func count(_ name: String, _ summary: String) -> Parameter {
      Parameter(name: name, kind: .count, summary: summary)
    }
  }

  var method: Method
  /// Template: `/v1/agreements/{reference}`.
  var path: String
  var access: Access
  var summary: String
  var query: [Parameter] = []
  /// Shape of the body; nil: no body.
  var request: Schema?
  /// Shape of the answer; nil: the OpenAPI document, which has none.
  var response: Schema?
  /// What the answer is.
  var mediaType: String {
    if path.hasSuffix(".ics") { return "text/calendar" }
    return path.hasSuffix("/content") && method == .get
      ? "application/octet-stream" : "application/json"
  }
  /// Status of success.
  var status = 200
  /// True for commands that heed `Idempotency-Key`.
  var isCommand = false
  /// True where the body is the octets of a file, which have a bound of their own.
  var takesOctets = false
  var handler: @Sendable (Call) async throws -> Reply

  /// Method and template, as logs and messages name the route.
  var name: String { "\(method.rawValue) \(path)" }
}

/// A request after it was found to be well formed and allowed.
struct Call: Sendable {
  var engine: Engine
  var caller: Caller
  /// Values of the template's places, decoded.
  var path: [String: String]
  var query: Query
  var body: [UInt8]
  var idempotencyKey: String?
  /// The octets of a route that takes a file.
  var octets: Octets?
  /// Where files that come in pass, a few at a time.
  var uploads: Turnstile

  var presenter: Presenter { Presenter(zone: engine.zone) }

  func context(standIn: String?) -> CommandContext {
    CommandContext(caller: caller, standIn: standIn, idempotencyKey: idempotencyKey)
  }
}

/// An answer, still without a connection.
struct Reply: Sendable, Equatable {
  var status: Int
  var mediaType = "application/json"
  var headers: [String: String] = [:]
  var body: [UInt8]
  /// True when the rest of the request was not read, so that the connection cannot go on.
  var closesConnection = false
  /// What is sent instead of the body, part by part.
  var file: FileReply?

  init(status: Int = 200, _ value: some Encodable, headers: [String: String] = [:]) throws {
    self.status = status
    self.body = try WireCoding.encode(value)
    self.headers = headers
  }

  /// An iCalendar file (RFC 5545).
  init(calendar text: String) {
    self.status = 200
    self.mediaType = "text/calendar; charset=utf-8"
    self.body = Array(text.utf8)
  }

  /// A file, part by part.
  init(file: FileReply, headers: [String: String]) {
    self.status = 200
    self.mediaType = "application/octet-stream"
    self.headers = headers
    self.body = []
    self.file = file
  }

  init(body: [UInt8]) {
    self.status = 200
    self.body = body
  }

  /// A problem document; a problem holds only text and a whole number, which always encode.
  init(_ problem: Problem) {
    self.status = problem.status
    self.mediaType = "application/problem+json"
    self.body = (try? WireCoding.encode(problem)) ?? Array("{}".utf8)
    if problem.known == .busy || problem.known == .stopping {
      headers["Retry-After"] = String(AdminLimits.retryAfterSeconds)
    }
  }
}
