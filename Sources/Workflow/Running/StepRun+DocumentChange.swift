// A document got another version: what was given on the one before is void.

internal import Statechart

extension StepRun {
  /// Voids initials and signatures that were given on an earlier version of a document, where the
  /// definition says so (`void`), starts what they belong to again, and tells those who gave them.
  ///
  /// Call it once the new version is part of ``state``. Where no active state listens nothing happens.
  mutating func documentChanged(_ kind: String) {
    let name = DocumentEvent.name(kind)
    let listening = workflow.interpreter.candidateTransitions(state.snapshot, on: name)
    guard !state.isFinished, !listening.allSatisfy(isIdle) else { return }
    records.document = kind
    do {
      records.moved = try step(
        Event(name, kind: .platform), permitted: [], data: state.data)
    } catch {
      // The chart would not come to rest: a definition in which it would not is refused as an endless
      // loop, so that only one from before that search gets here. It stays where it is.
      records.document = nil
    }
  }

  /// Whether a transition would only begin anew where nothing has been given: whoever has the first task
  /// keeps it, with its deadline.
  private func isIdle(_ transition: Int) -> Bool {
    let transition = workflow.chart.transitions[transition]
    let source = workflow.chart.states[transition.source].id.rawValue
    let targets = transition.targets.map { workflow.chart.states[$0].id.rawValue }
    return targets.allSatisfy { Self.is($0, in: source) }
      && !state.marks.contains { $0.isInForce && Self.is($0.approval, in: source) }
      && !state.signatures.contains { $0.isInForce && Self.is($0.state, in: source) }
  }
}
