// Goal: officers, approvers, auditors and administrators by real Unix groups, with the real programs.
// Method: a daemon whose configuration names groups of Debian's accounts; each command with its exit code.

import Foundation
import Testing

@Suite(.serialized, .enabled(if: hasPrograms)) struct AccessWalkTests {
  /// Rangkap heads the division and is an officer only; the stranger audits and is nobody of the directory.
  @Test func `what the workflow allows and the service does not is refused, and changes nothing`()
    throws
  {
    try Office.opened(users: true) { office in
      guard office.hasUsers else { return }
      let text = try String(contentsOfFile: office.configuration, encoding: .utf8)
      try office.write(
        text + """
          access:
            officer: { groups: [mail, daemon] }
            approver: { groups: [bin], users: [lp] }
            auditor: { groups: [news] }

          """, to: office.configuration)
      try office.withDaemon { daemon in
        let started = try office.control(
          .pic,
          [
            "start", "nota-kesepahaman-opd", "--set", "tentang=Akses", "--set",
            "mitra=diskominfos-bali", "--json",
          ])
        #expect(started.code == 0, "\(started.errors)")
        let reference = "NKO/\(Day.today.prefix(4))/0001"
        let rows: [(person: Person, words: [String], code: Int32)] = [
          // An officer works and does not approve, though the position would.
          (.pic, ["do", reference, "ajukan"] + Walk.set(Walk.papers), 0),
          (.rangkap, ["approve", reference], 4),
          (.rangkap, ["audit", "verify"], 4),
          // An official whose account is in no part.
          (.sekdis, ["comment", reference, "x"], 4), (.sekdis, ["list"], 4),
          // The auditor sees everything and changes nothing.
          (.stranger, ["show", reference], 0), (.stranger, ["history", reference], 0),
          (.stranger, ["audit", "verify"], 0), (.stranger, ["message", "list"], 0),
          (.stranger, ["comment", reference, "x"], 4),
          (.stranger, ["suspend", reference, "--reason", "x"], 4),
          (.stranger, ["reload"], 4), (.stranger, ["approve", reference], 4),
          // The approver approves and does not operate.
          (.kabid, ["reload"], 4), (.kabid, ["audit", "verify"], 4),
          (.kabid, ["claim", reference], 0), (.kabid, ["approve", reference], 0),
          (.biroHukum, ["return", reference, "--reason", "pasal 3"], 0),
        ]
        for row in rows {
          let before = try office.history(reference).count
          let outcome = try office.control(row.person, row.words)
          #expect(outcome.code == row.code, "\(row.person) \(row.words): \(outcome.errors)")
          if row.code == 4 {
            #expect(try office.history(reference).count == before, "\(row.words)")
          }
        }
        #expect(daemon.errors.contains("denied: not approver"))
      }
    }
  }

  @Test func `a name that no account has is told when the daemon starts`() throws {
    try Office.opened(users: false) { office in
      let text = try String(contentsOfFile: office.configuration, encoding: .utf8)
      try office.write(
        text + "access: { approver: { groups: [tiada-grup] } }\n", to: office.configuration)
      try office.withDaemon { daemon in
        #expect(daemon.errors.contains("there is no Unix group «tiada-grup»"))
      }
      try office.write(text + "access: { penyetuju: {} }\n", to: office.configuration)
      let check = try office.daemonOutcome(["--configuration", office.configuration, "--check"])
      #expect(check.code != 0 && (check.errors + check.output).contains("penyetuju"))
    }
  }
}
