// Every bound of this room, by name.

/// The bounds that keep compiling and evaluating finite whatever the source text is.
enum Limits {
  /// The longest source text, in UTF-8 bytes.
  static let sourceBytes = 10_000
  /// The deepest tree, in levels; the specification asks for at least 32.
  ///
  /// Each level costs the stack a frame or more in the parser, the checker and the evaluator, about
  /// 3 kB when optimised, so that this bound also keeps a text from overflowing a thread's stack of
  /// 512 kB. Chains of `&&` and `||` are balanced and stay shallow.
  static let depth = 64
  /// The most problems that one compilation reports; what follows is rarely news to its author.
  static let problems = 50
  /// How many bytes of text or of bytes one unit of cost pays for.
  static let bytesPerCost = 16
  /// The longest name, in characters, for which a similar name is searched.
  static let suggestionCharacters = 64
  /// The most overloads that a message lists.
  static let candidatesShown = 4
  /// The longest description of a value, in UTF-8 bytes; what is longer ends in «…».
  static let descriptionBytes = 4_000
}
