// Goal: what the fuzzer starts from, and what it found, holds in every run of the tests.
// Method: each line of the corpus taken the fuzzer's way; then lines mixed at random, with a seed.

import Foundation
import Testing

@Suite struct FuzzTests {
  private static func lines(_ name: String) throws -> [String] {
    let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "Corpus/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { String($0) }
  }

  @Test func `every seed is taken to its end, and most give a value`() throws {
    let seeds = try Self.lines("seeds.txt")
    let values = seeds.count { FuzzTarget.run($0) == 2 }
    #expect(seeds.count > 80)
    #expect(values > seeds.count / 2)
  }

  @Test func `what the fuzzer found stays mended`() throws {
    for line in try Self.lines("findings.txt") { FuzzTarget.run(line) }
  }

  @Test func `seeds mixed at random are taken to their end`() throws {
    let seeds = try Self.lines("seeds.txt")
    let start = UInt64.random(in: 0...UInt64.max)
    print("FuzzTests: seed \(start)")
    var state = start
    func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(1, sides)))
    }
    for _ in 0..<2_000 {
      var bytes = Array(seeds[roll(seeds.count)].utf8)
      let other = Array(seeds[roll(seeds.count)].utf8)
      let cut = roll(other.count)
      bytes.insert(contentsOf: other[cut..<min(other.count, cut + roll(20))], at: roll(bytes.count))
      if roll(3) == 0, !bytes.isEmpty { bytes[roll(bytes.count)] = UInt8(roll(256)) }
      FuzzTarget.run(String(decoding: bytes, as: UTF8.self))
    }
  }
}
