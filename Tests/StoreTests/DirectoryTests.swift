// Goal: a directory is there whole or not at all, only its next version can be written, and what is
// forgotten is in no file any more.
// Method: real files, whose bytes are searched; versions that two writers want at once.

import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct DirectoryTests {
  private static func rows(_ people: Int = 3) -> DirectoryRows {
    var rows = DirectoryRows()
    rows.organisations = [
      .init(
        id: "dinas", name: "Dinas", class: "opd", route: "E", seedName: "s", note: "n",
        commitment: "k")
    ]
    rows.positions = [
      .init(
        id: "kadis", organisation: "dinas", title: "Kepala", titleEnglish: "Head", role: "contact")
    ]
    rows.people = (0..<people).map {
      .init(
        id: name($0), name: "Orang \($0)", unix: "akun\($0)",
        language: $0.isMultiple(of: 2) ? "id" : nil, digest: $0.isMultiple(of: 3) ? true : nil,
        quiet: "6 7")
    }
    rows.holdings = [
      .init(person: name(0), position: "kadis", from: "2026-01-01", until: nil, basis: "SK")
    ]
    rows.deputies = [
      .init(
        person: name(1), position: "kadis", capacity: "plh", from: "2026-07-01",
        until: "2026-07-10", basis: "SK 2", dated: "2026-06-30", scope: "uji lain", giver: name(0))
    ]
    rows.contacts = (0..<people).flatMap { index -> [DirectoryRows.Contact] in
      [
        .init(
          person: name(index), preference: 1, channel: "email", address: address(index),
          language: "en"),
        .init(
          person: name(index), preference: 2, channel: "whatsapp",
          address: "+62811\(10_000 + index)", language: nil),
      ]
    }
    return rows
  }

  private static func name(_ index: Int) -> String { "orang-\(1_000 + index)" }
  private static func address(_ index: Int) -> String { "rahasia.\(1_000 + index)@contoh.go.id" }

  private static func version(_ number: Int64) -> DirectoryVersion {
    DirectoryVersion(number: number, digest: digest, since: 7)
  }

  private static let entry = ServiceEntry(
    kind: "directory-applied", version: 1, at: 7, cause: "uid:0", payload: "{}")

  @Test func `a directory comes back as it was handed in, over a reopening too`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    #expect(try await store.directory() == nil)
    _ = try await store.putDirectory(Self.rows(), version: Self.version(1), entry: Self.entry)
    try store.close()
    let again = try Store(.file(path: scratch.file))
    let found = try #require(try await again.directory())
    #expect(found.rows == Self.rows() && found.version == Self.version(1))
    #expect(
      try await again.history(afterPosition: 0, limit: 9).map(\.kind) == ["directory-applied"])
  }

  @Test func `only the next version can be written, and a refused one leaves nothing`() async throws
  {
    let store = try Store(.memory)
    _ = try await store.putDirectory(Self.rows(), version: Self.version(1), entry: Self.entry)
    for number: Int64 in [1, 3] {
      let error = await storeError {
        _ = try await store.putDirectory(
          Self.rows(9), version: Self.version(number), entry: Self.entry)
      }
      #expect(error == .directoryMoved(expected: number - 1, actual: 1))
    }
    var bad = Self.rows(4)
    bad.holdings[0].person = "hantu"
    let error = await storeError {
      _ = try await store.putDirectory(bad, version: Self.version(2), entry: Self.entry)
    }
    #expect(error == .constraint(name: "FOREIGN KEY constraint failed"))
    #expect(try await store.directory()?.rows == Self.rows())
    #expect(try await store.head().position == 1)
  }

  @Test(arguments: [1, 40, 400])
  func `a forgotten address is in no file any more`(people: Int) async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    _ = try await store.putDirectory(
      Self.rows(max(2, people)), version: Self.version(1), entry: Self.entry)
    // Applied once more: a table that was written anew has freed pages, too.
    _ = try await store.putDirectory(
      Self.rows(max(2, people)), version: Self.version(2), entry: Self.entry)
    let person = people / 2
    #expect(try Self.files(scratch).contains(Self.address(person)))
    let done = try await store.forgetContacts(
      of: Self.name(person), version: Self.version(3), entry: Self.entry)
    #expect(done.count == 2 && done.receipt != nil)
    let bytes = try Self.files(scratch)
    #expect(!bytes.contains(Self.address(person)))
    #expect(!bytes.contains("+62811\(10_000 + person)"))
    // The others keep theirs, and the person is still there.
    #expect(bytes.contains(Self.address(person == 0 ? 1 : 0)))
    let rows = try #require(try await store.directory()).rows
    #expect(rows.people == Self.rows(max(2, people)).people)
    #expect(
      rows.contacts == Self.rows(max(2, people)).contacts.filter { $0.person != Self.name(person) })
    // Again: nothing to forget, and nothing is written.
    let head = try await store.head()
    let again = try await store.forgetContacts(
      of: Self.name(person), version: Self.version(4), entry: Self.entry)
    #expect(again.count == 0 && again.receipt == nil)
    #expect(try await store.head() == head)
    // The rest of them, one by one: whatever the pages look like in between, no address is left.
    guard people == 40 else { return }
    for (step, index) in (0..<people).filter({ $0 != person }).enumerated() {
      _ = try await store.forgetContacts(
        of: Self.name(index), version: Self.version(Int64(4 + step)), entry: Self.entry)
      #expect(!(try Self.files(scratch)).contains(Self.address(index)))
    }
    #expect(!(try Self.files(scratch)).contains("rahasia."))
  }

  @Test func `an address that an apply changes is in no file any more`() async throws {
    let scratch = try Scratch()
    let store = try Store(.file(path: scratch.file))
    _ = try await store.putDirectory(Self.rows(50), version: Self.version(1), entry: Self.entry)
    var rows = Self.rows(50)
    rows.contacts[20].address = "baru@contoh.go.id"
    _ = try await store.putDirectory(rows, version: Self.version(2), entry: Self.entry)
    let bytes = try Self.files(scratch)
    #expect(bytes.contains("baru@contoh.go.id") && !bytes.contains(Self.address(10)))
  }

  @Test func `assignees of open tasks are told once each, with their number`() async throws {
    let store = try Store(.memory)
    #expect(try await store.openAssignees() == [])
    for assignee in ["position:b", "position:a", "position:b"] {
      _ = try await store.commit(
        .start(tasks: [
          TaskChange(
            task: "t", assignee: assignee, role: "r", state: "s", openedAt: 1, dueAt: nil)
        ]))
    }
    #expect(try await store.openAssignees() == ["position:a", "position:b"])
    #expect(try await store.openTaskCount(of: ["position:b", "position:c"]) == 2)
  }

  /// The bytes of the database and of its log, as text in which an address would stand.
  private static func files(_ scratch: Scratch) throws -> Bytes {
    var all: [UInt8] = []
    for suffix in ["", "-wal"] {
      all += (try? Data(contentsOf: URL(fileURLWithPath: scratch.file + suffix))) ?? Data()
    }
    return Bytes(data: Data(all))
  }

  private struct Bytes {
    let data: Data
    func contains(_ text: String) -> Bool { data.range(of: Data(text.utf8)) != nil }
  }
}
