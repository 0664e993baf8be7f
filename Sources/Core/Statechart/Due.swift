// When a timer is to ring.

/// When a timer is due, as the data model computes it; the chart itself has no clock.
public enum Due: Hashable, Sendable {
  /// So many milliseconds after the step; zero is "at once, behind what already waits".
  case after(milliseconds: Int64)
  /// At this instant: milliseconds since 1970-01-01T00:00Z.
  case at(milliseconds: Int64)
  /// Not at all, such as when the date is not known yet: no timer is set.
  case never
}
