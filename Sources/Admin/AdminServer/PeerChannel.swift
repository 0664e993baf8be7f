// An HTTP/1.1 connection whose other end is known: the kernel is asked once, when it is accepted.

internal import Glibc
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix

/// Layout of `struct ucred` (unix(7)), which Glibc's Swift module does not show.
struct PeerCredentials: Sendable, Hashable {
  var pid: Int32 = 0
  var uid: UInt32 = 0
  var gid: UInt32 = 0
}

/// Serves one connection of a Unix socket.
///
/// `SO_PEERCRED` names the process that connected, also after it passed its end on. A connection
/// whose peer the kernel does not tell (another kind of socket) is closed without an answer.
struct PeerChannel: ServerChildChannel {
  struct Value: ServerChildChannelValue {
    let connection: HTTP1Channel.Value
    let peer: PeerCredentials
    var channel: any Channel { connection.channel }
  }

  let responder: Responder

  private static let configuration = HTTP1Channel.Configuration(
    idleTimeout: AdminLimits.idle,
    httpDecoderConfiguration: .init(
      maxHeaderFieldSize: AdminLimits.headerBytes, maxHeaderListSize: AdminLimits.headerBytes,
      maxHeaderFieldCount: AdminLimits.headerCount))

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    guard channel.localAddress?.protocol == .unix, let socket = channel as? any SocketOptionProvider
    else { return channel.eventLoop.makeFailedFuture(PeerUnknown()) }
    // `unsafe` in the name: the type must have the layout of the option's value, as it has.
    let peer: EventLoopFuture<PeerCredentials> = socket.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    let base = HTTP1Channel(responder: { _, _, _ in }, configuration: Self.configuration)
    return base.setup(channel: channel, logger: logger).and(peer).map {
      Value(connection: $0, peer: $1)
    }
  }

  func handle(value: Value, logger: Logger) async {
    let uid = value.peer.uid
    let connection = HTTP1Channel(
      responder: { request, writer, _ in
        try await serve(request, writer, uid: uid)
      }, configuration: Self.configuration)
    await connection.handle(value: value.connection, logger: logger)
  }

  private func serve(_ request: Request, _ writer: consuming ResponseWriter, uid: UInt32)
    async throws
  {
    var headers: [String: String] = [:]
    // RFC 9110 §5.2: the values of a header that stands several times are one list.
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
    }
    var inquiry = Inquiry(
      method: request.method.rawValue, target: request.head.path ?? "", headers: headers,
      body: [], uid: uid)
    let length = headers["content-length"]
    if inquiry.takesOctets {
      // Not read before it is known who sends it, and whether it may.
      inquiry.octets = Octets(length: length.flatMap { Int64($0) }) { take in
        for try await part in request.body {
          try part.withUnsafeReadableBytes { try take($0) }
        }
      }
    } else {
      inquiry.body = try await body(of: request, length: length)
    }
    let reply = await responder.answer(inquiry)
    var fields: HTTPFields = [.contentType: reply.mediaType, .cacheControl: "no-store"]
    for (name, value) in reply.headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if reply.closesConnection { fields[.connection] = "close" }
    fields[.contentLength] = String(reply.file?.size ?? Int64(reply.body.count))
    var bodyWriter = try await writer.writeHead(
      HTTPResponse(status: .init(code: reply.status), headerFields: fields))
    if let file = reply.file {
      // A part that does not fit its record breaks the connection off: the file stays incomplete.
      while let part = try file.next() { try await bodyWriter.write(ByteBuffer(bytes: part)) }
    } else {
      try await bodyWriter.write(ByteBuffer(bytes: reply.body))
    }
    try await bodyWriter.finish(nil)
    if reply.closesConnection { throw BodyLeftUnread() }
  }

  /// The body, or nil when it is larger than the limit: then it is not read to its end.
  private func body(of request: Request, length: String?) async throws -> [UInt8]? {
    if let length = length.flatMap({ Int($0) }), length > AdminLimits.bodyBytes { return nil }
    var bytes: [UInt8] = []
    for try await part in request.body {
      guard bytes.count + part.readableBytes <= AdminLimits.bodyBytes else { return nil }
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }
}

/// Closes a connection of which the kernel does not say who is at the other end.
private struct PeerUnknown: Error {}

/// Closes a connection whose request was too large to be read to its end.
private struct BodyLeftUnread: Error {}
