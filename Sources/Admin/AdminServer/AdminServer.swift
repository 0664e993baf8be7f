// The service: HTTP/1.1 on listening Unix sockets, for the engine behind it.

public import Engine
public import Logging
public import ServiceLifecycle

/// Serves the API on sockets that already listen.
public struct AdminServer: Service {
  private let responder: Responder
  private let listening: [Int32]
  private let logger: Logger
  private let onReady: @Sendable () -> Void

  /// Creates the service; it does nothing before ``run()``.
  ///
  /// - Parameters:
  ///   - engine: answers.
  ///   - listening: descriptors of Unix stream sockets that already listen; the service owns them.
  ///   - logger: gets one line per denied request and per mistake.
  ///   - onReady: called once, when all sockets accept connections.
  public init(
    engine: Engine, listening: [Int32], logger: Logger, onReady: @escaping @Sendable () -> Void
  ) {
    self.responder = Responder(engine: engine, logger: logger)
    self.listening = listening
    self.logger = logger
    self.onReady = onReady
  }

  /// Serves until graceful shutdown, or until a socket cannot be served any more.
  public func run() async throws {
    guard !listening.isEmpty else { throw AdminServerError.noSocket }
    let child = PeerChannel(responder: responder)
    var servers: [DescriptorServer] = []
    for descriptor in listening {
      do {
        servers.append(
          try await DescriptorServer.open(descriptor, child: child, logger: logger))
      } catch {
        throw AdminServerError.socket(descriptor: descriptor, reason: "\(error)")
      }
    }
    onReady()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for server in servers { group.addTask { try await server.serve() } }
      try await group.waitForAll()
    }
  }
}

/// Why the API cannot be served.
public enum AdminServerError: Error, Hashable, Sendable, CustomStringConvertible {
  case noSocket
  case socket(descriptor: Int32, reason: String)

  /// One line.
  public var description: String {
    switch self {
    case .noSocket: "cannot serve the API: no socket was handed over"
    case .socket(let descriptor, let reason):
      "cannot serve the API on descriptor \(descriptor): \(reason); it must be a listening Unix socket"
    }
  }
}
