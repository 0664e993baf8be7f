// Why a function of the library has no answer.

/// What is wrong with the arguments of a function of times, patterns, texts, numbers or codes.
///
/// As in ``EvaluationError``, no case carries a text from the host's data.
public enum FunctionError: Hashable, Sendable {
  /// A text is no RFC 3339 timestamp of the years 1 to 9999.
  case timestampText
  /// A timestamp would be outside of the years 1 to 9999.
  case timestampRange
  /// A text is no duration, such as `1h30m`.
  case durationText
  /// A duration would not fit 64 bits of nanoseconds.
  case durationRange
  /// A time zone is neither a fixed offset nor one that the host knows.
  case unknownZone
  /// A regular expression cannot be read, or is too large.
  case pattern(PatternProblem)
  /// A string has no such place.
  case stringIndex(Int64)
  /// A substring would end before it starts.
  case substringRange(start: Int64, end: Int64)
  /// A list that holds more than strings cannot be joined.
  case notStrings
  /// A format cannot be read, or does not fit its arguments.
  case format(FormatProblem)
  /// A number cannot be shifted by a negative number of bits.
  case negativeShift(Int64)
  /// An empty list has neither a greatest nor a least element.
  case emptyList
  /// What is not a number has no order.
  case unordered
  /// A text is no base64.
  case base64
}

/// What is wrong with a format, or with an argument for it.
public enum FormatProblem: Hashable, Sendable {
  /// No such clause as this character after `%`.
  case unknownClause(Unicode.Scalar)
  /// A `%` has nothing after it.
  case unfinishedClause
  /// The digits of a precision are missing, or stand for too large a number.
  case precision(most: Int)
  /// The format asks for more arguments than there are.
  case missingArgument(index: Int)
  /// A clause cannot show a value of this type.
  case wrongType(clause: Unicode.Scalar, ValueType)
  /// A value holds too many levels of lists and maps.
  case tooDeep(most: Int)
}
