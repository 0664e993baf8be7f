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
  private static let walks = environment["SINERGI_WALKS"].flatMap { Int($0) } ?? 12
  private static let seed = environment["SINERGI_SEED"].flatMap { UInt64($0) } ?? 0x0007_B0C5
  private static let steps = 60

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
}
