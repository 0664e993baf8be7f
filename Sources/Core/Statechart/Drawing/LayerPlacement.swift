// Places of items: across so that lines run straight, down so that layers do not touch.

extension LayerGrid {
  /// Room between items of a layer.
  static let gap = 22.0
  /// Room between places that lines pass.
  static let lineGap = 14.0
  /// Least and most room between layers; lines that go far across need more.
  static let layerGap = 20.0...64.0
  /// Room between lines at a box's border: wished at first, and least.
  static let attachGaps = (wished: 30.0, least: 13.0)
  /// Room between a box's corner and its outermost line.
  static let cornerGap = 12.0

  /// Gives every item its place; the leftmost edge and the top are zero.
  mutating func place(keepsChildren: Bool, portOffset: (Int, PortKey) -> Double) {
    attach(portOffset)
    placeAcross(keepsChildren: keepsChildren)
    straighten()
    placeDown()
  }

  // MARK: Where lines meet boxes

  /// Spreads the lines over a box's border, in the order of their other ends.
  private mutating func attach(_ portOffset: (Int, PortKey) -> Double) {
    let (below, above) = hopsByItem
    var positions = Array(repeating: 0, count: items.count)
    for layer in layers {
      for (place, item) in layer.enumerated() { positions[item] = place }
    }
    for item in items.indices {
      let bottoms = below[item].sorted {
        (positions[hops[$0].lower], $0) < (positions[hops[$1].lower], $1)
      }
      for (place, offset) in offsets(of: item, bottoms.map { hops[$0].upperPort }, portOffset)
        .enumerated()
      { hops[bottoms[place]].upperOffset = offset }
      let tops = above[item].sorted {
        (positions[hops[$0].upper], $0) < (positions[hops[$1].upper], $1)
      }
      for (place, offset) in offsets(of: item, tops.map { hops[$0].lowerPort }, portOffset)
        .enumerated()
      { hops[tops[place]].lowerOffset = offset }
    }
  }

  private func offsets(
    of item: Int, _ ports: [PortKey?], _ portOffset: (Int, PortKey) -> Double
  ) -> [Double] {
    let width = items[item].boxWidth
    guard case .child(let state) = items[item].kind else {
      return ports.map { _ in width / 2 }
    }
    let free = ports.count { $0 == nil }
    let step = min(Self.attachGaps.wished, width / Double(free + 1))
    var next = width / 2 - step * Double(free - 1) / 2
    return ports.map { port in
      if let port { return portOffset(state, port) }
      defer { next += step }
      return next
    }
  }

  /// Moves the ends of lines along the borders of boxes to where the lines run straight.
  private mutating func straighten() {
    let (below, above) = hopsByItem
    for item in items.indices where items[item].isBox {
      let left = items[item].left
      let bottoms = below[item].map { hop in
        let line = hops[hop]
        return line.upperPort == nil
          ? Wish(hop: hop, place: items[line.lower].left + line.lowerOffset - left, isFixed: false)
          : Wish(hop: hop, place: line.upperOffset, isFixed: true)
      }
      for (hop, offset) in slide(item, bottoms) { hops[hop].upperOffset = offset }
      let tops = above[item].map { hop in
        let line = hops[hop]
        return line.lowerPort == nil
          ? Wish(hop: hop, place: items[line.upper].left + line.upperOffset - left, isFixed: false)
          : Wish(hop: hop, place: line.lowerOffset, isFixed: true)
      }
      for (hop, offset) in slide(item, tops) { hops[hop].lowerOffset = offset }
    }
  }

  /// Where a line would like to meet a border.
  private struct Wish {
    let hop: Int
    let place: Double
    /// Whether it goes on inside, and so must meet the border there.
    let isFixed: Bool
  }

  /// Places at an item's border for lines that would like to be there, with room between them.
  private func slide(_ item: Int, _ wishes: [Wish]) -> [(hop: Int, offset: Double)] {
    let wishes = wishes.sorted { ($0.place, $0.hop) < ($1.place, $1.hop) }
    let corner = min(Self.cornerGap, items[item].boxWidth / 5)
    let free = items[item].boxWidth - 2 * corner
    let step = wishes.count < 2 ? 0 : min(Self.attachGaps.least, free / Double(wishes.count - 1))
    let most = corner + free - step * Double(wishes.count - 1)
    let places = Self.ascending(
      wishes.enumerated().map { number, wish in
        let own = wish.place - step * Double(number)
        return wish.isFixed ? (own, 1e6) : (max(corner, min(most, own)), 1)
      })
    return wishes.enumerated().compactMap { number, wish in
      wish.isFixed ? nil : (wish.hop, places[number] + step * Double(number))
    }
  }

  // MARK: Across

  private mutating func placeAcross(keepsChildren: Bool) {
    for layer in layers {
      var left = 0.0
      for (place, item) in layer.enumerated() {
        if place > 0 { left += gap(layer[place - 1], item) }
        items[item].left = left
        left += items[item].size.width
      }
    }
    let (below, above) = hopsByItem
    let kin = kin(below)
    for sweep in 0..<DrawingLimits.placeSweeps {
      let isLast = sweep >= DrawingLimits.placeSweeps - 2
      let isDown = sweep.isMultiple(of: 2)
      let sequence = isDown ? Array(layers.indices) : Array(layers.indices.reversed())
      for layer in sequence {
        // Regions stand close together, whatever their lines would like.
        if keepsChildren, layer == Self.layer(ofRank: 0) { continue }
        move(
          layer, isDown || isLast ? above : [], !isDown || isLast ? below : [],
          kin: (isDown || isLast ? kin.above : [:], !isDown || isLast ? kin.below : [:]))
      }
    }
    for _ in 0..<Self.chainSweeps {
      shiftChains(hopsByItem)
      for layer in layers.indices where !(keepsChildren && layer == Self.layer(ofRank: 0)) {
        move(layer, above, below, kin: kin)
      }
    }
    let least = items.map(\.left).min() ?? 0
    for item in items.indices { items[item].left -= least }
    // The title stands at the left edge; it is the first of its layer, so that nothing is there.
    for item in items.indices where items[item].kind == .header { items[item].left = 0 }
  }

  private static let chainSweeps = 6

  /// Moves long lines as a whole towards what they join, as far as there is room: one by one, their
  /// places would hold each other back.
  private mutating func shiftChains(_ hopsByItem: (below: [[Int]], above: [[Int]])) {
    var chains: [(bundle: BundleKey, items: [Int])] = []
    var chainOf: [BundleKey: Int] = [:]
    var rooms: [Int: (left: Double, right: Double)] = [:]
    for layer in layers {
      for (place, item) in layer.enumerated() {
        guard case .passage(let bundle) = items[item].kind else { continue }
        let number = chainOf[bundle] ?? chains.count
        if number == chains.count { chains.append((bundle, [])) }
        chainOf[bundle] = number
        chains[number].items.append(item)
        var room = (left: Double.infinity, right: Double.infinity)
        if place > 0 { room.left = self.room(layer[place - 1], item) }
        if place + 1 < layer.count { room.right = self.room(item, layer[place + 1]) }
        rooms[item] = room
      }
    }
    for chain in chains {
      var pulls: [Double] = []
      for item in chain.items {
        for place in hopsByItem.above[item] where !items[hops[place].upper].isPassage {
          let hop = hops[place]
          pulls.append(items[hop.upper].left + hop.upperOffset - items[item].left - 1)
        }
        for place in hopsByItem.below[item] where !items[hops[place].lower].isPassage {
          let hop = hops[place]
          pulls.append(items[hop.lower].left + hop.lowerOffset - items[item].left - 1)
        }
      }
      guard !pulls.isEmpty else { continue }
      // Rooms were measured before the chains beside it moved: half of them is safe for both.
      let left = chain.items.compactMap { rooms[$0]?.left }.min() ?? 0
      let right = chain.items.compactMap { rooms[$0]?.right }.min() ?? 0
      let wish = pulls.reduce(0, +) / Double(pulls.count)
      let shift = max(-max(0, left) / 2, min(max(0, right) / 2, wish))
      for item in chain.items { items[item].left += shift }
    }
  }

  /// The free room between two neighbours of a layer.
  private func room(_ left: Int, _ right: Int) -> Double {
    items[right].left - items[left].left - items[left].size.width - gap(left, right)
  }

  private func gap(_ left: Int, _ right: Int) -> Double {
    items[left].isPassage && items[right].isPassage ? Self.lineGap : Self.gap
  }

  /// Moves a layer's items as near to where their lines run straight as their order allows.
  private mutating func move(
    _ layer: Int, _ above: [[Int]], _ below: [[Int]],
    kin: (above: [Int: [Int]], below: [Int: [Int]])
  ) {
    let order = layers[layer]
    var wanted: [(place: Double, weight: Double)] = []
    var shift = 0.0
    for (place, item) in order.enumerated() {
      if place > 0 {
        shift += items[order[place - 1]].size.width + gap(order[place - 1], item)
      }
      let wish = wish(of: item, above, below, (kin.above[item] ?? []) + (kin.below[item] ?? []))
      wanted.append((wish.place - shift, wish.weight))
    }
    shift = 0
    for (place, value) in Self.ascending(wanted).enumerated() {
      if place > 0 {
        shift += items[order[place - 1]].size.width + gap(order[place - 1], order[place])
      }
      items[order[place]].left = value + shift
    }
  }

  /// Where an item would like its left edge, and how much. Boxes in a column mind only each other.
  private func wish(of item: Int, _ above: [[Int]], _ below: [[Int]], _ kin: [Int])
    -> (place: Double, weight: Double)
  {
    var sum = 0.0
    var weight = 0.0
    for other in kin {
      sum += items[other].left + (items[other].boxWidth - items[item].boxWidth) / 2
      weight += 1
    }
    if weight > 0 { return (sum / weight, Self.kinPull) }
    for hop in above.isEmpty ? [] : above[item].map({ hops[$0] }) {
      let pull = pull(hop)
      sum += pull * (items[hop.upper].left + hop.upperOffset - hop.lowerOffset)
      weight += pull
    }
    for hop in below.isEmpty ? [] : below[item].map({ hops[$0] }) {
      let pull = pull(hop)
      sum += pull * (items[hop.lower].left + hop.lowerOffset - hop.upperOffset)
      weight += pull
    }
    return weight > 0 ? (sum / weight, weight) : (items[item].left, 0.01)
  }

  /// Boxes between which an arrow leads down with nothing but its text between: they want to stand
  /// one below the other, or a long row of them would wander off to the side.
  private func kin(_ below: [[Int]]) -> (above: [Int: [Int]], below: [Int: [Int]]) {
    var upper: [Int: [Int]] = [:]
    var lower: [Int: [Int]] = [:]
    for first in hops where !first.isUp && items[first.upper].isBox {
      for second in below[first.lower].map({ hops[$0] }) where items[second.lower].isBox {
        guard !items[first.lower].isPassage else { continue }
        upper[second.lower, default: []].append(first.upper)
        lower[first.upper, default: []].append(second.lower)
      }
    }
    return (upper, lower)
  }

  private static let kinPull = 40.0

  /// Long lines want most to be straight.
  private func pull(_ hop: Hop) -> Double {
    switch (items[hop.upper].isPassage, items[hop.lower].isPassage) {
    case (true, true): 8
    case (true, false), (false, true): 2
    case (false, false): hop.isUp ? 1 : 3
    }
  }

  /// The ascending numbers that lie nearest to the wanted ones (pooling neighbours that are not).
  static func ascending(_ wanted: [(place: Double, weight: Double)]) -> [Double] {
    var pools: [(place: Double, weight: Double, count: Int)] = []
    for (place, weight) in wanted {
      pools.append((place, weight, 1))
      while pools.count > 1, pools[pools.count - 2].place > pools[pools.count - 1].place {
        let right = pools.removeLast()
        let left = pools.removeLast()
        let weight = left.weight + right.weight
        let place = (left.place * left.weight + right.place * right.weight) / weight
        pools.append((place, weight, left.count + right.count))
      }
    }
    return pools.flatMap { Array(repeating: $0.place, count: $0.count) }
  }

  // MARK: Down

  private mutating func placeDown() {
    let (below, _) = hopsByItem
    var top = 0.0
    for layer in layers {
      let height = layer.map { items[$0].size.height }.max() ?? 0
      var far = 0.0
      for item in layer {
        // Boxes begin at one height, like lines of writing; texts of arrows stand in the middle.
        items[item].top =
          items[item].isBox ? top : top + (height - items[item].size.height) / 2
        if items[item].isPassage {
          items[item].top = top
          items[item].size.height = height
        }
        for hop in below[item].map({ hops[$0] }) {
          let upper = items[hop.upper].left + hop.upperOffset
          let lower = items[hop.lower].left + hop.lowerOffset
          far = max(far, (upper - lower).magnitude)
        }
      }
      let lines = layer.flatMap { below[$0] }
      // Lines that only go straight on need no room.
      let isBusy = height > 0 || far > 1 || lines.contains { hops[$0].isEnd }
      let gap = min(Self.layerGap.upperBound, Self.layerGap.lowerBound + far * 0.08)
      top += height + (isBusy ? gap : lines.isEmpty ? 0 : Self.straightGap)
    }
  }

  private static let straightGap = 4.0

  /// Right edge and bottom edge of everything.
  var extent: Size {
    Size(
      width: items.map { $0.left + $0.size.width }.max() ?? 0,
      height: items.map { $0.top + $0.size.height }.max() ?? 0)
  }

  /// Top and bottom of the layer that an item is in.
  var bands: [(top: Double, bottom: Double)] {
    layers.map { layer in
      (
        layer.map { items[$0].top }.min() ?? 0,
        layer.map { items[$0].top + items[$0].size.height }.max() ?? 0
      )
    }
  }
}
