// A chart as a Mermaid stateDiagram-v2.

/// Writes a chart as a Mermaid `stateDiagram-v2`.
///
/// Mermaid moves a state into the block, or the region, in which an arrow names it; so an arrow
/// stands in a block only when both of its ends are that block's own children and no regions, and
/// else at the top, where it moves nothing. Arrows between a state and what is inside it cannot be
/// drawn at all: they are lines.
struct MermaidWriter {
  private let scene: DrawingScene
  private var lines: [String] = []
  private var extraRows: [Int: [String]] = [:]
  private var arrowsByBlock: [Int: [DrawingScene.Arrow]] = [:]

  init(scene: DrawingScene) {
    self.scene = scene
    for arrow in scene.arrows {
      let chart = scene.chart
      if chart.isDescendant(arrow.source, of: arrow.target)
        || chart.isDescendant(arrow.target, of: arrow.source)
      {
        let target = " → " + scene.boxes[arrow.target].title
        extraRows[arrow.source, default: []] += arrow.lines.map { $0.numbered + target }
        continue
      }
      let parent = chart[arrow.source].parent ?? ChartTables.root
      let isTogether = parent == chart[arrow.target].parent && chart[parent].kind != .parallel
      let block = isTogether ? parent : nil
      arrowsByBlock[block ?? ChartTables.root, default: []].append(arrow)
    }
  }

  mutating func text() -> String {
    lines = ["---", "title: \"\(escape(scene.title))\"", "---", "stateDiagram-v2"]
    lines += [
      "  classDef current fill:#ffe08a,stroke:#7a4b00,stroke-width:4px,color:#000,font-weight:bold",
      "  classDef visited fill:#e3eefb,stroke:#24507d,stroke-width:2px,color:#000",
      "  classDef unvisited fill:#ffffff,stroke:#8a8a8a,color:#595959",
    ]
    writeBlock(of: ChartTables.root, indent: "  ")
    writeEverywhere()
    writeMarks()
    return lines.joined(separator: "\n") + "\n"
  }

  private func escape(_ text: String) -> String { DrawingText.mermaid(text) }

  private func name(_ index: Int) -> String { "s\(index)" }

  // MARK: States

  private mutating func writeBlock(of index: Int, indent: String) {
    let state = scene.chart[index]
    // Histories come first, so that those of a parallel state are no regions of their own.
    for child in state.histories { writeState(child, indent: indent) }
    for (place, child) in state.children.enumerated() {
      if state.kind == .parallel, place > 0 { lines.append(indent + "--") }
      writeState(child, indent: indent)
    }
    for target in state.initial?.targets ?? [] where scene.chart[target].parent == index {
      lines.append("\(indent)[*] --> \(name(target))")
    }
    for target in state.initial?.targets ?? [] where scene.chart[target].parent != index {
      // A beginning further inside is told, since an arrow would move the state.
      lines.append("\(indent)%% begins in \(name(target))")
    }
    for arrow in arrowsByBlock[index] ?? [] {
      let label = arrow.lines.map { escape($0.numbered) }.filter { !$0.isEmpty }
      let suffix = label.isEmpty ? "" : " : " + label.joined(separator: "<br/>")
      lines.append("\(indent)\(name(arrow.source)) --> \(name(arrow.target))\(suffix)")
    }
  }

  private mutating func writeState(_ index: Int, indent: String) {
    let box = scene.boxes[index]
    let title = "state \"\(escape(heading(of: box)))\" as \(name(index))"
    guard box.isContainer else {
      lines.append(indent + title)
      for row in rows(of: box) where !row.isEmpty {
        lines.append("\(indent)\(name(index)) : \(escape(row))")
      }
      // A final state goes on to the end sign.
      if box.state.kind == .final { lines.append("\(indent)\(name(index)) --> [*]") }
      return
    }
    lines.append(indent + title + " {")
    writeBlock(of: index, indent: indent + "  ")
    lines.append(indent + "}")
    let rows = rows(of: box)
    guard !rows.isEmpty else { return }
    lines.append("\(indent)note right of \(name(index))")
    for row in rows { lines.append("\(indent)  \(escape(row))") }
    lines.append("\(indent)end note")
  }

  private func rows(of box: DrawingScene.Box) -> [String] {
    box.rows + (extraRows[box.state.index] ?? [])
  }

  /// The title with what must be seen without colour: the sign of now, the steps, the sort.
  private func heading(of box: DrawingScene.Box) -> String {
    var text = box.title
    // Mermaid knows no text without a character.
    if text.isEmpty { text = "–" }
    if box.state.kind == .shallowHistory { text = "(H) " + text }
    if box.state.kind == .deepHistory { text = "(H*) " + text }
    if !box.steps.isEmpty { text += " (\(DrawingText.numbers(box.steps)))" }
    if box.isActive, box.state.kind.isAtomic { text = "▶ " + text + " ◀ " + scene.words.now }
    return text
  }

  // MARK: What is around the states

  private mutating func writeEverywhere() {
    guard !scene.everywhere.isEmpty else { return }
    lines.append("  state \"\(escape(scene.words.everywhere))\" as everywhere")
    for item in scene.everywhere {
      let targets = item.targets.map { scene.boxes[$0].title }.joined(separator: ", ")
      let suffix = targets.isEmpty ? "" : " → " + targets
      lines.append("  everywhere : \(escape(item.line.numbered + suffix))")
    }
    var drawn: Set<Int> = []
    for target in scene.everywhere.flatMap(\.targets) where drawn.insert(target).inserted {
      lines.append("  everywhere --> \(name(target))")
    }
  }

  private mutating func writeMarks() {
    let marks = [
      ("current", DrawingScene.Mark.current), ("visited", .visited), ("unvisited", .unvisited),
    ]
    for (style, mark) in marks {
      // Mermaid gives no style to states with states inside.
      let marked = scene.boxes.dropFirst().filter { $0.mark == mark && !$0.isContainer }
      guard !marked.isEmpty else { continue }
      lines.append("  class \(marked.map { name($0.state.index) }.joined(separator: ",")) \(style)")
    }
    var rows = (scene.steps ?? []).map { "\($0.number). \($0.label)" }
    if scene.stepsLeftOut > 0 { rows.append("… \(scene.stepsLeftOut) \(scene.words.more)") }
    for hidden in scene.hidden {
      rows.append("\(hidden.count) \(scene.words.hidden): \(hidden.reason)")
    }
    guard !rows.isEmpty else { return }
    let heading = scene.hasTrail ? scene.words.steps : scene.title
    lines.append("  state \"\(escape(heading.isEmpty ? "–" : heading))\" as legend")
    for row in rows { lines.append("  legend : \(escape(row))") }
  }
}
