// The bounds of regular expressions, by name.

/// The bounds that keep reading, compiling and matching a pattern finite.
enum RegexLimits {
  /// The longest pattern, in code points; no longer than the longest source text.
  static let patternScalars = 10_000
  /// The deepest nesting of groups: each level costs the stack some frames.
  static let depth = 64
  /// The most repetitions that braces may ask for, nested ones multiplied, as RE2 has it.
  static let repetitions = 1_000
  /// The most instructions of a compiled pattern: what one character of text may cost at most.
  static let instructions = 10_000
  /// How many steps of the matcher one unit of cost pays for; a step takes about as long as reading
  /// a byte.
  static let stepsPerCost = 16
}
