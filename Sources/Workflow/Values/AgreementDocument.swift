// Documents of an agreement: the kinds that a definition declares, and what is on record of each.

public import WorkCalendar

/// A kind of document that a definition declares.
public struct DocumentKind: Hashable, Sendable {
  /// Name, as commands and expressions use it.
  public var name: String
  /// Title for people; nil: its name.
  public var title: LocalizedText?
  /// True when lists show it as missing as long as it is not there; `needs` is what refuses.
  public var isRequired: Bool
  /// Roles that may add it, sorted as they were written.
  public var roles: [String]
}

/// What is on record of one version of a document.
public struct DocumentVersion: Hashable, Sendable {
  /// Number of the version within its kind, from 1.
  public var version: Int
  /// Name of the file: a record, never a path.
  public var name: String
  /// Size of the file in bytes.
  public var size: Int64
  /// SHA-256 of the file, 64 lower-case hexadecimal digits.
  public var sha256: String
  /// The office's own number.
  public var number: String?
  /// The partner's number.
  public var partnerNumber: String?
  /// Reference in SRIKANDI.
  public var srikandi: String?
  /// Media type, such as `application/pdf`.
  public var mediaType: String?
  /// What the one who added it had to say.
  public var note: String?
  /// True when a copy is kept in the archive.
  public var isKept: Bool
  /// When it was added.
  public var addedAt: Instant
  /// The day of that by the workflow's calendar.
  public var addedOn: CivilDate
  /// Who added it.
  public var person: String
  /// The role that it was added in.
  public var role: String
}

/// All that is on record of one kind of document.
public struct AgreementDocument: Hashable, Sendable {
  /// The present version.
  public var latest: DocumentVersion
  /// Versions before it, the oldest first.
  public var earlier: [DocumentVersion]

  /// Every version, the newest first.
  public var versions: [DocumentVersion] { [latest] + earlier.reversed() }
}

// MARK: The stored form

extension DocumentVersion {
  /// The members that state and history share.
  var members: KeyValuePairs<String, JSON?> {
    [
      "version": .int(Int64(version)), "name": .string(name), "size": .int(size),
      "sha256": .string(sha256), "number": number.map { .string($0) },
      "partner_number": partnerNumber.map { .string($0) },
      "srikandi": srikandi.map { .string($0) }, "media_type": mediaType.map { .string($0) },
      "note": note.map { .string($0) }, "kept": .bool(isKept),
    ]
  }

  /// The form in the stored state.
  var json: JSON {
    .object(
      JSON.object(members).members + [
        .init("at", .int(addedAt.millisecondsSince1970)),
        .init("on", .string(addedOn.description)), .init("person", .string(person)),
        .init("role", .string(role)),
      ])
  }

  init(json: JSON) throws(StateDecodingError) {
    guard let version = json["version"]?.int, let name = json["name"]?.string,
      let size = json["size"]?.int, let sha256 = json["sha256"]?.string,
      let at = json["at"]?.int, let on = json["on"]?.string.flatMap({ CivilDate($0) })
    else { throw .missing("documents") }
    self.version = Int(version)
    self.name = name
    self.size = size
    self.sha256 = sha256
    number = json["number"]?.string
    partnerNumber = json["partner_number"]?.string
    srikandi = json["srikandi"]?.string
    mediaType = json["media_type"]?.string
    note = json["note"]?.string
    isKept = json["kept"]?.bool ?? false
    addedAt = Instant(millisecondsSince1970: at)
    addedOn = on
    person = json["person"]?.string ?? ""
    role = json["role"]?.string ?? ""
  }
}

extension AgreementDocument {
  var json: JSON {
    guard case .object(let members) = latest.json, !earlier.isEmpty else { return latest.json }
    return .object(members + [.init("earlier", .array(earlier.map(\.json)))])
  }

  init(json: JSON) throws(StateDecodingError) {
    latest = try DocumentVersion(json: json)
    earlier = []
    for item in json["earlier"]?.items ?? [] { earlier.append(try DocumentVersion(json: item)) }
  }
}

extension InstanceState {
  /// The stored form of the documents; nil while there are none, as in states from before them.
  var documentsJSON: JSON? {
    guard !documents.isEmpty else { return nil }
    return .object(documents.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
  }

  static func documents(stored json: JSON?) throws(StateDecodingError)
    -> [String: AgreementDocument]
  {
    var documents: [String: AgreementDocument] = [:]
    for member in json?.members ?? [] {
      documents[member.name] = try AgreementDocument(json: member.value)
    }
    return documents
  }
}
