// The rows of the standard library for timestamps and durations.

extension StandardLibrary {
  /// The functions of timestamps and durations.
  static let timestampsAndDurations: [Overload] = []
}
