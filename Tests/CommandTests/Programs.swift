// The only place where these tests start, wait for and end programs.

import Foundation
import Glibc
import Testing

/// Where the programs and the source tree lie.
enum Places {
  static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let workflows = "\(top)/workflows"

  /// The folder of both programs: beside the running test bundle, else what `SINERGI_BIN` names.
  static let programs: String? = {
    let bundle = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = bundle.map { URL(filePath: $0).deletingLastPathComponent().path }
    let folders = [beside, ProcessInfo.processInfo.environment["SINERGI_BIN"]].compactMap { $0 }
    for folder in folders
    where ["sinergid", "sinergictl"].allSatisfy({
      FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
    }) {
      return folder
    }
    print("skipped: no sinergid and sinergictl in \(folders.joined(separator: ", "))")
    return nil
  }()
}

/// Whether there is something to test.
let hasPrograms = Places.programs != nil

/// A folder below /tmp, which other users may pass through; it lives as long as `body` runs.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  var template = Array("/tmp/sinergi-e2e-XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try #require(chmod(path, 0o755) == 0)
  return try body(path)
}

/// Asks again until `condition` holds; the bound is for programs that hang, not a measurement.
func eventually(
  _ what: @autoclosure () -> String, atMost bound: Duration = .seconds(30),
  _ condition: () throws -> Bool
) throws {
  let end = ContinuousClock.now.advanced(by: bound)
  while ContinuousClock.now < end {
    if try condition() { return }
    usleep(5_000)
  }
  let what = what()
  Issue.record("it did not come about within \(bound): \(what)")
  throw Patience(what: what)
}

/// What was waited for in vain.
struct Patience: Error {
  var what: String
}

/// How a program ended, and what it said.
struct Outcome {
  /// Exit code; 128 + number of the signal that killed it; nil: it had to be ended by force.
  var code: Int32?
  var output: String
  var errors: String
}

/// A program that was started. Whoever starts one ends it with ``end()``, best in a `defer`.
final class Running {
  let pid: pid_t
  private let log: String
  private var code: Int32?
  private static let patience = Duration.seconds(30)

  /// - Parameters:
  ///   - log: path of the two files, `.out` and `.err`, that take the outputs.
  ///   - folder: working directory.
  init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], log: String,
    folder: String = "/"
  ) throws {
    self.log = log
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, "\(log).out", flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "\(log).err", flags, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of a test runner block signals; a program would inherit that and never hear SIGTERM.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder]
    variables.merge(environment) { _, new in new }
    // Both become the program, under the same process number: setpriv(1) so that it dies with the
    // thread that started it, which a test holds until its end, and env(1) for its folder.
    let launcher = "/usr/bin/setpriv"
    let words =
      [launcher, "--pdeathsig", "KILL", "--", "/usr/bin/env", "--chdir=\(folder)", program]
      + arguments
    let pid = Self.withStrings(words) { argv in
      Self.withStrings(variables.map { "\($0.key)=\($0.value)" }) { environ -> pid_t? in
        var pid: pid_t = 0
        return posix_spawn(&pid, launcher, &actions, &attributes, argv, environ) == 0 ? pid : nil
      }
    }
    self.pid = try #require(pid, "cannot start \(program)")
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }

  var output: String { Self.text("\(log).out") }
  var errors: String { Self.text("\(log).err") }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  var isRunning: Bool {
    reap(WNOHANG)
    return code == nil
  }

  /// Nothing happens to a program that was waited for: its number may be another's by now.
  func send(_ signal: Int32) {
    if isRunning { kill(pid, signal) }
  }

  /// Waits until it ends by itself; nil when it does not.
  func wait(atMost bound: Duration = patience) -> Int32? {
    let end = ContinuousClock.now.advanced(by: bound)
    while isRunning, ContinuousClock.now < end { usleep(2_000) }
    return code
  }

  /// Ends it, however it stands.
  func end() {
    send(SIGKILL)
    if code == nil { reap(0) }
  }

  private func reap(_ options: Int32) {
    guard code == nil else { return }
    var status: Int32 = 0
    var answer = waitpid(pid, &status, options)
    while answer == -1, errno == EINTR { answer = waitpid(pid, &status, options) }
    guard answer == pid else { return }
    let signal = status & 0x7F
    code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

/// Runs a program to its end.
func run(
  _ program: String, _ arguments: [String], environment: [String: String] = [:], log: String,
  folder: String = "/"
) throws -> Outcome {
  let running = try Running(
    program, arguments, environment: environment, log: log, folder: folder)
  defer { running.end() }
  let code = running.wait()
  return Outcome(code: code, output: running.output, errors: running.errors)
}
