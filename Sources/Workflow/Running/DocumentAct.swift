// Someone puts a document on record, or corrects what is on record of it.

public import WorkCalendar

/// A document that is added, after it was found who may.
public struct DocumentAct: Hashable, Sendable {
  /// Kind, as the definition declares it.
  public var kind: String
  /// Name of the file.
  public var name: String
  /// Size in bytes.
  public var size: Int64
  /// SHA-256, 64 lower-case hexadecimal digits.
  public var sha256: String
  /// The office's own number; nil: as it is on record of the same file, empty: none.
  public var number: String?
  /// The partner's number; nil and empty as with ``number``.
  public var partnerNumber: String?
  /// Reference in SRIKANDI; nil and empty as with ``number``.
  public var srikandi: String?
  /// Media type; nil and empty as with ``number``.
  public var mediaType: String?
  /// What there is to say; nil and empty as with ``number``.
  public var note: String?
  /// True when a copy is kept. What was kept once stays kept.
  public var isKept: Bool
  /// Who.
  public var actor: Actor

  /// Creates an act.
  public init(
    kind: String, name: String, size: Int64, sha256: String, number: String? = nil,
    partnerNumber: String? = nil, srikandi: String? = nil, mediaType: String? = nil,
    note: String? = nil, isKept: Bool, actor: Actor
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
    self.isKept = isKept
    self.actor = actor
  }
}

/// Why a document cannot be put on record as it is described.
public enum DocumentProblem: Error, Hashable, Sendable {
  case name(String)
  case digest(String)
  case size(Int64)
  case tooLong(member: String, most: Int)
  case hiddenCharacter(member: String)
  case mediaType(String)
  case tooManyVersions(most: Int)
}

/// What adding a document would do.
public enum DocumentEffect: Hashable, Sendable {
  /// It becomes a version of this number.
  case added(version: Int)
  /// The same file is on record; what is said of it changes.
  case corrected(version: Int)
  /// It is on record exactly so.
  case unchanged(version: Int)
}

extension HistoryKind {
  /// A document, or a new version of one, was put on record.
  public static let documentAdded = "document-added"
  /// What is on record of a document was corrected; its file is the same.
  public static let documentCorrected = "document-corrected"
}

extension Workflow {
  /// The declared kind of a name.
  public func documentKind(_ name: String) throws(Refusal) -> DocumentKind {
    if let kind = documents.first(where: { $0.name == name }) { return kind }
    throw .unknownDocument(name, known: documents.map(\.name))
  }

  /// In which role a person adds a document on a date: of several a role whose task is open first,
  /// then the strongest capacity, then the order of the definition.
  public func permitDocument(
    _ name: String, by person: String, in state: InstanceState, directory: Directory,
    on date: CivilDate
  ) throws(Refusal) -> Actor {
    let kind = try documentKind(name)
    try checkOpen(state)
    let busy = Set(state.tasks.compactMap { tasks[$0.task]?.role })
    var best: (actor: Actor, rank: Int)?
    for role in kind.roles {
      guard let actor = actor(person, as: role, in: state, directory: directory, on: date) else {
        continue
      }
      // Whoever holds a role does not act as the recorder of another one by mistake.
      let rank = actor.capacity.rank * 2 + (busy.contains(role) ? 0 : 1)
      if best.map({ rank < $0.rank }) ?? true { best = (actor, rank) }
    }
    if let best { return best.actor }
    throw .notPermitted(person: person, event: "document add \(name)", roles: kind.roles)
  }

  /// What adding a document would do; refused where it may not be added at all.
  public func effect(of act: DocumentAct, in state: InstanceState) throws(Refusal)
    -> DocumentEffect
  {
    _ = try documentKind(act.kind)
    try checkOpen(state)
    if let problem = act.problem { throw .documentInvalid(problem) }
    guard let present = state.documents[act.kind] else { return .added(version: 1) }
    guard present.latest.sha256 == act.sha256 else {
      let next = present.latest.version + 1
      guard next <= WorkflowLimits.documentVersions else {
        throw .documentInvalid(.tooManyVersions(most: WorkflowLimits.documentVersions))
      }
      return .added(version: next)
    }
    return present.latest == present.latest.corrected(by: act)
      ? .unchanged(version: present.latest.version) : .corrected(version: present.latest.version)
  }

  private func checkOpen(_ state: InstanceState) throws(Refusal) {
    guard !state.isFinished else { throw .finished(states: activeStates(of: state)) }
    if let suspension = state.suspension { throw .suspended(reason: suspension.reason) }
  }

  func advance(
    _ state: InstanceState, _ act: DocumentAct, at now: Instant, calendar: OfficeCalendar
  ) throws(Refusal) -> Outcome {
    let effect = try effect(of: act, in: state)
    var run = StepRun(workflow: self, calendar: calendar, now: now, state: state, act: nil)
    let before = state.documents[act.kind]
    let kind: String
    let record: DocumentVersion
    switch (effect, before) {
    case (.added(let version), _):
      kind = HistoryKind.documentAdded
      record = DocumentVersion(act, version: version, at: now, on: calendar.date(of: now))
      let earlier = before.map { $0.earlier + [$0.latest] } ?? []
      run.state.documents[act.kind] = AgreementDocument(latest: record, earlier: earlier)
    case (.corrected, let before?):
      kind = HistoryKind.documentCorrected
      record = before.latest.corrected(by: act)
      run.state.documents[act.kind]?.latest = record
    case (.unchanged(let version), _), (.corrected(let version), nil):
      throw .documentUnchanged(kind: act.kind, version: version)
    }
    run.note(act.actor)
    run.reschedule(changedSince: state.data, documents: [act.kind])
    if case .added = effect, before != nil {
      run.records.by = act.actor
      run.documentChanged(act.kind)
    }
    return run.outcome(
      kind: kind,
      [
        .init("definition", .string(digest)), .init("calendar", .string(calendar.digest)),
        .init("states", .strings(activeStates(of: run.state))),
        .init("document", record.json(of: act.kind)), .init("actor", act.actor.json),
      ])
  }

  /// The act that an entry of the history tells of; nil where the entry cannot be read.
  func documentAct(_ payload: JSON) -> DocumentAct? {
    let document = payload["document"]
    guard let kind = document?["kind"]?.string, let name = document?["name"]?.string,
      let size = document?["size"]?.int, let sha256 = document?["sha256"]?.string,
      let actor = Actor(payload["actor"])
    else { return nil }
    // An entry tells the whole record, so that what it does not tell is not on record.
    return DocumentAct(
      kind: kind, name: name, size: size, sha256: sha256,
      number: document?["number"]?.string ?? "",
      partnerNumber: document?["partner_number"]?.string ?? "",
      srikandi: document?["srikandi"]?.string ?? "",
      mediaType: document?["media_type"]?.string ?? "", note: document?["note"]?.string ?? "",
      isKept: document?["kept"]?.bool ?? false, actor: actor)
  }

  /// The kinds of `names` that are not on record.
  func missingDocuments(_ names: [String], in state: InstanceState) -> [String] {
    names.filter { state.documents[$0] == nil }
  }
}

extension DocumentVersion {
  fileprivate init(_ act: DocumentAct, version: Int, at now: Instant, on date: CivilDate) {
    self.init(
      version: version, name: act.name, size: act.size, sha256: act.sha256,
      number: act.number.given, partnerNumber: act.partnerNumber.given,
      srikandi: act.srikandi.given, mediaType: act.mediaType.given, note: act.note.given,
      isKept: act.isKept, addedAt: now, addedOn: date, person: act.actor.person,
      role: act.actor.role)
  }

  /// This record with what the act says; when and by whom it was added stays.
  fileprivate func corrected(by act: DocumentAct) -> DocumentVersion {
    var record = self
    record.name = act.name
    record.size = act.size
    if let number = act.number { record.number = Optional(number).given }
    if let number = act.partnerNumber { record.partnerNumber = Optional(number).given }
    if let reference = act.srikandi { record.srikandi = Optional(reference).given }
    if let type = act.mediaType { record.mediaType = Optional(type).given }
    if let note = act.note { record.note = Optional(note).given }
    record.isKept = record.isKept || act.isKept
    return record
  }

  fileprivate func json(of kind: String) -> JSON {
    .object([.init("kind", .string(kind))] + JSON.object(members).members)
  }
}

extension String? {
  /// The text; nil for an empty one, which takes away what was on record.
  fileprivate var given: String? { self == "" ? nil : self }
}

// MARK: What may be written down

extension DocumentAct {
  /// What is wrong with the description; nil when it can be put on record.
  var problem: DocumentProblem? {
    if let problem = Self.problem(ofName: name) { return problem }
    guard size >= 0 else { return .size(size) }
    let isHexadecimal = sha256.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
    }
    guard sha256.utf8.count == 64, isHexadecimal else { return .digest(sha256) }
    let lines: [(String, String?)] = [
      ("number", number), ("partner_number", partnerNumber), ("srikandi", srikandi),
    ]
    for (member, text) in lines {
      guard let text else { continue }
      if text.utf8.count > WorkflowLimits.documentNumberBytes {
        return .tooLong(member: member, most: WorkflowLimits.documentNumberBytes)
      }
      if text.unicodeScalars.contains(where: \.isHidden) {
        return .hiddenCharacter(member: member)
      }
    }
    if let mediaType, !mediaType.isEmpty, !Self.isMediaType(mediaType) {
      return .mediaType(mediaType)
    }
    guard let note else { return nil }
    if note.utf8.count > WorkflowLimits.documentNoteBytes {
      return .tooLong(member: "note", most: WorkflowLimits.documentNoteBytes)
    }
    let isHidden = note.unicodeScalars.contains { $0.isHidden && $0 != "\n" && $0 != "\t" }
    return isHidden ? .hiddenCharacter(member: "note") : nil
  }

  /// A file's name is a record for people: one line, no path, nothing that turns text around.
  static func problem(ofName name: String) -> DocumentProblem? {
    if name.utf8.count > WorkflowLimits.documentNameBytes {
      return .tooLong(member: "name", most: WorkflowLimits.documentNameBytes)
    }
    if name.unicodeScalars.contains(where: \.isHidden) { return .hiddenCharacter(member: "name") }
    let isBlank = name.allSatisfy(\.isWhitespace)
    guard !isBlank, name != ".", name != "..", !name.contains("/"), !name.contains("\\") else {
      return .name(name)
    }
    return nil
  }

  // RFC 6838 §4.2: type "/" subtype, of restricted characters.
  private static func isMediaType(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.count <= 127
          && part.unicodeScalars.allSatisfy {
            $0.isASCII
              && ($0.properties.isAlphabetic || "0123456789!#$&-^_.+".contains(Character($0)))
          }
      }
  }
}

extension Unicode.Scalar {
  /// Controls, line ends and formatting that nobody sees, such as marks that turn text around.
  fileprivate var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    default: false
    }
  }
}

extension DocumentProblem: CustomStringConvertible {
  /// One line: what is wrong, and what would do.
  public var description: String {
    switch self {
    case .name(let name): "«\(name)» is no name of a file; it must be one name without a path"
    case .digest: "the SHA-256 must be 64 lower-case hexadecimal digits"
    case .size(let size): "a file cannot have \(size) bytes"
    case .tooLong(let member, let most): "«\(member)» takes at most \(most) bytes"
    case .hiddenCharacter(let member):
      "«\(member)» holds a character that is not seen (a control, or one that turns text around); leave it out"
    case .mediaType(let text): "«\(text)» is no media type, such as application/pdf"
    case .tooManyVersions(let most): "a document has at most \(most) versions"
    }
  }
}
