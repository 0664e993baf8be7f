// The rules of time zones, from the system's zone data; the daemon has the same.

internal import Foundation
internal import WorkCalendar

/// Zone rules by IANA name.
enum SystemZones {
  /// Transitions are looked up until the end of this many seconds after 1970 (the year 2200).
  private static let horizon: TimeInterval = 7_258_118_400
  private static let mostTransitions = 1_000
  /// Abbreviations that the zone data gives only as an offset.
  private static let indonesian = [
    "Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
  ]

  static func rules(_ name: String) -> ZoneRules? {
    guard let zone = TimeZone(identifier: name) else { return nil }
    var date = Date(timeIntervalSince1970: 0)
    let first = abbreviation(zone, name, date)
    var transitions: [(instant: Instant, offset: Int, abbreviation: String)] = []
    while transitions.count < mostTransitions,
      let next = zone.nextDaylightSavingTimeTransition(after: date),
      next > date, next.timeIntervalSince1970 < horizon
    {
      transitions.append(
        (
          Instant(millisecondsSince1970: Int64(next.timeIntervalSince1970 * 1_000)),
          zone.secondsFromGMT(for: next), abbreviation(zone, name, next)
        ))
      date = next
    }
    return ZoneRules(
      name: name, abbreviation: first,
      initialOffset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: 0)),
      transitions: transitions)
  }

  private static func abbreviation(_ zone: TimeZone, _ name: String, _ date: Date) -> String {
    indonesian[name] ?? zone.abbreviation(for: date) ?? name
  }
}
