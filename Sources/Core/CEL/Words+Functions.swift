// The words of this room for what goes wrong in functions.

extension FunctionError: CustomStringConvertible {
  /// What is wrong, in one sentence.
  public var description: String {
    switch self {
    case .timestampText:
      "cannot read the timestamp: it must be as 2027-03-01T09:30:00Z, in the range of the years "
        + "0001 to 9999"
    case .timestampRange:
      "cannot make the timestamp: it is out of the range of the years 0001 to 9999"
    case .durationText: "cannot read the duration: it must be as 1h30m, 1.5s or -20ms"
    case .durationRange:
      "cannot make the duration: it is out of the range of 64 bits of nanoseconds"
    case .unknownZone: "cannot find the time zone: write an offset as +07:00, or a known name"
    case .pattern(let problem): "cannot use the pattern: " + problem.description
    case .stringIndex(let index): "cannot read the string there: index out of range: \(index)"
    case .substringRange(let start, let end):
      "cannot take a substring from \(start) to \(end): it would end before it starts"
    case .notStrings: "cannot join a list that holds more than strings"
    case .format(let problem): "cannot format the text: " + problem.description
    case .negativeShift(let bits): "cannot shift by \(bits) bits: a negative offset"
    case .emptyList: "cannot choose from an empty list"
    case .unordered: "cannot compare what is not a number"
    case .base64: "cannot decode the text: it is no base64"
    }
  }
}

extension FormatProblem: CustomStringConvertible {
  /// What is wrong, as the end of a sentence.
  public var description: String {
    switch self {
    case .unknownClause(let clause): "there is no clause «%\(clause)»"
    case .unfinishedClause: "nothing follows the last «%»"
    case .precision(let most): "the precision must be a number up to \(most)"
    case .missingArgument(let index): "index \(index) out of range: there are fewer arguments"
    case .wrongType(let clause, let type):
      "«%\(clause)» takes \(Self.kinds(of: clause)), not \(StandardLibrary.name(of: type))"
    case .tooDeep(let most): "an argument has more than \(most) levels"
    }
  }

  private static func kinds(of clause: Unicode.Scalar) -> String {
    switch clause {
    case "b": "integers and bools"
    case "o": "integers"
    case "x", "X": "integers, bytes and strings"
    case "d", "e", "f": "numbers"
    default: "numbers, bools, strings, bytes, lists, maps, types, timestamps and durations"
    }
  }
}

extension PatternProblem: CustomStringConvertible {
  /// What is wrong and where, as the end of a sentence.
  public var description: String { "\(kind.words) (at character \(offset))" }
}

extension PatternProblem.Kind {
  fileprivate var words: String {
    switch self {
    case .missingClosingParenthesis: "a parenthesis is not closed"
    case .unexpectedClosingParenthesis: "a parenthesis is closed that was not opened"
    case .missingClosingBracket: "a character class is not closed"
    case .reversedRange: "the range of a character class runs backwards"
    case .unknownEscape: "there is no such escape sequence"
    case .unknownClass: "there is no such class of characters"
    case .script: "classes by script are not supported: use general categories such as \\p{L}"
    case .unknownGroup: "there is no such kind of group"
    case .groupName: "a group's name is empty, used twice or has a character that no name has"
    case .nothingToRepeat: "there is nothing to repeat"
    case .repeatedRepetition: "one repetition follows another"
    case .tooManyRepetitions(let most): "more than \(most) repetitions, or bounds that are reversed"
    case .backreference: "references to groups are not supported"
    case .lookaround: "looking ahead or behind is not supported"
    case .singleByte: "\\C is not supported: text has no single bytes here"
    case .tooDeep(let most): "groups are nested in more than \(most) levels"
    case .tooLong(let most): "it has more than \(most) characters"
    case .tooLarge(let most): "it stands for more than \(most) steps"
    }
  }
}
