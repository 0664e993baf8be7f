// Goal: whatever the chart, a step keeps what Appendix D promises.
// Method: random charts and events from a seed, which every failure prints.

import Statechart
import Testing

struct RandomChartTests {
  private static let seeds = (0..<150).map { _ in UInt64.random(in: 0...UInt64.max) }

  @Test(arguments: seeds)
  func `steps keep their promises on charts of every shape`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    let chart = try charts.chart()
    let interpreter = Interpreter(chart: chart, limits: .ample)
    var data = TestData()
    var step = try interpreter.start(sessionID: "s", data: &data)
    try checkLegal(step.snapshot, chart, seed)
    for _ in 0..<40 where step.snapshot.status == .running {
      let before = step.snapshot
      let event = Event(RandomCharts.events.randomElement(using: &charts.random) ?? "a")
      let candidates = interpreter.candidateTransitions(before, on: event.name)
      step = try interpreter.step(before, on: event, data: &data)
      let again = try interpreter.step(before, on: event, data: &data)
      #expect(again == step, "seed \(seed): the same step twice")
      #expect(step.isAccepted == !candidates.isEmpty, "seed \(seed): candidates")
      try checkLegal(step.snapshot, chart, seed)
      checkOrder(step, chart, seed)
      checkBalance(from: before, step, chart, seed)
    }
  }

  @Test(arguments: seeds)
  func `a step ends within its bounds, or says which one it reached`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    charts.isFree = true
    let limits = Limits(microsteps: 9, internalEvents: 7, contentItems: 60)
    let interpreter = Interpreter(chart: try charts.chart(), limits: limits)
    var data = NullDataModel()
    var snapshot: Snapshot?
    for _ in 0..<20 {
      do throws(StepError) {
        let event = Event(RandomCharts.events.randomElement(using: &charts.random) ?? "a")
        let step =
          if let snapshot { try interpreter.step(snapshot, on: event, data: &data) } else {
            try interpreter.start(sessionID: "s", data: &data)
          }
        #expect(step.microsteps.count <= limits.microsteps, "seed \(seed)")
        if step.snapshot.status != .running { return }
        snapshot = step.snapshot
      } catch {
        switch error {
        case .microstepLimitReached(9, _), .queueLimitReached(7, _), .contentLimitReached(60, _):
          if snapshot == nil { return }
        default: Issue.record("seed \(seed): \(error)")
        }
      }
    }
  }

  /// The configuration is legal, and comes back from its names as it was.
  private func checkLegal(_ snapshot: Snapshot, _ chart: Chart, _ seed: UInt64) throws {
    let read = try Snapshot(
      chart: chart, configuration: snapshot.configuration(in: chart).reversed(),
      historyValues: snapshot.historyValues(in: chart), status: snapshot.status,
      sessionID: snapshot.sessionID, idsMade: snapshot.idsMade,
      invocations: snapshot.invocations,
      initialisedStates: snapshot.initialisedStates(in: chart))
    #expect(read == snapshot, "seed \(seed): round trip")
  }

  /// States are left in reverse document order and entered in document order, with their
  /// content in the same order.
  private func checkOrder(_ step: Step, _ chart: Chart, _ seed: UInt64) {
    var trace: [String] = []
    for microstep in step.microsteps {
      let exited = microstep.exited.compactMap { chart.index(of: $0) }
      let entered = microstep.entered.compactMap { chart.index(of: $0) }
      #expect(exited == exited.sorted(by: >), "seed \(seed): exit order")
      #expect(entered == entered.sorted(), "seed \(seed): entry order")
      for index in exited where !chart[index].exit.isEmpty {
        trace.append("-\(chart[index].id)")
      }
      for index in entered where !chart[index].entry.isEmpty {
        trace.append("+\(chart[index].id)")
      }
    }
    guard step.snapshot.status == .running else { return }
    #expect(step.notes == trace.joined(separator: " "), "seed \(seed): content order")
  }

  /// Before, without what was left, with what was entered, is after.
  private func checkBalance(
    from before: Snapshot, _ step: Step, _ chart: Chart, _ seed: UInt64
  ) {
    var active = Set(before.configuration(in: chart))
    for microstep in step.microsteps {
      for id in microstep.exited {
        #expect(active.remove(id) != nil, "seed \(seed): «\(id)» was left but not active")
      }
      for id in microstep.entered {
        #expect(active.insert(id).inserted, "seed \(seed): «\(id)» was entered twice")
      }
    }
    #expect(
      active == Set(step.snapshot.configuration(in: chart)), "seed \(seed): balance")
  }
}
