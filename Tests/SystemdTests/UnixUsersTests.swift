// Goal: the daemon knows people by the machine's own names. Method: the accounts every system has.

import Foundation
import Testing

@testable import Systemd

struct UnixUsersTests {
  @Test func `root is known both ways`() {
    #expect(UnixUsers.uid(named: "root") == 0)
    #expect(UnixUsers.name(of: 0) == "root")
    #expect(UnixUsers.groups(of: 0).first == "root")
  }

  @Test func `every account of the machine is found by its name and by its uid`() throws {
    let lines = try String(contentsOfFile: "/etc/passwd", encoding: .utf8).split(separator: "\n")
    for line in lines {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count > 3, let uid = UInt32(parts[2]) else { continue }
      #expect(UnixUsers.uid(named: String(parts[0])) == uid)
      #expect(UnixUsers.name(of: uid) != nil)
      #expect(!UnixUsers.groups(of: uid).isEmpty)
    }
  }

  @Test func `who does not exist is nobody`() {
    #expect(UnixUsers.uid(named: "tidak-ada-orang-ini") == nil)
    #expect(UnixUsers.uid(named: "") == nil)
    #expect(UnixUsers.name(of: 3_999_999_999) == nil)
    #expect(UnixUsers.groups(of: 3_999_999_999).isEmpty)
  }
}
