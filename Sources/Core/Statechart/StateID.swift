// The names and handles with which a chart's parts are told apart.

/// The name of a state, unique in its chart.
public struct StateID: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The name as the definition writes it.
  public var rawValue: String

  /// Makes a name of the text, as it is.
  public init(_ rawValue: String) {
    self.rawValue = rawValue
  }

  /// Makes a name of a literal.
  public init(stringLiteral value: String) {
    self.rawValue = value
  }

  /// The name itself.
  public var description: String { rawValue }

  /// Orders names by their text; document order is the chart's, not this one.
  public static func < (left: StateID, right: StateID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Handle to an expression that the data model keeps: a condition, value, location or delay.
///
/// The chart never looks inside; it hands the handle back to the ``DataModel``.
public struct ExpressionID: Hashable, Sendable {
  /// The data model's own number for the expression.
  public var rawValue: Int

  /// Makes a handle of the data model's number.
  public init(_ rawValue: Int) {
    self.rawValue = rawValue
  }
}

/// Opaque handle of whoever read the definition (such as the index of a source range).
///
/// It is given back in problems and faults, so that they can be shown at their place.
public typealias Origin = Int
