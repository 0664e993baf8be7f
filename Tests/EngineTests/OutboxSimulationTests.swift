// Goal: whatever people, channels, crashes and clocks do together, no message is lost or doubled.
// Method: random walks of an office from a seed, checked over their whole record; a failure tells the
// seed: SINERGI_SEED=… SINERGI_WALKS=1 runs it again.

import Foundation
import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(60))) struct OutboxSimulationTests {
  private static let environment = ProcessInfo.processInfo.environment
  /// How many walks, or as the environment says.
  private static let walks = environment["SINERGI_WALKS"].flatMap { Int($0) } ?? 8
  private static let seed = environment["SINERGI_SEED"].flatMap { UInt64($0) } ?? 0x0007_B0C5
  private static let steps = 40

  @Test func `whatever happens, each message reaches its readers once or says why not`()
    async throws
  {
    var counts: [String: Int] = [:]
    var kinds: [String: Int] = [:]
    for number in 0..<Self.walks {
      let seed = Self.seed &+ UInt64(number)
      var walk = try await OutboxWalk(seed: seed)
      var step = 0
      while step < Self.steps, walk.problems.isEmpty {
        try await walk.step()
        step += 1
      }
      if walk.problems.isEmpty { try await walk.finish() }
      if walk.problems.isEmpty { try await walk.checkAll() }
      counts.merge(walk.counts, uniquingKeysWith: +)
      if number % 25 == 24, Self.environment["SINERGI_WALKS"] != nil {
        print("\(number + 1) walks")
      }
      if walk.problems.isEmpty { continue }
      for kind in Set(walk.problems.map { String($0.prefix { $0 != ":" }) }) {
        kinds[kind, default: 0] += 1
      }
      Issue.record(
        """
        SINERGI_SEED=\(seed), step \(step):
        \(walk.problems.prefix(6).joined(separator: "\n"))
        after \(walk.log.suffix(8))
        """)
    }
    if Self.environment["SINERGI_WALKS"] != nil {
      // What a run by hand looks at.
      print("walks \(Self.walks), failures \(kinds.sorted { $0.key < $1.key })")
      for (name, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(name): \(count)") }
    }
  }

  @Test func `a channel that never answers keeps no reader from hearing by the others`()
    async throws
  {
    let hanging = HangingNotifier("buku")
    let channels = [HandNotifier("surat", serves: "email"), HandNotifier("wa", serves: "whatsapp")]
    var people = ["made", "komang"].map { SimulatedPerson(name: $0, position: "pic") }
    people[0].contacts = [("email", "made@dinas.id", nil)]
    people[1].contacts = [("whatsapp", "+6281234568", nil)]
    people.append(SimulatedPerson(name: "wayan", position: "kabid"))
    let office = try await Office(
      OutboxWalk.sources([Definitions.uji], people), notifiers: [hanging] + channels)
    let loop = OutboxLoop(engine: office.engine)
    let end = ContinuousClock.now + .seconds(60)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await loop.run() }
      for _ in 0..<10 { try await office.start() }
      while channels.contains(where: { $0.taken.count < 10 }), ContinuousClock.now < end {
        await Task.yield()
      }
      #expect(hanging.begun <= NotifyLimits.deliveriesAtOnce)
      hanging.letGo()
      group.cancelAll()
    }
    #expect(channels.map(\.taken.count) == [10, 10])
  }
}
