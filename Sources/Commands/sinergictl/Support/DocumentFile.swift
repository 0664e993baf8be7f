// A document's file on the caller's side: hashed as it is read, written only when it is whole.

internal import ArgumentParser
internal import Crypto
internal import Foundation
internal import Glibc

/// A file to be added, or one that was fetched.
struct DocumentFile {
  /// The last part of the path.
  var name: String
  /// Size in bytes.
  var size: Int64
  /// SHA-256, hexadecimal.
  var sha256: String
  /// Its bytes, where they are to be sent.
  var bytes: [UInt8]

  private static let chunk = 1 << 20

  /// Reads a file once: what is sent is what was hashed, also when the file changes meanwhile.
  ///
  /// - Parameters:
  ///   - limit: largest file whose bytes are kept for sending; nil: none are.
  ///   - tell: told how many of how many bytes are done.
  init(reading path: String, keepingUpTo limit: Int64?, tell: (Int64, Int64) -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileTrouble("cannot read \(path): it is no plain file")
    }
    let total = Int64(status.st_size)
    if let limit, total > limit {
      throw FileTrouble(
        "\(path) has \(total) bytes, the daemon keeps at most \(limit); add it with --no-copy")
    }
    var hash = SHA256()
    var all: [UInt8] = []
    if limit != nil { all.reserveCapacity(Int(total)) }
    var part = [UInt8](repeating: 0, count: Self.chunk)
    var done: Int64 = 0
    while true {
      let count = read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure("read", path) }
      if count == 0 { break }
      done += Int64(count)
      if let limit, done > limit {
        throw FileTrouble("\(path) grew beyond \(limit) bytes while it was read")
      }
      part.withUnsafeBytes {
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
      if limit != nil { all += part[..<count] }
      tell(done, total)
    }
    name = (path as NSString).lastPathComponent
    size = done
    sha256 = Self.text(hash.finalize())
    bytes = all
  }

  /// SHA-256 of bytes, hexadecimal.
  static func sha256(of bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

  private static func text(_ digest: SHA256.Digest) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Writes a fetched file; one that is there is left alone unless the caller says otherwise.
  static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws {
    let temporary = "\(path).part-\(getpid())"
    let target = replacing ? temporary : path
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw FileTrouble("\(path) is there already; give another --output, or --force")
      }
      throw failure("write", path)
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let error = failure("write", path)
        close(descriptor)
        unlink(target)
        throw error
      }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, !replacing || rename(temporary, path) == 0
    else {
      let error = failure("write", path)
      unlink(target)
      throw error
    }
  }

  private static func failure(_ what: String, _ path: String) -> FileTrouble {
    FileTrouble("cannot \(what) \(path): \(String(cString: strerror(errno)))")
  }

  /// What the ending of a name says of the contents; nil where it says nothing.
  static func mediaType(of name: String) -> String? {
    let ending = (name as NSString).pathExtension.lowercased()
    let known = [
      "pdf": "application/pdf", "txt": "text/plain", "png": "image/png", "jpg": "image/jpeg",
      "jpeg": "image/jpeg", "tif": "image/tiff", "tiff": "image/tiff",
      "doc": "application/msword", "odt": "application/vnd.oasis.opendocument.text",
      "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    return known[ending]
  }
}

/// Why a file cannot be read or written, in words.
struct FileTrouble: Error {
  var message: String

  init(_ message: String) { self.message = message }

  /// Does work on files; what goes wrong is told, and the command ends.
  static func told<Answer>(_ console: Console, _ work: () throws -> Answer) throws -> Answer {
    do { return try work() } catch let trouble as FileTrouble {
      console.note(TextWidth.harmless(trouble.message))
      throw ExitCode(Exit.cannot.rawValue)
    }
  }
}
