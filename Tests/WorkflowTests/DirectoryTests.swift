// Goal: roles resolve to the people who hold a position on the day of acting.
// Method: a small office whose head changes in the middle of a year.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct DirectoryTests {
  private static let text = """
    directory: kantor
    organisations:
      - { id: dinas, name: Dinas }
      - { id: univ, name: Universitas, class: ptn, route: A, seed_name: Univ, note: n, commitment: k }
    positions:
      - { id: kadis, organisation: dinas, title: { id: Kepala, en: Head } }
      - { id: kabid, organisation: dinas, title: Kabid }
      - { id: rektor, organisation: univ, title: Rektor, role: signatory }
      - { id: wakil, organisation: univ, title: Wakil rektor, role: signatory }
    people:
      - { id: made, name: Made, unix: made }
      - { id: wayan, name: Wayan, unix: wayan }
      - { id: ketut, name: Ketut }
    holdings:
      - { person: made, position: kadis, until: 2026-06-30, basis: SK 1 }
      - { person: wayan, position: kadis, from: 2026-07-01, basis: SK 2 }
      - { person: wayan, position: kabid, from: 2026-01-01, until: 2026-06-30 }
      - { person: ketut, position: rektor }
      - { person: made, position: wakil, from: 2026-01-01, until: 2026-01-01 }
    """

  private func directory() throws -> Directory {
    let reading = DirectoryReader.read(SourceText(name: "d", text: Self.text))
    return try #require(reading.value, "\(reading.diagnostics)")
  }

  @Test(arguments: [
    ("2026-06-30", ["made"], "SK 1"), ("2026-07-01", ["wayan"], "SK 2"),
    ("1999-01-01", ["made"], "SK 1"),
    ("2099-01-01", ["wayan"], "SK 2"),
  ])
  func `a position has the holder of the day, with the decree`(
    day: String, people: [String], basis: String
  ) throws {
    let directory = try directory()
    let day = try date(day)
    #expect(directory.people(for: .position("kadis"), on: day).map(\.id) == people)
    for person in people {
      #expect(directory.holding(of: person, for: .position("kadis"), on: day)?.basis == basis)
    }
  }

  @Test func `a person stands for every position held that day, and a partner's part of it`() throws
  {
    let directory = try directory()
    #expect(
      directory.assignees(of: "made", on: try date("2026-01-01"))
        == [.position("kadis"), .position("wakil"), .partner("univ", .signatory)])
    #expect(directory.assignees(of: "made", on: try date("2026-01-02")) == [.position("kadis")])
    #expect(directory.assignees(of: "wayan", on: try date("2025-12-31")) == [])
    #expect(directory.assignees(of: "nobody", on: try date("2026-01-01")) == [])
  }

  @Test func `a partner's signatory is whoever holds such a position`() throws {
    let directory = try directory()
    let signatory = Assignee.partner("univ", .signatory)
    #expect(
      directory.people(for: signatory, on: try date("2026-01-01")).map(\.id) == ["ketut", "made"])
    #expect(directory.people(for: signatory, on: try date("2026-01-02")).map(\.id) == ["ketut"])
    #expect(directory.people(for: .partner("univ", .contact), on: try date("2026-01-02")).isEmpty)
  }

  @Test func `titles come from the position, or are made of the organisation's name`() throws {
    let directory = try directory()
    #expect(directory.title(of: .position("kadis")) == LocalizedText(id: "Kepala", en: "Head"))
    #expect(directory.title(of: .partner("univ", .signatory)).id == "Rektor")
    #expect(directory.title(of: .partner("univ", .contact)).id == "Narahubung Universitas")
    #expect(directory.title(of: .position("hilang")).id == "hilang")
  }

  @Test func `an account belongs to one person`() throws {
    let directory = try directory()
    #expect(directory.person(unix: "made")?.id == "made")
    #expect(directory.person(unix: "ketut") == nil)
    #expect(directory.organisations["univ"]?.commitment == "k")
  }

  @Test func `a second file stands on the first and may not repeat it`() throws {
    let base = try directory()
    let more =
      "directory: lain\npeople: [{ id: putu, name: Putu }]\nholdings: [{ person: putu, position: kabid }]"
    let whole = DirectoryReader.read(SourceText(name: "d", text: more), onto: base)
    #expect(whole.value?.people.count == 4)
    let again = "directory: lain\npeople: [{ id: made, name: Made }]"
    let problems = DirectoryReader.read(SourceText(name: "d", text: again), onto: base).diagnostics
    #expect(problems.map(\.code) == [.duplicateName])
  }
}
