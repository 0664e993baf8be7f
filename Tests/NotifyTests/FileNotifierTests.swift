// Goal: a message file is whole, in its folder, and says what it should, whatever is in the message.
// Method: hostile keys and texts; folders that are missing, closed or full.

import Foundation
import Testing

@testable import Notify

@Suite struct FileNotifierTests {
  @Test func `a file has its headers, an empty line and the text`() async throws {
    let scratch = try Scratch()
    let receipt = try await FileNotifier(folder: scratch.path).deliver(.sample(body: "Satu\nDua"))
    #expect(try scratch.names == ["NKO-2026-0001-3.0.txt"])
    #expect(receipt.text == "\(scratch.path)/NKO-2026-0001-3.0.txt")
    #expect(
      try scratch.text("NKO-2026-0001-3.0.txt") == """
        Key: NKO/2026/0001#3.0
        Agreement: NKO/2026/0001
        Kind: assigned
        To: Ni Made <ni-made>, Sekretaris
        Subject: [NKO/2026/0001] Tugas baru: Literasi

        Satu
        Dua

        """)
  }

  @Test func `only the daemon can read it`() async throws {
    let scratch = try Scratch()
    let receipt = try await FileNotifier(folder: scratch.path).deliver(.sample())
    let mode = try FileManager.default.attributesOfItem(atPath: receipt.text)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  static let hostileKeys = [
    "", ".", "..", "../../etc/passwd", "/etc/passwd", ".tersembunyi", "a/../b", "a\0b", "a\nb",
    "-rf", "~", "kunci\u{202E}txt", "ᬧᬺᬯ", "👩🏽‍💻", "a b", "C:\\x", "x.txt", "x.part",
    String(repeating: "k", count: 10_000), String(repeating: "k", count: 9_999) + "l",
    String(repeating: "ᬧ", count: 10_000),
  ]

  @Test func `any key gives a file of its own that stays in the folder and shows`() async throws {
    let scratch = try Scratch()
    let folder = "\(scratch.path)/surat"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let notifier = FileNotifier(folder: folder)
    for key in Self.hostileKeys {
      let receipt = try await notifier.deliver(.sample(key: key))
      let name = String(receipt.text.dropFirst(folder.count + 1))
      #expect(!name.contains("/") && !name.hasPrefix(".") && name.hasSuffix(".txt"), "\(name)")
      #expect(name.utf8.count <= 255 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.count == Self.hostileKeys.count)
    #expect(try scratch.names == ["surat"])
  }

  @Test(arguments: ["\n", "\r", "\r\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}"])
  func `nothing in a message can add a header`(_ newline: String) async throws {
    let scratch = try Scratch()
    let bad = "x\(newline)Bcc: semua\(newline)\(newline)isi palsu"
    let message = Message(
      key: bad, reference: bad, kind: bad, recipients: [.init(person: bad, name: bad)],
      subject: bad,
      body: "Isi")
    let receipt = try await FileNotifier(folder: scratch.path).deliver(message)
    let text = try String(contentsOfFile: receipt.text, encoding: .utf8)
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    #expect(
      lines.prefix(5).map { $0.prefix { $0 != ":" } }
        == ["Key", "Agreement", "Kind", "To", "Subject"])
    #expect(lines.dropFirst(5) == ["", "Isi", ""])
  }

  @Test func `a folder that is missing is tried again, and works once it is there`() async throws {
    let scratch = try Scratch()
    let folder = "\(scratch.path)/surat"
    let notifier = FileNotifier(folder: folder)
    guard case .retry(let reason)? = await failure(notifier, .sample()) else {
      Issue.record("not tried again")
      return
    }
    #expect(reason.hasPrefix("cannot ") && reason.contains(folder))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    #expect(await failure(notifier, .sample()) == nil)
  }

  @Test func `a full disk is tried again and leaves nothing behind`() async throws {
    let scratch = try Scratch()
    // What is written to /dev/full finds the disk full.
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/NKO-2026-0001-3.0.txt.part", withDestinationPath: "/dev/full")
    let notifier = FileNotifier(folder: scratch.path)
    guard case .retry(let reason)? = await failure(notifier, .sample()) else {
      Issue.record("not tried again")
      return
    }
    #expect(reason.contains("No space left"))
    #expect(try scratch.names == [])
    #expect(await failure(notifier, .sample()) == nil)
  }

  @Test func `a folder in place of the file is tried again and leaves nothing behind`() async throws
  {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: "\(scratch.path)/NKO-2026-0001-3.0.txt", withIntermediateDirectories: false)
    guard case .retry? = await failure(FileNotifier(folder: scratch.path), .sample()) else {
      Issue.record("not tried again")
      return
    }
    #expect(try scratch.names == ["NKO-2026-0001-3.0.txt"])
  }

  @Test func `a message that is too large is given up at once`() async throws {
    let scratch = try Scratch()
    let body = String(repeating: "x", count: NotifyLimits.messageBytes)
    guard case .giveUp? = await failure(FileNotifier(folder: scratch.path), .sample(body: body))
    else {
      Issue.record("not given up")
      return
    }
    #expect(try scratch.names == [])
  }

  @Test func `what a crash left half written is replaced, and never was a message`() async throws {
    let scratch = try Scratch()
    let half = "\(scratch.path)/NKO-2026-0001-3.0.txt.part"
    try Data("Key: NKO/2026/0001#3.0\nAgreem".utf8).write(to: URL(filePath: half))
    _ = try await FileNotifier(folder: scratch.path).deliver(.sample())
    #expect(try scratch.names == ["NKO-2026-0001-3.0.txt"])
  }

  @Test func `whoever reads while messages are written sees whole ones only`() async throws {
    let scratch = try Scratch()
    let notifier = FileNotifier(folder: scratch.path)
    let body = String(repeating: "baris yang panjang\n", count: 4_000) + "selesai"
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<25 { _ = try await notifier.deliver(.sample(body: body)) }
      }
      group.addTask {
        for _ in 0..<200 {
          for name in try scratch.names where name.hasSuffix(".txt") {
            #expect(try scratch.text(name).hasSuffix("selesai\n"))
          }
          await Task.yield()
        }
      }
      try await group.waitForAll()
    }
  }
}
