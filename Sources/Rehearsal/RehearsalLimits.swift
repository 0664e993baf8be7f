// Every bound of the Rehearsal room, by name.

/// Bounds on how far a rehearsal goes.
public enum RehearsalLimits {
  /// Years of virtual time that a rehearsal without an end goes on at most.
  public static let years = 30
  /// Most steps, reminders counted, of one rehearsal.
  public static let steps = 200_000
  /// Turns at one instant in which nothing is done, before a rehearsal is given up.
  static let idleTurns = 3
  /// Rows that are asked of the store at once.
  static let rowsAtOnce = 1_000
  /// Steps between two calls of the one who watches the progress.
  static let stepsPerProgress = 256
  /// Things that are told of what happened instead of something expected, on each side.
  static let neighbours = 3
}
