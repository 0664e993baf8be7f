// Goal: attempts grow apart, do not come all at once, and end.
// Method: a table of the daemon's policy, and properties over policies from a seed.

import Notify
import Testing

@Suite struct RetryPolicyTests {
  static let table: [(attempt: Int, jitter: Double, delay: Int64?)] = [
    (1, 0, 5_000), (1, 1, 6_000), (1, 0.5, 5_500), (2, 0, 10_000), (3, 0, 20_000),
    (4, 0, 40_000), (5, 0, 80_000), (6, 0, 160_000), (7, 0, 320_000), (8, 0, 640_000),
    (9, 0, 1_280_000), (10, 0, 2_560_000), (11, 0, 5_120_000), (11, 1, 6_144_000),
    (12, 0, 10_240_000), (13, 0, 20_480_000), (13, 1, 21_600_000), (14, 0, 21_600_000),
    (31, 0, 21_600_000), (32, 0, nil), (33, 0, nil), (.max, 0, nil),
    (0, 0, 5_000), (-1, 0, 5_000), (.min, 0, 5_000),
    (1, -3, 5_000), (1, 7, 6_000), (1, .infinity, 6_000), (1, -.infinity, 5_000),
    (1, .nan, 5_000),
  ]

  @Test(arguments: table.indices) func `the daemon's policy`(_ row: Int) {
    let (attempt, jitter, delay) = Self.table[row]
    #expect(RetryPolicy().delay(afterAttempt: attempt, jitter: jitter) == delay)
  }

  /// RFC 5321 §4.5.4.1: «the give-up time generally needs to be at least 4-5 days».
  @Test func `the daemon tries for as long as a mail server may be away: four to five days`() {
    let policy = RetryPolicy()
    let delays = (1...).lazy.map { policy.delay(afterAttempt: $0, jitter: 0) }
    let total = delays.prefix { $0 != nil }.compactMap(\.self).reduce(0, +)
    #expect((4 * 86_400_000...5 * 86_400_000).contains(total))
  }

  @Test func `delays grow up to the longest, vary by a fifth at most, and end`() {
    let start = seed(20_261_122)
    var numbers = SeededNumbers(seed: start)
    for round in 0..<2_000 {
      let policy = RetryPolicy(
        attempts: .random(in: 0...100, using: &numbers),
        firstDelay: .random(in: 1...10_000_000, using: &numbers),
        longestDelay: .random(in: 1...31_536_000_000, using: &numbers))
      var before: Int64 = 0
      for attempt in 1..<max(policy.attempts, 1) {
        let jitter = Double.random(in: 0...1, using: &numbers)
        let least = policy.delay(afterAttempt: attempt, jitter: 0) ?? -1
        let delay = policy.delay(afterAttempt: attempt, jitter: jitter) ?? -1
        let most = policy.delay(afterAttempt: attempt, jitter: 1) ?? -1
        let note: Comment = "SINERGI_SEED=\(start) round \(round) attempt \(attempt): \(policy)"
        #expect(before <= delay && delay <= policy.longestDelay, note)
        #expect(least <= delay && delay <= most && least > 0, note)
        #expect(Double(most) <= Double(least) * 1.2 + 1, note)
        before = delay
      }
      #expect(policy.delay(afterAttempt: max(policy.attempts, 1), jitter: 0) == nil)
    }
  }
}
