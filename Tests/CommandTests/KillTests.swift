// Goal: nothing that was acknowledged is lost and nothing is half done, whenever the daemon dies.
// Method: rounds of SIGKILL at a random moment under load, on one database; then the whole book.

import Foundation
import Glibc
import Testing

@Suite(.serialized, .enabled(if: hasPrograms))
struct KillTests {
  static let rounds = 16
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

  private func repeatUnclear(_ office: Office, _ ledger: Ledger) {
    for command in ledger.unclear {
      #expect(ledger.send(command, to: office.socket), "\(command)")
      // Once more, for good measure: it is answered alike.
      #expect(ledger.send(command, to: office.socket), "\(command)")
    }
  }
}

/// Starts a daemon on what is there, asks for everything, stops it, and reads the rows.
func checkBook(_ office: Office, _ ledger: Ledger) throws {
  var told: [String: Told] = [:]
  try office.withDaemon { daemon in
    for command in ledger.unclear { #expect(ledger.send(command, to: office.socket)) }
    for head in try office.agreements() {
      told[head.reference] = Told(
        agreement: try office.agreement(head.reference),
        entries: try office.history(head.reference))
    }
    let audit = try office.get(AuditAnswer.self, "/v1/audit")
    #expect(audit.intact)
    #expect(audit.entries >= told.values.reduce(0) { $0 + $1.entries.count })
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0, "\(daemon.errors)")
  }
  ledger.check(told.mapValues(\.entries))
  for told in told.values { told.check() }
  guard hasSQLite else { return }
  try Book(office: office).checkRules()
  try Book(office: office).check(told)
}
