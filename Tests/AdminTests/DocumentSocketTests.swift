// Goal: documents travel over the socket whole, bounded and by the right people only.
// Method: the commands themselves on files in a folder, and raw bytes where a client would be too polite.

import AdminAPI
import AdminClient
import ArgumentParser
import Foundation
import Testing

@testable import AdminServer
@testable import sinergictl

@Suite struct DocumentSocketTests {
  /// Runs a line as the program would, and tells its exit code.
  static func run(_ words: [String], _ served: Served) async -> Int32 {
    do {
      var command = try Sinergictl.parseAsRoot(words + ["--socket", served.path])
      guard var asking = command as? any AsyncParsableCommand else {
        try command.run()
        return 0
      }
      try await asking.run()
      return 0
    } catch { return Entry.end(with: error) }
  }

  /// A folder with files, gone with the test.
  final class Folder: Sendable {
    let path = "/tmp/sinergi-files-\(UUID().uuidString.prefix(8))"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
      try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
      return "\(path)/\(name)"
    }

    func read(_ name: String) -> [UInt8]? {
      FileManager.default.contents(atPath: "\(path)/\(name)").map { Array($0) }
    }
  }

  @Test func `the commands add, list and fetch, and end with the documented codes`() async throws {
    let folder = try Folder()
    // Larger than one part, and no text.
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let file = try folder.write("naskah.pdf", bytes)
    let other = try folder.write("naskah v2.pdf", bytes + [0])
    let large = try folder.write(
      "besar.bin", [UInt8](repeating: 7, count: Int(CopiesFolder.limit) + 1))
    let copy = "\(folder.path)/salinan.pdf"
    let rows: [(words: [String], code: Int32)] = [
      (["start", "uji", "--set", "tentang=Layanan"], 0),
      (["document", "list", "UJI/2026/0001"], 0), (["document", "list", "UJI/2026/0009"], 1),
      (["document", "get", "UJI/2026/0001", "naskah", "--output", copy], 1),
      (["document", "add", "UJI/2026/0001", "naskah", file, "--number", "B.1", "--key", "k"], 0),
      (["document", "add", "UJI/2026/0001", "naskah", file, "--number", "B.1", "--key", "k"], 0),
      (["document", "add", "UJI/2026/0001", "naskah", other, "--key", "k"], 1),
      (["document", "add", "UJI/2026/0001", "naskah", file], 0),
      (
        ["document", "add", "UJI/2026/0001", "naskah", file, "--partner-number", "M.1", "--json"], 0
      ),
      (["document", "add", "UJI/2026/0001", "nasakh", file], 3),
      (["document", "add", "UJI/2026/0001", "../naskah", file], 3),
      (["document", "add", "UJI/2026/0001", "naskah", file, "--name", "../../etc/passwd"], 3),
      (["document", "add", "UJI/2026/0001", "naskah", file, "--name", "a\u{202E}fdp.exe"], 3),
      (["document", "add", "UJI/2026/0001", "naskah", "\(folder.path)/tidak-ada.pdf"], 1),
      (["document", "add", "UJI/2026/0001", "naskah", folder.path], 1),
      (["document", "add", "UJI/2026/0001", "lampiran", large], 1),
      (["document", "add", "UJI/2026/0001", "lampiran", large, "--no-copy"], 0),
      (["document", "get", "UJI/2026/0001", "lampiran", "--output", copy], 1),
      (["document", "get", "UJI/2026/0001", "naskah", "--output", copy], 0),
      (["document", "get", "UJI/2026/0001", "naskah", "--output", copy], 1),
      (["document", "get", "UJI/2026/0001", "naskah", "--output", copy, "--force"], 0),
      (["document", "get", "UJI/2026/0001", "naskah", "--version", "9"], 1),
      (
        [
          "document", "add", "UJI/2026/0001", "naskah", other, "--srikandi", "S.1", "--note", "dua",
        ], 0
      ),
      (["document", "list", "UJI/2026/0001", "--all"], 0),
      (["document", "verify"], 4), (["show", "UJI/2026/0001"], 0),
      (["history", "UJI/2026/0001"], 0),
    ]
    try await Served.run { served in
      for row in rows {
        #expect(await Self.run(row.words, served) == row.code, "\(row.words)")
      }
      #expect(folder.read("salinan.pdf") == bytes)
      let client = AdminClient(socket: served.path)
      let list = try await client.documents("UJI/2026/0001", all: true).value
      #expect(list.items.map(\.kind) == ["naskah", "naskah", "lampiran"])
      #expect(list.items.map(\.version) == [2, 1, 1])
      #expect(list.items.map(\.kept) == [true, true, false] && list.missing.isEmpty)
      #expect(list.items[1].number == "B.1" && list.items[1].partnerNumber == "M.1")
      #expect(list.items[0].number == nil && list.items[0].srikandi == "S.1")
      #expect(list.items[0].mediaType == "application/pdf")
      #expect(try await client.document("UJI/2026/0001", kind: "naskah", version: 1) == bytes)
      #expect(try await client.document("UJI/2026/0001", kind: "naskah") == bytes + [0])
      let history = try await client.history("UJI/2026/0001").value.items.map(\.kind)
      #expect(
        history == [
          "started", "document-added", "document-corrected", "document-added", "document-added",
        ])
      await client.shutdown()
    }
  }

  @Test func `a damaged copy is not sent, and an administrator finds it`() async throws {
    let folder = try Folder()
    let file = try folder.write("naskah.pdf", Array("isi naskah".utf8))
    let digest = DocumentFile.sha256(of: Array("isi naskah".utf8))
    try await Served.run { served in
      #expect(await Self.run(["start", "uji", "--set", "tentang=x"], served) == 0)
      #expect(
        await Self.run(["document", "add", "UJI/2026/0001", "naskah", file], served) == 0)
      try Data("isi naskaH".utf8).write(to: URL(filePath: served.copies.place(digest)))
      let copy = "\(folder.path)/salinan.pdf"
      #expect(
        await Self.run(
          ["document", "get", "UJI/2026/0001", "naskah", "--output", copy], served) == 1)
      #expect(folder.read("salinan.pdf") == nil)
    }
    try await Served.run(as: "root") { served in
      #expect(await Self.run(["document", "verify"], served) == 0)
      #expect(await Self.run(["document", "verify", "UJI/2026/0009"], served) == 1)
    }
  }

  @Test func `verify ends with 1 when a copy is damaged`() async throws {
    let office = try await Office(allowsStandIns: true)
    let reference = try await office.startAgreement()
    let body = Array("isi".utf8)
    let sent = await office.responder.answer(
      Inquiry(method: "POST", target: "/v1/documents/content", body: body, uid: Office.made))
    let kept = try sent.value(ContentAnswer.self)
    let record =
      #"{"kind": "naskah", "name": "a.pdf", "size": 3, "digest": "\#(kept.sha256)", "copy": true}"#
    #expect(await office.post("\(reference)/documents", record).status == 200)
    var check = try await office.get("/v1/documents/verify", as: Office.root)
      .value(DocumentCheck.self)
    #expect(check.intact && check.copies == 1 && check.bytes == 3)
    try Data("isI".utf8).write(to: URL(filePath: office.copies.place(kept.sha256)))
    check = try await office.get("/v1/documents/verify", as: Office.root).value(DocumentCheck.self)
    #expect(!check.intact && check.faults.map(\.fault) == ["damaged"])
  }

  // MARK: Bounds

  @Test func `a file above the limit is refused before it is read`() async throws {
    try await Served.run { served in
      let size = CopiesFolder.limit + 1
      let answer = try await served.exchange(
        "POST /v1/documents/content HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n")
      #expect(
        answer.hasPrefix("HTTP/1.1 413") && answer.contains("body-too-large"),
        "\(answer.prefix(300))")
      #expect(try FileManager.default.contentsOfDirectory(atPath: served.copies.path).isEmpty)
    }
  }

  @Test func `a file of no announced length stops at the limit and leaves nothing`() async throws {
    try await Served.run { served in
      let part = String(repeating: "x", count: 1 << 20)
      let chunks = String(
        repeating: "100000\r\n\(part)\r\n", count: Int(CopiesFolder.limit >> 20) + 1)
      let answer = try await served.exchange(
        "POST /v1/documents/content HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n"
      )
      #expect(answer.hasPrefix("HTTP/1.1 413"), "\(answer.prefix(200))")
      #expect(try FileManager.default.contentsOfDirectory(atPath: served.copies.path).isEmpty)
    }
  }

  @Test func `bytes that are not those announced are refused`() async throws {
    try await Served.run { served in
      let client = AdminClient(socket: served.path)
      do {
        _ = try await client.sendDocument(
          Array("isi".utf8), sha256: String(repeating: "a", count: 64))
        Issue.record("taken")
      } catch ClientError.problem(let problem) {
        #expect(problem.known == .contentInvalid)
      }
      await client.shutdown()
      #expect(try FileManager.default.contentsOfDirectory(atPath: served.copies.path).isEmpty)
    }
  }

  @Test func `a stranger sends no file, and it is not even read`() async throws {
    try await Served.run(as: "tamu") { served in
      let answer = try await served.exchange(
        "POST /v1/documents/content HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 403"))
    }
  }

  @Test func `who comes when all places are taken is told to try again`() async throws {
    let turnstile = Turnstile(1)
    let inner = try await turnstile.pass {
      try await turnstile.pass { true }
    }
    #expect(inner == .some(nil))
    #expect(try await turnstile.pass { true } == true)
  }
}
