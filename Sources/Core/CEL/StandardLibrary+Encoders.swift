// The rows of the standard library for the encoder extension.

extension StandardLibrary {
  /// The functions of the encoder extension.
  static let encoderExtensions: [Overload] = []
}
