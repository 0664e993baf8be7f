// Goal: what was acknowledged is there after the daemon is gone without a word.
// Method: copies of the database files at the moment of an answer are opened as after a crash.

import Foundation
import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct CrashTests {
  /// What a crash leaves at this moment: the files as they are, the write-ahead log among them.
  private func wreck(_ scratch: Scratch, _ name: String) throws -> String {
    let folder = "\(scratch.path)/\(name)"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: false)
    for suffix in ["", "-wal"] where files.fileExists(atPath: scratch.file + suffix) {
      try files.copyItem(atPath: scratch.file + suffix, toPath: "\(folder)/sinergi.sqlite\(suffix)")
    }
    return "\(folder)/sinergi.sqlite"
  }

  @Test func `after each answer a crash loses nothing`() async throws {
    let scratch = try Scratch()
    let notifier = HandNotifier()
    let office = try await Office(
      Definitions.uji, store: try Store(.file(path: scratch.file)), notifiers: [notifier])
    var wrecks: [(path: String, left: Office.Everything)] = []
    func note() async throws {
      wrecks.append(
        (try wreck(scratch, "\(wrecks.count)"), try await office.everything()))
    }
    let reference = try await office.start(key: "k").reference
    try await note()
    try await office.act("ajukan", on: reference, by: "made")
    try await note()
    try await office.decide(.return, on: reference, by: "wayan", reason: "x")
    try await note()
    try await office.fire(at: "2026-05-11 08:00")
    try await note()
    for (path, left) in wrecks {
      let reopened = try await Office(
        Definitions.uji, store: try Store(.file(path: path)),
        clock: HandClock(office.clock.now()), notifiers: [notifier])
      #expect(try await reopened.everything() == left)
      try await reopened.checkRecord()
      #expect(try await reopened.start(key: "k").isReplay)
      try await reopened.act("catat", on: reference, by: "wayan", reason: "sesudah")
      try await reopened.checkRecord()
    }
  }

  @Test func `many at the same time: each answered one is in what the crash left`() async throws {
    let scratch = try Scratch()
    let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
    let answered = try await withThrowingTaskGroup(of: CommandResult.self) { group in
      for _ in 0..<40 { group.addTask { try await office.start() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let reopened = try await Office(
      Definitions.uji, store: try Store(.file(path: try wreck(scratch, "rusak"))))
    for result in answered {
      #expect(try await reopened.engine.agreement(result.reference).summary.sequence == 1)
    }
    try await reopened.checkRecord()
  }

  @Test func `everything dropped without a close, and opened again`() async throws {
    let scratch = try Scratch()
    var reference = ""
    var left = Office.Everything()
    do {
      let office = try await Office(
        Definitions.tunda, store: try Store(.file(path: scratch.file)))
      reference = try await office.start("tunda", [:]).reference
      left = try await office.everything()
    }
    let office = try await Office(Definitions.tunda, store: try Store(.file(path: scratch.file)))
    #expect(try await office.everything() == left)
    let turn = try await office.fire(at: "2026-05-06 09:00")
    #expect(turn.fired == 1)
    #expect(try await office.history(reference).count == 2)
    try await office.checkRecord()
  }

  @Test func `a history that somebody changed is told apart from one that is whole`() async throws {
    let scratch = try Scratch()
    do {
      let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
      let reference = try await office.start().reference
      try await office.act("catat", on: reference, by: "made", reason: "aslinya")
      try await office.store.checkpointAndOptimize()
      try office.store.close()
    }
    // A change of the bytes in the file, past everything that guards the tables.
    let url = URL(filePath: scratch.file)
    var bytes = try Data(contentsOf: url)
    #expect(bytes.range(of: Data("aslinya".utf8)) != nil)
    while let place = bytes.range(of: Data("aslinya".utf8)) {
      bytes.replaceSubrange(place, with: Data("palsuan".utf8))
    }
    try bytes.write(to: url)
    let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
    let audit = try await office.engine.audit()
    #expect(!audit.isIntact && audit.brokenAt == 5, "\(audit)")
  }
}
