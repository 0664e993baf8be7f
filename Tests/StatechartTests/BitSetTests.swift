// Goal: the set of states is a set, on both sides of the word boundary.
// Method: random operations beside the standard library's `Set`, from a printed seed.

import Testing

@testable import Statechart

struct BitSetTests {
  @Test(arguments: [1, 40, 64, 65, 130, 300])
  func `it answers as a set does`(size: Int) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var bits = BitSet(size: size)
    var other = BitSet(size: size)
    var set: Set<Int> = []
    var otherSet: Set<Int> = []
    for _ in 0..<300 {
      let index = Int.random(in: 0..<size, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1: bits.insert(index); set.insert(index)
      case 2: bits.remove(index); set.remove(index)
      default: other.insert(index); otherSet.insert(index)
      }
      let low = Int.random(in: 0..<size, using: &random)
      let high = Int.random(in: 0..<size, using: &random)
      let range = set.filter { $0 >= low && $0 <= high }
      #expect(Array(bits) == set.sorted(), "seed \(seed)")
      #expect(bits.contains(index) == set.contains(index), "seed \(seed)")
      #expect(Array(bits.members(from: low, through: high)) == range.sorted(), "seed \(seed)")
      #expect(bits.containsAny(from: low, through: high) == !range.isEmpty, "seed \(seed)")
      #expect(bits.intersects(other) == !set.isDisjoint(with: otherSet), "seed \(seed)")
    }
    var union = bits
    union.formUnion(other)
    #expect(Array(union) == set.union(otherSet).sorted(), "seed \(seed)")
    union.subtract(other)
    #expect(Array(union) == set.subtracting(otherSet).sorted(), "seed \(seed)")
    #expect(Array(bits.intersection(other)) == set.intersection(otherSet).sorted())
    var backwards: [Int] = []
    while let last = bits.popLast() { backwards.append(last) }
    #expect(backwards == set.sorted(by: >), "seed \(seed)")
    #expect(bits.isEmpty)
  }
}

extension BitSetTests {
  @Test(arguments: [1, 40, 64, 65, 130, 300])
  func `walks answer as sets made for them would`(size: Int) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var bits = BitSet(size: size)
      var other = BitSet(size: size)
      for _ in 0..<Int.random(in: 0...size, using: &random) {
        bits.insert(Int.random(in: 0..<size, using: &random))
        other.insert(Int.random(in: 0..<size, using: &random))
      }
      let low = Int.random(in: 0..<size, using: &random)
      let high = Int.random(in: low..<size, using: &random)
      let members = bits.members(from: low, through: high)
      #expect(bits.last(in: low...high) == Array(members).last, "seed \(seed)")
      #expect(bits.count(in: low...high) == members.count, "seed \(seed)")
      #expect(
        bits.intersects(other, in: low...high) == members.intersects(other), "seed \(seed)")
      let both = Set(bits).intersection(other)
      #expect(
        bits.next(from: low, alsoIn: other) == both.filter { $0 >= low }.min(), "seed \(seed)")
      #expect(bits.next(from: size, alsoIn: other) == nil, "seed \(seed)")
    }
  }
}
