// The order of items within layers: neighbours near each other, so that few lines cross.

extension LayerGrid {
  /// Orders the layers by the mean place of neighbours, down and up in turn, and keeps the order
  /// with the fewest crossings. The title stays first; regions stay in the order of the document.
  mutating func order(keepsChildren: Bool) {
    let hopsByItem = hopsByItem
    var best = layers
    var fewest = crossings(hopsByItem.below)
    for sweep in 0..<DrawingLimits.orderSweeps where fewest > 0 {
      let isDown = sweep.isMultiple(of: 2)
      let sequence = isDown ? Array(layers.indices) : Array(layers.indices.reversed())
      for layer in sequence {
        sort(layer, isDown ? hopsByItem.above : hopsByItem.below, keepsChildren: keepsChildren)
      }
      let count = crossings(hopsByItem.below)
      if count < fewest {
        fewest = count
        best = layers
      }
    }
    for (layer, order) in best.enumerated() { setOrder(order, ofLayer: layer) }
    exchange(hopsByItem, keepsChildren: keepsChildren)
  }

  /// The place of every item within its layer.
  private func positions() -> [Int] {
    var positions = Array(repeating: 0, count: items.count)
    for layer in layers {
      for (place, item) in layer.enumerated() { positions[item] = place }
    }
    return positions
  }

  private func isFixed(_ item: Int, _ keepsChildren: Bool) -> Bool {
    if case .child = items[item].kind { return keepsChildren }
    return items[item].kind == .header
  }

  private mutating func sort(_ layer: Int, _ hopsOf: [[Int]], keepsChildren: Bool) {
    let positions = positions()
    let order = layers[layer]
    guard order.count > 1, !order.contains(where: { isFixed($0, keepsChildren) && $0 != order[0] })
    else { return }
    var keys: [Int: Double] = [:]
    for item in order {
      let hops = hopsOf[item]
      guard !hops.isEmpty else {
        keys[item] = Double(positions[item])
        continue
      }
      let sum = hops.reduce(0) { sum, place in
        sum + positions[otherEnd(place, item)]
      }
      keys[item] = Double(sum) / Double(hops.count)
    }
    let sorted = order.sorted { left, right in
      let isLeftHeader = items[left].kind == .header
      if isLeftHeader || items[right].kind == .header { return isLeftHeader }
      let (leftKey, rightKey) = (keys[left] ?? 0, keys[right] ?? 0)
      return leftKey == rightKey ? positions[left] < positions[right] : leftKey < rightKey
    }
    setOrder(sorted, ofLayer: layer)
  }

  private func otherEnd(_ hop: Int, _ item: Int) -> Int {
    hops[hop].upper == item ? hops[hop].lower : hops[hop].upper
  }

  // MARK: Crossings

  private func crossings(_ below: [[Int]]) -> Int {
    let positions = positions()
    return layers.reduce(0) { $0 + Self.inversions(ends(of: $1, below, positions)) }
  }

  /// The lower ends of a layer's lines, in the order of their upper ends.
  private func ends(of layer: [Int], _ below: [[Int]], _ positions: [Int]) -> [Int] {
    layer.flatMap { item in below[item].map { positions[hops[$0].lower] }.sorted() }
  }

  /// How many pairs stand in the wrong order (by a tree of counts, so that long lists are quick).
  static func inversions(_ values: [Int]) -> Int {
    guard let most = values.max() else { return 0 }
    var counts = Array(repeating: 0, count: most + 2)
    var inversions = 0
    for (seen, value) in values.enumerated() {
      var place = value + 1
      var notGreater = 0
      while place > 0 {
        notGreater += counts[place]
        place -= place & -place
      }
      inversions += seen - notGreater
      place = value + 1
      while place < counts.count {
        counts[place] += 1
        place += place & -place
      }
    }
    return inversions
  }

  /// Exchanges neighbours within a layer where that saves crossings.
  private mutating func exchange(
    _ hopsByItem: (below: [[Int]], above: [[Int]]), keepsChildren: Bool
  ) {
    var positions = positions()
    for layer in layers.indices {
      var order = layers[layer]
      guard order.count > 1 else { continue }
      for place in 0..<(order.count - 1) {
        let (left, right) = (order[place], order[place + 1])
        if isFixed(left, keepsChildren) || isFixed(right, keepsChildren) { continue }
        var saved = 0
        for hopsOf in [hopsByItem.below, hopsByItem.above] {
          let leftEnds = hopsOf[left].map { positions[otherEnd($0, left)] }
          let rightEnds = hopsOf[right].map { positions[otherEnd($0, right)] }
          for one in leftEnds { for other in rightEnds { saved += (one - other).signum() } }
        }
        guard saved > 0 else { continue }
        order.swapAt(place, place + 1)
        positions[left] = place + 1
        positions[right] = place
      }
      setOrder(order, ofLayer: layer)
    }
  }
}
