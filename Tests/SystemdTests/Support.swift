// What the tests of this room share: temporary folders, where files lie, running a program.

import Foundation
import Testing

/// A folder that lives as long as a test.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/sinergi-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// The folders of the source tree that tests look into.
enum Places {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let top = tests.deletingLastPathComponent().deletingLastPathComponent()
  static let scripts = tests.appending(path: "Scripts").path
  static let units = top.appending(path: "systemd").path
  /// The running test bundle, and what was built beside it.
  static let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    .map { URL(filePath: $0) }
  static let products = bundle?.deletingLastPathComponent().path
}

/// What a program said and how it ended.
struct Outcome {
  var status: Int32
  var output: String
}

/// Runs a program to its end, its two outputs joined.
func run(
  _ program: String, _ arguments: [String], environment: [String: String] = [:]
) throws -> Outcome {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return Outcome(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
}

/// Runs one suite of this very test bundle again, in a process of its own.
///
/// For tests that need what this process cannot have: an environment that they may change, passed
/// descriptors, a private journald. Such a suite is enabled only where `mark` is in the environment.
/// - Parameter launcher: a program and its arguments, to which the bundle's are added.
func runAgain(
  _ suite: String, mark: String, count: Int, launcher: [String] = ["/usr/bin/env"]
) throws {
  let bundle = try #require(Places.bundle?.path)
  let outcome = try run(
    launcher[0],
    launcher.dropFirst() + [bundle, "--testing-library", "swift-testing", "--filter", suite],
    environment: [mark: "1"])
  #expect(outcome.status == 0, "\(outcome.output)")
  #expect(outcome.output.contains("with \(count) test"), "\(outcome.output)")
  #expect(!outcome.output.contains("skipped"), "\(outcome.output)")
}

/// Whether this process was started by `runAgain` with this mark.
func isRunAgain(_ mark: String) -> Bool {
  ProcessInfo.processInfo.environment[mark] != nil
}

/// Whether namespaces of our own can be made here; prints why not.
let hasNamespaces: Bool = {
  guard geteuid() == 0 else {
    print("skipped: tests in namespaces of their own need root")
    return false
  }
  let needed = ["/usr/bin/unshare", "/lib/systemd/systemd", "/lib/systemd/systemd-journald"]
  for path in needed where !FileManager.default.isExecutableFile(atPath: path) {
    print("skipped: tests in namespaces of their own need \(path)")
    return false
  }
  let arguments = ["--mount", "--pid", "--fork", "--net", "--uts", "--ipc", "--cgroup", "true"]
  guard (try? run("/usr/bin/unshare", arguments))?.status == 0 else {
    print("skipped: this machine does not let us make namespaces")
    return false
  }
  return true
}()

/// A generator that the same seed makes repeat itself (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
