// Durable transitions per second: the engine and bare SQLite by turns, in the same run.

import Engine
import Store

/// The figures for one number of callers; medians of the rounds.
struct TransitionFigures {
  var callers: Int
  var engine: Double
  var bare: Double
  var ratio: Double
  var meanBatch: Double
  var p50: Double
  var p99: Double
}

/// Measures the engine beside bare SQLite.
struct Transitions {
  /// Agreements of each caller: few enough that the engine knows them all by heart.
  static let agreementsEach = 2

  let options: Options
  let folder: String

  func run(_ office: Office) async throws -> [TransitionFigures] {
    let most = options.callers.max() ?? 1
    let seed = try await Seed(office, in: folder, count: most * Self.agreementsEach)
    for (turn, rows) in zip(Agreement.Turn.allCases, seed.turns) {
      say("  one step (\(turn)): \(rows.size.rows) rows, \(rows.size.bytes) bytes of text")
    }
    var figures: [TransitionFigures] = []
    for callers in options.callers {
      figures.append(try await measure(callers, seed, office))
    }
    return figures
  }

  private func measure(
    _ callers: Int, _ seed: Seed, _ office: Office
  ) async throws -> TransitionFigures {
    var engines: [EngineFigures] = []
    var bares: [Double] = []
    for round in 1...options.rounds {
      let engine = try await engineRun(callers, seed, office)
      let batch = max(1, Int(engine.meanBatch.rounded()))
      let path = try seed.copy("bare")
      let bare = try BareRun(path, turns: seed.turns, count: callers * Self.agreementsEach)
        .run(seconds: options.seconds, batch: batch)
      Seed.remove(path)
      engines.append(engine)
      bares.append(bare.perSecond)
      say(
        "  round \(round), callers \(callers): engine \(whole(engine.rate.perSecond))/s,"
          + " bare SQLite \(whole(bare.perSecond))/s in groups of \(batch)")
    }
    return TransitionFigures(
      callers: callers, engine: engines.map(\.rate.perSecond).median, bare: bares.median,
      ratio: zip(engines, bares).map { $0.rate.perSecond / $1 }.median,
      meanBatch: engines.map(\.meanBatch).median,
      p50: engines.map { $0.latencies.percentile(0.5) }.median,
      p99: engines.map { $0.latencies.percentile(0.99) }.median)
  }

  private func engineRun(
    _ callers: Int, _ seed: Seed, _ office: Office
  ) async throws -> EngineFigures {
    let path = try seed.copy("engine")
    defer { Seed.remove(path) }
    let store = try Store(.file(path: path))
    let engine = try await office.engine(on: store)
    let owned = (0..<callers).map { caller in
      (0..<Self.agreementsEach).map { seed.references[caller * Self.agreementsEach + $0] }
    }
    let figures = try await EngineRun(engine: engine, store: store, owned: owned)
      .run(seconds: options.seconds)
    let audit = try await engine.audit()
    guard audit.isIntact else { throw BenchError("the history of the run is broken") }
    try store.close()
    return figures
  }
}
