// The rows of the standard library for the encoder extension.

extension StandardLibrary {
  /// The functions of the encoder extension.
  static let encoderExtensions: [Overload] = [
    .one("base64.encode", \.asBytes, .bytes, .string, cost: .bySize) {
      .string(Base64.encode($0))
    },
    .one("base64.decode", \.asString, .string, .bytes, cost: .bySize) {
      (text) throws(EvaluationError) in
      guard let bytes = Base64.decode(text) else { throw .function(.base64) }
      return .bytes(bytes)
    },
  ]
}
