// Adding a document: the copy first, then its record; and looking whether all copies are whole.

/// Answer of `POST /v1/documents/content`: the copy is on disk.
public struct ContentAnswer: WireType {
  /// SHA-256 of what came, hexadecimal.
  public var sha256: String
  /// Size in bytes.
  public var size: Int64
  /// False when the same file was kept before.
  public var new: Bool
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(sha256: String, size: Int64, new: Bool, zone: String) {
    self.sha256 = sha256
    self.size = size
    self.new = new
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case size, new, zone
    case sha256 = "digest"
  }

  /// The shape.
  public static let schema = Schema(
    "ContentAnswer", "A copy is on disk; it belongs to nothing until a record names it.",
    [
      .required("digest", .string, "SHA-256 of what came, hexadecimal."),
      .required("size", .integer, "Size in bytes."),
      .required("new", .boolean, "The same file was not kept before."), .zone,
    ])
}

/// Body of `POST /v1/agreements/{reference}/documents`.
public struct DocumentRequest: WireType {
  /// Kind, as the workflow declares it.
  public var kind: String
  /// Name of the file.
  public var name: String
  /// Size in bytes.
  public var size: Int64
  /// SHA-256, hexadecimal.
  public var sha256: String
  /// The office's own number.
  public var number: String?
  /// The partner's number.
  public var partnerNumber: String?
  /// Reference in SRIKANDI.
  public var srikandi: String?
  /// Media type.
  public var mediaType: String?
  /// What there is to say.
  public var note: String?
  /// True when the copy that was sent before belongs to it.
  public var copy: Bool?
  /// The person whom an administrator stands in for; development only.
  public var `as`: String?

  /// Creates a request.
  public init(
    kind: String, name: String, size: Int64, sha256: String, number: String? = nil,
    partnerNumber: String? = nil, srikandi: String? = nil, mediaType: String? = nil,
    note: String? = nil, copy: Bool? = nil, as person: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.size = size
    self.sha256 = sha256
    self.number = number
    self.partnerNumber = partnerNumber
    self.srikandi = srikandi
    self.mediaType = mediaType
    self.note = note
    self.copy = copy
    self.as = person
  }

  enum CodingKeys: String, CodingKey {
    case kind, name, size, number, srikandi, note, copy, `as`
    case sha256 = "digest"
    case partnerNumber = "partner_number"
    case mediaType = "media_type"
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentRequest", "Puts a document on record, or corrects what is on record of the same file.",
    [
      .required("kind", .string, "Kind, as the workflow declares it."),
      .required("name", .string, "Name of the file: one line, no path."),
      .required("size", .integer, "Size in bytes."),
      .required("digest", .string, "SHA-256 of the file, hexadecimal."),
      .optional(
        "number", .string,
        "The office's own number. Left out: as on record of the same file; empty: none."),
      .optional("partner_number", .string, "The partner's number; as `number`."),
      .optional("srikandi", .string, "Reference in SRIKANDI; as `number`."),
      .optional("media_type", .string, "Media type; as `number`."),
      .optional("note", .string, "What there is to say; as `number`."),
      .optional("copy", .boolean, "The copy that was sent before belongs to it."), .standIn,
    ])
}

/// What adding a document did; it is on disk.
public struct DocumentAnswer: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// Number of the history entry that tells of it.
  public var sequence: Int
  /// `added`, `corrected` or `unchanged`.
  public var effect: String
  /// The document as it is on record.
  public var document: DocumentItem
  /// True when the same command had been done before and nothing was done now.
  public var replay: Bool
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    reference: String, sequence: Int, effect: String, document: DocumentItem, replay: Bool,
    zone: String
  ) {
    self.reference = reference
    self.sequence = sequence
    self.effect = effect
    self.document = document
    self.replay = replay
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentAnswer", "What adding a document did; it is on disk.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required(
        "sequence", .integer,
        "Number of the history entry that tells of it; of the last one where nothing changed."),
      .required("effect", .oneOf(["added", "corrected", "unchanged"]), "What came of it."),
      .required("document", .object(DocumentItem.schema), "The document as it is on record."),
      .required(
        "replay", .boolean, "The same command had been done before; nothing was done now."),
      .zone,
    ])
}

/// A document whose copy is not what its record says.
public struct DocumentFaultItem: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// Kind of the document.
  public var kind: String
  /// Version.
  public var version: Int
  /// SHA-256 on record.
  public var sha256: String
  /// `missing`, `damaged` or `unreadable`.
  public var fault: String
  /// In words.
  public var detail: String

  /// Creates a fault.
  public init(
    reference: String, kind: String, version: Int, sha256: String, fault: String, detail: String
  ) {
    self.reference = reference
    self.kind = kind
    self.version = version
    self.sha256 = sha256
    self.fault = fault
    self.detail = detail
  }

  enum CodingKeys: String, CodingKey {
    case reference, kind, version, fault, detail
    case sha256 = "digest"
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentFault", "A document whose copy is not what its record says.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("kind", .string, "Kind of the document."),
      .required("version", .integer, "Version."),
      .required("digest", .string, "SHA-256 on record."),
      .required("fault", .oneOf(["missing", "damaged", "unreadable"]), "What is wrong."),
      .required("detail", .string, "In words."),
    ])
}

/// What a look at all copies found.
public struct DocumentCheck: WireType {
  /// True when every copy that a record names is whole.
  public var intact: Bool
  /// Agreements that were looked at.
  public var agreements: Int
  /// Copies that were read and are whole.
  public var copies: Int
  /// Bytes of these.
  public var bytes: Int64
  /// What is wrong.
  public var faults: [DocumentFaultItem]
  /// Copies that no record names: their SHA-256. They are not deleted.
  public var orphans: [String]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(
    intact: Bool, agreements: Int, copies: Int, bytes: Int64, faults: [DocumentFaultItem],
    orphans: [String], zone: String
  ) {
    self.intact = intact
    self.agreements = agreements
    self.copies = copies
    self.bytes = bytes
    self.faults = faults
    self.orphans = orphans
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentCheck", "What a look at all copies found.",
    [
      .required("intact", .boolean, "Every copy that a record names is whole."),
      .required("agreements", .integer, "Agreements that were looked at."),
      .required("copies", .integer, "Copies that were read and are whole."),
      .required("bytes", .integer, "Bytes of these."),
      .required("faults", .list(.object(DocumentFaultItem.schema)), "What is wrong."),
      .required("orphans", .list(.string), "Copies that no record names, by SHA-256; kept."),
      .zone,
    ])
}
