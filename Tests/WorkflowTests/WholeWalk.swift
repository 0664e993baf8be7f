// A walk of one agreement through all that can happen to it, by random people on a virtual clock.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

/// One agreement, its clock and its office, and everything that happened to it.
struct WholeWalk {
  var numbers: SeededNumbers
  let workflows: [Workflow]
  let calendars: [OfficeCalendar]
  var version: Int
  var office = 0
  var directory: Directory
  var now: Instant
  var state: InstanceState
  var last: Outcome
  var entries: [ReplayEntry] = []
  var states: [InstanceState] = []
  /// True where an administrator put an approval to its end.
  var isApprovedFromOutside = false
  /// How many documents were made.
  var files = 0
  /// The last thing that was tried, for what a failure tells.
  var log: [String] = []

  var workflow: Workflow { workflows[version] }
  var calendar: OfficeCalendar { calendars[office] }
  var today: CivilDate { calendar.date(of: now) }

  init(seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    workflows = try WholeWalkWorld.workflows.get()
    calendars = try WholeWalkWorld.calendars.get()
    now = try instant("2026-05-04 09:00")
    directory = WholeWalkWorld.directory(&numbers, around: try date("2026-05-04"))
    version = Int.random(in: 0..<6, using: &numbers) == 0 ? 1 : 0
    let data: [String: Value] = ["mitra": .string("o1")]
    let workflow = workflows[version]
    if Int.random(in: 0..<6, using: &numbers) == 0 {
      let all = Self.targets(workflow)
      let target = all.randomElement(using: &numbers) ?? "konsep"
      last = try workflow.start(
        LegacyAgreement(
          states: [target], data: data, started: try date("2026-01-05"), reason: "lama", by: "root"),
        session: "s", at: now, calendar: calendars[0])
      isApprovedFromOutside = true
    } else {
      last = try workflow.start(
        data: data, session: "s",
        actor: Actor(person: "u-pic", role: "pic", capacity: .definitive, position: "p-pic"),
        at: now, calendar: calendars[0],
        parentKey: Bool.random(using: &numbers) ? "induk.1" : nil)
    }
    state = last.state
    self.numbers = numbers
    note(last)
  }

  static func targets(_ workflow: Workflow) -> [String] {
    workflow.chart.states.dropFirst().filter { !$0.kind.isHistory }.map(\.id.rawValue)
  }

  mutating func note(_ outcome: Outcome) {
    state = outcome.state
    last = outcome
    states.append(state)
    entries.append(
      ReplayEntry(
        sequence: entries.count + 1, at: now, kind: outcome.kind, version: outcome.version,
        payload: outcome.payload))
  }

  mutating func take(_ inbound: Inbound) throws(Refusal) {
    note(try workflow.advance(state, inbound, at: now, calendar: calendar))
  }

  // MARK: Chance

  mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &numbers) == 0 }

  mutating func pick<Items: Collection>(_ items: Items) -> Items.Element? {
    items.randomElement(using: &numbers)
  }

  mutating func person() -> String { pick(WholeWalkWorld.people) ?? "u-pic" }

  // MARK: Steps

  /// Something happens, or is refused.
  mutating func step() throws(Refusal) {
    let hours = Int64.random(in: 0...30, using: &numbers)
    now = now.adding(milliseconds: hours * 3_600_000)
    if chance(25) { directory = WholeWalkWorld.directory(&numbers, around: today) }
    if chance(25) { office = 1 - office }
    switch Int.random(in: 0..<40, using: &numbers) {
    case 0..<14: try act()
    case 14..<20: try decide()
    case 20..<23: try time()
    case 23..<28: try move()
    case 28..<31: try document()
    case 31..<34: try operation()
    case 34..<36: try child()
    case 36: try jump()
    case 37: try correct()
    case 38: try migrate()
    default:
      guard chance(5) else { return try act() }
      log.append("cancel")
      try take(.administration(Administration(.cancel, reason: "x", by: "root")))
    }
  }

  mutating func act() throws(Refusal) {
    var events = workflow.possibleEvents(in: state)
    if !chance(8) { events.removeAll { ["akhiri", "perbarui", "tarik"].contains($0) } }
    if chance(20) { events = workflow.events.sorted() }
    let event = pick(events) ?? "ajukan"
    let able = WholeWalkWorld.people.filter { person in
      (try? workflow.permit(
        event, task: nil, by: person, in: state, directory: directory, on: today)) != nil
    }
    let who = chance(10) ? person() : pick(able) ?? person()
    log.append("\(event) \(who)")
    let chosen = try workflow.permit(
      event, task: nil, by: who, in: state, directory: directory, on: today)
    try take(
      .act(
        Act(
          event: event, data: form(event, chosen.task), reason: chance(5) ? nil : "alasan",
          actor: chosen.actor, task: chosen.task)))
  }

  mutating func form(_ event: String, _ task: String?) -> [String: Value] {
    let rule = workflow.rules.values.first { $0.event == event && $0.task == task }
    var data: [String: Value] = [:]
    for field in rule?.carried ?? [] where field.isRequired || chance(2) {
      let text =
        switch field.name {
        case "berakhir": today.adding(days: Int.random(in: -5...90, using: &numbers)).description
        case "mitra": pick(["o1", "o2"]) ?? "o1"
        case "tanggal": today.adding(days: Int.random(in: -20...0, using: &numbers)).description
        case "cara": "basah"
        default: "teks"
        }
      if case .success(let value)? = workflow.inputField(field.name)?.value(from: text) {
        data[field.name] = value
      }
    }
    return data
  }

  mutating func decide() throws(Refusal) {
    let kind: Refusal.DecisionKind = chance(4) ? .return : .approve
    let able = WholeWalkWorld.people.filter { person in
      (try? workflow.decision(
        kind, task: nil, by: person, in: state, directory: directory, on: today)) != nil
    }
    let who = chance(10) ? person() : pick(able) ?? person()
    log.append("\(kind) \(who)")
    let chosen = try workflow.decision(
      kind, task: nil, by: who, in: state, directory: directory, on: today)
    try take(
      .act(
        Act(
          event: chosen.event, reason: chance(6) ? nil : "alasan", actor: chosen.actor,
          task: chosen.task)))
  }

  mutating func time() throws(Refusal) {
    var all: [(Instant, Inbound)] = state.timers.map { ($0.dueAt, .timer(name: $0.name)) }
    all += state.tasks.compactMap { task in
      task.nextNotice.map { ($0, .notice(task: task.task)) }
    }
    guard let next = all.min(by: { $0.0 < $1.0 }) else {
      return try take(chance(2) ? .timer(name: "none") : .notice(task: "none"))
    }
    log.append("\(next.1)")
    // After a long silence too, so that notices are merged.
    if state.suspension == nil { now = max(now, next.0) }
    if chance(6) { now = now.adding(milliseconds: 9 * 86_400_000) }
    try take(next.1)
  }

  mutating func move() throws(Refusal) {
    let kind = pick(TaskMove.Kind.allCases) ?? .claim
    let task = chance(6) ? nil : pick(state.tasks)?.task
    let isOperator = kind == .reassign
    let able = WholeWalkWorld.people.filter { person in
      (try? workflow.permit(
        Workflow.TaskWish(
          kind: kind, task: task, person: person, to: "x3", basis: "SP", text: "teks"), in: state,
        directory: directory, at: now, on: today)) != nil
    }
    let who = chance(8) ? person() : pick(able) ?? person()
    let wish = Workflow.TaskWish(
      kind: kind, task: task, person: isOperator ? nil : who,
      to: kind == .reassign && chance(3) ? nil : person(), basis: chance(5) ? nil : "SP 1",
      text: chance(8) ? nil : "teks", by: isOperator ? "root" : nil)
    log.append("\(kind) \(task ?? "-") \(who) \(wish.to ?? "-")")
    let move = try workflow.permit(wish, in: state, directory: directory, at: now, on: today)
    try take(.task(move))
  }

  mutating func document() throws(Refusal) {
    let kind = chance(3) ? "draf" : "naskah"
    let able = WholeWalkWorld.people.filter { person in
      (try? workflow.permitDocument(kind, by: person, in: state, directory: directory, on: today))
        != nil
    }
    let who = chance(10) ? person() : pick(able) ?? person()
    let isNew = state.documents[kind] == nil || chance(2)
    if isNew { files += 1 }
    log.append("document \(kind) \(isNew) \(who)")
    let actor = try workflow.permitDocument(
      kind, by: who, in: state, directory: directory, on: today)
    let digits = String(files, radix: 16)
    let digest =
      isNew
      ? String(repeating: "0", count: 64 - digits.count) + digits
      : state.documents[kind]?.latest.sha256 ?? ""
    try take(
      .document(
        DocumentAct(
          kind: kind, name: "f.pdf", size: 10, sha256: digest,
          number: chance(2) ? "N/\(files)" : nil, note: chance(3) ? "" : nil, isKept: chance(2),
          actor: actor)))
  }

  mutating func operation() throws(Refusal) {
    let kind: Operation.Kind =
      state.suspension != nil && !chance(4) ? .resume : pick(Operation.Kind.allCases) ?? .suspend
    if kind == .recalculate { office = 1 - office }
    log.append("\(kind)")
    try take(.operation(Operation(kind, reason: "sengketa", by: "root", isByParent: chance(5))))
  }

  mutating func child() throws(Refusal) {
    let open = state.children.filter { !$0.isOver }
    var child: Child
    if let known = pick(open), !chance(6) {
      child = known
      child.reference = "R/\(known.key)"
      child.status = pick([.active, .active, .finished, .finished, .cancelled]) ?? .active
      child.tags = chance(3) ? ["berlaku"] : []
      child.states = ["s"]
    } else {
      child = Child(key: state.nextChildKey, workflow: chance(2) ? "adendum" : "lain")
      child.reference = "R"
    }
    log.append("child \(child.key) \(child.status) \(child.tags)")
    try take(.child(ChildNews(child)))
  }

  mutating func jump() throws(Refusal) {
    var targets = [pick(Self.targets(workflow)) ?? "konsep"]
    if chance(2) { targets.append(pick(Self.targets(workflow)) ?? "konsep") }
    log.append("jump \(targets)")
    try take(.administration(Administration(.jump(to: targets), reason: "x", by: "root")))
    if targets.contains(where: { $0.hasPrefix("proses") }) { isApprovedFromOutside = true }
  }

  mutating func correct() throws(Refusal) {
    let set: [String: Value] =
      switch Int.random(in: 0..<3, using: &numbers) {
      case 0: ["mitra": .string(pick(["o1", "o2"]) ?? "o1")]
      case 1: ["putaran": .int(Int64.random(in: 0...4, using: &numbers))]
      default:
        [
          "berakhir": DateLibrary.value(
            today.adding(days: Int.random(in: -5...90, using: &numbers)))
        ]
      }
    let unset = chance(4) && set["berakhir"] == nil ? ["berakhir"] : []
    log.append("correct \(set) \(unset)")
    try take(
      .administration(Administration(.correct(set: set, unset: unset), reason: "x", by: "root")))
  }

  mutating func migrate() throws(Refusal) {
    guard !state.isFinished else { return }
    let isBack = version == 1
    let names =
      isBack
      ? Dictionary(uniqueKeysWithValues: WholeWalkWorld.names.map { ($1, $0) })
      : WholeWalkWorld.names
    log.append("migrate \(isBack)")
    var search: EndSearch?
    let verdict = workflows[1 - version].migration(
      of: state, from: workflow, by: Migration(states: names, reason: "x", by: "root"), at: now,
      calendar: calendar, search: &search)
    guard let outcome = verdict.outcome else {
      Issue.record("\(verdict.problems)")
      return
    }
    version = 1 - version
    note(outcome)
  }
}
