// A document got another version: what was given on the one before is void.

internal import Statechart

extension StepRun {
  /// Voids initials and signatures that were given on an earlier version of a document, where the
  /// definition says so (`void`), starts what they belong to again, and tells those who gave them.
  ///
  /// Call it once the new version is part of ``state``. Where no active state listens nothing happens.
  mutating func documentChanged(_ kind: String) {
    let name = DocumentEvent.name(kind)
    guard !state.isFinished,
      !workflow.interpreter.candidateTransitions(state.snapshot, on: name).isEmpty
    else { return }
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
}
