// Goal: an administrator ends, moves and corrects an agreement with a reason, and decides nothing in it.
// Method: the shipped definition and small ones; each act is replayed from its entry.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

extension Scenario {
  mutating func administer(
    _ act: Administration.Act, at text: String? = nil, reason: String = "salah mulai"
  ) throws {
    if let text { now = try instant(text) }
    try take(.administration(Administration(act, reason: reason, by: "root")))
    #expect(try workflow.replay(entries) { _ in calendar } == state)
    let stored = state.json(in: workflow).text
    #expect(try InstanceState(stored: stored, in: workflow) == state)
  }

  var changes: StateChanges { StateChanges(last.payload["changes"]) }
}

@Suite struct AdministrationTests {
  // MARK: Cancelling

  @Test func `a cancelled agreement ends where its definition says and everybody is told once`()
    throws
  {
    var walk = try Scenario()
    try walk.toDiscussion()
    try walk.administer(.cancel)
    #expect(walk.states == ["dibatalkan"] && walk.state.isFinished)
    #expect(walk.state.cancellation == "salah mulai")
    #expect(walk.openTasks.isEmpty && walk.state.timers.isEmpty)
    #expect(
      walk.told == [
        "cancelled partner:univ-ganesha/contact", "cancelled position:biro-hukum",
        "cancelled position:kabid-p3", "cancelled position:petugas-penghubung",
      ])
    #expect(walk.last.messages.allSatisfy { $0.reason == "salah mulai" })
    #expect(walk.last.kind == "cancelled" && walk.last.payload["operator"]?.string == "root")
    #expect(walk.last.payload["skipped"]?.strings == ["pembahasan_mitra"])
    #expect(
      try walk.refusal { try $0.administer(.cancel) } == .finished(states: ["dibatalkan"]))
  }

  @Test func `a suspended agreement can be cancelled and is suspended no more`() throws {
    var walk = try Scenario()
    try walk.take(.operation(Operation(.suspend, reason: "sengketa", by: "root")))
    try walk.administer(.cancel)
    #expect(walk.state.isFinished && walk.state.suspension == nil)
  }

  private func small(_ more: String = "") throws -> Workflow {
    try workflow(
      """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      \(more)
      data: { n: { type: int, default: 0 }, wajib: { type: string, required: true }, batas: date }
      roles: { pic: { position: p } }
      initial: a
      states:
        a:
          task: { for: pic, due: data.batas, remind: [-2 d] }
          on: { lanjut: b }
          always: { guard: data.n > 5, target: tunggu }
        b:
          task: { for: pic }
          entry: [{ assign: { n: data.n + 1 } }]
          exit: [{ assign: { n: data.n + 10 } }]
          on: { selesai: akhir }
        tunggu: { task: { for: pic }, on: { terus: akhir } }
        akhir: { type: final }
        batal: { type: final }
        buntu: { task: { for: pic }, on: { ulang: buntu } }
      on:
        tutup: { target: batal, by: pic }
        salah: { target: buntu, by: pic }
        catat: { by: pic }
      """)
  }

  private func start(_ workflow: Workflow, _ data: [String: String] = [:]) throws -> Outcome {
    let data = data.merging(["wajib": "x"]) { given, _ in given }
    return try workflow.start(
      data: Scenario.values(data, workflow), session: "s", actor: nil,
      at: try instant("2026-05-04 09:00"), calendar: try Shipped.load().calendar)
  }

  private func take(_ act: Administration.Act, _ state: InstanceState, _ workflow: Workflow) throws
    -> Outcome
  {
    try workflow.advance(
      state, .administration(Administration(act, reason: "x", by: "root")),
      at: try instant("2026-05-05 09:00"), calendar: try Shipped.load().calendar)
  }

  @Test func `without a state for it a cancelled agreement ends where it stands`() throws {
    let small = try small()
    let ended = try take(.cancel, try start(small).state, small)
    #expect(ended.state.isFinished && small.activeStates(of: ended.state) == ["a"])
    #expect(ended.state.cancellation == "x" && ended.state.tasks.isEmpty)
    let named = try self.small("cancelled: batal")
    #expect(
      named.activeStates(of: try take(.cancel, try start(named).state, named).state) == ["batal"])
  }

  @Test(arguments: ["b", "nirwana", "[batal]"])
  func `only a final state of the whole chart can be named for it`(name: String) throws {
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      cancelled: \(name)
      roles: { pic: { position: p } }
      initial: b
      states:
        b: { task: { for: pic }, on: { selesai: batal } }
        batal: { type: final }
      """
    let codes = compiled(text).diagnostics.map(\.code)
    #expect(codes.contains(.unknownTarget) || codes.contains(.wrongType))
  }

  // MARK: Jumping

  @Test func `a jump opens, closes and sets, and approves nothing`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    let actors = walk.state.actors
    try walk.administer(
      .jump(to: ["penandatanganan"]), at: "2026-05-20 09:00", reason: "naskah disepakati lisan")
    #expect(
      walk.states == [
        "penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/menunggu",
      ]
    )
    #expect(walk.state.actors == actors)
    #expect(walk.state.timers.isEmpty)
    #expect(walk.deadline("penandatanganan/pihak_kesatu/menunggu") == "2026-06-08 16:30")
    #expect(walk.last.payload["skipped"]?.strings == ["pembahasan_mitra"])
    #expect(walk.last.payload["targets"]?.strings == ["penandatanganan"])
    #expect(
      walk.told == [
        "assigned position:kepala-dinas", "assigned partner:univ-ganesha/signatory",
        "withdrawn partner:univ-ganesha/contact",
      ])
    #expect(walk.last.messages.allSatisfy { $0.reason == "naskah disepakati lisan" })
    let timers = walk.changes.promises.filter { $0.kind == .timer }
    #expect(timers.count == 1 && timers[0].after == nil)
  }

  @Test func `what stays keeps its task and its deadline`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    let before = walk.state.tasks
    try walk.administer(
      .jump(to: [
        "penandatanganan.pihak_kesatu.menunggu", "penandatanganan/pihak_kedua/selesai",
      ]), at: "2026-06-10 09:00")
    #expect(walk.state.tasks == before.filter { $0.task.contains("kesatu") })
  }

  @Test func `a jump to the end of both regions goes on as the chart does`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    try walk.administer(
      .jump(to: ["penandatanganan/pihak_kesatu/selesai", "penandatanganan/pihak_kedua/selesai"]))
    #expect(walk.states == ["penatausahaan"])
  }

  @Test func `entry and exit assign, and no transition decides`() throws {
    let small = try small()
    let there = try take(.jump(to: ["b"]), try start(small).state, small)
    #expect(there.state.data["n"] == .int(1))
    let back = try take(.jump(to: ["buntu"]), there.state, small)
    #expect(back.state.data["n"] == .int(11))
    #expect(small.prospect(of: there.state) == .canEnd)
  }

  @Test func `a jump starts no children`() throws {
    let parent = try workflow(
      """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      roles: { pic: { position: p } }
      initial: a
      states:
        a: { task: { for: pic }, on: { lanjut: b } }
        b: { entry: [{ start: anak }], task: { for: pic }, on: { selesai: akhir } }
        akhir: { type: final }
      """)
    let state = try parent.start(
      data: [:], session: "s", actor: nil, at: try instant("2026-05-04 09:00"),
      calendar: try Shipped.load().calendar
    ).state
    #expect(try take(.jump(to: ["b"]), state, parent).children.isEmpty)
  }

  @Test(
    arguments: [
      (["penandatangan"], Refusal.unknownState("penandatangan", suggestion: "penandatanganan")),
      (["menungu"], .unknownState("menungu", suggestion: "penandatanganan/pihak_kesatu/menunggu")),
      (["konsep"], .alreadyThere(["konsep"])),
      (
        ["aktif", "telaah"],
        .notLegal(
          ["aktif", "telaah"],
          problem: "an agreement is in one of them at a time; name one per region")
      ),
    ] as [([String], Refusal)])
  func `where nothing can be nothing is put`(targets: [String], expected: Refusal) throws {
    var walk = try Scenario()
    #expect(try walk.refusal { try $0.administer(.jump(to: targets)) } == expected)
  }

  @Test func `every act needs a reason, and a suspended agreement does not jump`() throws {
    var walk = try Scenario()
    for act in [Administration.Act.cancel, .jump(to: ["aktif"]), .correct(set: [:], unset: [])] {
      #expect(
        try walk.refusal { try $0.administer(act, reason: " ") } == .reasonMissing(event: act.word))
    }
    try walk.take(.operation(Operation(.suspend, reason: "sengketa", by: "root")))
    #expect(
      try walk.refusal { try $0.administer(.jump(to: ["aktif"])) } == .suspended(reason: "sengketa")
    )
  }

  // MARK: Correcting

  @Test func `a corrected date moves what depends on it and nothing else`() throws {
    var walk = try Scenario()
    try walk.toForce()
    let timer = try #require(walk.timer("aktif at"))
    #expect(spelled(timer.dueAt) == "2028-03-30 00:00")
    try walk.administer(
      .correct(
        set: try Scenario.values(["berakhir": "2029-06-30"], walk.workflow), unset: []),
      at: "2026-08-03 09:00", reason: "salah ketik")
    #expect(walk.timer("aktif at").map { spelled($0.dueAt) } == "2029-03-30 00:00")
    #expect(walk.states == ["aktif"])
    #expect(
      walk.changes.fields == [
        FieldChange(
          name: "berakhir", before: .string("2028-06-30"), after: .string("2029-06-30"))
      ])
    try walk.administer(
      .correct(
        set: try Scenario.values(["berakhir": "2028-06-30"], walk.workflow), unset: []))
    #expect(walk.timer("aktif at").map { spelled($0.dueAt) } == "2028-03-30 00:00")
  }

  @Test func `whose deadline moves is told`() throws {
    var walk = try Scenario()
    try walk.toForce()
    try walk.fire("aktif at")
    let before = walk.deadline("akan_berakhir")
    try walk.administer(
      .correct(set: try Scenario.values(["berakhir": "2028-09-30"], walk.workflow), unset: []))
    #expect(walk.deadline("akan_berakhir") != before)
    #expect(walk.told == ["moved position:kabid-p3"])
  }

  @Test func `a correction takes no transition, the next step does`() throws {
    let small = try small()
    let state = try start(small).state
    let corrected = try take(.correct(set: ["n": .int(9)], unset: []), state, small)
    #expect(small.activeStates(of: corrected.state) == ["a"])
    let stepped = try small.advance(
      corrected.state,
      .act(Act(event: "catat", actor: Actor(person: "p", role: "pic", capacity: .definitive))),
      at: try instant("2026-05-05 09:00"), calendar: try Shipped.load().calendar)
    #expect(small.activeStates(of: stepped.state) == ["tunggu"])
  }

  @Test func `what must be there stays, and what is so already is no correction`() throws {
    let small = try small()
    let state = try start(small, ["batas": "2026-05-20"]).state
    #expect(state.tasks[0].deadline != nil)
    #expect(throws: Refusal.fieldRequired("wajib")) {
      try take(.correct(set: [:], unset: ["wajib"]), state, small)
    }
    #expect(throws: Refusal.unknownField("bats", suggestion: "batas")) {
      try take(.correct(set: [:], unset: ["bats"]), state, small)
    }
    #expect(throws: Refusal.nothingToCorrect) {
      try take(.correct(set: ["wajib": .string("x")], unset: []), state, small)
    }
    let without = try take(.correct(set: [:], unset: ["batas"]), state, small)
    #expect(without.state.tasks[0].deadline == nil && without.state.tasks[0].nextNotice == nil)
  }

  @Test func `another partner gets the task`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    try walk.administer(.correct(set: ["mitra": .string("bi-bali")], unset: []))
    #expect(walk.told == ["assigned partner:bi-bali/contact"])
  }
}
