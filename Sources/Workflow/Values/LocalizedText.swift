// A title in Indonesian and, where given, in English.

/// Text that people read: Indonesian first, English second.
public struct LocalizedText: Hashable, Sendable {
  /// Indonesian.
  public var id: String
  /// English, when the author gave it.
  public var en: String?

  /// Creates a text.
  public init(id: String, en: String? = nil) {
    self.id = id
    self.en = en
  }
}
