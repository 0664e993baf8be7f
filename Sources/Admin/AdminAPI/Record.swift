// Initials and signatures of an agreement, and how far its approvals are.

/// A version of a document, as it was when something was given on it.
public struct DocumentStampItem: WireType {
  /// Kind.
  public var kind: String
  /// Version.
  public var version: Int
  /// SHA-256.
  public var sha256: String

  /// Creates a stamp.
  public init(kind: String, version: Int, sha256: String) {
    self.kind = kind
    self.version = version
    self.sha256 = sha256
  }

  enum CodingKeys: String, CodingKey {
    case kind, version
    case sha256 = "digest"
  }

  /// The shape.
  public static let schema = Schema(
    "DocumentStamp", "A version of a document, as it was when something was given on it.",
    [
      .required("kind", .string, "Kind of the document."),
      .required("version", .integer, "Its version."),
      .required("digest", .string, "SHA-256 of its content."),
    ])
}

/// Initials, a return, or a signature.
public struct RecordItem: WireType {
  /// `mark` or `signature`.
  public var kind: String
  /// The approval and its step, or the party.
  public var subject: String
  /// `approved`, `returned` or `signed`.
  public var decision: String
  /// Who.
  public var actor: ActorItem
  /// When it was given here.
  public var at: String
  /// Why.
  public var reason: String?
  /// Of a signature: the day of signing.
  public var date: String?
  /// Of a signature: where.
  public var place: String?
  /// Of a signature: `basah`, `tte` or `campuran`.
  public var manner: String?
  /// Of a signature: where it is kept.
  public var reference: String?
  /// The documents that it was given on.
  public var documents: [DocumentStampItem]
  /// Since when it counts no more.
  public var voidedAt: String?
  /// Why it counts no more.
  public var voidedBy: String?

  /// Creates a record.
  public init(
    kind: String, subject: String, decision: String, actor: ActorItem, at: String,
    reason: String? = nil, date: String? = nil, place: String? = nil, manner: String? = nil,
    reference: String? = nil, documents: [DocumentStampItem], voidedAt: String? = nil,
    voidedBy: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.decision = decision
    self.actor = actor
    self.at = at
    self.reason = reason
    self.date = date
    self.place = place
    self.manner = manner
    self.reference = reference
    self.documents = documents
    self.voidedAt = voidedAt
    self.voidedBy = voidedBy
  }

  enum CodingKeys: String, CodingKey {
    case kind, subject, decision, actor, at, reason, date, place, manner, reference, documents
    case voidedAt = "voided_at"
    case voidedBy = "voided_by"
  }

  /// The shape.
  public static let schema = Schema(
    "Record", "Initials, a return, or a signature; the void ones stay.",
    [
      .required("kind", .oneOf(["mark", "signature"]), "Which of the two."),
      .required("subject", .string, "The step of the approval, or the party that is bound."),
      .required("decision", .oneOf(["approved", "returned", "signed"]), "What was said."),
      .required("actor", .object(ActorItem.schema), "Who gave it, or recorded it for another."),
      .required("at", .timestamp, "When it was given here."),
      .optional("reason", .string, "Why."),
      .optional("date", .string, "Of a signature: the day of signing."),
      .optional("place", .string, "Of a signature: where."),
      .optional("manner", .oneOf(["basah", "tte", "campuran"]), "Of a signature: how."),
      .optional("reference", .string, "Of a signature: where it is kept."),
      .required(
        "documents", .list(.object(DocumentStampItem.schema)), "The documents it was given on."),
      .optional("voided_at", .timestamp, "Since when it counts no more."),
      .optional(
        "voided_by", .string,
        "Why it counts no more: `returned`, `left`, `again`, or `document KIND`."),
    ])
}

/// How far an approval is.
public struct ApprovalItem: WireType {
  /// The approval: its state.
  public var approval: String
  /// Number of the step that is open, from 1.
  public var step: Int
  /// All steps.
  public var steps: Int
  /// The quorum of the step, as the definition writes it.
  public var quorum: String
  /// How much has initialled.
  public var reached: Int
  /// How much is enough.
  public var needed: Int
  /// Roles that have said nothing yet.
  public var waiting: [String]

  /// Creates progress.
  public init(
    approval: String, step: Int, steps: Int, quorum: String, reached: Int, needed: Int,
    waiting: [String]
  ) {
    self.approval = approval
    self.step = step
    self.steps = steps
    self.quorum = quorum
    self.reached = reached
    self.needed = needed
    self.waiting = waiting
  }

  /// The shape.
  public static let schema = Schema(
    "Approval", "How far an approval is.",
    [
      .required("approval", .string, "The approval: its state."),
      .required("step", .integer, "Number of the step that is open, from 1."),
      .required("steps", .integer, "All steps."),
      .required("quorum", .string, "The quorum of the step, as the definition writes it."),
      .required("reached", .integer, "How much has initialled."),
      .required("needed", .integer, "How much is enough."),
      .required("waiting", .list(.string), "Roles that have said nothing yet."),
    ])
}
