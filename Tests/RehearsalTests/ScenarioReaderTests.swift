// Goal: a scenario file says what its author wrote, in values.
// Method: small files read whole; the shipped ones held against the shipped definition.

import Foundation
import Testing
import WorkCalendar

import Workflow

@Suite struct ScenarioReaderTests {
  private func read(_ text: String) throws -> Scenario {
    let source = SourceText(name: "skenario.yaml", text: text)
    let reading = ScenarioReader.read(source)
    #expect(reading.diagnostics.map { $0.rendered(in: source) } == [])
    return try #require(reading.value)
  }

  private static let head = "scenario: s\nworkflow: w\nfrom: 2026-05-04\n"

  @Test func `times, people and data are read as they are written`() throws {
    let scenario = try read(
      Self.head + """
        until: 2026-06-01 12:30
        people: { made: [pic, kabid] }
        start: { by: made, data: { jumlah: 4711, tentang: "a: b" } }
        acts:
          - { on: 2026-05-06 10:00, by: pic, event: ajukan, reason: sudah lengkap }
          - { after: 2 wd, by: kabid, event: setuju, refused: separation }
          - { at: last day, by: kadis, event: setuju, task: telaah }
        """)
    #expect(scenario.from.value == .init(date: try #require(CivilDate("2026-05-04"))))
    #expect(scenario.until?.value.description == "2026-06-01 12:30")
    #expect(scenario.people.map(\.name.value) == ["made"])
    #expect(scenario.people[0].holds.map(\.value) == ["pic", "kabid"])
    #expect(scenario.data.map(\.value.value) == ["4711", "a: b"])
    let moment = try #require(Scenario.Moment("2026-05-06 10:00"))
    #expect(
      scenario.acts.map(\.time.value) == [.on(moment), .after(TimeSpan(2, .workingDays)), .lastDay])
    #expect(scenario.acts.map(\.refused?.value) == [nil, "separation-of-duties", nil])
    #expect(scenario.acts[0].reason == "sudah lengkap")
    #expect(scenario.acts[2].task?.value == "telaah")
  }

  @Test func `every kind of expectation is read, and its opposite`() throws {
    let kinds = Scenario.Expectation.Kind.allCases
    let lines = kinds.map { "  - { \($0.rawValue): a/b }\n  - never: { \($0.rawValue): a/b }\n" }
    let scenario = try read(Self.head + "expect:\n" + lines.joined())
    #expect(scenario.expectations.map(\.kind) == kinds.flatMap { [$0, $0] })
    #expect(scenario.expectations.map(\.isNever) == kinds.flatMap { _ in [false, true] })
    #expect(scenario.expectations.allSatisfy { $0.subject.value == "a/b" && $0.on == nil })
  }

  @Test(arguments: ["2026-05-04", "2026-05-04 09:00", "2026-12-31 23:59"])
  func `a moment is written as it is read`(text: String) {
    #expect(Scenario.Moment(text)?.description == text)
  }

  @Test(arguments: ["", "besok", "2026-02-30", "2026-05-04 9", "2026-05-04 25:00", "1 2 3"])
  func `what is no moment is none`(text: String) {
    #expect(Scenario.Moment(text) == nil)
  }

  @Test func `the shipped scenarios name what the shipped files have`() throws {
    let workflow = try #require(
      DefinitionCompiler.compile(
        try source("workflows/nota-kesepahaman-opd.yaml"), digest: "d"
      ).value)
    var directory = Directory()
    for file in Shipped.directories {
      directory = try #require(DirectoryReader.read(try source(file), onto: directory).value)
    }
    let names = try Shipped.scenarios()
    #expect(names.count >= 6)
    for name in names {
      let source = try source("workflows/scenarios/\(name)")
      #expect(FileKind(of: source.text) == .scenario)
      let scenario = try read(source.text)
      #expect(name == "\(scenario.name).yaml")
      let problems = ScenarioReader.problems(
        of: scenario, in: workflow, directory: directory)
      #expect(problems.map { $0.rendered(in: source) } == [])
    }
  }
}
