// Goal: what we send is what `journalctl` finds, and a stopped journald holds nobody.
// Method: this very test bundle runs again beside a private journald (Scripts/with-journald.sh).

import Foundation
import Logging
import Testing

@testable import Systemd

/// The pid of the private journald; nil outside.
private let journald = ProcessInfo.processInfo.environment["SINERGI_JOURNALD_PID"].flatMap {
  pid_t($0)
}

struct JournaldTests {
  @Test(.enabled(if: journald == nil && hasNamespaces))
  func `the journal holds what was logged`() throws {
    try runAgain(
      "BesideJournaldTests", mark: "SINERGI_BESIDE_JOURNALD", count: 3,
      launcher: [Places.scripts + "/with-journald.sh"])
  }
}

@Suite(.enabled(if: journald != nil), .serialized)
struct BesideJournaldTests {
  /// The journal's entries with a field, in their order.
  private func entries(_ match: String) throws -> [[String: Any]] {
    #expect(try run("/usr/bin/journalctl", ["--sync"]).status == 0)
    let found = try run("/usr/bin/journalctl", ["-o", "json", "--all", "-q", match])
    return try found.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `fields, lines and numbers arrive`() throws {
    let queue = JournalQueue(identifier: "sinergi-test")
    try queue.start()
    var logger = Logger(label: "engine") { JournalLogHandler(label: $0, queue: queue) }
    logger[metadataKey: "instance"] = "NKO/2026/0001"
    logger.warning(
      "satu\ndua\n\ntiga",
      metadata: ["message.id": "stepTaken", "state": "telaah", "to": ["a", "b"]])
    logger.info("\(String(repeating: "é", count: 100_000))")
    #expect(queue.flush(within: .seconds(30)))
    let lines = try entries("SINERGI_INSTANCE=NKO/2026/0001")
    #expect(lines.count == 2)
    let first = try #require(lines.first)
    #expect(first["MESSAGE"] as? String == "satu\ndua\n\ntiga")
    #expect(first["MESSAGE_ID"] as? String == MessageID.stepTaken.rawValue)
    #expect(first["PRIORITY"] as? String == "4")
    #expect(first["SYSLOG_IDENTIFIER"] as? String == "sinergi-test")
    #expect(first["SINERGI_STATE"] as? String == "telaah")
    #expect(first["SINERGI_TO"] as? [String] == ["a", "b"])
    #expect(first["SINERGI_LOGGER"] as? String == "engine")
    #expect((first["CODE_FILE"] as? String)?.hasSuffix("JournaldTests.swift") == true)
    #expect(first["_PID"] as? String == "\(getpid())")
    #expect((lines.last?["MESSAGE"] as? String)?.hasSuffix("…") == true)
  }

  @Test func `a burst arrives whole`() throws {
    let queue = JournalQueue(identifier: "sinergi-burst")
    try queue.start()
    let logger = Logger(label: "t") { JournalLogHandler(label: $0, queue: queue) }
    for number in 0..<3000 { logger.info("line", metadata: ["n": "\(number)"]) }
    #expect(queue.flush(within: .seconds(60)))
    let numbers = try entries("SYSLOG_IDENTIFIER=sinergi-burst").map {
      $0["SINERGI_N"] as? String
    }
    #expect(numbers == (0..<3000).map { "\($0)" })
  }

  @Test func `a stopped journald holds nobody, and the loss stands in the journal`() throws {
    let pid = try #require(journald)
    let queue = JournalQueue(identifier: "sinergi-stalled", entriesMax: 100)
    try queue.start()
    let logger = Logger(label: "t") { JournalLogHandler(label: $0, queue: queue) }
    #expect(kill(pid, SIGSTOP) == 0)
    // More than the socket's buffer and the queue hold: without the queue this loop would not end.
    for number in 0..<20_000 { logger.info("line", metadata: ["n": "\(number)"]) }
    let dropped = queue.droppedCount
    #expect(dropped > 0)
    #expect(!queue.flush(within: .milliseconds(10)))
    #expect(kill(pid, SIGCONT) == 0)
    #expect(queue.flush(within: .seconds(60)))
    logger.info("after", metadata: ["n": "after"])
    #expect(queue.flush(within: .seconds(60)))
    let lines = try entries("SYSLOG_IDENTIFIER=sinergi-stalled")
    let told = lines.compactMap { ($0["SINERGI_DROPPED"] as? String).flatMap { Int($0) } }
    #expect(told.reduce(0, +) == dropped)
    #expect(lines.filter { $0["SINERGI_N"] != nil }.count == 20_001 - dropped)
  }
}
