// A set of small numbers: which states are active, which are to be left or entered.

/// A set of indexes below a fixed size, kept in ascending (document) order.
///
/// The first 64 live in one word, so that sets of an ordinary chart need no memory of their own.
struct BitSet: Hashable, Sendable {
  private var first: UInt64 = 0
  private var rest: ContiguousArray<UInt64> = []

  /// An empty set for the indexes from 0 up to, not including, `size`.
  init(size: Int) {
    if size > 64 { rest = ContiguousArray(repeating: 0, count: (size - 1) / 64) }
  }

  var isEmpty: Bool {
    first == 0 && (rest.isEmpty || rest.allSatisfy { $0 == 0 })
  }

  var count: Int {
    rest.reduce(first.nonzeroBitCount) { $0 + $1.nonzeroBitCount }
  }

  func contains(_ index: Int) -> Bool {
    let word = index < 64 ? first : rest[index / 64 - 1]
    return word & (1 << UInt64(index & 63)) != 0
  }

  mutating func insert(_ index: Int) {
    let bit: UInt64 = 1 << UInt64(index & 63)
    if index < 64 { first |= bit } else { rest[index / 64 - 1] |= bit }
  }

  mutating func remove(_ index: Int) {
    let bit: UInt64 = 1 << UInt64(index & 63)
    if index < 64 { first &= ~bit } else { rest[index / 64 - 1] &= ~bit }
  }

  mutating func formUnion(_ other: BitSet) {
    first |= other.first
    for word in rest.indices { rest[word] |= other.rest[word] }
  }

  mutating func subtract(_ other: BitSet) {
    first &= ~other.first
    for word in rest.indices { rest[word] &= ~other.rest[word] }
  }

  func intersects(_ other: BitSet) -> Bool {
    if first & other.first != 0 { return true }
    for word in rest.indices where rest[word] & other.rest[word] != 0 { return true }
    return false
  }

  func intersection(_ other: BitSet) -> BitSet {
    var result = self
    result.first &= other.first
    for word in rest.indices { result.rest[word] &= other.rest[word] }
    return result
  }

  /// The members from `low` through `high`.
  func members(from low: Int, through high: Int) -> BitSet {
    var result = self
    result.first &= Self.mask(word: 0, from: low, through: high)
    for word in rest.indices {
      result.rest[word] &= Self.mask(word: word + 1, from: low, through: high)
    }
    return result
  }

  func containsAny(from low: Int, through high: Int) -> Bool {
    if first & Self.mask(word: 0, from: low, through: high) != 0 { return true }
    for word in rest.indices
    where rest[word] & Self.mask(word: word + 1, from: low, through: high) != 0 {
      return true
    }
    return false
  }

  /// Takes out and returns the smallest member.
  mutating func popFirst() -> Int? {
    if first != 0 {
      let bit = first.trailingZeroBitCount
      first &= first &- 1
      return bit
    }
    for word in rest.indices where rest[word] != 0 {
      let bit = rest[word].trailingZeroBitCount
      rest[word] &= rest[word] &- 1
      return (word + 1) * 64 + bit
    }
    return nil
  }

  /// Takes out and returns the greatest member.
  mutating func popLast() -> Int? {
    for word in rest.indices.reversed() where rest[word] != 0 {
      let bit = 63 - rest[word].leadingZeroBitCount
      rest[word] &= ~(1 << UInt64(bit))
      return (word + 1) * 64 + bit
    }
    guard first != 0 else { return nil }
    let bit = 63 - first.leadingZeroBitCount
    first &= ~(1 << UInt64(bit))
    return bit
  }

  /// The bits of one word whose indexes are from `low` through `high`.
  private static func mask(word: Int, from low: Int, through high: Int) -> UInt64 {
    let start = Swift.max(low - word * 64, 0)
    let end = Swift.min(high - word * 64, 63)
    guard start <= end else { return 0 }
    return (UInt64.max >> UInt64(63 - (end - start))) << UInt64(start)
  }
}

extension BitSet: Sequence {
  /// Walks the members in ascending order.
  struct Iterator: IteratorProtocol {
    fileprivate let set: BitSet
    /// What is left of the word that is walked now.
    fileprivate var bits: UInt64
    fileprivate var word = 0

    mutating func next() -> Int? {
      while bits == 0 {
        guard word < set.rest.count else { return nil }
        bits = set.rest[word]
        word += 1
      }
      let bit = bits.trailingZeroBitCount
      bits &= bits &- 1
      return word * 64 + bit
    }
  }

  func makeIterator() -> Iterator { Iterator(set: self, bits: first) }
}

// MARK: Walks that make no set of their own

// Ordinary charts have fewer than 64 states: their case is short, so that it is put in line where
// it is used; what is longer is a function of its own.
extension BitSet {
  /// The smallest index from `low` on that is in both sets.
  func next(from low: Int, alsoIn other: BitSet) -> Int? {
    if low < 64 {
      let bits = first & other.first & (UInt64.max &<< UInt64(low))
      if bits != 0 { return bits.trailingZeroBitCount }
      if rest.isEmpty { return nil }
    }
    return nextInRest(from: low, alsoIn: other)
  }

  @inline(never)
  private func nextInRest(from low: Int, alsoIn other: BitSet) -> Int? {
    var word = Swift.max(low / 64 - 1, 0)
    guard word < rest.count else { return nil }
    var bits = rest[word] & other.rest[word]
    if low >= 64 { bits &= UInt64.max &<< UInt64(low & 63) }
    while bits == 0 {
      word += 1
      guard word < rest.count else { return nil }
      bits = rest[word] & other.rest[word]
    }
    return (word + 1) * 64 + bits.trailingZeroBitCount
  }

  /// The greatest member of the range, which must not be empty.
  func last(in range: ClosedRange<Int>) -> Int? {
    if range.upperBound < 64 {
      let bits = first & Self.mask(range)
      return bits == 0 ? nil : 63 - bits.leadingZeroBitCount
    }
    return lastInRest(range)
  }

  @inline(never)
  private func lastInRest(_ range: ClosedRange<Int>) -> Int? {
    var word = range.upperBound / 64
    while word * 64 + 63 >= range.lowerBound {
      let bits = self.word(word, within: range)
      if bits != 0 { return word * 64 + 63 - bits.leadingZeroBitCount }
      word -= 1
    }
    return nil
  }

  /// How many members the range has.
  func count(in range: ClosedRange<Int>) -> Int {
    if range.upperBound < 64 { return (first & Self.mask(range)).nonzeroBitCount }
    return countInRest(range)
  }

  @inline(never)
  private func countInRest(_ range: ClosedRange<Int>) -> Int {
    var count = 0
    for word in range.lowerBound / 64...range.upperBound / 64 {
      let bits = self.word(word, within: range)
      if bits != 0 { count += bits.nonzeroBitCount }
    }
    return count
  }

  /// Whether some index of the range is in both sets.
  func intersects(_ other: BitSet, in range: ClosedRange<Int>) -> Bool {
    if range.upperBound < 64 { return first & other.first & Self.mask(range) != 0 }
    return intersectsInRest(other, range)
  }

  @inline(never)
  private func intersectsInRest(_ other: BitSet, _ range: ClosedRange<Int>) -> Bool {
    for word in range.lowerBound / 64...range.upperBound / 64 {
      let bits = self.word(word, within: range)
      if bits != 0, bits & (word == 0 ? other.first : other.rest[word - 1]) != 0 { return true }
    }
    return false
  }

  /// The members of a range in one word that the range touches. Most words are empty.
  private func word(_ word: Int, within range: ClosedRange<Int>) -> UInt64 {
    let bits = word == 0 ? first : rest[word - 1]
    if bits == 0 { return 0 }
    return bits & Self.mask(word: word, from: range.lowerBound, through: range.upperBound)
  }

  /// The bits of a range in the first word.
  private static func mask(_ range: ClosedRange<Int>) -> UInt64 {
    let width = UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound)
    return (UInt64.max &>> (63 &- width)) &<< UInt64(truncatingIfNeeded: range.lowerBound)
  }
}
