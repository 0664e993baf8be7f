// A chart as an SVG document, in the library's own layout.

/// Writes a chart as an SVG document.
struct SVGWriter {
  private let scene: DrawingScene
  private let layout: ChartLayout
  private var lines: [String] = []
  private static let margin = 20.0

  static func text(of scene: DrawingScene) -> String {
    guard scene.boxes.count <= DrawingLimits.statesMost else { return apology(for: scene) }
    var writer = SVGWriter(scene: scene, layout: ChartLayout(scene: scene))
    return writer.document()
  }

  private init(scene: DrawingScene, layout: ChartLayout) {
    self.scene = scene
    self.layout = layout
  }

  private mutating func document() -> String {
    for state in scene.chart.states.dropFirst() { writeBox(state.index) }
    for (state, frame) in layout.dots { writeDot(frame, isSeen: isSeen(state)) }
    if let note = layout.note { writeNote(note.frame, note.text) }
    // What was taken is drawn last, above what crosses it.
    let pieces = layout.pieces.map { piece in
      (piece: piece, isTaken: piece.strokes.contains { layout.strands.strokes[$0].isTaken })
    }
    for (piece, isTaken) in pieces where !isTaken { write(piece, isTaken: false) }
    for (piece, isTaken) in pieces where isTaken { write(piece, isTaken: true) }
    for loop in layout.loops { write(loop) }
    for label in layout.labels { writeLabel(label.frame, label.text, scene.arrows[label.arrow]) }
    let legend = SVGLegend(scene: scene)
    let heading = TextBlock(heading: scene.title)
    let top = Self.margin + heading.height + 8
    let legendLeft = 2 * Self.margin + layout.size.width
    let width = max(
      legendLeft + legend.size.width + Self.margin, heading.width + 2 * Self.margin)
    let height = top + max(layout.size.height, legend.size.height) + Self.margin
    let title = SVG.text(heading, left: Self.margin, top: Self.margin, className: "heading")
    return SVG.document(
      width: width, height: height, title: scene.title,
      description: legend.description,
      body: [title]
        + ["<g transform=\"translate(\(SVG.number(Self.margin)) \(SVG.number(top)))\">"]
        + lines + ["</g>"]
        + ["<g transform=\"translate(\(SVG.number(legendLeft)) \(SVG.number(top)))\">"]
        + legend.lines + ["</g>"])
  }

  private static func apology(for scene: DrawingScene) -> String {
    var text = TextBlock(heading: scene.title)
    text.add(
      "\(scene.words.tooLarge) \(scene.boxes.count), \(DrawingLimits.statesMost).", .row,
      width: 600)
    return SVG.document(
      width: max(640, text.width + 2 * margin), height: text.height + 2 * margin,
      title: scene.title, description: scene.words.tooLarge,
      body: [SVG.text(text, left: margin, top: margin, className: "row")])
  }

  // MARK: States

  private func isSeen(_ state: Int) -> Bool {
    scene.boxes[state].mark != .unvisited
  }

  private mutating func writeBox(_ index: Int) {
    guard let frame = layout.frames[index] else { return }
    let box = scene.boxes[index]
    let isRegion = box.state.parent.map { scene.chart[$0].kind == .parallel } ?? false
    var classes = ["state", SVG.className(box.mark)]
    if box.isContainer { classes.append("around") }
    if isRegion { classes.append("region") }
    lines.append("<g class=\"\(classes.joined(separator: " "))\">")
    lines.append(
      "<title>\(DrawingText.xml(DrawingText.clean(box.state.id.rawValue)))</title>")
    if box.state.kind.isHistory {
      writeHistory(box, frame)
    } else {
      lines.append(SVG.rectangle(frame, corner: isRegion && box.isContainer ? 2 : 8))
      if box.state.kind == .final { writeFinal(frame) }
      writeText(of: box, in: frame)
    }
    lines.append("</g>")
  }

  private mutating func writeText(of box: DrawingScene.Box, in frame: Frame) {
    guard let text = layout.texts[box.state.index] else { return }
    if box.isContainer {
      lines.append(
        SVG.text(
          text, left: frame.left + ChartLayout.padding, top: frame.top + ChartLayout.padding,
          className: "label"))
      return
    }
    let mark = box.state.kind == .final ? ChartLayout.finalMark : 0
    // A region may be higher than its text.
    lines.append(
      SVG.text(
        text, left: frame.left + mark + (frame.width - mark - text.width) / 2,
        top: frame.top + (frame.height - text.height) / 2, className: "label"))
  }

  private mutating func writeHistory(_ box: DrawingScene.Box, _ frame: Frame) {
    let radius = ChartLayout.historySize / 2
    let (left, top) = (frame.left + frame.width / 2, frame.top + frame.height / 2)
    lines.append(SVG.circle(left, top, radius - 1))
    let text = box.state.kind == .deepHistory ? "H*" : "H"
    lines.append(
      "<text class=\"label\" font-weight=\"bold\" font-size=\"12\" text-anchor=\"middle\""
        + " x=\"\(SVG.number(left))\" y=\"\(SVG.number(top + 4))\">\(text)</text>")
  }

  /// The sign of an end, and a second border.
  private mutating func writeFinal(_ frame: Frame) {
    let inner = Frame(
      left: frame.left + 3, top: frame.top + 3, width: frame.width - 6, height: frame.height - 6)
    lines.append(SVG.rectangle(inner, corner: 6, className: "inner"))
    let (left, top) = (frame.left + 17, frame.top + frame.height / 2)
    lines.append(SVG.circle(left, top, 7, className: "ring"))
    lines.append(SVG.circle(left, top, 4, className: "disc"))
  }

  private mutating func writeDot(_ frame: Frame, isSeen: Bool) {
    lines.append(
      SVG.circle(
        frame.left + frame.width / 2, frame.top + frame.height / 2, frame.width / 2,
        className: isSeen ? "dot" : "dot unvisited"))
  }

  private mutating func writeNote(_ frame: Frame, _ text: TextBlock) {
    lines.append("<g class=\"note\">")
    lines.append(SVG.rectangle(frame, corner: 0))
    lines.append(
      SVG.text(
        text, left: frame.left + ChartLayout.textPadding,
        top: frame.top + ChartLayout.textPadding, className: "label"))
    lines.append("</g>")
  }

  // MARK: Arrows

  private func className(_ triggers: [DrawingLabels.Trigger], isTaken: Bool) -> String {
    var classes = ["arrow"]
    if isTaken { classes.append("taken") } else if scene.hasTrail { classes.append("unvisited") }
    if triggers.allSatisfy({ $0 == .time }) {
      classes.append("timed")
    } else if triggers.allSatisfy({ $0 == .completion || $0 == .none }) {
      classes.append("automatic")
    }
    return classes.joined(separator: " ")
  }

  private mutating func write(_ piece: ChartLayout.Piece, isTaken: Bool) {
    let strokes = piece.strokes.map { layout.strands.strokes[$0] }
    let path = SVG.path(piece)
    let tooltip = strokes.map(\.tooltip).filter { !$0.isEmpty }.joined(separator: "; ")
    let title = tooltip.isEmpty ? "" : "<title>\(DrawingText.xml(tooltip))</title>"
    let className = className(strokes.map(\.trigger), isTaken: isTaken)
    lines.append("<path class=\"\(className)\" d=\"\(path)\">\(title)</path>")
    guard piece.isEnd else { return }
    let tip = piece.isUp ? piece.from : piece.to
    lines.append(SVG.arrowhead(tip, isUp: piece.isUp, className: headClass(isTaken)))
  }

  private func headClass(_ isTaken: Bool) -> String {
    isTaken ? "head taken" : scene.hasTrail ? "head unvisited" : "head"
  }

  private mutating func write(_ loop: ChartLayout.Loop) {
    guard let frame = layout.frames[loop.state] else { return }
    let arrow = scene.arrows[loop.arrow]
    let middle = frame.top + frame.height / 2
    let reach = frame.right + ChartLayout.loopReach
    let (top, bottom) = (SVG.number(middle - 8), SVG.number(middle + 8))
    let path =
      "M\(SVG.number(frame.right)) \(top)C\(SVG.number(reach)) \(top) \(SVG.number(reach))"
      + " \(bottom) \(SVG.number(frame.right + 6)) \(bottom)"
    lines.append(
      "<path class=\"\(className([arrow.trigger], isTaken: arrow.isTaken))\" d=\"\(path)\"/>")
    let tip = ChartLayout.Point(left: frame.right, top: middle + 8)
    lines.append(SVG.arrowheadLeft(tip, className: headClass(arrow.isTaken)))
    writeLabel(loop.label, loop.text, arrow)
  }

  private mutating func writeLabel(
    _ frame: Frame, _ text: TextBlock, _ arrow: DrawingScene.Arrow
  ) {
    let isUnvisited = scene.hasTrail && !arrow.isTaken
    lines.append("<g class=\"\(isUnvisited ? "text unvisited" : "text")\">")
    lines.append(
      SVG.text(
        text, left: frame.left + (frame.width - text.width) / 2,
        top: frame.top + (frame.height - text.height) / 2, className: "label"))
    lines.append("</g>")
  }
}
