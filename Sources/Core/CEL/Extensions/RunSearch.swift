// Finds a run of code points in a text, in time proportional to both.

/// A run of code points to search for (Knuth, Morris, Pratt), so that the cost by size that is
/// charged bounds the work.
struct RunSearch {
  private let run: [Unicode.Scalar]
  /// For each length, how much of the run is still matched after the next mismatch.
  private var borders: [Int]

  init(_ run: [Unicode.Scalar]) {
    self.run = run
    borders = run.isEmpty ? [] : [0]
    var length = 0
    for scalar in run.dropFirst() {
      while length > 0, run[length] != scalar { length = borders[length - 1] }
      if run[length] == scalar { length += 1 }
      borders.append(length)
    }
  }

  /// The first place at or after `start` where the run begins.
  func first(in text: [Unicode.Scalar], from start: Int) -> Int? {
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

  /// The places where the run begins, none overlapping, `most` at most. An empty run is found
  /// before each code point and at the end.
  func all(in text: [Unicode.Scalar], most: Int) -> [Int] {
    var places: [Int] = []
    var index = 0
    while places.count < most, let place = first(in: text, from: index) {
      places.append(place)
      index = place + max(1, run.count)
    }
    return places
  }
}

extension String {
  /// The code points.
  var scalars: [Unicode.Scalar] { Array(unicodeScalars) }

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
