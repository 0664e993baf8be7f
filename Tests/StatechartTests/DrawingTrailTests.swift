// Goal: a trail marks where an instance is, and which states and transitions its steps used.
// Method: trails as a history keeps them, and steps of the interpreter, which knows the truth.

import Testing

@testable import Statechart

struct DrawingTrailTests {
  private static let seeds = (0..<25).map { _ in UInt64.random(in: 0...UInt64.max) }

  private func taken(_ chart: Chart, _ trail: DrawingTrail) -> [String: [Int]] {
    let passage = Passage(chart: chart, trail: trail)
    var result: [String: [Int]] = [:]
    for (index, numbers) in passage.taken {
      result[chart.transitions[index].events.first?.text ?? "", default: []] += numbers
    }
    return result
  }

  @Test func `states are marked with the steps that entered them`() throws {
    let chart = try DrawnCharts.everything()
    let scene = ChartDrawing(chart: chart, trail: DrawnCharts.trail).scene
    func box(_ id: StateID) throws -> DrawingScene.Box {
      scene.boxes[try #require(chart.index(of: id))]
    }
    #expect(try box("draft").mark == .visited)
    #expect(try box("draft").steps == [1, 3])
    #expect(try box("office/review").steps == [2, 4])
    #expect(try box("sign/one/waits").mark == .current)
    #expect(try box("sign").mark == .current)
    #expect(try box("sign/one/signed").mark == .unvisited)
    #expect(try box("stalled").mark == .unvisited)
  }

  @Test func `transitions are found from what was left and entered`() throws {
    let chart = try DrawnCharts.everything()
    #expect(
      taken(chart, DrawnCharts.trail)
        == ["submit": [2, 4], "return": [3], "approve": [5], "remark": [6]])
  }

  @Test func `what the machine does by itself is found too`() throws {
    let chart = try DrawnCharts.everything()
    let trail = DrawingTrail(
      steps: [
        DrawingTrail.Step(
          label: "approve", event: "approve", exited: ["office/review", "office"],
          entered: ["sign", "sign/one", "sign/one/waits", "sign/two", "sign/two/waits"]),
        DrawingTrail.Step(
          label: "sign", event: "sign",
          exited: [
            "sign/two/waits", "sign/one/waits", "sign/two/signed", "sign/two", "sign/one/signed",
            "sign/one", "sign",
          ], entered: ["sign/one/signed", "sign/two/signed", "done"]),
      ], firstNumber: 7, current: ["done"])
    #expect(
      taken(chart, trail) == ["approve": [7], "sign": [8, 8], "done.state.sign": [8]])
  }

  @Test func `without an event the label's words tell`() throws {
    let chart = try Chart.of([
      state("a", on: [on("left", "b"), on("right", "b")]), state("b"),
    ])
    let trail = DrawingTrail(
      steps: [.init(label: "right · Ni Luh", exited: ["a"], entered: ["b"])], current: ["b"])
    #expect(taken(chart, trail) == ["right": [1]])
  }

  @Test func `every format shows the present without colour`() throws {
    let chart = try DrawnCharts.everything()
    let drawing = ChartDrawing(chart: chart, trail: DrawnCharts.trail)
    #expect(occurrences(of: "▶ now ◀", in: drawing.dot) == 2)
    #expect(drawing.dot.contains("penwidth=4"))
    #expect(occurrences(of: "▶ waits (5) ◀ now", in: drawing.mermaid) == 2)
    #expect(occurrences(of: "class=\"badge now\"", in: drawing.svg) == 2)
    for text in [drawing.dot, drawing.svg] {
      #expect(text.contains("approve · I Made"))
      #expect(text.contains("How it came here"))
    }
    #expect(drawing.mermaid.contains("5. approve · I Made"))
    let plain = ChartDrawing(chart: chart)
    #expect(!plain.dot.contains("now"))
    #expect(!plain.svg.contains("class=\"badge"))
    #expect(!plain.mermaid.contains("  class "))
  }

  @Test func `of many steps the middle ones are left out`() throws {
    let chart = try DrawnCharts.everything()
    let steps = (0..<200).map { DrawingTrail.Step(label: "step \($0)") }
    let scene = ChartDrawing(
      chart: chart, trail: DrawingTrail(steps: steps, current: ["draft"])
    ).scene
    #expect(scene.steps?.count == DrawingLimits.stepsMost)
    #expect(scene.steps?.first?.number == 1)
    #expect(scene.steps?.last?.number == 200)
    #expect(scene.stepsLeftOut == 200 - DrawingLimits.stepsMost)
  }

  @Test(arguments: seeds)
  func `no transition that moved something is missed`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    let chart = try charts.chart()
    let interpreter = Interpreter(chart: chart, limits: .ample)
    var data = TestData()
    var step = try interpreter.start(sessionID: "s", data: &data)
    var steps = [DrawingTrail.Step(label: "start", step: step)]
    var truth: [Int: Set<Int>] = [:]
    for number in 2...20 where step.snapshot.status == .running {
      let event = RandomCharts.events.randomElement(using: &charts.random) ?? "a"
      step = try interpreter.step(step.snapshot, on: Event(event), data: &data)
      steps.append(
        DrawingTrail.Step(
          label: event, event: event, exited: step.microsteps.flatMap(\.exited),
          entered: step.microsteps.flatMap(\.entered)))
      for index in step.microsteps.flatMap(\.transitions)
      where !chart.transitions[index].targets.isEmpty {
        truth[number, default: []].insert(index)
      }
    }
    let trail = DrawingTrail(steps: steps, current: step.snapshot.configuration(in: chart))
    let passage = Passage(chart: chart, trail: trail)
    for (number, indexes) in truth {
      for index in indexes {
        let found = passage.taken[index]?.contains(number) ?? false
        #expect(found, "seed \(seed): step \(number), transition \(index)")
      }
    }
  }
}
