// Goal: the page on rehearsals is true.
// Method: its scenario is rehearsed; its tables are held against the keys that are read.

import Foundation
import Testing

@testable import Rehearsal
@testable import Workflow

@Suite struct PageTests {
  private func page() throws -> String { try source("docs/simulation.md").text }

  @Test func `the scenario of the page comes out as it expects`() async throws {
    let example = try #require(try page().firstMatch(of: /(?s)```yaml\n(scenario:.*?)```/)?.1)
    let report = try await Rehearsal.run(try Shipped.plan(String(example)))
    #expect(report.failures.map(\.reason) == [])
  }

  @Test func `every key is in a table, and every thing that happens`() throws {
    let page = try page()
    let keys = ScenarioReader.keys + ScenarioReader.actKeys
    for key in keys { #expect(page.contains("\n| `\(key)` |"), "\(key)") }
    for key in ScenarioReader.expectationKeys + ScenarioReader.startKeys {
      #expect(page.contains("`\(key)"), "\(key)")
    }
    for kind in TimelineItem.Kind.allCases { #expect(page.contains("`\(kind.rawValue)`")) }
    #expect(page.contains("after \(RehearsalLimits.years) years"))
    #expect(RehearsalLimits.steps == 200_000 && page.contains("200 000\nsteps"))
  }
}
