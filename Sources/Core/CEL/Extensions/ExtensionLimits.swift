// The bounds of the extension functions, by name.

/// The bounds of what a format may ask for.
enum FormatLimits {
  /// The most decimals; no double has so many that say anything.
  static let precision = 100
  /// The decimals that are written where a format does not say.
  static let defaultPrecision = 6
  /// The deepest lists and maps that are written; as deep as a source text can nest them.
  static let depth = 64
  /// What writing a double exactly costs: at worst it has more than a thousand digits.
  static let costOfDouble = 32
}
