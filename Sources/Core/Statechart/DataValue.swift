// A value that the chart carries but never looks inside: event data, results, parameters.

/// A plain value, as JSON knows them, with whole numbers apart from fractions.
public enum DataValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case list([DataValue])
  case map([String: DataValue])
}
