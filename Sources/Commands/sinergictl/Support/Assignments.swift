// `--set FIELD=VALUE`, as often as there are fields.

internal import AdminAPI
internal import ArgumentParser

/// One assignment; the value travels as text and the workflow reads it by the field's type.
struct Assignment: ExpressibleByArgument, Hashable {
  var field: String
  var value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      return nil
    }
    field = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}

extension [Assignment] {
  /// The values by field; nil when there are none.
  func data() throws -> [String: JSONValue]? {
    var data: [String: JSONValue] = [:]
    for assignment in self {
      guard data.updateValue(.string(assignment.value), forKey: assignment.field) == nil else {
        throw ValidationError("--set gives «\(assignment.field)» twice; give each field once")
      }
    }
    return data.isEmpty ? nil : data
  }
}
