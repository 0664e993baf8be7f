// The standard library as a table: which overloads there are, and the names of the types.

/// The standard definitions of the specification («List of Standard Definitions»), row by row.
///
/// A new function is a new row: its name, the types of its parameters, its type and what computes
/// it.
enum StandardLibrary {
  /// The rows of the core.
  static let core: [Overload] = [
    logic, arithmetic, comparisons, collections, strings, conversions, timestampsAndDurations,
    regularExpressions,
  ].flatMap { $0 }

  /// All rows by name, with those of every extension.
  static let functions = functions(with: Set(Extension.allCases))

  /// The rows of the core and of some extensions, by name.
  static func functions(with extensions: Set<Extension>) -> [String: [Overload]] {
    let chosen = Extension.allCases.filter(extensions.contains)
    return Dictionary(grouping: core + chosen.flatMap(\.overloads), by: \.name)
  }

  /// The names that stand for types in a source text.
  static let types: [String: ValueType] = [
    "bool": .bool, "bytes": .bytes, "double": .double, "dyn": .dyn, "int": .int,
    "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "string": .string,
    "type": .type(nil), "uint": .uint, "google.protobuf.Timestamp": .timestamp,
    "google.protobuf.Duration": .duration, "optional_type": .optional(.dyn),
  ]

  /// The name of a type as a value.
  static func name(of type: ValueType) -> String {
    switch type {
    case .list: "list"
    case .map: "map"
    case .null: "null_type"
    case .optional: "optional_type"
    case .type: "type"
    default: type.description
    }
  }

  private static let a = ValueType.parameter("A")
  private static let b = ValueType.parameter("B")

  /// The operators that decide which of their arguments are evaluated, and equality.
  static let logic: [Overload] = [
    Overload(Operators.and, [.bool, .bool], .bool, .special(.and)),
    Overload(Operators.or, [.bool, .bool], .bool, .special(.or)),
    Overload(Operators.conditional, [.bool, a, a], a, .special(.conditional)),
    .one(Operators.not, \.asBool, .bool, .bool) { .bool(!$0) },
    Overload("_==_", [a, a], .bool, .special(.equal)),
    Overload("_!=_", [a, a], .bool, .special(.notEqual)),
  ]

  /// What lists and maps have in common.
  static let collections: [Overload] = [
    Overload(Operators.contained, [a, .list(a)], .bool, .special(.contained)),
    Overload(Operators.contained, [a, .map(a, b)], .bool, .special(.contained)),
    Overload(Operators.index, [.list(a), .int], a, .special(.index)),
    Overload(Operators.index, [.map(a, b), a], b, .special(.index)),
    .two("_+_", \.asList, .list(a), .list(a), cost: .bySize) { .list($0 + $1) },
    Overload("size", [.list(a)], .int, .one(count)),
    Overload("size", isReceiver: true, [.list(a)], .int, .one(count)),
    Overload("size", [.map(a, b)], .int, .one(count)),
    Overload("size", isReceiver: true, [.map(a, b)], .int, .one(count)),
  ]

  /// The number of elements, entries, code points or bytes.
  @Sendable static func count(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .list(let elements): .int(Int64(elements.count))
    case .map(let entries): .int(Int64(entries.count))
    case .string(let string): .int(Int64(string.unicodeScalars.count))
    case .bytes(let bytes): .int(Int64(bytes.count))
    default: throw .noSuchOverload("size")
    }
  }

  /// The functions of strings and bytes.
  static let strings: [Overload] = [
    .two("_+_", \.asString, .string, .string, cost: .bySize) { .string($0 + $1) },
    .two("_+_", \.asBytes, .bytes, .bytes, cost: .bySize) { .bytes($0 + $1) },
    Overload("size", [.string], .int, cost: .bySize, .one(count)),
    Overload("size", isReceiver: true, [.string], .int, cost: .bySize, .one(count)),
    Overload("size", [.bytes], .int, .one(count)),
    Overload("size", isReceiver: true, [.bytes], .int, .one(count)),
    .two("contains", isReceiver: true, \.asString, .string, .bool, cost: .bySize) {
      .bool(Array($0.utf8).containsRun($1.utf8))
    },
    .two("startsWith", isReceiver: true, \.asString, .string, .bool, cost: .bySize) {
      .bool($0.utf8.starts(with: $1.utf8))
    },
    .two("endsWith", isReceiver: true, \.asString, .string, .bool, cost: .bySize) {
      .bool($0.utf8.reversed().starts(with: $1.utf8.reversed()))
    },
  ]
}

extension Overload {
  /// A row of one parameter, whose content `unwrap` takes out of the value.
  static func one<T>(
    _ name: String, isReceiver: Bool = false, _ unwrap: @escaping @Sendable (Value) -> T?,
    _ parameter: ValueType,
    _ result: ValueType, cost: Cost = .fixed(0),
    _ body: @escaping @Sendable (T) throws(EvaluationError) -> Value
  ) -> Overload {
    Overload(
      name, isReceiver: isReceiver, [parameter], result, cost: cost,
      .one { (value) throws(EvaluationError) in
        guard let value = unwrap(value) else { throw .noSuchOverload(name) }
        return try body(value)
      })
  }

  /// A row of two parameters of one type.
  static func two<T>(
    _ name: String, isReceiver: Bool = false, _ unwrap: @escaping @Sendable (Value) -> T?,
    _ parameter: ValueType, _ result: ValueType, cost: Cost = .fixed(0),
    _ body: @escaping @Sendable (T, T) throws(EvaluationError) -> Value
  ) -> Overload {
    Overload(
      name, isReceiver: isReceiver, [parameter, parameter], result, cost: cost,
      .two { (first, second) throws(EvaluationError) in
        guard let first = unwrap(first), let second = unwrap(second) else {
          throw .noSuchOverload(name)
        }
        return try body(first, second)
      })
  }
}

extension Value {
  var asBool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var asInt: Int64? { if case .int(let value) = self { value } else { nil } }
  var asUInt: UInt64? { if case .uint(let value) = self { value } else { nil } }
  var asDouble: Double? { if case .double(let value) = self { value } else { nil } }
  var asString: String? { if case .string(let value) = self { value } else { nil } }
  var asBytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
  var asTimestamp: Timestamp? { if case .timestamp(let value) = self { value } else { nil } }
  var asDuration: Span? { if case .duration(let value) = self { value } else { nil } }
  var asList: [Value]? { if case .list(let value) = self { value } else { nil } }
}

extension [UInt8] {
  /// Whether `run` occurs in these bytes, in time proportional to their count (Knuth, Morris,
  /// Pratt): the cost that is charged counts bytes.
  fileprivate func containsRun(_ run: some Sequence<UInt8>) -> Bool {
    let run = Array(run)
    guard !run.isEmpty else { return true }
    var borders = [0]
    var length = 0
    for byte in run.dropFirst() {
      while length > 0, run[length] != byte { length = borders[length - 1] }
      if run[length] == byte { length += 1 }
      borders.append(length)
    }
    var matched = 0
    for byte in self {
      while matched > 0, run[matched] != byte { matched = borders[matched - 1] }
      if run[matched] == byte { matched += 1 }
      if matched == run.count { return true }
    }
    return false
  }
}
