// What the kernel's error numbers mean for somebody who wants to reach the daemon.

internal import Glibc

enum Errno {
  static func reason(_ code: Int32) -> ClientError.Reason {
    switch code {
    case ENOENT, ENOTDIR: .noSocket
    case EACCES, EPERM: .notPermitted
    case ECONNREFUSED: .nobodyListens
    case ECONNRESET, EPIPE: .closed
    case ETIMEDOUT: .timeout
    default: .other(String(cString: strerror(code)))
    }
  }

  /// Why the socket cannot be opened; nil when it looks as if it could be.
  static func problem(opening path: String) -> ClientError.Reason? {
    guard access(path, W_OK) != 0 else { return nil }
    return reason(errno)
  }
}
