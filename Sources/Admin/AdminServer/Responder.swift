// One request, one answer: find the route, ask who calls, check, hand over. Knows no connection.

internal import AdminAPI
internal import Engine
internal import Logging

/// A request as far as it concerns the API.
struct Inquiry: Sendable {
  var method: String
  /// Path and query, as they were sent.
  var target: String
  /// Names in lower case.
  var headers: [String: String] = [:]
  /// The body; nil when it was larger than is read.
  var body: [UInt8]? = []
  /// Who is at the other end, from the kernel.
  var uid: UInt32
  /// The body as it comes, for routes that take a file; nil: it is in `body`.
  var octets: Octets?
}

/// Answers inquiries.
struct Responder: Sendable {
  var engine: Engine
  var logger: Logger
  /// One for each server: every copy of a responder shares it.
  let uploads = Turnstile(AdminLimits.uploads)

  /// Never throws: what goes wrong is an answer too.
  func answer(_ inquiry: Inquiry) async -> Reply {
    let path = inquiry.target.prefix { $0 != "?" }
    var reply: Reply
    do {
      reply = try await dispatch(inquiry, path: path)
    } catch let problem as Problem {
      var problem = problem
      problem.instance = String(path)
      reply = Reply(problem)
    } catch {
      // The words of an unexpected error may hold data of an agreement; they go to the journal's
      // debug level only.
      logger.error(
        "cannot answer a request",
        metadata: ["http.path": "\(path)", "error.type": "\(type(of: error))"])
      logger.debug("cannot answer a request", metadata: ["error": "\(error)"])
      reply = Reply(Problem(.internal, "the answer cannot be made", instance: String(path)))
    }
    // What was not read to its end cannot be followed by another request.
    reply.closesConnection = inquiry.body == nil || inquiry.octets?.isReadWhole == false
    return reply
  }

  private func dispatch(_ inquiry: Inquiry, path: Substring) async throws -> Reply {
    guard inquiry.target.utf8.count <= AdminLimits.targetBytes else {
      throw Problem(.unknownRoute, "the path is longer than \(AdminLimits.targetBytes) bytes")
    }
    guard case .route(let route, let values) = RouteTable.match(method: inquiry.method, path: path)
    else { return try unmatched(inquiry, path) }
    let caller = engine.caller(uid: inquiry.uid)
    if let denial = route.access.denial(of: caller, to: route.name) {
      logger.notice(
        "access denied",
        metadata: [
          "message.id": "accessDenied", "caller.uid": "\(inquiry.uid)",
          "http.route": "\(route.name)",
        ])
      throw denial
    }
    try checkAccepts(inquiry.headers["accept"])
    let query = try Query(
      inquiry.target.dropFirst(path.count).dropFirst(), known: route.query)
    let body = try checkedBody(inquiry, route)
    let call = Call(
      engine: engine, caller: caller, path: values, query: query, body: body,
      idempotencyKey: route.isCommand ? inquiry.headers["idempotency-key"] : nil,
      octets: route.takesOctets ? inquiry.octets ?? Octets(inquiry.body ?? []) : nil,
      uploads: uploads)
    do {
      let reply = try await route.handler(call)
      logger.debug(
        "answered",
        metadata: [
          "http.route": "\(route.name)", "http.status": "\(reply.status)",
          "caller.uid": "\(inquiry.uid)",
        ])
      return reply
    } catch let error as EngineError {
      throw Problem(error, reference: values["reference"])
    }
  }

  private func unmatched(_ inquiry: Inquiry, _ path: Substring) throws -> Reply {
    guard case .otherMethods(let methods) = RouteTable.match(method: inquiry.method, path: path)
    else {
      throw Problem(
        .unknownRoute,
        "no path \(path); GET /v1/openapi.json lists them, and slashes of a reference are written %2F"
      )
    }
    let allowed = methods.joined(separator: ", ")
    var reply = Reply(
      Problem(
        .methodNotAllowed, "\(path) does not take \(inquiry.method); it takes \(allowed)",
        instance: String(path)))
    reply.headers["Allow"] = allowed
    return reply
  }

  /// RFC 9110 §12.5.1: an Accept header that leaves no room for JSON is answered with 406.
  private func checkAccepts(_ accept: String?) throws(Problem) {
    guard let accept, !accept.isEmpty else { return }
    let ranges = accept.split(separator: ",").map { range in
      range.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
    let fitting = ["*/*", "application/*", "application/json", "application/problem+json"]
    guard ranges.contains(where: fitting.contains) else {
      throw Problem(.notAcceptable, "only application/json is answered, not \(accept)")
    }
  }

  private func checkedBody(_ inquiry: Inquiry, _ route: Route) throws(Problem) -> [UInt8] {
    if route.takesOctets { return [] }
    guard let body = inquiry.body else {
      throw Problem(
        .bodyTooLarge, "the body is larger than \(AdminLimits.bodyBytes) bytes; send less")
    }
    guard let schema = route.request else {
      guard body.isEmpty else {
        throw Problem(.invalidBody, "\(route.name) takes no body; send none")
      }
      return []
    }
    if let type = inquiry.headers["content-type"] {
      let essence = type.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
      guard essence == "application/json" else {
        throw Problem(
          .unsupportedMediaType, "the body is \(type), must be application/json")
      }
    }
    try Body.check(body, against: schema)
    return body
  }
}
