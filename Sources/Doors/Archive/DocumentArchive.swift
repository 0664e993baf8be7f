// Copies of documents, named by their SHA-256: `documents/ab/cdef…`. Only the system's interface.

internal import Dispatch
internal import Glibc
internal import Synchronization

/// A folder of files that never change. One process has it at a time; who holds the database does.
public final class DocumentArchive: Sendable {
  /// Bounds.
  public let limits: ArchiveLimits
  let root: Descriptor
  private let counter = Mutex(0)

  private static let unfinished = ".incoming-"

  /// Opens the folder, made where it is missing, and takes away what a crash left unfinished.
  public init(folder: String, limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveError) {
    self.limits = limits
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw Descriptor.failure("cannot make the folder \(folder)")
    }
    root = try Descriptor.root(folder)
    for name in try root.names() where name.hasPrefix(Self.unfinished) {
      unlinkat(root.number, name, 0)
    }
  }

  /// Begins to receive a file.
  public func receive() throws(ArchiveError) -> IncomingFile {
    let number = counter.withLock { counter in
      counter += 1
      return counter
    }
    let name = "\(Self.unfinished)\(getpid())-\(number)"
    guard let file = try root.opened(name, O_WRONLY | O_CREAT | O_EXCL) else {
      throw .system("cannot create \(name) in the archive", reason: "no such folder any more")
    }
    return IncomingFile(self, name: name, file: file)
  }

  /// Size of a kept file; nil where none is kept. Its bytes are not looked at.
  public func size(of digest: String) throws(ArchiveError) -> Int64? {
    do { return try open(digest).size } catch .notFound { return nil }
  }

  /// Opens a kept file.
  public func open(_ digest: String) throws(ArchiveError) -> StoredFile {
    guard Hexadecimal.isDigest(digest) else { throw .notADigest(digest) }
    guard let folder = try root.folder(String(digest.prefix(2)), making: false),
      // Not blocked by what is no file, such as a pipe.
      let file = try folder.opened(String(digest.dropFirst(2)), O_RDONLY | O_NONBLOCK)
    else { throw .notFound(digest) }
    return try StoredFile(digest, file)
  }

  /// Reads a kept file whole and tells its size; throws where its bytes are not those of its name.
  public func verify(_ digest: String) async throws(ArchiveError) -> Int64 {
    try await Self.away { () throws(ArchiveError) in try self.whole(digest) }
  }

  func whole(_ digest: String) throws(ArchiveError) -> Int64 {
    let file = try open(digest)
    while try file.next() != nil {}
    return file.size
  }

  /// Every kept file, by its digest. What is named otherwise is none of the archive's.
  public func files() async throws(ArchiveError) -> [String] {
    try await Self.away { () throws(ArchiveError) in
      var found: [String] = []
      for name in try self.root.names() where name.utf8.count == 2 {
        guard let folder = try? self.root.folder(name, making: false) else { continue }
        for rest in try folder.names() where Hexadecimal.isDigest(name + rest) {
          guard found.count < ArchiveLimits.listedFiles else { return found }
          found.append(name + rest)
        }
      }
      return found
    }
  }

  // MARK: Waiting for the disk

  private static let queue = DispatchQueue(label: "sinergi.archive", attributes: .concurrent)

  /// Waits for the disk on a thread of its own: those of the concurrency runtime are few.
  static func away<Answer: Sendable>(
    _ work: @escaping @Sendable () throws(ArchiveError) -> Answer
  ) async throws(ArchiveError) -> Answer {
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<Answer, ArchiveError>, Never>) in
      queue.async {
        do throws(ArchiveError) {
          let answer = try work()
          continuation.resume(returning: .success(answer))
        } catch { continuation.resume(returning: .failure(error)) }
      }
    }
    return try result.get()
  }
}
