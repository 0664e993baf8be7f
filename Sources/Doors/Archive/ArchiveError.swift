// Why the archive cannot do what it was asked, as data; the words are here too.

/// A file that cannot be kept or read.
public enum ArchiveError: Error, Hashable, Sendable {
  /// No such file is kept.
  case notFound(String)
  /// The bytes are not those of the name; `found` is the SHA-256 that they have.
  case damaged(String, found: String)
  /// What stands there is no plain file: a link, a folder, a device.
  case notAFile(String)
  /// The name is no SHA-256.
  case notADigest(String)
  /// The file is larger than is taken.
  case tooLarge(limit: Int64)
  /// The bytes are others than was announced.
  case differs(announced: String, found: String)
  /// The disk or the quota is full.
  case full(String)
  /// The system refused.
  case system(String, reason: String)
}

extension ArchiveError: CustomStringConvertible {
  /// One line: what is wrong, and what to do.
  public var description: String {
    switch self {
    case .notFound(let digest): "no copy of \(digest.prefix(12)) is kept here"
    case .damaged(let digest, let found):
      "the copy of \(digest.prefix(12)) is damaged: its bytes have the SHA-256 \(found.prefix(12)); restore it from a backup, or add the file again"
    case .notAFile(let name): "what stands for \(name.prefix(12)) in the archive is no plain file"
    case .notADigest(let text): "«\(text.prefix(80))» is no SHA-256"
    case .tooLarge(let limit):
      "the file is larger than \(limit) bytes, which is the most that is kept; add it with --no-copy"
    case .differs(let announced, let found):
      "the bytes that came have the SHA-256 \(found.prefix(12)), announced was \(announced.prefix(12)); send the file again"
    case .full(let what): "\(what): the disk is full; nothing was kept"
    case .system(let what, let reason): "\(what): \(reason)"
    }
  }
}
