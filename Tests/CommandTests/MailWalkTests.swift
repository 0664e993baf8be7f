// Goal: an agreement that is left alone brings exactly the mails of its ladder, each once, in Indonesian;
// a daemon that is killed at any moment loses none, and what came twice was marked as unknown before.
// Method: the real program under libfaketime beside a real mail server, moved from one instant to the
// next over weeks.

import Foundation
import Glibc
import Testing

@Suite(.serialized, .enabled(if: hasPrograms && FakeClock.library != nil && MailServer.isThere))
struct MailWalkTests {
  /// A mail as it is to arrive: day, reader, what the subject says.
  private struct Expected: Hashable, CustomStringConvertible {
    var day: String
    var reader: String
    var subject: String
    var description: String { "\(day) \(reader) «\(subject)»" }
  }

  /// Begun on Wednesday 6 May 2026, due after five working days on Wednesday the 13th. Ascension and its
  /// joint leave close the 14th and 15th, Idul Adha the 27th and 28th, Pancasila the 1st of June; the days
  /// of Galungan count as working days and nobody is reminded on them.
  private static let ladder: [Expected] = [
    ("2026-05-06", "ni-made-wirati", "Tugas baru"),
    ("2026-05-11", "ni-made-wirati", "Tenggat 2 hari lagi"),
    ("2026-05-13", "ni-made-wirati", "Tenggat hari ini"),
    ("2026-05-18", "ni-made-wirati", "Terlambat"),
    ("2026-05-20", "i-wayan-sudarma", "Eskalasi"),
    ("2026-05-20", "ni-made-wirati", "Terlambat"),
    ("2026-05-26", "ni-luh-suastini", "Eskalasi"),
    ("2026-05-29", "ni-made-wirati", "Terlambat"),
    ("2026-06-05", "ni-ketut-rasmini", "Eskalasi"),
    ("2026-06-08", "ni-made-wirati", "Terlambat"),
    ("2026-06-19", "ni-nyoman-widiasih", "Eskalasi"),
  ].map { Expected(day: $0.0, reader: $0.1, subject: $0.2) }

  @Test func `left alone for weeks, it sends exactly its ladder, in order, each mail once`() throws
  {
    try withOffice { office, clock, server in
      var reference = ""
      try life(office, clock, at: try date("2026-05-06T10:00:00+08:00")) { _ in
        reference = try start(office)
        try settled(office)
      }
      while let next = try nextInstant(office), next < (try date("2026-07-31T00:00:00+08:00")) {
        // A few seconds late: the daemon was not there at the very moment.
        try life(office, clock, at: next.addingTimeInterval(3)) { _ in try settled(office) }
      }
      let mails = try server.mails()
      #expect(mails.map { expected($0) } == Self.ladder)
      #expect(Set(mails.map { $0.field("Message-ID") }).count == mails.count)
      for mail in mails { check(mail, reference) }
      let last = try #require(mails.last)
      #expect(last.parts["text/plain"]?.contains("lewat 37 hari") == true, "\(last.parts)")
      keep(mails)
      // Days later nothing more comes.
      try life(office, clock, at: try date("2026-08-03T09:00:00+08:00")) { _ in
        try settled(office)
      }
      #expect(try server.mails().count == mails.count)
    }
  }

  @Test func `killed at any moment, it loses no mail, and doubles only what it marked`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("MailWalkTests: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    // A server that takes its time: some deaths fall between its taking a mail and its word of it.
    try withOffice(delay: 60) { office, clock, server in
      var doubtful: Set<String> = []
      var kills = 0
      /// Lives that are cut short, and one that is not; whoever looks after it sends what is unclear again.
      func through(_ start: Date, _ act: () throws -> Void = {}) throws {
        var now = start
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
          try life(office, clock, at: now) { daemon in
            // No synchronisation: this is the fault's own moment.
            usleep(.random(in: 0...150, using: &generator) * 1_000)
            daemon.send(SIGKILL)
            kills += 1
            #expect(daemon.wait() == 128 + SIGKILL)
          }
          // The claim of the one that died ends.
          now = now.addingTimeInterval(700)
        }
        try life(office, clock, at: now) { _ in
          try act()
          try settled(office)
          for message in try messages(office, state: "unknown") {
            doubtful.insert(message.key)
            #expect(try office.control(["message", "retry", "\(message.id)"]).code == 0)
          }
          try settled(office)
        }
      }
      try through(try date("2026-05-06T10:00:00+08:00")) { _ = try start(office) }
      while let next = try nextInstant(office), next < (try date("2026-06-10T00:00:00+08:00")) {
        try through(next.addingTimeInterval(3))
      }
      // What is marked is told to the administrator besides.
      let mails = try server.mails().filter {
        $0.field("X-Sinergi-Key")?.hasPrefix("incident/") != true
      }
      let arrived = mails.map { expected($0) }
      let due = Self.ladder.filter { $0.day < "2026-06-10" }
      for mail in due { #expect(arrived.contains(mail), "seed \(seed): lost: \(mail)") }
      #expect(Set(arrived).isSubset(of: Set(due)), "seed \(seed)")
      let keys = mails.map { $0.field("X-Sinergi-Key") ?? "" }
      for key in Set(keys) where keys.count(where: { $0 == key }) > 1 {
        #expect(doubtful.contains(key), "seed \(seed): twice, and not marked: \(key)")
      }
      print(
        "MailWalkTests: \(kills) kills, \(mails.count) mails for \(due.count), \(doubtful.count) marked"
      )
      let audit = try life(office, clock, at: try date("2026-06-10T09:00:00+08:00")) { _ in
        try office.control(["audit", "verify"]).code
      }
      #expect(audit == 0)
    }
  }

  // MARK: What a mail says

  private func expected(_ mail: MailServer.Mail) -> Expected {
    let words = ["Tugas baru", "Tenggat 2 hari lagi", "Tenggat hari ini", "Terlambat", "Eskalasi"]
    let address = mail.recipients.first ?? ""
    return Expected(
      day: mail.day, reader: String(address.prefix { $0 != "@" }),
      subject: words.first { mail.subject.contains($0) } ?? mail.subject)
  }

  private func check(_ mail: MailServer.Mail, _ reference: String) {
    let text = mail.parts["text/plain"] ?? ""
    let html = mail.parts["text/html"] ?? ""
    #expect(mail.recipients.count == 1 && mail.defects.isEmpty, "\(mail.defects)")
    #expect(mail.subject.contains(reference) && mail.field("Content-Language") == "id")
    for part in [text, html] {
      #expect(part.contains(reference) && part.contains("Rabu, 13 Mei 2026"), "\(part)")
      #expect(part.contains("Susun konsep dan ajukan") && part.contains("16.30 WITA"), "\(part)")
      #expect(part.contains("sinergictl"), "\(part)")
      #expect(!part.contains("{{") && !part.contains("Deadline"), "\(part)")
    }
    let hasCalendar = mail.parts["text/calendar"]?.contains("BEGIN:VEVENT") == true
    #expect(hasCalendar == !mail.subject.contains("Eskalasi"), "\(mail.structure)")
  }

  /// The mails for whoever wants to look at them, where an environment variable names a folder.
  private func keep(_ mails: [MailServer.Mail]) {
    guard let folder = ProcessInfo.processInfo.environment["SINERGI_KEEP_MAILS"] else { return }
    for (index, mail) in mails.enumerated() {
      let name = "\(folder)/\(index)-\(mail.day)"
      try? (mail.parts["text/html"] ?? "").write(
        toFile: "\(name).html", atomically: true, encoding: .utf8)
      try? Data(base64Encoded: mail.raw)?.write(to: URL(filePath: "\(name).eml"))
    }
  }

  // MARK: Parts

  private func date(_ text: String) throws -> Date {
    try #require(try? Date(text, strategy: .iso8601))
  }

  /// - Parameter delay: how long the server keeps a mail before it answers, in milliseconds.
  private func withOffice(
    delay: Int = 0, _ body: (Office, FakeClock, MailServer) throws -> Void
  ) throws {
    try Office.opened(users: false) { office in
      let server = try MailServer(folder: office.folder, delayMilliseconds: delay)
      defer { server.end() }
      try office.write(try Self.people(), to: "\(office.folder)/people.yaml")
      try office.write(
        """
        state: \(office.folder)/state
        socket: \(office.socket)
        workflows: [\(office.folder)/workflows]
        directory: [\(office.folder)/workflows/directory/bali.yaml, \(office.folder)/people.yaml]
        notify: [email]
        channels:
          email:
            type: smtp
            server: 127.0.0.1
            port: \(server.port)
            security: none
            from: "Sinergi <sinergi@dinas.test>"
        administrators: [\(currentAccount)]
        stand_ins: true

        """, to: office.configuration)
      try body(office, FakeClock(office), server)
    }
  }

  /// The people of development, each with a mailbox.
  private static func people() throws -> String {
    try String(contentsOfFile: "\(Places.workflows)/directory/pengembangan.yaml", encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        guard line.hasPrefix("  - { id: "), line.contains(", name: "), line.hasSuffix(" }") else {
          return String(line)
        }
        let id = line.dropFirst("  - { id: ".count).prefix { $0 != "," }
        return line.dropLast(2)
          + ", language: id, contacts: [{ channel: email, address: \(id)@dinas.test }] }"
      }.joined(separator: "\n")
  }

  @discardableResult private func life<Result>(
    _ office: Office, _ clock: FakeClock, at instant: Date, _ body: (Running) throws -> Result
  ) throws -> Result {
    try clock.set(instant)
    let daemon = try office.startDaemon(environment: clock.environment)
    defer { daemon.end() }
    let result = try body(daemon)
    daemon.send(SIGTERM)
    _ = daemon.wait()
    return result
  }

  private func start(_ office: Office) throws -> String {
    let fields = Walk.set(["tentang=Literasi digital", "mitra=univ-ganesha"])
    let outcome = try office.control(.pic, ["start", "nota-kesepahaman-opd"] + fields + ["--json"])
    try #require(outcome.code == 0, "\(outcome.errors)")
    return try decode(CommandAnswer.self, outcome.output).reference
  }

  private func messages(_ office: Office, state: String) throws -> [MessagesAnswer.Item] {
    try office.get(MessagesAnswer.self, "/v1/messages?state=\(state)").items
  }

  /// Waits until nothing is due, nothing is on its way, and no timer is behind.
  private func settled(_ office: Office) throws {
    try eventually("everything has left") {
      let status = try office.get(StatusAnswer.self, "/v1/status")
      guard status.messagesPending == 0, try messages(office, state: "claimed").isEmpty else {
        return false
      }
      return status.nextTimer.map { $0 > status.now } ?? true
    }
  }

  /// The earliest timer, read from the database: the daemon is gone.
  private func nextInstant(_ office: Office) throws -> Date? {
    let outcome = try run(
      "/usr/bin/sqlite3", ["-readonly", office.database, "SELECT min(due_at) FROM timer"],
      log: "\(office.folder)/log/next")
    try #require(outcome.code == 0, "\(outcome.errors)")
    let text = outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    return Double(text).map { Date(timeIntervalSince1970: $0 / 1_000) }
  }
}
