// Goal: history states bring back what was active when their parent was left.
// Method: one nested chart; shallow and deep memory side by side.

import Statechart
import Testing

struct HistoryTests {
  private func chart() throws -> Chart {
    try Chart.of([
      state(
        "work", on: [on("pause", "break")],
        [
          history("shallow", default: "one"),
          history("deep", deep: true, default: "two"),
          state("one", on: [on("next", "two")]),
          state(
            "two", [state("two.a", on: [on("next", "two.b")]), state("two.b")]),
        ]),
      state("break", on: [on("shallowly", "shallow"), on("deeply", "deep")]),
    ])
  }

  @Test(arguments: [
    (0, "shallowly", "work one"), (0, "deeply", "work one"),
    (1, "shallowly", "work two two.a"), (1, "deeply", "work two two.a"),
    (2, "shallowly", "work two two.a"), (2, "deeply", "work two two.b"),
  ])
  func `shallow memory keeps the child, deep memory all below`(
    steps: Int, event: String, expected: String
  ) throws {
    var player = try Player(chart())
    for _ in 0..<steps { try player.send("next") }
    try player.send("pause")
    try player.send(event)
    #expect(player.configuration == expected)
  }

  @Test func `the default's content runs only while nothing is remembered`() throws {
    let chart = try Chart.of([
      state("idle", on: [on("resume", "memory")]),
      state(
        "work", on: [on("pause", "idle")],
        [history("memory", default: "one", content: [note("first time")]), state("one")]),
    ])
    var player = try Player(chart)
    try player.send("resume")
    #expect(player.notes == "first time")
    try player.send("pause")
    try player.send("resume")
    #expect(player.notes.isEmpty)
    #expect(player.atomic == "one")
  }

  @Test func `memory of a parallel state covers every region`() throws {
    let chart = try Chart.of([
      parallel(
        "p", on: [on("pause", "idle")],
        [
          history("memory", deep: true, default: "a"),
          state("r", [state("a", on: [on("r", "b")]), state("b")]),
          state("s", [state("c", on: [on("s", "d")]), state("d")]),
        ]),
      state("idle", on: [on("resume", "memory")]),
    ])
    var player = try Player(chart)
    try player.send("s")
    try player.send("pause")
    try player.send("resume")
    #expect(player.atomic == "a d")
  }

  @Test func `memory is taken before the exit content runs and is never active itself`() throws {
    let chart = try Chart.of([
      state(
        "work", initial: ["memory"], on: [on("pause", "idle")],
        [history("memory", default: "one"), state("one", exit: [.raise("left")])]),
      state("idle", on: [on("left", "memory")]),
    ])
    var player = try Player(chart)
    #expect(player.configuration == "work one")
    try player.send("pause")
    #expect(player.configuration == "work one")
    #expect(player.step.snapshot.historyValues(in: chart) == ["memory": ["one"]])
  }
}
