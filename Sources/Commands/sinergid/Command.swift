// sinergid: reads its configuration, builds the rooms, runs the services.

import AdminServer
import ArgumentParser
import Engine
import Foundation
import Logging
import Notify
import ServiceLifecycle
import Store
import Systemd
import UnixSignals
import Workflow

/// The daemon's command line.
@main
struct SinergiDaemon: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "sinergid",
    abstract: "Keeps cooperation agreements moving.",
    discussion: """
      As a service it is started by systemd with a configuration file. To try it out, or to \
      develop, give a directory instead; everything is kept below it and no root is needed:

        sinergid --development .development

      SIGHUP reloads definitions and calendars, and the directory where it comes from files; \
      SIGTERM finishes the commit in flight and stops.
      """,
    version: version)

  @Option(help: "The configuration file.")
  var configuration = "/etc/sinergi/sinergid.yaml"

  @Option(
    name: .customLong("development"),
    help: "Keep everything below this directory; the user who runs it may stand in for others.")
  var developmentFolder: String?

  @Option(
    name: .customLong("workflows"),
    help: "A folder of workflow definitions (development only; may be repeated).")
  var workflowFolders: [String] = []

  @Flag(help: "Read the configuration and the definitions, say what is wrong, and stop.")
  var check = false

  func run() async throws {
    ignoreSIGPIPE()
    let configuration = try loadConfiguration()
    if check { throw checkOnly(configuration) }
    let journal = isJournalStream() ? try startJournal() : nil
    let logger = makeLogger(configuration, journal)
    do {
      try await Daemon(configuration: configuration, logger: logger).run()
    } catch let error as ExitCode {
      _ = journal?.flush(within: .milliseconds(500))
      throw error
    } catch {
      logger.critical("cannot run: \(error)")
      _ = journal?.flush(within: .milliseconds(500))
      throw ExitCode.failure
    }
    _ = journal?.flush(within: .milliseconds(500))
  }

  private func loadConfiguration() throws -> DaemonConfiguration {
    if let folder = developmentFolder {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      let path = URL(fileURLWithPath: folder).standardizedFileURL.path
      return .development(
        below: path, workflows: workflowFolders,
        user: UnixUsers.name(of: getuid()) ?? "\(getuid())")
    }
    var unreadable: [String] = []
    guard let source = LibraryFiles.read(configuration, into: &unreadable) else {
      throw Failure(
        "\(unreadable.joined(separator: "\n"))\nname one with --configuration, or try --development DIR"
      )
    }
    let (loaded, problems) = DaemonConfiguration.read(source)
    // A problem shows its line; a secret that was written there by mistake is not shown.
    let shown = SecretMask.masked(source)
    let text = problems.map { $0.rendered(in: shown) }.joined(separator: "\n")
    guard let loaded else { throw Failure(text) }
    if !text.isEmpty { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
    return loaded
  }

  private func checkOnly(_ configuration: DaemonConfiguration) -> ExitCode {
    let sources = LibraryFiles(
      workflows: configuration.workflows, directory: configuration.directory
    ).read()
    let problems = LibraryCheck.problems(of: sources, zone: SystemZones.rules)
    for problem in problems.errors + problems.warnings {
      FileHandle.standardError.write(Data("\(problem)\n".utf8))
    }
    if problems.errors.isEmpty { print("configuration and definitions are good") }
    return problems.errors.isEmpty ? .success : .failure
  }

  private func startJournal() throws -> JournalQueue {
    let queue = JournalQueue(identifier: "sinergid")
    try queue.start()
    return queue
  }

  private func makeLogger(_ configuration: DaemonConfiguration, _ journal: JournalQueue?) -> Logger
  {
    let level = configuration.logLevel
    let zone = SystemZones.rules(configuration.zone)
    return Logger(label: "sinergid") { label in
      if let journal { return JournalLogHandler(label: label, queue: journal, logLevel: level) }
      return TerminalLogHandler(logLevel: level) {
        TerminalTime.text(zone)
      }
    }
  }
}

/// A failure whose words are all there is to say.
struct Failure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
