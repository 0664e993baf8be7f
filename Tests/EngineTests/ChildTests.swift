// Goal: an agreement that starts another one does so wholly or not at all.
// Method: parents and children with shared, unshared and missing fields; workflows that are not there.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct ChildTests {
  private static let data: [String: JSON] = [
    "tentang": "Literasi", "jumlah": .int(3), "catatan": "milik induk",
  ]

  @Test func `a child comes with its parent's step, and with the fields that both declare alike`()
    async throws
  {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.induk, Definitions.anak, notifiers: [notifier])
    let parent = try await office.start("induk", Self.data).reference
    let done = try await office.act("bagi", on: parent, by: "made")
    #expect(done.reference == parent && done.sequence == 2 && done.states == ["buka"])

    let children = try await office.store.instances(
      InstanceQuery(parent: try await office.id(parent)))
    #expect(children.map(\.reference) == ["ANK/2026/0001"])
    let child = try await office.engine.agreement("ANK/2026/0001")
    #expect(child.data.map(\.name) == ["tentang"], "«jumlah» is of another type")
    #expect(child.summary.title == "Literasi" && child.summary.states == ["kerja"])
    #expect(child.tasks.map(\.task) == ["kerja"] && child.timers.count == 1)

    // One transaction: the two entries stand side by side, at one instant.
    let (first, second) = (
      try #require(try await office.history(parent).last),
      try #require(try await office.history("ANK/2026/0001").first)
    )
    #expect(second.position == first.position + 1 && second.at == first.at)
    #expect(second.cause == "uid:1 parent:\(parent)" && second.kind == "started")

    // The child is an agreement like any other.
    try await office.act("selesai", on: "ANK/2026/0001", by: "wayan")
    try await office.act("tutup", on: parent, by: "made")
    try await office.checkRecord()
  }

  @Test func `each start makes a child of its own`() async throws {
    let office = try await Office(Definitions.induk, Definitions.anak)
    let parent = try await office.start("induk", Self.data).reference
    for _ in 0..<3 { try await office.act("bagi", on: parent, by: "made") }
    let rows = try await office.store.instances(
      InstanceQuery(parent: try await office.id(parent), order: .oldestFirst))
    #expect(rows.map(\.reference) == (1...3).map { "ANK/2026/000\($0)" })
    #expect(Set(rows.map(\.snapshot)).count == 3, "no two runs share their identity")
    try await office.checkRecord()
  }

  @Test func `a step that starts an unknown workflow is refused and changes nothing`() async throws
  {
    let office = try await Office(Definitions.rusak, notifiers: [HandNotifier()])
    let reference = try await office.start("rusak", [:]).reference
    let before = try await office.everything()
    let kind = await kindOf { try await office.act("bagi", on: reference, by: "made", key: "k") }
    #expect(kind == "not-found")
    #expect(try await office.everything() == before)
    try await office.act("selesai", on: reference, by: "made", key: "k")
    try await office.checkRecord()
  }

  @Test func `a child that lacks a required field holds its parent back`() async throws {
    let lacking = Definitions.anak.replacing(
      "jumlah: { type: string }", with: "jumlah: { type: string, required: true }")
    let office = try await Office(Definitions.induk, lacking)
    let parent = try await office.start("induk", Self.data).reference
    let before = try await office.everything()
    let kind = await kindOf { try await office.act("bagi", on: parent, by: "made") }
    #expect(kind == "fields-missing")
    #expect(try await office.everything() == before)
    // The number that the child would have had is still free.
    office.files.sources.workflows[1].text = Definitions.anak
    _ = await office.engine.reload()
    try await office.act("bagi", on: parent, by: "made")
    #expect(try await office.engine.agreement("ANK/2026/0001").summary.states == ["kerja"])
  }

  @Test func `a command with a key that starts a child starts it once`() async throws {
    let office = try await Office(Definitions.induk, Definitions.anak)
    let parent = try await office.start("induk", Self.data).reference
    for _ in 0..<3 { try await office.act("bagi", on: parent, by: "made", key: "k") }
    #expect(try await office.engine.status().active == 2)
  }

  @Test func `a first state that starts a child starts it together with its parent`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.lahir, Definitions.anak, notifiers: [notifier])
    let parent = try await office.start("lahir", key: "k").reference
    #expect(try await office.start("lahir", key: "k").isReplay)
    let children = try await office.store.instances(
      InstanceQuery(parent: try await office.id(parent)))
    #expect(children.map(\.reference) == ["ANK/2026/0001"])
    #expect(try await office.engine.status().active == 2)
    #expect(try await office.messages().map(\.reference) == [parent, "ANK/2026/0001"])
    try await office.checkRecord()
  }

  @Test func `a first state that starts an unknown workflow starts nothing`() async throws {
    let office = try await Office(Definitions.lahir)
    let before = try await office.everything()
    #expect(await kindOf { try await office.start("lahir", key: "k") } == "not-found")
    #expect(try await office.everything() == before)
  }

  @Test func `a child that would start a child at once is refused rather than half begun`()
    async throws
  {
    let parent = Definitions.induk.replacing("start: anak", with: "start: lahir")
    let office = try await Office(parent, Definitions.lahir, Definitions.anak)
    let reference = try await office.start("induk", Self.data).reference
    let before = try await office.everything()
    do {
      try await office.act("bagi", on: reference, by: "made")
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains("«lahir»"))
    }
    #expect(try await office.everything() == before)
  }
}
