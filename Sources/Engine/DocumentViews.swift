// What the engine takes and answers about documents: plain values.

public import WorkCalendar
public import Workflow

/// Puts a document on record.
public struct DocumentCommand: Hashable, Sendable {
  /// The agreement's reference.
  public var reference: String
  /// Kind, as the workflow declares it.
  public var kind: String
  /// Name of the file.
  public var name: String
  /// Size in bytes.
  public var size: Int64
  /// SHA-256, hexadecimal.
  public var sha256: String
  /// The office's own number; nil: as on record, empty: none.
  public var number: String?
  /// The partner's number; as ``number``.
  public var partnerNumber: String?
  /// Reference in SRIKANDI; as ``number``.
  public var srikandi: String?
  /// Media type; as ``number``.
  public var mediaType: String?
  /// What there is to say; as ``number``.
  public var note: String?
  /// True when the copy that was sent before belongs to it.
  public var hasCopy: Bool

  /// Creates a command.
  public init(
    reference: String, kind: String, name: String, size: Int64, sha256: String,
    number: String? = nil, partnerNumber: String? = nil, srikandi: String? = nil,
    mediaType: String? = nil, note: String? = nil, hasCopy: Bool
  ) {
    self.reference = reference
    self.kind = kind
    self.name = name
    self.size = size
    self.sha256 = sha256
    self.number = number
    self.partnerNumber = partnerNumber
    self.srikandi = srikandi
    self.mediaType = mediaType
    self.note = note
    self.hasCopy = hasCopy
  }
}

/// One version of a document.
public struct DocumentView: Hashable, Sendable {
  /// Kind.
  public var kind: String
  /// Title of the kind for people.
  public var title: String
  /// What is on record.
  public var record: DocumentVersion
  /// Name of the one who added it, when the directory has the person.
  public var personName: String?
  /// True for the present version.
  public var isLatest: Bool
}

/// A kind of which nothing is on record.
public struct MissingDocumentView: Hashable, Sendable {
  /// Kind.
  public var kind: String
  /// Title for people.
  public var title: String
  /// True when the definition calls it required.
  public var isRequired: Bool
  /// Roles that may add it.
  public var roles: [String]
}

/// What adding a document did; it is on disk when this is returned.
public struct DocumentResult: Hashable, Sendable {
  /// What came of it.
  public enum Effect: String, Sendable, CaseIterable {
    case added, corrected, unchanged
  }

  /// The agreement.
  public var reference: String
  /// Number of the history entry that tells of it; of the last one where nothing changed.
  public var sequence: Int
  /// What came of it.
  public var effect: Effect
  /// The document as it is on record.
  public var document: DocumentView
  /// True when the same command had been done before and nothing was done now.
  public var isReplay: Bool
}

/// A document whose copy is not what the record says.
public struct DocumentFault: Hashable, Sendable {
  /// What is wrong.
  public enum Kind: String, Sendable, CaseIterable {
    case missing, damaged, unreadable
  }

  /// The agreement.
  public var reference: String
  /// Kind and version of the document.
  public var document: String
  /// Its version.
  public var version: Int
  /// SHA-256 on record.
  public var sha256: String
  /// What is wrong.
  public var kind: Kind
  /// In words.
  public var words: String
}

/// What a look at all copies found.
public struct DocumentCheckView: Hashable, Sendable {
  /// Agreements that were looked at.
  public var agreements = 0
  /// Copies that were read whole.
  public var copies = 0
  /// Bytes of these.
  public var bytes: Int64 = 0
  /// What is wrong.
  public var faults: [DocumentFault] = []
  /// Copies that no agreement names; not looked for where only one agreement was asked for.
  public var orphans: [String] = []
}
