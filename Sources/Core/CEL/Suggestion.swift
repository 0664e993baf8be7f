// «Did you mean …»: the declared name nearest to one that is not declared.

/// Finds the name that an author may have meant.
enum Suggestion {
  /// The nearest of the known names, if it is near enough: about a third of its characters may
  /// differ. Of equally near ones the first in alphabetical order.
  static func `for`(_ name: String, among known: [String]) -> String? {
    let wanted = Array(name.unicodeScalars)
    guard wanted.count <= Limits.suggestionCharacters else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in Set(known).sorted() where candidate.utf8.count <= Limits.suggestionCharacters {
      let distance = distance(wanted, Array(candidate.unicodeScalars))
      let isNear = distance <= max(1, min(wanted.count, candidate.unicodeScalars.count) / 3)
      if isNear, distance < wanted.count, distance < best?.distance ?? .max {
        best = (distance, candidate)
      }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and exchanges of neighbours between two names.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
