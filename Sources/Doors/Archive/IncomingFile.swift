// A file that is being received: hashed as it comes, named by its hash when it is whole.

internal import Crypto
internal import Glibc
internal import Synchronization

/// A file on its way into the archive. One that is dropped before it is finished leaves nothing.
public final class IncomingFile: Sendable {
  private struct Progress {
    var hash = SHA256()
    var size: Int64 = 0
    var isFinished = false
  }

  private let archive: DocumentArchive
  private let name: String
  private let file: Descriptor
  private let progress = Mutex(Progress())

  init(_ archive: DocumentArchive, name: String, file: Descriptor) {
    self.archive = archive
    self.name = name
    self.file = file
  }

  deinit {
    if !progress.withLock({ $0.isFinished }) { unlinkat(archive.root.number, name, 0) }
  }

  /// Takes the next bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    let size = progress.withLock { progress in
      progress.size += Int64(bytes.count)
      progress.hash.update(bufferPointer: bytes)
      return progress.size
    }
    guard size <= archive.limits.fileBytes else {
      throw .tooLarge(limit: archive.limits.fileBytes)
    }
    try file.write(bytes)
  }

  /// Brings the file to disk under its name.
  ///
  /// - Parameter announced: the SHA-256 that the sender says it has; nil: none was said.
  public func finish(announced: String? = nil) async throws(ArchiveError) -> KeptFile {
    try await DocumentArchive.away { () throws(ArchiveError) in
      try self.finishNow(announced: announced)
    }
  }

  private func finishNow(announced: String?) throws(ArchiveError) -> KeptFile {
    let (digest, size) = progress.withLock { progress in
      (Hexadecimal.text(progress.hash.finalize()), progress.size)
    }
    if let announced, announced != digest {
      throw .differs(announced: announced, found: digest)
    }
    try file.sync("the file")
    guard let folder = try archive.root.folder(String(digest.prefix(2)), making: true) else {
      throw .notFound(digest)
    }
    let place = String(digest.dropFirst(2))
    // What is there and whole stays as it is; what is damaged gives way to the good bytes.
    if let kept = try? archive.whole(digest), kept == size {
      return KeptFile(digest: digest, size: size, isNew: false)
    }
    guard renameat(archive.root.number, name, folder.number, place) == 0 else {
      throw Descriptor.failure("cannot name the file in the archive")
    }
    progress.withLock { $0.isFinished = true }
    try folder.sync("the archive")
    try archive.root.sync("the archive")
    return KeptFile(digest: digest, size: size, isNew: true)
  }
}

/// A file that is kept.
public struct KeptFile: Hashable, Sendable {
  /// SHA-256, hexadecimal: its name.
  public var digest: String
  /// Size in bytes.
  public var size: Int64
  /// False when the same file was kept before.
  public var isNew: Bool
}
