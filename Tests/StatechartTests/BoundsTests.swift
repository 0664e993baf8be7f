// Goal: no chart can keep a step from ending.
// Method: charts that loop in each possible way, with small bounds.

import Statechart
import Testing

struct BoundsTests {
  private let small = Limits(microsteps: 10, internalEvents: 10, contentItems: 100)

  @Test func `eventless transitions that lead in a circle are cut off`() throws {
    let chart = try Chart.of([state("a", on: [always("b")]), state("b", on: [always("a")])])
    #expect(throws: StepError.microstepLimitReached(limit: 10, configuration: ["b"])) {
      try Player(chart, limits: small)
    }
  }

  @Test func `events that raise each other are cut off`() throws {
    let chart = try Chart.of([
      state("a", on: [on("x", run: [.raise("x"), .raise("x")])], entry: [.raise("x")])
    ])
    #expect(throws: StepError.queueLimitReached(limit: 10, configuration: ["a"])) {
      try Player(chart, limits: small)
    }
  }

  @Test func `an error in the answer to errors is cut off`() throws {
    var formula = Formulas()
    let fails = formula(.fails)
    let chart = try Chart.of([state("a", on: [on("*", if: fails, "a")], entry: [.raise("x")])])
    #expect(throws: StepError.queueLimitReached(limit: 10, configuration: ["a"])) {
      try Player(chart, data: TestData(formula), limits: small)
    }
  }

  @Test func `long loops in content are cut off`() throws {
    var formula = Formulas()
    let list = formula(.constant(.list(Array(repeating: .null, count: 20))))
    let item = formula(.location("x"))
    let inner = Content.forEach(array: list, item: item, index: nil, content: [])
    let chart = try Chart.of([
      state("a", entry: [.forEach(array: list, item: item, index: nil, content: [inner])])
    ])
    #expect(throws: StepError.contentLimitReached(limit: 100, configuration: ["a"])) {
      try Player(chart, data: TestData(formula), limits: small)
    }
  }

  @Test func `exactly as many microsteps as allowed is not too many`() throws {
    let count = 10
    let states = (0..<count).map { number in
      state(
        StateID("s\(number)"),
        on: number + 1 < count ? [always(StateID("s\(number + 1)"))] : [])
    }
    #expect(try Player(Chart.of(states), limits: small).step.microsteps.count == count)
  }

  @Test(arguments: [
    StepError.microstepLimitReached(limit: 1, configuration: ["a"]),
    .queueLimitReached(limit: 1, configuration: ["a"]),
    .contentLimitReached(limit: 1, configuration: []), .notRunning, .foreignSnapshot,
  ])
  func `each error says what cannot be done and what would help`(error: StepError) {
    #expect(error.description.hasPrefix("cannot "))
    #expect(error.description.contains(";"))
    #expect(!error.description.hasSuffix("."))
  }
}
