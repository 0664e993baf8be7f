// What a search of a chart finds, as problems with their places.

internal import Statechart

/// Searches charts for what can never be, or never stops.
enum ChartSearch {
  /// Everything that the search finds.
  ///
  /// - Parameters:
  ///   - chart: the chart.
  ///   - fallback: where a problem is put whose part has no place of its own.
  ///   - range: the place of a part.
  ///   - outside: a state that no transition needs to lead to, for an administrator enters it.
  ///   - words: how an event is told to people; nil for its own name.
  static func problems(
    of chart: Chart, fallback: SourceRange, range: (Origin) -> SourceRange?,
    outside: StateID? = nil, words: (String) -> String? = { _ in nil }
  ) -> [Diagnostic] {
    let analysis = chart.analyse(limits: .standard)
    let findings = analysis.findings.filter { finding in
      if case .unreachableState = finding.kind { return finding.state != outside }
      return true
    }
    var problems = findings.map { finding in
      diagnostic(
        finding, at: finding.origin.flatMap(range) ?? fallback,
        path: Self.path(finding.path, words))
    }
    problems += crossings(of: chart).map { transition in
      Diagnostic(
        .leavesParallel,
        "this leaves all regions of the parallel state around it and enters them anew",
        at: transition.origin.flatMap(range) ?? fallback,
        help: "let each region listen to the event itself, or lead to a state outside",
        severity: .warning)
    }
    if !analysis.isComplete {
      problems.append(
        Diagnostic(
          .searchBound,
          "the search ended after \(analysis.momentsVisited) situations: "
            + analysis.boundsHit.map(\.description).joined(separator: "; "),
          at: fallback, help: "what is reported is true; more may be wrong",
          severity: .warning))
    }
    return problems
  }

  private static func diagnostic(_ finding: Finding, at range: SourceRange, path: String)
    -> Diagnostic
  {
    let code: DiagnosticCode =
      switch finding.kind {
      case .unreachableState: .unreachableState
      case .transitionNeverFires(.preempted), .alwaysInConflict: .transitionConflict
      case .transitionNeverFires: .deadTransition
      case .parallelNeverDone: .parallelNeverDone
      case .noWayToEnd: .noWayToEnd
      case .endlessLoop: .endlessLoop
      }
    // The words say what is wrong, and behind a semicolon what would help.
    let words = finding.description
    let cut = words.firstRange(of: "; ")
    let message = cut.map { String(words[..<$0.lowerBound]) } ?? words
    let help = cut.map { String(words[$0.upperBound...]) }
    let isCertainLoop = finding.kind == .endlessLoop && finding.certainty == .certain
    return Diagnostic(
      code, path.isEmpty ? message : "\(message) (\(path))", at: range, help: help,
      severity: isCertainLoop ? .error : .warning)
  }

  /// The way as `start → event → event`.
  private static func path(_ path: EventPath, _ words: (String) -> String?) -> String {
    path.steps.compactMap { step in
      switch step.cause {
      case .start: "start"
      case .event(let name): words(name) ?? name
      case .internalEvent(let name): "(\(words(name) ?? name))"
      case .eventless: nil
      }
    }.joined(separator: " → ")
  }

  /// Transitions from one region of a parallel state into others, and into none of their own.
  private static func crossings(of chart: Chart) -> [Transition] {
    chart.transitions.filter { transition in
      let targets = transition.targets
      guard !targets.isEmpty, !chart[transition.source].kind.isHistory else { return false }
      var region = transition.source
      while let parent = chart[region].parent {
        if chart[parent].kind == .parallel,
          targets.allSatisfy({ target in
            chart.isDescendant(target, of: parent) && target != region
              && !chart.isDescendant(target, of: region)
          })
        {
          return true
        }
        region = parent
      }
      return false
    }
  }
}
