// The library's own layout: every state's inside by itself, from the innermost outwards.

/// A rectangle, in pixels from the top left.
struct Frame: Hashable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }

  func contains(_ other: Frame) -> Bool {
    left <= other.left && top <= other.top && other.right <= right && other.bottom <= bottom
  }

  func overlaps(_ other: Frame) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}

/// Where everything is drawn.
struct ChartLayout {
  /// A piece of line.
  struct Piece {
    var from: Point
    var to: Point
    /// Heights between which it may move across; outside of them it runs straight down.
    var bendTop: Double
    var bendBottom: Double
    /// Whether it leads upwards.
    let isUp: Bool
    let isEnd: Bool
    let strokes: [Int]
  }

  struct Point: Hashable {
    var left: Double
    var top: Double
  }

  /// A transition from a state to itself, at the right of its box.
  struct Loop {
    let state: Int
    let arrow: Int
    let label: Frame
    let text: TextBlock
  }

  private(set) var frames: [Int: Frame] = [:]
  private(set) var texts: [Int: TextBlock] = [:]
  private(set) var labels: [(arrow: Int, frame: Frame, text: TextBlock)] = []
  private(set) var dots: [(state: Int, frame: Frame)] = []
  private(set) var note: (frame: Frame, text: TextBlock)?
  private(set) var loops: [Loop] = []
  private(set) var pieces: [Piece] = []
  private(set) var size = Size(width: 0, height: 0)
  let strands: Strands

  static let padding = 14.0
  static let textPadding = 9.0
  static let loopReach = 20.0
  static let dotSize = 12.0
  static let historySize = 26.0
  static let finalMark = 20.0

  private let scene: DrawingScene
  private let plan: FlowPlan
  private var grids: [Int: LayerGrid] = [:]
  private var sizes: [Int: Size] = [:]
  private var loopsOf: [Int: [Int]] = [:]

  init(scene: DrawingScene) {
    self.scene = scene
    plan = FlowPlan(scene: scene)
    strands = Strands(scene: scene, plan: plan)
    measureTexts()
    // Children come after their parents in document order.
    for state in scene.chart.states.reversed() { measure(state) }
    let root = sizes[ChartTables.root] ?? Size(width: 0, height: 0)
    size = root
    frames[ChartTables.root] = Frame(left: 0, top: 0, width: root.width, height: root.height)
    for state in scene.chart.states where scene.boxes[state.index].isContainer {
      settle(inside: state)
    }
  }

  // MARK: Sizes, from the inside

  private mutating func measureTexts() {
    let rows = plan.listedRows(of: scene)
    for (place, arrow) in scene.arrows.enumerated() where plan.routes[place] == .loop {
      loopsOf[arrow.source, default: []].append(place)
    }
    for box in scene.boxes {
      texts[box.state.index] = TextBlock(
        box: box, extraRows: rows[box.state.index] ?? [], words: scene.words)
    }
  }

  private mutating func measure(_ state: State) {
    let index = state.index
    let text = texts[index] ?? TextBlock()
    if state.kind.isHistory {
      sizes[index] = Size(width: Self.historySize, height: Self.historySize)
      return
    }
    guard scene.boxes[index].isContainer else {
      let mark = state.kind == .final ? Self.finalMark : 0
      sizes[index] = Size(
        width: max(44, text.width + mark + 2 * Self.textPadding),
        height: max(30, text.height + 2 * Self.textPadding))
      return
    }
    let grid = grid(of: state)
    let extent = grid.extent
    sizes[index] = Size(
      width: extent.width + 2 * Self.padding, height: extent.height + 2 * Self.padding)
    grids[index] = grid
  }

  private func grid(of state: State) -> LayerGrid {
    let index = state.index
    var grid = LayerGrid(rankCount: plan.rankCounts[index] ?? 1)
    if index != ChartTables.root, let text = texts[index] {
      grid.add(.header, layer: 0, size: Size(width: text.width, height: text.height))
    }
    if state.initial != nil {
      grid.add(.initial, layer: 0, size: Size(width: Self.dotSize, height: Self.dotSize))
    }
    if index == ChartTables.root, !scene.everywhere.isEmpty {
      let text = TextBlock(everywhere: scene)
      grid.add(
        .note, layer: LayerGrid.layer(ofRank: plan.ranks[FlowPlan.note] ?? 0),
        size: Size(
          width: text.width + 2 * Self.textPadding, height: text.height + 2 * Self.textPadding))
    }
    for child in (state.children + state.histories).sorted() {
      let size = sizes[child] ?? Size(width: 0, height: 0)
      grid.add(
        .child(child), layer: LayerGrid.layer(ofRank: plan.ranks[child] ?? 0),
        size: Size(width: size.width + loopWidth(of: child), height: size.height),
        boxWidth: size.width)
    }
    for strand in strands.inside[index] ?? [] {
      grid.add(strand, labelSize: strand.hasLabel ? labelSize(strand.stroke) : nil)
    }
    grid.order(keepsChildren: state.kind == .parallel)
    if state.kind == .parallel { grid.evenHeights() }
    grid.place(keepsChildren: state.kind == .parallel) { child, port in portOffset(child, port) }
    return grid
  }

  private func labelSize(_ stroke: Int) -> Size {
    let text = labelText(stroke)
    return Size(width: text.width + 8, height: text.height + 4)
  }

  private func labelText(_ stroke: Int) -> TextBlock {
    strands.strokes[stroke].arrow.map {
      TextBlock(arrow: scene.arrows[$0], width: DrawingLimits.arrowTextWidth)
    } ?? TextBlock()
  }

  private func loopText(of state: Int) -> TextBlock {
    var text = TextBlock()
    for arrow in loopsOf[state] ?? [] {
      text.append(
        TextBlock(arrow: scene.arrows[arrow], width: DrawingLimits.arrowTextWidth))
    }
    return text
  }

  private func loopWidth(of state: Int) -> Double {
    loopsOf[state] == nil ? 0 : Self.loopReach + 6 + loopText(of: state).width
  }

  /// Where a line crosses the border of a state, from its left edge.
  private func portOffset(_ state: Int, _ port: PortKey) -> Double {
    guard let item = grids[state]?.items.first(where: { $0.kind == .port(port) }) else {
      return (sizes[state]?.width ?? 0) / 2
    }
    return Self.padding + item.left + item.size.width / 2
  }

  // MARK: Places, from the outside

  private mutating func settle(inside state: State) {
    guard let grid = grids[state.index], let outer = frames[state.index] else { return }
    let left = outer.left + Self.padding
    let top = outer.top + Self.padding
    for item in grid.items {
      let frame = Frame(
        left: left + item.left, top: top + item.top, width: item.boxWidth,
        height: item.size.height)
      switch item.kind {
      case .child(let index):
        frames[index] = frame
        settleLoop(of: index, frame)
      case .label(let stroke):
        if let arrow = strands.strokes[stroke].arrow {
          labels.append((arrow, frame, labelText(stroke)))
        }
      case .initial: dots.append((state.index, frame))
      case .note: note = (frame, TextBlock(everywhere: scene))
      case .header, .passage, .port: break
      }
    }
    let bands = grid.bands
    for hop in grid.hops {
      let upper = grid.items[hop.upper]
      let lower = grid.items[hop.lower]
      var from = Point(
        left: left + upper.left + hop.upperOffset,
        // A passage has no box: the line goes on through its whole layer.
        top: top + upper.top + (upper.isPassage ? 0 : upper.size.height))
      var to = Point(left: left + lower.left + hop.lowerOffset, top: top + lower.top)
      if case .port = upper.kind { from.top = outer.top }
      if case .port = lower.kind { to.top = outer.bottom }
      pieces.append(
        Piece(
          from: from, to: to, bendTop: top + bands[upper.layer].bottom,
          bendBottom: top + bands[lower.layer].top, isUp: hop.isUp, isEnd: hop.isEnd,
          strokes: hop.strokes))
    }
  }

  private mutating func settleLoop(of state: Int, _ frame: Frame) {
    guard let arrow = loopsOf[state]?.first else { return }
    let text = loopText(of: state)
    loops.append(
      Loop(
        state: state, arrow: arrow,
        label: Frame(
          left: frame.right + Self.loopReach + 3,
          top: frame.top + (frame.height - text.height) / 2, width: text.width,
          height: text.height), text: text))
  }
}
