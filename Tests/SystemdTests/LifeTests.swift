// Goal: the installed daemon lives as an administrator expects, under a real systemd.
// Method: Scripts/life.sh, with the programs that were built beside this test bundle.

import Foundation
import Testing

/// Whether the two programs lie beside this bundle; prints which one does not.
private let hasPrograms: Bool = {
  for program in ["sinergid", "sinergictl"] {
    let path = (Places.products ?? "") + "/" + program
    if !FileManager.default.isExecutableFile(atPath: path) {
      print("skipped: the life under systemd needs \(path)")
      return false
    }
  }
  return true
}()

@Suite(.serialized)
struct LifeTests {
  @Test(.enabled(if: hasNamespaces && hasPrograms))
  func `the daemon starts, reloads, recovers and stops under systemd`() throws {
    let outcome = try run(Places.scripts + "/life.sh", [try #require(Places.products)])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(!outcome.output.contains("FAIL"), "\(outcome.output)")
  }

  @Test(.enabled(if: hasNamespaces))
  func `the systemd that the tests boot is whole, and leaves nothing behind`() throws {
    let script = Places.scripts + "/boot-systemd.sh"
    let name = "boot\(ProcessInfo.processInfo.processIdentifier)"
    let start = try run(script, ["start", name])
    #expect(start.status == 0, "\(start.output)")
    let failed = try run(script, ["exec", name, "systemctl", "--failed", "--no-legend"])
    #expect(failed.output.isEmpty, "\(failed.output)")
    let stop = try run(script, ["stop", name])
    #expect(stop.status == 0, "\(stop.output)")
    let mounts = try String(contentsOfFile: "/proc/mounts", encoding: .utf8)
    #expect(!mounts.contains("sdns-" + name))
  }
}
