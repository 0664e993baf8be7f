// What is measured: a chart and the events that it gets, over and over.

import Statechart

/// One chart and a round of events, each of which some transition takes.
struct Case {
  let name: String
  /// Leaves of the chart.
  let states: Int
  /// Steps per second that the project wants; nil where it named none.
  let aim: Double?
  /// The case that this one is to be compared with: the same with ten states.
  let origin: String?
  private let interpreter: Interpreter
  private let events: [Event]

  /// The aim of the project for each of the three kinds of charts.
  static let aim = 1_000_000.0
  private static let growth = [10, 30, 100, 300, 1_000]
  /// Least steps between two looks at the clock.
  private static let batch = 200

  private init(
    _ name: String, _ chart: Chart, states: Int, events: [String], aim: Double? = nil,
    origin: String? = nil
  ) {
    self.name = name
    self.states = states
    self.aim = aim
    self.origin = origin
    let limits = Limits(microsteps: 1_000, internalEvents: 1_000, contentItems: 1_000)
    interpreter = Interpreter(chart: chart, limits: limits)
    self.events = events.map { Event($0) }
  }

  /// The cases whose names begin so, in the order of the report.
  static func all(only prefix: String) throws -> [Case] {
    try (flat() + deep() + fourRegions()).filter { $0.name.hasPrefix(prefix) }
  }

  private static func flat() throws -> [Case] {
    var cases: [Case] = []
    for states in growth {
      cases.append(
        Case(
          "flat, \(states) states", try Charts.flat(states: states), states: states,
          events: (0..<states).map { "go.\($0)" }, aim: states == growth[0] ? aim : nil,
          origin: "flat, \(growth[0]) states"))
    }
    // Names of more than 15 bytes lie on the heap.
    let word = "surat.perjanjian.ditandatangani"
    cases.append(
      Case(
        "flat, long names", try Charts.flat(states: growth[0], word: word), states: growth[0],
        events: (0..<growth[0]).map { "\(word).\($0)" }))
    return cases
  }

  private static func deep() throws -> [Case] {
    var cases: [Case] = []
    for levels in [8, 32] {
      let chart = try Charts.deep(levels: levels)
      let events = ["leaf", "middle", "outer"]
      cases.append(
        Case(
          "deep \(levels), in turn", chart, states: 2, events: events,
          aim: levels == 8 ? aim : nil))
      for event in events {
        cases.append(Case("deep \(levels), \(event)", chart, states: 2, events: [event]))
      }
    }
    return cases
  }

  private static func fourRegions() throws -> [Case] {
    var cases: [Case] = []
    for states in growth {
      cases.append(
        Case(
          "four regions at once, \(states) states", try Charts.fourRegions(states: states),
          states: states, events: ["tick"], aim: states == growth[0] ? aim : nil,
          origin: "four regions at once, \(growth[0]) states"))
    }
    for states in growth {
      cases.append(
        Case(
          "four regions, one each, \(states) states", try Charts.fourRegions(states: states),
          states: states, events: (0..<Charts.regions).map { "move.\($0)" },
          aim: states == growth[0] ? aim : nil,
          origin: "four regions, one each, \(growth[0]) states"))
    }
    return cases
  }

  /// Steps per second. Every event must be taken, or else the figure would be of refusals.
  func rate(seconds: Double) throws -> Double {
    var data = NullDataModel()
    var step = try interpreter.start(sessionID: "bench", data: &data)
    let turns = max(1, Self.batch / events.count)
    return try StatechartBench.rate(seconds: seconds, count: turns * events.count) {
      for _ in 0..<turns {
        for event in events {
          step = try interpreter.step(step.snapshot, on: event, data: &data)
          guard step.isAccepted else { throw BenchError("\(name): «\(event.name)» was refused") }
        }
      }
    }
  }
}
