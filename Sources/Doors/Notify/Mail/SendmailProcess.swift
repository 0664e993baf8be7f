// A program that takes a mail: in a process group of its own, with bounded time and output.

internal import Glibc
internal import Subprocess
internal import SystemPackage

/// Runs one program to its end.
enum SendmailProcess {
  /// How it ended.
  enum Ending: Hashable, Sendable {
    case exited(Int32)
    /// It was ended by a signal that we did not send.
    case signaled(Int32)
    /// Its time was over, or the delivery was stopped; the whole group was killed.
    case stopped
    /// It is not there, or may not be run.
    case missing
    /// It did not begin, for want of something.
    case failed(String)
  }

  /// Runs it with `input` as its standard input; gives the end and what it wrote to standard error.
  ///
  /// Both are unlinked files, not pipes: a child that reads nothing does no harm, and one that leaves a
  /// process behind, as mail programs do, is not waited for. One that writes too much is stopped.
  static func run(
    _ program: String, _ arguments: [String], input: [UInt8], timeout: Int64
  ) async -> (ending: Ending, words: String) {
    guard let stdin = unlinkedFile(input) else {
      return (.failed(String(cString: strerror(errno))), "")
    }
    guard let stderr = unlinkedFile([]) else {
      let reason = String(cString: strerror(errno))
      close(stdin.rawValue)
      return (.failed(reason), "")
    }
    defer {
      close(stdin.rawValue)
      close(stderr.rawValue)
    }
    let ending = await withTaskGroup(of: Ending?.self) { group in
      group.addTask { await run(program, arguments, stdin, stderr) }
      group.addTask {
        await watch(stderr, timeout: timeout)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      // One that came to its end in the last moment has its own word.
      return if let first { first } else { await group.next() ?? nil }
    }
    return (ending ?? .stopped, text(of: stderr))
  }

  private static func run(
    _ program: String, _ arguments: [String], _ stdin: FileDescriptor, _ stderr: FileDescriptor
  ) async -> Ending {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(
        signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(1)),
    ]
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program)), arguments: Arguments(arguments),
        environment: .custom(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"]),
        platformOptions: options,
        input: .fileDescriptor(stdin, closeAfterSpawningProcess: false), output: .discarded,
        error: .fileDescriptor(stderr, closeAfterSpawningProcess: false))
      return switch result.terminationStatus {
      case .exited(0): .exited(0)
      case _ where Task.isCancelled: .stopped
      case .exited(let code): .exited(code)
      case .signaled(let signal): .signaled(signal)
      }
    } catch let error as SubprocessError {
      switch error.code {
      case .executableNotFound: return .missing
      case .spawnFailed:
        let isMissing = access(program, X_OK) != 0
        return isMissing ? .missing : .failed("the program did not start")
      default: return .stopped
      }
    } catch {
      return .stopped
    }
  }

  /// Returns when the time is over, the task is cancelled, or the file has grown too large.
  private static func watch(_ file: FileDescriptor, timeout: Int64) async {
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(timeout)
    var status = stat()
    while clock.now < end, fstat(file.rawValue, &status) == 0,
      status.st_size <= NotifyLimits.mailProgramErrorBytesMost
    {
      let next = min(end, clock.now + .milliseconds(NotifyLimits.mailProgramWatch))
      guard (try? await clock.sleep(until: next)) != nil else { return }
    }
  }

  /// A file that has no name any more and is read from its beginning; nil with `errno`.
  private static func unlinkedFile(_ bytes: [UInt8]) -> FileDescriptor? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let path = "\(folder)/sinergi-mail-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    unlink(path)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(descriptor)
        return nil
      }
      written += count
    }
    lseek(descriptor, 0, SEEK_SET)
    return FileDescriptor(rawValue: descriptor)
  }

  private static func text(of descriptor: FileDescriptor) -> String {
    var bytes = [UInt8](repeating: 0, count: NotifyLimits.mailProgramErrorBytes)
    let count = pread(descriptor.rawValue, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 0 }, as: UTF8.self)
  }
}
