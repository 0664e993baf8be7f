// Goal: where features meet neither spoils the other: tasks in hand, marks, children, jumps, moves.
// Method: small definitions, one meeting each; every history is replayed from its entries.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct CrossingTests {
  /// An agreement that may move to another definition.
  private struct Walk {
    var workflow: Workflow
    let calendar: OfficeCalendar
    var now: Instant
    var state: InstanceState
    var last: Outcome
    var entries: [ReplayEntry] = []
    var known: [String: Workflow]

    init(_ states: String, at text: String = "2026-05-04 09:00", in legacy: [String] = []) throws {
      workflow = try CrossingTests.version("1", states)
      known = [workflow.digest: workflow]
      calendar = try Shipped.load().calendar
      now = try instant(text)
      let data: [String: Value] = ["mitra": .string("o1")]
      last =
        legacy.isEmpty
        ? try workflow.start(data: data, session: "s", actor: nil, at: now, calendar: calendar)
        : try workflow.start(
          LegacyAgreement(states: legacy, data: data, started: nil, reason: "lama", by: "root"),
          session: "s", at: now, calendar: calendar)
      state = last.state
      try keep(last)
    }

    private mutating func keep(_ outcome: Outcome) throws {
      state = outcome.state
      last = outcome
      entries.append(
        ReplayEntry(
          sequence: entries.count + 1, at: now, kind: outcome.kind, version: outcome.version,
          payload: outcome.payload))
      let replayed = try Workflow.replay(entries, workflow: { known[$0] }) { _ in calendar }
      #expect(replayed.state == state)
      #expect(try InstanceState(stored: state.json(in: workflow).text, in: workflow) == state)
    }

    mutating func take(_ inbound: Inbound, at text: String? = nil) throws {
      now = try text.map { try instant($0) } ?? now.adding(milliseconds: 60_000)
      try keep(try workflow.advance(state, inbound, at: now, calendar: calendar))
    }

    mutating func act(
      _ event: String, _ role: String, person: String? = nil, _ data: [String: String] = [:]
    ) throws {
      let task = state.tasks.first {
        workflow.tasks[$0.task]?.role == role && workflow.events(of: $0.task).contains(event)
      }
      var values: [String: Value] = [:]
      for (name, text) in data {
        values[name] = try #require(workflow.inputField(name)).value(from: text).get()
      }
      try take(
        .act(
          Act(
            event: event, data: values,
            actor: Actor(person: person ?? "u-\(role)", role: role, capacity: .definitive),
            task: task?.task)))
    }

    mutating func hold(_ task: String, _ holder: OpenTask.Holder) throws {
      let kinds: [OpenTask.Holder.Kind: TaskMove.Kind] = [
        .claimed: .claim, .delegated: .delegate, .assigned: .reassign,
      ]
      let kind = try #require(kinds[holder.kind])
      try take(.task(TaskMove(kind: kind, task: task, holder: holder, text: "x", by: "root")))
    }

    mutating func jump(_ targets: String...) throws {
      try take(.administration(Administration(.jump(to: targets), reason: "x", by: "root")))
    }

    mutating func finish(_ workflow: String) throws {
      var child = try #require(state.children.first { $0.workflow == workflow })
      child.place = nil
      child.status = .finished
      try take(.child(ChildNews(child)))
    }

    mutating func migrate(
      _ states: String, _ names: [String: String] = [:], at text: String? = nil
    ) throws {
      now = try text.map { try instant($0) } ?? now
      let new = try CrossingTests.version("\(known.count + 1)", states)
      known[new.digest] = new
      var search: EndSearch?
      let verdict = new.migration(
        of: state, from: workflow, by: Migration(states: names, reason: "x", by: "root"), at: now,
        calendar: calendar, search: &search)
      let outcome = try #require(verdict.outcome, "\(verdict.problems)")
      workflow = new
      try keep(outcome)
    }

    var states: [String] { workflow.activeStates(of: state) }
    var told: [String] { last.messages.map { "\($0.kind.rawValue) \($0.to)" } }
    func holder(_ task: String) -> String? {
      state.tasks.first { $0.task == task }?.holder?.person
    }
  }

  private static func version(_ digest: String, _ states: String) throws -> Workflow {
    let indent = states.prefix { $0 == " " }.count
    let lines = states.split(separator: "\n").map { "  \($0.dropFirst(indent))" }
    let text = """
      workflow: w
      title: W
      calendar: bali-pemprov
      reference: "W/{sequence}"
      data: { n: { type: int, default: 0 }, mitra: { type: organisation, required: true } }
      roles:
        pic: { position: pic }
        a: { position: p-a }
        b: { position: p-b }
        mitra: { of: mitra, role: signatory, recorded_by: pic }
      initial: mula
      states:
      \(lines.joined(separator: "\n"))
        akhir: { type: final }
      """
    let source = SourceText(name: "t.yaml", text: text)
    let reading = DefinitionCompiler.compile(source, digest: digest)
    return try #require(reading.value, "\(reading.diagnostics.map { $0.rendered(in: source) })")
  }

  // MARK: Tasks in hand

  private static let regions = """
      mula:
        type: parallel
        states:
          satu:
            states:
              kaji: { task: { for: b, not: [a] }, on: { kaji: beres } }
              beres: { type: final }
          dua:
            states:
              periksa: { task: { for: a }, on: { setuju: beres } }
              beres: { type: final }
        onDone: akhir
    """

  @Test func `who acts elsewhere and so may not do a task has it in hand no more`() throws {
    var walk = try Walk(Self.regions)
    try walk.hold(
      "mula/satu/kaji", OpenTask.Holder(person: "u-x", kind: .claimed, since: walk.now))
    try walk.act("setuju", "a", person: "u-x")
    #expect(walk.holder("mula/satu/kaji") == nil)
    #expect(walk.last.payload["released"]?.strings == ["mula/satu/kaji"])
    #expect(walk.told == ["assigned position:p-b"])
    try walk.act("kaji", "b")
    #expect(walk.state.isFinished)
  }

  @Test func `a delegated task is its giver's again when the one who has it may not do it`() throws
  {
    var walk = try Walk(Self.regions)
    try walk.hold(
      "mula/satu/kaji",
      OpenTask.Holder(
        person: "u-x", kind: .delegated, since: walk.now, giver: "u-b", basis: "SP 1"))
    try walk.act("setuju", "a", person: "u-x")
    #expect(walk.holder("mula/satu/kaji") == nil)
    let message = try #require(walk.last.messages.first)
    #expect(message.kind == .givenBack && message.holder?.person == "u-b")
  }

  @Test func `who works on a task for another one hears that the agreement was cancelled`() throws {
    var walk = try Walk("    mula: { task: { for: a }, on: { selesai: akhir } }")
    try walk.hold(
      "mula",
      OpenTask.Holder(
        person: "u-x", kind: .delegated, since: walk.now, giver: "u-a", basis: "SP 1"))
    try walk.take(.administration(Administration(.cancel, reason: "x", by: "root")))
    #expect(walk.told == ["cancelled position:p-a", "cancelled position:p-a"])
    #expect(walk.last.messages.map { $0.holder?.person } == [nil, "u-x"])
  }

  @Test func `a task of another partner is in nobody's hands`() throws {
    var walk = try Walk("    mula: { task: { for: mitra }, on: { selesai: akhir } }")
    try walk.hold(
      "mula", OpenTask.Holder(person: "u-x", kind: .assigned, since: walk.now, basis: "SP 1"))
    try walk.take(
      .administration(
        Administration(.correct(set: ["mitra": .string("o2")], unset: []), reason: "x", by: "root"))
    )
    #expect(walk.holder("mula") == nil)
    #expect(walk.told == ["reassigned partner:o1/signatory", "assigned partner:o2/signatory"])
    #expect(walk.last.messages.first?.holder?.person == "u-x")
  }

  @Test(arguments: ["for: b", "for: a, not: [pic]", "for: a"])
  func `whoever may not do it under the new definition has it in hand no more`(task: String) throws
  {
    var walk = try Walk(
      """
          mula: { task: { for: pic }, on: { ajukan: kaji } }
          kaji: { task: { for: a }, on: { selesai: akhir } }
      """)
    try walk.act("ajukan", "pic", person: "u-x")
    try walk.hold("kaji", OpenTask.Holder(person: "u-x", kind: .claimed, since: walk.now))
    try walk.migrate(
      """
          mula: { task: { for: pic }, on: { ajukan: kaji } }
          kaji: { task: { \(task) }, on: { selesai: akhir } }
      """)
    #expect(walk.holder("kaji") == (task == "for: a" ? "u-x" : nil))
    // Who had it hears that it is gone, not everyone who stood for the role.
    if task == "for: b" {
      #expect(walk.told == ["withdrawn position:p-a", "assigned position:p-b"])
      #expect(walk.last.messages.first?.holder?.person == "u-x")
    }
  }

  // MARK: Approvals

  private static func chain(_ name: String) -> String {
    """
        mula:
          task: { for: pic }
          on: { ajukan: \(name) }
        \(name):
          approval:
            chain: [{ by: a }, { by: [b, pic] }]
            approve: paraf
            return: kembali
          on: { approved: teken, returned: mula }
        teken: { task: { for: pic }, on: { selesai: akhir, ulang: \(name) } }
    """
  }

  @Test func `marks go on under the new name of their approval`() throws {
    var walk = try Walk(Self.chain("paraf"))
    try walk.act("ajukan", "pic")
    try walk.act("paraf", "a")
    try walk.act("paraf", "b")
    try walk.migrate(Self.chain("persetujuan"), ["paraf": "persetujuan"])
    let progress = try #require(walk.workflow.approvals(in: walk.state).first)
    #expect(progress.members.map { $0.mark?.actor.person } == ["u-b", nil])
    #expect(throws: Refusal.alreadyMarked(person: "u-b", role: "b", event: "paraf")) {
      try walk.act("paraf", "pic", person: "u-b")
    }
    try walk.act("paraf", "pic")
    #expect(walk.states == ["teken"] && walk.state.marks(on: "persetujuan").count == 3)
    try walk.act("ulang", "pic")
    #expect(walk.state.marks.allSatisfy { !$0.isInForce })
  }

  @Test func `whose task is opened again by a jump back gives a new mark`() throws {
    var walk = try Walk(Self.chain("paraf"))
    try walk.act("ajukan", "pic")
    try walk.act("paraf", "a")
    try walk.jump("paraf/1-a")
    #expect(walk.state.marks.map(\.voided?.cause) == [.again])
    try walk.act("paraf", "a")
    #expect(walk.state.marks(on: "paraf").count == 1)
  }

  @Test func `a date that reads a signature moves when a jump makes it void`() throws {
    var walk = try Walk(
      """
          mula:
            type: parallel
            states:
              satu:
                states:
                  menunggu: { task: { for: a }, on: { teken: { target: sudah, signature: x } } }
                  sudah: { task: { for: a }, on: { selesai: beres } }
                  beres: { type: final }
              dua:
                states:
                  kaji: { task: { for: b, due: signatures.x.tanggal + days(30) }, on: { kaji: beres } }
                  beres: { type: final }
            onDone: akhir
      """)
    try walk.act("teken", "a", ["tanggal": "2026-05-04", "tempat": "Bali", "cara": "basah"])
    func due() -> String? {
      walk.state.tasks.first { $0.task == "mula/dua/kaji" }?.deadline.map { "\($0.date)" }
    }
    #expect(due() == "2026-06-03")
    try walk.jump("mula/satu/menunggu")
    #expect(due() == nil && walk.state.signature(of: "x") == nil)
  }

  // MARK: Children

  private static func parent(_ name: String) -> String {
    """
        mula: { task: { for: pic }, on: { jalan: \(name) } }
        \(name):
          entry: { start: { workflow: laporan, most: 1 } }
          task: { for: pic }
          on: { lagi: \(name) }
          onDone: akhir
    """
  }

  @Test func `a state with another name hears that its children are over`() throws {
    var walk = try Walk(Self.parent("aktif"))
    try walk.act("jalan", "pic")
    try walk.migrate(Self.parent("berlaku"), ["aktif": "berlaku"])
    #expect(walk.state.children.map(\.owner) == ["berlaku"])
    #expect(walk.state.children.map(\.key) == ["aktif.1"], "the child knows it by this name")
    try walk.finish("laporan")
    #expect(walk.state.isFinished)
    var heard = try #require(walk.state.children.first)
    heard.place = nil
    #expect(walk.state.knows(heard))
    heard.tags = ["berlaku"]
    #expect(!walk.state.knows(heard))
  }

  @Test func `an agreement that is taken in has no children that nobody started`() throws {
    var walk = try Walk(Self.parent("aktif"), in: ["aktif"])
    #expect(walk.state.children.isEmpty && walk.last.children.isEmpty)
    try walk.act("lagi", "pic")
    #expect(walk.last.children.map(\.workflow) == ["laporan"])
  }

  @Test func `each region hears of its own children`() throws {
    var walk = try Walk(
      """
          mula:
            type: parallel
            states:
              satu:
                states:
                  tunggu: { entry: { start: laporan }, task: { for: a }, on: { x: tunggu }, onDone: usai }
                  usai: { type: final }
              dua:
                states:
                  tunggu:
                    entry: { start: adendum }
                    task: { for: b }
                    on: { sudahi: usai }
                    onDone: { target: usai, guard: data.n > 0 }
                  usai: { type: final }
            onDone: akhir
      """)
    try walk.finish("adendum")
    #expect(walk.states == ["mula/satu/tunggu", "mula/dua/tunggu"])
    try walk.finish("laporan")
    #expect(walk.states == ["mula/satu/usai", "mula/dua/tunggu"])
    #expect(walk.last.payload["entered"]?.strings == ["mula/satu/usai"])
  }

  // MARK: Standing still

  @Test func `a task that a move opens during a suspension has its own time and no more`() throws {
    var walk = try Walk("    mula: { on: { selesai: { target: akhir, by: pic } } }")
    try walk.take(.operation(Operation(.suspend, reason: "x", by: "root")), at: "2026-05-05 09:00")
    try walk.migrate(
      """
          mula: { task: { for: pic }, on: { selesai: akhir, kaji: kaji } }
          kaji: { task: { for: a, due: 5 wd }, on: { selesai: akhir }, after: { 10 d: mula } }
      """, ["mula": "kaji"], at: "2026-06-08 09:00")
    try walk.take(.operation(Operation(.resume, reason: "x", by: "root")), at: "2026-06-22 09:00")
    let five = walk.calendar.deadline(TimeSpan(5, .workingDays), from: walk.now)
    #expect(walk.state.tasks.first?.deadline == five)
    let ten = walk.calendar.expiry(of: TimeSpan(10, .days), from: walk.now)
    #expect(walk.state.timers.map(\.dueAt) == [ten])
  }

  // MARK: The definition

  @Test func `the state that cancelled agreements end in is no mistake though nothing leads to it`()
  {
    func codes(_ head: String, _ tags: String) -> [DiagnosticCode] {
      compiled(
        """
        workflow: w
        title: W
        calendar: c
        reference: "W/{sequence}"
        \(head)
        roles: { pic: { position: p } }
        initial: a
        states:
          a: { task: { for: pic }, on: { selesai: akhir } }
          akhir: { type: final }
          batal: { type: final\(tags) }
        """
      ).diagnostics.map(\.code)
    }
    #expect(codes("cancelled: batal", "") == [])
    #expect(codes("tags: [dibatalkan]", ", tags: [dibatalkan]") == [])
    #expect(codes("", "") == [.unreachableState])
  }
}
