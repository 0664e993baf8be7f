// SQLite's C interface, with as little as possible around it: what the engine is measured against.

import GRDBSQLite

/// One connection, set up as the store sets up its writer.
final class Connection {
  let handle: OpaquePointer

  init(_ path: String) throws(BenchError) {
    var handle: OpaquePointer?
    guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let handle else {
      throw BenchError("cannot open \(path)")
    }
    self.handle = handle
    try execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
      PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 16777216; PRAGMA busy_timeout = 5000;
      PRAGMA wal_autocheckpoint = 4000
      """)
  }

  deinit { sqlite3_close_v2(handle) }

  func execute(_ sql: String) throws(BenchError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  func prepare(_ sql: String) throws(BenchError) -> Statement {
    var statement: OpaquePointer?
    guard
      sqlite3_prepare_v3(
        handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
      let statement
    else { throw failure(sql) }
    return Statement(raw: statement)
  }

  /// All rows of a query, as text; NULL is empty.
  func rows(_ sql: String) throws(BenchError) -> [[String]] {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement.raw) }
    var rows: [[String]] = []
    while sqlite3_step(statement.raw) == SQLITE_ROW {
      rows.append(
        (0..<sqlite3_column_count(statement.raw)).map { column in
          sqlite3_column_text(statement.raw, column).map { String(cString: $0) } ?? ""
        })
    }
    return rows
  }

  private func failure(_ sql: String) -> BenchError {
    BenchError("cannot run «\(sql)»: \(String(cString: sqlite3_errmsg(handle)))")
  }
}

/// Bytes that live as long as the program, so that SQLite may read them without a copy.
struct Fixed {
  let bytes: UnsafeBufferPointer<CChar>

  init(_ text: some Collection<UInt8>) {
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(1, text.count))
    _ = copy.initialize(from: text.map { CChar(bitPattern: $0) })
    bytes = UnsafeBufferPointer(rebasing: copy[..<text.count])
  }
}

/// A prepared statement; lives as long as the program.
struct Statement {
  let raw: OpaquePointer

  func bind(_ index: Int32, _ number: Int64) { sqlite3_bind_int64(raw, index, number) }

  func bind(_ index: Int32, _ text: Fixed) {
    sqlite3_bind_text(raw, index, text.bytes.baseAddress, Int32(text.bytes.count), nil)
  }

  func bind(_ index: Int32, blob: Fixed) {
    sqlite3_bind_blob(raw, index, blob.bytes.baseAddress, Int32(blob.bytes.count), nil)
  }

  func run() throws(BenchError) {
    let code = sqlite3_step(raw)
    sqlite3_reset(raw)
    guard code == SQLITE_DONE else {
      throw BenchError("cannot write: \(String(cString: sqlite3_errmsg(sqlite3_db_handle(raw))))")
    }
  }
}
