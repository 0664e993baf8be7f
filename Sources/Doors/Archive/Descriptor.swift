// An open file or folder of the archive: closed when nobody holds it any more, never through a link.

internal import Crypto
internal import Glibc

/// A file descriptor that closes itself.
final class Descriptor: Sendable {
  let number: Int32

  private init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens the archive's own folder.
  static func root(_ path: String) throws(ArchiveError) -> Descriptor {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw Self.failure("cannot open the folder \(path)") }
    return Descriptor(number)
  }

  /// Opens what is below this folder; nil where there is nothing. A link is refused by the system.
  func opened(_ name: String, _ flags: Int32, mode: mode_t = 0o600) throws(ArchiveError)
    -> Descriptor?
  {
    let number = openat(number, name, flags | O_NOFOLLOW | O_CLOEXEC, mode)
    if number < 0, errno == ENOENT { return nil }
    if number < 0, errno == ELOOP || errno == ENOTDIR { throw .notAFile(name) }
    guard number >= 0 else { throw Self.failure("cannot open \(name) in the archive") }
    return Descriptor(number)
  }

  /// The folder of a name below this one, made where it is missing.
  func folder(_ name: String, making: Bool) throws(ArchiveError) -> Descriptor? {
    if let folder = try opened(name, O_RDONLY | O_DIRECTORY) { return folder }
    guard making else { return nil }
    guard mkdirat(number, name, 0o700) == 0 || errno == EEXIST else {
      throw Self.failure("cannot make the folder \(name) in the archive")
    }
    try sync("the archive")
    return try opened(name, O_RDONLY | O_DIRECTORY)
  }

  func sync(_ what: String) throws(ArchiveError) {
    guard fsync(number) == 0 else { throw Self.failure("cannot bring \(what) to disk") }
  }

  /// Size of a plain file.
  func size(of name: String) throws(ArchiveError) -> Int64 {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw Self.failure("cannot look at \(name)") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(name) }
    return Int64(status.st_size)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let slice = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(number, slice.baseAddress, slice.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("cannot write to the archive") }
      rest = rest.dropFirst(count)
    }
  }

  /// The next bytes; empty at the end.
  func read(_ most: Int) throws(ArchiveError) -> [UInt8] {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      var got = Glibc.read(number, buffer.baseAddress, buffer.count)
      while got < 0, errno == EINTR { got = Glibc.read(number, buffer.baseAddress, buffer.count) }
      failed = got < 0
      count = max(0, got)
    }
    guard !failed else { throw Self.failure("cannot read from the archive") }
    return bytes
  }

  /// Names in this folder, sorted.
  func names() throws(ArchiveError) -> [String] {
    let copy = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let folder = fdopendir(copy) else {
      throw Self.failure("cannot list the archive")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func failure(_ what: String) -> ArchiveError {
    let code = errno
    if code == ENOSPC || code == EDQUOT { return .full(what) }
    return .system(what, reason: String(cString: strerror(code)).lowercased())
  }
}

/// SHA-256 as text.
enum Hexadecimal {
  static func text(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
