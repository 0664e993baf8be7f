// Goal: who may act is a role, who acts is a person, on the day on which they act.
// Method: a small office whose people hold, share and have left their positions.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct CallerTests {
  @Test func `the kernel's user number decides who calls`() async throws {
    let office = try await Office(Definitions.uji)
    let made = office.context("made").caller
    #expect(made.person?.id == "i-made" && !made.isAdministrator)
    let root = office.context("root").caller
    #expect(root.person == nil && root.isAdministrator)
    let nobody = office.engine.caller(uid: 65_534)
    #expect(nobody.unixName == nil && nobody.person == nil && !nobody.isAdministrator)
  }

  @Test func `administrators operate and do not act`() async throws {
    let office = try await Office(Definitions.uji, allowsStandIns: true)
    let reference = try await office.start().reference
    let act = await kindOf { try await office.act("ajukan", on: reference, by: "root") }
    let start = await kindOf { try await office.start(by: "root") }
    #expect([act, start] == ["not-permitted", "not-permitted"])
  }

  @Test(arguments: ["i-made", "made", "pic"])
  func `in development an administrator stands in for a person, an account or a position`(
    _ name: String
  ) async throws {
    let office = try await Office(Definitions.uji, allowsStandIns: true)
    let done = try await office.start(by: "root", standIn: name)
    let person = try #require(done.actor?.person)
    #expect(name == "pic" ? ["i-komang", "i-made"].contains(person) : person == "i-made")
    let history = try await office.history(done.reference)
    #expect(history.first?.cause == "uid:0 (stand-in)")
    let kind = await kindOf {
      try await office.act("ajukan", on: done.reference, by: "root", standIn: "i-wayan")
    }
    #expect(kind == "not-permitted", "a stand-in may do what the person may do")
  }

  @Test func `nobody stands in where the configuration does not say so, or without being root`()
    async throws
  {
    let strict = try await Office(Definitions.uji)
    let inUse = await kindOf { try await strict.start(by: "root", standIn: "i-made") }
    let office = try await Office(Definitions.uji, allowsStandIns: true)
    let person = await kindOf { try await office.start(by: "made", standIn: "i-komang") }
    let guest = await kindOf { try await office.start(by: "tamu", standIn: "i-made") }
    let unknown = await kindOf { try await office.start(by: "root", standIn: "i-madee") }
    #expect([inUse, person, guest] == Array(repeating: "stand-in-not-allowed", count: 3))
    #expect(unknown == "unknown-person")
  }

  @Test func `two people with the same role both may, and the history tells them apart`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start(by: "made").reference
    let task = try #require(try await office.engine.agreement(reference).tasks.first)
    #expect(task.people == ["I Komang Contoh", "I Made Contoh"])
    try await office.act("ajukan", on: reference, by: "komang")
    let actors = try await office.history(reference).map { $0.payload["actor"]?["person"]?.string }
    #expect(actors == ["i-made", "i-komang"])
  }

  @Test func `a holding that ended yesterday no longer counts; on its last day it did`()
    async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    let today = await kindOf { try await office.decide(.approve, on: reference, by: "nyoman") }
    #expect(today == "not-permitted")
    office.clock.set(try instant("2026-05-03 23:59"))
    let done = try await office.decide(.approve, on: reference, by: "nyoman")
    #expect(done.actor?.person == "i-nyoman" && done.actor?.basis == "SK 4")
    try await office.checkRecord()
  }

  @Test func `whoever drafted does not approve, also when they hold both offices`() async throws {
    var sources = Definitions.sources([Definitions.uji])
    sources.directories[0].text += "  - { person: i-made, position: kabid, from: 2026-01-01 }\n"
    let office = try await Office(sources)
    let reference = try await office.start(by: "made").reference
    try await office.act("ajukan", on: reference, by: "made")
    let kind = await kindOf { try await office.decide(.approve, on: reference, by: "made") }
    #expect(kind == "separation-of-duties")
    try await office.decide(.approve, on: reference, by: "wayan")
  }
}
