// Goal: whatever people and time do to an agreement, its history gives its state, and its state its rows.
// Method: random walks over the shipped definition; a failure tells the seed: SINERGI_SEED=… runs it again.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct PropertyTests {
  private static let walks = 240
  private static let steps = 60

  @Test func `any history replays to the stored state`() throws {
    let seed = seed(0x5126_0003)
    var visited: Set<String> = []
    var refused: Set<String> = []
    for number in 0..<Self.walks {
      var numbers = SeededNumbers(seed: seed &+ UInt64(number))
      let place: Comment = "SINERGI_SEED=\(seed), walk \(number)"
      var walk = try Scenario(
        data: ["tentang": "Literasi", "mitra": "bi-bali"], session: "walk-\(number)")
      for _ in 0..<Self.steps {
        let before = walk
        do {
          try Self.randomStep(&walk, &numbers)
        } catch let refusal as Refusal {
          refused.insert(refusal.kind)
          #expect(walk.state == before.state && walk.entries.count == before.entries.count, place)
        }
        try Self.check(walk, place)
        visited.formUnion(walk.states)
        if walk.state.isFinished, Bool.random(using: &numbers) { break }
      }
      let replayed = try walk.workflow.replay(walk.entries) {
        $0 == walk.calendar.digest ? walk.calendar : nil
      }
      #expect(replayed == walk.state, place)
      #expect(
        replayed.json(in: walk.workflow).text == walk.state.json(in: walk.workflow).text, place)
    }
    // The walks are worth something only when they come around.
    let atomic = walkable(try Shipped.load().workflow)
    #expect(
      visited.isSuperset(of: atomic), "never reached: \(atomic.subtracting(visited).sorted())")
    #expect(
      refused.isSuperset(of: [
        "not-now", "not-permitted", "reason-missing", "fields-missing", "condition-not-met",
        "finished",
      ]), "\(refused)")
  }

  private func walkable(_ workflow: Workflow) -> Set<String> {
    Set(workflow.chart.states.dropFirst().filter(\.kind.isAtomic).map(\.id.rawValue))
      .subtracting(["paraf/selesai"])
  }

  /// What holds after every step.
  private static func check(_ walk: Scenario, _ place: Comment) throws {
    let text = walk.state.json(in: walk.workflow).text
    let stored = try InstanceState(stored: text, in: walk.workflow)
    #expect(stored == walk.state, place)
    #expect(stored.json(in: walk.workflow).text == text, place)
    #expect(Set(walk.state.timers.map(\.name)).count == walk.state.timers.count, place)
    #expect(Set(walk.openTasks).count == walk.openTasks.count, place)
    if walk.state.isFinished {
      #expect(walk.openTasks.isEmpty && walk.state.timers.isEmpty, place)
    } else {
      // Someone or something can always move it on.
      #expect(!walk.openTasks.isEmpty || !walk.state.timers.isEmpty, place)
    }
    for task in walk.state.tasks {
      #expect(walk.states.contains(task.task), place)
      #expect(walk.workflow.tasks[task.task] != nil, place)
    }
    #expect(walk.last.faults.isEmpty, place)
    #expect(try JSON(parsing: walk.last.payload.text) == walk.last.payload, place)
  }

  // MARK: Random steps

  private static func randomStep(_ walk: inout Scenario, _ numbers: inout SeededNumbers) throws {
    let hours = Int64.random(in: 0...60, using: &numbers)
    walk.now = walk.now.adding(milliseconds: hours * 3_600_000)
    switch Int.random(in: 0..<10, using: &numbers) {
    case 0: try fireTimer(&walk, &numbers)
    case 1, 2: try notifyTask(&walk, &numbers)
    case 3: try decideSomething(&walk, &numbers)
    default: try actSomehow(&walk, &numbers)
    }
  }

  private static func fireTimer(_ walk: inout Scenario, _ numbers: inout SeededNumbers) throws {
    guard let timer = walk.state.timers.randomElement(using: &numbers) else {
      return try walk.take(.timer(name: "none"))
    }
    walk.now = max(walk.now, timer.dueAt)
    try walk.take(.timer(name: timer.name))
  }

  private static func notifyTask(_ walk: inout Scenario, _ numbers: inout SeededNumbers) throws {
    let task = walk.state.tasks.randomElement(using: &numbers)
    if let next = task?.nextNotice, Int.random(in: 0..<3, using: &numbers) > 0 {
      walk.now = max(walk.now, next)
    }
    try walk.notify(task?.task ?? "konsep")
    let after = walk.state.tasks.first { $0.task == task?.task }
    #expect(after?.nextNotice.map { $0 > walk.now } ?? true)
  }

  /// Returns are common enough at one in four; otherwise few walks come into force.
  private static let backwards: Set<String> = ["revisi", "kembalikan", "ubah_naskah", "alih_jalur"]

  private static let people = [
    "sinergi-pic", "sinergi-kabid", "sinergi-sekdis", "sinergi-kadis", "sinergi-birohukum",
    "sinergi-arsiparis", "sinergi-biroks",
  ]

  private static func decideSomething(_ walk: inout Scenario, _ numbers: inout SeededNumbers) throws
  {
    let kind: Refusal.DecisionKind = .random(using: &numbers) ? .approve : .return
    try walk.decide(kind, by: person(&numbers), reason: reason(&numbers))
  }

  private static func person(_ numbers: inout SeededNumbers) -> String {
    people.randomElement(using: &numbers) ?? people[0]
  }

  private static func reason(_ numbers: inout SeededNumbers) -> String? {
    Int.random(in: 0..<5, using: &numbers) > 0 ? "alasan \"\(numbers.next() % 9)\"\n" : nil
  }

  private static func actSomehow(_ walk: inout Scenario, _ numbers: inout SeededNumbers) throws {
    var events = walk.workflow.possibleEvents(in: walk.state)
    // Cancelling ends most walks too soon; events of other states are tried now and then.
    if Int.random(in: 0..<20, using: &numbers) > 0 { events.removeAll { $0 == "batalkan" } }
    if Int.random(in: 0..<4, using: &numbers) > 0 { events.removeAll { backwards.contains($0) } }
    if Int.random(in: 0..<12, using: &numbers) == 0 { events = walk.workflow.events.sorted() }
    let event = events.randomElement(using: &numbers) ?? "catat"
    let able = people.filter { unix in
      (try? walk.workflow.permit(
        event, task: nil, by: try Scenario.person(unix), in: walk.state,
        directory: walk.shipped.directory, on: walk.today)) != nil
    }
    let chosen =
      Int.random(in: 0..<8, using: &numbers) == 0
      ? person(&numbers) : able.randomElement(using: &numbers) ?? person(&numbers)
    let form = formFields(of: event, in: walk, &numbers)
    var data: [String: String] = [:]
    for name in form where Int.random(in: 0..<25, using: &numbers) > 0 {
      data[name] = text(for: name, walk, &numbers)
    }
    try walk.act(event, by: chosen, data, reason: reason(&numbers))
  }

  private static func formFields(
    of event: String, in walk: Scenario, _ numbers: inout SeededNumbers
  ) -> [String] {
    let indexes = walk.workflow.interpreter.candidateTransitions(walk.state.snapshot, on: event)
    let rules = indexes.compactMap {
      walk.workflow.chart.transitions[$0].condition.flatMap { walk.workflow.rules[$0] }
    }
    // In parallel states each party has a form of its own; a person has the one of the own role.
    return rules.randomElement(using: &numbers)?.carried.map(\.name) ?? []
  }

  private static func text(for name: String, _ walk: Scenario, _ numbers: inout SeededNumbers)
    -> String
  {
    guard let field = walk.workflow.inputField(name) else { return "" }
    switch field.type {
    case .string:
      return field.allowedValues.randomElement(using: &numbers) ?? "teks «\(numbers.next() % 99)»"
    case .int: return String(Int.random(in: 1...4, using: &numbers))
    case .date:
      // Most signatures are recorded after they were given.
      if name == "tanggal" {
        return walk.today.adding(days: Int.random(in: -30...1, using: &numbers)).description
      }
      let base = name == "berakhir" ? 400 : 0
      return walk.today.adding(days: base + Int.random(in: -20...700, using: &numbers)).description
    case .double: return "1.5"
    case .bool: return "true"
    case .organisation: return "bi-bali"
    }
  }
}
