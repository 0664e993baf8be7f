// Goal: a daemon whose clock is a year ahead after its death, or is set back, reminds each once.
// Method: the real program under libfaketime, whose offset the test changes; killed and started again.

import Foundation
import Glibc
import Testing

/// A clock that runs, ahead of the real one or behind it, for programs that are started with it.
struct FakeClock {
  /// The library that Debian's package faketime brings.
  static let library: String? = {
    let folder = "/usr/lib"
    let architectures = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let found = architectures.map { "\(folder)/\($0)/faketime/libfaketimeMT.so.1" }
      .first { FileManager.default.fileExists(atPath: $0) }
    if found == nil { print("skipped: no libfaketime; Debian's package faketime brings it") }
    return found
  }()

  let file: String

  init(_ office: Office) { file = "\(office.folder)/clock" }

  /// What a program needs to live by it. The monotonic clock stays real.
  var environment: [String: String] {
    [
      "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_NO_CACHE": "1",
      "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
    ]
  }

  /// From now on the clock shows this instant, and runs.
  func set(_ instant: Date) throws {
    let offset = Int(instant.timeIntervalSinceNow.rounded())
    try Data("\(offset < 0 ? "" : "+")\(offset)\n".utf8).write(to: URL(filePath: file))
  }
}

@Suite(.serialized, .enabled(if: hasPrograms && FakeClock.library != nil))
struct ClockTests {
  private func date(_ text: String) throws -> Date {
    try #require(try? Date(text, strategy: .iso8601))
  }

  @Test func `after a year, and an hour back, each timer has fired once and nobody is told twice`()
    throws
  {
    try Office.opened(users: false) { office in
      let clock = FakeClock(office)
      // A Wednesday morning; the sending window is open.
      try clock.set(try date("2026-05-06T10:00:00+08:00"))
      var old = ""
      try withDaemon(office, clock) { _ in
        old = try start(office)
        try settled(office)
        #expect(try office.history(old).map { $0.at.prefix(10) } == ["2026-05-06"])
      }
      let due = try timers(office, of: old)
      let told = try messages(office)
      try #require(!due.isEmpty)

      // A year later, another Wednesday morning.
      try clock.set(try date("2027-05-05T10:00:00+08:00"))
      var young = ""
      var before: [Int] = []
      try withDaemon(office, clock) { _ in
        try eventually("the timers fire") { try fired(office, old).count == due.count }
        young = try start(office)
        try settled(office)
        try check(office, old, due: due)
        // Who has the task is reminded once for all that was missed; each of those above hears of it once.
        let entry = try #require(try fired(office, old).first)
        let roles = try #require(entry.payload.told).map(\.role)
        #expect(roles.contains("pic") && roles.contains("kabid"), "\(roles)")
        #expect(Set(roles).count == roles.count, "\(roles)")
        #expect(try messages(office).count == told.count + roles.count + 1)
        before = try [old, young].map { try fired(office, $0).count }
      }

      // Killed again; the next life begins when the young one's first reminder is due, and the old
      // one has nothing new to tell unless a timer of its own fell due.
      let all = try [old, young].map { (reference: $0, timers: try timers(office, of: $0)) }
      let next = try #require(all[1].timers.map(\.due).min())
      let sent = try messages(office)
      try clock.set(next.addingTimeInterval(60))
      try withDaemon(office, clock) { daemon in
        let expected = all.map { $0.timers.filter { $0.due <= next }.count }
        try eventually("the reminder comes") {
          try zip(all, before).map { try fired(office, $0.reference).count - $1 } == expected
        }
        try eventually("it is delivered") { try messages(office).count > sent.count }
        try settled(office)
        let history = try [old, young].map { try office.history($0).count }
        let files = try messages(office)

        // Set back by an hour while it runs: a command comes in by the wrong clock, nothing fires again.
        try clock.set(next.addingTimeInterval(60 - 3_600))
        let third = try start(office)
        try eventually("the message of the third is delivered") {
          try messages(office).count > files.count
        }
        try settled(office)
        let start = try #require(try office.history(third).first)
        #expect(try date(start.at) < next, "the daemon sees the clock that was set back")
        #expect(try [old, young].map { try office.history($0).count } == history)
        #expect(try messages(office).count == files.count + 1)
        daemon.send(SIGTERM)
        #expect(daemon.wait() == 0, "\(daemon.errors)")
      }
      try withDaemon(office, clock) { _ in
        #expect(try fired(office, young).count == 1)
        #expect(try office.control(["audit", "verify"]).code == 0)
        for reference in [old, young] { try check(office, reference, due: []) }
      }
    }
  }

  // MARK: Parts

  /// A daemon by the fake clock; it is killed whatever happens.
  private func withDaemon(
    _ office: Office, _ clock: FakeClock, _ body: (Running) throws -> Void
  ) throws {
    let daemon = try office.startDaemon(environment: clock.environment)
    defer { daemon.end() }
    try body(daemon)
  }

  private func start(_ office: Office) throws -> String {
    let fields = Walk.set(["tentang=KKN", "mitra=univ-ganesha"])
    let outcome = try office.control(.pic, ["start", "nota-kesepahaman-opd"] + fields + ["--json"])
    try #require(outcome.code == 0, "\(outcome.errors)")
    return try decode(CommandAnswer.self, outcome.output).reference
  }

  /// Waits until every message that is due has left.
  private func settled(_ office: Office) throws {
    try eventually("the outbox is empty") {
      try office.get(StatusAnswer.self, "/v1/status").messagesPending == 0
    }
  }

  private func messages(_ office: Office) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: office.spool).filter { !$0.hasPrefix(".") }
  }

  /// What is set, read from the database: the daemon is dead.
  private func timers(_ office: Office, of reference: String) throws -> [(name: String, due: Date)]
  {
    let query =
      "SELECT t.name, t.due_at FROM timer AS t JOIN instance AS i ON i.id = t.instance"
      + " WHERE i.reference = '\(reference)'"
    let outcome = try run(
      "/usr/bin/sqlite3", ["-separator", "\t", office.database, query],
      log: "\(office.folder)/log/timers")
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map { line in
      let columns = line.split(separator: "\t")
      return (String(columns[0]), Date(timeIntervalSince1970: (Double(columns[1]) ?? 0) / 1_000))
    }
  }

  private func fired(_ office: Office, _ reference: String) throws -> [EntryAnswer] {
    try office.history(reference).filter { $0.cause.hasPrefix("timer:") }
  }

  /// Each of the timers that were due brought one entry, and no notice stands in two entries.
  private func check(
    _ office: Office, _ reference: String, due: [(name: String, due: Date)]
  ) throws {
    let entries = try fired(office, reference)
    if !due.isEmpty {
      #expect(entries.map(\.cause).sorted() == due.map { "timer:\($0.name)" }.sorted())
    }
    let notices = entries.flatMap { $0.payload.planned ?? [] }.map { "\($0.role) \($0.at)" }
    #expect(Set(notices).count == notices.count, "\(notices)")
  }
}
