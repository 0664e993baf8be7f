// Goal: many people at the same time lose nothing and see no gap.
// Method: task groups on one agreement and on one counter; the history is read afterwards.

import Store
import Testing
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(2))) struct ConcurrencyTests {
  @Test
  func `sixty-four notes on one agreement: each is written, or its sender is told to try again`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let outcomes = await withTaskGroup(of: (Int, String?, Int?).self) { group in
      for number in 0..<64 {
        group.addTask {
          do throws(EngineError) {
            let done = try await office.act(
              "catat", on: reference, by: number.isMultiple(of: 2) ? "made" : "wayan",
              reason: "catatan \(number)")
            return (number, nil, done.sequence)
          } catch { return (number, error.kind, nil) }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let failed = outcomes.filter { $0.1 != nil }
    #expect(failed.allSatisfy { $0.1 == "busy" })
    let history = try await office.history(reference)
    #expect(history.map(\.sequence) == Array(1...history.count))
    // What was acknowledged is there, under the number that was told; what was not, is not.
    #expect(history.count == 1 + 64 - failed.count)
    for (number, _, told) in outcomes {
      guard let sequence = told else { continue }
      #expect(history[sequence - 1].payload["reason"]?.string == "catatan \(number)")
    }
    try await office.checkRecord()
  }

  @Test func `two hundred starts at the same time: numbers without a gap`() async throws {
    let office = try await Office(Definitions.uji)
    let references = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await office.start(by: "made", ["tentang": .string("\(number)")]).reference
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let expected = (1...200).map { number in
      "UJI/2026/" + String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
    }
    #expect(references.sorted() == expected)
    #expect(try await office.engine.status().active == 200)
    try await office.checkRecord()
  }

  @Test func `a refused command among many leaves its neighbours alone`() async throws {
    let office = try await Office(Definitions.uji)
    let results = await withTaskGroup(of: (Int, String?).self) { group in
      for number in 0..<90 {
        group.addTask {
          let user = ["made", "wayan", "tamu"][number % 3]
          return (number % 3, await kindOf { try await office.start(by: user) })
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let expected = [nil, "not-permitted", "unknown-caller"]
    #expect(results.allSatisfy { $0.1 == expected[$0.0] })
    #expect(try await office.start().reference == "UJI/2026/0031")
    try await office.checkRecord()
  }

  @Test func `of an approval and a return at the same time one is done`() async throws {
    let office = try await Office(Definitions.uji)
    for _ in 0..<20 {
      let reference = try await office.start().reference
      try await office.act("ajukan", on: reference, by: "made")
      async let approved = kindOf { try await office.decide(.approve, on: reference, by: "wayan") }
      async let returned = kindOf {
        try await office.decide(.return, on: reference, by: "wayan", reason: "Belum")
      }
      let kinds = await [approved, returned]
      #expect(kinds.filter { $0 == nil }.count == 1, "\(kinds)")
      #expect(try await office.history(reference).count == 3)
    }
    try await office.checkRecord()
  }

  @Test func `timers and people at the same time keep one order`() async throws {
    let office = try await Office(Definitions.uji)
    var references: [String] = []
    for _ in 0..<20 { references.append(try await office.start().reference) }
    office.clock.set(try instant("2026-05-08 09:00"))
    await withTaskGroup(of: Void.self) { group in
      group.addTask { _ = try? await office.engine.fireDueTimers(at: office.clock.now()) }
      group.addTask { _ = try? await office.engine.fireDueTimers(at: office.clock.now()) }
      for reference in references {
        group.addTask {
          _ = await kindOf {
            try await office.act("catat", on: reference, by: "made", reason: "x")
          }
        }
      }
    }
    for reference in references {
      let kinds = try await office.history(reference).map(\.kind).sorted()
      #expect(kinds == ["notified", "started", "stepped"])
    }
    try await office.checkRecord()
  }
}
