// How a database is opened: what is looked at before anything is changed, and how it is set up.

internal import GRDB
internal import Glibc

enum Opening {
  /// Marks the file as ours ("SNRG" in ASCII); `file` and the `sqlite3` shell show it.
  static let applicationID: Int32 = 0x534E_5247

  static let magic = Array("SQLite format 3\0".utf8)

  struct Opened {
    var database: any DatabaseWriter
    var lock: FileLock?
  }

  static func open(_ location: Store.Location, limits: StoreLimits) throws(StoreError) -> Opened {
    switch location {
    case .memory:
      return try attempt("") {
        let queue = try DatabaseQueue(configuration: configuration(limits, path: ""))
        try queue.writeWithoutTransaction(Migration.migrate)
        return Opened(database: queue, lock: nil)
      }
    case .file(let path):
      let lock = try FileLock(path + ".lock", of: path)
      try create(path)
      try checkMagic(path)
      return try attempt(path) {
        let pool = try DatabasePool(path: path, configuration: configuration(limits, path: path))
        try pool.writeWithoutTransaction { db in
          // The pool sets NORMAL when it turns the write-ahead log on, after `prepareDatabase`;
          // only FULL keeps what was acknowledged when the power goes.
          try db.execute(sql: "PRAGMA synchronous = FULL")
          try Migration.migrate(db)
        }
        return Opened(database: pool, lock: lock)
      }
    }
  }

  private static func configuration(_ limits: StoreLimits, path: String) -> Configuration {
    var configuration = Configuration()
    configuration.label = "sinergi"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(limits.busyTimeoutSeconds)
    configuration.maximumReaderCount = max(1, limits.readersMax)
    configuration.prepareDatabase { db in
      try checkIdentity(db, path: path)
      let kibibytes =
        db.configuration.readonly ? limits.readerCacheKibibytes : limits.writerCacheKibibytes
      try db.execute(sql: "PRAGMA cache_size = -\(kibibytes)")
      try db.execute(sql: "PRAGMA journal_size_limit = \(limits.journalBytesMax)")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = \(limits.checkpointPages)")
    }
    return configuration
  }

  /// Refuses a file of another application or of a newer release, before anything is written.
  private static func checkIdentity(_ db: Database, path: String) throws {
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if application == applicationID {
      guard version <= Migration.newest else {
        throw StoreError.newerVersion(path: path, found: version, known: Migration.newest)
      }
      return
    }
    let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard application == 0, version == 0, objects == 0 else {
      throw StoreError.foreignDatabase(path: path, applicationID: application)
    }
  }

  /// Makes the file, readable by its owner alone; SQLite gives its log the same mode.
  private static func create(_ path: String) throws(StoreError) {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: reason(errno)) }
    Glibc.close(descriptor)
  }

  /// Refuses a file that is no SQLite database before SQLite touches it; an empty one is new.
  private static func checkMagic(_ path: String) throws(StoreError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: reason(errno)) }
    defer { Glibc.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: magic.count)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw .cannotOpen(path: path, reason: reason(errno)) }
    guard count == 0 || bytes == magic else { throw .notADatabase(path: path) }
  }

  /// Runs the opening and gives the file's name to errors that SQLite reports without it.
  private static func attempt(
    _ path: String, _ body: () throws -> Opened
  ) throws(StoreError) -> Opened {
    do {
      return try body()
    } catch {
      switch StoreError(error) {
      case .notADatabase: throw .notADatabase(path: path)
      case .unexpected(14, let message): throw .cannotOpen(path: path, reason: message)
      case let error: throw error
      }
    }
  }

  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
  }
}
