// What an agreement knows about itself: declared fields, their types, and how values read and write.

public import CEL
internal import WorkCalendar

/// The type of a field.
public enum FieldType: String, CaseIterable, Sendable {
  case string
  case int
  case double
  case bool
  case date
  /// The identity of an organisation of the directory.
  case organisation

  /// The type that expressions see.
  var expressionType: ValueType {
    switch self {
    case .string, .organisation: .string
    case .int: .int
    case .double: .double
    case .bool: .bool
    case .date: DateLibrary.date
    }
  }
}

/// A declared field of an agreement's data.
public struct DataField: Hashable, Sendable {
  /// Name in expressions: `data.NAME`.
  public var name: String
  /// Type.
  public var type: FieldType
  /// True when an agreement cannot start without it.
  public var isRequired: Bool
  /// Value at the start when none is given.
  public var defaultValue: Value?
  /// Title for people.
  public var title: LocalizedText?
  /// The only values allowed, for a text field; empty: any.
  public var allowedValues: [String]
}

/// Why a text is no value of a field.
public enum FieldProblem: Error, Hashable, Sendable {
  case notOfType(field: String, type: FieldType, text: String)
  case notAllowed(field: String, text: String, allowed: [String])
  case tooLong(field: String, most: Int)
  case unknownOrganisation(field: String, text: String, suggestion: String?)
}

extension DataField {
  /// Reads a value as people and files write it.
  public func value(from text: String) -> Result<Value, FieldProblem> {
    guard text.utf8.count <= WorkflowLimits.textBytes else {
      return .failure(.tooLong(field: name, most: WorkflowLimits.textBytes))
    }
    let value: Value?
    switch type {
    case .string, .organisation: value = .string(text)
    case .int: value = Int64(text).map { .int($0) }
    case .double: value = Double(text).flatMap { $0.isFinite ? .double($0) : nil }
    case .bool: value = ["true": Value.bool(true), "false": .bool(false)][text]
    case .date: value = CivilDate(text).map { DateLibrary.value($0) }
    }
    guard let value else {
      return .failure(.notOfType(field: name, type: type, text: text))
    }
    if !allowedValues.isEmpty, !allowedValues.contains(text) {
      return .failure(.notAllowed(field: name, text: text, allowed: allowedValues))
    }
    return .success(value)
  }

  /// Reads a JSON value: typed, or as text.
  public func value(from json: JSON) -> Result<Value, FieldProblem> {
    switch (type, json) {
    case (.int, .int(let number)): return .success(.int(number))
    case (.double, .int(let number)): return .success(.double(Double(number)))
    case (.double, .double(let number)): return .success(.double(number))
    case (.bool, .bool(let truth)): return .success(.bool(truth))
    case (_, .string(let text)): return value(from: text)
    default: return .failure(.notOfType(field: name, type: type, text: json.text))
    }
  }

  /// The value as JSON: numbers and truth values as such, everything else as text.
  public static func json(_ value: Value) -> JSON {
    switch value {
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    default: DateLibrary.civilDate(value).map { .string($0.description) } ?? .null
    }
  }

  /// The value as text for people.
  public static func text(_ value: Value) -> String {
    switch json(value) {
    case .string(let text): text
    case let other: other.text
    }
  }
}
