// Values on their way between a chart and its expressions.

internal import CEL
public import Statechart

extension DataValue {
  /// The chart's form of what an expression yields; what plain values cannot hold becomes text.
  init(_ value: Value) {
    self =
      switch value {
      case .null: .null
      case .bool(let truth): .bool(truth)
      case .int(let number): .int(number)
      case .uint(let number): Int64(exactly: number).map { .int($0) } ?? .double(Double(number))
      case .double(let number): .double(number)
      case .string(let text): .string(text)
      case .list(let items): .list(items.map { DataValue($0) })
      case .map(let entries):
        .map(
          Dictionary(
            entries.map { key, value in (Self.key(key), DataValue(value)) },
            uniquingKeysWith: { first, _ in first }))
      case .optional(let inner): inner.map { DataValue($0) } ?? .null
      case .timestamp, .duration, .bytes, .type, .opaque: .string(Self.text(value))
      }
  }

  /// Times as their functions write them, without the quotes of a literal.
  private static func text(_ value: Value) -> String {
    switch value {
    case .timestamp(let time): "\(time)"
    case .duration(let span): "\(span)"
    default: "\(value)"
    }
  }

  private static func key(_ value: Value) -> String {
    if case .string(let text) = value { text } else { "\(value)" }
  }

  /// The form in which expressions see it.
  var expressionValue: Value {
    switch self {
    case .null: .null
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .list(let items): .list(items.map(\.expressionValue))
    case .map(let entries):
      .map(
        Dictionary(uniqueKeysWithValues: entries.map { (.string($0), $1.expressionValue) }))
    }
  }

  /// A JSON value.
  init(_ json: JSON) {
    self =
      switch json {
      case .null: .null
      case .bool(let truth): .bool(truth)
      case .int(let number): .int(number)
      case .double(let number): .double(number)
      case .string(let text): .string(text)
      case .array(let items): .list(items.map { DataValue($0) })
      case .object(let members):
        .map(
          Dictionary(
            members.map { ($0.name, DataValue($0.value)) }, uniquingKeysWith: { _, last in last }))
      }
  }

  /// The plain value of a YAML node.
  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, let isPlain):
      let json = isPlain ? try? JSON(parsing: text) : nil
      self = isPlain && node.isNull ? .null : json.map { DataValue($0) } ?? .string(text)
    case .sequence(let items): self = .list(items.map { DataValue($0) })
    case .mapping(let entries):
      self = .map(
        Dictionary(
          entries.map { ($0.key, DataValue($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// The value as JSON, keys in the order of the alphabet.
  public var json: JSON {
    switch self {
    case .null: .null
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .list(let items): .array(items.map(\.json))
    case .map(let entries):
      .object(entries.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) })
    }
  }
}
