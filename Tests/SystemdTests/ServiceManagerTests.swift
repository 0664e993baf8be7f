// Goal: the service manager hears exactly what sd_notify(3) asks for, and silence is no error; what
// it passes is checked. Method: a datagram socket plays the manager. All this is told through the
// environment, which no thread may change while another reads it: so in processes of their own.

import Foundation
import Testing

@testable import Systemd

struct ServiceManagerTests {
  @Test(.enabled(if: !isRunAgain(environmentMark)))
  func `the manager is spoken to as sd_notify asks`() throws {
    try runAgain("OwnEnvironmentTests", mark: environmentMark, count: 7)
  }

  @Test(.enabled(if: !isRunAgain(passedMark)))
  func `a passed descriptor that is no socket is refused`() throws {
    let pass = "exec 3</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ LISTEN_FDNAMES=admin exec \"$@\""
    try runAgain(
      "PassedDescriptorTests", mark: passedMark, count: 1,
      launcher: ["/bin/bash", "-c", pass, "bash"])
  }
}

private let environmentMark = "SINERGI_OWN_ENVIRONMENT"
private let passedMark = "SINERGI_PASSED_DESCRIPTOR"

@Suite(.enabled(if: isRunAgain(passedMark)))
struct PassedDescriptorTests {
  @Test func `what is no listening Unix stream socket is named`() {
    let error = #expect(throws: SystemdError.self) { try ListenSockets.inherited() }
    #expect(error == .inheritedKind(fd: 3, name: "admin"))
    #expect(error?.description.contains("descriptor 3 «admin»") == true)
  }
}

@Suite(.enabled(if: isRunAgain(environmentMark)), .serialized)
struct OwnEnvironmentTests {
  /// Plays the service manager on a datagram socket.
  final class Manager {
    private let folder: TemporaryFolder
    private let fd: Int32

    init() throws {
      folder = try TemporaryFolder()
      fd = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      let path = folder.path + "/notify"
      #expect(bindSocket(fd, path) == 0)
      setenv("NOTIFY_SOCKET", path, 1)
    }

    deinit {
      unsetenv("NOTIFY_SOCKET")
      close(fd)
    }

    /// The next message, or nil when none is there: sd_notify has sent before it returns.
    func heard() -> String? {
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = recv(fd, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
  }

  @Test func `the manager hears what the daemon says, one message each`() throws {
    let manager = try Manager()
    let speaker = ServiceManager()
    #expect(speaker.isPresent)
    speaker.ready(status: "serving 3 workflows")
    #expect(manager.heard() == "READY=1\nSTATUS=serving 3 workflows")
    speaker.status("two\nlines\u{0}and a NUL")
    #expect(manager.heard() == "STATUS=two lines and a NUL")
    speaker.watchdogAlive()
    #expect(manager.heard() == "WATCHDOG=1")
    speaker.extendTimeout(by: .milliseconds(2500))
    #expect(manager.heard() == "EXTEND_TIMEOUT_USEC=2500000")
    speaker.stopping()
    #expect(manager.heard() == "STOPPING=1")
    #expect(manager.heard() == nil)
  }

  @Test func `a reload carries its monotonic instant`() throws {
    let manager = try Manager()
    var before = timespec()
    clock_gettime(CLOCK_MONOTONIC, &before)
    ServiceManager().reloading()
    var after = timespec()
    clock_gettime(CLOCK_MONOTONIC, &after)
    let lines = try #require(manager.heard()).split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == "RELOADING=1")
    let stamp = try #require(lines[1].wholeMatch(of: /MONOTONIC_USEC=([0-9]+)/))
    let instant = try #require(Int(stamp.1))
    #expect(instant >= before.tv_sec * 1_000_000 + before.tv_nsec / 1000)
    #expect(instant <= after.tv_sec * 1_000_000 + after.tv_nsec / 1000)
  }

  @Test func `a status of any length stays within its bound`() throws {
    let manager = try Manager()
    ServiceManager().status(String(repeating: "é", count: 5000))
    let text = try #require(manager.heard())
    #expect(text.utf8.count <= SystemdLimits.statusBytes + "STATUS=".utf8.count)
    #expect(text.hasSuffix("…"))
  }

  @Test func `without a manager there is silence`() {
    unsetenv("NOTIFY_SOCKET")
    let speaker = ServiceManager()
    #expect(!speaker.isPresent)
    speaker.ready(status: "to nobody")
    speaker.reloading()
    speaker.watchdogAlive()
    speaker.stopping()
    setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
    speaker.ready(status: "to a manager that died")
    unsetenv("NOTIFY_SOCKET")
  }

  @Test func `the watchdog's interval counts only when it is meant for us`() {
    defer {
      unsetenv("WATCHDOG_USEC")
      unsetenv("WATCHDOG_PID")
    }
    #expect(ServiceManager().watchdogInterval == nil)
    setenv("WATCHDOG_USEC", "30000000", 1)
    #expect(ServiceManager().watchdogInterval == .seconds(30))
    setenv("WATCHDOG_PID", "1", 1)
    #expect(ServiceManager().watchdogInterval == nil)
    setenv("WATCHDOG_PID", "\(getpid())", 1)
    #expect(ServiceManager().watchdogInterval == .seconds(30))
    setenv("WATCHDOG_USEC", "soon", 1)
    #expect(ServiceManager().watchdogInterval == nil)
  }

  @Test func `nothing is taken over when nothing was passed to this process`() throws {
    defer { unsetActivation() }
    #expect(try ListenSockets.inherited().isEmpty)
    setenv("LISTEN_FDS", "1", 1)
    setenv("LISTEN_PID", "1", 1)
    #expect(try ListenSockets.inherited().isEmpty)
    #expect(getenv("LISTEN_FDS") == nil)
  }

  @Test func `malformed variables of activation are an error that names them`() {
    defer { unsetActivation() }
    setenv("LISTEN_FDS", "many", 1)
    setenv("LISTEN_PID", "\(getpid())", 1)
    let error = #expect(throws: SystemdError.self) { try ListenSockets.inherited() }
    #expect(error?.description.contains("LISTEN_FDS") == true)
  }

  private func unsetActivation() {
    for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
  }
}

/// bind(2) to a path.
func bindSocket(_ fd: Int32, _ path: String) -> Int32 {
  withSocketAddress(path) { bind(fd, $0, $1) }
}

/// connect(2) to a path, of a new stream socket that is closed at once: 0, or the error number.
func connectError(_ path: String) -> Int32 {
  let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  defer { close(fd) }
  return withSocketAddress(path) { connect(fd, $0, $1) == 0 ? 0 : errno }
}

private func withSocketAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  return withUnsafePointer(to: address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
