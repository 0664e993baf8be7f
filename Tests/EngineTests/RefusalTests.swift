// Goal: what is refused changes nothing, and says what would be possible.
// Method: a table of wrong commands; everything on disk is compared before and after.

import Store
import Testing
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
  struct Wrong: Sendable, CustomTestStringConvertible {
    var kind: String
    var event: String
    var user: String
    var data: [String: JSON] = [:]
    var reason: String?
    var task: String?

    var testDescription: String { "\(event) by \(user): \(kind)" }
  }

  static let acts = [
    Wrong(kind: "not-now", event: "setuju", user: "wayan"),
    Wrong(kind: "unknown-event", event: "ajukann", user: "made"),
    Wrong(kind: "not-permitted", event: "ajukan", user: "wayan"),
    Wrong(kind: "unknown-field", event: "ajukan", user: "made", data: ["jumlha": .int(1)]),
    Wrong(kind: "field-invalid", event: "ajukan", user: "made", data: ["jumlah": "banyak"]),
    Wrong(kind: "field-not-in-form", event: "ajukan", user: "made", data: ["tentang": "Lain"]),
    Wrong(kind: "reason-missing", event: "catat", user: "made"),
    Wrong(kind: "reason-missing", event: "catat", user: "made", reason: "  \n "),
    Wrong(kind: "unknown-task", event: "ajukan", user: "made", task: "telaah"),
    Wrong(kind: "unknown-caller", event: "ajukan", user: "tamu"),
    Wrong(kind: "not-permitted", event: "ajukan", user: "root"),
  ]

  @Test(arguments: acts) func `a refused act changes nothing`(_ wrong: Wrong) async throws {
    let office = try await Office(Definitions.uji, notifiers: [HandNotifier()])
    let reference = try await office.start().reference
    let before = try await office.everything()
    for key in [nil, "kunci"] {
      let kind = await kindOf {
        try await office.act(
          wrong.event, on: reference, by: wrong.user, wrong.data, reason: wrong.reason,
          task: wrong.task, key: key)
      }
      #expect(kind == wrong.kind)
    }
    #expect(try await office.everything() == before)
    // The key of a refused command is free again.
    try await office.act("ajukan", on: reference, by: "made", key: "kunci")
    try await office.checkRecord()
  }

  static let starts: [(kind: String, workflow: String, user: String, data: [String: JSON])] = [
    ("not-found", "ujji", "made", ["tentang": "x"]),
    ("fields-missing", "uji", "made", [:]),
    ("unknown-field", "uji", "made", ["tentang": "x", "judul": "x"]),
    ("field-invalid", "uji", "made", ["tentang": .int(1)]),
    ("not-permitted", "uji", "wayan", ["tentang": "x"]),
    ("unknown-caller", "uji", "tamu", ["tentang": "x"]),
    ("not-permitted", "uji", "root", ["tentang": "x"]),
  ]

  @Test(arguments: starts.indices) func `a refused start uses no number`(_ index: Int) async throws
  {
    let wrong = Self.starts[index]
    let office = try await Office(Definitions.uji, notifiers: [HandNotifier()])
    let before = try await office.everything()
    let kind = await kindOf {
      try await office.start(wrong.workflow, by: wrong.user, wrong.data, key: "kunci")
    }
    #expect(kind == wrong.kind)
    #expect(try await office.everything() == before)
    #expect(try await office.start(key: "kunci").reference == "UJI/2026/0001")
  }

  @Test func `an unknown partner is refused with the nearest one`() async throws {
    let office = try await Office(try Files.shipped())
    do {
      try await office.start(
        WalkTests.name, by: "sinergi-pic", ["tentang": "Literasi", "mitra": "univ-ganesa"])
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains("«univ-ganesha»"), "\(error)")
    }
  }

  @Test func `an agreement that has ended takes no more acts`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    try await office.decide(.approve, on: reference, by: "wayan")
    let before = try await office.everything()
    let kind = await kindOf {
      try await office.act("catat", on: reference, by: "made", reason: "x")
    }
    #expect(kind == "finished")
    #expect(try await office.everything() == before)
    #expect(before.tasks == [] && before.timers == [])
    #expect(before.instances.first?.status == .finished)
  }

  @Test func `an agreement that does not exist is not found`() async throws {
    let office = try await Office(Definitions.uji)
    let act = await kindOf { try await office.act("ajukan", on: "UJI/2026/9999", by: "made") }
    let show = await kindOf { _ = try await office.engine.agreement("UJI/2026/9999") }
    let history = await kindOf { _ = try await office.history("'; DROP TABLE instance; --") }
    #expect([act, show, history] == ["not-found", "not-found", "not-found"])
  }
}
