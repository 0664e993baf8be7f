// The words of everything that the store reports; nothing elsewhere in the room is written for people.

let leaseEnded = "the lease ended before the outcome was recorded"

extension StoreError: CustomStringConvertible {
  /// What could not be done, and what to do next.
  public var description: String {
    switch self {
    case .conflict(let instance, let expected, let actual):
      "cannot commit: instance \(instance) stands at sequence \(actual), not \(expected); "
        + "read it again and repeat the step"
    case .noSuchInstance(let id):
      "cannot find instance \(id); look it up by its reference"
    case .duplicateReceipt(let row):
      "cannot do the command again: key \(row.key) of \(row.caller) was used for "
        + "\(row.reference)#\(row.sequence); use a new key for a new command"
    case .constraint(let name):
      "cannot commit: the database refuses the row by its rule \(name); correct the value"
    case .tooLarge(let what, let size, let limit):
      "cannot take a \(what) of size \(size), the limit is \(limit); make it smaller"
    case .noSuchMessage(let id):
      "cannot find message \(id); list the messages for their numbers"
    case .messageState(let id, let state):
      "cannot do this with message \(id) while it is \(state.rawValue); look at it again"
    case .leaseLost(let id, let owner):
      "cannot settle message \(id): its claim now belongs to \(owner); leave it to that owner"
    case .directoryMoved(let expected, let actual):
      "cannot change the directory: it is at version \(actual), not \(expected); "
        + "look at the difference again"
    default: fileWords
    }
  }

  private var fileWords: String {
    switch self {
    case .overloaded(let waiting):
      "cannot take more commands: \(waiting) wait for the disk; try again in a moment"
    case .inUse(let path):
      "cannot open \(path): another process has it open; stop that process first"
    case .locked:
      "cannot write: another program holds a lock on the database; close that program"
    case .full:
      "cannot write: the disk is full; make room and try again"
    case .ioError(let code):
      "cannot read or write the database file (SQLite code \(code)); check the disk"
    case .readOnly:
      "cannot write: the database or its directory is read-only; check owner, mode and mount"
    case .cannotOpen(let path, let reason):
      "cannot open \(path): \(reason); check that the directory exists and may be written"
    case .notADatabase(let path):
      "cannot open \(path): it is not an SQLite database; name another file or restore a backup"
    case .foreignDatabase(let path, let application):
      "cannot open \(path): it belongs to another application (id \(application)); "
        + "name another file"
    case .newerVersion(let path, let found, let known):
      "cannot open \(path): its schema has version \(found), this release knows \(known); "
        + "install the newer release"
    case .corrupt(let detail):
      "cannot use the database: it is damaged (\(detail)); restore a backup"
    case .closed:
      "cannot use the store: it was closed; open it again"
    case .cancelled:
      "cannot finish: the request was cancelled; ask again"
    case .unexpected(let code, let message):
      "cannot finish: SQLite reports \(message) (code \(code)); report it with the journal"
    default: "cannot finish; look in the journal"
    }
  }
}

extension HistoryDamage: CustomStringConvertible {
  /// What is wrong at the place.
  public var description: String {
    switch self {
    case .hashDiffers:
      "the hash is not that of this entry after the one before; one of the two was changed"
    case .entryMissing:
      "an entry is missing here"
    case .sequenceGap(let reference):
      "the entries of \(reference) are not numbered without gaps"
    case .tailMissing(let reference, let expected, let found):
      "entries are cut off: \(reference) stands at \(expected), its last entry is \(found)"
    case .instanceBehind(let reference, let entry, let instance):
      "\(reference) stands at \(instance), its last entry is \(entry)"
    case .anchorDiffers:
      "the head that was noted outside has another hash"
    case .anchorBeyondEnd(let end):
      "entries are cut off: the history ends at \(end), the head noted outside lies beyond"
    }
  }
}
