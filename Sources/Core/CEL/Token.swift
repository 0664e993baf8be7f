// The words of the language, as the lexer hands them to the parser.

/// One word of a source text.
struct Token: Hashable, Sendable {
  var kind: Kind
  /// UTF-8 offsets in the source text.
  var range: Range<Int>

  enum Kind: Hashable, Sendable {
    /// A name or a keyword.
    case identifier(String)
    /// A field name between backquotes.
    case quotedIdentifier(String)
    /// The digits of an integer without a sign; the parser folds the sign in, for the smallest
    /// integer has no positive counterpart.
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case and = "&&"
    case or = "||"
    case less = "<"
    case greater = ">"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case dot = "."
    case comma = ","
    case minus = "-"
    case not = "!"
    case question = "?"
    case colon = ":"
    case plus = "+"
    case star = "*"
    case slash = "/"
    case percent = "%"
  }

  /// The words that the specification keeps from being names of variables and functions.
  static let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in",
    "let", "loop", "package", "namespace", "null", "return", "true", "var", "void", "while",
  ]
  /// The words that cannot even be the name of a field.
  static let keywords: Set<String> = ["false", "in", "null", "true"]
}
