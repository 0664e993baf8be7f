// Where listening sockets come from: socket activation, or a node that the daemon makes.

internal import CSystemd
internal import Glibc

/// The sockets that the daemon serves on.
public enum ListenSockets {
  /// The sockets that the service manager passed; empty when it passed none.
  ///
  /// Call it once: it takes the variables of activation out of the environment, so that no child
  /// believes they are meant for it (sd_listen_fds_with_names(3)).
  /// - Throws: `SystemdError` when a variable is malformed, or a descriptor is something else than
  ///   a listening Unix stream socket.
  public static func inherited() throws(SystemdError) -> [ListenSocket] {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = sd_listen_fds_with_names(1, &list)
    guard count >= 0 else { throw .inheritedVariables(code: -count) }
    let names = taken(list, count: Int(count))
    guard names.count <= SystemdLimits.inheritedSockets else {
      throw .inheritedTooMany(count: names.count)
    }
    var sockets: [ListenSocket] = []
    for (offset, name) in names.enumerated() {
      let fd = SD_LISTEN_FDS_START + Int32(offset)
      guard sd_is_socket_unix(fd, stream, 1, nil, 0) > 0 else {
        throw .inheritedKind(fd: fd, name: name)
      }
      sockets.append(ListenSocket(fd: fd, name: name, node: nil))
    }
    return sockets
  }

  /// Makes a listening socket at a path.
  ///
  /// Nobody can connect before the mode is right, for the mode is set between bind(2) and
  /// listen(2); the process's umask is left alone, since other threads make files too. A node that
  /// no daemon answers on is removed first, under a lock on its folder that a second daemon
  /// starting at the same moment meets.
  /// - Parameters:
  ///   - path: at most `SystemdLimits.socketPathBytes` bytes; the folder must exist.
  ///   - mode: permission bits of the node, such as `0o660`; write permission is what connects.
  /// - Throws: `SystemdError`; nothing but a stale socket is ever removed.
  public static func bind(path: String, mode: UInt32) throws(SystemdError) -> ListenSocket {
    let bytes = path.utf8.count
    guard (1...SystemdLimits.socketPathBytes).contains(bytes), !path.utf8.contains(0) else {
      throw .socketPath(path: path, bytes: bytes)
    }
    let folder = try lockFolder(of: path)
    defer { close(folder) }
    try clear(path)
    let fd = socket(AF_UNIX, stream | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw .socket(path: path, step: "socket(2)", code: errno) }
    do {
      return try listening(fd, path: path, mode: mode)
    } catch {
      close(fd)
      throw error
    }
  }
}

private let stream = Int32(SOCK_STREAM.rawValue)

extension ListenSockets {
  /// The names out of the C list, which is freed.
  private static func taken(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, count: Int
  ) -> [String] {
    guard let list else { return [] }
    defer { free(list) }
    return (0..<count).map { index in
      guard let name = list[index] else { return "unknown" }
      defer { free(name) }
      return String(cString: name)
    }
  }

  /// Opens and locks the folder of a path; the lock ends with the descriptor.
  private static func lockFolder(of path: String) throws(SystemdError) -> Int32 {
    var folder = "."
    if let slash = path.lastIndex(of: "/") {
      folder = slash == path.startIndex ? "/" : String(path[..<slash])
    }
    let fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw .socket(path: path, step: "opening its folder", code: errno) }
    guard flock(fd, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(fd)
      if code == EWOULDBLOCK { throw .anotherDaemon(path: path) }
      throw .socket(path: path, step: "locking its folder", code: code)
    }
    return fd
  }

  /// Removes a stale socket node; refuses what is not a socket, and one that somebody serves.
  private static func clear(_ path: String) throws(SystemdError) {
    var found = stat()
    guard lstat(path, &found) == 0 else {
      if errno == ENOENT { return }
      throw .socket(path: path, step: "looking at it", code: errno)
    }
    guard found.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
    try probe(path)
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .socket(path: path, step: "removing the stale socket", code: errno)
    }
  }

  /// Returns when nobody answers on a socket node.
  private static func probe(_ path: String) throws(SystemdError) {
    let fd = socket(AF_UNIX, stream | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard fd >= 0 else { throw .socket(path: path, step: "socket(2)", code: errno) }
    defer { close(fd) }
    if withAddress(path, { connect(fd, $0, $1) }) == 0 { throw .anotherDaemon(path: path) }
    switch errno {
    case ECONNREFUSED, ENOENT: return
    // The queue of a live listener is full; or the socket is alive but of another type.
    case EAGAIN, EINPROGRESS, EPROTOTYPE: throw .anotherDaemon(path: path)
    default: throw .socket(path: path, step: "asking whether it is alive", code: errno)
    }
  }

  private static func listening(
    _ fd: Int32, path: String, mode: UInt32
  ) throws(SystemdError) -> ListenSocket {
    // Linux gives the node the socket's own mode (less the umask): closed from the first moment.
    guard fchmod(fd, 0o600) == 0 else { throw .socket(path: path, step: "fchmod(2)", code: errno) }
    guard withAddress(path, { Glibc.bind(fd, $0, $1) }) == 0 else {
      throw .socket(path: path, step: "bind(2)", code: errno)
    }
    let made = ListenSocket(fd: fd, name: path, node: ListenSocket.identity(of: path))
    guard chmod(path, mode_t(mode)) == 0 else {
      let code = errno
      made.removeNode()
      throw .socket(path: path, step: "chmod(2)", code: code)
    }
    guard listen(fd, SystemdLimits.socketBacklog) == 0 else {
      let code = errno
      made.removeNode()
      throw .socket(path: path, step: "listen(2)", code: code)
    }
    return made
  }

  /// Lends a path as a socket address; the path's length was checked.
  private static func withAddress(
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
}
