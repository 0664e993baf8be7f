// One state's inside as layers of items with lines between neighbouring layers.

/// One state's inside as layers of items: boxes in the even layers, texts of arrows in the odd
/// ones, and in each layer that a line passes a place for it, so that no line crosses a box.
///
/// The first layer holds the state's own title and where lines come in, the last where they go out.
struct LayerGrid {
  enum Kind: Hashable {
    case header, initial, note
    case child(Int)
    /// The text of an arrow, by the stroke.
    case label(Int)
    /// A place where lines to the same end pass.
    case passage(BundleKey)
    case port(PortKey)
  }

  struct Item {
    let kind: Kind
    let layer: Int
    var size: Size
    /// Where the item's lines meet it, from its left edge: a box with a loop beside it is wider.
    var boxWidth: Double
    var left = 0.0
    var top = 0.0

    var isPassage: Bool {
      if case .passage = kind { true } else { false }
    }

    /// Whether lines may meet it anywhere along its border.
    var isBox: Bool {
      switch kind {
      case .child, .note: true
      case .header, .initial, .label, .passage, .port: false
      }
    }
  }

  /// A piece of line between neighbouring layers.
  struct Hop {
    let upper: Int
    let lower: Int
    let isUp: Bool
    var upperPort: PortKey?
    var lowerPort: PortKey?
    /// Whether it ends here, with an arrowhead.
    var isEnd: Bool
    var strokes: [Int]
    /// Where it meets the items, from their left edges.
    var upperOffset = 0.0
    var lowerOffset = 0.0
  }

  private(set) var layers: [[Int]]
  var items: [Item] = []
  var hops: [Hop] = []

  private var places: [Place: Int] = [:]
  private var hopPlaces: [HopKey: Int] = [:]

  private enum Place: Hashable {
    case kind(Kind)
    case passage(BundleKey, Int)
  }

  private struct HopKey: Hashable {
    let from: Int
    let to: Int
    let fromPort: PortKey?
    let toPort: PortKey?
  }

  init(rankCount: Int) {
    layers = Array(repeating: [], count: 2 * rankCount + 3)
  }

  static func layer(ofRank rank: Int) -> Int { 2 * rank + 2 }

  /// Adds an item, once.
  @discardableResult
  mutating func add(_ kind: Kind, layer: Int, size: Size, boxWidth: Double? = nil) -> Int {
    if let item = places[.kind(kind)] { return item }
    let item = append(kind, layer, size, boxWidth)
    places[.kind(kind)] = item
    return item
  }

  private mutating func append(
    _ kind: Kind, _ layer: Int, _ size: Size, _ boxWidth: Double?
  ) -> Int {
    items.append(
      Item(kind: kind, layer: layer, size: size, boxWidth: boxWidth ?? size.width))
    layers[layer].append(items.count - 1)
    return items.count - 1
  }

  /// Adds a line with all that it passes.
  mutating func add(_ strand: Strand, labelSize: Size?) {
    let (from, fromPort) = item(of: strand.from)
    let (to, toPort) = item(of: strand.to)
    let step = strand.isDown ? 1 : -1
    let last = items[to].layer
    var current = from
    var layer = items[from].layer + step
    while layer != last {
      let next: Int
      if let labelSize, current == from {
        next = add(.label(strand.stroke), layer: layer, size: labelSize)
      } else {
        next = passage(strand.bundle, layer)
      }
      hop(current, next, strand, fromPort: current == from ? fromPort : nil, toPort: nil)
      current = next
      layer += step
    }
    hop(
      current, to, strand, fromPort: current == from ? fromPort : nil, toPort: toPort,
      isEnd: strand.isEnd)
  }

  private mutating func passage(_ bundle: BundleKey, _ layer: Int) -> Int {
    let place = Place.passage(bundle, layer)
    if let item = places[place] { return item }
    let item = append(.passage(bundle), layer, Size(width: 2, height: 0), nil)
    places[place] = item
    return item
  }

  private mutating func item(of end: Strand.End) -> (item: Int, port: PortKey?) {
    switch end {
    case .child(let index, let port):
      (places[.kind(.child(index))] ?? 0, port)
    case .initial: (places[.kind(.initial)] ?? 0, nil)
    case .note: (places[.kind(.note)] ?? 0, nil)
    case .port(let key):
      (
        add(
          .port(key), layer: key.isBottom ? layers.count - 1 : 0,
          size: Size(width: 2, height: 0)), nil
      )
    }
  }

  private mutating func hop(
    _ from: Int, _ to: Int, _ strand: Strand, fromPort: PortKey?, toPort: PortKey?,
    isEnd: Bool = false
  ) {
    let key = HopKey(from: from, to: to, fromPort: fromPort, toPort: toPort)
    if let place = hopPlaces[key] {
      hops[place].strokes.append(strand.stroke)
      hops[place].isEnd = hops[place].isEnd || isEnd
      return
    }
    hopPlaces[key] = hops.count
    hops.append(
      Hop(
        upper: strand.isDown ? from : to, lower: strand.isDown ? to : from,
        isUp: !strand.isDown, upperPort: strand.isDown ? fromPort : toPort,
        lowerPort: strand.isDown ? toPort : fromPort, isEnd: isEnd, strokes: [strand.stroke]))
  }

  /// Makes all boxes of a layer as high as the highest: regions stand side by side.
  mutating func evenHeights() {
    for layer in layers {
      let height = layer.map { items[$0].size.height }.max() ?? 0
      for item in layer {
        if case .child = items[item].kind { items[item].size.height = height }
      }
    }
  }

  mutating func setOrder(_ order: [Int], ofLayer layer: Int) { layers[layer] = order }

  /// The hops below each item, and above it.
  var hopsByItem: (below: [[Int]], above: [[Int]]) {
    var below = Array(repeating: [Int](), count: items.count)
    var above = below
    for (place, hop) in hops.enumerated() {
      below[hop.upper].append(place)
      above[hop.lower].append(place)
    }
    return (below, above)
  }
}

/// A width and a height, in pixels.
struct Size: Hashable {
  var width: Double
  var height: Double
}
