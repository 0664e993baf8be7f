// The door to the database: what it holds, how it opens and how it closes.

internal import GRDB
internal import Synchronization

/// Everything that the service remembers, in one SQLite database.
///
/// The store decides nothing and notifies nobody: it writes what it is handed, in one transaction,
/// and answers once that is on disk. All writing goes through one connection and is committed in
/// groups; reading goes on beside it. Every method throws `StoreError`, and a call that throws
/// changed nothing.
///
/// One process owns a database file; a second one is refused when it opens it.
public final class Store: Sendable {
  /// Where a database lives.
  public enum Location: Sendable, Hashable {
    /// A file, made with mode 0600 when it is missing; its directory must exist.
    case file(path: String)
    /// Memory; gone when the store is closed.
    case memory
  }

  /// The bounds that this store works within.
  public let limits: StoreLimits

  let database: any DatabaseWriter
  let committer: GroupCommitter
  private let lock: Mutex<FileLock?>

  /// Opens a database, and makes or migrates its tables when they are missing or older.
  ///
  /// A file that cannot be used (in use, damaged, of another application, of a newer release) is
  /// left as it was.
  public init(_ location: Location, limits: StoreLimits = .standard) throws(StoreError) {
    let opened = try Opening.open(location, limits: limits)
    self.limits = limits
    database = opened.database
    lock = Mutex(opened.lock)
    committer = GroupCommitter(opened.database, limits: limits)
  }

  /// How many pieces of writing shared how many transactions since the store was opened.
  public var commitCounts: CommitCounts { committer.counts }

  /// Finishes the commits that wait, refuses later ones and closes the file.
  ///
  /// Calling it again does nothing.
  public func close() throws(StoreError) {
    guard committer.refuseFurther() else { return }
    do {
      try database.close()
    } catch {
      throw StoreError(error)
    }
    lock.withLock { $0 = nil }
  }
}

extension Store {
  /// Runs a piece of writing in the next group commit and answers after it.
  func write<Value: Sendable>(
    _ work: @escaping @Sendable (Database, inout ChainHead) throws -> Value
  ) async throws(StoreError) -> Value {
    try await committer.submit(work)
  }

  /// Runs a piece of reading on one consistent view of the committed database.
  func read<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    guard !committer.isClosed else { throw .closed }
    do {
      return try await database.read(work)
    } catch {
      throw StoreError(error)
    }
  }

  func rows(_ wanted: Int) -> Int { max(0, min(wanted, limits.rowsMax)) }

  func checkLength(_ text: String, _ what: String) throws(StoreError) {
    let bytes = text.utf8.count
    guard bytes <= limits.textBytesMax else {
      throw .tooLarge(what: what, bytes: bytes, limit: limits.textBytesMax)
    }
  }
}
