// Every bound of this room, by name.

/// The bounds that keep compiling and evaluating finite whatever the source text is.
enum Limits {
  /// The longest source text, in UTF-8 bytes.
  static let sourceBytes = 10_000
  /// The deepest tree, in levels; the specification asks for at least 32.
  ///
  /// Each level costs the stack several frames in the parser and the checker: up to 8 kB together
  /// in a build that is not optimised, so that the deepest text takes less than 400 kB of a
  /// thread's 512 kB. Chains of `&&` and `||` are balanced and stay shallow.
  static let depth = 50
  /// The most problems that one compilation reports; what follows is rarely news to its author.
  static let problems = 50
  /// How many bytes of text or of bytes one unit of cost pays for.
  static let bytesPerCost = 16
  /// The most that trying a call with literal arguments may cost when it is compiled.
  static let literalCost = 1_000
  /// The longest name, in characters, for which a similar name is searched.
  static let suggestionCharacters = 64
  /// The most overloads that a message lists.
  static let candidatesShown = 4
  /// The longest description of a value, in UTF-8 bytes; what is longer ends in «…».
  static let descriptionBytes = 4_000
}
