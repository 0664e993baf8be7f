// The time in front of a terminal line.

import Foundation
import WorkCalendar

/// `16:30:05` in the office's zone.
enum TerminalTime {
  static func text(_ zone: ZoneRules?) -> String {
    let now = Instant(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000))
    guard let zone else { return "" }
    let civil = zone.civil(now)
    let second = civil.second < 10 ? "0\(civil.second)" : "\(civil.second)"
    return "\(civil.time):\(second)"
  }
}
