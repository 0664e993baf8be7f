// What can be wrong with a source text.

/// One problem of a source text: what, where, and perhaps what was meant.
///
/// `description` gives the words for an author.
public struct Problem: Error, Hashable, Sendable {
  /// What is wrong.
  public var kind: Kind
  /// Where, in UTF-8 offsets of the source text.
  public var range: Range<Int>
  /// A declared name that the author may have meant.
  public var suggestion: String?

  /// Makes a problem.
  public init(_ kind: Kind, at range: Range<Int>, suggestion: String? = nil) {
    self.kind = kind
    self.range = range
    self.suggestion = suggestion
  }

  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// The source has more bytes than the bound.
    case sourceTooLong(bytes: Int, most: Int)
    /// A character that starts no token.
    case unexpectedCharacter(String)
    /// A string or bytes literal, or a quoted field name, that does not end.
    case unterminatedString
    /// An escape sequence that the specification does not have.
    case invalidEscape(String)
    /// A number that its type cannot hold.
    case literalOutOfRange(String)
    /// Something else than the grammar wants here.
    case syntax(expected: String, found: String)
    /// A word that the specification reserves, used as a name.
    case reservedWord(String)
    /// A tree of more levels than the bound.
    case tooDeep(most: Int)
    /// A part of the language that this library does not have.
    case notSupported(String)
    /// A macro with an argument of a shape that it cannot expand.
    case macroArgument(macro: String, expected: String)
    /// A name that no variable has.
    case undeclaredVariable(String)
    /// A name that no function has.
    case undeclaredFunction(String)
    /// A function or operator that has no form for these types; the receiver comes first.
    case noMatchingOverload(
      function: String, arguments: [ValueType], candidates: [[ValueType]])
    /// A function that is called on a value although it takes arguments only, or the reverse.
    case wrongForm(function: String, isReceiver: Bool)
    /// A call with literal arguments that fails whenever it is evaluated.
    case failsAlways(EvaluationError)
    /// A program that may cost more than its host allows; nil where there is no bound to be known.
    case tooCostly(most: Int?, limit: Int)
    /// A field that a record does not have.
    case unknownField(type: String, field: String)
    /// A selection from something that has no fields.
    case noFields(ValueType)
    /// A macro over something that is neither list nor map.
    case notIterable(ValueType)
    /// An expression of another type than the caller expects.
    case wrongResultType(expected: ValueType, found: ValueType)
  }
}
