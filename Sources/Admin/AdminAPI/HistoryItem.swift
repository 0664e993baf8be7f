// Entries of an agreement's history, and the audit of the whole chain.

/// An entry of the history.
public struct HistoryItem: WireType {
  /// Number within the agreement, from 1.
  public var sequence: Int
  /// Position in the whole chain.
  public var position: Int64
  /// Instant.
  public var at: String
  /// Kind of the payload.
  public var kind: String
  /// Version of the payload's shape.
  public var version: Int
  /// Who or what: `uid:1000`, `timer:NAME`, `daemon`.
  public var cause: String
  /// What happened.
  public var payload: JSONValue
  /// Hash of the entry, hexadecimal.
  public var hash: String
  /// Who acted, with names of the directory as it is now.
  public var actor: ActorItem?

  /// Creates an entry.
  public init(
    sequence: Int, position: Int64, at: String, kind: String, version: Int, cause: String,
    payload: JSONValue, hash: String, actor: ActorItem? = nil
  ) {
    self.actor = actor
    self.sequence = sequence
    self.position = position
    self.at = at
    self.kind = kind
    self.version = version
    self.cause = cause
    self.payload = payload
    self.hash = hash
  }

  /// The shape.
  public static let schema = Schema(
    "HistoryEntry", "An entry of an agreement's history.",
    [
      .required("sequence", .integer, "Number within the agreement, from 1."),
      .required("position", .integer, "Position in the chain of all entries."),
      .required("at", .timestamp, "Instant."),
      .required("kind", .string, "Kind of the payload."),
      .required("version", .integer, "Version of the payload's shape."),
      .required("cause", .string, "Who or what: `uid:1000`, `timer:NAME`, `daemon`."),
      .required("payload", .any, "What happened."),
      .required("hash", .string, "Hash of the entry, hexadecimal."),
      .optional(
        "actor", .object(ActorItem.schema), "Who acted, with names of the directory as it is now."),
    ])
}

/// The result of verifying the whole history.
public struct AuditReport: WireType {
  /// True when every hash fits.
  public var intact: Bool
  /// Entries that were verified.
  public var entries: Int64
  /// Hash of the last entry.
  public var head: String
  /// The first entry that does not fit.
  public var brokenAt: Int64?
  /// Why it does not.
  public var reason: String?
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a report.
  public init(
    intact: Bool, entries: Int64, head: String, brokenAt: Int64?, reason: String?, zone: String
  ) {
    self.intact = intact
    self.entries = entries
    self.head = head
    self.brokenAt = brokenAt
    self.reason = reason
    self.zone = zone
  }

  enum CodingKeys: String, CodingKey {
    case intact, entries, head, reason, zone
    case brokenAt = "broken_at"
  }

  /// The shape.
  public static let schema = Schema(
    "AuditReport", "The result of verifying the whole history.",
    [
      .required("intact", .boolean, "Every hash fits."),
      .required("entries", .integer, "Entries that were verified."),
      .required("head", .string, "Hash of the last entry, hexadecimal."),
      .optional("broken_at", .integer, "Position of the first entry that does not fit."),
      .optional("reason", .string, "Why it does not."),
      .zone,
    ])
}
