// What follows from a new version of a document.

extension StepRun {
  /// Called after a new version took the place of an earlier one; nothing rests on a version yet.
  mutating func documentChanged(_ kind: String) {}
}
