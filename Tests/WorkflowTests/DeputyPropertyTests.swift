// Goal: nobody is permitted to act on a day, for a position or in a workflow that no document gives.
// Method: offices made from a seed; each answer held against a rule written out plainly.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct DeputyPropertyTests {
  @Test func `a capacity is never given outside its days, its position and its scope`() throws {
    let seed = seed(0x0D1E)
    var numbers = SeededNumbers(seed: seed)
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    let people = try ["sinergi-pic", "sinergi-kabid", "sinergi-kadis", "sinergi-arsiparis"].map {
      try Scenario.person($0)
    }
    let positions = ["kabid-p3", "kepala-dinas", "arsiparis"]
    let first = try date("2026-05-04")
    var given: [Actor.Capacity: Int] = [:]
    for round in 0..<2000 {
      var directory = walk.shipped.directory
      directory.holdings = directory.holdings.map { holding in
        var holding = holding
        if holding.position == "kabid-p3", Bool.random(using: &numbers) {
          holding.until = first.adding(days: Int.random(in: 0...6, using: &numbers))
        }
        return holding
      }
      for _ in 0..<Int.random(in: 0...4, using: &numbers) {
        let from = first.adding(days: Int.random(in: 0...6, using: &numbers))
        directory.deputies.append(
          Directory.Deputy(
            person: people[Int.random(in: 0..<people.count, using: &numbers)],
            position: positions[Int.random(in: 0..<positions.count, using: &numbers)],
            capacity: Directory.Deputy.Capacity.allCases[
              Int.random(in: 0..<4, using: &numbers)],
            from: from,
            until: Bool.random(using: &numbers)
              ? nil : from.adding(days: Int.random(in: 0...3, using: &numbers)),
            basis: "SK \(round)", dated: from,
            scope: [[], ["lain"], ["nota-kesepahaman-opd"]][
              Int.random(in: 0..<3, using: &numbers)]))
      }
      let day = first.adding(days: Int.random(in: 0...9, using: &numbers))
      for person in people {
        let holds = directory.holdings.contains {
          $0.person == person && $0.position == "kabid-p3" && $0.from ?? day <= day
            && day <= $0.until ?? day
        }
        let rightful = directory.deputies.filter {
          $0.person == person && $0.position == "kabid-p3" && $0.scope != ["lain"]
            && $0.from <= day && day <= $0.until ?? day
        }
        let actor = try? walk.workflow.permit(
          "setuju", task: nil, by: person, in: walk.state, directory: directory, on: day
        ).actor
        let place = "seed \(seed), round \(round), \(person) on \(day)"
        guard let actor else {
          #expect(!holds && rightful.isEmpty, "\(place)")
          continue
        }
        given[actor.capacity, default: 0] += 1
        #expect((actor.capacity == .definitive) == holds, "\(place)")
        #expect(
          holds || rightful.contains { Actor.Capacity($0.capacity) == actor.capacity }, "\(place)")
        #expect(actor.position == "kabid-p3", "\(place)")
      }
    }
    // A run in which a capacity never came up would prove nothing of it.
    #expect(given.count == 5 && given.values.allSatisfy { $0 > 20 }, "\(given)")
  }
}
