// Goal: nothing that was acknowledged is lost and nothing is half done, whenever the daemon dies.
// Method: rounds of SIGKILL at a random moment under load, on one database; then the whole book.

import Foundation
import Glibc
import Testing

@Suite(.serialized, .enabled(if: hasPrograms))
struct KillTests {
  static let rounds = 24
  static let clients = 8
  /// More rounds are not begun after this; a slow machine does fewer.
  static let bound = Duration.seconds(60)

  @Test func `killed at any moment, the daemon keeps its word`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("KillTests: seed \(seed)")
    try Office.opened(users: false) { office in
      let ledger = Ledger()
      var generator = SeededGenerator(seed: seed)
      let end = ContinuousClock.now.advanced(by: Self.bound)
      var done = 0
      while done < Self.rounds, ContinuousClock.now < end {
        try round(done, office, ledger, seed: seed, delay: .random(in: 20...300, using: &generator))
        done += 1
      }
      print("KillTests: \(done) rounds, \(ledger.summary)")
      // Otherwise the rounds said nothing: no death fell among commands.
      #expect(ledger.acknowledgedCount > done, "seed \(seed)")
      try checkBook(office, ledger)
    }
  }

  /// One life and death; what was unclear in the life before is asked again first.
  private func round(
    _ number: Int, _ office: Office, _ ledger: Ledger, seed: UInt64, delay: UInt32
  ) throws {
    try office.withDaemon { daemon in
      repeatUnclear(office, ledger)
      let before = ledger.acknowledgedCount
      let load = Load(
        ledger, socket: office.socket, clients: Self.clients, name: "r\(number)",
        seed: seed &+ UInt64(number) &* 1_000)
      defer { load.stop() }
      try eventually("the load has begun") { ledger.acknowledgedCount > before }
      // No synchronisation: this is the fault's own moment.
      usleep(delay * 1_000)
      daemon.send(SIGKILL)
      #expect(daemon.wait() == 128 + SIGKILL)
    }
  }

  @Test func `a timer that is due when the daemon dies fires once, in its order`() throws {
    try Office.opened(users: false) { office in
      for _ in 0..<4 {
        var reference = ""
        try office.withDaemon { daemon in
          var walk = try Walk(office)
          try walk.toRecording()
          reference = walk.reference
          // Its term has ended: two timers are due, the second as soon as the first has fired.
          #expect(try record(walk)?.status == 200)
          daemon.send(SIGKILL)
          #expect(daemon.wait() == 128 + SIGKILL)
        }
        try office.withDaemon { _ in
          try eventually("\(reference) ends") {
            try office.agreement(reference).agreement.states == ["berakhir"]
          }
          let entries = try office.history(reference).drop { $0.payload.event != "tercatat" }
          #expect(
            entries.map(\.payload.states) == [["aktif"], ["akan_berakhir"], ["berakhir"]],
            "\(entries)")
          #expect(entries.dropFirst().allSatisfy { $0.cause.hasPrefix("timer:") })
        }
      }
      try checkBook(office, nil)
    }
  }

  /// Straight over the socket: the daemon is to die as soon as it has answered.
  private func record(_ walk: Walk) throws -> HTTPAnswer? {
    let fields = Walk.record(from: Day.after(-700), until: Day.after(-1)).map {
      $0.replacingOccurrences(of: "=", with: "\":\"")
    }
    return SocketClient.ask(
      walk.office.socket, "POST", "/v1/agreements/\(escaped(walk.reference))/events",
      body: """
        {"event":"tercatat","as":"sinergi-arsiparis","data":{"\(fields.joined(separator: "\",\""))"}}
        """)
  }

  @Test func `the ledger finds what is missing, and what was done twice`() throws {
    try Office.opened(users: false) { office in
      let ledger = Ledger()
      try office.withDaemon { _ in
        var commands = Commands(name: "l", generator: SeededGenerator(seed: 2))
        for _ in 0..<8 { #expect(ledger.send(commands.next(ledger), to: office.socket)) }
        let reference = try #require(try office.agreements().last).reference
        var histories: [String: [EntryAnswer]] = [:]
        for head in try office.agreements() {
          histories[head.reference] = try office.history(head.reference)
        }
        #expect(ledger.problems(with: histories).isEmpty)
        var cut = histories
        cut[reference]?.removeLast()
        #expect(ledger.problems(with: cut).contains { $0.contains("was acknowledged as") })
        var twice = histories
        var again = try #require(histories[reference]?.last)
        again.sequence += 1
        twice[reference]?.append(again)
        #expect(ledger.problems(with: twice).contains { $0.contains("more than once") })
      }
    }
  }

  @Test(.enabled(if: hasSQLite))
  func `the book's rules find what is wrong with a book`() throws {
    let damages = [
      ("an agreement stands", "UPDATE instance SET sequence = sequence + 1 WHERE id = 1"),
      ("a task with reminders", "DELETE FROM timer WHERE name LIKE 'notice %'"),
      ("a reminder has its task", "DELETE FROM task"),
      (
        "an agreement that ended",
        "UPDATE instance SET status = 'finished', finished_at = 1 WHERE id = 1"
      ),
      ("a message belongs", "UPDATE outbox SET sequence = 99 WHERE id = 1"),
      ("a step that opened", "DELETE FROM outbox"),
      ("a receipt belongs", "UPDATE receipt SET sequence = 99"),
    ]
    for (rule, damage) in damages {
      try Office.opened(users: false) { office in
        let ledger = Ledger()
        try office.withDaemon { daemon in
          var commands = Commands(name: "b", generator: SeededGenerator(seed: 1))
          for _ in 0..<3 { #expect(ledger.send(commands.next(ledger), to: office.socket)) }
          daemon.send(SIGTERM)
          #expect(daemon.wait() == 0)
        }
        let book = Book(office: office)
        #expect(try book.brokenRules().isEmpty)
        try book.tamper(damage)
        let broken = try book.brokenRules()
        #expect(broken.contains { $0.hasPrefix(rule) }, "\(damage): \(broken)")
      }
    }
  }

  private func repeatUnclear(_ office: Office, _ ledger: Ledger) {
    for command in ledger.unclear {
      #expect(ledger.send(command, to: office.socket), "\(command)")
      // Once more, for good measure: it is answered alike.
      #expect(ledger.send(command, to: office.socket), "\(command)")
    }
  }
}

/// Starts a daemon on what is there, asks for everything, stops it, and reads the rows.
func checkBook(_ office: Office, _ ledger: Ledger?) throws {
  var told: [String: Told] = [:]
  try office.withDaemon { daemon in
    for command in ledger?.unclear ?? [] {
      #expect(ledger?.send(command, to: office.socket) == true)
    }
    for head in try office.agreements() {
      told[head.reference] = Told(
        agreement: try office.agreement(head.reference),
        entries: try office.history(head.reference))
    }
    let audit = try office.get(AuditAnswer.self, "/v1/audit")
    #expect(audit.intact)
    let status = try office.get(StatusAnswer.self, "/v1/status")
    #expect(status.messagesDead == 0 && status.messagesUnknown == 0, "\(status)")
    #expect(audit.entries >= told.values.reduce(0) { $0 + $1.entries.count })
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0, "\(daemon.errors)")
  }
  let problems = ledger?.problems(with: told.mapValues(\.entries)) ?? []
  #expect(problems.isEmpty)
  for told in told.values { told.check() }
  guard hasSQLite else { return }
  #expect(try Book(office: office).brokenRules().isEmpty)
  try Book(office: office).check(told)
}
