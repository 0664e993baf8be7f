// Goal: what is forecast for silence is what silence really brings.
// Method: random walks to some state of the shipped definition at random instants; an independent loop
// then fires what is due, one by one. A failure tells the seed: SINERGI_SEED=… runs it again.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ForecastPropertyTests {
  @Test func `silence brings what was forecast`() throws {
    let seed = seed(0x5126_00F0)
    var reached: Set<String> = []
    for number in 0..<200 {
      var numbers = SeededNumbers(seed: seed &+ UInt64(number))
      let place: Comment = "SINERGI_SEED=\(seed), walk \(number)"
      let walk = try Self.somewhere(&numbers)
      reached.formUnion(walk.states)
      let before = walk.state
      let forecast = walk.forecast()
      #expect(walk.state == before, place)
      #expect(forecast == walk.forecast(), place)

      var real = walk
      var happened: [String] = []
      while let (due, inbound) = Self.earliest(real) {
        real.now = max(real.now, due)
        try real.take(inbound)
        happened += Self.told(real)
      }
      let told = forecast.quiet.items.compactMap { item -> String? in
        switch item.what {
        case .reminder(let task, _, let to): "\(spelled(item.at)) reminder \(task) \(to)"
        case .overdue(let task, _, let to): "\(spelled(item.at)) overdue \(task) \(to)"
        case .escalation(let task, _, let to): "\(spelled(item.at)) escalation \(task) \(to)"
        case .timer(let name, _, let entered): "\(spelled(item.at)) \(name) \(entered)"
        case .opened(let task, _, _, let deadline):
          "\(spelled(item.at)) opened \(task) \(deadline.map { spelled($0.instant) } ?? "-")"
        default: nil
        }
      }
      #expect(told == happened, place)
      #expect(forecast.quiet.end == (real.state.isFinished ? .finished : .waitsForPeople), place)
      Self.checkOrder(forecast.quiet, from: walk.now, place)
      Self.checkOrder(forecast.acting, from: walk.now, place)
    }
    #expect(reached.count >= 10, "\(reached.sorted())")
  }

  /// Nothing lies before what it follows, and each path ends where its last thing happens or later.
  private static func checkOrder(_ path: Forecast.Path, from start: Instant, _ place: Comment) {
    var last = start
    for item in path.items {
      #expect(item.at >= last, place)
      last = item.at
    }
    #expect(path.endsAt >= last, place)
    for branch in path.branches {
      #expect(branch.at == path.endsAt, place)
      checkOrder(branch.path, from: branch.at, place)
    }
  }

  /// What is due first: by instant, then by the name under which it is stored. A notice that is late
  /// waits until messages go out again.
  private static func earliest(_ walk: Scenario) -> (Instant, Inbound)? {
    let state = walk.state
    var stored: [(due: Instant, name: String, inbound: Inbound)] = []
    for task in state.tasks {
      guard let due = task.nextNotice else { continue }
      let goesOut = due < walk.now ? walk.calendar.nextSending(notBefore: walk.now) : due
      stored.append((goesOut, "notice \(task.task)", .notice(task: task.task)))
    }
    for timer in state.timers { stored.append((timer.dueAt, timer.name, .timer(name: timer.name))) }
    return stored.min { ($0.due, $0.name) < ($1.due, $1.name) }.map { ($0.due, $0.inbound) }
  }

  /// What a step really told, did and opened.
  private static func told(_ walk: Scenario) -> [String] {
    let now = spelled(walk.now)
    guard let timer = walk.last.payload["timer"]?.string else {
      let task = walk.last.payload["task"]?.string ?? "?"
      return walk.last.messages.map { "\(now) \($0.kind.rawValue) \(task) \($0.to)" }
    }
    let entered = walk.last.payload["entered"]?.strings ?? []
    return ["\(now) \(timer) \(entered)"]
      + walk.state.tasks.filter { $0.openedAt == walk.now }.map {
        "\(now) opened \($0.task) \($0.deadline.map { spelled($0.instant) } ?? "-")"
      }
  }

  /// An agreement somewhere in its life, at some instant.
  private static func somewhere(_ numbers: inout SeededNumbers) throws -> Scenario {
    let day = try date("2026-01-05").adding(days: Int.random(in: 0..<800, using: &numbers))
    let time = try #require(
      TimeOfDay(hour: Int.random(in: 0..<24, using: &numbers), minute: 17))
    var walk = try Scenario(at: "\(day) \(time)")
    let stages: [(inout Scenario) throws -> Void] = [
      { _ in }, { try $0.act("ajukan", by: "sinergi-pic", Scenario.paper) },
      {
        try $0.act("ajukan", by: "sinergi-pic", Scenario.paper)
        try $0.decide(.approve, by: "sinergi-kabid")
      },
      { try $0.toDiscussion() }, { try $0.toInitials() }, { try $0.toSigning() },
      {
        try $0.toSigning()
        try $0.signFirst()
      },
      {
        try $0.toSigning()
        try $0.signFirst()
        try $0.signSecond()
      },
      { try $0.toForce(["mulai": "2027-01-01", "berakhir": "2029-02-28"]) },
      {
        try $0.toForce()
        try $0.act("akhiri", by: "sinergi-pic", reason: "x")
      },
    ]
    try stages[Int.random(in: 0..<stages.count, using: &numbers)](&walk)
    // Some of it may have happened already, or have been missed.
    for _ in 0..<Int.random(in: 0..<4, using: &numbers) {
      guard let (due, inbound) = earliest(walk) else { break }
      walk.now = max(walk.now, due)
      try walk.take(inbound)
    }
    walk.now = walk.now.adding(
      milliseconds: Int64.random(in: 0..<(40 * 86_400_000), using: &numbers))
    return walk
  }
}
