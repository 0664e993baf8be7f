// Time zones: fixed offsets, and the rules of named zones that the host hands in.

/// The rules of named time zones, as the host knows them.
///
/// The library has no data about time zones, for it reads nothing and imports nothing: without
/// rules it knows `UTC` and fixed offsets such as `+07:00`, `-03:30` or `02:00`. A host hands its
/// rules to its ``Environment``. With Foundation's data, for one:
///
/// ```swift
/// let zones = ZoneRules { name, seconds in
///   TimeZone(identifier: name).map {
///     Int32($0.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
///   }
/// }
/// let environment = Environment(variables: [:], zones: zones)
/// ```
public struct ZoneRules: Sendable {
  /// How many seconds the clocks of a zone are ahead of UTC at an instant, which is given in seconds
  /// since 1970-01-01T00:00:00Z; nil for a zone that is not known.
  ///
  /// It must answer the same for the same arguments, so that evaluations can be repeated.
  public typealias Offset = @Sendable (_ zone: String, _ secondsSince1970: Int64) -> Int32?

  private let named: Offset

  /// Rules that `offset` knows.
  public init(_ offset: @escaping Offset) {
    named = offset
  }

  /// Rules that know no zone by name but `UTC`.
  public static let fixedOnly = ZoneRules { _, _ in nil }

  /// How many seconds the clocks of a zone are ahead of UTC at an instant.
  func offset(of zone: String, at timestamp: Timestamp) throws(EvaluationError) -> Int64 {
    if zone == "UTC" { return 0 }
    if let fixed = Self.fixedOffset(zone) { return fixed }
    guard let offset = named(zone, timestamp.seconds),
      offset.magnitude <= TimeLimits.offsetSeconds.magnitude
    else { throw .function(.unknownZone) }
    return Int64(offset)
  }

  /// `+07:00`, `-03:30` or `02:00` in seconds.
  private static func fixedOffset(_ zone: String) -> Int64? {
    var reader = ByteReader(zone)
    let sign: Int64 = reader.skip(Byte.minus) ? -1 : 1
    if sign > 0 { _ = reader.skip(Byte.plus) }
    guard let seconds = reader.offset(), reader.isAtEnd else { return nil }
    return sign * seconds
  }
}
