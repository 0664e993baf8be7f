// Goal: Graphviz and Mermaid texts hold every state and transition once, nested as the chart is.
// Method: a chart with one of everything; the lines of both formats are looked through.

import Testing

@testable import Statechart

struct DrawingFormatTests {
  private let texts = [
    "submit", "save", "approve […]", "return", "◷ review late", "again", "skip", "✓ done", "tear",
  ]

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in String(line.drop { $0 == " " }) }
  }

  // MARK: Graphviz

  @Test func `a graph has every state once and every transition once`() throws {
    let chart = try DrawnCharts.everything()
    let dot = ChartDrawing(chart: chart).dot
    let lines = lines(dot)
    for state in chart.states.dropFirst() {
      let isCluster = state.kind == .compound || state.kind == .parallel
      let opening =
        isCluster ? "subgraph cluster_s\(state.index) {" : "s\(state.index) [label="
      #expect(lines.count { $0.hasPrefix(opening) } == 1, "\(state.id)")
    }
    for text in texts {
      #expect(occurrences(of: "<&#160;\(text)&#160;<BR", in: dot) == 1, "\(text)")
    }
    #expect(lines.first == "digraph chart {")
    #expect(lines.last == "}")
  }

  @Test func `clusters nest as states do`() throws {
    let chart = try DrawnCharts.everything()
    var open: [Int] = []
    for line in lines(ChartDrawing(chart: chart).dot).dropFirst() {
      if line.hasPrefix("subgraph cluster_s") {
        let index = try #require(Int(line.dropFirst("subgraph cluster_s".count).dropLast(2)))
        #expect(chart[index].parent == open.last ?? 0)
        open.append(index)
      } else if line == "}" {
        _ = open.popLast()
      } else if line.hasPrefix("s"), let end = line.firstRange(of: " [label="),
        let index = Int(line[line.index(after: line.startIndex)..<end.lowerBound])
      {
        #expect(chart[index].parent == open.last ?? 0, "\(chart[index].id)")
      }
    }
    #expect(open.isEmpty)
  }

  @Test func `arrows of clusters end at their borders, and time and returns show`() throws {
    let chart = try DrawnCharts.everything()
    let lines = lines(ChartDrawing(chart: chart).dot)
    /// The two halves of the arrow of this text.
    func halves(_ text: String) throws -> [String] {
      let label = try #require(lines.first { $0.contains("<&#160;\(text)&#160;<BR") })
      let name = label.prefix { $0 != " " }
      return lines.filter { $0.contains(" -> \(name) [") || $0.hasPrefix("\(name) -> ") }
    }
    let office = try #require(chart.index(of: "office"))
    let submit = try halves("submit")
    #expect(submit.count == 2)
    #expect(submit.contains { $0.contains("lhead=cluster_s\(office)") })
    #expect(try halves("tear").contains { $0.contains("dir=back") })
    #expect(try halves("◷ review late").allSatisfy { $0.contains("style=dashed") })
    #expect(try halves("✓ done").allSatisfy { $0.contains("style=dotted") })
  }

  @Test func `an arrow between regions is a row of its source's box`() throws {
    let chart = try Chart.of([
      parallel("p", [state("a", on: [on("across", "b")]), state("b")])
    ])
    let drawing = ChartDrawing(chart: chart)
    #expect(drawing.dot.contains("across → b"))
    #expect(drawing.svg.contains("across → b"))
    #expect(!drawing.dot.contains("s2 -> s3"))
  }

  @Test func `hostile names stay inside their labels`() throws {
    let name = StateID(DrawnCharts.hostile)
    let chart = try Chart.of([
      state(name, on: [on(EventDescriptor(DrawnCharts.hostile), "b")]), state("b"),
    ])
    let labels = DrawingLabels(title: DrawnCharts.hostile)
    let dot = ChartDrawing(chart: chart, labels: labels).dot
    #expect(!dot.contains("<script"))
    // A pair stands for the sign itself; what is left must not begin a sequence.
    #expect(occurrences(of: "\\N", in: dot) == occurrences(of: "\\\\N", in: dot))
    // Between quotes nothing ends the text early: every line has its quotes in pairs.
    for line in lines(dot) { #expect(occurrences(of: "\"", in: line).isMultiple(of: 2), "\(line)") }
    let mermaid = ChartDrawing(chart: chart, labels: labels).mermaid
    #expect(!mermaid.contains("<script"))
    for line in lines(mermaid) {
      #expect(occurrences(of: "\"", in: line).isMultiple(of: 2), "\(line)")
    }
  }

  // MARK: Mermaid

  @Test func `a diagram has every state once and every transition once`() throws {
    let chart = try DrawnCharts.everything()
    let mermaid = ChartDrawing(chart: chart).mermaid
    let lines = lines(mermaid)
    #expect(lines.contains("stateDiagram-v2"))
    for state in chart.states.dropFirst() {
      let count = lines.count {
        $0.hasPrefix("state \"")
          && ($0.hasSuffix("\" as s\(state.index)") || $0.hasSuffix("\" as s\(state.index) {"))
      }
      #expect(count == 1, "\(state.id)")
    }
    for text in texts {
      let escaped = DrawingText.mermaid(text)
      #expect(lines.count { $0.hasSuffix(" : \(escaped)") } == 1, "\(text)")
    }
    let opened = lines.count { $0.hasSuffix(" {") }
    #expect(lines.count { $0 == "}" } == opened)
    #expect(lines.count { $0 == "--" } == 1)
    #expect(mermaid.contains("cancel → cancelled"))
  }

  @Test func `arrows between a state and what is inside it become lines`() throws {
    let chart = try Chart.of([
      state("a", on: [on("in", "b")], [state("c"), state("b", on: [on("out", "a")])])
    ])
    let mermaid = ChartDrawing(chart: chart).mermaid
    #expect(mermaid.contains("in → b"))
    #expect(mermaid.contains("out → a"))
    #expect(!mermaid.contains("s1 --> s3"))
    #expect(!mermaid.contains("s3 --> s1"))
  }

  @Test func `names from the caller take the place of handles`() throws {
    let chart = try DrawnCharts.everything()
    let review = try #require(chart.index(of: DrawnCharts.review))
    let skip = try #require(chart.transitions.first { $0.events == ["skip"] })
    let labels = DrawingLabels(
      title: "The title", states: [review: .init(title: "Telaah", lines: ["a line"])],
      transitions: [skip.index: .init(hidden: "only for tests")],
      expressions: [ExpressionID(1): "data.total < 5", ExpressionID(2): ""],
      timers: ["review late": "after 15 wd"], tasks: ["office/review": "Review it"],
      words: .indonesian)
    let drawing = ChartDrawing(chart: chart, labels: labels)
    for text in [drawing.dot, drawing.svg] {
      for part in [
        "The title", "Telaah", "a line", "approve [data.total &lt; 5]", "after 15 wd",
        "☐ Review it", "langsung", "only for tests",
      ] {
        #expect(text.contains(part), "\(part)")
      }
      #expect(!text.contains("skip"))
    }
    #expect(drawing.mermaid.contains("approve #91;data.total #60; 5#93;"))
  }
}
