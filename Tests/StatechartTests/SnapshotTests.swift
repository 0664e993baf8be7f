// Goal: a stored snapshot comes back as it was, and one that fits no moment is refused.
// Method: a table of illegal names; a round trip. Random charts are in `RandomChartTests`.

import Statechart
import Testing

struct SnapshotTests {
  private func chart() throws -> Chart {
    var host = state("x", on: [on("go", "h")])
    host.invocations = [InvocationSpecification(id: "child")]
    return try Chart.of([
      state(
        "a",
        [
          history("h", deep: true, default: "b"), state("b"),
          parallel("p", [state("r", [state("r1"), state("r2")]), state("s")]),
        ]), host,
    ])
  }

  @Test(
    arguments: [
      (["nowhere"], SnapshotError.unknownState("nowhere")),
      (["a", "h"], .historyInConfiguration("h")),
      (["b"], .parentNotActive("b")),
      ([], .notOneChild(of: "test", active: 0)),
      (["a", "b", "x"], .notOneChild(of: "test", active: 2)),
      (["a"], .notOneChild(of: "a", active: 0)),
      (["a", "p", "r", "r1"], .missingRegion("s", of: "p")),
      (["a", "p", "r", "r1", "r2", "s"], .notOneChild(of: "r", active: 2)),
    ] as [([StateID], SnapshotError)])
  func `a configuration that cannot be is refused`(
    configuration: [StateID], error: SnapshotError
  ) throws {
    let chart = try chart()
    #expect(throws: error) {
      try Snapshot(chart: chart, configuration: configuration, sessionID: "s")
    }
    #expect(error.description.hasPrefix("cannot "))
  }

  @Test(
    arguments: [
      (["h": ["x"]], SnapshotError.illegalHistoryValue("h")),
      (["h": ["p"]], .illegalHistoryValue("h")),
      (["h": ["r1"]], .illegalHistoryValue("h")),
      (["h": ["b", "r1", "s"]], .illegalHistoryValue("h")),
      (["h": []], .illegalHistoryValue("h")),
      (["b": ["b"]], .illegalHistoryValue("b")),
      (["q": ["b"]], .unknownState("q")),
    ] as [([StateID: [StateID]], SnapshotError)])
  func `a memory that cannot be is refused`(
    values: [StateID: [StateID]], error: SnapshotError
  ) throws {
    let chart = try chart()
    #expect(throws: error) {
      try Snapshot(chart: chart, configuration: ["x"], historyValues: values, sessionID: "s")
    }
  }

  @Test func `an invocation of a state that is not active is refused`() throws {
    let chart = try chart()
    #expect(throws: SnapshotError.unknownInvocation("child", state: "x")) {
      try Snapshot(
        chart: chart, configuration: ["a", "b"], sessionID: "s",
        invocations: [Snapshot.Invocation(id: "child", state: "x", position: 0)])
    }
  }

  @Test func `what was stored by its names goes on where it stood`() throws {
    let chart = try chart()
    let snapshot = try Snapshot(
      chart: chart, configuration: ["x"], historyValues: ["h": ["s", "r2"]], sessionID: "s",
      idsMade: 4, invocations: [Snapshot.Invocation(id: "child", state: "x", position: 0)])
    #expect(snapshot.historyValues(in: chart) == ["h": ["r2", "s"]])
    var data = TestData()
    let step = try Interpreter(chart: chart, limits: .ample)
      .step(snapshot, on: Event("go"), data: &data)
    #expect(names(step.snapshot.configuration(in: chart)) == "a p r r2 s")
    #expect(step.effects == [.stopChild(id: "child")])
    #expect(step.snapshot.idsMade == 4)
  }

  @Test func `a snapshot of another chart is refused`() throws {
    let other = try Chart.of([state("a")])
    let player = try Player(chart())
    var data = TestData()
    #expect(throws: StepError.foreignSnapshot) {
      try Interpreter(chart: other, limits: .ample)
        .step(player.step.snapshot, on: Event("go"), data: &data)
    }
  }

  @Test func `a scope answers by the snapshot that it was made of`() throws {
    let chart = try chart()
    let snapshot = try Snapshot(chart: chart, configuration: ["a", "b"], sessionID: "s")
    let scope = Scope(chart: chart, snapshot: snapshot, event: Event("e"))
    #expect(scope.isActive("b") && scope.isActive("a"))
    #expect(!scope.isActive("x") && !scope.isActive("nowhere") && !scope.isActive("test"))
    #expect(scope.sessionName == "test" && scope.sessionID == "s")
  }
}
