// Rates and their medians.

/// Each measurement is warmed up for this share of its time, which does not count.
private let warmUpShare = 0.15

/// How often a second `body` happens; one call of it happens `count` times.
func rate(seconds: Double, count: Int, _ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let warm = clock.now.advanced(by: .seconds(seconds * warmUpShare))
  while clock.now < warm { try body() }
  var done = 0
  let start = clock.now
  let end = start.advanced(by: .seconds(seconds))
  var now = start
  while now < end {
    try body()
    done += count
    now = clock.now
  }
  return Double(done) / (now - start).inSeconds
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

extension [Double] {
  /// The middle value; of an even number the mean of the two in the middle; 0 of none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
