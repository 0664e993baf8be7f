// What the engine answers about the directory.

public import WorkCalendar
public import Workflow

/// Where the directory comes from.
public enum DirectorySource: String, Sendable, CaseIterable {
  /// The database; configured files are taken in once, at the first start.
  case database
  /// The configured files, at each load: for development, and for who keeps them under version control.
  case files
}

/// The directory in force.
public struct DirectoryView: Hashable, Sendable {
  /// Number of its version; 0 while there is none.
  public var version: Int64
  /// Digest of the directory without contacts.
  public var digest: String?
  /// Since when it is in force.
  public var since: Instant?
  /// The day for which positions are looked at.
  public var date: CivilDate
  /// The directory, with contacts: whoever shows it leaves out those of others.
  public var directory: Directory
}

/// What files would make of the directory, or made of it.
public struct DirectoryReport: Hashable, Sendable {
  /// Number of the version that the difference was made from; after an apply, of the one in force.
  public var version: Int64
  /// Digest of the directory that comes of it, without contacts.
  public var digest: String
  /// What differs. Addresses in it are for the terminal of an administrator only.
  public var changes: [DirectoryChange]
  /// True when it was written; false for a preview, and when nothing differs.
  public var isApplied: Bool
}

/// What became of a wish to forget somebody's contacts.
public struct ForgetReport: Hashable, Sendable {
  /// The person.
  public var person: String
  /// Contacts that were deleted; 0 when there were none.
  public var contacts: Int
  /// Number of the version in force now.
  public var version: Int64
}
