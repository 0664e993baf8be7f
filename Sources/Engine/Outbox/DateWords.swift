// Dates and deadlines in the words of messages.

internal import WorkCalendar
internal import Workflow

/// Dates in words.
enum DateWords {
  /// «Jumat, 27 November 2026 14.30 WITA (3 hari lagi)».
  static func indonesian(_ deadline: Deadline, _ zone: ZoneRules, _ now: Instant) -> String {
    let civil = zone.civil(deadline.instant)
    let date = civil.date
    let left = daysLeft(deadline, zone, now)
    let words = self.left(left, .indonesian)
    let provisional = deadline.isProvisional ? ", perkiraan" : ""
    return "\(DateNames.long(date)) "
      + "\(time(deadline, zone, .indonesian)) (\(words)\(provisional))"
  }

  /// «Friday, 27 November 2026 14:30 WITA (in 3 days)».
  static func english(_ deadline: Deadline, _ zone: ZoneRules, _ now: Instant) -> String {
    let civil = zone.civil(deadline.instant)
    let date = civil.date
    let left = daysLeft(deadline, zone, now)
    let words = self.left(left, .english)
    let provisional = deadline.isProvisional ? ", provisional" : ""
    return
      "\(DateNames.long(date, .english)) "
      + "\(time(deadline, zone, .english)) (\(words)\(provisional))"
  }

  /// «12 Mei, 14 Mei 2026»: the first few of many.
  static func indonesian(_ dates: [CivilDate]) -> String {
    list(dates, .indonesian, more: { "dan \($0) lagi" })
  }

  /// «12 May, 14 May 2026»: the first few of many.
  static func english(_ dates: [CivilDate]) -> String {
    list(dates, .english, more: { "and \($0) more" })
  }

  private static func list(
    _ dates: [CivilDate], _ language: DateNames.Language, more: (Int) -> String
  ) -> String {
    var distinct: [CivilDate] = []
    for date in dates where distinct.last != date { distinct.append(date) }
    var words = distinct.prefix(EngineLimits.datesInMessage).map {
      DateNames.day($0, language)
    }
    let left = distinct.count - words.count
    if left > 0 { words.append(more(left)) }
    return words.joined(separator: ", ")
  }

  /// «14.30 WITA», «14:30 WITA».
  static func time(_ deadline: Deadline, _ zone: ZoneRules, _ language: Directory.Language)
    -> String
  {
    let time = "\(zone.civil(deadline.instant).time)"
    return (language == .indonesian ? time.replacing(":", with: ".") : time)
      + " \(zone.abbreviation(at: deadline.instant))"
  }

  /// «3 hari lagi», «hari ini», «lewat 2 hari».
  static func left(_ days: Int, _ language: Directory.Language) -> String {
    switch language {
    case .indonesian:
      days > 0 ? "\(days) hari lagi" : days == 0 ? "hari ini" : "lewat \(-days) hari"
    case .english:
      days > 0
        ? "in \(days) \(days == 1 ? "day" : "days")"
        : days == 0 ? "today" : "\(-days) \(days == -1 ? "day" : "days") late"
    }
  }

  static func daysLeft(_ deadline: Deadline, _ zone: ZoneRules, _ now: Instant) -> Int {
    Int(deadline.date.daysSince1970) - Int(zone.civil(now).date.daysSince1970)
  }
}
