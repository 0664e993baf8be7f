// Goal: every timer is found when it is due, once, in order, without reading the others.
// Method: tables and a property over random timers against a sorted list.

import GRDB
import Testing

@testable import Store

@Suite struct TimerTests {
  let store: Store

  init() throws { store = try Store(.memory) }

  @Test func `without timers nothing is due`() async throws {
    #expect(try await store.nextTimerDue() == nil)
    #expect(try await store.dueTimers(at: .max, limit: 10).isEmpty)
  }

  @Test(arguments: 1...10)
  func `due timers come by time, then instance, then name`(seed: UInt64) async throws {
    var random = Seeded(seed)
    var all: [(due: Int64, instance: Int64, name: String)] = []
    for _ in 0..<12 {
      let timers = (0..<5).map {
        TimerChange(name: "t\($0)", dueAt: Int64.random(in: 0..<20, using: &random))
      }
      let id = try await store.commit(.start(timers: timers)).instance
      all += timers.map { ($0.dueAt, id, $0.name) }
    }
    for index in 0..<all.count where Int.random(in: 0..<4, using: &random) == 0 {
      let until = Int64.random(in: 0..<20, using: &random)
      try await store.postponeTimer(
        instance: all[index].instance, name: all[index].name, until: until)
      all[index].due = until
    }
    let now = Int64.random(in: 0..<20, using: &random)
    let expected = all.filter { $0.due <= now }.sorted { $0 < $1 }.map { "\($0)" }
    let found = try await store.dueTimers(at: now, limit: 1_000)
      .map { "\((due: $0.effectiveDueAt, instance: $0.instance, name: $0.name))" }
    #expect(found == expected, "seed \(seed)")
    #expect(try await store.nextTimerDue() == all.map(\.due).min(), "seed \(seed)")
    let few = try await store.dueTimers(at: now, limit: 3)
    #expect(few.count == min(3, expected.count), "seed \(seed)")
  }

  @Test func `a postponed timer counts its attempts and keeps its due time`() async throws {
    let id = try await store.commit(.start(timers: [TimerChange(name: "t", dueAt: 5)])).instance
    try await store.postponeTimer(instance: id, name: "t", until: 50)
    try await store.postponeTimer(instance: id, name: "t", until: 70)
    let timer = try #require(try await store.timers(instance: id).first)
    #expect(timer.dueAt == 5)
    #expect(timer.effectiveDueAt == 70)
    #expect(timer.attempts == 2)
    #expect(timer.reference == "NKO/2026/1")
  }

  @Test func `postponing a timer that is gone is no error`() async throws {
    try await store.postponeTimer(instance: 1, name: "t", until: 50)
  }
}
