// Documents of an agreement: what is on record of them, and what is missing.

/// One version of a document.
public struct DocumentItem: WireType {
  /// Kind, as the workflow declares it.
  public var kind: String
  /// Title of the kind for people.
  public var title: String
  /// Version, from 1.
  public var version: Int
  /// True for the present version.
  public var latest: Bool
  /// Name of the file.
  public var name: String
  /// Size in bytes.
  public var size: Int64
  /// SHA-256 of the file, hexadecimal.
  public var sha256: String
  /// The office's own number.
  public var number: String?
  /// The partner's number.
  public var partnerNumber: String?
  /// Reference in SRIKANDI.
  public var srikandi: String?
  /// Media type.
  public var mediaType: String?
  /// What the one who added it had to say.
  public var note: String?
  /// True when the daemon keeps a copy.
  public var kept: Bool
  /// When it was added.
  public var addedAt: String
  /// Person who added it.
  public var person: String
  /// The person's name.
  public var personName: String?
  /// Role that it was added in.
  public var role: String

  /// Creates an item.
  public init(
    kind: String, title: String, version: Int, latest: Bool, name: String, size: Int64,
    sha256: String, number: String?, partnerNumber: String?, srikandi: String?,
    mediaType: String?, note: String?, kept: Bool, addedAt: String, person: String,
    personName: String?, role: String
  ) {
    self.kind = kind
    self.title = title
    self.version = version
    self.latest = latest
    self.name = name
    self.size = size
    self.sha256 = sha256
    self.number = number
    self.partnerNumber = partnerNumber
    self.srikandi = srikandi
    self.mediaType = mediaType
    self.note = note
    self.kept = kept
    self.addedAt = addedAt
    self.person = person
    self.personName = personName
    self.role = role
  }

  enum CodingKeys: String, CodingKey {
    case kind, title, version, latest, name, size, number, srikandi, note, kept, person
    case role
    case sha256 = "digest"
    case partnerNumber = "partner_number"
    case mediaType = "media_type"
    case addedAt = "added_at"
    case personName = "person_name"
  }

  /// The shape.
  public static let schema = Schema(
    "Document", "One version of a document of an agreement.",
    [
      .required("kind", .string, "Kind, as the workflow declares it."),
      .required("title", .string, "Title of the kind for people."),
      .required("version", .integer, "Version within the kind, from 1."),
      .required("latest", .boolean, "It is the present version."),
      .required("name", .string, "Name of the file: a record, never a path."),
      .required("size", .integer, "Size in bytes."),
      .required("digest", .string, "SHA-256 of the file, hexadecimal."),
      .optional("number", .string, "The office's own number."),
      .optional("partner_number", .string, "The partner's number."),
      .optional("srikandi", .string, "Reference in SRIKANDI."),
      .optional("media_type", .string, "Media type, such as `application/pdf`."),
      .optional("note", .string, "What the one who added it had to say."),
      .required("kept", .boolean, "The daemon keeps a copy."),
      .required("added_at", .timestamp, "When it was added."),
      .required("person", .string, "Person who added it."),
      .optional("person_name", .string, "Name, when the directory has the person."),
      .required("role", .string, "Role that it was added in."),
    ])
}

/// A kind of document of which nothing is on record.
public struct MissingDocumentItem: WireType {
  /// Kind.
  public var kind: String
  /// Title for people.
  public var title: String
  /// True when the workflow calls it required.
  public var required: Bool
  /// Roles that may add it.
  public var roles: [String]

  /// Creates an item.
  public init(kind: String, title: String, required: Bool, roles: [String]) {
    self.kind = kind
    self.title = title
    self.required = required
    self.roles = roles
  }

  /// The shape.
  public static let schema = Schema(
    "MissingDocument", "A kind of document of which nothing is on record.",
    [
      .required("kind", .string, "Kind, as the workflow declares it."),
      .required("title", .string, "Title for people."),
      .required("required", .boolean, "The workflow calls it required."),
      .required("roles", .list(.string), "Roles that may add it."),
    ])
}

/// Documents of an agreement.
public struct DocumentList: WireType {
  /// What is on record, in the order of the workflow, the newest version first.
  public var items: [DocumentItem]
  /// Kinds of which nothing is on record.
  public var missing: [MissingDocumentItem]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a list.
  public init(items: [DocumentItem], missing: [MissingDocumentItem], zone: String) {
    self.items = items
    self.missing = missing
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentList", "Documents of an agreement.",
    [
      .required("items", .list(.object(DocumentItem.schema)), "What is on record."),
      .required(
        "missing", .list(.object(MissingDocumentItem.schema)),
        "Kinds of which nothing is on record."),
      .zone,
    ])
}

/// Whether copies are kept.
public struct DocumentPolicy: WireType {
  /// True when new copies are kept.
  public var keeps: Bool
  /// Largest copy, in bytes.
  public var limitBytes: Int64
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(keeps: Bool, limitBytes: Int64, zone: String) {
    self.keeps = keeps
    self.limitBytes = limitBytes
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case keeps, zone
    case limitBytes = "limit_bytes"
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentPolicy", "Whether the daemon keeps copies of documents.",
    [
      .required("keeps", .boolean, "New copies are kept."),
      .required("limit_bytes", .integer, "Largest copy, in bytes."), .zone,
    ])
}
