// The rows of the standard library for the string extension.

extension StandardLibrary {
  /// The functions of the string extension.
  static let stringExtensions: [Overload] =
    stringPlaces + stringForms + stringParts

  private static let stringPlaces: [Overload] = [
    row("charAt", [.int], .string) { (text, rest) throws(EvaluationError) in
      guard let place = rest[0].asInt else { return nil }
      return try StringFunctions.character(of: text, at: place)
    },
    row("indexOf", [.string], .int) { (text, rest) throws(EvaluationError) in
      guard let run = rest[0].asString else { return nil }
      return try StringFunctions.firstIndex(of: run, in: text)
    },
    row("indexOf", [.string, .int], .int) { (text, rest) throws(EvaluationError) in
      guard let run = rest[0].asString, let start = rest[1].asInt else { return nil }
      return try StringFunctions.firstIndex(of: run, in: text, from: start)
    },
    row("lastIndexOf", [.string], .int) { (text, rest) throws(EvaluationError) in
      guard let run = rest[0].asString else { return nil }
      return try StringFunctions.lastIndex(of: run, in: text)
    },
    row("lastIndexOf", [.string, .int], .int) { (text, rest) throws(EvaluationError) in
      guard let run = rest[0].asString, let end = rest[1].asInt else { return nil }
      return try StringFunctions.lastIndex(of: run, in: text, upTo: end)
    },
    row("substring", [.int], .string) { (text, rest) throws(EvaluationError) in
      guard let start = rest[0].asInt else { return nil }
      return try StringFunctions.substring(text, from: start)
    },
    row("substring", [.int, .int], .string) { (text, rest) throws(EvaluationError) in
      guard let start = rest[0].asInt, let end = rest[1].asInt else { return nil }
      return try StringFunctions.substring(text, from: start, to: end)
    },
  ]

  private static let stringForms: [Overload] = [
    row("lowerAscii", [], .string) { (text, _) throws(EvaluationError) in
      .string(StringFunctions.mapASCII(text, 0x41...0x5A))
    },
    row("upperAscii", [], .string) { (text, _) throws(EvaluationError) in
      .string(StringFunctions.mapASCII(text, 0x61...0x7A))
    },
    row("trim", [], .string) { (text, _) throws(EvaluationError) in
      .string(StringFunctions.trimmed(text))
    },
    row("reverse", [], .string) { (text, _) throws(EvaluationError) in
      .string(StringFunctions.reversed(text))
    },
    .one("strings.quote", \.asString, .string, .string, cost: .bySize) {
      .string(StringFunctions.quoted($0))
    },
  ]

  private static let stringParts: [Overload] = [
    metered("replace", [.string, .string, .string], .string, replace),
    metered("replace", [.string, .string, .string, .int], .string, replace),
    metered("split", [.string, .string], .list(.string), split),
    metered("split", [.string, .string, .int], .list(.string), split),
    metered("join", [.list(.string)], .string, join),
    metered("join", [.list(.string), .string], .string, join),
    metered("format", [.string, .list(.dyn)], .string) {
      (arguments, meter) throws(EvaluationError) in
      guard let format = arguments[0].asString, let values = arguments[1].asList else {
        throw .noSuchOverload("format")
      }
      return .string(try Formatter.format(format, values, &meter))
    },
  ]

  @Sendable private static func replace(
    _ arguments: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard let text = arguments[0].asString, let old = arguments[1].asString,
      let new = arguments[2].asString
    else { throw .noSuchOverload("replace") }
    let limit = arguments.count > 3 ? arguments[3].asInt ?? 0 : -1
    return try StringFunctions.replace(old, by: new, in: text, limit: limit, &meter)
  }

  @Sendable private static func split(
    _ arguments: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard let text = arguments[0].asString, let separator = arguments[1].asString else {
      throw .noSuchOverload("split")
    }
    let limit = arguments.count > 2 ? arguments[2].asInt ?? 0 : -1
    return try StringFunctions.split(text, by: separator, limit: limit, &meter)
  }

  @Sendable private static func join(
    _ arguments: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard let list = arguments[0].asList else { throw .noSuchOverload("join") }
    let separator = arguments.count > 1 ? arguments[1].asString ?? "" : ""
    return try StringFunctions.join(list, with: separator, &meter)
  }

  /// A row on a string whose body answers nil to arguments of other kinds than it declares.
  private static func row(
    _ name: String, _ rest: [ValueType], _ result: ValueType,
    _ body: @escaping @Sendable (String, [Value]) throws(EvaluationError) -> Value?
  ) -> Overload {
    Overload(
      name, isReceiver: true, [.string] + rest, result, cost: .bySize,
      .many { (arguments) throws(EvaluationError) in
        guard let text = arguments[0].asString,
          let value = try body(text, Array(arguments.dropFirst()))
        else { throw .noSuchOverload(name) }
        return value
      })
  }

  private static func metered(
    _ name: String, _ parameters: [ValueType], _ result: ValueType, _ body: @escaping MeteredBody
  ) -> Overload {
    Overload(name, isReceiver: true, parameters, result, cost: .bySize, .metered(body))
  }
}
