// The small services of the daemon's edge: reload on SIGHUP, the watchdog, saying goodbye.

import Engine
import Logging
import ServiceLifecycle
import Systemd
import UnixSignals

/// Reloads the library on SIGHUP and tells the service manager about it.
struct ReloadService: Service {
  let engine: Engine
  let manager: ServiceManager
  let signals: UnixSignalsSequence
  let logger: Logger

  func run() async throws {
    for await _ in signals.cancelOnGracefulShutdown() {
      manager.reloading()
      let report = await engine.reload()
      logger.notice(
        "reloaded: \(report.loaded.count) new, \(report.problems.count) problems")
      manager.ready(status: statusLine(engine))
    }
  }
}

/// One line for `systemctl status`; asks nothing of the database, which may hold millions of rows.
func statusLine(_ engine: Engine) -> String {
  let problems = engine.loadProblems.count
  return "\(engine.workflowNames.count) workflows loaded"
    + (problems == 0 ? "" : ", \(problems) problems at the last load")
}

/// Tells the service manager that the daemon lives, as long as the writer answers.
struct WatchdogService: Service {
  let engine: Engine
  let manager: ServiceManager
  let logger: Logger

  func run() async throws {
    guard let interval = manager.watchdogInterval else {
      try? await gracefulShutdown()
      return
    }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if await engine.isAlive() {
          manager.watchdogAlive()
        } else {
          logger.error("the database does not answer; no sign of life is given")
        }
        try? await Task.sleep(for: interval / 2)
      }
    }
  }
}

/// Tells the service manager that the daemon stops.
struct FarewellService: Service {
  let manager: ServiceManager
  let logger: Logger

  func run() async throws {
    try? await gracefulShutdown()
    manager.stopping()
    logger.notice("stopping", metadata: ["message.id": "daemonStopping"])
  }
}
