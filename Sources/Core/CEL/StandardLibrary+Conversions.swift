// The rows of the standard library that turn a value of one type into another.

extension StandardLibrary {
  /// The conversions, each named for the type that it yields.
  static let conversions: [Overload] = [
    identity("bool", .bool), identity("bytes", .bytes), identity("double", .double),
    identity("int", .int), identity("string", .string), identity("uint", .uint),
    Overload("dyn", [.parameter("A")], .dyn, .one { (value) throws(EvaluationError) in value }),
    Overload(
      "type", [.parameter("A")], .type(.parameter("A")),
      .one { (value) throws(EvaluationError) in
        if case .type = value { .type(.type(nil)) } else { .type(value.type) }
      }),
    row("int", .uint, .int) { $0.asUInt.flatMap { Int64(exactly: $0) }.map(Value.int) },
    row("int", .double, .int) { $0.asDouble.flatMap(truncated).map(Value.int) },
    row("int", .string, .int) { $0.asString.flatMap { Int64($0) }.map(Value.int) },
    row("uint", .int, .uint) { $0.asInt.flatMap { UInt64(exactly: $0) }.map(Value.uint) },
    row("uint", .double, .uint) { $0.asDouble.flatMap(truncatedUnsigned).map(Value.uint) },
    row("uint", .string, .uint) { $0.asString.flatMap { UInt64($0) }.map(Value.uint) },
    row("double", .int, .double) { $0.asInt.map { .double(Double($0)) } },
    row("double", .uint, .double) { $0.asUInt.map { .double(Double($0)) } },
    row("double", .string, .double) { $0.asString.flatMap { Double($0) }.map(Value.double) },
    row("bool", .string, .bool) { $0.asString.flatMap(truth).map(Value.bool) },
    row("bytes", .string, .bytes) { $0.asString.map { .bytes(Array($0.utf8)) } },
    row("string", .bytes, .string) {
      $0.asBytes.flatMap { String(validating: $0, as: UTF8.self) }.map(Value.string)
    },
    row("string", .bool, .string) { $0.asBool.map { .string(String($0)) } },
    row("string", .int, .string) { $0.asInt.map { .string(String($0)) } },
    row("string", .uint, .string) { $0.asUInt.map { .string(String($0)) } },
    row("string", .double, .string) { $0.asDouble.map { .string(text(of: $0)) } },
  ]

  private static func identity(_ name: String, _ type: ValueType) -> Overload {
    Overload(name, [type], type, .one { (value) throws(EvaluationError) in value })
  }

  /// A row whose body answers nil where the value has no counterpart.
  private static func row(
    _ name: String, _ from: ValueType, _ to: ValueType, cost: Overload.Cost = .bySize,
    _ convert: @escaping @Sendable (Value) -> Value?
  ) -> Overload {
    Overload(
      name, [from], to, cost: cost,
      .one { (value) throws(EvaluationError) in
        guard let converted = convert(value) else { throw .conversion(from: value.type, to: to) }
        return converted
      })
  }

  /// Towards zero; the ends of the range are refused, for the doubles there stand for numbers on
  /// both sides of them.
  private static func truncated(_ value: Double) -> Int64? {
    guard value > -0x1p63, value < 0x1p63 else { return nil }
    return Int64(value)
  }

  private static func truncatedUnsigned(_ value: Double) -> UInt64? {
    guard value >= 0, value < 0x1p64 else { return nil }
    return UInt64(value)
  }

  private static func truth(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
  }

  /// The shortest text that reads back as the same double; whole numbers without a fraction.
  static func text(of value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    let text = value.description
    if text.hasSuffix(".0") { return String(text.dropLast(2)) }
    // The standard library turns to exponents at 2^54, the specification's tests at 10^21.
    if abs(value) >= 0x1p53, abs(value) < 1e21 { return expanded(text) }
    return text
  }

  /// `1.25e+20` without its exponent.
  private static func expanded(_ text: String) -> String {
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    let digits = parts[0].filter(\.isNumber)
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    // The digits before the point are one; of the others the exponent moves as many before it.
    let zeros = max(0, exponent + 1 - digits.count)
    return sign + digits + String(repeating: "0", count: zeros)
  }
}
