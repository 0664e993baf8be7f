// Finds out whether what we write on stderr reaches the journal.

internal import Glibc

/// Whether stderr is connected to the journal.
///
/// `$JOURNAL_STREAM` names a device and an inode; it is inherited by children whose stderr may lead
/// elsewhere, so both must match stderr's own (systemd.exec(5), JOURNAL_STREAM).
public func isJournalStream() -> Bool {
  isJournalStream(fd: STDERR_FILENO, variable: getenv("JOURNAL_STREAM").map { String(cString: $0) })
}

func isJournalStream(fd: Int32, variable: String?) -> Bool {
  guard let parts = variable?.split(separator: ":", omittingEmptySubsequences: false),
    parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1])
  else { return false }
  var found = stat()
  guard fstat(fd, &found) == 0 else { return false }
  return UInt64(found.st_dev) == device && UInt64(found.st_ino) == inode
}
