// Goal: a chart that exists is right, and one that is not right says everything that is wrong.
// Method: each problem provoked once, in a table; the shape of a good chart.

import Testing

@testable import Statechart

struct ChartBuilderTests {
  private static func timed(_ id: StateID) -> StateSpecification {
    var timed = state(id)
    timed.timers = [TimerSpecification(id: "t", event: "e", due: ExpressionID(0))]
    timed.tasks = [TaskSpecification(id: "k")]
    return timed
  }

  private static func deep(_ levels: Int) -> StateSpecification {
    (0..<levels).reduce(state("leaf")) { inner, level in state(StateID("l\(level)"), [inner]) }
  }

  static let faults: [([StateSpecification], [ChartProblem.Kind])] = [
    ([], [.rootWithoutStates]),
    ([state("a"), state("b", [state("a")])], [.duplicateState]),
    ([state("")], [.emptyName]),
    (
      [state("review", on: [on("go", "reviw")])],
      [.unknownTarget("reviw", suggestion: "review")]
    ),
    ([state("a", on: [on("go", "zzzz")])], [.unknownTarget("zzzz", suggestion: nil)]),
    ([state("a", initial: ["c"], [state("b")]), state("c")], [.initialNotDescendant("c")]),
    ([state("a", initial: ["a"], [state("b")])], [.initialNotDescendant("a")]),
    ([state("a", initial: ["b"]), state("b")], [.initialWithoutChoice]),
    ([state("a", initial: [], [state("b")])], [.initialWithoutChoice]),
    (
      [state("a"), state("b", [history("h", default: "a")])],
      [.compoundWithoutInitial, .historyDefaultInvalid]
    ),
    ([state("a", [state("b"), state("h", kind: .deepHistory)])], [.historyWithoutDefault]),
    (
      [state("a", [state("b"), history("h", default: "c")]), state("c")],
      [.historyDefaultInvalid]
    ),
    (
      [state("a", [state("b"), state("h", kind: .shallowHistory, on: [on("e", "b")])])],
      [.historyDefaultInvalid]
    ),
    (
      [state("a", [state("b"), history("h", default: "i"), history("i", default: "h")])],
      [.historyDefaultInvalid, .historyDefaultInvalid]
    ),
    (
      [
        state(
          "a",
          [state("b"), state("h", kind: .shallowHistory, on: [always("b")], [state("c")])])
      ],
      [.historyWithChildren]
    ),
    ([state("a"), state("f", kind: .final, [state("b")])], [.finalWithChildren]),
    ([state("a"), state("f", kind: .final, on: [on("e", "a")])], [.finalWithTransitions]),
    ([parallel("p", [final("f")])], [.finalInParallel]),
    ([parallel("p", [])], [.parallelWithoutChildren]),
    ([state("a", on: [on("e", "a", "b")]), state("b")], [.illegalTargetSet(["a", "b"])]),
    (
      [state("a", on: [on("e", "h", "b")], [state("b"), history("h", default: "b")])],
      [.illegalTargetSet(["h", "b"])]
    ),
    (
      [state("a", initial: ["b", "c"], [state("b"), state("c")])],
      [.severalInitialStates(["b", "c"])]
    ),
    ([timed("a"), timed("b")], [.duplicateTimer("t"), .duplicateTask("k")]),
    ([state("a", on: [always()])], [.eventlessTargetlessLoop]),
    ([deep(ChartLimits.depthMax)], [.nestedTooDeep(limit: ChartLimits.depthMax)]),
  ]

  @Test(arguments: faults.indices)
  func `every broken rule is reported`(row: Int) {
    let (states, kinds) = Self.faults[row]
    let (chart, problems) = ChartBuilder.build(name: "test", root: state("root", states))
    #expect(chart == nil)
    #expect(problems.map(\.kind) == kinds)
    for problem in problems {
      #expect(problem.description.contains("cannot "))
      #expect(!problem.description.hasSuffix("."))
    }
  }

  @Test func `too many states are refused without looking at the rest`() {
    let states = (0...ChartLimits.statesMax).map { state(StateID("s\($0)")) }
    let (_, problems) = ChartBuilder.build(name: "test", root: state("root", states))
    #expect(problems.map(\.kind) == [.tooManyStates(limit: ChartLimits.statesMax)])
  }

  @Test func `all problems come at once, each with its place`() {
    var wrong = on("go", "nowhere")
    wrong.origin = 7
    var first = state("a", on: [wrong, always()])
    first.origin = 3
    let (_, problems) = ChartBuilder.build(
      name: "test", root: state("root", [first, parallel("p", [])]))
    #expect(problems.map(\.state) == ["a", "a", "p"])
    #expect(problems.map(\.origin) == [7, 3, nil])
  }

  @Test func `states are numbered in document order, descendants right after their state`() throws {
    let chart = try Chart.of([
      state("a", [state("b", [state("c")]), history("h", default: "b")]),
      parallel("p", [state("d")]),
    ])
    #expect(chart.name == "test")
    #expect(names(chart.states.map(\.id)) == "test a b c h p d")
    #expect(chart["a"]?.children == [2])
    #expect(chart["a"]?.histories == [4])
    #expect(chart["c"]?.depth == 3)
    #expect(chart.index(of: "test") == nil)
    #expect(chart.isDescendant(3, of: 1))
    #expect(!chart.isDescendant(1, of: 1))
    #expect(!chart.isDescendant(5, of: 1))
    #expect(
      chart.states.map(\.kind)
        == [.compound, .compound, .compound, .atomic, .shallowHistory, .parallel, .atomic])
  }

  @Test func `charts are equal when they say the same`() throws {
    let one = try Chart.of([state("a", on: [on("go", "b")]), state("b")])
    let same = try Chart.of([state("a", on: [on("go", "b")]), state("b")])
    let other = try Chart.of([state("a", on: [on("go", "a")]), state("b")])
    #expect(one == same && one.hashValue == same.hashValue)
    #expect(one != other)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("telaah", "telaah", 0), ("telah", "telaah", 1),
    ("paraf", "parfa", 2), ("konsep", "aktif", 6),
  ])
  func `names are as far apart as letters must change`(left: String, right: String, by: Int) {
    #expect(editDistance(left, right) == by)
    #expect(editDistance(right, left) == by)
  }
}
