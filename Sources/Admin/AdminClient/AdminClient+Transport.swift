// One request over the socket: sent again only while nobody can have heard it twice.

internal import AdminAPI
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

extension AdminClient {
  func get<Value: WireType>(_ path: String, query: [(String, String?)] = [])
    async throws(ClientError) -> Answer<Value>
  {
    let pairs = query.compactMap { name, value in
      value.map { "\(name)=\(PercentEncoding.encode($0))" }
    }
    return try await send("GET", pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))")
  }

  /// An answer that is no JSON, as it came.
  func text(
    _ path: String, query: [(String, String?)], upTo limit: Int = ClientLimits.answerBytes
  ) async throws(ClientError) -> [UInt8] {
    let pairs = query.compactMap { name, value in
      value.map { "\(name)=\(PercentEncoding.encode($0))" }
    }
    let answer = try await exchange(
      "GET", pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))",
      upTo: limit)
    guard (200..<300).contains(answer.status) else { throw problem(answer.bytes, answer.status) }
    return answer.bytes
  }

  func post<Value: WireType>(_ path: String, key: String? = nil) async throws(ClientError)
    -> Answer<Value>
  {
    try await send("POST", path, key: key ?? Self.randomKey())
  }

  func post<Value: WireType>(_ path: String, _ body: some WireType, key: String?)
    async throws(ClientError) -> Answer<Value>
  {
    let bytes: [UInt8]
    do { bytes = try WireCoding.encode(body) } catch {
      throw .badAnswer(path: socket, detail: "the request cannot be written: \(error)")
    }
    return try await send("POST", path, body: bytes, key: key ?? Self.randomKey())
  }

  /// Sends a file.
  func post<Value: WireType>(octets bytes: [UInt8], _ path: String) async throws(ClientError)
    -> Answer<Value>
  {
    let answer = try await exchange(
      "POST", path, body: bytes, mediaType: "application/octet-stream")
    return try read(answer.bytes, status: answer.status)
  }

  /// A name for one command: the daemon does it once, however often it is sent.
  private static func randomKey() -> String {
    (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }.joined(separator: "-")
  }

  private func send<Value: WireType>(
    _ method: String, _ path: String, body: [UInt8]? = nil, key: String? = nil
  ) async throws(ClientError) -> Answer<Value> {
    let answer = try await exchange(method, path, body: body, key: key)
    return try read(answer.bytes, status: answer.status)
  }

  private func exchange(
    _ method: String, _ path: String, body: [UInt8]? = nil, key: String? = nil,
    mediaType: String = "application/json", upTo limit: Int = ClientLimits.answerBytes
  ) async throws(ClientError) -> (bytes: [UInt8], status: Int) {
    guard socket.utf8.count <= ClientLimits.socketPathBytes else {
      throw .unreachable(path: socket, reason: .pathTooLong)
    }
    var request = HTTPClientRequest(
      url: "http+unix://\(PercentEncoding.encode(socket))\(path)")
    request.method = .RAW(value: method)
    request.headers.add(name: "Accept", value: "application/json")
    if let body {
      request.headers.add(name: "Content-Type", value: mediaType)
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    // The key stays the same over all tries, so a try that was heard is not done again.
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    var failure = ClientError.unreachable(path: socket, reason: .closed)
    for _ in 0...ClientLimits.retries {
      do {
        let response = try await http.execute(request, timeout: ClientLimits.answer)
        let bytes = try await response.body.collect(upTo: limit)
        return (Array(bytes.readableBytesView), Int(response.status.code))
      } catch {
        failure = .unreachable(path: socket, reason: Self.reason(error))
        guard case .unreachable(_, .closed) = failure else { throw failure }
      }
    }
    throw failure
  }

  private func read<Value: WireType>(_ bytes: [UInt8], status: Int) throws(ClientError)
    -> Answer<Value>
  {
    if (200..<300).contains(status) {
      guard let value = try? WireCoding.decode(Value.self, from: bytes) else {
        throw .badAnswer(path: socket, detail: "it is no \(Value.schema.name)")
      }
      return Answer(value: value, json: bytes)
    }
    throw problem(bytes, status)
  }

  private func problem(_ bytes: [UInt8], _ status: Int) -> ClientError {
    guard let problem = try? WireCoding.decode(Problem.self, from: bytes) else {
      return .badAnswer(path: socket, detail: "status \(status) without a problem document")
    }
    return .problem(problem)
  }

  private static func reason(_ error: any Error) -> ClientError.Reason {
    if let error = error as? HTTPClientError {
      switch error {
      case .connectTimeout, .deadlineExceeded, .readTimeout, .writeTimeout: return .timeout
      case .remoteConnectionClosed, .cancelled: return .closed
      default: return .other("\(error)")
      }
    }
    guard let code = (error as? IOError)?.errnoCode else { return .other("\(error)") }
    return Errno.reason(code)
  }
}
