// The order of flow inside each state: who stands above whom, and which arrows lead back up.

/// The order of flow among the states inside each state.
///
/// An arrow belongs to the nearest state that contains both of its ends (its scope); there it leads
/// from one child to another. Cycles are cut where a search from the beginning comes back to where
/// it has been, and those arrows lead upwards; everything else leads down.
struct FlowPlan {
  /// How an arrow is drawn.
  enum Route: Hashable {
    /// From a state to itself.
    case loop
    /// As a row of its source's box: between regions, or too long.
    case listed
    case flow(scope: Int, isDown: Bool)
  }

  /// The sheet of what is possible in every state takes part in the root's order as this «state».
  static let note = -1

  /// By the arrows' places in the scene.
  private(set) var routes: [Route] = []
  /// Ranks among siblings by state, from 0 at the top.
  private(set) var ranks: [Int: Int] = [:]
  /// How many ranks a state has inside.
  private(set) var rankCounts: [Int: Int] = [:]

  private let scene: DrawingScene
  private var edges: [Int: [Edge]] = [:]

  private struct Edge: Hashable {
    let from: Int
    let to: Int
  }

  init(scene: DrawingScene) {
    self.scene = scene
    let chart = scene.chart
    var scopes: [Int?] = []
    for arrow in scene.arrows {
      let scope = scope(of: arrow)
      scopes.append(scope)
      guard let scope, arrow.source != scope, arrow.target != scope else { continue }
      add(
        Edge(from: child(of: scope, with: arrow.source), to: child(of: scope, with: arrow.target)),
        in: scope)
    }
    for target in scene.everywhere.flatMap(\.targets) {
      add(
        Edge(from: Self.note, to: child(of: ChartTables.root, with: target)), in: ChartTables.root)
    }
    for state in chart.states where scene.boxes[state.index].isContainer { rank(inside: state) }
    for (arrow, scope) in zip(scene.arrows, scopes) {
      routes.append(route(of: arrow, scope: scope))
    }
  }

  /// Rows for the boxes of states whose arrows are not drawn.
  func listedRows(of scene: DrawingScene) -> [Int: [String]] {
    var rows: [Int: [String]] = [:]
    for (arrow, route) in zip(scene.arrows, routes) where route == .listed {
      let target = " → " + scene.boxes[arrow.target].title
      rows[arrow.source, default: []] += arrow.lines.map { $0.numbered + target }
    }
    return rows
  }

  private mutating func add(_ edge: Edge, in scope: Int) {
    guard edge.from != edge.to else { return }
    edges[scope, default: []].append(edge)
  }

  /// The child of a state that is, or contains, this one.
  func child(of scope: Int, with state: Int) -> Int {
    var state = state
    while let parent = scene.chart[state].parent, parent != scope { state = parent }
    return state
  }

  /// The nearest state that is or contains both ends; nil where no arrow is drawn.
  private func scope(of arrow: DrawingScene.Arrow) -> Int? {
    let chart = scene.chart
    if arrow.source == arrow.target { return nil }
    var scope = arrow.source
    while scope != arrow.target, !chart.isDescendant(arrow.target, of: scope) {
      guard let parent = chart[scope].parent else { break }
      scope = parent
    }
    let isBetweenRegions =
      chart[scope].kind == .parallel && scope != arrow.source && scope != arrow.target
    return isBetweenRegions ? nil : scope
  }

  private func route(of arrow: DrawingScene.Arrow, scope: Int?) -> Route {
    if arrow.source == arrow.target { return .loop }
    guard let scope else { return .listed }
    let from = arrow.source == scope ? nil : child(of: scope, with: arrow.source)
    let to = arrow.target == scope ? nil : child(of: scope, with: arrow.target)
    // An arrow that begins or ends at the scope's own border runs from its top, or to its bottom.
    guard let from, let to else { return .flow(scope: scope, isDown: true) }
    let span = (ranks[to] ?? 0) - (ranks[from] ?? 0)
    guard abs(span) <= DrawingLimits.spanMost else { return .listed }
    return .flow(scope: scope, isDown: span > 0)
  }

  // MARK: Ranks

  private mutating func rank(inside state: State) {
    let scope = state.index
    var nodes = (state.children + state.histories).sorted()
    if state.kind == .parallel {
      for node in nodes { ranks[node] = 0 }
      rankCounts[scope] = 1
      return
    }
    if scope == ChartTables.root, !scene.everywhere.isEmpty { nodes.insert(Self.note, at: 0) }
    let first = state.initial?.targets.first.map { child(of: scope, with: $0) }
    let edges = edges[scope] ?? []
    let (order, forward) = Self.acyclic(nodes: nodes, first: first, edges: edges)
    var local: [Int: Int] = [:]
    for node in nodes { local[node] = 0 }
    for node in order {
      for next in forward[node] ?? [] {
        local[next] = max(local[next] ?? 0, (local[node] ?? 0) + 1)
      }
    }
    // What nothing leads to stands close to where it leads.
    let entered = Set(forward.values.joined())
    for node in order.reversed() where !entered.contains(node) && node != first {
      let nearest = (forward[node] ?? []).map { local[$0] ?? 0 }.min()
      if let nearest { local[node] = nearest - 1 }
    }
    let lonely = nodes.filter { !entered.contains($0) && forward[$0] == nil && $0 != first }
    Self.spread(lonely, over: &local)
    for (node, rank) in local { ranks[node] = rank }
    rankCounts[scope] = (local.values.max() ?? 0) + 1
  }

  /// The nodes in an order in which every edge that is kept leads forward, and those edges.
  private static func acyclic(nodes: [Int], first: Int?, edges: [Edge])
    -> (order: [Int], forward: [Int: [Int]])
  {
    var next: [Int: [Int]] = [:]
    var seen: Set<Edge> = []
    for edge in edges where seen.insert(edge).inserted {
      next[edge.from, default: []].append(edge.to)
    }
    let entered = Set(next.values.joined())
    let starts = (first.map { [$0] } ?? []) + nodes.filter { !entered.contains($0) } + nodes
    enum Progress { case begun, finished }
    var progress: [Int: Progress] = [:]
    var forward: [Int: [Int]] = [:]
    var finished: [Int] = []
    for start in starts where progress[start] == nil {
      var stack: [(node: Int, place: Int)] = [(start, 0)]
      progress[start] = .begun
      while let (node, place) = stack.last {
        guard let targets = next[node], place < targets.count else {
          progress[node] = .finished
          finished.append(node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].place += 1
        let target = targets[place]
        // An edge to a node that is still being searched from closes a circle: it leads back up.
        if progress[target] == .begun { continue }
        forward[node, default: []].append(target)
        if progress[target] == nil {
          progress[target] = .begun
          stack.append((target, 0))
        }
      }
    }
    return (finished.reversed(), forward)
  }

  /// States without any arrow fill the ranks that are there, and at least make a square.
  private static func spread(_ lonely: [Int], over ranks: inout [Int: Int]) {
    guard lonely.count > 1 else { return }
    var side = 1
    while side * side < lonely.count { side += 1 }
    let rows = max(side, (ranks.values.max() ?? 0) + 1)
    let perRow = (lonely.count + rows - 1) / rows
    for (place, node) in lonely.enumerated() { ranks[node] = place / perRow }
  }
}
