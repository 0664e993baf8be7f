// Goal: a definition that needs documents can be rehearsed. Method: a small one with a scenario.

import Testing
import WorkCalendar
import Workflow

@testable import Rehearsal

@Suite struct DocumentActTests {
  private static let definition =
    Small.head("uji") + """
      documents: { naskah: { by: pic }, draf: { by: kabid } }
      initial: konsep
      states:
        konsep:
          task: { for: pic, due: 5 wd, needs: { documents: [naskah] } }
          on:
            ajukan: { target: selesai, guard: documents.naskah.version == 2 && has(documents.naskah.number) }
        selesai: { type: final }
      """

  private func run(_ acts: String) async throws -> RehearsalReport {
    var plan = try Small.plan(Self.definition)
    let source = SourceText(
      name: "s.yaml", text: "scenario: s\nworkflow: uji\nfrom: 2026-05-04\nacts:\n" + acts)
    let reading = ScenarioReader.read(source)
    plan.scenario = try #require(
      reading.value, "\(reading.diagnostics.map { $0.rendered(in: source) })")
    return try await Rehearsal.run(plan)
  }

  @Test func `documents are added by version until what is needed is there`() async throws {
    let report = try await run(
      """
        - { after: 1 h, by: pic, event: ajukan, refused: documents-missing }
        - { after: 1 h, by: pic, document: naskah }
        - { after: 1 h, by: pic, event: ajukan, refused: condition-not-met }
        - { after: 1 h, by: pic, document: draf, refused: not-permitted }
        - { after: 1 h, by: pic, document: naskah, data: { number: B.1 } }
        - { after: 1 h, by: pic, event: ajukan }

      """)
    #expect(report.failures.isEmpty, "\(report.failures)")
    #expect(report.items.last { $0.isStep }?.states == ["selesai"])
    #expect(report.items.filter { $0.subject == "document naskah" }.count == 2)
  }
}
