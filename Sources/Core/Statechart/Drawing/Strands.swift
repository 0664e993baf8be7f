// Arrows cut at the borders that they cross, so that each state can be laid out by itself.

/// A line to be drawn: an arrow, or the way from a beginning or from the sheet.
struct Stroke {
  let trigger: DrawingLabels.Trigger
  let isTaken: Bool
  /// What the tooltip says.
  let tooltip: String
  /// Place among the scene's arrows.
  let arrow: Int?
}

/// What lines have in common that run together to the same end.
struct BundleKey: Hashable {
  enum Sort: Hashable {
    case usual
    /// From the border of the state that contains the target.
    case border
    /// From the black dot.
    case initial
  }

  let target: Int
  let isDown: Bool
  let sort: Sort
}

/// Where lines cross, begin or end at a state's border.
struct PortKey: Hashable {
  let bundle: BundleKey
  /// Whether it is the bottom border.
  let isBottom: Bool
}

/// The part of a line inside one state.
struct Strand {
  enum End: Hashable {
    /// At a child's border; the port tells where, when the line goes on inside.
    case child(Int, PortKey?)
    case port(PortKey)
    case initial
    case note
  }

  let stroke: Int
  let bundle: BundleKey
  let from: End
  let to: End
  let hasLabel: Bool
  /// Whether the line ends here, with an arrowhead.
  let isEnd: Bool

  var isDown: Bool { bundle.isDown }
}

/// All strands of a scene, by the state in which they run.
struct Strands {
  private(set) var strokes: [Stroke] = []
  private(set) var inside: [Int: [Strand]] = [:]
  private let chart: Chart
  private let plan: FlowPlan

  init(scene: DrawingScene, plan: FlowPlan) {
    chart = scene.chart
    self.plan = plan
    for (place, arrow) in scene.arrows.enumerated() {
      guard case .flow(let scope, let isDown) = plan.routes[place] else { continue }
      let tooltip = arrow.lines.map(\.numbered).joined(separator: "; ")
      strokes.append(
        Stroke(
          trigger: arrow.isHistoryDefault ? .event : arrow.trigger, isTaken: arrow.isTaken,
          tooltip: tooltip, arrow: place))
      let sort: BundleKey.Sort =
        scope == arrow.source || scope == arrow.target ? .border : .usual
      let hasLabel = arrow.lines.contains { !$0.text.isEmpty }
      add(
        from: arrow.source, scope: scope, hasLabel: hasLabel,
        bundle: BundleKey(target: arrow.target, isDown: isDown, sort: sort))
    }
    for state in scene.chart.states where state.kind == .compound {
      for target in state.initial?.targets ?? [] {
        let isTaken = scene.hasTrail && scene.boxes[target].mark != .unvisited
        add(.initial, in: state.index, to: target, sort: .initial, isTaken: isTaken)
      }
    }
    for item in scene.everywhere {
      for target in item.targets {
        add(
          .note, in: ChartTables.root, to: target, sort: .usual, trigger: item.trigger,
          isTaken: !item.line.steps.isEmpty, tooltip: item.line.numbered)
      }
    }
  }

  /// An arrow: out of the states around its source, across the scope, into those around its target.
  private mutating func add(from source: Int, scope: Int, hasLabel: Bool, bundle: BundleKey) {
    let way = PortKey(bundle: bundle, isBottom: bundle.isDown)
    var hasLabel = hasLabel
    var child = source
    while source != scope, let parent = chart[child].parent, parent != scope {
      put(
        in: parent, from: .child(child, child == source ? nil : way), to: .port(way), bundle,
        hasLabel: hasLabel)
      hasLabel = false
      child = parent
    }
    let from: Strand.End =
      source == scope
      ? .port(PortKey(bundle: bundle, isBottom: false))
      : .child(child, child == source ? nil : way)
    enter(scope, from: from, bundle, hasLabel: hasLabel)
  }

  private mutating func add(
    _ from: Strand.End, in scope: Int, to target: Int, sort: BundleKey.Sort,
    trigger: DrawingLabels.Trigger = .event, isTaken: Bool, tooltip: String = ""
  ) {
    strokes.append(Stroke(trigger: trigger, isTaken: isTaken, tooltip: tooltip, arrow: nil))
    enter(scope, from: from, BundleKey(target: target, isDown: true, sort: sort), hasLabel: false)
  }

  /// From an end in the scope to the target, through the borders around it.
  private mutating func enter(
    _ scope: Int, from: Strand.End, _ bundle: BundleKey, hasLabel: Bool
  ) {
    let target = bundle.target
    guard target != scope else {
      let bottom = PortKey(bundle: bundle, isBottom: true)
      put(in: scope, from: from, to: .port(bottom), bundle, hasLabel: hasLabel, isEnd: true)
      return
    }
    let way = PortKey(bundle: bundle, isBottom: !bundle.isDown)
    var from = from
    var hasLabel = hasLabel
    var scope = scope
    while true {
      let child = plan.child(of: scope, with: target)
      put(
        in: scope, from: from, to: .child(child, child == target ? nil : way), bundle,
        hasLabel: hasLabel, isEnd: child == target)
      if child == target { return }
      scope = child
      from = .port(way)
      hasLabel = false
    }
  }

  private mutating func put(
    in scope: Int, from: Strand.End, to: Strand.End, _ bundle: BundleKey, hasLabel: Bool,
    isEnd: Bool = false
  ) {
    inside[scope, default: []].append(
      Strand(
        stroke: strokes.count - 1, bundle: bundle, from: from, to: to, hasLabel: hasLabel,
        isEnd: isEnd))
  }
}
