// The benchmark: `make bench`. One run prints everything; nothing here is shipped.

import Foundation
import Workflow

/// Runs the parts and prints their figures.
@main
struct Bench {
  static func main() async {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      try await Bench(options: options).run()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  let options: Options

  func run() async throws {
    let folder = "\(options.folder)/bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let office = try Office(
      workflows: options.workflows, more: [TimerLateness.definition])
    var report = Report()
    if options.parts.contains(.transitions) {
      say("transitions (\(options.rounds) rounds of \(options.seconds) s each)")
      report.transitions = try await Transitions(options: options, folder: folder).run(office)
    }
    if options.parts.contains(.timers) {
      say("timers")
      report.burst = try await TimerBurst(options: options, folder: folder).run(office)
      report.lateness = try await TimerLateness(options: options, folder: folder).run(office)
    }
    if options.parts.contains(.daemon), let daemon = options.daemon {
      say("daemon")
      report.daemon = try await DaemonFigures.measure(daemon, options, folder, office)
    }
    say("\n\(report.table)")
    if let path = options.json {
      try Data((report.json.text + "\n").utf8).write(to: URL(fileURLWithPath: path))
    }
  }
}

/// Prints a line at once, also into a pipe: a run takes minutes.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
