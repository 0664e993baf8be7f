// Every bound of this room, with its name.

/// How much one step may do. There are no defaults: whoever runs a chart names the bounds.
public struct Limits: Hashable, Sendable {
  /// Most microsteps in one step; a chart that needs more loops.
  public var microsteps: Int
  /// Most internal events raised in one step, errors included.
  public var internalEvents: Int
  /// Most pieces of executable content run in one step; bounds nested `forEach`.
  public var contentItems: Int

  /// Names the bounds.
  public init(microsteps: Int, internalEvents: Int, contentItems: Int) {
    self.microsteps = microsteps
    self.internalEvents = internalEvents
    self.contentItems = contentItems
  }
}

/// Bounds of a chart itself.
public enum ChartLimits {
  /// Deepest nesting of states; readers and the builder recurse as deep as a chart is nested.
  public static let depthMax = 128
  /// Most states in one chart, history states included.
  public static let statesMax = 20_000
}
