// Goal: what a scenario expects is held against what happened, and a difference is told well.
// Method: the shipped scenarios as they are; then one of them with one line changed.

import Rehearsal
import Testing
import WorkCalendar
import Workflow

@Suite struct ExpectationTests {
  @Test(arguments: try Shipped.scenarios())
  func `a shipped scenario comes out as it expects`(name: String) async throws {
    let text = try source("workflows/scenarios/\(name)").text
    let report = try await Rehearsal.run(try Shipped.plan(text))
    #expect(report.failures.map(\.reason) == [])
  }

  private func failures(_ acts: String, _ expectations: String) async throws -> [RehearsalFailure] {
    let text = """
      scenario: coba
      workflow: nota-kesepahaman-opd
      from: 2026-05-04 09:00
      until: 2026-06-30
      start: { by: pic, data: { tentang: Literasi, mitra: univ-ganesha } }
      acts: [\(acts)]
      expect: [\(expectations)]
      """
    return try await Rehearsal.run(try Shipped.plan(text)).failures
  }

  private static let submit =
    "{ on: 2026-05-05, by: pic, event: ajukan, data: { ruang_lingkup: a, kegiatan: b, pic_mitra: c, komitmen: d, draf: e } }"

  @Test(arguments: [
    "{ on: 2026-05-11, deadline: konsep }", "{ on: 2026-05-11 16:30, deadline: konsep }",
    "{ deadline: konsep, provisional: false }", "{ on: 2026-05-04, task: konsep }",
    "{ reminder: konsep, to: pic }", "{ reminder: konsep, to: petugas-penghubung }",
    "{ on: 2026-05-12, overdue: konsep }", "{ escalation: konsep, to: kabid }",
    "{ on: 2026-06-01, state: konsep }", "{ on: 2026-05-04, entered: konsep }",
    "never: { ends: berakhir }", "never: { on: 2026-05-12, reminder: konsep }",
    "never: { on: 2026-05-04 08:59, state: konsep }",
  ])
  func `what came about is met`(expectation: String) async throws {
    #expect(try await failures("", expectation).isEmpty)
  }

  @Test(
    arguments: [
      ("{ on: 2026-05-12, deadline: konsep }", "2026-05-04 09:00 task konsep"),
      ("{ on: 2026-05-11 16:31, deadline: konsep }", "2026-05-04 09:00 task konsep"),
      ("{ deadline: konsep, provisional: true }", "2026-05-04 09:00 task konsep"),
      ("{ on: 2026-05-08, reminder: konsep }", "2026-05-07 08:00 reminder konsep"),
      ("{ on: 2026-05-18, escalation: konsep, to: kadis }", "2026-05-18 08:00 escalation konsep"),
      ("never: { escalation: konsep, to: sekda }", "2026-06-15 08:00 escalation konsep"),
      ("never: { state: konsep }", "2026-05-04 09:00 start nota-kesepahaman-opd"),
      ("{ on: 2026-05-11, task: telaah }", nil), ("{ state: macet }", nil),
      ("{ ends: berakhir }", nil),
    ] as [(String, String?)])
  func `what did not come about is told with what did`(
    expectation: String, instead: String?
  ) async throws {
    let failures = try await failures("", expectation)
    let failure = try #require(failures.first)
    #expect(failures.count == 1 && failure.range.line == 7)
    #expect(failure.elsewhere.first.map(told) == instead)
    #expect(failure.around.isEmpty == expectation.hasPrefix("never"))
  }

  @Test func `what happened around the day is told in order`() async throws {
    let failure = try #require(
      try await failures("", "{ on: 2026-05-13, task: telaah }").first)
    #expect(
      failure.around.map(told) == [
        "2026-05-07 08:00 reminder konsep", "2026-05-11 08:00 reminder konsep",
        "2026-05-12 08:00 overdue konsep", "2026-05-18 08:00 escalation konsep",
        "2026-05-18 08:00 overdue konsep", "2026-05-22 08:00 escalation konsep",
      ])
  }

  @Test func `an act that is refused stops the rehearsal, and nothing else is judged`()
    async throws
  {
    let failures = try await failures(
      "{ on: 2026-05-05, by: kabid, event: ajukan }, \(Self.submit)",
      "{ on: 2026-05-05, entered: telaah }")
    #expect(failures.count == 1)
    guard case .refused(kind: "not-permitted", _)? = failures.first?.reason else {
      Issue.record("\(failures)")
      return
    }
    #expect(failures.first?.range.line == 6)
  }

  @Test func `a refusal that is expected must come, and as that kind`() async throws {
    let right = try await failures(
      "{ on: 2026-05-05, by: kabid, event: ajukan, refused: not-permitted }, \(Self.submit)", "")
    #expect(right.isEmpty)
    let other = try await failures(
      "{ on: 2026-05-05, by: kabid, event: ajukan, refused: separation }", "")
    guard
      case .refusedOtherwise("separation-of-duties", "not-permitted", _)? = other.first?.reason
    else {
      Issue.record("\(other)")
      return
    }
    let accepted = try await failures(
      Self.submit.replacing("event: ajukan", with: "event: ajukan, refused: not-now"), "")
    #expect(accepted.map(\.reason) == [.accepted(expected: "not-now")])
  }

  @Test func `an act that can never be tried is told why`() async throws {
    let cases = [
      ("{ at: last day, by: kabid, event: setuju }", "its time never comes"),
      (
        "{ on: 2026-05-06, by: arsiparis, event: catat, reason: x }, { after: 90 d, by: pic, event: catat, reason: y }",
        "after the end of the rehearsal"
      ),
    ]
    for (acts, reason) in cases {
      let failures = try await failures(acts, "")
      guard case .impossible(let text)? = failures.first?.reason else {
        Issue.record("\(acts): \(failures)")
        continue
      }
      #expect(text.contains(reason), "\(text)")
    }
  }
}
