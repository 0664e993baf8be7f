// What the host and the standard library declare: overloads of functions and operators.

/// A function or operator overload that the host adds, or the standard library declares.
///
/// Operators have the specification's internal names: `_+_`, `_-_`, `_<_`, `_==_`, `!_`, `-_`,
/// `_[_]`. A call is resolved to an overload when it is compiled; where an argument is `dyn`, the
/// kinds of the values choose among all overloads of the name at run time, so that an
/// implementation never sees an argument of another kind than it declared.
public struct Overload: Sendable {
  /// The name of the function or operator.
  public let name: String
  /// Whether it is called on its first parameter, as in `'abc'.contains('b')`.
  public let isReceiver: Bool
  /// The types of the parameters, the receiver first.
  public let parameters: [ValueType]
  /// The type of the result.
  public let result: ValueType
  /// What one call costs, besides one for the call itself.
  let cost: Cost
  /// Whether only run time may choose it: comparisons of different numeric types, which the
  /// checker refuses and which values behind `dyn` may need.
  let isDynamicOnly: Bool
  /// What computes the result.
  let implementation: Implementation
  /// Whether the host declared it.
  let isHosts: Bool
  /// What a program does once where an argument is a literal.
  let preparation: Preparation?

  /// Declares an overload.
  ///
  /// - Parameters:
  ///   - name: The name of the function, or an operator's internal name.
  ///   - isReceiver: Whether it is called on its first parameter.
  ///   - parameters: The types of the parameters, the receiver first; `.parameter("A")` stands for
  ///     any type, the same at each place.
  ///   - result: The type of the result.
  ///   - cost: What one call adds to the cost of an evaluation.
  ///   - implementation: Computes the result from as many arguments as there are parameters.
  public init(
    _ name: String, isReceiver: Bool = false, parameters: [ValueType], result: ValueType,
    cost: Int = 1,
    _ implementation: @escaping @Sendable ([Value]) throws(EvaluationError) -> Value
  ) {
    self.init(
      name, isReceiver: isReceiver, parameters, result, cost: .fixed(cost), isHosts: true,
      .many(implementation))
  }

  /// Declares an overload of one parameter: as the general one, without an array for each call.
  public init(
    _ name: String, isReceiver: Bool = false, parameter: ValueType, result: ValueType,
    cost: Int = 1,
    unary implementation: @escaping @Sendable (Value) throws(EvaluationError) -> Value
  ) {
    self.init(
      name, isReceiver: isReceiver, [parameter], result, cost: .fixed(cost), isHosts: true,
      .one(implementation))
  }

  /// Declares an overload of two parameters: as the general one, without an array for each call.
  public init(
    _ name: String, isReceiver: Bool = false, parameters: (ValueType, ValueType),
    result: ValueType, cost: Int = 1,
    binary implementation: @escaping @Sendable (Value, Value) throws(EvaluationError) -> Value
  ) {
    self.init(
      name, isReceiver: isReceiver, [parameters.0, parameters.1], result, cost: .fixed(cost),
      isHosts: true, .two(implementation))
  }

  init(
    _ name: String, isReceiver: Bool = false, _ parameters: [ValueType], _ result: ValueType,
    cost: Cost = .fixed(0), isDynamicOnly: Bool = false, preparation: Preparation? = nil,
    isHosts: Bool = false,
    _ implementation: Implementation
  ) {
    self.name = name
    self.isReceiver = isReceiver
    self.parameters = parameters
    self.result = result
    self.cost = cost
    self.isDynamicOnly = isDynamicOnly
    self.implementation = implementation
    self.preparation = preparation
    self.isHosts = isHosts
  }

  /// What a call costs.
  enum Cost: Sendable {
    /// The same each time.
    case fixed(Int)
    /// By the size of the arguments: what copies or reads them whole.
    case bySize
  }

  /// How an overload computes its result. One and two arguments have forms of their own, for they
  /// are almost all calls and need no array.
  enum Implementation: Sendable {
    case one(@Sendable (Value) throws(EvaluationError) -> Value)
    case two(@Sendable (Value, Value) throws(EvaluationError) -> Value)
    case many(@Sendable ([Value]) throws(EvaluationError) -> Value)
    /// Counts its own work, besides the cost that the overload declares.
    case metered(MeteredBody)
    /// Found in the activation, under the overload's name.
    case context
    /// Built into the evaluator: what decides which arguments are evaluated, or counts its work.
    case special(SpecialForm)
  }
}

/// The operators that the evaluator itself knows.
enum SpecialForm: Sendable {
  case and
  case or
  case conditional
  case equal
  case notEqual
  case contained
  case index
  case optionalIndex
  case optionalOr
  case optionalOrValue
}

/// A function whose answer depends on where it is evaluated, such as `In('state')`: the activation
/// provides it.
public struct ContextFunction: Hashable, Sendable {
  /// The name of the function.
  public var name: String
  /// The types of the parameters.
  public var parameters: [ValueType]
  /// The type of the result.
  public var result: ValueType
  /// What one call adds to the cost of an evaluation.
  public var cost: Int

  /// Declares a function that each activation provides.
  public init(_ name: String, parameters: [ValueType], result: ValueType, cost: Int = 1) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.cost = cost
  }

  var overload: Overload {
    Overload(name, parameters, result, cost: .fixed(cost), isHosts: true, .context)
  }
}
