// What expressions of a plain chart may name, and the texts that are no expressions: times, places.

internal import CEL
internal import Statechart

/// What expressions may name.
enum ChartEnvironment {
  /// Variables that the system keeps (SCXML 5.10).
  static let system: [String: ValueType] = [
    "_event": .record(
      RecordType(
        name: "_event",
        fields: [
          "name": .string, "type": .string, "sendid": .dyn, "origin": .dyn, "origintype": .dyn,
          "invokeid": .dyn, "data": .dyn,
        ])),
    "_sessionid": .string, "_name": .string,
    "_ioprocessors": .map(.string, .map(.string, .string)),
  ]

  static func make(variables: some Sequence<String>) -> CEL.Environment {
    var types = system
    for name in variables { types[name] = .dyn }
    return CEL.Environment(
      variables: types,
      contextFunctions: [ContextFunction("In", parameters: [.string], result: .bool)])
  }

  /// Whether a text can be the name of a variable.
  static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.unicodeScalars.first,
      text.utf8.count <= WorkflowLimits.nameLength, first == "_" || isLetter(first)
    else { return false }
    return text.unicodeScalars.allSatisfy { isLetter($0) || $0 == "_" || ("0"..."9") ~= $0 }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z") ~= scalar || ("A"..."Z") ~= scalar
  }
}

/// Times as CSS 2 writes them (SCXML 6.2: `<send delay>`): `1.5s`, `200ms`.
enum StyleTime {
  static func milliseconds(_ text: String) -> Int64? {
    let factor: Double
    var number = text[...]
    if number.hasSuffix("ms") {
      factor = 1
      number = number.dropLast(2)
    } else if number.hasSuffix("s") {
      factor = 1000
      number = number.dropLast(1)
    } else {
      return nil
    }
    guard !number.isEmpty, number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
      let value = Double(number.hasPrefix(".") ? "0\(number)" : String(number))
    else { return nil }
    return Int64(exactly: (value * factor).rounded())
  }
}

/// What goes wrong in the data of plain charts, in words.
enum ChartWords {
  static let wrongUse = DataModelError(message: "cannot use this expression here")

  static func notBoolean(_ source: String) -> DataModelError {
    DataModelError(message: "«\(source)» is neither true nor false")
  }

  static func notDelay(_ source: String) -> DataModelError {
    DataModelError(message: "«\(source)» is no delay; write a text such as '1.5s' or '200ms'")
  }

  static func notList(_ source: String) -> DataModelError {
    DataModelError(message: "cannot go through «\(source)»: it is no list")
  }

  static func noVariable(_ name: String) -> DataModelError {
    DataModelError(message: "cannot use «\(name)»: it has no value yet")
  }

  static func systemVariable(_ name: String) -> DataModelError {
    DataModelError(message: "cannot change «\(name)»: it belongs to the system")
  }

  static func noSuchPlace(_ source: String) -> DataModelError {
    DataModelError(message: "cannot find «\(source)»: nothing inside has this name or number")
  }

  static func unknownSource(_ source: String) -> DataModelError {
    DataModelError(
      .communication, message: "cannot start the child «\(source)»: there is no such chart")
  }

  static func unreadableSource(_ source: String, _ problem: String) -> DataModelError {
    DataModelError(
      .communication, message: "cannot start the child «\(source)»: \(problem)")
  }

  static func unknownChildType(_ type: String) -> DataModelError {
    DataModelError(message: "cannot start a child of the type «\(type)»; only charts are known")
  }
}
