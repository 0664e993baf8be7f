// Goal: a chart that is too large to look at moment by moment still gets true answers, and the
// analysis says that it did not see everything.
// Method: four regions of fifty states in a row, 6 million configurations, with one fault each.

import Statechart
import Testing

struct AnalysisSizeTests {
  private static let regions = 4
  private static let length = 48

  /// Bounds that a debug build reaches quickly.
  private static let few = AnalysisLimits(
    moments: 2_000, microsteps: 20_000, outcomes: 64, pendingEvents: 8, loopTurns: 2,
    scoutedMoments: 10_000)

  /// A region whose states follow each other; every third can be sent back.
  private func region(_ number: Int) -> StateSpecification {
    let last = Self.length - 1
    let row = (0...last).map { place in
      let id = StateID("r\(number).\(place)")
      if place == last { return final(id) }
      var transitions = [
        on(EventDescriptor("next.\(number).\(place)"), StateID("r\(number).\(place + 1)"))
      ]
      if place.isMultiple(of: 3), place > 0 {
        transitions.append(
          on(
            EventDescriptor("back.\(number)"), if: ExpressionID(place),
            StateID("r\(number).\(place - 1)")))
      }
      return state(id, on: transitions)
    }
    return state(StateID("r\(number)"), row)
  }

  /// The chart, its regions changed by the caller.
  private func chart(_ change: (inout [StateSpecification]) -> Void) throws -> Chart {
    var regions = (0..<Self.regions).map(region)
    change(&regions)
    return try Chart.of([
      state("start", on: [on("go", "all")]),
      parallel("all", on: [on("done.state.all", "after"), on("cancel", "end")], regions),
      state("after", on: [on("close", "end"), on("again", "start")]), final("end"),
    ])
  }

  @Test func `a large chart without fault gives no findings, and every state is seen`() throws {
    let chart = try chart { _ in }
    let analysis = chart.analyse(limits: Self.few)
    #expect(chart.states.count == 201)
    #expect(analysis.boundsHit == [.moments])
    #expect(!analysis.isComplete)
    #expect(analysis.findings.map(brief).isEmpty)
    #expect(analysis.undecidedStates.isEmpty)
    #expect(analysis.undecidedTransitions.isEmpty)
  }

  @Test func `faults inside one region are found though not every configuration is seen`() throws {
    let chart = try chart { regions in
      regions[2].children[30].transitions.append(on("astray", "lost"))
      regions[2].children.append(state("lost"))
      regions[3].children[20].transitions.append(on("next.3.20", "r3.5"))
      regions[1].children.append(state("unseen"))
      regions[0].children[7].transitions.append(on("stray", "ping"))
      regions[0].children.append(state("ping", on: [always("pong")]))
      regions[0].children.append(state("pong", on: [always("ping")]))
    }
    // Without a way out of the parallel state, whoever is lost is lost for good.
    let found = chart.analyse(limits: Self.few).findings
    #expect(found.contains { $0.kind == .unreachableState(blocked: []) && $0.state == "unseen" })
    #expect(
      found.contains { finding in
        guard case .alwaysInConflict = finding.kind else { return false }
        return finding.state == "r3.20"
      })
    #expect(
      found.contains {
        $0.kind == .endlessLoop && $0.certainty == .certain && $0.state == "ping"
      })
    #expect(found.count == 3, "\(found.map(brief))")
  }

  @Test func `a trap in one region is certain where nothing leads out of the parallel state`()
    throws
  {
    let regions = (0..<Self.regions).map(region)
    var trapped = regions
    trapped[2].children[30].transitions.append(on("astray", "lost"))
    trapped[2].children.append(state("lost", on: [on("n", "lost.too")]))
    trapped[2].children.append(state("lost.too", on: [on("n", "lost")]))
    for (regions, expected) in [(regions, []), (trapped, ["lost"])] as [(_, [StateID])] {
      let chart = try Chart.of([
        parallel("all", on: [on("done.state.all", "end")], regions), final("end"),
      ])
      let analysis = chart.analyse(limits: Self.few)
      #expect(!analysis.isComplete)
      #expect(analysis.undecidedStates.isEmpty)
      #expect(analysis.findings.map(\.state) == expected, "\(analysis.findings.map(brief))")
      #expect(analysis.findings.allSatisfy { $0.kind == .noWayToEnd(configuration: []) })
      #expect(analysis.findings.allSatisfy { $0.path.events.count == 31 })
    }
  }

  @Test func `a region without final state keeps the whole from being done`() throws {
    let chart = try chart { $0[1].children[Self.length - 1].kind = .state }
    let analysis = chart.analyse(limits: Self.few)
    #expect(
      analysis.findings.map(\.kind).contains(.parallelNeverDone(missing: ["r1"])),
      "\(analysis.findings.map(brief))")
    #expect(
      analysis.findings.contains { finding in
        guard case .unreachableState(let blocked) = finding.kind else { return false }
        return finding.state == "after" && blocked.map(\.source) == ["all"]
      })
  }

  @Test func `each bound is said, in words`() throws {
    let chart = try chart { _ in }
    var limits = Self.few
    limits.microsteps = 10
    #expect(chart.analyse(limits: limits).boundsHit == [.microsteps])
    for bound in AnalysisLimits.Bound.allCases {
      #expect(!bound.description.isEmpty && !bound.description.hasSuffix("."))
    }
    let outcome = chart.reachability(of: "r0.40", limits: limits)
    #expect(outcome == .undecided)
  }
}
