// Accepts connections on a descriptor that already listens: inherited from systemd or bound before.

internal import Logging
internal import NIOCore
internal import NIOExtras
internal import NIOPosix
internal import ServiceLifecycle

/// A listening socket whose connections are served until graceful shutdown.
struct DescriptorServer: Sendable {
  private let server: NIOAsyncChannel<PeerChannel.Value, Never>
  private let quiescing: ServerQuiescingHelper
  private let child: PeerChannel
  private let logger: Logger

  /// Takes over the descriptor.
  static func open(_ descriptor: Int32, child: PeerChannel, logger: Logger) async throws
    -> DescriptorServer
  {
    let group = MultiThreadedEventLoopGroup.singleton
    let quiescing = ServerQuiescingHelper(group: group)
    let server = try await ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            quiescing.makeServerChannelHandler(channel: channel))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .bind(descriptor) { channel in child.setup(channel: channel, logger: logger) }
    return DescriptorServer(server: server, quiescing: quiescing, child: child, logger: logger)
  }

  /// Serves until graceful shutdown: then no connection is accepted, requests in flight are
  /// answered, and idle connections are closed at once.
  func serve() async throws {
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await server.executeThenClose { inbound in
          var open = 0
          for try await connection in inbound {
            // At the limit one must end before the next begins; the rest wait in the kernel's queue.
            if open >= AdminLimits.connections {
              try await group.next()
              open -= 1
            }
            open += 1
            group.addTask { await child.handle(value: connection, logger: logger) }
          }
        }
        try await group.waitForAll()
      }
    } onGracefulShutdown: {
      quiescing.initiateShutdown(promise: nil)
    }
  }
}
