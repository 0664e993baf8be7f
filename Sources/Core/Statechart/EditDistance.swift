// "Did you mean …?"

/// The name nearest to a mistyped one; nil when none is near. Ties go to the first in order.
func nearest(to name: String, among names: [String]) -> String? {
  // One slip for a short name, one more for every three letters.
  let most = max(1, name.count / 3)
  let candidates = names.map { (distance: editDistance(name, $0), name: $0) }
  return candidates.filter { $0.distance <= most }.min { $0 < $1 }?.name
}

/// How many letters must be added, taken out or replaced to make one text of the other.
func editDistance(_ left: String, _ right: String) -> Int {
  let target = Array(right)
  var previous = Array(0...target.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in target.enumerated() {
      let replaced = previous[column] + (letter == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[target.count]
}
