// Where a program finds the values of its variables when it is evaluated.

/// Gives a program its variables and its context functions for one evaluation.
///
/// It must answer the same for the same name throughout one evaluation.
public protocol Activation {
  /// The value of a declared variable, or nil where it has none: evaluation then raises
  /// ``EvaluationError/unknownVariable(_:)`` if it needs it.
  func value(of variable: String) -> Value?
  /// The field of a variable that is a record, without making the record: what guards read most.
  ///
  /// It must agree with ``value(of:)``, which is asked where this does not answer.
  func field(_ name: String, of variable: String) -> FieldAnswer
  /// The answer of a ``ContextFunction`` to arguments of the declared types.
  func call(
    _ contextFunction: String, _ arguments: [Value]
  ) throws(EvaluationError) -> Value
}

/// What an activation says when it is asked for one field of a variable.
public enum FieldAnswer: Hashable, Sendable {
  /// The field has this value.
  case value(Value)
  /// The variable is a record or map, and the field is not set.
  case absent
  /// The activation answers for whole variables only.
  case unanswered
}

extension Activation {
  /// Leaves the answer to ``value(of:)``: what an activation without any records wants.
  public func field(_ name: String, of variable: String) -> FieldAnswer { .unanswered }

  /// Refuses every context function: what an activation without any wants.
  public func call(
    _ contextFunction: String, _ arguments: [Value]
  ) throws(EvaluationError) -> Value {
    throw .noSuchOverload(contextFunction)
  }
}

/// An activation that knows variables from a dictionary and no context function.
public struct VariablesActivation: Activation, Hashable, Sendable {
  /// The values by variable.
  public var variables: [String: Value]

  /// Makes an activation of these variables.
  public init(_ variables: [String: Value] = [:]) {
    self.variables = variables
  }

  /// The value that the dictionary holds.
  public func value(of variable: String) -> Value? {
    variables[variable]
  }

  /// The field of a variable that is a map.
  public func field(_ name: String, of variable: String) -> FieldAnswer {
    guard case .map(let entries)? = variables[variable] else { return .unanswered }
    return entries[.string(name)].map(FieldAnswer.value) ?? .absent
  }
}
