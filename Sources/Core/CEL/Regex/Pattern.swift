// A regular expression as a tree: what its parser leaves for its compiler.

/// A part of a regular expression.
///
/// Groups have no case: only whether a text matches is asked, so that it does not matter what a
/// group captures, nor whether a repetition is greedy.
indirect enum Pattern: Sendable {
  /// Matches the empty text.
  case empty
  /// One code point.
  case scalar(UInt32)
  /// One code point out of a set.
  case set(ScalarSet)
  /// One code point, whichever.
  case any
  case assertion(Assertion)
  case sequence([Pattern])
  case choice([Pattern])
  /// At least `least` times, and at most `most` times if there is a bound.
  case repetition(Pattern, least: Int, most: Int?)

  /// What a place in the text must be.
  enum Assertion: Sendable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary
  }

  /// The most repetitions that nested braces ask for, multiplied.
  var repetitions: Int {
    switch self {
    case .empty, .scalar, .set, .any, .assertion: return 1
    case .sequence(let parts), .choice(let parts):
      return parts.reduce(1) { max($0, $1.repetitions) }
    case .repetition(let part, let least, let most):
      return max(1, most ?? least) * part.repetitions
    }
  }
}
