// Goal: executable content runs in order, and an error ends its own block and nothing else.
// Method: content in the entry of a single state; notes and values afterwards.

import Statechart
import Testing

struct ContentTests {
  private func run(
    _ blocks: [[Content]], _ formula: Formulas, values: [String: DataValue] = [:]
  ) throws -> Player {
    var first = state("a", on: [on("error.execution", run: [note("error")])])
    first.entry = blocks
    return try Player(Chart.of([first]), data: TestData(formula, values: values))
  }

  @Test func `an error ends its block, the next block runs, then the error event is handled`()
    throws
  {
    var formula = Formulas()
    let fails = formula(.fails)
    let place = formula(.location("x"))
    let player = try run(
      [[note("one"), .assign(location: place, value: fails), note("two")], [note("three")]],
      formula)
    #expect(player.notes == "one three error")
    #expect(player.step.errors.map(\.error.message) == ["fails"])
    #expect(player.step.errors.map(\.state) == ["a"])
    #expect(player.step.microsteps[0].errors == player.step.errors)
  }

  @Test(arguments: [(1, "is 1"), (2, "is 2"), (3, "other")])
  func `the first branch that holds is taken`(value: Int64, expected: String) throws {
    var formula = Formulas()
    let branches = [
      Branch(condition: formula(.equals("x", 1)), content: [note("is 1")]),
      Branch(condition: formula(.equals("x", 2)), content: [note("is 2")]),
      Branch(content: [note("other")]),
    ]
    let player = try run([[.conditional(branches)]], formula, values: ["x": .int(value)])
    #expect(player.notes == expected)
  }

  @Test func `a condition that fails is false and raises an error, and the block goes on`() throws {
    var formula = Formulas()
    let branches = [
      Branch(condition: formula(.fails), content: [note("taken")]),
      Branch(content: [note("else")]),
    ]
    let player = try run([[.conditional(branches), note("after")]], formula)
    #expect(player.notes == "else after error")
  }

  @Test func `foreach walks items with their index from zero`() throws {
    var formula = Formulas()
    let list = formula(.constant(.list([.int(5), .int(7)])))
    let item = formula(.location("item"))
    let index = formula(.location("index"))
    let value = formula(.variable("item"))
    let player = try run(
      [
        [.forEach(array: list, item: item, index: index, content: [.log(label: "i", value: value)])]
      ],
      formula)
    #expect(
      player.step.effects == [.log(label: "i", value: .int(5)), .log(label: "i", value: .int(7))])
    #expect(player.data.values["index"] == .int(1))
  }

  @Test func `foreach over what is no list, or with a failing body, ends the block`() throws {
    var formula = Formulas()
    let number = formula(.constant(.int(1)))
    let list = formula(.constant(.list([.int(1), .int(2)])))
    let item = formula(.location("item"))
    let fails = formula(.fails)
    let bad: [Content] = [note("body"), .log(label: "x", value: fails)]
    let player = try run(
      [
        [.forEach(array: number, item: item, index: nil, content: []), note("not here")],
        [.forEach(array: list, item: item, index: nil, content: bad), note("nor here")],
      ], formula)
    #expect(player.notes == "body error error")
  }

  @Test func `raised events are handled in the order in which they were raised`() throws {
    let chart = try Chart.of([
      state(
        "a", on: [on("one", run: [note("1")]), on("two", run: [note("2")])],
        entry: [.raise("two"), .raise("one")])
    ])
    let player = try Player(chart)
    #expect(player.notes == "2 1")
    #expect(player.step.microsteps.compactMap(\.event?.kind) == [.internal, .internal])
  }

  @Test func `pieces of the global start are blocks of their own, run before any state`() throws {
    var formula = Formulas()
    let fails = formula(.fails)
    let x = formula(.location("x"))
    let one = formula(.constant(.int(1)))
    let chart = try Chart.of(
      [state("a", on: [on("error", "b")]), state("b")],
      globalInit: [.assign(location: x, value: fails), .assign(location: x, value: one)])
    let player = try Player(chart, data: TestData(formula))
    #expect(player.data.values["x"] == .int(1))
    #expect(player.atomic == "b")
    #expect(player.step.errors.map(\.state) == [nil])
  }

  @Test func `late data is set up once, before the first entry content`() throws {
    var formula = Formulas()
    let x = formula(.location("x"))
    let zero = formula(.constant(.int(0)))
    let next = formula(.sum("x", 1))
    var late = state("a", on: [on("go", "a")], entry: [.assign(location: x, value: next)])
    late.dataInit = [[.assign(location: x, value: zero)]]
    let chart = try Chart.of([late])
    var player = try Player(chart, data: TestData(formula))
    try player.send("go")
    try player.send("go")
    #expect(player.data.values["x"] == .int(3))
    #expect(player.step.snapshot.initialisedStates(in: chart) == ["a"])
  }

  @Test func `the null data model knows In and nothing else`() throws {
    let chart = try Chart.of([
      parallel("p", [state("a", on: [on("go", if: ExpressionID(0), "x")]), state("b")]),
      state("x", on: [on("go", if: ExpressionID(1), "p")]),
    ])
    let interpreter = Interpreter(chart: chart, limits: .ample)
    var data = NullDataModel(in: [ExpressionID(0): "b"])
    let start = try interpreter.start(sessionID: "s", data: &data)
    let moved = try interpreter.step(start.snapshot, on: Event("go"), data: &data)
    #expect(moved.snapshot.configuration(in: chart) == ["x"])
    let stays = try interpreter.step(moved.snapshot, on: Event("go"), data: &data)
    #expect(stays.snapshot.configuration(in: chart) == ["x"])
    #expect(stays.errors.count == 1)
  }
}
