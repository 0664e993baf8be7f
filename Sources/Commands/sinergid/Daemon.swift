// Builds the rooms and runs them together.

import AdminServer
import Archive
import Engine
import Foundation
import Logging
import Notify
import ServiceLifecycle
import Store
import Systemd
import UnixSignals
import WorkCalendar
import Workflow

/// One life of the daemon.
struct Daemon {
  let configuration: DaemonConfiguration
  let logger: Logger

  /// Commands and deliveries in flight have this long when the daemon is told to stop.
  private static let farewell = Duration.milliseconds(700)

  func run() async throws {
    let manager = ServiceManager()
    guard let zone = SystemZones.rules(configuration.zone) else {
      throw Failure("no time zone «\(configuration.zone)»; is tzdata installed?")
    }
    try makeFolders()
    let signals = await UnixSignalsSequence(trapping: .sighup)
    let store = try Store(.file(path: "\(configuration.state)/sinergi.sqlite"))
    noteUnknownAccounts()
    let engine = try makeEngine(store, zone)
    let sockets = try listen()
    _ = await engine.reload()
    let server = AdminServer(
      engine: engine, listening: sockets.map(\.fd), logger: logger,
      onReady: { [configuration, logger] in
        manager.ready(status: statusLine(engine))
        logger.notice(
          "ready", metadata: ["message.id": "daemonReady", "socket": "\(configuration.socket)"])
        if configuration.isDevelopment {
          print(Welcome.text(configuration))
          fflush(nil)
        }
      })
    var group = ServiceGroupConfiguration(
      services: [
        TimerLoop(engine: engine), OutboxLoop(engine: engine),
        WatchdogService(engine: engine, manager: manager, logger: logger),
        ReloadService(engine: engine, manager: manager, signals: signals, logger: logger), server,
        FarewellService(manager: manager, logger: logger),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    group.maximumGracefulShutdownDuration = Self.farewell
    defer { for socket in sockets { socket.removeNode() } }
    do {
      try await ServiceGroup(configuration: group).run()
    } catch {
      try? store.close()
      throw error
    }
    // The database file alone then holds everything: good for a copy made while the daemon is down.
    try? await store.checkpoint()
    try store.close()
  }

  /// The service group tells each of its steps; only what is wrong is worth a line here.
  private var quiet: Logger {
    var logger = logger
    logger.logLevel = .warning
    return logger
  }

  private func makeFolders() throws {
    for folder in [configuration.state, configuration.spool] {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      } catch {
        throw Failure("cannot make the folder \(folder): \(error.localizedDescription)")
      }
    }
  }

  private func listen() throws -> [ListenSocket] {
    let inherited = try ListenSockets.inherited()
    if !inherited.isEmpty { return inherited }
    // Who may do what is decided by user, for each request; everybody may ask.
    return [
      try ListenSockets.bind(
        path: configuration.socket, mode: configuration.isDevelopment ? 0o600 : 0o666)
    ]
  }

  /// A name that no account has would lock people out in silence.
  private func noteUnknownAccounts() {
    for (role, members) in configuration.access.members.sorted(by: {
      $0.key.rawValue < $1.key.rawValue
    }) {
      for user in members.users.sorted() where UnixUsers.uid(named: user) == nil {
        logger.warning("access: \(role.rawValue): there is no Unix user «\(user)»")
      }
      for group in members.groups.sorted() where UnixUsers.gid(named: group) == nil {
        logger.warning("access: \(role.rawValue): there is no Unix group «\(group)»")
      }
    }
  }

  private func makeEngine(_ store: Store, _ zone: ZoneRules) throws -> Engine {
    let files = LibraryFiles(
      workflows: configuration.workflows, directory: configuration.directory)
    // After the store, whose lock says that no other daemon has this directory.
    var limits = ArchiveLimits()
    limits.fileBytes = Int64(configuration.documentMegabytes) << 20
    let archive = try DocumentArchive(
      folder: "\(configuration.state)/documents", limits: limits)
    var engine = EngineConfiguration(
      version: SinergiDaemon.version, zone: zone, administrators: configuration.administrators,
      allowsStandIns: configuration.allowsStandIns, access: configuration.access,
      directorySource: configuration.directoryFrom)
    engine.digest = configuration.digest
    engine.office = configuration.office
    return try Engine(
      store: store, notifiers: notifiers(), clock: try SystemClock(), configuration: engine,
      surroundings: EngineSurroundings(
        sources: { files.read() }, zone: SystemZones.rules,
        userName: { UnixUsers.name(of: $0) }, groups: { UnixUsers.groups(of: $0) },
        random: { UInt64.random(in: .min ... .max) }),
      logger: logger, archive: archive, keepsCopies: configuration.keepsDocuments)
  }

  private func notifiers() -> [any Notifier] {
    configuration.notifiers { [logger] message in
      let people = message.recipients.map { $0.person ?? "nobody" }.joined(separator: " ")
      logger.notice(
        "\(message.kind) → \(people)",
        metadata: ["instance": "\(message.reference)", "key": "\(message.key)"])
    }
  }
}
