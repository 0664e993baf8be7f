// The rows of the standard library for regular expressions.

extension StandardLibrary {
  /// The functions of regular expressions.
  static let regularExpressions: [Overload] = []
}
