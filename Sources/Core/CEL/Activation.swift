// Where a program finds the values of its variables when it is evaluated.

/// Gives a program its variables and its context functions for one evaluation.
///
/// It must answer the same for the same name throughout one evaluation.
public protocol Activation {
  /// The value of a declared variable, or nil where it has none: evaluation then raises
  /// ``EvaluationError/unknownVariable(_:)`` if it needs it.
  func value(of variable: String) -> Value?
  /// The answer of a ``ContextFunction`` to arguments of the declared types.
  func call(
    _ contextFunction: String, _ arguments: [Value]
  ) throws(EvaluationError) -> Value
}

extension Activation {
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
}
