// Goal: a definition with a group in an approval is rehearsed as any other.
// Method: one small definition; a scenario that says when whose mark decides.

import Rehearsal
import Testing
import WorkCalendar
import Workflow

@Suite struct GroupTests {
  private static let definition =
    Small.head("kelompok") + """
      initial: konsep
      states:
        konsep:
          task: { for: pic, due: 1 wd }
          on: { ajukan: paraf }
        paraf:
          approval:
            chain: [{ by: [pic, kabid], quorum: 1 of 2 }, { by: [pic, kabid] }]
            due: 2 wd each
            approve: paraf
            return: kembali
          on: { approved: teken, returned: konsep }
        teken:
          task: { for: kabid, due: 1 wd }
          on: { tandatangan: { target: selesai, signature: kita } }
        selesai: { type: final }

      """

  @Test func `a scenario walks through a group and a signature`() async throws {
    var plan = try Small.plan(Self.definition)
    let source = SourceText(
      name: "skenario.yaml",
      text: """
        scenario: kelompok
        workflow: kelompok
        from: 2026-05-04 09:00
        start: { by: pic }
        acts:
          - { on: 2026-05-04, by: pic, event: ajukan }
          - { on: 2026-05-05, by: kabid, event: paraf, task: paraf/1-serentak/kabid/menunggu }
          - { on: 2026-05-06, by: kabid, event: paraf }
          - { on: 2026-05-06, by: kabid, event: paraf, refused: already-marked }
          - { at: last day, by: pic, event: paraf }
          - { on: 2026-05-11, by: kabid, event: tandatangan, data: { tanggal: 2026-05-11, tempat: Denpasar, cara: tte } }
        expect:
          - { on: 2026-05-05, entered: paraf/2-serentak }
          - { on: 2026-05-07, entered: teken }
          - { ends: selesai }
        """)
    let reading = ScenarioReader.read(source)
    plan.scenario = try #require(
      reading.value, "\(reading.diagnostics.map { $0.rendered(in: source) })")
    plan.from = nil
    let report = try await Rehearsal.run(plan)
    #expect(report.failures.map(\.reason) == [], "\(report.items.map(told)) \(report.notes)")
    #expect(report.ending == .ended(states: ["selesai"]))
  }

  @Test func `without a scenario the group's deadlines are told`() async throws {
    let report = try await Rehearsal.run(try Small.plan(Self.definition))
    #expect(report.items.contains { $0.kind == .task })
  }
}
