// The rows of the standard library for the string extension.

extension StandardLibrary {
  /// The functions of the string extension.
  static let stringExtensions: [Overload] = []
}
