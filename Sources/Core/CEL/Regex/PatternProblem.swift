// Why a regular expression is refused.

/// What is wrong with a pattern, and where.
public struct PatternProblem: Error, Hashable, Sendable {
  /// What is wrong.
  public var kind: Kind
  /// Where, counted in code points from the start of the pattern.
  public var offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// What can be wrong with a pattern.
  public enum Kind: Hashable, Sendable {
    /// A `(` without its `)`.
    case missingClosingParenthesis
    /// A `)` without its `(`.
    case unexpectedClosingParenthesis
    /// A `[` without its `]`.
    case missingClosingBracket
    /// A range whose end comes before its start.
    case reversedRange
    /// A backslash before what it gives no meaning to.
    case unknownEscape
    /// A class of no known name.
    case unknownClass
    /// A class by script, which is not supported.
    case script
    /// A group that opens with `(?` and something unknown.
    case unknownGroup
    /// A group whose name is empty, taken or not made of letters, digits and underscores.
    case groupName
    /// A repetition of nothing.
    case nothingToRepeat
    /// A repetition directly after another.
    case repeatedRepetition
    /// Braces that ask for too many repetitions, or for fewer at most than at least.
    case tooManyRepetitions(most: Int)
    /// A reference to what a group matched.
    case backreference
    /// A group that looks ahead or behind.
    case lookaround
    /// `\C`, a single byte.
    case singleByte
    /// Groups in too many groups.
    case tooDeep(most: Int)
    /// A pattern of too many code points.
    case tooLong(most: Int)
    /// A pattern that compiles to too many instructions.
    case tooLarge(most: Int)
  }
}
