// Goal: the two unit files are right by systemd's own judgement, and stay as hardened as they are.
// Method: `systemd-analyze`, which needs no running systemd.

import Foundation
import Testing

struct UnitFileTests {
  /// A root with the units and something executable where they expect it.
  private func installed() throws -> TemporaryFolder {
    let root = try TemporaryFolder()
    let files = FileManager.default
    for folder in ["/usr/lib/sinergi", "/usr/bin", "/etc/systemd/system"] {
      try files.createDirectory(atPath: root.path + folder, withIntermediateDirectories: true)
    }
    for unit in ["sinergid.service", "sinergid.socket"] {
      try files.copyItem(
        atPath: Places.units + "/" + unit, toPath: root.path + "/etc/systemd/system/" + unit)
    }
    for program in ["/usr/lib/sinergi/sinergid", "/usr/bin/kill"] {
      try files.copyItem(atPath: "/bin/true", toPath: root.path + program)
    }
    return root
  }

  @Test func `systemd finds nothing to say about the units`() throws {
    let root = try installed()
    let outcome = try run(
      "/usr/bin/systemd-analyze",
      [
        "verify", "--recursive-errors=no", "--root=" + root.path, "sinergid.service",
        "sinergid.socket",
      ])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }

  @Test func `the service's exposure is 0.4 and no more`() throws {
    // What is left is known: Unix sockets, real uids (PrivateUsers=), no own root, the clock's
    // device node that ProtectClock= lists. The threshold is in tenths.
    let outcome = try run(
      "/usr/bin/systemd-analyze",
      [
        "security", "--offline=true", "--threshold=4", "--no-pager",
        Places.units + "/sinergid.service",
      ])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("level for sinergid.service: 0.4"))
  }

  @Test func `the daemon sees real uids`() throws {
    let unit = try String(contentsOfFile: Places.units + "/sinergid.service", encoding: .utf8)
    #expect(!unit.split(separator: "\n").contains { $0.hasPrefix("PrivateUsers=") })
  }
}
