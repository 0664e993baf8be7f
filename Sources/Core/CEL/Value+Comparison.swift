// The language's own equality and order, and how keys are found (specification, «Equality»).

extension Value {
  /// Whether the language's `==` holds: numbers are compared by their value whatever their types,
  /// values of different kinds are unequal, and NaN is unequal to itself.
  public func equals(_ other: Value) -> Bool {
    var budget = Int.max
    return equals(other, budget: &budget) ?? false
  }

  /// As ``equals(_:)``, paying for each comparison; nil when the budget is used up. Values may share
  /// their parts, so that a small value can take very long to compare.
  func equals(_ other: Value, budget: inout Int) -> Bool? {
    let cost = 1 + min(leafSize, other.leafSize)
    guard budget >= cost else {
      budget = 0
      return nil
    }
    budget -= cost
    switch (self, other) {
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return false }
      for (a, b) in zip(a, b) {
        guard let equal = a.equals(b, budget: &budget) else { return nil }
        if !equal { return false }
      }
      return true
    case (.map(let a), .map(let b)):
      guard a.count == b.count else { return false }
      // Every entry is compared, even after a difference: the order of a dictionary changes from
      // run to run, the cost of an evaluation must not.
      var isEqual = true
      for (key, value) in a {
        guard let equal = value.equals(b.find(key) ?? .null, budget: &budget) else { return nil }
        if !equal || b.find(key) == nil { isEqual = false }
      }
      return isEqual
    case (.double(let a), .double(let b)): return a == b
    case (.optional(let a?), .optional(let b?)): return a.equals(b, budget: &budget)
    // Types are equal when their kinds are: the elements of a value's type are not known.
    case (.type(let a), .type(let b)):
      return StandardLibrary.name(of: a) == StandardLibrary.name(of: b)
    default:
      if let order = numericOrder(other) { return order == 0 }
      return self == other
    }
  }

  /// Negative, zero or positive as two numbers compare; nil where one is no number or a NaN.
  func numericOrder(_ other: Value) -> Int? {
    switch (self, other) {
    case (.int(let a), .int(let b)): Self.order(a, b)
    case (.uint(let a), .uint(let b)): Self.order(a, b)
    case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? nil : Self.order(a, b)
    case (.int(let a), .uint(let b)): a < 0 ? -1 : Self.order(a.magnitude, b)
    case (.uint(let a), .int(let b)): b < 0 ? 1 : Self.order(a, b.magnitude)
    // An integer meets a double as a double, rounded: the specification's tests want it so.
    case (.int(let a), .double(let b)): b.isNaN ? nil : Self.order(Double(a), b)
    case (.uint(let a), .double(let b)): b.isNaN ? nil : Self.order(Double(a), b)
    case (.double(let a), .int(let b)): a.isNaN ? nil : Self.order(a, Double(b))
    case (.double(let a), .uint(let b)): a.isNaN ? nil : Self.order(a, Double(b))
    default: nil
    }
  }

  private static func order<T: Comparable>(_ a: T, _ b: T) -> Int {
    a < b ? -1 : a > b ? 1 : 0
  }

  /// The order of two values that have one; nil where they have none.
  func order(_ other: Value) -> Int? {
    switch (self, other) {
    case (.bool(let a), .bool(let b)): a == b ? 0 : a ? 1 : -1
    case (.string(let a), .string(let b)): Self.lexicalOrder(a.utf8, b.utf8)
    case (.bytes(let a), .bytes(let b)): Self.lexicalOrder(a, b)
    case (.timestamp(let a), .timestamp(let b)): Self.order(a, b)
    case (.duration(let a), .duration(let b)): Self.order(a, b)
    default: numericOrder(other)
    }
  }

  /// The order of bytes, which for UTF-8 is that of the code points.
  private static func lexicalOrder(
    _ a: some Sequence<UInt8>, _ b: some Sequence<UInt8>
  ) -> Int {
    a.lexicographicallyPrecedes(b) ? -1 : b.lexicographicallyPrecedes(a) ? 1 : 0
  }

  /// A total order of map keys, to walk maps the same way each time: bools, numbers, strings.
  func precedes(_ other: Value) -> Bool {
    if let order = order(other) { return order < 0 }
    return keyRank < other.keyRank
  }

  private var keyRank: Int {
    switch self {
    case .bool: 0
    case .int, .uint, .double: 1
    case .string: 2
    default: 3
    }
  }

  /// What reading this value whole costs; the elements of lists and maps count one each.
  var size: Int {
    switch self {
    case .list(let elements): elements.count
    case .map(let entries): entries.count
    default: leafSize
    }
  }

  /// What comparing this value costs, besides its elements.
  private var leafSize: Int {
    switch self {
    case .string(let string): string.utf8.count / Limits.bytesPerCost
    case .bytes(let bytes): bytes.count / Limits.bytesPerCost
    default: 0
    }
  }

  /// Whether a map may have this value as a key.
  var isKey: Bool {
    switch self {
    case .bool, .int, .uint, .string: true
    default: false
    }
  }

  /// The integer that this number is, if it is one that fits.
  var asIndex: Int64? {
    switch self {
    case .int(let value): value
    case .uint(let value): Int64(clamping: value)
    case .double(let value): Int64(exactly: value)
    default: nil
    }
  }
}

extension [Value: Value] {
  /// The value of a key, which as a number may have any numeric type.
  func find(_ key: Value) -> Value? {
    if let value = self[key] { return value }
    switch key {
    case .int(let number):
      return UInt64(exactly: number).flatMap { self[.uint($0)] }
    case .uint(let number):
      return Int64(exactly: number).flatMap { self[.int($0)] }
    case .double(let number):
      if let exact = Int64(exactly: number), let value = self[.int(exact)] { return value }
      return UInt64(exactly: number).flatMap { self[.uint($0)] }
    default: return nil
    }
  }

  /// Adds an entry whose key must be new and of a type that keys may have.
  mutating func insert(_ value: Value, newKey key: Value) throws(EvaluationError) {
    guard key.isKey else { throw .unsupportedKey(key.type) }
    guard find(key) == nil else { throw .repeatedKey }
    self[key] = value
  }
}
