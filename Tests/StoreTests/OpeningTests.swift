// Goal: a database opens as it must, and what cannot be used is refused untouched.
// Method: real files; the pragmas are read back from the very connections that use them.

import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct OpeningTests {
  @Test(arguments: [
    ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
    ("busy_timeout", "5000"), ("journal_size_limit", "16777216"), ("cache_size", "-8192"),
    ("application_id", "\(0x534E_5247)"), ("user_version", "5"),
  ])
  func `the writing connection has the pragma`(name: String, value: String) throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    let found = try store.database.writeWithoutTransaction { db in
      try String.fetchOne(db, sql: "PRAGMA \(name)")
    }
    #expect(found == value)
    try store.close()
  }

  @Test func `readers have a small cache and cannot write`() throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    #expect(try store.number("PRAGMA cache_size") == -2048)
    #expect(throws: (any Error).self) {
      try store.database.unsafeRead { db in
        try db.execute(sql: "INSERT INTO reference_counter VALUES ('x', 1)")
      }
    }
  }

  @Test(arguments: ["", "-wal", "-shm", ".lock"])
  func `every file is readable by its owner alone`(suffix: String) async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    _ = try await store.commit(.start())
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.file + suffix)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `what was committed is there after a reopening`() async throws {
    let scratch = try Scratch()
    let first = try Store(.file(path: scratch.file))
    let receipt = try await first.commit(.start())
    try first.close()
    let second = try Store(.file(path: scratch.file))
    #expect(try await second.instance(id: receipt.instance)?.reference == receipt.reference)
    #expect(try await second.head().hash == receipt.hash)
    let next = try await second.commit(.step(receipt.instance, after: 1))
    #expect(next.position == 2)
  }

  @Test func `a second process on the same file is refused until the first closes`() throws {
    let scratch = try Scratch()
    let first = try Store(.file(path: scratch.file))
    #expect(throws: StoreError.inUse(path: scratch.file)) {
      _ = try Store(.file(path: scratch.file))
    }
    try first.close()
    try Store(.file(path: scratch.file)).close()
  }

  @Test func `a closed store refuses everything and closes again quietly`() async throws {
    let store = try Store(.memory)
    try store.close()
    try store.close()
    #expect(await storeError { _ = try await store.commit(.start()) } == .closed)
    #expect(await storeError { _ = try await store.head() } == .closed)
    #expect(await storeError { try await store.ping() } == .closed)
    #expect(await storeError { _ = try store.source(.calendar, digest: digest) } == .closed)
  }

  @Test func `closing finishes the commits that wait`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    async let results = store.commitTogether((0..<20).map { _ in [.start()] })
    while store.committer.waitingCount < 20 && !store.committer.isClosed {
      if try store.number("SELECT count(*) FROM instance") == 20 { break }
      await Task.yield()
    }
    try store.close()
    #expect(await results.allSatisfy { (try? $0.get()) != nil })
    let again = try Store(.file(path: scratch.file))
    #expect(try await again.counts().active == 20)
  }

  @Test func `a newer schema is refused and stays as it is`() throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    try store.shell("PRAGMA user_version = 99")
    try store.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.file))
    let newest = Migration.newest
    #expect(throws: StoreError.newerVersion(path: scratch.file, found: 99, known: newest)) {
      _ = try Store(.file(path: scratch.file))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.file)) == before)
  }

  @Test(arguments: [
    "PRAGMA application_id = 77", "CREATE TABLE other (a)", "PRAGMA user_version = 3",
  ])
  func `a database of another application is refused and stays as it is`(sql: String) throws {
    let scratch = try Scratch()
    let other = try DatabaseQueue(path: scratch.file)
    try other.write { db in try db.execute(sql: sql) }
    try other.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.file))
    #expect {
      _ = try Store(.file(path: scratch.file))
    } throws: { error in
      if case .foreignDatabase(scratch.file, _)? = error as? StoreError { true } else { false }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.file)) == before)
  }

  @Test(arguments: [
    "catatan", String(repeating: "bukan basis data ", count: 500), "SQLite format",
  ])
  func `a file that is no database is refused and stays as it is`(text: String) throws {
    let scratch = try Scratch()
    try text.write(toFile: scratch.file, atomically: true, encoding: .utf8)
    #expect(throws: StoreError.notADatabase(path: scratch.file)) {
      _ = try Store(.file(path: scratch.file))
    }
    #expect(try String(contentsOfFile: scratch.file, encoding: .utf8) == text)
  }

  @Test func `a damaged database is refused`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    _ = try await store.commit(.start())
    try store.close()
    let handle = try #require(FileHandle(forUpdatingAtPath: scratch.file))
    try handle.seek(toOffset: 100)
    try handle.write(contentsOf: Data(repeating: 0xFF, count: 3_900))
    try handle.close()
    #expect {
      _ = try Store(.file(path: scratch.file))
    } throws: { error in
      if case .corrupt? = error as? StoreError { true } else { false }
    }
  }

  @Test func `a directory that is missing is named`() {
    let path = "/nowhere-at-all/sinergi.sqlite"
    #expect {
      _ = try Store(.file(path: path))
    } throws: { error in
      guard case .cannotOpen(let named, _)? = error as? StoreError else { return false }
      return named.hasPrefix(path)
    }
  }

  /// A released migration never changes: a new one is added beside it, with its own line here.
  @Test(arguments: [
    (1, "0b29fb5ff833c151f2db03fead1b7002e8758f3b6ee90f0f5e826424704688d7"),
    (2, "2af43bb9a8b990657a61ba90db7940f5b210bc6873a53e3d0a62aaae9be483d0"),
    (3, "5a5f1bc08fb75e58ba314909378afc6a7a82f926633626125ad8096914146b4c"),
    (4, "7d09d89f7442005a6863166788216a09eb9e52abcf6c59f54855882c3975ece7"),
    (5, "f931fec36565b6afc2644d6ec4d836535e21622912ccbd38dc0d335fc22090b7"),
  ])
  func `released migrations are frozen`(number: Int, expected: String) throws {
    let migration = try #require(Migration.all.first { $0.number == number })
    #expect(migration.digest == expected)
  }

  @Test func `migrations are numbered from 1 without gaps`() {
    #expect(Migration.all.map(\.number) == Array(1...Migration.newest))
  }
}
