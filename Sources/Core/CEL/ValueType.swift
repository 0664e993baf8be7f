// The static types of expressions, and how they are written.

/// A type of the Common Expression Language.
public indirect enum ValueType: Hashable, Sendable {
  /// Known at run time only; fits everywhere.
  case dyn
  /// The type of `null`.
  case null
  /// Truth values.
  case bool
  /// Signed 64-bit integers.
  case int
  /// Unsigned 64-bit integers.
  case uint
  /// IEEE 754 doubles.
  case double
  /// Sequences of Unicode code points.
  case string
  /// Sequences of bytes.
  case bytes
  /// Lists of one type of element.
  case list(ValueType)
  /// Maps from one type of key to one type of value.
  case map(ValueType, ValueType)
  /// The type of a type; of any type, where the payload is absent.
  case type(ValueType?)
  /// Instants of UTC.
  case timestamp
  /// Lengths of time.
  case duration
  /// Values of one type that may be absent.
  case optional(ValueType)
  /// A type that the host declares, by its name.
  case opaque(String)
  /// Values of one type, or null.
  case nullable(ValueType)
  /// A type that the host declares, by its name and the types that it is made of, as `set(int)`.
  /// Its values are ``Value/opaque(_:)`` of that name.
  case abstract(String, [ValueType])
  /// A map with declared fields.
  case record(RecordType)
  /// A type parameter of an overload, by its name: `A` in `list(A)`.
  case parameter(String)
  /// The type of an expression that has a problem already; fits everywhere, silently.
  case error
}

/// A map with declared fields, as the host declares its data.
///
/// Selecting any other field is a static error. At run time a record is a ``Value/map(_:)`` with
/// string keys, from which a field that is unset is absent: selecting it then raises
/// ``EvaluationError/noSuchField(_:)``, and `has()` answers false.
public struct RecordType: Hashable, Sendable {
  /// The name that messages use.
  public var name: String
  /// The type of each field.
  public var fields: [String: ValueType]

  /// Declares a record.
  public init(name: String, fields: [String: ValueType]) {
    self.name = name
    self.fields = fields
  }
}

extension ValueType: CustomStringConvertible {
  /// The type as the specification writes it, such as `map(string, list(int))`.
  public var description: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .type(let type): type.map { "type(\($0))" } ?? "type"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .optional(let type): "optional_type(\(type))"
    case .opaque(let name): name
    case .nullable(.record(let record)): record.name
    case .nullable(let type): "wrapper(\(type))"
    case .abstract(let name, let types):
      types.isEmpty ? name : name + "(" + types.map(\.description).joined(separator: ", ") + ")"
    case .record(let record): record.name
    case .parameter(let name): name
    case .error: "!error!"
    }
  }

  /// Whether only run time can tell what kind of value an expression of this type yields.
  var isOpen: Bool {
    switch self {
    case .dyn, .error, .parameter, .nullable: true
    default: false
    }
  }
}

extension Value {
  /// The type of this value at run time; elements of lists and maps are `dyn`.
  public var type: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .type: .type(nil)
    case .timestamp: .timestamp
    case .duration: .duration
    case .optional: .optional(.dyn)
    case .opaque(let value): .opaque(value.typeName)
    }
  }

  /// Whether this value is of the kind that `type` asks for, without looking at elements.
  func hasKind(of type: ValueType) -> Bool {
    switch (self, type) {
    case (_, .dyn), (_, .error), (_, .parameter), (.null, .null), (.bool, .bool), (.int, .int),
      (.uint, .uint), (.double, .double), (.string, .string), (.bytes, .bytes), (.list, .list),
      (.map, .map), (.map, .record), (.type, .type),
      (.timestamp, .timestamp), (.duration, .duration), (.optional, .optional):
      true
    case (.opaque(let value), .opaque(let name)), (.opaque(let value), .abstract(let name, _)):
      value.typeName == name
    case (.null, .nullable): true
    case (_, .nullable(let inner)): hasKind(of: inner)
    default: false
    }
  }
}
