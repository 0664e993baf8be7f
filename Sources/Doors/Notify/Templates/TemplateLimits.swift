// Every bound of templates and of what they make, by name.

extension NotifyLimits {
  // MARK: Templates

  /// Most bytes of a template file.
  public static let templateBytes = 65_536
  /// Most bytes that a template comes to with its partials written out.
  public static let templateExpandedBytes = 262_144
  /// Deepest chain of partials that take in partials.
  public static let templatePartialDepth = 8
  /// Deepest nesting of sections.
  public static let templateSectionDepth = 16
  /// Most Unicode scalars of one value in a message; a longer one is cut.
  public static let valueScalars = 2_000
  /// Most Unicode scalars of a subject; a longer one is cut.
  public static let subjectScalars = 250
  /// Most lines of what to type.
  public static let commandsInMessage = 20
  /// Most items of a digest: more, and mail readers cut the message off.
  public static let digestItems = 50
  /// Most bytes of the text of a message; the rest is left out.
  public static let textBytes = 131_072
  /// Longest label of a row, in Unicode scalars.
  public static let labelScalars = 30
}
