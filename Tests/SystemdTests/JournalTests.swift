// Goal: a line's meaning reaches the journal whole, and a stalled journal costs lines, not callers.
// Method: the queue with a journal of the test's own (held shut by a semaphore), tables for names.

import Dispatch
import Foundation
import Logging
import Synchronization
import Testing

@testable import Systemd

/// A journal that keeps what it gets, and can be held shut.
private final class Book: Sendable {
  let entries = Mutex<[[String]]>([])
  let gate = DispatchSemaphore(value: 0)
  let arrived = DispatchSemaphore(value: 0)

  func take(_ entry: JournalEntry) -> Int32 {
    entries.withLock { $0.append(fields(of: entry)) }
    return 0
  }

  func takeWhenOpen(_ entry: JournalEntry) -> Int32 {
    arrived.signal()
    gate.wait()
    return take(entry)
  }
}

private func fields(of entry: JournalEntry) -> [String] {
  zip([0] + entry.ends, entry.ends).map {
    String(decoding: entry.bytes[$0..<$1], as: UTF8.self)
  }
}

private func event(
  _ message: Logger.Message, _ metadata: Logger.Metadata? = nil, level: Logger.Level = .info
) -> LogEvent {
  LogEvent(
    level: level, message: message, metadata: metadata, source: "Test", file: "Test/File.swift",
    function: "work()", line: 7)
}

private func entry(_ text: String) -> JournalEntry {
  var entry = JournalEntry()
  entry.add("MESSAGE", text)
  return entry
}

struct JournalFieldTests {
  @Test(arguments: [
    ("instance", "SINERGI_INSTANCE"), ("step.sequence", "SINERGI_STEP_SEQUENCE"),
    ("Über weg", "SINERGI___BER_WEG"), ("", "SINERGI_"), ("a=b\n", "SINERGI_A_B_"),
    ("_SYSTEMD_UNIT", "SINERGI__SYSTEMD_UNIT"), ("x9", "SINERGI_X9"),
  ])
  func `a key becomes a name that journald accepts`(key: String, name: String) {
    #expect(JournalFields.name(for: key) == name)
  }

  @Test func `any key at all becomes a valid name`() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let length = Int.random(in: 0...100, using: &generator)
      let scalars = (0..<length).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2fff, using: &generator))
      }
      let name = JournalFields.name(for: String(String.UnicodeScalarView(scalars)))
      #expect(name.wholeMatch(of: /SINERGI_[A-Z0-9_]*/) != nil, "seed \(seed)")
      #expect(name.utf8.count <= 64, "seed \(seed)")
    }
  }

  @Test func `cutting keeps whole characters within the limit`() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let letters = ["a", "é", "…", "𐐷", "\n"]
      let count = Int.random(in: 0...40, using: &generator)
      let text = (0..<count).map { _ in letters.randomElement(using: &generator)! }.joined()
      let limit = Int.random(in: 3...60, using: &generator)
      let short = cut(text, to: limit)
      #expect(short.utf8.count <= limit || short == text, "seed \(seed)")
      #expect(short.utf8.count <= limit, "seed \(seed)")
      #expect(short == text || text.hasPrefix(short.dropLast()), "seed \(seed)")
    }
  }

  @Test func `a line becomes fields in the agreed words`() {
    let queue = JournalQueue(identifier: "sinergid", entriesMax: 1) { _ in 0 }
    var handler = JournalLogHandler(label: "engine", queue: queue)
    handler[metadataKey: "instance"] = "NKO/2026/0001"
    handler[metadataKey: "state"] = "konsep"
    let line = event(
      "step taken\nin two lines",
      [
        "state": "telaah", "message.id": "stepTaken", "to": ["pic", "kabid"],
        "who": ["uid": "1000", "as": "plt"],
      ], level: .warning)
    #expect(
      fields(of: handler.entry(for: line)) == [
        "MESSAGE=step taken\nin two lines", "PRIORITY=4", "SYSLOG_IDENTIFIER=sinergid",
        "SINERGI_LOGGER=engine", "MESSAGE_ID=2e202d4dba314e5eb645747e2606bc71",
        "SINERGI_INSTANCE=NKO/2026/0001", "SINERGI_STATE=telaah", "SINERGI_TO=pic",
        "SINERGI_TO=kabid", "SINERGI_WHO_AS=plt", "SINERGI_WHO_UID=1000",
        "CODE_FILE=Test/File.swift", "CODE_LINE=7", "CODE_FUNC=work()",
      ])
  }

  @Test(arguments: [
    ("daemonReady", "911d6350e446466b98bca0b1700a4af9" as String?),
    ("0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcdef"),
    ("", nil), ("ready", nil), ("0123456789abcdef0123456789abcdeg", nil),
    ("0123456789abcdef", nil),
  ])
  func `a message identity is 32 digits or a known name`(value: String, identity: String?) {
    #expect(JournalFields.identity("\(value)") == identity)
    var entry = JournalEntry()
    JournalFields.add(["message.id": "\(value)"], to: &entry)
    let field = identity.map { "MESSAGE_ID=\($0)" } ?? "SINERGI_MESSAGE_ID=\(value)"
    #expect(fields(of: entry) == [field])
  }

  @Test func `message identities are what was released, and no two alike`() {
    let all = MessageID.allCases.map(\.rawValue)
    #expect(Set(all).count == all.count)
    for identity in all { #expect(identity.wholeMatch(of: /[0-9a-f]{32}/) != nil) }
    for kind in MessageID.allCases { #expect(MessageID(named: "\(kind)") == kind) }
    // Frozen: filters and catalogs outside know these. Add lines, change none.
    #expect(MessageID.agreementStarted.rawValue == "b30ce20b9bc44f04b881cced6d344b23")
    #expect(MessageID.stepTaken.rawValue == "2e202d4dba314e5eb645747e2606bc71")
    #expect(MessageID.auditHead.rawValue == "c94f9568bf5940d784dc1842e662e20a")
  }

  @Test func `values, fields and depth are bounded, and what is left out is said`() {
    var entry = JournalEntry()
    JournalFields.add(["long": "\(String(repeating: "x", count: 100_000))"], to: &entry)
    #expect(entry.bytes.count <= SystemdLimits.fieldValueBytes + 64)
    var many = JournalEntry()
    let list = (0..<1000).map { Logger.MetadataValue.string("\($0)") }
    JournalFields.add(["many": .array(list)], to: &many)
    #expect(many.ends.count == SystemdLimits.fieldsPerEntry + 1)
    #expect(fields(of: many).last == "SINERGI_FIELDS_LEFT_OUT=936")
    var deep = Logger.MetadataValue.string("end")
    for _ in 0..<50 { deep = .dictionary(["a": deep]) }
    var nested = JournalEntry()
    JournalFields.add(["deep": deep], to: &nested)
    #expect(nested.ends.count == 1)
  }
}

struct JournalQueueTests {
  @Test func `lines arrive in their order, also those from before the start`() throws {
    let book = Book()
    let queue = JournalQueue(identifier: "t", entriesMax: 5000, send: book.take)
    for number in 0..<1000 { queue.put(entry("\(number)")) }
    try queue.start()
    try queue.start()
    for number in 1000..<2000 { queue.put(entry("\(number)")) }
    #expect(queue.flush(within: .seconds(60)))
    #expect(book.entries.withLock { $0 } == (0..<2000).map { ["MESSAGE=\($0)"] })
    #expect(queue.droppedCount == 0)
  }

  @Test func `a stalled journal never holds a caller, and the loss is told`() throws {
    let book = Book()
    let queue = JournalQueue(identifier: "t", entriesMax: 10, send: book.takeWhenOpen)
    try queue.start()
    queue.put(entry("first"))
    book.arrived.wait()  // the thread stands in the journal's door
    for number in 0..<1000 { queue.put(entry("\(number)")) }
    #expect(queue.droppedCount == 991)
    #expect(!queue.flush(within: .milliseconds(1)))
    for _ in 0..<2000 { book.gate.signal() }
    #expect(queue.flush(within: .seconds(60)))
    queue.put(entry("last"))
    #expect(queue.flush(within: .seconds(60)))
    let lines = book.entries.withLock { $0 }
    #expect(lines.prefix(10).map(\.first) == ["MESSAGE=first"] + (0..<9).map { "MESSAGE=\($0)" })
    #expect(lines[10].contains("SINERGI_DROPPED=991"))
    #expect(lines[10].contains("PRIORITY=4"))
    #expect(lines[10].contains("MESSAGE_ID=\(MessageID.linesDropped.rawValue)"))
    #expect(lines.count == 12 && lines[11] == ["MESSAGE=last"])
  }

  @Test func `bytes are bounded as well as lines`() {
    let queue = JournalQueue(identifier: "t", entriesMax: 1000, bytesMax: 100) { _ in 0 }
    for _ in 0..<10 { queue.put(entry(String(repeating: "x", count: 32))) }
    #expect(queue.droppedCount == 8)
  }

  @Test func `what the journal refuses is told once it takes again, without a storm`() throws {
    let isRefusing = Mutex(true)
    let tries = Mutex(0)
    let book = Book()
    let queue = JournalQueue(identifier: "t", entriesMax: 100) { entry in
      tries.withLock { $0 += 1 }
      return isRefusing.withLock { $0 } ? -ECONNREFUSED : book.take(entry)
    }
    try queue.start()
    for _ in 0..<3 {
      queue.put(entry("lost"))
      #expect(queue.flush(within: .seconds(60)))
    }
    // Three lines; and before each put and in each flush at most one report.
    #expect(tries.withLock { $0 } <= 9)
    #expect(queue.droppedCount == 3)
    isRefusing.withLock { $0 = false }
    queue.put(entry("heard"))
    #expect(queue.flush(within: .seconds(60)))
    let lines = book.entries.withLock { $0 }
    #expect(lines.count == 2 && lines[0].contains("SINERGI_DROPPED=3"))
    #expect(lines.last == ["MESSAGE=heard"])
  }

  @Test func `lines of many threads all arrive, or are counted`() throws {
    let book = Book()
    let queue = JournalQueue(identifier: "t", entriesMax: 50, send: book.take)
    try queue.start()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<500 { queue.put(entry("x")) }
    }
    #expect(queue.flush(within: .seconds(60)))
    let arrived = book.entries.withLock { $0.filter { $0 == ["MESSAGE=x"] }.count }
    #expect(arrived + queue.droppedCount == 4000)
  }

  @Test func `a queue that is let go sends what it has`() throws {
    let book = Book()
    let sent = DispatchSemaphore(value: 0)
    var queue: JournalQueue? = JournalQueue(identifier: "t", entriesMax: 50) { entry in
      defer { sent.signal() }
      return book.take(entry)
    }
    queue?.put(entry("a"))
    try queue?.start()
    queue = nil
    #expect(sent.wait(timeout: .now() + 60) == .success)
    #expect(book.entries.withLock { $0 } == [["MESSAGE=a"]])
  }
}

struct JournalStreamTests {
  @Test func `stderr is the journal's only when device and inode are its own`() throws {
    var found = stat()
    #expect(fstat(STDERR_FILENO, &found) == 0)
    let right = "\(found.st_dev):\(found.st_ino)"
    #expect(isJournalStream(fd: STDERR_FILENO, variable: right))
    for wrong in [nil, "", ":", "1:2", right + ":", "x" + right, "\(found.st_dev):"] {
      #expect(!isJournalStream(fd: STDERR_FILENO, variable: wrong))
    }
    #expect(!isJournalStream(fd: -1, variable: right))
  }
}
