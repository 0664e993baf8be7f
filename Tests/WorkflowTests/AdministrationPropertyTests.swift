// Goal: wherever an agreement is put, it stands in a legal configuration, and its history gives its state.
// Method: random walks over the shipped definition with random jumps, corrections and moves between
// versions; a failure tells the seed: SINERGI_SEED=… runs it again.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct AdministrationPropertyTests {
  private static let walks = 120
  private static let steps = 12

  /// One state, or one for each region of the parallel one.
  private func targets(_ workflow: Workflow, _ numbers: inout SeededNumbers) -> [String] {
    let states = workflow.chart.states.dropFirst().filter { !$0.kind.isHistory }.map(\.id.rawValue)
    let first = states.randomElement(using: &numbers) ?? "konsep"
    guard first.hasPrefix("penandatanganan/"), Bool.random(using: &numbers) else { return [first] }
    let other = first.contains("kesatu") ? "pihak_kedua" : "pihak_kesatu"
    let place = ["menunggu", "selesai"].randomElement(using: &numbers) ?? "menunggu"
    return [first, "penandatanganan/\(other)/\(place)"]
  }

  @Test func `a jump to anywhere is legal, replays and can be stored`() throws {
    let seed = seed(0x5126_0A01)
    var visited: Set<String> = []
    for number in 0..<Self.walks {
      var numbers = SeededNumbers(seed: seed &+ UInt64(number))
      let place: Comment = "SINERGI_SEED=\(seed), walk \(number)"
      var walk = try Scenario(session: "walk-\(number)")
      if Bool.random(using: &numbers) { try walk.toForce() }
      for _ in 0..<Self.steps where !walk.state.isFinished {
        walk.now = walk.now.adding(
          milliseconds: Int64.random(in: 0...200, using: &numbers) * 3_600_000)
        let wanted = targets(walk.workflow, &numbers)
        let actors = walk.state.actors
        do {
          try walk.administer(.jump(to: wanted))
        } catch Refusal.alreadyThere { continue }
        let configuration = walk.state.snapshot.configuration(in: walk.workflow.chart)
        _ = try Snapshot(
          chart: walk.workflow.chart, configuration: configuration, sessionID: "s")
        #expect(walk.state.actors == actors, place)
        #expect(Set(walk.openTasks).count == walk.openTasks.count, place)
        for task in walk.openTasks { #expect(configuration.contains(StateID(task)), place) }
        let owners = walk.workflow.chart.states.filter { configuration.contains($0.id) }
        let timers = owners.flatMap { $0.timers.map(\.id) }
        #expect(Set(walk.state.timers.map(\.name)).isSubset(of: timers), place)
        visited.formUnion(walk.states)
      }
    }
    let shipped = try Shipped.load().workflow
    let atomic = Set(
      shipped.chart.states.dropFirst().filter(\.kind.isAtomic).map(\.id.rawValue))
    #expect(visited.count > atomic.count / 2, "\(visited.sorted())")
  }

  @Test func `what is corrected and corrected back has its deadlines back`() throws {
    let seed = seed(0x5126_0A02)
    for number in 0..<Self.walks {
      var numbers = SeededNumbers(seed: seed &+ UInt64(number))
      let place: Comment = "SINERGI_SEED=\(seed), walk \(number)"
      var walk = try Scenario(session: "walk-\(number)")
      try walk.toForce()
      if Bool.random(using: &numbers) { try walk.fire("aktif at") }
      let before = walk.state
      let days = Int.random(in: 1...900, using: &numbers)
      let other = try date("2028-06-30").adding(days: days).description
      try walk.administer(
        .correct(set: try Scenario.values(["berakhir": other], walk.workflow), unset: []))
      #expect(walk.state.tasks != before.tasks || walk.state.timers != before.timers, place)
      try walk.administer(
        .correct(set: try Scenario.values(["berakhir": "2028-06-30"], walk.workflow), unset: []))
      #expect(walk.state.tasks == before.tasks, place)
      #expect(walk.state.timers.map(\.dueAt) == before.timers.map(\.dueAt), place)
      #expect(walk.state.data == before.data, place)
    }
  }

  /// The shipped definition with other names for some states.
  private static let names = [
    "konsep": "penyusunan", "paraf": "persetujuan", "penandatanganan": "ttd", "aktif": "berlaku",
    "akan_berakhir": "menjelang_akhir",
  ]

  private func renamed() throws -> Workflow {
    var text = try source("workflows/nota-kesepahaman-opd.yaml").text
      // A tag of the same name stays what it is.
      .replacing("ending: akan_berakhir", with: "ending: [akan_berakhir]")
    for (old, new) in Self.names {
      text = text.replacing("\n  \(old):\n", with: "\n  \(new):\n")
        .replacing("target: \(old)", with: "target: \(new)")
        .replacing(": \(old)\n", with: ": \(new)\n")
    }
    let reading = DefinitionCompiler.compile(
      SourceText(name: "baru.yaml", text: text), digest: "renamed")
    return try #require(reading.value, "\(reading.diagnostics.map(\.message))")
  }

  @Test func `an agreement that moves there and back is as it was`() throws {
    let seed = seed(0x5126_0A03)
    let new = try renamed()
    for number in 0..<Self.walks {
      var numbers = SeededNumbers(seed: seed &+ UInt64(number))
      let place: Comment = "SINERGI_SEED=\(seed), walk \(number)"
      var walk = try Scenario(session: "walk-\(number)")
      for _ in 0..<Int.random(in: 0...3, using: &numbers) where !walk.state.isFinished {
        try? walk.administer(.jump(to: targets(walk.workflow, &numbers)))
      }
      if walk.state.isFinished { continue }
      if Int.random(in: 0..<4, using: &numbers) == 0 {
        try walk.take(.operation(Operation(.suspend, reason: "sengketa", by: "root")))
      }
      var search: EndSearch? = EndSearch()
      let old = walk.workflow
      let there = new.migration(
        of: walk.state, from: old, by: Migration(states: Self.names, reason: "x", by: "root"),
        at: walk.now, calendar: walk.calendar, search: &search)
      let moved = try #require(there.outcome, "\(there.problems) \(place)")
      #expect(moved.messages.isEmpty, place)
      let inverse = Dictionary(uniqueKeysWithValues: Self.names.map { ($1, $0) })
      search = EndSearch()
      let back = old.migration(
        of: moved.state, from: new, by: Migration(states: inverse, reason: "x", by: "root"),
        at: walk.now, calendar: walk.calendar, search: &search)
      #expect(back.outcome?.state == walk.state, place)
      search = EndSearch()
      let nowhere = old.migration(
        of: walk.state, from: old, by: Migration(reason: "x", by: "root"), at: walk.now,
        calendar: walk.calendar, search: &search)
      #expect(nowhere.outcome?.state == walk.state, place)
    }
  }
}
