// Why an evaluation yielded no value.

/// An error of evaluation.
///
/// The language treats most of them as values: `true || 1 / 0 > 0` is true. Only
/// ``costLimitExceeded(_:)`` always ends the evaluation. No case carries a value from the host's
/// data, so that each may be logged.
public enum EvaluationError: Error, Hashable, Sendable {
  /// A record or map has no such field, or the field is unset.
  case noSuchField(String)
  /// A map has no such key.
  case noSuchKey
  /// An integer division or remainder by zero.
  case divisionByZero
  /// A result outside the range of its 64-bit type.
  case overflow
  /// No overload of the function takes values of these kinds.
  case noSuchOverload(String)
  /// The evaluation costs more than the caller allows, which is the payload.
  case costLimitExceeded(Int)
  /// The activation has no value for the variable, or the variable is not declared.
  case unknownVariable(String)
  /// A value of the first type has no counterpart in the second.
  case conversion(from: ValueType, to: ValueType)
  /// A list has no such index.
  case indexOutOfRange(Int64)
  /// A map literal names one key twice.
  case repeatedKey
  /// A map key is neither bool, int, uint nor string.
  case unsupportedKey(ValueType)
  /// A function of the library has no answer for these arguments.
  case function(FunctionError)
  /// An optional has no value to give.
  case noValue
  /// What a host's function says, in its own words.
  case custom(String)

  /// Whether `&&`, `||` and the macros may hold it back while they look at their other side.
  var isAbsorbable: Bool {
    if case .costLimitExceeded = self { false } else { true }
  }
}
