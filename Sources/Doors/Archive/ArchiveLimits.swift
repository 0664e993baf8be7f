// Every bound of the Archive room, by name.

/// Bounds on what the archive takes.
public struct ArchiveLimits: Hashable, Sendable {
  /// Largest file, in bytes.
  public var fileBytes: Int64 = 32 * 1_048_576
  /// Bytes that are read at once.
  public static let chunkBytes = 65_536
  /// Most files that are listed as named by nothing.
  public static let listedFiles = 1_000_000

  /// Creates the standard bounds, to be changed.
  public init() {}
}
