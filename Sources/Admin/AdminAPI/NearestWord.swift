// «Did you mean»: the known word that a misspelt one most likely meant.

/// Finds the nearest known word.
public enum NearestWord {
  /// The nearest of `known` when at most a third of the word differs, else nil.
  public static func to(_ word: String, in known: some Sequence<String>) -> String? {
    guard word.utf8.count <= longestWord else { return nil }
    let most = max(1, word.count / 3)
    return known.sorted().map { (name: $0, distance: distance(Array(word), Array($0))) }
      .filter { $0.distance <= most }.min { $0.distance < $1.distance }?.name
  }

  /// Words beyond this many bytes are no typing mistakes of ours.
  private static let longestWord = 64

  /// Letters to insert, delete or replace (Levenshtein).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var last = Array(0...b.count)
    for (row, letter) in a.enumerated() {
      var next = [row + 1]
      for (column, other) in b.enumerated() {
        next.append(
          min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, next[column] + 1))
      }
      last = next
    }
    return last[b.count]
  }
}
