// Everything that can go wrong here, as data; and the one place where it is put into words.

import Glibc

/// An operation of this room that could not be done.
public enum SystemdError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The socket's path is empty, or longer than `SystemdLimits.socketPathBytes`, or holds a NUL.
  case socketPath(path: String, bytes: Int)
  /// Something that is not a socket stands where the socket should be; it was left alone.
  case notASocket(path: String)
  /// A daemon answers on this path, or is just starting on it.
  case anotherDaemon(path: String)
  /// The operating system refused a step of making the socket.
  case socket(path: String, step: String, code: Int32)
  /// The variables of socket activation (`LISTEN_FDS` and its kin) cannot be understood.
  case inheritedVariables(code: Int32)
  /// Activation passed more sockets than `SystemdLimits.inheritedSockets`.
  case inheritedTooMany(count: Int)
  /// A passed descriptor is not a listening Unix stream socket.
  case inheritedKind(fd: Int32, name: String)
  /// The wall clock's timer cannot be made.
  case timer(code: Int32)
  /// The journal's thread cannot be started.
  case thread(code: Int32)

  /// The fault in words: what, where, and what to do next.
  public var description: String {
    switch self {
    case .socketPath(let path, let bytes):
      return "cannot listen on «\(path)»: the path has \(bytes) bytes, and a socket's path has"
        + " 1 to \(SystemdLimits.socketPathBytes) and no NUL; choose a shorter «socket:»"
    case .notASocket(let path):
      return "cannot listen on «\(path)»: what is there is not a socket; move it away, or"
        + " choose another «socket:»"
    case .anotherDaemon(let path):
      return "cannot listen on «\(path)»: another daemon listens on it; stop that one, or"
        + " choose another «socket:»"
    case .socket(let path, let step, let code):
      return "cannot listen on «\(path)»: \(step): \(words(code)); look at the folder's owner"
        + " and mode"
    case .inheritedVariables(let code):
      return "cannot take over sockets: LISTEN_FDS, LISTEN_PID or LISTEN_FDNAMES is wrong:"
        + " \(words(code)); start by systemd, or unset them"
    case .inheritedTooMany(let count):
      return "cannot take over \(count) sockets: the most is \(SystemdLimits.inheritedSockets);"
        + " look at the .socket unit"
    case .inheritedKind(let fd, let name):
      return "cannot take over descriptor \(fd) «\(name)»: it is not a listening Unix stream"
        + " socket; the .socket unit needs ListenStream= with a path, and Accept=no"
    case .timer(let code):
      return "cannot make a timer on the wall clock: \(words(code)); look at the limit of open"
        + " files (LimitNOFILE=)"
    case .thread(let code):
      return "cannot start the journal's thread: \(words(code)); look at the limit of tasks"
        + " (TasksMax=)"
    }
  }
}

/// The operating system's own words for an error number.
func words(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
  return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
}
