// One run of a program: bounded in time and output, in a process group of its own that ends with it.

internal import Glibc
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// A program that reads bytes, says something, and ends.
///
/// It runs in a new process group with nothing but the given environment. When it ends, or at the
/// time-out, the whole group is killed: what a program leaves behind does not outlive the delivery,
/// unless it left the group (`setsid`); then the service's own control group holds it.
struct ChildProcess: Sendable {
  /// Absolute path and arguments.
  var command: [String]
  /// All of its variables.
  var environment: [String: String]
  /// Its working folder.
  var folder: String
  /// How long it may run.
  var milliseconds: Int64

  /// How it ended.
  enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut
    /// It ran, but what became of it is not known.
    case lost(String)
  }

  /// How it ended and what it said, cut to ``NotifyLimits/programOutputBytes``.
  struct Outcome: Hashable, Sendable {
    var end: End
    var output: [UInt8] = []
    var errors: [UInt8] = []
  }

  /// Why it never ran.
  struct Refusal: Error, Hashable, Sendable {
    /// In words.
    var reason: String
    /// True when the machine was short of something, false when the configuration is wrong.
    var isPassing: Bool
  }

  /// Runs the program with `input` as its standard input.
  ///
  /// The input is a file in memory, not a pipe: a program that ends without reading it then cannot
  /// hurt the writer (swift-subprocess, issue 367), and the text never reaches a disk.
  func run(input: [UInt8]) async throws(Refusal) -> Outcome {
    let file = try Self.file(of: input)
    let seen = Seen()
    let outcome: Outcome
    do {
      outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
        group.addTask { try await runToEnd(file, seen) }
        group.addTask {
          try await Task.sleep(for: .milliseconds(milliseconds))
          return Outcome(end: .timedOut)
        }
        // Whichever comes second is cancelled, and the group waits for it.
        defer { group.cancelAll() }
        return try await group.next() ?? Outcome(end: .timedOut)
      }
    } catch let error as SubprocessError {
      seen.killGroup()
      guard !seen.hasStarted else { return Outcome(end: .lost("\(error)")) }
      throw refusal(error)
    } catch {
      seen.killGroup()
      guard !seen.hasStarted else { return Outcome(end: .lost("the delivery was cancelled")) }
      throw Refusal(reason: "the delivery was cancelled", isPassing: true)
    }
    seen.killGroup()
    guard outcome.end == .timedOut, !seen.hasStarted else { return outcome }
    throw Refusal(reason: "\(command[0]) did not start in time", isPassing: true)
  }

  private func runToEnd(_ file: FileDescriptor, _ seen: Seen) async throws -> Outcome {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(
        signal: .terminate, toProcessGroup: true,
        allowedDurationToNextStep: .milliseconds(NotifyLimits.programGrace)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(1)),
    ]
    var variables: [Environment.Key: String] = [:]
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let result = try await Subprocess.run(
      .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
      environment: .custom(variables), workingDirectory: FilePath(folder),
      platformOptions: options, input: .fileDescriptor(file, closeAfterSpawningProcess: true),
      output: .sequence, error: .sequence
    ) { execution in
      seen.start(execution.processIdentifier.value)
      async let output = Self.read(execution.standardOutput)
      async let errors = Self.read(execution.standardError)
      return await (output: output, errors: errors)
    }
    let end: End =
      switch result.terminationStatus {
      case .exited(let code): .exited(code)
      case .signaled(let signal): .killed(signal: signal)
      }
    return Outcome(
      end: end, output: result.closureResult.output, errors: result.closureResult.errors)
  }

  /// Everything is read, so that the program never waits; the beginning is kept.
  ///
  /// Reading ends when the program has ended, even if a child of it still holds its output open: the
  /// library takes what is in the pipe and stops.
  private static func read(_ stream: SubprocessOutputSequence) async -> [UInt8] {
    var kept: [UInt8] = []
    do {
      for try await chunk in stream {
        chunk.withUnsafeBytes { bytes in
          kept += bytes.prefix(NotifyLimits.programOutputBytes - kept.count)
        }
        // Whoever writes without end is not waited for.
        if Task.isCancelled { break }
      }
    } catch {
      // What it said is not known then; how it ended decides.
    }
    return kept
  }

  private func refusal(_ error: SubprocessError) -> Refusal {
    let passing: [CInt] = [EAGAIN, ENOMEM, EMFILE, ENFILE, ETXTBSY, EINTR]
    let number = error.underlyingError?.rawValue ?? 0
    let why = number == 0 ? "" : ": \(String(cString: strerror(number)))"
    let what =
      switch error.code {
      case .failedToChangeWorkingDirectory: "cannot work in \(folder)"
      case .executableNotFound: "there is no program \(command[0]), or its interpreter is missing"
      default: "cannot run \(command[0])"
      }
    return Refusal(reason: what + why, isPassing: passing.contains(number))
  }

  private static func file(of input: [UInt8]) throws(Refusal) -> FileDescriptor {
    let descriptor = nameless()
    guard descriptor >= 0 else { throw noMemory() }
    var written = 0
    while written < input.count {
      let count = input.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), input.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = noMemory()
        close(descriptor)
        throw error
      }
      written += count
    }
    lseek(descriptor, 0, SEEK_SET)
    return FileDescriptor(rawValue: descriptor)
  }

  /// A file without a name: in memory, or in `/tmp` where there is no `/dev/shm`.
  private static func nameless() -> Int32 {
    let name = "/sinergi-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    // shm_open(3) sets FD_CLOEXEC.
    let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    if descriptor >= 0 {
      shm_unlink(name)
      return descriptor
    }
    var path = Array("/tmp/sinergi-XXXXXX".utf8CString)
    let onDisk = mkstemp(&path)
    if onDisk >= 0 {
      _ = fcntl(onDisk, F_SETFD, FD_CLOEXEC)
      unlink(path)
    }
    return onDisk
  }

  private static func noMemory() -> Refusal {
    Refusal(
      reason: "cannot hold the message for the program: \(String(cString: strerror(errno)))",
      isPassing: true)
  }

  /// The process group, from the moment that there is one.
  private final class Seen: Sendable {
    private let group = Mutex<pid_t?>(nil)

    var hasStarted: Bool { group.withLock { $0 != nil } }

    func start(_ process: pid_t) { group.withLock { $0 = process } }

    /// Ends whatever is left of the group.
    ///
    /// The number cannot belong to others: while a process of the group lives, the kernel gives the
    /// number to nobody else, and it hands numbers out in turn, so that a number that has just become
    /// free is the last one to be used again.
    func killGroup() {
      guard let process = group.withLock({ $0 }), process > 1 else { return }
      kill(-process, SIGKILL)
    }
  }
}
