// «Did you mean»: the nearest known name.

/// Finds the known name that a misspelt one most likely meant.
public enum Suggestion {
  /// The nearest of `known` within a third of the word's length, or nil.
  public static func nearest(to word: String, in known: some Sequence<String>) -> String? {
    let limit = max(1, word.unicodeScalars.count / 3)
    var best: (name: String, distance: Int)?
    for name in known.sorted() {
      let distance = distance(word, name, limit: limit)
      if distance <= limit, distance < (best?.distance ?? .max) { best = (name, distance) }
    }
    return best?.name
  }

  /// «did you mean «x»?» or the list of what is known when it is short.
  public static func help(for word: String, in known: some Sequence<String>) -> String? {
    if let near = nearest(to: word, in: known) { return "did you mean «\(near)»?" }
    let all = known.sorted()
    guard !all.isEmpty, all.count <= listedNames else { return nil }
    return "known here: \(all.joined(separator: ", "))"
  }

  private static let listedNames = 24

  /// Optimal string alignment distance (insert, delete, replace, swap neighbours).
  private static func distance(_ a: String, _ b: String, limit: Int) -> Int {
    let x = Array(a.lowercased().unicodeScalars)
    let y = Array(b.lowercased().unicodeScalars)
    if abs(x.count - y.count) > limit { return limit + 1 }
    var before = [Int]()
    var previous = Array(0...y.count)
    for i in 0..<x.count {
      var current = [i + 1]
      for j in 0..<y.count {
        var cost = min(previous[j] + (x[i] == y[j] ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, x[i] == y[j - 1], x[i - 1] == y[j] { cost = min(cost, before[j - 1] + 1) }
        current.append(cost)
      }
      before = previous
      previous = current
    }
    return previous[y.count]
  }
}
