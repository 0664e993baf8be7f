// One life of the daemon from the outside: when it answers, when it says READY=1, what it weighs.

import Foundation

/// A started daemon.
final class DaemonRun {
  private let process = Process()
  private let folder: String
  private let notifications: Int32
  private let started = ContinuousClock().now

  /// Starts the daemon on a development folder.
  init(_ program: String, folder: String, workflows: String) throws {
    // NOTIFY_SOCKET must be absolute, or nobody is told.
    let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    self.folder = folder
    let path = "\(folder)/notify"
    unlink(path)
    notifications = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    let isBound = withSocketAddress(path) { bind(notifications, $0, $1) }
    guard isBound == 0 else { throw BenchError("cannot bind \(path)") }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--development", folder, "--workflows", workflows]
    process.environment = ["NOTIFY_SOCKET": path, "PATH": "/usr/bin:/bin", "HOME": folder]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    close(notifications)
    if process.isRunning { process.terminate() }
  }

  /// Seconds until the socket gave its first good answer, and until the daemon told its service
  /// manager that it is ready.
  func milestones(within limit: Double) throws -> (answer: Double, ready: Double) {
    var answer: Double?
    var ready: Double?
    while elapsed < limit {
      if ready == nil, hasToldReady() { ready = elapsed }
      if answer == nil, ask("/healthz") { answer = elapsed }
      if let answer, let ready { return (answer, ready) }
      guard process.isRunning else { throw BenchError("cannot start the daemon: it stopped") }
      usleep(500)
    }
    throw BenchError("cannot reach the daemon within \(limit) s")
  }

  private func hasToldReady() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = recv(notifications, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return count > 0 && String(decoding: buffer[..<count], as: UTF8.self).contains("READY=1")
  }

  /// A line of `/proc/PID/status`, in megabytes.
  func megabytes(_ field: String) throws -> Double {
    let status = try String(
      contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("\(field):") }
    guard let kibibytes = line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first,
      let number = Double(kibibytes)
    else { throw BenchError("cannot read \(field)") }
    return number * 1_024 / 1_000_000
  }

  /// How often each thread gave up the processor by itself since it began (proc(5), status).
  func sleeps() throws -> [String: Int] {
    let threads = "/proc/\(process.processIdentifier)/task"
    var found: [String: Int] = [:]
    for thread in try FileManager.default.contentsOfDirectory(atPath: threads) {
      let status = try String(contentsOfFile: "\(threads)/\(thread)/status", encoding: .utf8)
      var name = ""
      for line in status.split(separator: "\n") {
        let words = line.split(whereSeparator: { " \t".contains($0) })
        if words.first == "Name:" { name = words.dropFirst().joined(separator: " ") }
        if words.first == "voluntary_ctxt_switches:", words.count == 2 {
          found["\(name) \(thread)"] = Int(words[1])
        }
      }
    }
    return found
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  private var elapsed: Double { (ContinuousClock().now - started).inSeconds }

  /// Makes sure that the daemon runs on the database that is meant.
  func check(holds instances: Int) throws {
    guard ask("/v1/status", for: ":\(instances)") else {
      throw BenchError("the daemon does not report \(instances) agreements")
    }
  }

  /// Whether a question is answered well, with these words in the answer.
  private func ask(_ path: String, for words: String = "") -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard withSocketAddress("\(folder)/sinergi.sock", { connect(descriptor, $0, $1) }) == 0 else {
      return false
    }
    let request = "GET \(path) HTTP/1.1\r\nHost: sinergi\r\nConnection: close\r\n\r\n"
    guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else {
      return false
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
      answer += buffer[..<count]
    }
    let text = String(decoding: answer, as: UTF8.self)
    return text.hasPrefix("HTTP/1.1 200") && (words.isEmpty || text.contains(words))
  }
}

/// Calls the body with the address of a Unix socket; longer paths than it holds are cut.
private func withSocketAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { bytes in
    bytes.copyBytes(from: path.utf8.prefix(bytes.count - 1))
  }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
