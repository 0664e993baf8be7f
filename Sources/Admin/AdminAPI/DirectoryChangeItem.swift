// Changing the directory over the wire: files, what they change, and forgetting contacts.

/// A file of a directory.
public struct DirectoryFile: WireType {
  /// Its name; a table ends with .csv.
  public var name: String
  /// Its text.
  public var text: String

  /// Creates a value.
  public init(
    name: String,
    text: String
  ) {
    self.name = name
    self.text = text
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryFile", "A file of a directory.",
    [
      .required("name", .string, "Its name; a table ends with .csv."),
      .required("text", .string, "Its text."),
    ])
}

/// Asks what files would change in the directory.
public struct DirectoryPreviewRequest: WireType {
  /// The files.
  public var files: [DirectoryFile]
  /// They are the whole directory.
  public var replace: Bool?

  /// Creates a value.
  public init(
    files: [DirectoryFile],
    replace: Bool? = nil
  ) {
    self.files = files
    self.replace = replace
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryPreviewRequest", "Asks what files would change in the directory.",
    [
      .required("files", .list(.object(DirectoryFile.schema)), "The files."),
      .optional("replace", .boolean, "They are the whole directory."),
    ])
}

/// Brings files into the directory.
public struct DirectoryApplyRequest: WireType {
  /// The files.
  public var files: [DirectoryFile]
  /// They are the whole directory.
  public var replace: Bool?
  /// The version that was previewed; refused when another is in force.
  public var expectedVersion: Int64?
  /// Why; it is kept in the history.
  public var reason: String?

  /// Creates a value.
  public init(
    files: [DirectoryFile],
    replace: Bool? = nil,
    expectedVersion: Int64? = nil,
    reason: String? = nil
  ) {
    self.files = files
    self.replace = replace
    self.expectedVersion = expectedVersion
    self.reason = reason
  }

  enum CodingKeys: String, CodingKey {
    case files, replace, reason
    case expectedVersion = "expected_version"
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryApplyRequest", "Brings files into the directory.",
    [
      .required("files", .list(.object(DirectoryFile.schema)), "The files."),
      .optional("replace", .boolean, "They are the whole directory."),
      .optional(
        "expected_version", .integer,
        "The version that was previewed; refused when another is in force."),
      .optional("reason", .string, "Why; it is kept in the history."),
    ])
}

/// A field that differs.
public struct DirectoryFieldItem: WireType {
  /// Its key in a file.
  public var name: String
  /// What it was.
  public var before: String?
  /// What it becomes.
  public var after: String?
  /// The values are addresses of a person.
  public var `private`: Bool

  /// Creates a value.
  public init(
    name: String,
    before: String? = nil,
    after: String? = nil,
    private: Bool
  ) {
    self.name = name
    self.before = before
    self.after = after
    self.private = `private`
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryField", "A field that differs.",
    [
      .required("name", .string, "Its key in a file."),
      .optional("before", .string, "What it was."),
      .optional("after", .string, "What it becomes."),
      .required("private", .boolean, "The values are addresses of a person."),
    ])
}

/// An entry that is added, changed or removed.
public struct DirectoryChangeItem: WireType {
  /// What it is.
  public var kind: String
  /// Its identity.
  public var id: String
  /// What happens to it.
  public var action: String
  /// Fields that differ, or that it has.
  public var fields: [DirectoryFieldItem]

  /// Creates a value.
  public init(
    kind: String,
    id: String,
    action: String,
    fields: [DirectoryFieldItem]
  ) {
    self.kind = kind
    self.id = id
    self.action = action
    self.fields = fields
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryChange", "An entry that is added, changed or removed.",
    [
      .required(
        "kind", .oneOf(["organisations", "positions", "people", "holdings", "deputies"]),
        "What it is."),
      .required("id", .string, "Its identity."),
      .required("action", .oneOf(["added", "changed", "removed"]), "What happens to it."),
      .required(
        "fields", .list(.object(DirectoryFieldItem.schema)), "Fields that differ, or that it has."),
    ])
}

/// What files change in the directory, or changed.
public struct DirectoryReportItem: WireType {
  /// Version of the difference; after an apply the one in force.
  public var version: Int64
  /// SHA-256 of what comes of it, without contacts.
  public var digest: String
  /// It was written; false for a preview, and when nothing differs.
  public var applied: Bool
  /// What differs.
  public var changes: [DirectoryChangeItem]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a value.
  public init(
    version: Int64,
    digest: String,
    applied: Bool,
    changes: [DirectoryChangeItem],
    zone: String
  ) {
    self.version = version
    self.digest = digest
    self.applied = applied
    self.changes = changes
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryReport", "What files change in the directory, or changed.",
    [
      .required("version", .integer, "Version of the difference; after an apply the one in force."),
      .required("digest", .string, "SHA-256 of what comes of it, without contacts."),
      .required(
        "applied", .boolean, "It was written; false for a preview, and when nothing differs."),
      .required("changes", .list(.object(DirectoryChangeItem.schema)), "What differs."),
      .zone,
    ])
}

/// Has the contacts of a person deleted.
public struct ForgetRequest: WireType {
  /// Why; it is kept in the history.
  public var reason: String

  /// Creates a value.
  public init(
    reason: String
  ) {
    self.reason = reason
  }

  /// The shape.
  public static let schema = Schema(
    "ForgetRequest", "Has the contacts of a person deleted.",
    [
      .required("reason", .string, "Why; it is kept in the history.")
    ])
}

/// What became of the contacts of a person.
public struct ForgetAnswer: WireType {
  /// Identity.
  public var person: String
  /// Contacts that were deleted.
  public var contacts: Int
  /// Version of the directory now.
  public var version: Int64
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a value.
  public init(
    person: String,
    contacts: Int,
    version: Int64,
    zone: String
  ) {
    self.person = person
    self.contacts = contacts
    self.version = version
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "ForgetAnswer", "What became of the contacts of a person.",
    [
      .required("person", .string, "Identity."),
      .required("contacts", .integer, "Contacts that were deleted."),
      .required("version", .integer, "Version of the directory now."),
      .zone,
    ])
}

/// The directory as files that can be applied.
public struct DirectoryExport: WireType {
  /// Number of its version.
  public var version: Int64
  /// The files.
  public var files: [DirectoryFile]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a value.
  public init(
    version: Int64,
    files: [DirectoryFile],
    zone: String
  ) {
    self.version = version
    self.files = files
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "DirectoryExport", "The directory as files that can be applied.",
    [
      .required("version", .integer, "Number of its version."),
      .required("files", .list(.object(DirectoryFile.schema)), "The files."),
      .zone,
    ])
}
