// How large a value may be: what its bytes, its elements and theirs are at most.

/// A bound on the size of a value: as a string or bytes it has at most so many bytes, as a list or
/// map at most so many elements, each within the bound of the element.
struct Extent: Sendable {
  var bytes = Amount(0)
  var count = Amount(0)
  /// One bound for all elements, keys and values; none, where there are no elements.
  private var inner: [Extent] = []

  init(bytes: Amount = Amount(0), count: Amount = Amount(0), element: Extent? = nil) {
    self.bytes = bytes
    self.count = count
    inner = element.map { [$0] } ?? []
  }

  var element: Extent { inner.first ?? Extent() }

  /// The bound of something that may be within either.
  static func | (left: Extent, right: Extent) -> Extent {
    var inner: Extent?
    for element in left.inner + right.inner { inner = inner.map { $0 | element } ?? element }
    return Extent(
      bytes: max(left.bytes, right.bytes), count: max(left.count, right.count), element: inner)
  }

  static func join(_ extents: some Sequence<Extent>) -> Extent {
    extents.reduce(Extent()) { $0 | $1 }
  }

  /// What comparing a value costs, with everything that is in it; one for an optional around it.
  var comparison: Amount {
    Amount(2) + bytes / Limits.bytesPerCost
      + (inner.isEmpty ? Amount(0) : count * element.comparison)
  }

  /// What a function pays that pays by size.
  var size: Amount { max(count, bytes / Limits.bytesPerCost) }

  /// The bytes of a text that shows the value; a number takes a few.
  var text: Amount {
    bytes + Amount(Self.scalarText) + (inner.isEmpty ? Amount(0) : count * element.text)
  }

  /// The bytes that showing a number, a time or a type may take.
  static let scalarText = 32

  /// The size of a value that is known.
  init(of value: Value) {
    switch value {
    case .string(let string): self.init(bytes: Amount(string.utf8.count))
    case .bytes(let bytes): self.init(bytes: Amount(bytes.count))
    case .list(let elements):
      self.init(
        count: Amount(elements.count), element: Extent.join(elements.map { Extent(of: $0) }))
    case .map(let entries):
      self.init(
        count: Amount(entries.count),
        element: Extent.join(entries.map { Extent(of: $0.key) | Extent(of: $0.value) }))
    case .optional(let value?): self.init(of: value)
    default: self.init()
    }
  }
}

extension SizeAssumptions {
  /// The size that the values of a type may have, at a path of variables where there is one.
  func extent(of type: ValueType, at path: String? = nil) -> Extent {
    let declared = path.flatMap { sizes[$0] }.map { Amount($0) }
    switch type {
    case .string, .bytes: return Extent(bytes: declared ?? Amount(stringBytes))
    case .list(let element):
      return Extent(count: declared ?? Amount(elements), element: extent(of: element))
    case .map(let key, let value):
      return Extent(
        count: declared ?? Amount(elements), element: extent(of: key) | extent(of: value))
    case .record(let record):
      let fields = record.fields.map { name, type in
        Extent(bytes: Amount(name.utf8.count))
          | extent(of: type, at: path.map { $0 + "." + name })
      }
      return Extent(count: Amount(fields.count), element: Extent.join(fields))
    case .optional(let inner), .nullable(let inner): return extent(of: inner, at: path)
    case .dyn, .parameter, .error:
      return extent(levels: levels, declared: declared)
    case .null, .bool, .int, .uint, .double, .type, .timestamp, .duration, .opaque, .abstract:
      return Extent()
    }
  }

  /// The size of a value of any type.
  private func extent(levels: Int, declared: Amount?) -> Extent {
    let leaf = Extent(bytes: declared ?? Amount(stringBytes))
    guard levels > 0 else { return leaf }
    return Extent(
      bytes: leaf.bytes, count: declared ?? Amount(elements),
      element: extent(levels: levels - 1, declared: nil))
  }
}
