// Memory and readiness of the daemon: on an empty database, and with very many sleeping agreements.

import Foundation

/// What a daemon on one database weighs, and how soon it is there; medians of the rounds.
struct DaemonFigures {
  var instances: Int
  var fileMegabytes: Double
  var residentMegabytes: Double
  var anonymousMegabytes: Double
  var answerSeconds: Double
  var readySeconds: Double
  /// How often a thread of the idle daemon went to sleep again, in ten seconds. What remains is one
  /// thread each second: libdispatch looks at its pools (`_dispatch_workq_monitor_pools`).
  var wakeUps = 0
  /// True when the file was put out of the page cache first, as after a boot.
  var isCold = false

  /// The daemon is left alone for so long before it is weighed.
  private static let idle = Duration.seconds(3)
  private static let patience = 120.0
  /// Then it is left alone for so long before its wake-ups are counted.
  private static let settling = Duration.seconds(12)
  /// So long its wake-ups are counted.
  private static let quiet = Duration.seconds(10)

  static func measure(
    _ program: String, _ options: Options, _ folder: String, _ office: Office
  ) async throws -> [DaemonFigures] {
    let empty = "\(folder)/empty"
    let full = "\(folder)/full"
    for folder in [empty, full] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let clock = ContinuousClock()
    let start = clock.now
    try await SleepingDatabase(office, in: folder)
      .write(options.instances, to: "\(full)/sinergi.sqlite")
    say("  \(options.instances) agreements written in \(two((clock.now - start).inSeconds)) s")
    return [
      try await figures(program, options, empty, instances: 0, isCold: false),
      try await figures(program, options, full, instances: options.instances, isCold: false),
      try await figures(program, options, full, instances: options.instances, isCold: true),
    ]
  }

  private static func figures(
    _ program: String, _ options: Options, _ folder: String, instances: Int, isCold: Bool
  ) async throws -> DaemonFigures {
    var resident: [Double] = []
    var anonymous: [Double] = []
    var answer: [Double] = []
    var ready: [Double] = []
    let file = "\(folder)/sinergi.sqlite"
    var wakeUps = 0
    for round in 1...options.rounds {
      if isCold { evict(file) }
      let run = try DaemonRun(program, folder: folder, workflows: options.workflows)
      let milestones = try run.milestones(within: patience)
      answer.append(milestones.answer)
      ready.append(milestones.ready)
      try await Task.sleep(for: idle)
      resident.append(try run.megabytes("VmRSS"))
      anonymous.append(try run.megabytes("RssAnon"))
      if round == options.rounds {
        // Threads of the pools that nobody needs any more wait for a while and end.
        try await Task.sleep(for: Self.settling)
        let before = try run.sleeps()
        try await Task.sleep(for: quiet)
        let after = try run.sleeps()
        for (thread, count) in before.sorted(by: { $0.key < $1.key }) {
          let times = after[thread].map { $0 - count } ?? 1
          wakeUps += times
          if times > 0 { say("  woken: \(thread), \(times) times") }
        }
      }
      try run.check(holds: instances)
      run.stop()
    }
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber
    return DaemonFigures(
      instances: instances, fileMegabytes: (size?.doubleValue ?? 0) / 1_000_000,
      residentMegabytes: resident.median, anonymousMegabytes: anonymous.median,
      answerSeconds: answer.median, readySeconds: ready.median, wakeUps: wakeUps,
      isCold: isCold)
  }

  /// Puts a file out of the page cache; it is written to the disk first.
  private static func evict(_ path: String) {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    close(descriptor)
  }
}
