// Finds a run of bytes or code points in a text, in time proportional to both.

/// A run of elements to search for (Knuth, Morris, Pratt), so that the cost by size that is charged
/// bounds the work.
struct RunSearch<Element: Equatable> {
  private let run: [Element]
  /// For each length, how much of the run is still matched after the next mismatch.
  private var borders: [Int]

  init(_ run: [Element]) {
    self.run = run
    borders = run.isEmpty ? [] : [0]
    var length = 0
    for element in run.dropFirst() {
      while length > 0, run[length] != element { length = borders[length - 1] }
      if run[length] == element { length += 1 }
      borders.append(length)
    }
  }

  /// The first place at or after `start` where the run begins.
  func first(in text: [Element], from start: Int) -> Int? {
    guard !run.isEmpty else { return start <= text.count ? start : nil }
    var matched = 0
    var index = start
    while index < text.count {
      while matched > 0, run[matched] != text[index] { matched = borders[matched - 1] }
      if run[matched] == text[index] { matched += 1 }
      index += 1
      if matched == run.count { return index - matched }
    }
    return nil
  }

  /// The places where a run that is not empty begins, none overlapping, `most` at most.
  func all(in text: [Element], most: Int) -> [Int] {
    var places: [Int] = []
    var index = 0
    while places.count < most, let place = first(in: text, from: index) {
      places.append(place)
      index = place + max(1, run.count)
    }
    return places
  }
}
