// Goal: numbers of events say of every name and pattern what the pattern itself says.
// Method: random names and patterns of few, nasty parts, from a seed that every failure prints.

import Testing

@testable import Statechart

struct EventNumbersTests {
  private static let seeds = (0..<200).map { _ in UInt64.random(in: 0...UInt64.max) }
  private static let parts = [
    "a", "b", "ab", "a-b", "A", "", " ", "*", "longer.than.fifteen.bytes",
  ]
  /// The sign for kelvin, which equals K; é as one scalar and as two; a dot with an accent.
  private static let strange = ["K", "\u{212A}", "\u{E9}", "e\u{301}", ".\u{301}"]

  private func names(
    _ count: Int, of parts: [String], _ random: inout SeededGenerator
  ) -> [String] {
    (0..<count).map { _ in
      (0..<Int.random(in: 1...4, using: &random)).map { _ in
        parts.randomElement(using: &random) ?? "a"
      }.joined(separator: ".")
    }
  }

  @Test(arguments: seeds)
  func `a number is in a pattern's range exactly when the pattern matches`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...40, using: &random)
    let endings = ["", "", ".*", ".", "*"]
    let descriptors = names(count, of: Self.parts, &random).map {
      EventDescriptor($0 + (endings.randomElement(using: &random) ?? ""))
    }
    let numbers = EventNumbers(descriptors)
    for name in names(60, of: Self.parts, &random) + descriptors.map(\.text) {
      let number = try #require(numbers.number(of: name), "seed \(seed): «\(name)»")
      for descriptor in descriptors {
        #expect(
          numbers.range(of: descriptor).contains(number) == descriptor.matches(name),
          "seed \(seed): «\(descriptor.text)» and «\(name)»")
      }
    }
  }

  @Test(arguments: seeds)
  func `a name outside ASCII has a number only where it says what the pattern says`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let isPlain = Bool.random(using: &random)
    let descriptors = names(
      12, of: isPlain ? Self.parts + ["K"] : Self.parts + Self.strange, &random
    ).map { EventDescriptor($0) }
    let numbers = EventNumbers(descriptors)
    for name in names(60, of: Self.parts + Self.strange, &random) {
      guard let number = numbers.number(of: name) else { continue }
      for descriptor in descriptors {
        #expect(
          numbers.range(of: descriptor).contains(number) == descriptor.matches(name),
          "seed \(seed): «\(descriptor.text)» and «\(name)»")
      }
    }
  }

  @Test func `a chart that listens outside ASCII hears what its patterns match`() throws {
    let chart = try Chart.of([
      state("a", on: [on("caf\u{E9}", "b"), on("K", "c")]),
      state("b", on: [on("caf\u{E9}", "a"), on("*", "c")]), state("c", on: [on("K.*", "a")]),
    ])
    var player = try Player(chart)
    try player.send("cafe\u{301}")
    #expect(player.atomic == "b")
    try player.send("cafe\u{301}.x")
    #expect(player.atomic == "c")
    try player.send("\u{212A}.x")
    #expect(!player.step.isAccepted)
    try player.send("\u{212A}")
    #expect(player.atomic == "a")
  }
}
