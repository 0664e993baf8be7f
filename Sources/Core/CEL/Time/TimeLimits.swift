// The bounds of timestamps, durations and time zones, by name.

/// The numbers that bound what is read as a time.
enum TimeLimits {
  static let secondsPerDay: Int64 = 86_400
  static let nanosecondsPerSecond: Int64 = 1_000_000_000
  /// The largest difference between the clocks of a zone and UTC that is believed.
  static let offsetSeconds: Int32 = 86_400
  /// The most decimals of a second: nanoseconds.
  static let decimals = 9
}
