// Search by halving, which the standard library lacks.

extension Array {
  /// The index of the first element that fulfils a condition, in an array where all that fail it
  /// stand before all that fulfil it; the count where none does.
  func partitionPoint(where isSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
