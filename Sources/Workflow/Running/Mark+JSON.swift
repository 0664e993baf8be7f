// The stored form of marks and signatures.

internal import WorkCalendar

extension Voiding {
  var json: JSON {
    var document: String?
    if case .document(let kind) = cause { document = kind }
    return .object([
      "at": .int(at.millisecondsSince1970), "why": .string(cause.word),
      "document": document.map { .string($0) },
    ])
  }

  init?(_ json: JSON?) {
    guard let at = json?["at"]?.int, let word = json?["why"]?.string else { return nil }
    let cause: Cause
    switch word {
    case "returned": cause = .returned
    case "left": cause = .left
    case "document": cause = .document(json?["document"]?.string ?? "")
    default: cause = .again
    }
    self.init(at: Instant(millisecondsSince1970: at), cause: cause)
  }
}

extension Voiding.Cause {
  /// A stable word for programs.
  public var word: String {
    switch self {
    case .returned: "returned"
    case .left: "left"
    case .again: "again"
    case .document: "document"
    }
  }
}

extension DocumentStamp {
  fileprivate var json: JSON {
    .object([
      "kind": .string(kind), "version": .int(Int64(version)), "sha256": .string(sha256),
    ])
  }

  fileprivate init?(_ json: JSON) {
    guard let kind = json["kind"]?.string, let version = json["version"]?.int,
      let digest = json["sha256"]?.string
    else { return nil }
    self.init(kind: kind, version: Int(version), sha256: digest)
  }
}

extension ApprovalMark {
  var json: JSON {
    .object([
      "approval": .string(approval), "step": .string(step),
      "kind": kind.map { .string($0.rawValue) }, "decision": .string(decision.rawValue),
      "actor": actor.json, "reason": reason.map { .string($0) },
      "at": .int(at.millisecondsSince1970),
      "documents": documents.isEmpty ? nil : .array(documents.map(\.json)),
      "void": voided.map(\.json),
    ])
  }

  /// What a history entry tells beside the actor and the reason, which it has already.
  var entry: JSON {
    .object([
      "approval": .string(approval), "step": .string(step),
      "kind": kind.map { .string($0.rawValue) }, "decision": .string(decision.rawValue),
      "documents": documents.isEmpty ? nil : .array(documents.map(\.json)),
    ])
  }

  /// How an entry names a mark that became void.
  var name: JSON {
    .object([
      "approval": .string(approval), "step": .string(step), "role": .string(actor.role),
      "person": .string(actor.person), "at": .int(at.millisecondsSince1970),
    ])
  }

  init(json: JSON) throws(StateDecodingError) {
    guard let approval = json["approval"]?.string, let step = json["step"]?.string,
      let decision = json["decision"]?.string.flatMap(Decision.init(rawValue:)),
      let actor = Actor(json["actor"]), let at = json["at"]?.int
    else { throw .missing("marks") }
    self.init(
      approval: approval, step: step,
      kind: json["kind"]?.string.flatMap(ParafKind.init(rawValue:)), decision: decision,
      actor: actor, reason: json["reason"]?.string, at: Instant(millisecondsSince1970: at),
      documents: (json["documents"]?.items ?? []).compactMap { DocumentStamp($0) },
      voided: Voiding(json["void"]))
  }
}

extension Signature {
  private var given: [(String, JSON?)] {
    [
      ("party", .string(party)), (SignatureForm.date, .string(date.description)),
      (SignatureForm.place, .string(place)), (SignatureForm.manner, .string(manner)),
      (SignatureForm.reference, reference.map { .string($0) }),
      ("documents", documents.isEmpty ? nil : .array(documents.map(\.json))),
    ]
  }

  var json: JSON {
    let rest: [(String, JSON?)] = [
      ("actor", actor.json), ("at", .int(at.millisecondsSince1970)), ("state", .string(state)),
      ("void", voided.map(\.json)),
    ]
    return .object((given + rest).compactMap { name, value in value.map { JSON.Member(name, $0) } })
  }

  /// What a history entry tells beside the actor, whom it has already.
  var entry: JSON {
    .object(given.compactMap { name, value in value.map { JSON.Member(name, $0) } })
  }

  /// How an entry names a signature that became void.
  var name: JSON {
    .object([
      "party": .string(party), "role": .string(actor.role), "person": .string(actor.person),
      "at": .int(at.millisecondsSince1970),
    ])
  }

  init(json: JSON) throws(StateDecodingError) {
    guard let party = json["party"]?.string,
      let date = json[SignatureForm.date]?.string.flatMap({ CivilDate($0) }),
      let place = json[SignatureForm.place]?.string,
      let manner = json[SignatureForm.manner]?.string, let actor = Actor(json["actor"]),
      let at = json["at"]?.int, let state = json["state"]?.string
    else { throw .missing("signatures") }
    self.init(
      party: party, date: date, place: place, manner: manner,
      reference: json[SignatureForm.reference]?.string, actor: actor,
      at: Instant(millisecondsSince1970: at),
      documents: (json["documents"]?.items ?? []).compactMap { DocumentStamp($0) }, state: state,
      voided: Voiding(json["void"]))
  }
}
