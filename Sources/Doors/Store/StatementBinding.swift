// Running one prepared statement with few allocations: what the hot path is made of.

internal import GRDB
internal import GRDBSQLite
internal import Glibc

/// A value that can be bound to a statement directly; SQLITE_MISMATCH refuses it.
///
/// GRDB's argument types box each value. A query does not notice; a step of seven rows did: about
/// 31 µs of processor time with direct binding, 49 µs with boxed arguments, in alternating runs.
protocol Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self)
  }
}

extension Int: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, Int64(self))
  }
}

extension Bool: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self ? 1 : 0)
  }
}

/// A text with a zero byte is refused: SQLite stores it whole and many of its readers cut it there,
/// so that an entry's hash would no longer fit what they see.
extension String: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { bytes in
      // An empty text has no address, and a nil address would bind NULL.
      guard let address = bytes.baseAddress else {
        return sqlite3_bind_text(statement, index, "", 0, copied)
      }
      guard memchr(address, 0, bytes.count) == nil else { return SQLITE_MISMATCH }
      return address.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_bind_text(statement, index, $0, Int32(bytes.count), copied)
      }
    }
  }
}

extension [UInt8]: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes {
      sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), copied)
    }
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .some(let value): value.bind(to: statement, at: index)
    case .none: sqlite3_bind_null(statement, index)
    }
  }
}

/// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies the bytes before it returns.
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

extension Database {
  /// Runs one statement that is prepared once for each connection; it must return no rows.
  func run<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws {
    let statement = try bound(sql, repeat each values)
    defer { sqlite3_reset(statement) }
    let code = sqlite3_step(statement)
    guard code == SQLITE_DONE else { throw failure(code) }
  }

  /// Runs one statement with as many values as it has parameters; it must return no rows.
  func run(_ sql: String, bind: (inout Binder) throws -> Void) throws {
    let statement = try cachedStatement(sql: sql).sqliteStatement
    var binder = Binder(statement: statement)
    try bind(&binder)
    assert(binder.count == sqlite3_bind_parameter_count(statement), "one value for each parameter")
    defer { sqlite3_reset(statement) }
    let code = sqlite3_step(statement)
    guard code == SQLITE_DONE else { throw failure(code) }
  }

  /// Reads the first row of a query that is prepared once for each connection; nil without rows.
  ///
  /// The row is valid only inside `read`.
  func first<Result, each Value: Bindable>(
    _ sql: String, _ values: repeat each Value, read: (BareRow) throws -> Result
  ) throws -> Result? {
    let statement = try bound(sql, repeat each values)
    defer { sqlite3_reset(statement) }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return try read(BareRow(statement: statement))
    case SQLITE_DONE: return nil
    case let code: throw failure(code)
    }
  }

  /// Reads all rows of a query that is prepared once for each connection.
  ///
  /// A row is valid only inside `read`.
  func all<Result, each Value: Bindable>(
    _ sql: String, _ values: repeat each Value, read: (BareRow) throws -> Result
  ) throws -> [Result] {
    let statement = try bound(sql, repeat each values)
    defer { sqlite3_reset(statement) }
    var results: [Result] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: results.append(try read(BareRow(statement: statement)))
      case SQLITE_DONE: return results
      case let code: throw failure(code)
      }
    }
  }

  private func bound<each Value: Bindable>(
    _ sql: String, _ values: repeat each Value
  ) throws -> OpaquePointer {
    let statement = try cachedStatement(sql: sql).sqliteStatement
    var index: Int32 = 0
    for value in repeat each values {
      index += 1
      let code = value.bind(to: statement, at: index)
      if code == SQLITE_MISMATCH { throw StoreError.constraint(name: "text_without_zero_byte") }
      guard code == SQLITE_OK else { throw failure(code) }
    }
    assert(index == sqlite3_bind_parameter_count(statement), "one value for each parameter")
    return statement
  }

  private func failure(_ code: Int32) -> DatabaseError {
    let extended = sqlite3_extended_errcode(sqliteConnection)
    return DatabaseError(
      resultCode: ResultCode(rawValue: extended & 0xFF == code & 0xFF ? extended : code),
      message: lastErrorMessage)
  }
}

/// Gives the parameters of a statement their values, one after the other.
struct Binder {
  fileprivate let statement: OpaquePointer
  fileprivate var count: Int32 = 0

  mutating func add(_ value: some Bindable) throws {
    count += 1
    let code = value.bind(to: statement, at: count)
    if code == SQLITE_MISMATCH { throw StoreError.constraint(name: "text_without_zero_byte") }
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}

/// The row that a statement stands on, read without boxing its values.
struct BareRow {
  fileprivate let statement: OpaquePointer

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// NULL is empty.
  func text(_ column: Int32) -> String {
    String(decoding: bytes(sqlite3_column_text(statement, column), column), as: UTF8.self)
  }

  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }

  func integerIfAny(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func textIfAny(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// NULL is empty.
  func blob(_ column: Int32) -> [UInt8] {
    Array(bytes(sqlite3_column_blob(statement, column), column))
  }

  private func bytes(_ start: UnsafeRawPointer?, _ column: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
  }
}
