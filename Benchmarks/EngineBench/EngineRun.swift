// Callers act at the same time, each on agreements of its own, until the time is over.

import Engine
import Store

/// What callers of the engine saw.
struct EngineFigures {
  var rate: Rate
  /// Steps that shared a transaction, on average.
  var meanBatch: Double
  /// Milliseconds from asking to the answer, which comes after the commit.
  var latencies: [Double]
}

/// One run of the engine on a database of its own.
struct EngineRun {
  let engine: Engine
  let store: Store
  /// The agreements of each caller.
  let owned: [[String]]

  func run(seconds: Double) async throws -> EngineFigures {
    let before = store.commitCounts
    let clock = ContinuousClock()
    let start = clock.now.advanced(by: .seconds(seconds * warmUpShare))
    let end = start.advanced(by: .seconds(seconds))
    let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
      for references in owned {
        group.addTask { try await call(references, from: start, until: end) }
      }
      var all: [Double] = []
      for try await some in group { all += some }
      return all
    }
    let after = store.commitCounts
    return EngineFigures(
      rate: Rate(steps: latencies.count, seconds: seconds),
      meanBatch: Double(after.pieces - before.pieces)
        / Double(max(1, after.groups - before.groups)),
      latencies: latencies)
  }

  /// One caller: the next act waits for the answer of the one before.
  private func call(
    _ references: [String], from start: ContinuousClock.Instant,
    until end: ContinuousClock.Instant
  ) async throws -> [Double] {
    let clock = ContinuousClock()
    var latencies: [Double] = []
    let turns = Agreement.Turn.allCases.map { ($0, $0.context(in: engine)) }
    while true {
      for (turn, context) in turns {
        for reference in references {
          let asked = clock.now
          _ = try await engine.act(turn.command(reference), context)
          let answered = clock.now
          if answered >= end { return latencies }
          if asked >= start { latencies.append((answered - asked).inSeconds * 1_000) }
        }
      }
    }
  }
}
