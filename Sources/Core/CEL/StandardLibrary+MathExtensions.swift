// The rows of the standard library for the math extension.

extension StandardLibrary {
  /// The functions of the math extension.
  static let mathExtensions: [Overload] = []
}
