// What can go wrong in the store, as data; the words are in StoreErrorWords.swift.

internal import Foundation
internal import GRDB

/// Why the store could not do what was asked; nothing was changed by the call that throws it.
public enum StoreError: Error, Sendable, Hashable {
  /// The instance moved on since it was read; read it again and step again.
  case conflict(instance: Int64, expected: Int, actual: Int)
  /// No instance has this identifier.
  case noSuchInstance(Int64)
  /// The command was already done, under the same caller and key.
  case duplicateReceipt(ReceiptRow)
  /// The database refused a row; the name is that of the rule in the schema.
  case constraint(name: String)
  /// A text is longer than its bound, in bytes.
  case tooLarge(what: String, bytes: Int, limit: Int)
  /// No message has this identifier.
  case noSuchMessage(Int64)
  /// The message is not in a state that allows this.
  case messageState(id: Int64, state: MessageState)
  /// The message is claimed by another owner.
  case leaseLost(id: Int64, owner: String)
  /// Too many commands wait for the writer.
  case overloaded(waiting: Int)
  /// Another process has the database open.
  case inUse(path: String)
  /// Another connection holds a lock for longer than the busy timeout.
  case locked
  /// The disk, or the database's own size limit, is full.
  case full
  /// Reading or writing the file failed; the code is SQLite's extended result code.
  case ioError(code: Int32)
  /// The file or its directory cannot be written.
  case readOnly
  /// The file cannot be opened or created.
  case cannotOpen(path: String, reason: String)
  /// The file is not an SQLite database.
  case notADatabase(path: String)
  /// The file is a database of another application.
  case foreignDatabase(path: String, applicationID: Int32)
  /// The file was written by a newer release.
  case newerVersion(path: String, found: Int, known: Int)
  /// The file is damaged.
  case corrupt(detail: String)
  /// The store was closed.
  case closed
  /// The task that asked was cancelled.
  case cancelled
  /// The directory is another version than the one that was changed.
  case directoryMoved(expected: Int64, actual: Int64)
  /// Something that the store does not foresee; the code is SQLite's, 0 when it did not come from it.
  case unexpected(code: Int32, message: String)
}

extension StoreError {
  /// Reads any thrown error as a store error; one that already is passes unchanged.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case is CancellationError: self = .cancelled
    case let error as DatabaseError: self.init(error)
    default: self = .unexpected(code: 0, message: "\(error)")
    }
  }

  private init(_ error: DatabaseError) {
    let code = error.extendedResultCode.rawValue
    // Only SQLite's own sentence is kept: the statement and its arguments may hold private values.
    let message = error.message ?? ""
    switch error.resultCode {
    case .SQLITE_CONSTRAINT: self = .constraint(name: Self.ruleName(in: message))
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
    case .SQLITE_FULL: self = .full
    case .SQLITE_IOERR: self = .ioError(code: code)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
    case .SQLITE_CORRUPT: self = .corrupt(detail: message)
    case .SQLITE_NOTADB: self = .notADatabase(path: "")
    case .SQLITE_INTERRUPT, .SQLITE_ABORT: self = .cancelled
    case .SQLITE_MISUSE where message.contains("closed"): self = .closed
    case .SQLITE_TOOBIG: self = .constraint(name: "text_length")
    default: self = .unexpected(code: code, message: message)
    }
  }

  /// The rule in "CHECK constraint failed: finished_has_time"; the whole sentence where none is named.
  private static func ruleName(in message: String) -> String {
    guard let colon = message.range(of: " constraint failed: ") else { return message }
    return String(message[colon.upperBound...])
  }
}
