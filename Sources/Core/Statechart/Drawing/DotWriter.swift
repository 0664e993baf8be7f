// A chart as a Graphviz graph, laid out by `dot`.

/// Writes a chart as a Graphviz graph.
///
/// A state with states inside is a cluster. An arrow of a cluster is clipped at its border
/// (`lhead`, `ltail`), so it needs a node inside to hold on to; where the other end lies inside
/// too, a small point at the cluster's edge stands for the border. The text of an arrow is a node
/// in the middle of it: labels of edges between nested clusters make `dot` fail.
struct DotWriter {
  let scene: DrawingScene
  private let plan: FlowPlan
  private var lines: [String] = []
  /// Clusters with a point of their own, for arrows to what is inside them.
  private let borders: Set<Int>

  /// Rows for arrows that are not drawn.
  private let listed: [Int: [String]]

  init(scene: DrawingScene) {
    self.scene = scene
    plan = FlowPlan(scene: scene)
    listed = plan.listedRows(of: scene)
    let chart = scene.chart
    var borders: Set<Int> = []
    for arrow in scene.arrows {
      if chart.isDescendant(arrow.target, of: arrow.source) { borders.insert(arrow.source) }
      if chart.isDescendant(arrow.source, of: arrow.target) { borders.insert(arrow.target) }
      // A cluster has nothing else for an arrow to itself.
      if arrow.source == arrow.target, scene.boxes[arrow.source].isContainer {
        borders.insert(arrow.source)
      }
    }
    self.borders = borders
  }

  mutating func text() -> String {
    lines = ["digraph chart {"]
    lines += [
      "  graph [compound=true, rankdir=TB, nodesep=0.35, ranksep=0.45, labelloc=t, labeljust=l,"
        + " bgcolor=white, \(Self.font), label=<\(heading())>];",
      "  node [shape=box, style=\"rounded,filled\", fillcolor=white, \(Self.font), fontsize=12,"
        + " margin=\"0.12,0.08\"];",
      "  edge [\(Self.font), fontsize=10, arrowsize=0.8];",
    ]
    writeInside(of: ChartTables.root, indent: "  ")
    writeEverywhere()
    for place in scene.arrows.indices { write(place) }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  private static let font = "fontname=\"DejaVu Sans,Verdana,Arial,sans-serif\""

  private func name(_ index: Int) -> String { "s\(index)" }

  // MARK: States

  private mutating func writeInside(of index: Int, indent: String) {
    let state = scene.chart[index]
    if borders.contains(index) {
      lines.append(
        "\(indent)b\(index) [shape=point, width=0.06, label=\"\", color=\"#808080\"];")
    }
    if let initial = state.initial {
      lines.append(
        "\(indent)i\(index) [shape=circle, style=filled, fillcolor=black, width=0.16,"
          + " fixedsize=true, label=\"\", tooltip=\"\"];")
      for target in initial.targets {
        lines.append(
          "\(indent)i\(index) -> \(anchor(target, isTarget: true))\(clip(head: target));")
      }
    }
    if state.kind == .parallel {
      // From an unseen node above them, regions stay in the order of the document.
      lines.append(
        "\(indent)f\(index) [shape=point, style=invis, width=0.01, label=\"\", ordering=out];")
      for child in state.children {
        lines.append("\(indent)f\(index) -> \(anchor(child, isTarget: true)) [style=invis];")
      }
    }
    for place in scene.arrows.indices {
      guard case .flow(scope: index, _) = plan.routes[place] else { continue }
      let arrow = scene.arrows[place]
      let text = label(of: arrow)
      guard !text.isEmpty else { continue }
      let color = scene.hasTrail && !arrow.isTaken ? "#595959" : "#000000"
      lines.append(
        "\(indent)t\(place) [shape=none, style=\"\", width=0, height=0, margin=\"0.03,0.03\", fontsize=10, fontcolor=\"\(color)\","
          + " label=<\(text)>];")
    }
    for child in (state.children + state.histories).sorted() {
      if scene.boxes[child].isContainer {
        writeCluster(child, isRegion: state.kind == .parallel, indent: indent)
      } else {
        writeNode(child, indent: indent)
      }
    }
  }

  private mutating func writeCluster(_ index: Int, isRegion: Bool, indent: String) {
    let box = scene.boxes[index]
    let style = DotStyle(box.mark)
    lines += [
      "\(indent)subgraph cluster_\(name(index)) {",
      "\(indent)  label=<\(label(of: box))>; labeljust=l; tooltip=\"\(tooltip(box))\";",
      "\(indent)  style=\"\(isRegion ? "dashed" : "rounded"),filled\"; margin=12;",
      "\(indent)  color=\"\(style.line)\"; penwidth=\(style.width);"
        + " fillcolor=\"\(style.cluster)\"; fontcolor=\"\(style.text)\";",
    ]
    writeInside(of: index, indent: indent + "  ")
    lines.append("\(indent)}")
  }

  private mutating func writeNode(_ index: Int, indent: String) {
    let box = scene.boxes[index]
    let style = DotStyle(box.mark)
    var shape = ""
    switch box.state.kind {
    case .final: shape = ", peripheries=2"
    case .shallowHistory, .deepHistory: shape = ", shape=circle, margin=\"0.02,0.02\""
    case .atomic, .compound, .parallel: break
    }
    lines.append(
      "\(indent)\(name(index)) [label=<\(label(of: box))>\(shape), color=\"\(style.line)\","
        + " penwidth=\(style.width), fillcolor=\"\(style.fill)\", fontcolor=\"\(style.text)\","
        + " tooltip=\"\(tooltip(box))\"];")
  }

  private func tooltip(_ box: DrawingScene.Box) -> String {
    DrawingText.dotString(DrawingText.clean(box.state.id.rawValue))
  }

  private func label(of box: DrawingScene.Box) -> String {
    if box.state.kind.isHistory {
      return box.state.kind == .deepHistory ? "<B>H*</B>" : "<B>H</B>"
    }
    var lines: [String] = []
    if box.isActive, !box.isContainer {
      lines.append("<B>▶ \(DrawingText.dotLabel(scene.words.now)) ◀</B>")
    }
    let numbers = box.steps.isEmpty ? "" : "(\(DrawingText.numbers(box.steps))) "
    let title = DrawingText.wrap(
      numbers + box.title, font: .title, width: DrawingLimits.boxTextWidth)
    lines += title.map { "<B>\(DrawingText.dotLabel($0))</B>" }
    for row in box.rows + (listed[box.state.index] ?? []) {
      for line in DrawingText.wrap(row, font: .row, width: DrawingLimits.boxTextWidth) {
        lines.append("<FONT POINT-SIZE=\"10\">\(DrawingText.dotLabel(line))</FONT>")
      }
    }
    // An empty label is an error to Graphviz.
    if lines.isEmpty { return " " }
    return box.isContainer || lines.count > title.count
      ? lines.joined(separator: "<BR ALIGN=\"LEFT\"/>") + "<BR ALIGN=\"LEFT\"/>"
      : lines.joined(separator: "<BR/>")
  }

  // MARK: Arrows

  /// The node that holds an arrow's end: of a cluster, one inside it.
  private func anchor(_ index: Int, isTarget: Bool) -> String {
    var index = index
    while scene.boxes[index].isContainer {
      // Arrows come in at the top, where it begins, and go out at the bottom.
      if isTarget { return beginning(of: index) }
      let children = scene.chart[index].children
      guard let last = children.max(by: { (plan.ranks[$0] ?? 0) <= (plan.ranks[$1] ?? 0) })
      else { break }
      index = last
    }
    return name(index)
  }

  /// The black dot of a compound state, or the unseen node above the regions of a parallel one.
  private func beginning(of index: Int) -> String {
    scene.chart[index].kind == .parallel ? "f\(index)" : "i\(index)"
  }

  private func clip(head: Int) -> String {
    scene.boxes[head].isContainer ? " [lhead=cluster_\(name(head))]" : ""
  }

  private mutating func write(_ place: Int) {
    let arrow = scene.arrows[place]
    let (source, target) = (arrow.source, arrow.target)
    let isLoop = source == target && scene.boxes[source].isContainer
    var tail = End(node: anchor(source, isTarget: false), cluster: cluster(source))
    var head = End(node: anchor(target, isTarget: true), cluster: cluster(target))
    if scene.chart.isDescendant(target, of: source) || isLoop {
      tail = End(node: "b\(source)", cluster: nil)
    }
    if scene.chart.isDescendant(source, of: target) || isLoop {
      head = End(node: "b\(target)", cluster: nil)
    }
    let style = DotStyle.arrow(
      trigger: arrow.isHistoryDefault ? .event : arrow.trigger, isTaken: arrow.isTaken,
      hasTrail: scene.hasTrail)
    let text = label(of: arrow)
    switch plan.routes[place] {
    case .listed: break
    case .loop: write(tail, head, style + (text.isEmpty ? [] : ["label=<\(text)>"]))
    case .flow(_, let isDown):
      // What leads back up is written from its upper end, so that Graphviz keeps the flow's order.
      let direction = isDown ? [] : ["dir=back"]
      if !isDown { swap(&tail, &head) }
      guard !text.isEmpty else { return write(tail, head, style + direction) }
      let middle = End(node: "t\(place)", cluster: nil)
      write(tail, middle, style + [isDown ? "dir=none" : "dir=back"])
      write(middle, head, style + [isDown ? "dir=forward" : "dir=none"])
    }
  }

  private mutating func write(_ tail: End, _ head: End, _ attributes: [String]) {
    var attributes = attributes
    if let cluster = tail.cluster { attributes.append("ltail=\(cluster)") }
    if let cluster = head.cluster { attributes.append("lhead=\(cluster)") }
    lines.append("  \(tail.node) -> \(head.node) [\(attributes.joined(separator: ", "))];")
  }

  /// Where an arrow holds on, and the border where it is cut off.
  private struct End {
    let node: String
    let cluster: String?
  }

  private func cluster(_ index: Int) -> String? {
    scene.boxes[index].isContainer ? "cluster_\(name(index))" : nil
  }

  private func label(of arrow: DrawingScene.Arrow) -> String {
    var result = ""
    for line in arrow.lines where !line.numbered.isEmpty {
      for text in DrawingText.wrap(
        line.numbered, font: .arrow, width: DrawingLimits.arrowTextWidth)
      {
        let text = DrawingText.dotLabel(text)
        // The space keeps the text off its line.
        result +=
          "&#160;" + (line.steps.isEmpty ? text : "<B>\(text)</B>") + "&#160;"
          + "<BR ALIGN=\"LEFT\"/>"
      }
    }
    return result
  }

  private mutating func writeEverywhere() {
    guard !scene.everywhere.isEmpty else { return }
    var text = "<B>\(DrawingText.dotLabel(scene.words.everywhere))</B><BR ALIGN=\"LEFT\"/>"
    for item in scene.everywhere {
      let targets = item.targets.map { scene.boxes[$0].title }.joined(separator: ", ")
      let row = item.line.numbered + (targets.isEmpty ? "" : " → " + targets)
      for line in DrawingText.wrap(row, font: .row, width: DrawingLimits.boxTextWidth) {
        text += "<FONT POINT-SIZE=\"10\">\(DrawingText.dotLabel(line))</FONT><BR ALIGN=\"LEFT\"/>"
      }
    }
    lines.append(
      "  everywhere [shape=note, style=filled, fillcolor=\"#fffbe6\", color=\"#808080\","
        + " label=<\(text)>];")
    var drawn: Set<Int> = []
    for item in scene.everywhere {
      for target in item.targets where drawn.insert(target).inserted {
        let style = DotStyle.arrow(
          trigger: item.trigger, isTaken: !item.line.steps.isEmpty, hasTrail: scene.hasTrail)
        let clip = scene.boxes[target].isContainer ? ["lhead=cluster_\(name(target))"] : []
        lines.append(
          "  everywhere -> \(anchor(target, isTarget: true))"
            + " [\((style + clip).joined(separator: ", "))];")
      }
    }
  }
}
