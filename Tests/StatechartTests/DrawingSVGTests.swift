// Goal: an SVG drawing is well-formed and readable: nothing overlaps, children lie inside parents.
// Method: a chart with one of everything, hostile names, and random charts from printed seeds.

import Testing

@testable import Statechart

struct DrawingSVGTests {
  private static let seeds = (0..<25).map { _ in UInt64.random(in: 0...UInt64.max) }

  private func layout(_ chart: Chart, trail: DrawingTrail? = nil) -> ChartLayout {
    ChartLayout(scene: ChartDrawing(chart: chart, trail: trail).scene)
  }

  @Test func `a document is well-formed and can be read aloud`() throws {
    let chart = try DrawnCharts.everything()
    let svg = ChartDrawing(chart: chart, trail: DrawnCharts.trail).svg
    let read = TagReader(svg)
    #expect(read.problems.isEmpty, "\(read.problems)")
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""))
    #expect(svg.contains("viewBox=\"0 0 "))
    #expect(svg.contains("<title id=\"title\">test</title>"))
    #expect(svg.contains("<desc id=\"desc\">now: waits, waits</desc>"))
  }

  @Test func `every state and every transition is there`() throws {
    let chart = try DrawnCharts.everything()
    let svg = ChartDrawing(chart: chart).svg
    for state in chart.states.dropFirst() {
      #expect(occurrences(of: "\n<title>\(state.id)</title>\n", in: svg) == 1, "\(state.id)")
    }
    for text in [
      "submit", "save", "approve […]", "return", "note", "◷ review late", "again", "skip",
      "✓ done", "tear", "[…]", "cancel → cancelled", "remark", "entry / raise opened", "☐ task",
    ] {
      #expect(occurrences(of: ">\(text)</text>", in: svg) == 1, "\(text)")
    }
    // One for each region.
    #expect(occurrences(of: ">sign</text>", in: svg) == 3)
  }

  @Test func `hostile names do not break out`() throws {
    let name = StateID(DrawnCharts.hostile)
    let chart = try Chart.of(
      [
        state(
          name, on: [on(EventDescriptor(DrawnCharts.hostile), "b"), on("x")],
          entry: [.raise(DrawnCharts.hostile)]), state("b"),
      ])
    let labels = DrawingLabels(
      title: DrawnCharts.hostile, transitions: [1: .init(hidden: DrawnCharts.hostile)])
    let trail = DrawingTrail(
      steps: [.init(label: DrawnCharts.hostile, entered: [name])], current: [name])
    let read = TagReader(ChartDrawing(chart: chart, labels: labels, trail: trail).svg)
    #expect(read.problems.isEmpty, "\(read.problems)")
    #expect(read.elements["script"] == nil)
    #expect(read.text.contains("<script>alert(1)</script>"))
    #expect(!read.text.unicodeScalars.contains("\u{202E}"))
  }

  @Test(arguments: seeds)
  func `boxes and texts keep apart, whatever the chart`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    let chart = try charts.chart()
    let layout = layout(chart)
    for state in chart.states {
      let frame = try #require(layout.frames[state.index], "seed \(seed): \(state.id)")
      let inside = state.children + state.histories
      for child in inside {
        let inner = try #require(layout.frames[child])
        #expect(frame.contains(inner), "seed \(seed): \(chart[child].id) outside \(state.id)")
        for other in inside where other > child {
          let overlaps = layout.frames[other].map(inner.overlaps) ?? true
          #expect(!overlaps, "seed \(seed): \(chart[child].id) over \(chart[other].id)")
        }
      }
    }
    checkTexts(layout, chart, seed)
    let read = TagReader(ChartDrawing(chart: chart).svg)
    #expect(read.problems.isEmpty, "seed \(seed): \(read.problems)")
  }

  /// Texts of arrows overlap neither each other nor boxes without boxes inside.
  private func checkTexts(_ layout: ChartLayout, _ chart: Chart, _ seed: UInt64) {
    let boxes = layout.frames.filter { chart[$0.key].kind.isAtomic }.map(\.value)
    let texts = layout.labels.map(\.frame) + layout.loops.map(\.label)
    for (place, text) in texts.enumerated() {
      #expect(!boxes.contains(where: text.overlaps), "seed \(seed): a text over a box")
      #expect(!texts[(place + 1)...].contains(where: text.overlaps), "seed \(seed): texts")
    }
  }

  @Test(arguments: seeds)
  func `lines cross no box and no text`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    let chart = try charts.chart()
    let layout = layout(chart)
    let boxes = layout.frames.filter { chart[$0.key].kind.isAtomic }.map(\.value)
    let obstacles = boxes + layout.labels.map(\.frame)
    for piece in layout.pieces {
      // Between the bends a line moves across; above and below it stands.
      let stands = [
        Frame(
          left: piece.from.left, top: piece.from.top, width: 0,
          height: max(0, piece.bendTop - piece.from.top)),
        Frame(
          left: piece.to.left, top: piece.bendBottom, width: 0,
          height: max(0, piece.to.top - piece.bendBottom)),
        Frame(
          left: min(piece.from.left, piece.to.left), top: piece.bendTop,
          width: abs(piece.from.left - piece.to.left),
          height: max(0, piece.bendBottom - piece.bendTop)),
      ]
      for stand in stands {
        let crossed = obstacles.filter { obstacle in
          stand.left < obstacle.right - 0.01 && obstacle.left + 0.01 < stand.right
            && stand.top < obstacle.bottom - 0.01 && obstacle.top + 0.01 < stand.bottom
        }
        #expect(crossed.isEmpty, "seed \(seed): a line crosses something")
      }
    }
  }

  @Test(arguments: seeds.prefix(20))
  func `the same chart gives the same text`(seed: UInt64) throws {
    var charts = RandomCharts(seed: seed)
    let drawing = ChartDrawing(chart: try charts.chart(), trail: DrawnCharts.trail)
    #expect(drawing.svg == drawing.svg, "seed \(seed)")
    #expect(drawing.dot == drawing.dot, "seed \(seed)")
    #expect(drawing.mermaid == drawing.mermaid, "seed \(seed)")
  }

  @Test func `flow leads down and returns lead up`() throws {
    let chart = try Chart.of([
      state("a", on: [on("go", "b")]), state("b", on: [on("go", "c"), on("back", "a")]), state("c"),
    ])
    let layout = layout(chart)
    let tops = try ["a", "b", "c"].map { name in
      try #require(chart.index(of: StateID(name)).flatMap { layout.frames[$0]?.top })
    }
    #expect(tops == tops.sorted())
    #expect(layout.pieces.contains { $0.isUp && $0.isEnd })
  }

  @Test func `regions stand side by side, in the order of the document`() throws {
    let chart = try DrawnCharts.everything()
    let layout = layout(chart)
    let one = try #require(chart.index(of: "sign/one").flatMap { layout.frames[$0] })
    let two = try #require(chart.index(of: "sign/two").flatMap { layout.frames[$0] })
    #expect(one.right < two.left)
    #expect(one.top == two.top)
    #expect(one.bottom == two.bottom)
  }

  @Test func `a chart that is too large says so`() throws {
    let many = (0...DrawingLimits.statesMost).map { state(StateID("s\($0)")) }
    let svg = ChartDrawing(chart: try Chart.of(many)).svg
    #expect(svg.contains("Graphviz"))
    #expect(TagReader(svg).problems.isEmpty)
  }
}
