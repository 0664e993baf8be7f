// Request bodies: a bounded JSON object with known keys, or a problem that names what does not fit.

internal import AdminAPI
internal import Workflow

/// Reads bodies.
enum Body {
  /// Checks the bytes against a shape; nothing is passed over in silence.
  static func check(_ bytes: [UInt8], against schema: Schema) throws(Problem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.invalidBody, "the body is not UTF-8")
    }
    let json: JSON
    do throws(JSON.ParseError) { json = try JSON(parsing: text) } catch {
      throw Problem(
        .invalidBody,
        "the body is not JSON: byte \(error.offset + 1) does not fit, or it is nested deeper than \(WorkflowLimits.jsonDepth)"
      )
    }
    guard case .object(let members) = json else {
      throw Problem(
        .invalidBody, "the body must be an object: \(example(of: schema))")
    }
    try checkNames(json, at: nil)
    for member in members {
      guard let property = schema.properties.first(where: { $0.name == member.name }) else {
        let known = schema.properties.map(\.name)
        let help =
          NearestWord.to(member.name, in: known).map { "did you mean «\($0)»?" }
          ?? "known here: \(known.joined(separator: ", "))"
        throw Problem(.invalidBody, "the body has an unknown key «\(member.name)»; \(help)")
      }
      if member.value == .null, !property.isRequired { continue }
      guard let wanted = mismatch(member.value, property.kind) else { continue }
      throw Problem(.invalidBody, "«\(member.name)» must be \(wanted)")
    }
    for property in schema.properties where property.isRequired && json[property.name] == nil {
      throw Problem(
        .invalidBody, "the body lacks «\(property.name)»; expected \(example(of: schema))")
    }
  }

  /// Reads a checked body.
  static func read<Value: WireType>(_ type: Value.Type, from bytes: [UInt8]) throws(Problem)
    -> Value
  {
    do { return try WireCoding.decode(type, from: bytes) } catch {
      throw Problem(.invalidBody, "the body cannot be read; expected \(example(of: type.schema))")
    }
  }

  /// The same name twice in an object is a mistake whose outcome nobody can foresee (RFC 8259 §4).
  private static func checkNames(_ json: JSON, at parent: String?) throws(Problem) {
    var seen: Set<String> = []
    for member in json.members {
      guard seen.insert(member.name).inserted else {
        throw Problem(
          .invalidBody,
          "«\(member.name)» stands twice in \(parent.map { "«\($0)»" } ?? "the body")")
      }
      try checkNames(member.value, at: member.name)
    }
    for item in json.items { try checkNames(item, at: parent) }
  }

  /// What a value should have been; nil when it fits.
  private static func mismatch(_ value: JSON, _ kind: Schema.Kind) -> String? {
    switch (kind, value) {
    case (.any, _), (.string, .string), (.timestamp, .string), (.integer, .int), (.boolean, .bool),
      (.map, .object), (.list, .array), (.object, .object):
      return nil
    case (.oneOf(let words), .string(let word)):
      if words.contains(word) { return nil }
      return "one of \(words.joined(separator: ", ")), is «\(word)»"
    case (.oneOf(let words), _): return "one of \(words.joined(separator: ", "))"
    case (.string, _), (.timestamp, _): return "text"
    case (.integer, _): return "a whole number"
    case (.boolean, _): return "true or false"
    case (.map, _), (.object, _): return "an object"
    case (.list, _): return "a list"
    }
  }

  private static func example(of schema: Schema) -> String {
    let members = schema.properties.filter { $0.name != "as" }.map { property in
      property.isRequired ? "\"\(property.name)\": …" : "\"\(property.name)\"?: …"
    }
    return "{\(members.joined(separator: ", "))}"
  }
}
