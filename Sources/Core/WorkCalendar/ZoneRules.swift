// The UTC offsets of one named zone, handed in by whoever can read a time zone database.

/// What a zone's clocks show: an offset from UTC, and the instants at which it changes.
///
/// The library knows no zone by itself. A zone that never changes its offset is made with
/// ``fixed(name:abbreviation:offsetSeconds:)``.
public struct ZoneRules: Hashable, Sendable {
  /// One change of offset.
  public struct Transition: Hashable, Sendable {
    /// The first instant of the new offset.
    public let instant: Instant
    /// Seconds east of UTC from then on.
    public let offset: Int
    /// What the zone's time is called from then on, such as `WITA`.
    public let abbreviation: String
  }

  /// The zone's IANA name, such as `Asia/Makassar`.
  public let name: String

  /// What the zone's time is called before its first transition.
  public let abbreviation: String

  /// Seconds east of UTC before the first transition.
  public let initialOffset: Int

  /// The changes of offset, in order.
  public let transitions: [Transition]

  /// A zone with its changes of offset, in any order.
  ///
  /// Offsets beyond ``CalendarLimits/offsetSeconds`` are drawn in. Of two changes at the same
  /// instant the one listed later holds.
  public init(
    name: String, abbreviation: String, initialOffset: Int,
    transitions: [(instant: Instant, offset: Int, abbreviation: String)] = []
  ) {
    self.name = name
    self.abbreviation = abbreviation
    self.initialOffset = ZoneRules.drawnIn(initialOffset)
    self.transitions = ZoneRules.ordered(transitions)
  }

  /// A zone whose offset, in seconds east of UTC, never changes.
  public static func fixed(name: String, abbreviation: String, offsetSeconds: Int) -> ZoneRules {
    ZoneRules(name: name, abbreviation: abbreviation, initialOffset: offsetSeconds)
  }

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Instant) -> Int {
    offset(ofPeriod: period(at: instant))
  }

  /// What the zone's time is called at an instant.
  public func abbreviation(at instant: Instant) -> String {
    let period = period(at: instant)
    return period == 0 ? abbreviation : transitions[period - 1].abbreviation
  }

  /// The number of transitions up to and including an instant: 0 is the time before them all.
  func period(at instant: Instant) -> Int {
    transitions.partitionPoint { $0.instant > instant }
  }

  /// Seconds east of UTC in a period.
  func offset(ofPeriod period: Int) -> Int {
    period == 0 ? initialOffset : transitions[period - 1].offset
  }

  private static func drawnIn(_ offset: Int) -> Int {
    min(max(offset, -CalendarLimits.offsetSeconds), CalendarLimits.offsetSeconds)
  }

  private static func ordered(
    _ listed: [(instant: Instant, offset: Int, abbreviation: String)]
  ) -> [Transition] {
    // The standard sort is stable, so the later of two equal instants stays behind and replaces.
    let sorted = listed.sorted { $0.instant < $1.instant }
    var kept: [Transition] = []
    for (instant, offset, abbreviation) in sorted {
      if kept.last?.instant == instant { kept.removeLast() }
      kept.append(
        Transition(instant: instant, offset: drawnIn(offset), abbreviation: abbreviation))
    }
    return kept
  }
}
