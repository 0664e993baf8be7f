// One process for each database file.

internal import Glibc

/// An exclusive lock on a file beside the database, held as long as this value lives.
///
/// SQLite would let two processes share the file. Two daemons would each fire every timer, so the
/// second one is refused. The kernel drops the lock when the process ends, however it ends.
final class FileLock: Sendable {
  private let descriptor: Int32

  init(_ lockPath: String, of path: String) throws(StoreError) {
    descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: lockPath, reason: Opening.reason(errno))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      Glibc.close(descriptor)
      if code == EWOULDBLOCK { throw .inUse(path: path) }
      throw .cannotOpen(path: lockPath, reason: Opening.reason(code))
    }
  }

  deinit {
    // A child that was forked and has not begun its program yet shares the lock: closing alone would
    // leave it locked until then.
    flock(descriptor, LOCK_UN)
    Glibc.close(descriptor)
  }
}
