// Reads the values, types and declarations of the CEL cases from their JSON renderings.

import CEL
import Foundation

/// Values and types of `cel.expr`, as JSON renders them.
enum CELJSON {
  static func value(_ json: Any?) -> Value? {
    guard let (kind, content) = (json as? [String: Any])?.first else { return nil }
    switch kind {
    case "nullValue": return .null
    case "boolValue": return (content as? Bool).map(Value.bool)
    case "int64Value": return Int64("\(content)").map(Value.int)
    case "uint64Value": return UInt64("\(content)").map(Value.uint)
    case "doubleValue": return double(content).map(Value.double)
    case "stringValue": return (content as? String).map(Value.string)
    case "bytesValue":
      return (content as? String).flatMap { Data(base64Encoded: $0) }.map { .bytes(Array($0)) }
    case "listValue": return list(content).map(Value.list)
    case "mapValue": return map(content).map(Value.map)
    case "objectValue": return object(content)
    default: return nil
    }
  }

  private static func double(_ json: Any) -> Double? {
    switch json {
    case let text as String:
      ["NaN": Double.nan, "Infinity": .infinity, "-Infinity": -.infinity][text] ?? Double(text)
    case let number as NSNumber: number.doubleValue
    default: nil
    }
  }

  private static func list(_ json: Any) -> [Value]? {
    var values: [Value] = []
    for item in (json as? [String: Any])?["values"] as? [Any] ?? [] {
      guard let value = value(item) else { return nil }
      values.append(value)
    }
    return values
  }

  private static func map(_ json: Any) -> [Value: Value]? {
    var map: [Value: Value] = [:]
    for entry in (json as? [String: Any])?["entries"] as? [[String: Any]] ?? [] {
      guard let key = value(entry["key"]), let value = value(entry["value"]) else { return nil }
      map[key] = value
    }
    return map
  }

  /// Timestamps and durations, which are the only messages that are values here.
  private static func object(_ json: Any) -> Value? {
    guard let object = json as? [String: Any], let text = object["value"] as? String,
      let type = (object["@type"] as? String)?.split(separator: "/").last
    else { return nil }
    let function = [
      "google.protobuf.Timestamp": "timestamp", "google.protobuf.Duration": "duration",
    ]
    return function[String(type)].flatMap {
      Environment(variables: [:]).compile("\($0)(r'\(text)')").program
    }.flatMap { try? $0.evaluate(VariablesActivation(), costLimit: 1_000) }
  }

  /// Whether a value is the one that the case wants, in kind and in content.
  static func isSame(_ value: Value, as json: Any) -> Bool {
    if let name = (json as? [String: Any])?["typeValue"] as? String, case .type = value {
      return value.description == name
    }
    return Self.value(json).map { isSame(value, $0) } ?? false
  }

  private static func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    // Zero has a sign; which NaN it is does not matter.
    case (.double(let a), .double(let b)):
      a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
    case (.map(let a), .map(let b)):
      a.count == b.count && a.allSatisfy { key, value in b[key].map { isSame(value, $0) } ?? false }
    case (.optional(let a?), .optional(let b?)): isSame(a, b)
    default: a == b
    }
  }

  // MARK: Types

  static func type(_ json: Any?) -> ValueType? {
    guard let (kind, content) = (json as? [String: Any])?.first else { return nil }
    let object = content as? [String: Any] ?? [:]
    switch kind {
    case "dyn": return .dyn
    case "null": return .null
    case "primitive": return primitives["\(content)"]
    case "wrapper": return primitives["\(content)"].map(ValueType.nullable)
    case "wellKnown":
      let types: [String: ValueType] = [
        "ANY": .dyn, "TIMESTAMP": .timestamp, "DURATION": .duration,
      ]
      return types["\(content)"]
    case "listType": return type(object["elemType"]).map(ValueType.list)
    case "mapType":
      guard let key = type(object["keyType"]), let value = type(object["valueType"]) else {
        return nil
      }
      return .map(key, value)
    case "typeParam": return .parameter("\(content)")
    case "type": return .type(type(content))
    case "abstractType":
      let types = (object["parameterTypes"] as? [Any] ?? []).compactMap { type($0) }
      let name = object["name"] as? String ?? ""
      return name == "optional_type" ? .optional(types.first ?? .dyn) : .abstract(name, types)
    case "messageType": return CELMessages.types["\(content)"]
    default: return nil
    }
  }

  private static let primitives: [String: ValueType] = [
    "BOOL": .bool, "INT64": .int, "UINT64": .uint, "DOUBLE": .double, "STRING": .string,
    "BYTES": .bytes,
  ]
}

/// The declarations of a case's `typeEnv`.
struct CELDeclarations {
  var variables: [String: ValueType] = [:]
  private(set) var overloads: [Overload] = []
  /// A declaration whose type is none of this library's.
  private(set) var unread: String?

  /// - Parameter isChecker: Whether the case expects the checker's own declarations beside its own.
  init(_ json: Any?, isChecker: Bool = false) {
    if isChecker {
      variables = CELMessages.checkerVariables
      declare("fg_s", [], .string, isReceiver: false)
      declare("fi_s_s", [.string], .string, isReceiver: true)
    }
    for declaration in json as? [[String: Any]] ?? [] {
      guard let name = declaration["name"] as? String else { continue }
      if let ident = declaration["ident"] as? [String: Any] {
        variables[name] = CELJSON.type(ident["type"])
        if variables[name] == nil { unread = name }
      }
      let function = declaration["function"] as? [String: Any]
      for overload in function?["overloads"] as? [[String: Any]] ?? [] {
        let types = overload["params"] as? [Any] ?? []
        let parameters = types.compactMap { CELJSON.type($0) }
        guard let result = CELJSON.type(overload["resultType"]), parameters.count == types.count
        else {
          unread = name
          continue
        }
        declare(
          name, parameters, result, isReceiver: overload["isInstanceFunction"] as? Bool ?? false)
      }
    }
  }

  /// A function that is declared only: no case calls it.
  private mutating func declare(
    _ name: String, _ parameters: [ValueType], _ result: ValueType, isReceiver: Bool
  ) {
    overloads.append(
      Overload(name, isReceiver: isReceiver, parameters: parameters, result: result) {
        (_) throws(EvaluationError) in throw .noSuchOverload(name)
      })
  }

  func environment(
    container: String, extensions: Set<Extension> = Set(Extension.allCases), depth: Int? = nil
  ) -> Environment {
    Environment(
      variables: variables, overloads: overloads, container: container, extensions: extensions,
      depth: depth, zones: .foundation)
  }
}

extension ZoneOffsets {
  /// The zones that Foundation knows.
  static let foundation = ZoneOffsets { name, seconds in
    TimeZone(identifier: name).map {
      Int32($0.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
  }
}
