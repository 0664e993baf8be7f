// The words of this room: what authors and operators read for each problem and error.

extension Problem: CustomStringConvertible {
  /// What is wrong and what to do next, in one sentence.
  public var description: String {
    let help = suggestion.map { "; did you mean «\($0)»?" }
    return kind.sentence + (help ?? kind.advice.map { "; " + $0 } ?? "")
  }
}

extension Problem.Kind {
  fileprivate var sentence: String {
    switch self {
    case .sourceTooLong(let bytes, let most):
      "cannot read an expression of \(bytes) bytes: \(most) are the most"
    case .unexpectedCharacter(let character): "cannot read «\(character)» here"
    case .unterminatedString: "cannot find the end of this literal"
    case .invalidEscape(let text): "cannot read the escape sequence «\(text)»"
    case .literalOutOfRange(let text): "cannot hold the number «\(text)»: it is out of range"
    case .syntax(let expected, let found): "cannot read \(found) here: expected \(expected)"
    case .reservedWord(let word): "cannot use «\(word)» as a name: the word is reserved"
    case .tooDeep(let most): "cannot read more than \(most) levels of nesting"
    case .notSupported(let what): "cannot use \(what): it is not supported"
    case .macroArgument(let macro, let expected):
      "cannot expand «\(macro)»: expected \(expected)"
    case .undeclaredVariable(let name): "cannot find the variable «\(name)»"
    case .undeclaredFunction(let name): "cannot find the function «\(name)»"
    case .noMatchingOverload(let function, let arguments, _):
      "cannot apply «\(Operators.shown(function))»: it has no form for \(Self.list(arguments))"
    case .wrongForm(let function, true): "cannot call «\(function)» on a value"
    case .wrongForm(let function, false): "cannot call «\(function)» without a value before it"
    case .failsAlways(let error): error.description
    case .tooCostly(let most?, let limit):
      "cannot allow an expression that may cost \(most): \(limit) is the most"
    case .tooCostly(nil, let limit):
      "cannot allow an expression whose cost has no bound: \(limit) is the most"
    case .unknownField(let type, let field): "cannot find the field «\(field)» in \(type)"
    case .noFields(let type): "cannot select a field of \(type): it has none"
    case .notIterable(let type): "cannot loop over \(type)"
    case .wrongResultType(let expected, let found): "cannot use \(found) where \(expected) is due"
    }
  }

  /// What to do next, where no name is near.
  fileprivate var advice: String? {
    switch self {
    case .sourceTooLong: "split the expression"
    case .unexpectedCharacter("="): "write == to compare"
    case .unexpectedCharacter("&"): "write && for «and»"
    case .unexpectedCharacter("|"): "write || for «or»"
    case .syntax(_, let found): Self.otherWords.first { found.contains($0.key) }?.value
    case .unterminatedString: "close it with the quote that opened it"
    case .invalidEscape: "write «\\\\» for a backslash, or put r before the quote"
    case .reservedWord: "choose another name"
    case .tooDeep: "split the expression"
    case .noMatchingOverload(let function, let arguments, let candidates):
      Self.advice(function, arguments, candidates)
    case .wrongForm(let function, true): "write \(function)(…)"
    case .wrongForm(let function, false): "write value.\(function)(…)"
    case .failsAlways: "the literal never has a value here"
    case .tooCostly: "avoid loops inside of loops, or declare smaller sizes"
    case .noFields: "only records and maps with string keys have fields"
    case .notIterable: "only lists and maps can be looped over"
    default: nil
    }
  }

  /// What other languages write, as it is found, and what is written here.
  private static let otherWords: KeyValuePairs = [
    "«and»": "write && for «and»", "«AND»": "write && for «and»", "«or»": "write || for «or»",
    "«OR»": "write || for «or»", "«not»": "write ! for «not»", "«then»": "write a ? b : c",
    "«is»": "write == to compare",
  ]

  /// Numbers of different types need a conversion; for the rest the forms that there are.
  private static func advice(
    _ function: String, _ arguments: [ValueType], _ candidates: [[ValueType]]
  ) -> String? {
    let numbers: Set<ValueType> = [.int, .uint, .double]
    if arguments.count == 2, arguments[0] != arguments[1], arguments.allSatisfy(numbers.contains) {
      let target = arguments.contains(.double) ? "double" : "int"
      return "convert one side, as in \(target)(…)"
    }
    guard !candidates.isEmpty else { return "it cannot be called in this way" }
    if ["_==_", "_!=_"].contains(function) { return "both sides must be of one type" }
    // Forms that share a type with what was found are more likely meant than any others.
    func shared(_ candidate: [ValueType]) -> Int {
      zip(candidate, arguments).count { $0 == $1 }
    }
    let most = candidates.map(shared).max() ?? 0
    let near = candidates.filter { shared($0) == most }
    let shown = near.prefix(Limits.candidatesShown).map { list($0) }
    let rest = near.count > shown.count ? ", …" : ""
    return "it has forms for " + shown.joined(separator: ", for ") + rest
  }

  private static func list(_ types: [ValueType]) -> String {
    let names = types.map(\.description)
    guard let last = names.last else { return "no arguments" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension EvaluationError: CustomStringConvertible {
  /// What went wrong, in one sentence without any of the host's values.
  public var description: String {
    switch self {
    case .noSuchField(let field): "cannot read the field «\(field)»: it is not set"
    case .noSuchKey: "cannot find the key in the map"
    case .divisionByZero: "cannot divide by zero"
    case .overflow: "cannot hold the result: it is out of the range of 64 bits"
    case .noSuchOverload(let function):
      "cannot apply «\(Operators.shown(function))» to these values"
    case .costLimitExceeded(let limit):
      "cannot finish the evaluation: it costs more than the limit of \(limit)"
    case .unknownVariable(let name): "cannot find a value for the variable «\(name)»"
    case .conversion(let from, let to): "cannot convert this \(from) to \(to)"
    case .indexOutOfRange(let index): "cannot read the index \(index): the list has no such element"
    case .repeatedKey: "cannot make a map with one key twice"
    case .unsupportedKey(let type): "cannot use \(type) as the key of a map"
    case .function(let error): error.description
    case .noValue: "cannot take the value of an optional that has none"
    case .custom(let words): words
    }
  }
}

extension Token.Kind {
  /// The token as messages name it.
  var shown: String {
    switch self {
    case .identifier(let name), .quotedIdentifier(let name): "«\(name)»"
    case .int, .uint, .double: "a number"
    case .string, .bytes: "a string"
    case .symbol(let symbol): "«\(symbol.rawValue)»"
    case .end: "the end"
    }
  }
}
