// The list of migrations and how they are applied.

internal import GRDB

/// One numbered change of the schema; frozen once it was released.
///
/// The number of the last one applied is the database's `user_version`. A migration is plain SQL
/// that the `sqlite3` shell runs too; it never uses the store's Swift types, which go on changing.
struct Migration: Sendable {
  let number: Int
  let sql: String

  /// SHA-256 of the text, by which a test holds released migrations still.
  var digest: String { hexadecimal(HashChain.sha256(Array(sql.utf8))) }

  /// All migrations, in order.
  static let all: [Migration] = [.schema0001, .schema0002, .schema0003, .schema0004, .schema0005]

  static var newest: Int { all.last?.number ?? 0 }

  /// Applies what is missing, each migration in its own transaction.
  static func migrate(_ db: Database) throws {
    let present = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    for migration in all where migration.number > present {
      try db.inTransaction(.immediate) {
        try db.execute(sql: migration.sql)
        try db.execute(sql: "PRAGMA application_id = \(Opening.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(migration.number)")
        return .commit
      }
    }
  }
}
