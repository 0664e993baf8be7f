// Goal: the directory in the database changes whole or not at all, once for each wish; nobody's address
// leaves it; what is forgotten is gone and the record can still be read.
// Method: the small office on a database, its files handed in as an administrator would; the journal and
// every table but one are searched for the addresses.

import Foundation
import Logging
import Notify
import Store
import Synchronization
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct DirectoryTests {
  static let secret = "rahasia.wayan@contoh.go.id"

  private func office(
    _ store: Store? = nil, notifiers: [any Notifier] = [], files: LibrarySources? = nil,
    mayHaveProblems: Bool = false, logger: Logger? = nil
  ) async throws -> Office {
    try await Office(
      files ?? Definitions.sources([Definitions.uji]), store: store, notifiers: notifiers,
      mayHaveProblems: mayHaveProblems, directorySource: .database, logger: logger)
  }

  private func file(_ text: String, _ name: String = "baru.yaml") -> SourceText {
    SourceText(name: name, text: text)
  }

  private let contacts = SourceText(
    name: "kontak.yaml",
    text: """
      directory: d
      people:
        - { id: i-wayan, name: I Wayan Contoh, unix: wayan, contacts: [{ channel: email, address: \(secret) }, { channel: whatsapp, address: "+6281234567890" }] }

      """)

  private func apply(
    _ office: Office, _ files: SourceText..., replacing: Bool = false, expected: Int64? = nil
  ) async throws(EngineError) -> DirectoryReport {
    try await office.engine.applyDirectory(
      files, replacing: replacing, expectedVersion: expected, reason: "SK 5",
      office.context("root"))
  }

  // MARK: The first start, and later ones

  @Test func `the first start takes the files in, a later one keeps what is in force`() async throws
  {
    let store = try Store(.memory)
    let office = try await office(store)
    let entries = try await store.history(afterPosition: 0, limit: 9)
    let first = try JSON(parsing: try #require(entries.first).payload)
    #expect(entries.first?.kind == "directory-applied" && entries.first?.cause == "daemon")
    #expect(first["version"]?.int == 1 && first["by"]?.string == "daemon")
    #expect(first["counts"]?["people"]?.int == 4)
    #expect(first["added"]?["positions"]?.strings == ["kabid", "pic"])
    #expect(office.engine.directoryView().version == 1)
    // A file that says something else is named with the command, and changes nothing.
    office.files.sources.directories[0].text += "  - { person: i-wayan, position: pic }\n"
    let report = await office.engine.reload()
    #expect(report.problems == [] && report.loaded == [])
    #expect(report.notes.contains { $0.contains("sinergictl directory apply orang.yaml") })
    #expect(try await office.engine.status().directoryNotes.count == 1)
    #expect(office.engine.directory.holdings.count == 4)
    // So it is after a restart, also when the file is broken or gone.
    for damage in ["", "directory: kantor\npeople: [{ id: x }]\n", nil] {
      var sources = office.files.sources
      if let damage { sources.directories[0].text = damage } else { sources.directories = [] }
      let again = try await self.office(store, files: sources)
      #expect(again.engine.directory == office.engine.directory)
      #expect(again.engine.directoryView().version == 1)
    }
    #expect(try await store.history(afterPosition: 0, limit: 9).count == entries.count)
    // Applied by name it is in force, and the note is gone.
    _ = try await apply(office, office.files.sources.directories[0])
    #expect(office.engine.directory.holdings.count == 5)
    #expect(try await office.engine.status().directoryNotes == [])
  }

  @Test func `where files are to lead, each load takes them and the commands are refused`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    office.files.sources.directories[0].text += "  - { person: i-wayan, position: pic }\n"
    #expect(await office.engine.reload().loaded == ["directory directory"])
    #expect(office.engine.directoryView().version == 2)
    let before = try await office.everything()
    #expect(await office.engine.reload().loaded == [])
    #expect(try await office.everything() == before)
    #expect(await kindOf { _ = try await apply(office, contacts) } == "directory-from-files")
    let forget = await kindOf {
      _ = try await office.engine.forgetPerson("i-made", reason: "x", office.context("root"))
    }
    #expect(forget == "directory-from-files")
  }

  @Test func `without any file the daemon starts, and the first apply makes version 1`()
    async throws
  {
    var sources = Definitions.sources([Definitions.uji])
    sources.directories = []
    let office = try await office(files: sources, mayHaveProblems: true)
    #expect(office.engine.directoryView().version == 0)
    let report = try await apply(office, file(Definitions.directory))
    #expect(report.isApplied && report.version == 1)
    try await office.start()
    try await office.checkRecord()
  }

  // MARK: Applying

  @Test func `a preview changes nothing, an apply what it showed, and again nothing`() async throws
  {
    let office = try await office()
    let before = try await office.everything()
    let preview = try office.engine.previewDirectory([contacts], replacing: false)
    #expect(
      preview.changes.map(\.description)
        == ["people i-wayan: changed contact email, contact whatsapp"])
    #expect(!preview.isApplied && preview.version == 1)
    #expect(try await office.everything() == before)
    let done = try await apply(office, contacts, expected: 1)
    #expect(done.isApplied && done.version == 2 && done.changes == preview.changes)
    let entry = try #require(try await office.store.history(afterPosition: 0, limit: 99).last)
    #expect(
      try JSON(parsing: entry.payload)["changed"]?["people"]?.strings == ["i-wayan"]
        && JSON(parsing: entry.payload)["reason"]?.string == "SK 5" && entry.cause == "uid:0")
    let after = try await office.everything()
    for _ in 0..<2 {
      let again = try await apply(office, contacts)
      #expect(!again.isApplied && again.changes == [] && again.version == 2)
    }
    #expect(try await office.everything() == after)
    // What was exported, applied, is no change either.
    for asTables in [true, false] {
      for withContacts in [true, false] {
        let files = office.engine.exportDirectory(asTables: asTables, withContacts: withContacts)
        let said = files.map(\.text).joined().contains(Self.secret)
        #expect(said == withContacts)
        let report = try office.engine.previewDirectory(files, replacing: !asTables)
        #expect(report.changes == [])
      }
    }
    try await office.checkRecord()
  }

  static let bad = [
    "directory: d\nholdings: [{ person: hantu, position: pic }]\n",
    "directory: d\npeople: [{ id: a, name: A }, { id: a, name: B }]\n",
    "directory: d\npeople: [{ id: baik, name: Baik }, { id: buruk, name: B, nik: x }]\n",
    "directory: d\npeople: [{ id: baik, name: Baik, unix: wayan }]\n",
    "people: []\n", "", "{{{",
  ]

  @Test(arguments: bad) func `one problem, and nothing at all is changed`(text: String) async throws
  {
    let office = try await office()
    let before = try await office.everything()
    let directory = office.engine.directory
    let good = file("directory: e\npeople: [{ id: lain, name: Lain }]\n", "lain.yaml")
    let kind = await kindOf { _ = try await apply(office, good, file(text)) }
    #expect(kind == "source-invalid")
    #expect(office.engine.directory == directory)
    #expect(try await office.everything() == before)
  }

  @Test func `of two that started from the same version one wins and the other is told`()
    async throws
  {
    let office = try await office()
    let files = (0..<8).map { index in
      file("directory: d\npeople: [{ id: baru-\(index), name: Baru }]\n")
    }
    let kinds = await withTaskGroup(of: String?.self) { group in
      for file in files {
        group.addTask { await kindOf { _ = try await apply(office, file, expected: 1) } }
      }
      var kinds: [String?] = []
      for await kind in group { kinds.append(kind) }
      return kinds
    }
    #expect(kinds.count { $0 == nil } == 1, "\(kinds)")
    #expect(kinds.count { $0 == "directory-moved" } == 7, "\(kinds)")
    // Without a version they are taken one after the other, and none is lost.
    await withTaskGroup(of: Void.self) { group in
      for file in files { group.addTask { _ = try? await apply(office, file) } }
    }
    #expect(office.engine.directory.people.count == 12)
    #expect(office.engine.directoryView().version == 9)
    let stored = try #require(try await office.store.directory())
    #expect(stored.rows.directory?.canonical == office.engine.directory)
    try await office.checkRecord()
  }

  @Test func `an apply during a reload is not undone by it`() async throws {
    let office = try await office()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<20 {
        group.addTask { _ = await office.engine.reload() }
        group.addTask {
          let file = file("directory: d\npeople: [{ id: baru-\(index), name: Baru }]\n")
          _ = try? await apply(office, file)
        }
      }
    }
    #expect(office.engine.directory.people.count == 24)
  }

  @Test func `a deputy for a workflow that is not loaded is warned of and works elsewhere`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    office.files.sources.directories[0].text += """
      deputies:
        - { person: i-nyoman, position: kabid, capacity: plh, from: 2026-05-04, until: 2026-05-08, basis: SK, on: 2026-05-01, scope: [ujii] }

      """
    let (errors, warnings) = LibraryCheck.problems(
      of: office.files.sources, zone: { _ in makassar })
    #expect(errors == [] && warnings.contains { $0.contains("the workflow «ujii», which is not") })
    #expect(await office.engine.reload().problems == [])
  }

  // MARK: Privacy

  @Test func `after a whole walk no address is in history, journal or any other table`()
    async throws
  {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in Keeper(lines) }
    let scratch = try Scratch()
    let notifier = HandNotifier()
    let office = try await office(
      try Store(.file(path: scratch.file)), notifiers: [notifier], logger: logger)
    _ = try await apply(office, contacts)
    // A file with problems around an address: what is told goes to who sent it, not into the log.
    office.files.sources.directories = [
      file(
        "directory: d\npeople: [{ id: x, name: X, contacts: [{ chanel: email, address: \(Self.secret) }] }]\n"
      )
    ]
    _ = await office.engine.reload()
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    try await office.decide(.approve, on: reference, by: "wayan")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    let first = try await office.engine.forgetPerson(
      "i-wayan", reason: "pensiun", office.context("root"))
    #expect(first.contacts == 2 && first.version == 3)
    let again = try await office.engine.forgetPerson(
      "i-wayan", reason: "pensiun", office.context("root"))
    #expect(again.contacts == 0 && again.version == 3)
    let unknown = await kindOf {
      _ = try await office.engine.forgetPerson("hantu", reason: "x", office.context("root"))
    }
    #expect(unknown == "not-found")

    // The record can be read as before: who acted has a name and a position.
    try await office.checkRecord()
    #expect(office.engine.directory.people["i-wayan"]?.name == "I Wayan Contoh")
    let actors = try await office.history(reference).compactMap {
      $0.payload["actor"]?["person"]?.string
    }
    #expect(actors.contains("i-wayan"))
    let entries = try await office.store.history(afterPosition: 0, limit: 999)
    let forgotten = try #require(entries.first { $0.kind == "directory-forgotten" })
    let payload = try JSON(parsing: forgotten.payload)
    #expect(payload["person"]?.string == "i-wayan" && payload["reason"]?.string == "pensiun")

    for text in [Self.secret, "rahasia.wayan", "6281234567890"] {
      #expect(!entries.contains { $0.payload.contains(text) || $0.cause.contains(text) })
      #expect(!lines.contain(text))
      #expect(!(try await office.messages()).contains { "\($0)".contains(text) })
      #expect(!notifier.taken.contains { "\($0)".contains(text) })
      for suffix in ["", "-wal"] {
        let bytes = (try? Data(contentsOf: URL(filePath: scratch.file + suffix))) ?? Data()
        #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text) is in the file\(suffix)")
      }
    }
    #expect(lines.contain("contacts forgotten"))
    // After a restart it is still forgotten.
    try office.store.close()
    let later = try await self.office(try Store(.file(path: scratch.file)))
    #expect(later.engine.directory.contacts.isEmpty)
    #expect(later.engine.directory.people["i-wayan"] != nil)
  }

  @Test func `somebody who forgets must say why`() async throws {
    let office = try await office()
    let kind = await kindOf {
      _ = try await office.engine.forgetPerson("i-made", reason: " ", office.context("root"))
    }
    #expect(kind == "reason-missing")
  }

  // MARK: Nobody

  /// The head of division ends with the 30th of April, and nobody follows.
  private static let vacant = SourceText(
    name: "akhir.yaml",
    text: """
      directory: d
      holdings:
        - { person: i-wayan, position: kabid, from: 2026-01-01, until: 2026-04-30, basis: "SK 3" }
        - { person: i-nyoman, position: kabid, from: 2025-01-01, until: 2026-04-15, basis: "SK 4" }

      """)

  @Test func `what would go to nobody goes to the administrators and says so`() async throws {
    let notifier = HandNotifier()
    let office = try await office(notifiers: [notifier])
    _ = try await apply(office, Self.vacant)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    let told = try #require(notifier.taken.max { $0.key < $1.key })
    #expect(told.recipients == [.init(person: nil, name: "Administrator (root)")])
    #expect(told.subject == "[\(reference)] Tidak ada pejabat, tugas baru: Literasi")
    #expect(
      told.body.hasPrefix(
        "Tidak ada yang memegang jabatan Kepala bidang (kabid) sejak 1 Mei 2026,"))
    #expect(
      told.body.contains("Nobody holds the position Head of division (kabid) since 1 May 2026,"))
    #expect(told.body.contains("Ketik: sinergictl directory show kabid"))
    #expect(told.body.contains("Langkah:"))

    let task = try #require(try await office.engine.agreement(reference).tasks.first)
    #expect(task.people == [] && task.vacantSince == CivilDate("2026-05-01"))
    #expect(try await office.engine.status().tasksWithNobody == 1)
    // Nobody could do it: that is another answer than that somebody else must.
    let kind = await kindOf { try await office.decide(.approve, on: reference, by: "made") }
    #expect(kind == "nobody-holds")

    // A reminder of that task goes the same way.
    try await office.fire(at: "2026-05-12 09:00")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    let reminded = notifier.taken.filter { $0.subject.contains("Tidak ada pejabat, ") }
    #expect(reminded.count >= 1)
    let views = try await office.engine.reminders(reference).filter { $0.role == "kabid" }
    #expect(!views.contains { $0.status == .sent && !$0.why.contains("administrators") })

    // With a Plt. from tomorrow on the same waiting message finds him.
    let deputy = file(
      "directory: d\ndeputies: [{ person: i-nyoman, position: kabid, capacity: plt, from: 2026-05-13, basis: SK 9, on: 2026-05-12 }]\n"
    )
    _ = try await apply(office, deputy)
    #expect(try await office.engine.status().tasksWithNobody == 1)
    office.clock.set(try instant("2026-05-13 09:00"))
    #expect(try await office.engine.status().tasksWithNobody == 0)
    let done = try await office.decide(.approve, on: reference, by: "nyoman")
    #expect(done.actor?.capacity == .plt)
    try await office.checkRecord()
  }

  @Test(arguments: ["administrator", "admin"])
  func `the holder of the administrator's position comes before accounts`(position: String)
    async throws
  {
    let notifier = HandNotifier()
    let office = try await office(notifiers: [notifier])
    let admin = file(
      """
      directory: d
      positions: [{ id: \(position), organisation: dinas, title: Administrator }]
      people: [{ id: i-gede, name: I Gede }]
      holdings: [{ person: i-gede, position: \(position) }]

      """)
    _ = try await apply(office, Self.vacant, admin)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: RetryPolicy())
    let told = notifier.taken.max { $0.key < $1.key }
    #expect(told?.recipients == [.init(person: "i-gede", name: "I Gede")])
  }
}

/// Lines of a log, with their fields.
private final class Lines: Sendable {
  private let held = Mutex<[String]>([])

  func add(_ line: String) { held.withLock { $0.append(line) } }

  func contain(_ text: String) -> Bool { held.withLock { $0.contains { $0.contains(text) } } }
}

/// Keeps every line.
private struct Keeper: LogHandler {
  let lines: Lines
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  init(_ lines: Lines) { self.lines = lines }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(
    level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String,
    file: String, function: String, line: UInt
  ) {
    lines.add("\(message) \(metadata ?? [:])")
  }
}
