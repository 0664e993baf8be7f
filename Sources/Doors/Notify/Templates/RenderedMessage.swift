// A message in words.

/// What a template gives.
public struct RenderedMessage: Hashable, Sendable {
  /// One line.
  public var subject: String
  /// The text.
  public var text: String
  /// The same as a whole HTML document; nil where there is no layout.
  public var html: String?

  /// Creates words.
  public init(subject: String, text: String, html: String? = nil) {
    self.subject = subject
    self.text = text
    self.html = html
  }
}
