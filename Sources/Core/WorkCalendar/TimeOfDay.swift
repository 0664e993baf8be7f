// A time on the wall clock, and the hours in which an office works.

/// A time of day to the minute, 00:00 to 23:59, without date or zone.
public struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Minutes since midnight, 0 to 1439.
  public let minutesSinceMidnight: Int

  /// 00:00.
  public static let midnight = TimeOfDay(validMinutes: 0)

  /// The time with these numbers, or nil outside 00:00 to 23:59 (24:00 is the next day's 00:00).
  public init?(hour: Int, minute: Int) {
    guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
    minutesSinceMidnight = hour * 60 + minute
  }

  /// Reads `HH:MM`, or `HH.MM` as Indonesian offices write it; nil for any other form.
  public init?(_ text: String) {
    let bytes = Array(text.utf8.prefix(6))
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") || bytes[2] == UInt8(ascii: "."),
      let hourTens = digitValue(bytes[0]), let hourOnes = digitValue(bytes[1]),
      let minuteTens = digitValue(bytes[3]), let minuteOnes = digitValue(bytes[4])
    else { return nil }
    self.init(hour: hourTens * 10 + hourOnes, minute: minuteTens * 10 + minuteOnes)
  }

  /// Minutes that are known to lie within a day.
  init(validMinutes: Int) {
    minutesSinceMidnight = validMinutes
  }

  /// The hour, 0 to 23.
  public var hour: Int { minutesSinceMidnight / 60 }

  /// The minute, 0 to 59.
  public var minute: Int { minutesSinceMidnight % 60 }

  /// The time as `HH:MM`.
  public var description: String { "\(padded(hour, to: 2)):\(padded(minute, to: 2))" }

  /// Orders the earlier time first.
  public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    left.minutesSinceMidnight < right.minutesSinceMidnight
  }
}

/// The hours of one weekday, from opening to closing time, in the calendar's own zone.
///
/// A calendar whose hours end at or before their start is refused (``CalendarError``).
public struct WorkingHours: Hashable, Sendable, CustomStringConvertible {
  /// When work begins.
  public let start: TimeOfDay

  /// When work ends; a deadline of that day falls here.
  public let end: TimeOfDay

  /// Hours from a start to an end.
  public init(start: TimeOfDay, end: TimeOfDay) {
    self.start = start
    self.end = end
  }

  /// Reads `HH:MM-HH:MM`; nil for any other form, or where the end is not after the start.
  public init?(_ text: String) {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count == 2, let start = TimeOfDay(String(halves[0])),
      let end = TimeOfDay(String(halves[1])), start < end
    else { return nil }
    self.init(start: start, end: end)
  }

  /// The hours as `HH:MM-HH:MM`.
  public var description: String { "\(start)-\(end)" }
}
