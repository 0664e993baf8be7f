// A kept file while it is read: hashed as it goes, so that wrong bytes do not pass as right ones.

internal import Crypto
internal import Synchronization

/// A kept file that is open. One reader at a time.
public final class StoredFile: Sendable {
  /// SHA-256, hexadecimal.
  public let digest: String
  /// Size in bytes.
  public let size: Int64
  private let file: Descriptor
  private let hash = Mutex(SHA256())

  init(_ digest: String, _ file: Descriptor) throws(ArchiveError) {
    self.digest = digest
    self.file = file
    size = try file.size(of: digest)
  }

  /// The next bytes; nil at the end, when all of them had the right hash.
  public func next() throws(ArchiveError) -> [UInt8]? {
    let bytes = try file.read(ArchiveLimits.chunkBytes)
    let found = hash.withLock { hash -> String? in
      hash.update(data: bytes)
      return bytes.isEmpty ? Hexadecimal.text(hash.finalize()) : nil
    }
    guard let found else { return bytes }
    guard found == digest else { throw .damaged(digest, found: found) }
    return nil
  }
}
