// What a chart asks of its data. The chart knows handles; the data model knows expressions.

/// The data beside a chart (SCXML §5): conditions, values, locations, dates.
///
/// Every error becomes an error event in the chart (5.9): a condition that fails is false.
public protocol DataModel {
  /// Whether a condition holds.
  mutating func holds(_ condition: ExpressionID, in scope: Scope) throws(DataModelError) -> Bool

  /// The value of an expression.
  mutating func value(of expression: ExpressionID, in scope: Scope)
    throws(DataModelError) -> DataValue

  /// Gives a location the value of an expression (`<assign>`).
  mutating func assign(
    _ location: ExpressionID, _ expression: ExpressionID, in scope: Scope
  ) throws(DataModelError)

  /// Gives a location a value that the chart made (`idlocation`, the item of a `<foreach>`).
  mutating func assign(
    _ location: ExpressionID, value: DataValue, in scope: Scope
  ) throws(DataModelError)

  /// When a timer or a delayed send is due.
  mutating func due(_ expression: ExpressionID, in scope: Scope) throws(DataModelError) -> Due

  /// The items of a list; a copy, so that content may change the list while it is walked.
  mutating func items(of array: ExpressionID, in scope: Scope)
    throws(DataModelError) -> [DataValue]
}

/// Why an expression could not be evaluated.
public struct DataModelError: Error, Hashable, Sendable {
  /// Which error event it becomes.
  public enum Kind: Hashable, Sendable {
    /// `error.execution`.
    case execution
    /// `error.communication`.
    case communication
  }

  /// Which error event it becomes.
  public var kind: Kind
  /// What went wrong, for people; also the data of the error event.
  public var message: String

  /// Makes an error.
  public init(_ kind: Kind = .execution, message: String) {
    self.kind = kind
    self.message = message
  }
}

/// The null data model (SCXML B.1): no data, and no condition but `In(state)`.
public struct NullDataModel: DataModel {
  /// Which expression asks for which state.
  public var predicates: [ExpressionID: StateID]

  /// Makes a data model whose only expressions are these `In` predicates.
  public init(in predicates: [ExpressionID: StateID] = [:]) {
    self.predicates = predicates
  }

  /// Whether the state that the condition names is active.
  public func holds(_ condition: ExpressionID, in scope: Scope) throws(DataModelError) -> Bool {
    guard let state = predicates[condition] else { throw Words.nullDataModel }
    return scope.isActive(state)
  }

  /// Always an error.
  public func value(of expression: ExpressionID, in scope: Scope)
    throws(DataModelError) -> DataValue
  {
    throw Words.nullDataModel
  }

  /// Always an error.
  public func assign(
    _ location: ExpressionID, _ expression: ExpressionID, in scope: Scope
  ) throws(DataModelError) {
    throw Words.nullDataModel
  }

  /// Always an error.
  public func assign(
    _ location: ExpressionID, value: DataValue, in scope: Scope
  ) throws(DataModelError) {
    throw Words.nullDataModel
  }

  /// Always an error.
  public func due(_ expression: ExpressionID, in scope: Scope) throws(DataModelError) -> Due {
    throw Words.nullDataModel
  }

  /// Always an error.
  public func items(of array: ExpressionID, in scope: Scope)
    throws(DataModelError) -> [DataValue]
  {
    throw Words.nullDataModel
  }
}
