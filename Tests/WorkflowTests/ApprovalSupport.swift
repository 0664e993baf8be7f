// An agreement in a definition that a test spells out, moved by acts in given roles; its history is kept.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

/// A definition with one approval.
func approval(
  _ chain: String, more: String = "", on: String = "", data: String = "", states: String = ""
) -> String {
  """
  workflow: paraf-uji
  title: Uji paraf
  calendar: bali-pemprov
  reference: "P/{sequence}"
  data: { putaran: { type: int, default: 0 }\(data) }
  roles:
    pic: { position: pic }
    a: { position: p-a }
    b: { position: p-b }
    c: { position: p-c }
    d: { position: p-d }
    e: { position: p-e }
    mitra: { position: p-mitra, recorded_by: pic }
  initial: konsep
  states:
    konsep:
      task: { for: pic }
      on: { ajukan: paraf, batal: batal }
    paraf:
      approval:
        chain: \(chain)
        due: 2 wd each
        approve: paraf
        return: kembali
        \(more)
      on:
        approved: teken
        returned: { target: konsep, assign: { putaran: data.putaran + 1 } }
        tarik: { target: konsep, by: pic }
        \(on)
    teken:
      task: { for: pic }
      on: { selesai: selesai, ulang: paraf }
    selesai: { type: final }
    batal: { type: final }
  \(states)
  """
}

/// One agreement of such a definition.
struct Rounds {
  let workflow: Workflow
  let calendar: OfficeCalendar
  var now: Instant
  var state: InstanceState
  var entries: [ReplayEntry] = []
  /// What the last step told.
  var last: Outcome

  init(_ text: String, _ place: SourceLocation = #_sourceLocation) throws {
    workflow = try WorkflowTests.workflow(text, place)
    calendar = try Shipped.load().calendar
    now = try instant("2026-05-04 09:00")
    last = try workflow.start(
      data: [:], session: "s", actor: Actor(person: "u-pic", role: "pic", capacity: .definitive),
      at: now, calendar: calendar)
    state = last.state
    note(last)
  }

  /// In the first step of the approval.
  static func submitted(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> Rounds
  {
    var rounds = try Rounds(text, place)
    try rounds.act("ajukan", "pic")
    return rounds
  }

  var states: [String] { workflow.activeStates(of: state) }
  var told: [String] { last.messages.map { "\($0.kind.rawValue) \($0.to)" } }
  var waiting: [String] { state.tasks.compactMap { workflow.tasks[$0.task]?.role } }
  var inForce: [String] {
    state.marks.filter(\.isInForce).map { "\($0.actor.role) \($0.decision.rawValue)" }
  }

  /// An event by whoever has the role: `u-a` for `a`, unless another person acts.
  mutating func act(
    _ event: String, _ role: String, person: String? = nil, capacity: Actor.Capacity = .definitive,
    giver: String? = nil, reason: String? = nil, _ data: [String: String] = [:]
  ) throws {
    let task = state.tasks.first { open in
      workflow.tasks[open.task]?.role == role && workflow.events(of: open.task).contains(event)
    }
    var values: [String: Value] = [:]
    for (name, text) in data {
      values[name] = try #require(workflow.inputField(name)).value(from: text).get()
    }
    let actor = Actor(
      person: person ?? "u-\(role)", role: role, capacity: capacity,
      basis: giver == nil ? nil : "SK 1", position: "p-\(role)", giver: giver)
    try take(
      .act(Act(event: event, data: values, reason: reason, actor: actor, task: task?.task)))
  }

  mutating func take(_ inbound: Inbound) throws {
    let outcome = try workflow.advance(state, inbound, at: now, calendar: calendar)
    state = outcome.state
    last = outcome
    note(outcome)
    now = now.adding(milliseconds: 60_000)
  }

  /// A document got another version: what the command that records it does to the step.
  mutating func change(_ kind: String) {
    var run = StepRun(workflow: workflow, calendar: calendar, now: now, state: state, act: nil)
    run.documentChanged(kind)
    last = run.outcome(kind: "document", [])
    state = last.state
  }

  /// `a+ b-`: marks in this order.
  mutating func marks(_ text: String) throws {
    for word in text.split(separator: " ") {
      let isReturn = word.hasSuffix("-")
      try act(
        isReturn ? "kembali" : "paraf", String(word.dropLast()), reason: isReturn ? "salah" : nil)
    }
  }

  /// What the history replays to.
  func replayed() throws -> InstanceState {
    try workflow.replay(entries) { $0 == calendar.digest ? calendar : nil }
  }

  private mutating func note(_ outcome: Outcome) {
    entries.append(
      ReplayEntry(
        sequence: entries.count + 1, at: now, kind: outcome.kind, version: outcome.version,
        payload: outcome.payload))
  }
}
