// Writes a calendar as the one text that says all of it: what is kept when it came from several files.

internal import WorkCalendar

/// Writes calendar files.
public enum CalendarWriter {
  /// The calendar as a file that ``CalendarReader`` reads back to an equal one.
  ///
  /// Keys, kinds, dates and years stand in a fixed order, days in that of their dates, so that equal
  /// calendars give the same text. Comments and the file's own order are not kept.
  public static func text(of office: OfficeCalendar) -> String {
    let business = office.business
    var lines = [
      "calendar: \(quoted(office.id))", "title: \(title(office.title))",
      "zone: \(quoted(business.zone.name))", "week: { \(hours(business.week)) }",
    ]
    if !business.periods.isEmpty {
      lines.append("weeks:")
      lines += business.periods.map { period in
        let to = period.dates.upperBound == .last ? "" : " to: \(period.dates.upperBound),"
        return "  - { from: \(period.dates.lowerBound),\(to) \(hours(period.week)),"
          + " source: \(quoted(period.source)) }"
      }
    }
    lines.append("sending: \(quoted("\(office.sending)"))")
    lines.append("stops: \(list(business.stopping.sorted().map(quoted)))")
    if !office.quiet.isEmpty { lines.append("quiet: \(list(office.quiet.sorted().map(quoted)))") }
    lines.append("published: \(list(business.publishedYears.sorted().map(String.init)))")
    if !business.workingExceptions.isEmpty {
      lines.append("works: \(list(business.workingExceptions.map(\.description)))")
    }
    lines.append(business.days.isEmpty ? "days: []" : "days:")
    lines += business.days.map { day in
      let status = day.status == .fixed ? "" : ", status: \(day.status.rawValue)"
      return "  - { date: \(day.date), kind: \(quoted(day.kind)), name: \(quoted(day.name)),"
        + " source: \(quoted(day.source)), confidence: \(quoted(day.confidence))\(status) }"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(_ title: LocalizedText) -> String {
    "{ id: \(quoted(title.id))\(title.en.map { ", en: \(quoted($0))" } ?? "") }"
  }

  private static func hours(_ week: [Weekday: WorkingHours]) -> String {
    CalendarReader.weekdays.compactMap { name, day in
      week[day].map { "\(name): \(quoted("\($0)"))" }
    }.joined(separator: ", ")
  }

  private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

  /// A double-quoted scalar (YAML 1.2 §7.3.1): what a file may not hold as it is, is escaped.
  static func quoted(_ text: String) -> String {
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: quoted.append(contentsOf: ["\\", scalar])
      // An asterisk would count as an alias to the guard that looks for alias bombs.
      case 0x2A, 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xD800...0xFFFF:
        quoted.append(contentsOf: "\\u\(fourDigits(scalar.value))".unicodeScalars)
      default: quoted.append(scalar)
      }
    }
    return "\"\(String(quoted))\""
  }

  private static func fourDigits(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
