// Goal: a document's copy and record hold together through the engine: keys, retries, checks, faults.
// Method: an engine on a store in memory and an archive in a folder, damaged by hand.

import Archive
import Foundation
import Store
import Testing
import Workflow

@testable import Engine

@Suite struct EngineDocumentTests {
  static let definition = """
    workflow: uji
    title: { id: Uji coba }
    calendar: kantor
    reference: "UJI/{year}/{sequence:4}"
    subject: tentang
    data: { tentang: { type: string, required: true }, mulai: date, akhir: date }
    roles:
      pic: { position: pic }
      kabid: { position: kabid }
    documents:
      draf: { title: { id: Draf naskah }, by: pic, required: true }
      lampiran:
    register: { from: mulai, until: akhir, in_force: [berlaku], route: E }
    initial: konsep
    states:
      konsep:
        task: { for: pic, due: 5 wd, needs: { documents: [draf] } }
        on: { ajukan: telaah }
      telaah:
        tags: [berlaku]
        task: { for: kabid, due: 3 wd }
        on:
          catat: { form: [mulai, akhir] }
          setuju: selesai
      selesai: { type: final, title: { id: Selesai } }

    """

  // SHA-256 of "abc": FIPS 180-4, the first example of NIST's test vectors.
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  struct Place {
    let folder: Scratch
    let office: Office
    let reference: String

    init(keepsCopies: Bool = true) async throws {
      folder = try Scratch()
      office = try await Office(
        Definitions.sources([EngineDocumentTests.definition]),
        archive: try DocumentArchive(folder: folder.path + "/documents"), keepsCopies: keepsCopies)
      reference = try await office.start().reference
    }

    func send(_ text: String, announced: String? = nil) async throws -> String {
      try await office.engine.receiveDocument(announced: announced, length: nil) { take in
        try Array(text.utf8).withUnsafeBytes { try take($0) }
      }.sha256
    }

    @discardableResult
    func add(
      _ kind: String = "draf", _ digest: String = EngineDocumentTests.abc, size: Int64 = 3,
      number: String? = nil, copy: Bool = false, by user: String = "made", key: String? = nil
    ) async throws -> DocumentResult {
      try await office.engine.addDocument(
        DocumentCommand(
          reference: reference, kind: kind, name: "draf.pdf", size: size, sha256: digest,
          number: number, hasCopy: copy), office.context(user, key: key))
    }

    func file(_ digest: String) -> String {
      "\(folder.path)/documents/\(digest.prefix(2))/\(digest.dropFirst(2))"
    }

    func content(version: Int? = nil) async throws -> String {
      let content = try await office.engine.documentContent(
        reference, kind: "draf", version: version)
      var bytes: [UInt8] = []
      while let part = try content.next() { bytes += part }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func `a document is sent, put on record, shown and read back`() async throws {
    let place = try await Place()
    #expect(
      await kindOf { try await place.office.act("ajukan", on: place.reference, by: "made") }
        == "documents-missing")
    #expect(try await place.send("abc", announced: Self.abc) == Self.abc)
    let done = try await place.add(number: "B.1", copy: true)
    #expect(done.effect == .added && done.document.record.version == 1 && done.sequence == 2)
    #expect(try await place.content() == "abc")
    let shown = try await place.office.engine.agreement(place.reference)
    #expect(shown.documents.map(\.kind) == ["draf"])
    #expect(shown.documents.first?.title == "Draf naskah")
    let listed = try await place.office.engine.documents(place.reference, withEarlier: true)
    #expect(listed.missing.map(\.kind) == ["lampiran"])
    try await place.office.act("ajukan", on: place.reference, by: "made")
    try await place.office.checkRecord()
  }

  @Test func `earlier versions stay and can be read`() async throws {
    let place = try await Place()
    _ = try await place.send("abc")
    try await place.add(copy: true)
    let second = try await place.send("abd")
    try await place.add("draf", second, copy: true)
    #expect(try await place.content() == "abd")
    #expect(try await place.content(version: 1) == "abc")
    #expect(await kindOf { _ = try await place.content(version: 3) } == "not-found")
    let views = try await place.office.engine.documents(place.reference, withEarlier: true)
      .documents
    #expect(views.map(\.record.version) == [2, 1] && views.map(\.isLatest) == [true, false])
    try await place.office.checkRecord()
  }

  @Test func `the same key acts once, and exactly the same again changes nothing`() async throws {
    let place = try await Place()
    let first = try await place.add(number: "1", key: "k")
    let again = try await place.add(number: "1", key: "k")
    #expect(!first.isReplay && again.isReplay && again.sequence == first.sequence)
    #expect(
      await kindOf { try await place.add(number: "2", key: "k") } == "idempotency-key-reused")
    let same = try await place.add(number: "1", key: "other")
    #expect(same.effect == .unchanged && same.sequence == first.sequence)
    let corrected = try await place.add(number: "2")
    #expect(corrected.effect == .corrected && corrected.document.record.number == "2")
    #expect(
      try await place.office.history(place.reference).map(\.kind) == [
        "started", "document-added", "document-corrected",
      ])
    try await place.office.checkRecord()
  }

  @Test func `many at once are all on record, each as a version of its own`() async throws {
    let place = try await Place()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<12 {
        let digest = String(repeating: "\(String(number, radix: 16))", count: 64)
        group.addTask { try await place.add("draf", digest) }
      }
      try await group.waitForAll()
    }
    let views = try await place.office.engine.documents(place.reference, withEarlier: true)
      .documents
    #expect(views.map(\.record.version) == Array((1...12).reversed()))
    #expect(Set(views.map(\.record.sha256)).count == 12)
    try await place.office.checkRecord()
  }

  @Test func `a record names only a copy that is there and as large as it says`() async throws {
    let place = try await Place()
    #expect(await kindOf { try await place.add(copy: true) } == "content-missing")
    _ = try await place.send("abc")
    #expect(await kindOf { try await place.add(size: 4, copy: true) } == "content-invalid")
    #expect(await kindOf { try await place.add("draf", "x", copy: true) } == "document-invalid")
    #expect(
      await kindOf { _ = try await place.send("abd", announced: Self.abc) } == "content-invalid")
    #expect(try await place.office.history(place.reference).count == 1)
  }

  @Test func `only whoever has the role adds, and nobody to what has ended`() async throws {
    let place = try await Place()
    #expect(await kindOf { try await place.add(by: "wayan") } == "not-permitted")
    #expect(await kindOf { try await place.add(by: "root") } == "not-permitted")
    #expect(await kindOf { try await place.add("naskah") } == "unknown-document")
    try await place.add()
    try await place.office.act("ajukan", on: place.reference, by: "made")
    try await place.office.act("setuju", on: place.reference, by: "wayan")
    #expect(
      await kindOf { try await place.add("draf", String(repeating: "a", count: 64)) } == "finished")
  }

  @Test func `where no copies are kept records are, and reading says so`() async throws {
    let place = try await Place(keepsCopies: false)
    #expect(await kindOf { _ = try await place.send("abc") } == "copies-not-kept")
    #expect(await kindOf { try await place.add(copy: true) } == "copies-not-kept")
    try await place.add()
    #expect(await kindOf { _ = try await place.content() } == "content-missing")
  }

  @Test func `a look at all copies finds the damaged, the missing and the orphans`() async throws {
    let place = try await Place()
    _ = try await place.send("abc")
    try await place.add(copy: true)
    let second = try await place.send("abd")
    try await place.add("draf", second, copy: true)
    let orphan = try await place.send("nobody's")
    var check = try await place.office.engine.checkDocuments(nil)
    #expect(check.copies == 2 && check.faults.isEmpty && check.orphans == [orphan])
    #expect(check.bytes == 6 && check.agreements == 1)
    try Data("abx".utf8).write(to: URL(filePath: place.file(Self.abc)))
    unlink(place.file(second))
    check = try await place.office.engine.checkDocuments(place.reference)
    #expect(check.faults.map(\.kind) == [.damaged, .missing])
    #expect(check.faults.map(\.version) == [1, 2] && check.orphans.isEmpty)
    #expect(await kindOf { _ = try await place.content(version: 1) } == "content-damaged")
    #expect(await kindOf { _ = try await place.content() } == "content-missing")
    #expect(FileManager.default.fileExists(atPath: place.file(orphan)))
  }

  // MARK: Register

  @Test func `the register filters, pages and tells how agreements stand`() async throws {
    let place = try await Place()
    try await place.add(number: "B.1")
    try await place.office.act("ajukan", on: place.reference, by: "made")
    try await place.office.act(
      "catat", on: place.reference, by: "wayan", ["mulai": "2026-01-01", "akhir": "2028-06-30"])
    for number in 2...5 {
      _ = try await place.office.start("uji", by: "made", ["tentang": .string("Naskah \(number)")])
    }
    func ask(_ change: (inout RegisterQuery) -> Void) async throws -> [String] {
      var query = RegisterQuery(limit: 2)
      change(&query)
      var found: [String] = []
      repeat {
        let page = try await place.office.engine.register(query)
        found += page.rows.map(\.summary.reference)
        query.after = page.next
      } while query.after != nil
      return found
    }
    #expect(try await ask { _ in }.count == 5)
    #expect(try await ask { $0.statuses = ["berlaku"] } == [place.reference])
    #expect(try await ask { $0.statuses = ["proses"] }.count == 4)
    #expect(try await ask { $0.statuses = ["selesai"] } == [])
    #expect(try await ask { $0.text = "naskah 3" }.count == 1)
    #expect(try await ask { $0.text = "b.1" } == [place.reference])
    #expect(try await ask { $0.route = "e" }.count == 5)
    #expect(try await ask { $0.inForceIn = 2027 } == [place.reference])
    #expect(try await ask { $0.inForceIn = 2029 } == [])
    #expect(await kindOf { _ = try await ask { $0.statuses = ["berlakuu"] } } == "not-found")
    let row = try #require(
      try await place.office.engine.register(RegisterQuery(limit: 1)).rows.first)
    #expect(row.facts.number == "B.1" && row.facts.statusWords == "Berlaku" && row.route == "E")
  }
}
