// Goal: the daemon's own socket is never open to more people than its mode says, and never takes
// the place of anything but a dead socket. Method: real sockets in a folder of each test.

import Foundation
import Testing

@testable import Systemd

struct ListenSocketsTests {
  let folder: TemporaryFolder
  var path: String { folder.path + "/s.sock" }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func mode(of path: String) -> UInt32? {
    var found = stat()
    return lstat(path, &found) == 0 ? found.st_mode : nil
  }

  @Test(arguments: [0o600, 0o660, 0o666, 0o622] as [UInt32])
  func `the node has its mode whatever the umask, and answers`(wanted: UInt32) throws {
    let made = try ListenSockets.bind(path: path, mode: wanted)
    defer { close(made.fd) }
    #expect(mode(of: path) == S_IFSOCK | wanted)
    #expect(connectError(path) == 0)
    #expect(fcntl(made.fd, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func `a stale node is replaced`() throws {
    let first = try ListenSockets.bind(path: path, mode: 0o600)
    close(first.fd)
    #expect(connectError(path) == ECONNREFUSED)
    let second = try ListenSockets.bind(path: path, mode: 0o660)
    defer { close(second.fd) }
    #expect(connectError(path) == 0)
  }

  @Test func `a live daemon keeps its socket`() throws {
    let first = try ListenSockets.bind(path: path, mode: 0o600)
    defer { close(first.fd) }
    #expect(throws: SystemdError.anotherDaemon(path: path)) {
      try ListenSockets.bind(path: path, mode: 0o600)
    }
    #expect(connectError(path) == 0)
  }

  @Test func `a live daemon too busy to accept keeps its socket`() throws {
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(fd) }
    #expect(bindSocket(fd, path) == 0 && listen(fd, 0) == 0)
    #expect(connectError(path) == 0)  // takes the one place in the queue
    #expect(throws: SystemdError.anotherDaemon(path: path)) {
      try ListenSockets.bind(path: path, mode: 0o600)
    }
  }

  @Test func `a live socket of another type is left alone`() throws {
    let fd = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(fd) }
    #expect(bindSocket(fd, path) == 0)
    #expect(throws: SystemdError.anotherDaemon(path: path)) {
      try ListenSockets.bind(path: path, mode: 0o600)
    }
    #expect(mode(of: path) != nil)
  }

  @Test func `a daemon that starts at the same moment meets the lock`() throws {
    let lock = open(folder.path, O_RDONLY | O_DIRECTORY)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    #expect(throws: SystemdError.anotherDaemon(path: path)) {
      try ListenSockets.bind(path: path, mode: 0o600)
    }
  }

  @Test(arguments: ["file", "folder", "link"])
  func `what is not a socket is never removed`(kind: String) throws {
    switch kind {
    case "file": #expect(FileManager.default.createFile(atPath: path, contents: Data("x".utf8)))
    case "folder": #expect(mkdir(path, 0o700) == 0)
    default: #expect(symlink("/nonexistent", path) == 0)
    }
    let before = mode(of: path)
    #expect(throws: SystemdError.notASocket(path: path)) {
      try ListenSockets.bind(path: path, mode: 0o600)
    }
    #expect(mode(of: path) == before)
  }

  @Test func `the longest path works, one byte more is refused with its length`() throws {
    let room = SystemdLimits.socketPathBytes - folder.path.utf8.count - 1
    let longest = folder.path + "/" + String(repeating: "s", count: room)
    let made = try ListenSockets.bind(path: longest, mode: 0o600)
    defer { close(made.fd) }
    #expect(connectError(longest) == 0)
    let error = #expect(throws: SystemdError.self) {
      try ListenSockets.bind(path: longest + "s", mode: 0o600)
    }
    #expect(error == .socketPath(path: longest + "s", bytes: 108))
    #expect(error?.description.contains("108 bytes") == true)
  }

  @Test(arguments: ["", "/tmp/a\u{0}b"])
  func `a path that no socket can have is refused`(path: String) {
    #expect(throws: SystemdError.self) { try ListenSockets.bind(path: path, mode: 0o600) }
  }

  @Test func `a missing folder is said`() {
    let lost = folder.path + "/none/s.sock"
    let error = #expect(throws: SystemdError.self) {
      try ListenSockets.bind(path: lost, mode: 0o600)
    }
    #expect(error?.description.contains("opening its folder: No such file") == true)
  }

  @Test func `only its own node is removed at the end`() throws {
    let first = try ListenSockets.bind(path: path, mode: 0o600)
    close(first.fd)
    let second = try ListenSockets.bind(path: path, mode: 0o600)
    defer { close(second.fd) }
    // The inode number may be reused by a new node, so give the name to something else too.
    #expect(rename(path, path + ".moved") == 0)
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    first.removeNode()
    second.removeNode()
    #expect(mode(of: path) != nil)
    #expect(unlink(path) == 0 && rename(path + ".moved", path) == 0)
    second.removeNode()
    #expect(mode(of: path) == nil)
  }

  @Test func `many daemons at once: one serves, the others are told`() async throws {
    let path = path
    let served = await withTaskGroup(of: Int32?.self, returning: [Int32].self) { group in
      for _ in 0..<16 {
        group.addTask { try? ListenSockets.bind(path: path, mode: 0o600).fd }
      }
      return await group.reduce(into: []) { if let fd = $1 { $0.append(fd) } }
    }
    defer { served.forEach { close($0) } }
    #expect(served.count == 1)
    #expect(connectError(path) == 0)
  }
}
