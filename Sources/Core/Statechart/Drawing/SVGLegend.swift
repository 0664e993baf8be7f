// What the signs of a picture mean, and the steps by which an instance came where it is.

/// The legend beside a picture.
struct SVGLegend {
  private(set) var lines: [String] = []
  private(set) var size = Size(width: 0, height: 0)
  /// The same in words, for those who do not see the picture.
  private(set) var description = ""

  private static let sample = 34.0

  init(scene: DrawingScene) {
    let words = scene.words
    if scene.hasTrail {
      addBox("current", words.now)
      addBox("visited", words.visited)
      addBox("unvisited", words.unvisited)
      addLine("arrow taken", words.taken)
    }
    let triggers = Set(scene.arrows.filter { !$0.isHistoryDefault }.map(\.trigger))
    if triggers.contains(.time) { addLine("arrow timed", words.timed) }
    if !triggers.isDisjoint(with: [.completion, .none]) {
      addLine("arrow automatic", words.automatic)
    }
    for hidden in scene.hidden {
      add("\(hidden.count) \(words.hidden): \(hidden.reason)", .row)
    }
    let here = scene.boxes.filter { $0.isActive && $0.state.kind.isAtomic }.map(\.title)
    description = here.isEmpty ? scene.title : "\(words.now): \(here.joined(separator: ", "))"
    guard let steps = scene.steps, !steps.isEmpty else { return }
    size.height += 8
    add(words.steps, .title)
    for step in steps { add(step.label, .row, badge: "\(step.number)") }
    if scene.stepsLeftOut > 0 { add("… \(scene.stepsLeftOut) \(words.more)", .row) }
  }

  private mutating func add(_ text: String, _ font: Font, badge: String? = nil) {
    var block = TextBlock()
    block.add(text, font, width: DrawingLimits.legendTextWidth, badge: badge)
    lines.append(SVG.text(block, left: 0, top: size.height, className: "label"))
    grow(block, indent: 0)
  }

  private mutating func addBox(_ className: String, _ text: String) {
    let frame = Frame(left: 2, top: size.height + 3, width: Self.sample - 12, height: 13)
    lines.append(
      "<g class=\"state \(className)\">" + SVG.rectangle(frame, corner: 4) + "</g>")
    addSample(text)
  }

  private mutating func addLine(_ className: String, _ text: String) {
    let height = SVG.number(size.height + 10)
    lines.append(
      "<path class=\"\(className)\" d=\"M0 \(height)H\(SVG.number(Self.sample - 8))\"/>")
    addSample(text)
  }

  private mutating func addSample(_ text: String) {
    var block = TextBlock()
    block.add(text, .row, width: DrawingLimits.legendTextWidth - Self.sample)
    lines.append(
      SVG.text(block, left: Self.sample, top: size.height + 2, className: "label"))
    grow(block, indent: Self.sample)
    size.height += 3
  }

  private mutating func grow(_ block: TextBlock, indent: Double) {
    size.width = max(size.width, indent + block.width)
    size.height += block.height + 3
  }
}

extension TextBlock {
  /// A picture's title.
  init(heading: String) {
    add(heading, .heading, width: 900)
  }
}
