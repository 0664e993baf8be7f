// How an institution wants the register: columns in order, title lines, filters.

/// A column of the register; the raw value is its name in profiles and on the wire.
public enum RegisterColumn: String, CaseIterable, Sendable {
  case row
  case reference
  case workflow
  case about
  case partner
  case partnerID = "partner_id"
  case route
  case number
  case partnerNumber = "partner_number"
  case signed
  case from
  case until
  case status
  case state
  case commitments
  case successor
  case started
}

/// A profile of the register.
public struct RegisterProfile: Hashable, Sendable {
  /// A column with its header.
  public struct Column: Hashable, Sendable {
    /// What it shows.
    public var column: RegisterColumn
    /// Its header; nil: the usual one.
    public var title: String?
  }

  /// Filters that a profile may set.
  public static let filters = [
    "status", "workflow", "party", "route", "text", "in_force_in", "signed_in", "ending_before",
  ]

  /// Name.
  public var name: String
  /// Title of the register.
  public var title: String
  /// Lines below the title, such as the office's name.
  public var heading: [String]
  /// Columns in order.
  public var columns: [Column]
  /// Filters by their name.
  public var filter: [String: String]
}
