// What expressions know of an agreement's documents: `documents.naskah.number`.

internal import CEL

/// The type and the value of the variable `documents`.
enum DocumentEnvironment {
  /// What is known of one document. Fields without a value are absent: `has(documents.naskah.number)`.
  static let document = ValueType.record(RecordType(name: "document", fields: fields))

  private static let fields: [String: ValueType] = [
    "version": .int, "name": .string, "size": .int, "sha256": .string, "number": .string,
    "partner_number": .string, "srikandi": .string, "added": DateLibrary.date, "kept": .bool,
  ]

  /// What an expression that reads of a document refers to.
  static func references(_ kind: String) -> [String] {
    ["documents", "documents.\(kind)"] + fields.keys.map { "documents.\(kind).\($0)" }
  }

  /// The type of `documents` where these kinds are declared.
  static func type(_ kinds: [DocumentKind]) -> ValueType {
    var fields: [String: ValueType] = [:]
    for kind in kinds { fields[kind.name] = document }
    return .record(RecordType(name: "documents", fields: fields))
  }

  /// The value of `documents`.
  static func value(_ documents: [String: AgreementDocument]) -> Value {
    var map: [Value: Value] = [:]
    for (kind, document) in documents { map[.string(kind)] = value(document.latest) }
    return .map(map)
  }

  /// The value of one document.
  static func value(_ version: DocumentVersion) -> Value {
    var map: [Value: Value] = [
      .string("version"): .int(Int64(version.version)), .string("name"): .string(version.name),
      .string("size"): .int(version.size), .string("sha256"): .string(version.sha256),
      .string("added"): DateLibrary.value(version.addedOn), .string("kept"): .bool(version.isKept),
    ]
    map[.string("number")] = version.number.map { .string($0) }
    map[.string("partner_number")] = version.partnerNumber.map { .string($0) }
    map[.string("srikandi")] = version.srikandi.map { .string($0) }
    return .map(map)
  }
}
