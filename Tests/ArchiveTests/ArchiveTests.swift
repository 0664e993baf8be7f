// Goal: a copy that is kept is the file that came; what is not that file is told, never handed out.
// Method: real folders and files, damaged, swapped and left unfinished by hand.

import Foundation
import Testing

@testable import Archive

@Suite struct ArchiveTests {
  /// A folder that is gone with the test.
  final class Folder: Sendable {
    let path = "/tmp/sinergi-archive-\(UUID().uuidString.prefix(8))"

    init() throws { mkdir(path, 0o700) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var archive: String { "\(path)/documents" }

    func open(limit: Int64 = 1 << 20) throws -> DocumentArchive {
      var limits = ArchiveLimits()
      limits.fileBytes = limit
      return try DocumentArchive(folder: archive, limits: limits)
    }

    func place(_ digest: String) -> String {
      "\(archive)/\(digest.prefix(2))/\(digest.dropFirst(2))"
    }
  }

  // SHA-256 of "abc": FIPS 180-4, the first example of NIST's test vectors.
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  static func keep(
    _ text: String, in archive: DocumentArchive, announced: String? = nil, parts: Int = 1
  ) async throws -> KeptFile {
    let incoming = try archive.receive()
    let bytes = Array(text.utf8)
    let size = max(1, (bytes.count + parts - 1) / parts)
    var start = 0
    while start < bytes.count {
      let part = Array(bytes[start..<min(start + size, bytes.count)])
      try part.withUnsafeBytes { try incoming.write($0) }
      start += size
    }
    return try await incoming.finish(announced: announced)
  }

  static func read(_ digest: String, in archive: DocumentArchive) throws -> String {
    let file = try archive.open(digest)
    var bytes: [UInt8] = []
    while let part = try file.next() { bytes += part }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a file is named by its SHA-256 and read back as it came`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    let kept = try await Self.keep("abc", in: archive, announced: Self.abc, parts: 3)
    #expect(kept == KeptFile(digest: Self.abc, size: 3, isNew: true))
    #expect(try Self.read(Self.abc, in: archive) == "abc")
    #expect(try archive.size(of: Self.abc) == 3)
    #expect(FileManager.default.contents(atPath: folder.place(Self.abc)) == Data("abc".utf8))
    var status = stat()
    #expect(stat(folder.place(Self.abc), &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat("\(folder.archive)/ba", &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(stat(folder.archive, &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func `an empty file is a file too`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    let kept = try await Self.keep("", in: archive)
    #expect(kept.digest.hasPrefix("e3b0c442") && kept.size == 0)
    #expect(try Self.read(kept.digest, in: archive).isEmpty)
  }

  @Test func `the same file twice is kept once`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    _ = try await Self.keep("abc", in: archive)
    let again = try await Self.keep("abc", in: archive)
    #expect(!again.isNew)
    #expect(try await archive.files() == [Self.abc])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.archive) == ["ba"])
  }

  @Test func `many writers of the same and of other files at once leave each once`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    let kept = try await withThrowingTaskGroup(of: KeptFile.self) { group in
      for number in 0..<40 {
        group.addTask {
          try await Self.keep(
            String(repeating: "\(number % 4)", count: 200_000), in: archive, parts: 7)
        }
      }
      var all: [KeptFile] = []
      for try await file in group { all.append(file) }
      return all
    }
    #expect(Set(kept.map(\.digest)).count == 4)
    #expect(try await archive.files().count == 4)
    for digest in Set(kept.map(\.digest)) { #expect(try await archive.verify(digest) == 200_000) }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.archive)
        .allSatisfy { !$0.hasPrefix(".") })
  }

  @Test func `bytes that are not those announced are not kept`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    await #expect(throws: ArchiveError.self) {
      try await Self.keep("abd", in: archive, announced: Self.abc)
    }
    #expect(try await archive.files().isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.archive).isEmpty)
  }

  @Test func `a file above the limit is refused and leaves nothing`() async throws {
    let folder = try Folder()
    let archive = try folder.open(limit: 10)
    #expect(try await Self.keep("0123456789", in: archive).size == 10)
    await #expect(throws: ArchiveError.tooLarge(limit: 10)) {
      try await Self.keep("0123456789x", in: archive)
    }
    #expect(try await archive.files().count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.archive).count == 1)
  }

  @Test(arguments: ["abd", "ab", "abcd", ""])
  func `a damaged copy is found, not handed out, and mended by adding it again`(bytes: String)
    async throws
  {
    let folder = try Folder()
    let archive = try folder.open()
    _ = try await Self.keep("abc", in: archive)
    try Data(bytes.utf8).write(to: URL(filePath: folder.place(Self.abc)))
    #expect(throws: ArchiveError.self) { try Self.read(Self.abc, in: archive) }
    do {
      _ = try await archive.verify(Self.abc)
      Issue.record("not found")
    } catch { #expect("\(error)".contains("damaged")) }
    #expect(try await Self.keep("abc", in: archive).isNew)
    #expect(try Self.read(Self.abc, in: archive) == "abc")
  }

  @Test func `a missing copy is told as such`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    #expect(try archive.size(of: Self.abc) == nil)
    await #expect(throws: ArchiveError.notFound(Self.abc)) { try await archive.verify(Self.abc) }
  }

  @Test func `no link is followed`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    let outside = "\(folder.path)/outside"
    try Data("abc".utf8).write(to: URL(filePath: outside))
    mkdir("\(folder.archive)/ba", 0o700)
    symlink(outside, folder.place(Self.abc))
    #expect(throws: ArchiveError.self) { try Self.read(Self.abc, in: archive) }
    // A link in place of a folder is refused as well, for reading and for writing.
    unlink(folder.place(Self.abc))
    rmdir("\(folder.archive)/ba")
    mkdir("\(folder.path)/elsewhere", 0o700)
    symlink("\(folder.path)/elsewhere", "\(folder.archive)/ba")
    await #expect(throws: ArchiveError.self) { try await Self.keep("abc", in: archive) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/elsewhere").isEmpty)
    // And in place of the archive itself.
    symlink("\(folder.path)/elsewhere", "\(folder.path)/link")
    #expect(throws: ArchiveError.self) { try DocumentArchive(folder: "\(folder.path)/link") }
  }

  @Test(arguments: [
    "", "abc", "../../etc/passwd", "..", "/etc/passwd", String(repeating: "A", count: 64),
    String(repeating: "a", count: 63), String(repeating: "/", count: 64),
  ])
  func `only a digest is a name`(name: String) throws {
    let folder = try Folder()
    let archive = try folder.open()
    #expect(throws: ArchiveError.notADigest(name)) { try archive.open(name) }
  }

  @Test func `what a crash left is swept at the start, and nothing else is`() async throws {
    let folder = try Folder()
    do {
      let archive = try folder.open()
      _ = try await Self.keep("abc", in: archive)
    }
    try Data("half".utf8).write(to: URL(filePath: "\(folder.archive)/.incoming-1-1"))
    try Data("mine".utf8).write(to: URL(filePath: "\(folder.archive)/catatan.txt"))
    let archive = try folder.open()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.archive).sorted()
        == ["ba", "catatan.txt"])
    #expect(try await archive.files() == [Self.abc])
  }

  @Test func `a file that is dropped on its way leaves nothing`() async throws {
    let folder = try Folder()
    let archive = try folder.open()
    do {
      let incoming = try archive.receive()
      try Array("ha".utf8).withUnsafeBytes { try incoming.write($0) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.archive).isEmpty)
  }

  static let canMount = geteuid() == 0 && access("/bin/mount", X_OK) == 0

  @Test(.enabled(if: canMount, "needs root, to mount a small disk"))
  func `a full disk is an error, and nothing half is kept`() async throws {
    let folder = try Folder()
    func run(_ command: String) -> Int32 {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", command]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return -1 }
      process.waitUntilExit()
      return process.terminationStatus
    }
    // A container may forbid it even to root; then there is nothing to be seen here.
    guard run("mount -t tmpfs -o size=64k none \(folder.path)") == 0 else { return }
    defer { _ = run("umount \(folder.path)") }
    do {
      let archive = try folder.open()
      _ = try await Self.keep("abc", in: archive)
      await #expect(throws: ArchiveError.full("cannot write to the archive")) {
        try await Self.keep(String(repeating: "x", count: 200_000), in: archive)
      }
      #expect(try await archive.files() == [Self.abc])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.archive) == ["ba"])
      #expect(try Self.read(Self.abc, in: archive) == "abc")
    }
  }
}
