// Goal: a command that is sent again is done once, and answered the same.
// Method: the same and other commands under one key; one after the other, and at the same time.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct IdempotencyTests {
  /// The answer without what says that it is one of many.
  private func plain(_ result: CommandResult) -> CommandResult {
    var result = result
    result.isReplay = false
    return result
  }

  @Test func `the same key and command: the same answer, one entry`() async throws {
    let office = try await Office(Definitions.uji)
    let first = try await office.start(key: "a-1")
    office.clock.set(try instant("2026-05-05 10:00"))
    let again = try await office.start(key: "a-1")
    #expect(!first.isReplay && again.isReplay && plain(again) == first)

    let reference = first.reference
    let sent = try await office.act(
      "ajukan", on: reference, by: "made", ["jumlah": .int(2)], key: "a-2")
    try await office.decide(.return, on: reference, by: "wayan", reason: "x", key: "a-2")
    // The agreement has gone on; the answer is still that of then.
    let resent = try await office.act(
      "ajukan", on: reference, by: "made", ["jumlah": .int(2)], key: "a-2")
    #expect(resent.isReplay && plain(resent) == sent)
    #expect(try await office.history(reference).count == 3)
    #expect(
      try await office.engine.agreements(
        workflow: nil, status: nil, party: nil, limit: 10, after: nil
      ).count == 1)
    try await office.checkRecord()
  }

  @Test func `the same key and another command is refused`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start(key: "k").reference
    let before = try await office.everything()
    let others: [() async throws -> Void] = [
      { try await office.start(by: "made", ["tentang": "Lain"], key: "k") },
      { try await office.act("ajukan", on: reference, by: "made", key: "k") },
      { try await office.decide(.approve, on: reference, by: "made", key: "k") },
    ]
    for other in others { #expect(await kindOf(other) == "idempotency-key-reused") }
    #expect(try await office.everything() == before)
    // Another user's key is another key.
    #expect(try await office.start(by: "komang", key: "k").reference == "UJI/2026/0002")
  }

  @Test func `what differs in a command differs under its key`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    try await office.act("catat", on: reference, by: "made", reason: "satu", key: "k")
    let reason = await kindOf {
      try await office.act("catat", on: reference, by: "made", reason: "dua", key: "k")
    }
    let none = await kindOf { try await office.act("catat", on: reference, by: "made", key: "k") }
    let task = await kindOf {
      try await office.act(
        "catat", on: reference, by: "made", reason: "satu", task: "konsep", key: "k")
    }
    #expect([reason, none, task] == Array(repeating: "idempotency-key-reused", count: 3))
  }

  @Test func `the same act many times at the same time: one entry, one answer`() async throws {
    let office = try await Office(Definitions.uji)
    for round in 1...20 {
      let reference = try await office.start().reference
      let results = try await withThrowingTaskGroup(of: CommandResult.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await office.act("ajukan", on: reference, by: "made", key: "ajukan-\(round)")
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(results.map(plain)).count == 1)
      #expect(results.filter { !$0.isReplay }.count == 1)
      #expect(try await office.history(reference).count == 2)
    }
    try await office.checkRecord()
  }

  @Test func `the same start many times at the same time: one agreement`() async throws {
    let office = try await Office(Definitions.uji)
    let results = try await withThrowingTaskGroup(of: CommandResult.self) { group in
      for _ in 0..<32 { group.addTask { try await office.start(key: "satu") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(results.map(plain)).count == 1 && results.filter { !$0.isReplay }.count == 1)
    #expect(try await office.start().reference == "UJI/2026/0002")
  }

  @Test(arguments: [
    "", " ", "a b", "kunci\n", "kuncí", "\u{7F}", String(repeating: "k", count: 129),
  ])
  func `a key that is none is refused before anything is done`(_ key: String) async throws {
    let office = try await Office(Definitions.uji)
    let before = try await office.everything()
    let kind = await kindOf { try await office.start(key: key) }
    #expect(kind == "idempotency-key-invalid")
    #expect(try await office.everything() == before)
  }

  @Test func `the longest key is a key`() async throws {
    let office = try await Office(Definitions.uji)
    let key = String(repeating: "~", count: 128)
    try await office.start(key: key)
    #expect(try await office.start(key: key).isReplay)
  }

  @Test func `keys outlive the daemon`() async throws {
    let scratch = try Scratch()
    var reference = ""
    do {
      let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
      reference = try await office.start(key: "k").reference
      try office.store.close()
    }
    let office = try await Office(Definitions.uji, store: try Store(.file(path: scratch.file)))
    let again = try await office.start(key: "k")
    #expect(again.isReplay && again.reference == reference)
  }
}
