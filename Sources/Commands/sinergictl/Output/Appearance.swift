// For whom output is made: a person at a terminal, or a program behind a pipe.

internal import AdminAPI
internal import WorkCalendar

/// What the reader sees. Meaning is always in the words; colour only marks it.
struct Appearance {
  var isTerminal: Bool
  /// Columns of the terminal.
  var width: Int
  var usesColor: Bool
  /// The reader's clock, for «in 3 d».
  var secondsSince1970: Int64

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  func paint(_ text: String, _ style: Style) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// https://no-color.org: NO_COLOR, set and not empty, means no colour unless asked for.
  static func usesColor(
    _ choice: ColorChoice, isTerminal: Bool, environment: [String: String]
  ) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }

  // MARK: Times

  /// `2026-11-22 16:30 WITA` for people, RFC 3339 for programs.
  func time(_ stamp: String?, _ zone: String) -> String {
    guard let stamp else { return isTerminal ? "-" : "" }
    guard isTerminal, stamp.count >= 16 else { return stamp }
    return "\(stamp.prefix(10)) \(stamp.dropFirst(11).prefix(5)) \(zone)"
  }

  /// The deadline with the days that are left: `2026-11-25 16:30 WITA (in 3 d)`.
  func deadline(_ task: TaskItem, _ zone: String) -> String {
    guard isTerminal, let due = task.dueAt else {
      return time(task.dueAt, zone) + (task.provisional ? " (provisional)" : "")
    }
    let left = daysLeft(due).map { " (\($0))" } ?? ""
    return time(due, zone) + left + (task.provisional ? ", provisional" : "")
  }

  /// `in 3 d`, `today`, `2 d late`, counted in days of the deadline's own clock.
  func daysLeft(_ stamp: String) -> String? {
    guard let due = CivilDate(String(stamp.prefix(10))), let offset = Self.offset(of: stamp) else {
      return nil
    }
    let local = secondsSince1970 + Int64(offset)
    let today = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let days = Int64(due.daysSince1970) - today
    switch days {
    case 0: return "today"
    case 1...: return "in \(days) d"
    default: return "\(-days) d late"
    }
  }

  /// Seconds east of UTC of an RFC 3339 time: its last six characters, or `Z`.
  private static func offset(of stamp: String) -> Int? {
    guard stamp.dropFirst(10).first == "T" else { return nil }
    if stamp.hasSuffix("Z") { return 0 }
    let text = stamp.suffix(6)
    guard text.count == 6, let hours = Int(text.dropFirst().prefix(2)),
      let minutes = Int(text.suffix(2)), let sign = text.first, sign == "+" || sign == "-"
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
