// Goal: a running agreement goes on under another version of its definition as if it had always been on it,
// or is told why it cannot.
// Method: pairs of small definitions that differ in one thing; each move is replayed from its entry.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct MigrationTests {
  /// A definition with the parts that a test changes.
  private func version(
    _ digest: String, data: String = "n: { type: int }", states: String = basic,
    roles: String = "pic: { position: p }, kabid: { position: k }"
  ) throws -> Workflow {
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { \(data) }
      roles: { \(roles) }
      initial: a
      states:
      \(states)
        akhir: { type: final }
      """
    let reading = DefinitionCompiler.compile(
      SourceText(name: "t.yaml", text: text), digest: digest)
    return try #require(
      reading.value,
      "\(reading.diagnostics.map { $0.rendered(in: SourceText(name: "t", text: text)) })")
  }

  private static let basic = """
      a:
        task: { for: pic, due: 5 wd, remind: [-2 wd, 0 wd] }
        on: { lanjut: b }
        after: { 10 wd: macet }
      b: { task: { for: pic, due: 2 wd }, on: { selesai: akhir, balik: a } }
      macet: { task: { for: kabid }, on: { teruskan: a } }
    """

  private func start(_ old: Workflow, _ data: [String: String] = [:]) throws -> Outcome {
    try old.start(
      data: Scenario.values(data, old), session: "s", actor: nil,
      at: try instant("2026-05-04 09:00"), calendar: try Shipped.load().calendar)
  }

  private func verdict(
    _ state: InstanceState, _ old: Workflow, _ new: Workflow, at text: String = "2026-05-06 09:00",
    _ change: (inout Migration) -> Void = { _ in }
  ) throws -> MigrationVerdict {
    var migration = Migration(reason: "alur baru", by: "root")
    change(&migration)
    var search: EndSearch? = EndSearch()
    return new.migration(
      of: state, from: old, by: migration, at: try instant(text),
      calendar: try Shipped.load().calendar, search: &search)
  }

  /// Moves an agreement that was just started, and replays both entries.
  private func moved(
    _ old: Workflow, _ new: Workflow, _ data: [String: String] = [:],
    at text: String = "2026-05-06 09:00", _ change: (inout Migration) -> Void = { _ in }
  ) throws -> (verdict: MigrationVerdict, state: InstanceState) {
    let started = try start(old, data)
    let verdict = try verdict(started.state, old, new, at: text, change)
    let outcome = try #require(verdict.outcome, "\(verdict.problems)")
    let entries = [
      ReplayEntry(
        sequence: 1, at: try instant("2026-05-04 09:00"), kind: started.kind, version: 1,
        payload: started.payload),
      ReplayEntry(
        sequence: 2, at: try instant(text), kind: outcome.kind, version: 1,
        payload: try JSON(parsing: outcome.payload.text)),
    ]
    let calendar = try Shipped.load().calendar
    let replayed = try Workflow.replay(entries) {
      [old.digest: old, new.digest: new][$0]
    } calendar: { _ in
      calendar
    }
    #expect(replayed.state == outcome.state && replayed.workflow === new)
    let stored = outcome.state.json(in: new).text
    #expect(try InstanceState(stored: stored, in: new) == outcome.state)
    // A feed of deadlines goes through both definitions.
    #expect(
      try Workflow.deadlines(of: entries) {
        [old.digest: old, new.digest: new][$0]
      } calendar: { _ in
        calendar
      }.isEmpty == false)
    return (verdict, outcome.state)
  }

  // MARK: What stays

  @Test func `to the same definition nothing changes and nobody is told`() throws {
    let old = try version("1")
    let state = try start(old, ["n": "3"]).state
    let verdict = try verdict(state, old, try version("2"))
    let outcome = try #require(verdict.outcome)
    #expect(outcome.state == state && outcome.messages.isEmpty && verdict.notes.isEmpty)
    #expect(verdict.changes.withoutKept == StateChanges() && verdict.before == verdict.after)
    #expect(verdict.changes.promises.count == 2, "each is shown, the same on both sides")
  }

  @Test func `a state by another name goes on with its task, its notices and its timer`() throws {
    let (verdict, state) = try moved(
      try version("1"),
      try renamed("2")
    ) { $0.states = ["a": "mulai"] }
    #expect(verdict.before == ["a"] && verdict.after == ["mulai"])
    #expect(
      state.tasks[0].task == "mulai" && spelled(state.tasks[0].openedAt) == "2026-05-04 09:00")
    #expect(state.timers.map(\.name) == ["mulai after 10 wd"])
    #expect(verdict.outcome?.messages.isEmpty == true)
    #expect(verdict.outcome?.payload["map"]?["a"]?.string == "mulai")
    #expect(verdict.outcome?.payload["exited"]?.strings == [])
  }

  /// The basic definition with `a` called `mulai`.
  private func renamed(_ digest: String) throws -> Workflow {
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { n: { type: int } }
      roles: { pic: { position: p }, kabid: { position: k } }
      initial: mulai
      states:
        mulai:
          task: { for: pic, due: 5 wd, remind: [-2 wd, 0 wd] }
          on: { lanjut: b }
          after: { 10 wd: macet }
        b: { task: { for: pic, due: 2 wd }, on: { selesai: akhir, balik: mulai } }
        macet: { task: { for: kabid }, on: { teruskan: mulai } }
        akhir: { type: final }
      """
    return try #require(
      DefinitionCompiler.compile(SourceText(name: "t", text: text), digest: digest).value)
  }

  @Test func `there and back again everything is as it was`() throws {
    let (old, new) = (try version("1"), try renamed("2"))
    let there = try moved(old, new, ["n": "3"]) { $0.states = ["a": "mulai"] }
    let back = try verdict(there.state, new, old, at: "2026-05-07 09:00") {
      $0.states = ["mulai": "a"]
    }
    let original = try start(old, ["n": "3"]).state
    #expect(back.outcome?.state == original)
  }

  @Test func `a suspended agreement moves and stays suspended, and nobody is told`() throws {
    let old = try version("1")
    let calendar = try Shipped.load().calendar
    let state = try old.advance(
      try start(old).state, .operation(Operation(.suspend, reason: "sengketa", by: "root")),
      at: try instant("2026-05-05 10:00"), calendar: calendar
    ).state
    let new = try version("2", states: Self.basic.replacing("due: 5 wd", with: "due: 9 wd"))
    let outcome = try #require(try verdict(state, old, new).outcome)
    #expect(outcome.state.suspension == state.suspension && outcome.messages.isEmpty)
    let resumed = try new.advance(
      outcome.state, .operation(Operation(.resume, reason: "damai", by: "root")),
      at: try instant("2026-06-02 09:00"), calendar: calendar)
    #expect(resumed.state.tasks[0].deadline != nil)
  }

  // MARK: What counts anew

  @Test func `another deadline is counted from the opening, and told`() throws {
    let (verdict, state) = try moved(
      try version("1"),
      try version("2", states: Self.basic.replacing("due: 5 wd", with: "due: 7 wd")))
    #expect(state.tasks[0].deadline.map { spelled($0.instant) } == "2026-05-13 16:30")
    #expect(spelled(state.tasks[0].openedAt) == "2026-05-04 09:00")
    #expect(
      verdict.outcome?.messages.map { "\($0.kind.rawValue) \($0.to)" } == ["moved position:p"])
    #expect(verdict.outcome?.messages.first?.reason == "alur baru")
  }

  @Test func `another timer is counted from when the state was entered`() throws {
    let (verdict, state) = try moved(
      try version("1"),
      try version("2", states: Self.basic.replacing("10 wd:", with: "3 d:")))
    #expect(
      state.timers.map { "\($0.name) \(spelled($0.dueAt))" } == ["a after 3 d 2026-05-07 09:00"])
    #expect(verdict.changes.promises.filter { $0.kind == .timer }.count == 2)
    let late = try self.verdict(
      try start(try version("1")).state, try version("1"),
      try version("2", states: Self.basic.replacing("10 wd:", with: "1 d:")))
    #expect(late.notes == [.dueAtOnce(timer: "a after 1 d")])
  }

  @Test func `notices that were sent are not sent again`() throws {
    let old = try version("1")
    let calendar = try Shipped.load().calendar
    let state = try old.advance(
      try start(old).state, .notice(task: "a"), at: try instant("2026-05-07 08:00"),
      calendar: calendar
    ).state
    let new = try version(
      "2", states: Self.basic.replacing("[-2 wd, 0 wd]", with: "[-3 wd, -2 wd, 0 wd, 1 wd]"))
    let outcome = try #require(try verdict(state, old, new, at: "2026-05-07 09:00").outcome)
    #expect(outcome.state.tasks[0].noticesSent == 2)
    #expect(outcome.state.tasks[0].nextNotice.map(spelled) == "2026-05-11 08:00")
  }

  @Test func `another role gets the task and the former one is told`() throws {
    let (verdict, _) = try moved(
      try version("1"),
      try version(
        "2",
        states: Self.basic.replacing("task: { for: pic, due: 5", with: "task: { for: kabid, due: 5")
      ))
    #expect(
      verdict.outcome?.messages.map { "\($0.kind.rawValue) \($0.to)" } == [
        "withdrawn position:p", "assigned position:k",
      ])
  }

  @Test func `a new region begins, and what is gone is closed`() throws {
    let parallel = """
        a:
          type: parallel
          onDone: akhir
          states:
            satu:
              initial: x
              states:
                x: { task: { for: pic, due: 5 wd }, on: { lanjut: y } }
                y: { type: final }
            dua:
              initial: x
              states:
                x: { task: { for: kabid, due: 2 wd }, on: { periksa: y } }
                y: { type: final }
      """
    let (verdict, state) = try moved(
      try version("1"), try version("2", states: parallel)
    ) { $0.states = ["a": "a/satu/x"] }
    #expect(verdict.after == ["a/satu/x", "a/dua/x"])
    #expect(
      state.tasks.map { "\($0.task) \(spelled($0.openedAt))" } == [
        "a/satu/x 2026-05-04 09:00", "a/dua/x 2026-05-06 09:00",
      ])
    #expect(state.timers.isEmpty)
    #expect(
      verdict.outcome?.messages.map { "\($0.kind.rawValue) \($0.to)" } == ["assigned position:k"])
  }

  // MARK: What does not fit

  @Test func `a state that is gone needs a name`() throws {
    let (old, new) = (try version("1"), try renamed("2"))
    let state = try start(old).state
    #expect(try verdict(state, old, new).problems == [.noState("a", suggestion: "b")])
    #expect(
      try verdict(state, old, new) { $0.states = ["a": "nirwana"] }.problems == [
        .noState("nirwana", suggestion: nil)
      ])
    #expect(
      try verdict(state, old, new) { $0.states = ["a": "akhir"] }.problems == [.ends("akhir")])
  }

  @Test func `a state of another kind needs a name, unless it is named itself`() throws {
    let nested = """
        a:
          initial: x
          states:
            x: { task: { for: pic }, on: { lanjut: b } }
        b: { task: { for: pic }, on: { selesai: akhir, balik: a } }
      """
    let (old, new) = (try version("1"), try version("2", states: nested))
    let state = try start(old).state
    #expect(
      try verdict(state, old, new).problems == [
        .kindDiffers("a", was: "atomic", is: "compound")
      ])
    #expect(try verdict(state, old, new) { $0.states = ["a": "a"] }.after == ["a/x"])
  }

  @Test func `a state without a way to the end is no place to be`() throws {
    let trap = Self.basic.replacing("on: { lanjut: b }", with: "on: { lanjut: a }")
    let old = try version("1")
    let verdict = try verdict(try start(old).state, old, try version("2", states: trap))
    #expect(verdict.problems == [.cannotEnd(["a"])] && verdict.outcome == nil)
  }

  @Test(
    arguments: [
      ("m: { type: int }", MigrationProblem.fieldGone("n")),
      (
        "n: { type: date }",
        .fieldUnfit(.notOfType(field: "n", type: .date, text: "3"))
      ),
      (
        "n: { type: string, values: [satu, dua] }",
        .fieldUnfit(.notOfType(field: "n", type: .string, text: "3"))
      ), ("n: { type: int }, baru: { type: string, required: true }", .fieldMissing("baru")),
    ])
  func `data that no longer fit keep an agreement where it is`(
    data: String, problem: MigrationProblem
  ) throws {
    let old = try version("1")
    let verdict = try verdict(try start(old, ["n": "3"]).state, old, try version("2", data: data))
    #expect(verdict.problems == [problem], "\(verdict.problems)")
  }

  @Test func `what does not fit can be left behind, and what is missing given`() throws {
    let new = try version(
      "2",
      data:
        "m: { type: int, default: 7 }, baru: { type: string, required: true }, lama: { type: int }")
    let (verdict, state) = try moved(try version("1"), new, ["n": "3"]) {
      $0.dropped = ["n"]
      $0.values = ["baru": .string("x")]
    }
    #expect(state.data == ["m": .int(7), "baru": .string("x")])
    #expect(verdict.changes.fields.map(\.name) == ["m", "baru", "n"])
  }

  @Test func `every problem is told at once`() throws {
    let old = try version("1")
    let verdict = try verdict(
      try start(old, ["n": "3"]).state, old,
      try version(
        "2", data: "m: { type: int, required: true }",
        states: Self.basic
          .replacing("  a:\n", with: "  z:\n").replacing("balik: a", with: "balik: z")
          .replacing(
            "b: {",
            with:
              "a: { initial: q, states: { q: { on: { w: { target: akhir, by: pic } } } } }\n  b: {")
      ))
    #expect(verdict.problems.count == 3, "\(verdict.problems)")
    #expect(verdict.problems.allSatisfy { !$0.description.isEmpty })
  }

  @Test func `what a history state remembers moves along`() throws {
    func states(_ inner: String) -> String {
      """
        a: { task: { for: pic }, on: { lanjut: kerja } }
        kerja:
          initial: satu
          states:
            satu: { task: { for: pic }, on: { maju: \(inner) } }
            \(inner): { task: { for: pic }, on: { selesai: akhir } }
            ingat: { type: history, target: satu }
          on: { jeda: { target: a2, by: pic } }
        a2: { task: { for: pic }, on: { teruskan: kerja.ingat } }
      """
    }
    let old = try version("1", states: states("dua"))
    let calendar = try Shipped.load().calendar
    var state = try start(old).state
    let actor = Actor(person: "p", role: "pic", capacity: .definitive)
    for (event, task) in [("lanjut", "a"), ("maju", "kerja/satu"), ("jeda", nil)]
      as [(String, String?)]
    {
      state = try old.advance(
        state, .act(Act(event: event, actor: actor, task: task)),
        at: try instant("2026-05-05 09:00"), calendar: calendar
      ).state
    }
    #expect(state.snapshot.historyValues(in: old.chart) == ["kerja/ingat": ["kerja/dua"]])
    let new = try version("2", states: states("tiga"))
    #expect(
      try verdict(state, old, new).problems == [
        .memory("kerja/ingat", "there is no «kerja/dua» any more")
      ])
    let moved = try verdict(state, old, new) { $0.states = ["kerja/dua": "kerja/tiga"] }
    #expect(
      moved.outcome?.state.snapshot.historyValues(in: new.chart) == [
        "kerja/ingat": ["kerja/tiga"]
      ])
    let without = try version(
      "3",
      states: states("dua").replacing("      ingat: { type: history, target: satu }\n", with: "")
        .replacing("kerja.ingat", with: "kerja"))
    #expect(try verdict(state, old, without).notes == [.forgotten("kerja/ingat")])
  }
}
