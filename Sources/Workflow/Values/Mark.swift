// What people gave on a text: initials and signatures, and how they become void.

public import WorkCalendar

/// A version of a document, as it was when something was given on it.
public struct DocumentStamp: Hashable, Sendable {
  /// The kind that the definition names.
  public var kind: String
  /// The version, from 1.
  public var version: Int
  /// SHA-256 of its content, hexadecimal.
  public var sha256: String

  /// Creates a stamp.
  public init(kind: String, version: Int, sha256: String) {
    self.kind = kind
    self.version = version
    self.sha256 = sha256
  }
}

/// Since when a mark or a signature counts no more, and why.
public struct Voiding: Hashable, Sendable {
  /// Why.
  public enum Cause: Hashable, Sendable {
    /// The approval was returned.
    case returned
    /// The approval was left before it was done.
    case left
    /// It is asked for again.
    case again
    /// A document of this kind has another version than the one it was given on.
    case document(String)
  }

  /// When.
  public var at: Instant
  /// Why.
  public var cause: Cause
}

/// A paraf, or a return, of one member of an approval.
public struct ApprovalMark: Hashable, Sendable {
  /// What was said.
  public enum Decision: String, Hashable, Sendable {
    case approved
    case returned
  }

  /// The approval: its state.
  public var approval: String
  /// The step: its state.
  public var step: String
  /// Which kind of paraf the step asks for.
  public var kind: ParafKind?
  /// What was said.
  public var decision: Decision
  /// Who, as which role, in which capacity, on which basis.
  public var actor: Actor
  /// Why, in the words of the one who gave it.
  public var reason: String?
  /// When.
  public var at: Instant
  /// The documents as they were; empty where none is recorded.
  public var documents: [DocumentStamp]
  /// Set when it counts no more.
  public var voided: Voiding?

  /// True while it counts.
  public var isInForce: Bool { voided == nil }
}

/// The record of a signature; it was given elsewhere, on paper or by a certificate.
public struct Signature: Hashable, Sendable {
  /// The party that is bound.
  public var party: String
  /// The date of signing, which may lie before the record.
  public var date: CivilDate
  /// Where.
  public var place: String
  /// `basah`, `tte` or `campuran`.
  public var manner: String
  /// A reference to where it is kept: SRIKANDI, an electronic signature.
  public var reference: String?
  /// Who signed, or recorded it for one without an account (capacity `dicatat`).
  public var actor: Actor
  /// When it was recorded.
  public var at: Instant
  /// The documents as they were; empty where none is recorded.
  public var documents: [DocumentStamp]
  /// The state that asked for it.
  public var state: String
  /// Set when it counts no more.
  public var voided: Voiding?

  /// True while it counts.
  public var isInForce: Bool { voided == nil }
  /// The one who signed, as the system knows them; nil where somebody recorded it for another.
  public var signatory: String? { actor.capacity == .recorder ? nil : actor.person }
  /// Who recorded it for another; nil where the signatory did it.
  public var recorder: String? { actor.capacity == .recorder ? actor.person : nil }
}

extension InstanceState {
  /// The signature of a party that is in force.
  public func signature(of party: String) -> Signature? {
    signatures.last { $0.party == party && $0.isInForce }
  }

  /// The marks that are in force on an approval, in the order in which they were given.
  public func marks(on approval: String) -> [ApprovalMark] {
    marks.filter { $0.approval == approval && $0.isInForce }
  }
}
