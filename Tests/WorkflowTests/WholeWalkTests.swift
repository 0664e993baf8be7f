// Goal: wherever all features lead an agreement together, its state is sound and its history gives it.
// Method: random walks over every kind of inbound, between two versions of a rich definition, on two
// calendars and by changing offices; a failure tells the seed: SINERGI_SEED=… runs it again.

import CEL
import Foundation
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct WholeWalkTests {
  /// How many walks: 60, or as the environment says.
  private static let walks =
    ProcessInfo.processInfo.environment["SINERGI_WALKS"].flatMap { Int($0) } ?? 60
  private static let steps = 60

  @Test func `whatever people, time and administrators do together, the state is sound`() throws {
    let seed = seed(0x5126_A110)
    var kinds: [String: Int] = [:]
    var refused: Set<String> = []
    var visited: Set<String> = []
    for number in 0..<Self.walks {
      var walk = try WholeWalk(seed: seed &+ UInt64(number))
      let start = "SINERGI_SEED=\(seed &+ UInt64(number))"
      for step in 0..<Self.steps {
        let before = walk
        do {
          try walk.step()
          // An agreement that has ended is not moved to another version.
          if walk.entries.count == before.entries.count { continue }
          kinds[walk.last.kind, default: 0] += 1
        } catch {
          refused.insert(error.kind)
          let isSame = walk.state == before.state && walk.entries.count == before.entries.count
          #expect(isSame, "\(start), step \(step): \(walk.log.last ?? "")")
          if case .loop = error { Issue.record("\(start), step \(step): \(error)") }
          continue
        }
        let problems = try Self.problems(of: walk, after: before)
        if !problems.isEmpty {
          Issue.record(
            "\(start), step \(step), \(walk.log.suffix(4)):\n\(problems.joined(separator: "\n"))")
          break
        }
        visited.formUnion(walk.workflow.activeStates(of: walk.state))
        if walk.state.isFinished, walk.chance(2) { break }
      }
      try Self.checkHistory(walk, start)
    }
    guard Self.walks >= 60 else { return }
    // The walks are worth something only when they come around.
    for kind in [
      "stepped", "notified", "task-moved", "commented", "suspended", "resumed", "recalculated",
      "child-moved", "jumped", "corrected", "cancelled", "migrated", "document-added",
      "document-corrected",
    ] { #expect(kinds[kind] ?? 0 > 0, "\(kind) in \(kinds)") }
    let atomic = Set(
      try WholeWalkWorld.workflows.get()[0].chart.states.dropFirst().filter(\.kind.isAtomic).map(
        \.id.rawValue))
    let unseen = atomic.subtracting(visited)
    #expect(unseen.count < 6, "never reached: \(unseen.sorted())")
    #expect(
      refused.isSuperset(of: ["held", "separation-of-duties", "already-marked", "suspended"]),
      "\(refused.sorted())")
  }

  // MARK: What holds after every step

  private static func problems(of walk: WholeWalk, after before: WholeWalk) throws -> [String] {
    let state = walk.state
    let workflow = walk.workflow
    var problems: [String] = []
    func require(_ holds: Bool, _ words: @autoclosure () -> String) {
      if !holds { problems.append(words()) }
    }
    let text = state.json(in: workflow).text
    let stored = try InstanceState(stored: text, in: workflow)
    require(stored == state, "the stored form reads back as another")
    require(try JSON(parsing: walk.last.payload.text) == walk.last.payload, "payload")
    let active = state.snapshot.configuration(in: workflow.chart)
    let names = Set(active.map(\.rawValue))
    // Tasks and timers.
    let expected = active.flatMap { workflow.chart[$0]?.tasks.map(\.id) ?? [] }
    let open = state.tasks.map(\.task)
    require(
      open.sorted() == (state.isFinished ? [] : expected.sorted()), "open \(open), not \(expected)")
    let owned = Set(active.flatMap { workflow.chart[$0]?.timers.map(\.id) ?? [] })
    let timers = state.timers.map(\.name)
    require(Set(timers).count == timers.count, "timers twice: \(timers)")
    require(
      Set(timers).isSubset(of: state.isFinished ? [] : owned), "stray timers: \(timers)")
    for task in state.tasks {
      guard let definition = workflow.tasks[task.task] else { continue }
      let plan = task.deadline.map { definition.notices.schedule(around: $0, in: walk.calendar) }
      let sent = task.noticesSent
      require((0...(plan?.count ?? 0)).contains(sent), "\(task.task): \(sent) notices sent")
      require(
        (task.nextNotice == nil) == (sent == plan?.count ?? 0),
        "\(task.task): next notice after \(sent)")
      guard let holder = task.holder else { continue }
      let isExcluded =
        (try? workflow.separate(
          Actor(holder, as: definition.role), from: definition, in: state)) == nil
      require(!isExcluded, "\(task.task) is held by \(holder.person), who is excluded")
    }
    problems += spans(walk, before)
    problems += records(walk, names)
    // Children.
    for (name, rule) in workflow.childRules {
      let count = state.children.count { $0.workflow == name && !$0.isOver }
      require(count <= rule.most ?? .max, "\(count) open \(name)")
    }
    let known = Set(before.state.children.map(\.key))
    let fresh = state.children.map(\.key).filter { !known.contains($0) }
    let isNews = walk.last.kind == HistoryKind.childMoved
    require(
      Set(fresh).isSubset(of: Set(walk.last.children.map(\.key))) || isNews,
      "nobody starts \(fresh)")
    require(Set(state.children.map(\.key)).count == state.children.count, "children twice")
    if isNews || walk.last.kind == HistoryKind.resumed, state.suspension == nil {
      for name in names where name.hasSuffix("/berjalan") {
        let own = state.children.filter {
          $0.owner == name && !fresh.contains($0.key)
        }
        require(
          own.isEmpty || !own.allSatisfy(\.isOver)
            || !wasActive(name, before),
          "\(name) did not hear that its children are over")
      }
    }
    // Messages.
    let tasks = Set(workflow.tasks.keys).union(before.workflow.tasks.keys)
    for message in walk.last.messages {
      require(message.task.map(tasks.contains) ?? true, "message about \(message.task ?? "")")
    }
    // What people look at.
    for name in workflow.derivableNames(in: state) {
      require(
        workflow.derivation(of: name, in: state, calendar: walk.calendar) != nil,
        "derivation \(name)")
    }
    _ = workflow.registerFacts(of: state, on: walk.today)
    _ = workflow.approvals(in: state)
    if walk.entries.count % 12 == 0 {
      let forecast = workflow.forecast(state, from: walk.now, until: nil, calendar: walk.calendar)
      _ = CalendarFeed.file(
        forecast, reference: "B/1", title: "t", workflow: workflow, zone: makassar)
    }
    return problems
  }

  private static func wasActive(_ name: String, _ walk: WholeWalk) -> Bool {
    walk.workflow.chart[StateID(name)] != nil
      && walk.state.snapshot.configuration(in: walk.workflow.chart).contains(StateID(name))
  }

  /// A pause gives nobody more time than the definition does.
  private static func spans(_ walk: WholeWalk, _ before: WholeWalk) -> [String] {
    // What was counted on another calendar may be another number of days on this one.
    let offices = Set(walk.entries.map { $0.payload["calendar"]?.string })
    guard walk.last.kind == HistoryKind.resumed, offices.count == 1 else { return [] }
    return walk.state.tasks.compactMap { task in
      guard case .span(let span)? = walk.workflow.tasks[task.task]?.due,
        span.unit == .workingDays, let deadline = task.deadline
      else { return nil }
      let most = walk.calendar.deadline(span, from: walk.now)
      return deadline.instant <= most.instant
        ? nil
        : "\(task.task) has until \(deadline.date) after a pause, \(span) are until \(most.date)"
    }
  }

  /// Marks and signatures.
  private static func records(_ walk: WholeWalk, _ active: Set<String>) -> [String] {
    let state = walk.state
    let workflow = walk.workflow
    var problems: [String] = []
    let parties = state.signatures.filter(\.isInForce).map(\.party)
    if Set(parties).count != parties.count { problems.append("signed twice: \(parties)") }
    for signature in state.signatures where workflow.chart[StateID(signature.state)] == nil {
      problems.append("the signature of \(signature.party) is of «\(signature.state)»")
    }
    for signature in state.signatures where signature.isInForce {
      if active.contains(signature.state) {
        problems.append("\(signature.state) asks for what is signed")
      }
    }
    for mark in state.marks where workflow.approvals[mark.approval] == nil {
      problems.append("a mark is of «\(mark.approval)»")
    }
    for approval in workflow.approvals.values {
      let marks = state.marks(on: approval.state)
      if !active.contains(approval.state), !marks.isEmpty, !walk.isApprovedFromOutside {
        for step in approval.steps where !step.maySkip {
          let reached = step.members.filter { member in
            marks.contains {
              $0.step == step.state && $0.actor.role == member.role && $0.decision == .approved
            }
          }.reduce(0) { $0 + $1.weight }
          if reached < step.threshold {
            problems.append("\(step.state) was left with marks in force")
          }
        }
      }
      for step in approval.steps {
        let own = marks.filter { $0.step == step.state }
        let people = own.filter { $0.actor.capacity != .recorder }.flatMap {
          Set($0.actor.bound)
        }
        if Set(people).count != people.count { problems.append("two marks of one: \(people)") }
        for member in step.members where active.contains(member.task) {
          if own.contains(where: { $0.actor.role == member.role }) {
            problems.append("\(member.task) is asked of who has marked")
          }
        }
      }
    }
    return problems
  }

  // MARK: The history

  private static func checkHistory(_ walk: WholeWalk, _ start: String) throws {
    let byDigest = Dictionary(uniqueKeysWithValues: walk.workflows.map { ($0.digest, $0) })
    let offices = Dictionary(uniqueKeysWithValues: walk.calendars.map { ($0.digest, $0) })
    let replayed = try Workflow.replay(
      walk.entries, workflow: { byDigest[$0] }, calendar: { offices[$0] })
    #expect(replayed.workflow.digest == walk.workflow.digest, "\(start)")
    #expect(replayed.state == walk.state, "\(start)")
    if replayed.state != walk.state, let first = walk.entries.first?.payload["definition"]?.string {
      var different: Int?
      _ = try Workflow.replay(
        walk.entries, from: try #require(byDigest[first]), workflow: { byDigest[$0] },
        calendar: { offices[$0] }
      ) { entry, _, state in
        if state != walk.states[entry.sequence - 1] { different = different ?? entry.sequence }
      }
      let entry = different.map { walk.entries[$0 - 1] }
      Issue.record(
        "\(start): entry \(different ?? 0) \(entry?.kind ?? "") \(entry?.payload.text ?? "")")
    }
    let records = try Workflow.deadlines(
      of: walk.entries, workflow: { byDigest[$0] }, calendar: { offices[$0] })
    let file = CalendarFeed.file([
      CalendarFeed.Agreement(
        reference: "B/1", title: "t", workflow: walk.workflow, records: records)
    ])
    let open = records.filter { $0.end == .open }.map(\.subject.name)
    let due = walk.state.tasks.filter { $0.deadline != nil }.map(\.task)
    let expected = Set(due + walk.state.timers.map(\.name))
    // Of a suspended agreement nothing is due.
    let isShown = walk.state.suspension != nil || Set(open).isSuperset(of: expected)
    #expect(isShown, "\(start): \(expected) not in \(open)")
    #expect(Set(file.events.map(\.uid)).count == file.events.count, "\(start)")
  }
}
