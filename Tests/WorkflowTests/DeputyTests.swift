// Goal: a deputy stands for a position on the days and for the workflows of the document, not longer.
// Method: tables of persons, capacities, days and scopes; files in which one word is changed.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct DeputyTests {
  private static let office = """
    directory: kantor
    organisations:
      - { id: dinas, name: Dinas }
      - { id: univ, name: Universitas }
    positions:
      - { id: kadis, organisation: dinas, title: Kepala }
      - { id: kabid, organisation: dinas, title: Kabid }
      - { id: kosong, organisation: dinas, title: Kosong }
      - { id: rektor, organisation: univ, title: Rektor, role: signatory }
    people:
      - { id: made, name: Made }
      - { id: wayan, name: Wayan }
      - { id: ketut, name: Ketut }
      - { id: putu, name: Putu }
      - { id: agung, name: Agung }
    holdings:
      - { person: made, position: kadis, from: 2026-01-01, until: 2026-06-30, basis: SK 1 }
      - { person: made, position: kadis, from: 2026-07-01, basis: SK 2 }
      - { person: wayan, position: kabid }
      - { person: putu, position: rektor }

    """
  private static let deputies = """
    deputies:
      - { person: wayan, position: kadis, capacity: plh, from: 2026-06-29, until: 2026-07-03, basis: SK 800/12/2026, on: 2026-06-26 }
      - { person: agung, position: kadis, capacity: kuasa, from: 2026-06-29, until: 2026-07-03, basis: SK 9, on: 2026-06-26, scope: [nota, lapor] }
      - { person: ketut, position: kadis, capacity: a.n., from: 2026-08-03, basis: ND 4, on: 2026-08-01, for: made }
      - { person: ketut, position: kosong, capacity: plt, from: 2026-02-02, basis: SK 5, on: 2026-02-01 }
      - { person: agung, position: rektor, capacity: kuasa, from: 2026-05-04, until: 2026-05-04, basis: SKU 1, on: 2026-05-02 }
    """

  private static func read(_ text: String, onto base: Directory = Directory())
    -> Reading<Directory>
  {
    DirectoryReader.read(SourceText(name: "d", text: text), onto: base)
  }

  private func directory() throws -> Directory {
    let reading = Self.read(Self.office + Self.deputies)
    #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics)")
    return try #require(reading.value)
  }

  struct Row: CustomTestStringConvertible, Sendable {
    var person: String
    var position: String
    var capacity: Actor.Capacity
    var first: String
    var last: String?
    var workflows: [String?]
    var others: [String?] = []
    var giver: String?
    var basis: String
    var testDescription: String { "\(person) \(capacity.rawValue) \(position)" }
  }

  static let rows = [
    Row(
      person: "wayan", position: "kadis", capacity: .plh, first: "2026-06-29", last: "2026-07-03",
      workflows: [nil, "nota", "lain"], giver: "made",
      basis: "SK 800/12/2026 tanggal 2026-06-26"),
    Row(
      person: "agung", position: "kadis", capacity: .kuasa, first: "2026-06-29",
      last: "2026-07-03", workflows: [nil, "nota", "lapor"], others: ["lain", ""], giver: "made",
      basis: "SK 9 tanggal 2026-06-26"),
    Row(
      person: "ketut", position: "kadis", capacity: .atasNama, first: "2026-08-03",
      workflows: [nil, "nota"], giver: "made", basis: "ND 4 tanggal 2026-08-01"),
    Row(
      person: "ketut", position: "kosong", capacity: .plt, first: "2026-02-02",
      workflows: [nil, "nota"], basis: "SK 5 tanggal 2026-02-01"),
    Row(
      person: "agung", position: "rektor", capacity: .kuasa, first: "2026-05-04",
      last: "2026-05-04", workflows: [nil, "nota"], giver: "putu",
      basis: "SKU 1 tanggal 2026-05-02"),
  ]

  @Test(arguments: rows)
  func `a deputy stands for the position from the first day to the last`(row: Row) throws {
    let directory = try directory()
    let first = try date(row.first)
    let last = try row.last.map { try date($0) }
    let inside = [first, last ?? CivilDate.last]
    let outside = [first.adding(days: -1)] + (last.map { [$0.adding(days: 1)] } ?? [])
    var assignees = [Assignee.position(row.position)]
    if row.position == "rektor" { assignees.append(.partner("univ", .signatory)) }
    for assignee in assignees {
      for (day, workflow, stands) in inside.flatMap({ day in
        row.workflows.map { (day, $0, true) } + row.others.map { (day, $0, false) }
      }) + outside.flatMap({ day in (row.workflows + row.others).map { (day, $0, false) } }) {
        let place = "\(assignee) on \(day) in \(workflow ?? "any")"
        let standing = directory.standing(of: row.person, for: assignee, on: day, in: workflow)
        #expect((standing != nil) == stands, "\(place)")
        if let standing {
          #expect(standing.capacity == row.capacity && standing.basis == row.basis, "\(place)")
          #expect(standing.position == row.position && standing.giver == row.giver, "\(place)")
        }
        let people = directory.people(for: assignee, on: day, in: workflow).map(\.id)
        #expect(people.contains(row.person) == stands, "\(place): \(people)")
        #expect(
          directory.assignees(of: row.person, on: day, in: workflow).contains(assignee) == stands,
          "\(place)")
      }
    }
  }

  @Test func `messages reach the holder first and then the deputies, each once`() throws {
    let directory = try directory()
    let day = try date("2026-06-30")
    #expect(
      directory.people(for: .position("kadis"), on: day).map(\.id) == ["made", "agung", "wayan"])
    #expect(
      directory.people(for: .position("kadis"), on: day, in: "lain").map(\.id)
        == ["made", "wayan"])
    #expect(directory.people(for: .position("kosong"), on: day).map(\.id) == ["ketut"])
    #expect(
      directory.standings(for: .position("kadis"), on: day).map(\.capacity)
        == [.definitive, .plh, .kuasa])
  }

  @Test func `a deputy does not hold the position`() throws {
    let directory = try directory()
    let day = try date("2026-06-30")
    #expect(directory.positions(of: "wayan", on: day).map(\.id) == ["kabid"])
    #expect(directory.holding(of: "wayan", for: .position("kadis"), on: day) == nil)
  }

  @Test func `a file without deputies gives what it gave before`() throws {
    let before = try #require(Self.read(Self.office).value)
    #expect(before.deputies.isEmpty)
    var after = try directory()
    after.deputies = []
    #expect(after == before)
    let day = try date("2026-06-30")
    #expect(before.people(for: .position("kadis"), on: day).map(\.id) == ["made"])
    #expect(before.people(for: .position("kosong"), on: day).isEmpty)
  }

  /// Entries that are right although they look like those that are not.
  @Test(arguments: [
    // The day after the holder's last, and the two days at a seam between two decrees of one holder.
    "{ person: agung, position: kadis, capacity: plh, from: 2026-07-04, until: 2026-07-05, basis: S, on: 2026-07-01 }",
    "{ person: agung, position: kadis, capacity: plh, from: 2026-06-27, until: 2026-06-28, basis: S, on: 2026-07-01 }",
    // Others may act in the holder's name beside the Plh.
    "{ person: putu, position: kadis, capacity: a.n., from: 2026-06-29, until: 2026-07-03, basis: S, on: 2026-07-01 }",
    // The same person, for another workflow.
    "{ person: agung, position: kadis, capacity: kuasa, from: 2026-06-29, until: 2026-07-03, basis: S, on: 2026-07-01, scope: lain }",
  ])
  func `entries that stand beside each other are read`(entry: String) throws {
    let base = try directory()
    let reading = Self.read("directory: lain\ndeputies: [\(entry)]", onto: base)
    #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics)")
    #expect(reading.value?.deputies.count == base.deputies.count + 1)
  }

  @Test func `a later file may not name a holder where a Plt. acts`() throws {
    let base = try directory()
    let until = { (day: String) in
      "directory: lain\nholdings: [{ person: agung, position: kosong, until: \(day) }]"
    }
    #expect(Self.read(until("2026-02-01"), onto: base).diagnostics.isEmpty)
    let problems = Self.read(until("2026-02-02"), onto: base).diagnostics
    #expect(problems.map(\.code) == [.invalidValue])
    #expect(problems.first?.message == "«ketut» acts for «kosong» in that time, as plt")
    let own = "directory: lain\nholdings: [{ person: wayan, position: kadis, from: 2026-07-03 }]"
    #expect(Self.read(own, onto: base).diagnostics.map(\.code) == [.invalidValue])
  }
}
