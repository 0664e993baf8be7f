// One HTTP request and its answer: bounded in time and size, and exact about whether it left.

internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A request of a webhook.
struct WebhookRequest: Sendable {
  var url: String
  var method: String
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  /// Authorities that are trusted in place of the system's; empty: the system's.
  var trusted: [NIOSSLCertificate] = []
}

/// How a request ended.
enum WebhookExchange: Sendable {
  /// The other side answered.
  case answer(WebhookAnswer)
  /// Nothing of the message left. `isPassing`: another attempt may succeed as things are.
  case unsent(String, isPassing: Bool)
  /// It left, wholly or in part, and there is no answer.
  case doubtful(String)
}

/// Sends requests.
enum WebhookClient {
  /// The only client of the process, for every webhook. It is never shut down: AsyncHTTPClient traps
  /// when a client goes away before its shutdown, and a static never goes away.
  ///
  /// No redirects: ours are stricter. No second attempt: the outbox does that, and it knows the
  /// difference between a request that never left and one that may have. A connection serves one
  /// request: on a kept one, a request can meet the server's own close, and then nobody knows whether
  /// it was read.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = .http1Only
    configuration.decompression = .disabled
    configuration.timeout.connect = .milliseconds(NotifyLimits.connectTimeout)
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      NotifyLimits.deliveriesAtOnceMost
    configuration.maximumUsesPerConnection = 1
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  /// Reads certificates in PEM; throws words.
  static func certificates(_ text: String) throws(UnreadableFile) -> [NIOSSLCertificate] {
    let found: [NIOSSLCertificate]
    do { found = try NIOSSLCertificate.fromPEMBytes(Array(text.utf8)) } catch {
      throw UnreadableFile("no certificates in PEM")
    }
    if found.isEmpty { throw UnreadableFile("no certificates in PEM") }
    return found
  }

  /// Sends one request and reads the beginning of its answer; ends within `deadline`.
  static func send(_ request: WebhookRequest, by deadline: ContinuousClock.Instant) async
    -> WebhookExchange
  {
    let left = deadline - .now
    guard left > .zero else { return .unsent("there was no time left", isPassing: true) }
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = HTTPMethod(rawValue: request.method)
    for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
    let upload = Upload(request.body)
    outgoing.body = .stream(upload, length: .known(Int64(request.body.count)))
    var security = TLSConfiguration.makeClientConfiguration()
    security.minimumTLSVersion = .tlsv12
    if !request.trusted.isEmpty { security.trustRoots = .certificates(request.trusted) }
    outgoing.tlsConfiguration = security
    do {
      let answer = try await client.execute(outgoing, timeout: .nanoseconds(left.nanoseconds))
      let body = await beginning(of: answer.body, by: deadline)
      return .answer(
        WebhookAnswer(
          status: Int(answer.status.code), retryAfter: answer.headers.first(name: "retry-after"),
          date: answer.headers.first(name: "date"),
          location: answer.headers.first(name: "location"), body: body))
    } catch {
      return upload.hasBegun ? .doubtful(words(error)) : unsent(error)
    }
  }

  /// Reads at most ``NotifyLimits/answerBytes``; what is missing at the deadline stays missing, for the
  /// status has been read.
  private static func beginning(
    of body: HTTPClientResponse.Body, by deadline: ContinuousClock.Instant
  ) async -> [UInt8] {
    let kept = Kept()
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          for try await chunk in body where !kept.add(chunk.readableBytesView) { break }
        } catch {
          // The connection broke; the status stands.
        }
      }
      group.addTask { try? await Task.sleep(until: deadline) }
      await group.next()
      group.cancelAll()
    }
    return kept.bytes
  }

  // MARK: What went wrong

  private static func unsent(_ error: any Error) -> WebhookExchange {
    // A name or an authority that does not fit does not mend itself. An end in the middle of the
    // handshake may.
    switch error {
    case is NIOSSLExtraError:
      return .unsent(words(error), isPassing: false)
    case NIOSSLError.handshakeFailed(let cause):
      if case .sslError = cause { return .unsent(words(error), isPassing: false) }
      return .unsent(words(error), isPassing: true)
    case let error as HTTPClientError where Self.wrongRequests.contains(error):
      return .unsent(words(error), isPassing: false)
    default:
      return .unsent(words(error), isPassing: true)
    }
  }

  private static let wrongRequests: [HTTPClientError] = [
    .invalidURL, .emptyHost, .emptyScheme, .incompatibleHeaders, .bodyLengthMismatch,
  ]

  /// Words of our own: those of the libraries may hold the URL.
  private static func words(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      if let failure = error.connectionErrors.last?.error { return words(failure) }
      return "its name is not found in the DNS"
    case let error as IOError:
      return String(cString: strerror(error.errnoCode)).lowercased()
    case NIOSSLError.handshakeFailed(.sslError(let stack)):
      let what = stack.first.map { "\($0)" } ?? ""
      return what.contains("CERTIFICATE_VERIFY_FAILED")
        ? "its certificate is not from an authority that is trusted, or has expired"
        : "no common TLS: \(ChannelText.cut(ChannelText.oneLine(what), NotifyLimits.excerptBytes))"
    case is NIOSSLExtraError:
      return "its certificate is for another name"
    case is NIOSSLError, is BoringSSLError:
      return "TLS failed"
    case is CancellationError:
      return "the delivery was cancelled"
    case is ChannelError:
      return "the connection was closed"
    case let error as HTTPClientError:
      return words(error)
    case is HTTPParserError:
      return "what it answers is not HTTP"
    default:
      return "the connection failed (\(type(of: error)))"
    }
  }

  private static func words(_ error: HTTPClientError) -> String {
    switch error {
    case .cancelled: "the delivery was cancelled"
    case .deadlineExceeded, .readTimeout, .writeTimeout: "no answer in time"
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
      "no connection in time"
    case .remoteConnectionClosed: "the connection was closed"
    default: error.shortDescription
    }
  }

  // MARK: Bodies

  /// A request's body that knows whether anybody asked for it: the client does so when it has a
  /// connection and has written the head. Whatever fails before that, the message has not left.
  private final class Upload: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    private let bytes: [UInt8]
    private let began = Mutex(false)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var hasBegun: Bool { began.withLock { $0 } }

    struct AsyncIterator: AsyncIteratorProtocol {
      let upload: Upload
      var isDone = false

      mutating func next() async -> ByteBuffer? {
        upload.began.withLock { $0 = true }
        guard !isDone else { return nil }
        isDone = true
        return ByteBuffer(bytes: upload.bytes)
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(upload: self) }
  }

  /// The beginning of an answer.
  private final class Kept: Sendable {
    private let held = Mutex<[UInt8]>([])

    var bytes: [UInt8] { held.withLock { $0 } }

    /// Takes what fits; false when there is no more room.
    func add(_ chunk: ByteBufferView) -> Bool {
      held.withLock { held in
        held += chunk.prefix(NotifyLimits.answerBytes - held.count)
        return held.count < NotifyLimits.answerBytes
      }
    }
  }
}

extension Duration {
  /// Whole nanoseconds, at most what fits.
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return min(seconds, 1_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
