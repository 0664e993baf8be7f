// Fills in a format such as `%s is %.2f` (string extension, «format»).

/// One filling in of a format, which pays for what it writes.
struct Formatter {
  private var output: [UInt8] = []
  private var meter: Meter
  /// The bytes that are written and not paid for.
  private var unpaid = 0

  private init(_ meter: Meter) {
    self.meter = meter
  }

  static func format(
    _ format: String, _ arguments: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> String {
    var formatter = Formatter(meter)
    defer { meter = formatter.meter }
    try formatter.fill(Array(format.utf8), arguments)
    return formatter.text
  }

  private var text: String { String(decoding: output, as: UTF8.self) }

  private mutating func fill(
    _ format: [UInt8], _ arguments: [Value]
  ) throws(EvaluationError) {
    var index = 0
    var used = 0
    while index < format.count {
      let byte = format[index]
      index += 1
      guard byte == Byte.percent else {
        output.append(byte)
        continue
      }
      if index < format.count, format[index] == Byte.percent {
        output.append(Byte.percent)
        index += 1
        continue
      }
      guard used < arguments.count else {
        throw .function(.format(.missingArgument(index: used)))
      }
      let precision = try precision(format, &index)
      guard index < format.count else { throw .function(.format(.unfinishedClause)) }
      // A clause is one byte; only one that is refused may be longer.
      let clause = String(decoding: format[index...].prefix(4), as: UTF8.self).unicodeScalars
      try write(arguments[used], clause.first ?? "%", precision)
      index += 1
      used += 1
    }
  }

  /// The digits after a point, if there is one.
  private func precision(
    _ format: [UInt8], _ index: inout Int
  ) throws(EvaluationError) -> Int {
    guard index < format.count, format[index] == Byte.dot else {
      return FormatLimits.defaultPrecision
    }
    index += 1
    let start = index
    var value = 0
    while index < format.count, format[index].isDigit {
      value = min(value * 10 + Int(format[index] - Byte.zero), FormatLimits.precision + 1)
      index += 1
    }
    guard index > start, value <= FormatLimits.precision else {
      throw .function(.format(.precision(most: FormatLimits.precision)))
    }
    return value
  }

  private mutating func append(_ text: String) throws(EvaluationError) {
    unpaid += text.utf8.count
    try meter.charge(bytes: unpaid)
    unpaid %= Limits.bytesPerCost
    output += Array(text.utf8)
  }

  // MARK: Clauses

  private mutating func write(
    _ value: Value, _ clause: Unicode.Scalar, _ precision: Int
  ) throws(EvaluationError) {
    switch clause {
    case "s": try append(value, clause, depth: 0)
    case "d": try append(decimal(value, clause))
    case "f": try append(real(value, clause) { $0.fixed(precision) })
    case "e": try append(real(value, clause) { $0.scientific(precision) })
    case "b": try append(whole(value, clause, radix: 2))
    case "o": try append(whole(value, clause, radix: 8))
    case "x": try append(hexadecimal(value, clause))
    case "X": try append(hexadecimal(value, clause).uppercased())
    default: throw .function(.format(.unknownClause(clause)))
    }
  }

  private func wrongType(_ value: Value, _ clause: Unicode.Scalar) -> EvaluationError {
    .function(.format(.wrongType(clause: clause, value.type)))
  }

  private func decimal(_ value: Value, _ clause: Unicode.Scalar) throws(EvaluationError) -> String {
    if case .double(let value) = value { return value.plainText }
    if case .bool = value { throw wrongType(value, clause) }
    return try whole(value, clause, radix: 10)
  }

  private func whole(
    _ value: Value, _ clause: Unicode.Scalar, radix: Int
  ) throws(EvaluationError) -> String {
    switch value {
    case .int(let value): String(value, radix: radix)
    case .uint(let value): String(value, radix: radix)
    case .bool(let value) where radix == 2: value ? "1" : "0"
    default: throw wrongType(value, clause)
    }
  }

  private mutating func real(
    _ value: Value, _ clause: Unicode.Scalar, _ write: (ExactDecimal) -> String
  ) throws(EvaluationError) -> String {
    let number: Double
    switch value {
    case .double(let value): number = value
    case .int(let value): number = Double(value)
    case .uint(let value): number = Double(value)
    default: throw wrongType(value, clause)
    }
    guard number.isFinite else { return number.plainText }
    try meter.charge(FormatLimits.costOfDouble)
    return write(ExactDecimal(number))
  }

  private mutating func hexadecimal(
    _ value: Value, _ clause: Unicode.Scalar
  ) throws(EvaluationError) -> String {
    let bytes: [UInt8]
    switch value {
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let value): bytes = value
    default: return try whole(value, clause, radix: 16)
    }
    let digits = Array("0123456789abcdef".utf8)
    try meter.charge(bytes: bytes.count)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Any value

  private mutating func append(
    _ value: Value, _ clause: Unicode.Scalar, depth: Int
  ) throws(EvaluationError) {
    guard depth <= FormatLimits.depth else {
      throw .function(.format(.tooDeep(most: FormatLimits.depth)))
    }
    try meter.charge(1)
    switch value {
    case .null: try append("null")
    case .bool(let value): try append(String(value))
    case .int(let value): try append(String(value))
    case .uint(let value): try append(String(value))
    case .double(let value): try append(value.plainText)
    case .string(let value): try append(value)
    case .bytes(let value): try append(String(decoding: value, as: UTF8.self))
    case .type(let value): try append(StandardLibrary.name(of: value))
    case .timestamp(let value): try append(value.description)
    case .duration(let value): try append(value.description)
    case .list(let elements):
      try append("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { try append(", ") }
        try append(element, clause, depth: depth + 1)
      }
      try append("]")
    case .map(let entries): try append(entries, clause, depth: depth)
    case .optional, .opaque: throw wrongType(value, clause)
    }
  }

  /// A map by the order of its keys as they are written.
  private mutating func append(
    _ entries: [Value: Value], _ clause: Unicode.Scalar, depth: Int
  ) throws(EvaluationError) {
    try meter.charge(entries.count)
    var shown: [(text: String, key: Value, value: Value)] = []
    for (key, value) in entries {
      var formatter = Formatter(meter)
      defer { meter = formatter.meter }
      try formatter.append(key, clause, depth: depth + 1)
      shown.append((formatter.text, key, value))
    }
    // Keys of different types may be written alike, and need an order all the same.
    shown.sort { first, second in
      first.text.hasSameScalars(as: second.text)
        ? first.key.precedes(second.key)
        : first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
    }
    try append("{")
    for (index, entry) in shown.enumerated() {
      try append((index > 0 ? ", " : "") + entry.text + ": ")
      try append(entry.value, clause, depth: depth + 1)
    }
    try append("}")
  }
}
