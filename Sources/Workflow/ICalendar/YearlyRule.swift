// Repetition by the year: the part of RRULE that holidays need.

internal import WorkCalendar

/// A rule with FREQ=YEARLY (RFC 5545 §3.3.10), without weekdays and numbered weeks.
struct YearlyRule: Sendable {
  var interval = 1
  var count: Int?
  var until: CivilDate?
  /// Whether UNTIL was given as a time of UTC, of which the date is taken.
  var isUntilUTC = false
  /// Months, ordered; empty where the rule names none.
  var months: [Int] = []
  /// Days of the month, negative from its end; empty where the rule names none.
  var monthDays: [Int] = []

  /// Reads a rule; nil where a part of it is wrong or not supported, which is reported.
  static func read(_ slice: UnfoldedLine.Slice, _ problems: inout DiagnosticCollector)
    -> YearlyRule?
  {
    var rule = YearlyRule()
    var seen: Set<String> = []
    var isRead = true
    for part in slice.split(at: ";") {
      let halves = part.split(at: "=")
      let name = halves[0].text.uppercased()
      guard halves.count == 2 else {
        problems.add(
          .invalidValue, "a rule has parts as in FREQ=YEARLY", at: part.range)
        return nil
      }
      if !seen.insert(name).inserted {
        problems.add(.invalidValue, "\(name) stands twice in the rule", at: part.range)
        isRead = false
      }
      isRead = rule.take(name, halves[1], part, &problems) && isRead
    }
    if !seen.contains("FREQ") {
      problems.add(.missingKey, "the rule has no FREQ", at: slice.range, help: "FREQ=YEARLY")
      return nil
    }
    if rule.count != nil, rule.until != nil {
      problems.add(.conflictingKeys, "a rule has COUNT or UNTIL, not both", at: slice.range)
      return nil
    }
    return isRead ? rule : nil
  }

  private mutating func take(
    _ name: String, _ value: UnfoldedLine.Slice, _ part: UnfoldedLine.Slice,
    _ problems: inout DiagnosticCollector
  ) -> Bool {
    switch name {
    case "FREQ":
      if value.text.uppercased() == "YEARLY" { return true }
      problems.add(
        .unsupported, "only rules with FREQ=YEARLY are read", at: part.range,
        help: "list the dates with RDATE;VALUE=DATE")
      return false
    case "INTERVAL":
      return Self.numbers(value, 1...9_999, single: true, &problems) { interval = $0[0] }
    case "COUNT":
      return Self.numbers(value, 1...1_000_000, single: true, &problems) { count = $0[0] }
    case "BYMONTH": return Self.numbers(value, 1...12, &problems) { months = $0 }
    case "BYMONTHDAY": return Self.numbers(value, -31...31, &problems) { monthDays = $0 }
    // Where a week begins matters only to rules that count weeks.
    case "WKST": return true
    case "UNTIL":
      if let last = ICalendarValues.date(value.scalars) {
        until = last.date
        isUntilUTC = last.isUTC
        return true
      }
      problems.add(
        .invalidValue, "«\(value.text)» is no date", at: value.range, help: "UNTIL=20281231")
      return false
    default:
      problems.add(
        .unsupported, "a rule with «\(name)» is not read", at: part.range,
        help: "INTERVAL, COUNT, UNTIL, BYMONTH and BYMONTHDAY are; or list the dates with RDATE")
      return false
    }
  }

  private static func numbers(
    _ value: UnfoldedLine.Slice, _ range: ClosedRange<Int>, single: Bool = false,
    _ problems: inout DiagnosticCollector, _ store: ([Int]) -> Void
  ) -> Bool {
    var found: [Int] = []
    for item in single ? [value] : value.split(at: ",") {
      let isShort = item.scalars.count <= 8
      guard isShort, let number = Int(item.text), range.contains(number), number != 0 else {
        problems.add(
          .invalidValue,
          "«\(item.text)» is no number between \(range.lowerBound) and \(range.upperBound)"
            + (range.contains(0) ? ", 0 left out" : ""), at: item.range)
        return false
      }
      found.append(number)
    }
    store(Array(Set(found)).sorted())
    return true
  }
}

extension YearlyRule {
  /// Whether the rule itself gives a date; the start of a series must be one.
  func gives(_ date: CivilDate, start: CivilDate) -> Bool {
    dates(in: date.year, start: start).contains(date)
  }

  /// The dates of the series that begins with `start`, up to a year, ordered.
  ///
  /// Dates that a year lacks, such as 29 February, are passed over and not counted. `budget` falls
  /// by the dates that were tried; where it is used up, the result is nil.
  func dates(
    from start: CivilDate, years: ClosedRange<Int>, budget: inout Int
  ) -> [CivilDate]? {
    var year = start.year
    // Without a count, the years before those that are asked for need not be walked.
    if count == nil, years.lowerBound > year {
      year += (years.lowerBound - year) / interval * interval
    }
    var found: [CivilDate] = []
    var counted = 0
    while year <= years.upperBound {
      let dates = dates(in: year, start: start)
      budget -= max(1, dates.count)
      guard budget > 0 else { return nil }
      for date in dates where date >= start {
        if let until, date > until { return found }
        if let count, counted == count { return found }
        counted += 1
        if date.year >= years.lowerBound { found.append(date) }
      }
      if let count, counted == count { return found }
      if let until, year > until.year { return found }
      year += interval
    }
    return found
  }

  private func dates(in year: Int, start: CivilDate) -> [CivilDate] {
    // RFC 5545 §3.3.10: what the rule does not name is taken from the start; days of the month
    // without months are those of every month.
    let months =
      !self.months.isEmpty ? self.months : monthDays.isEmpty ? [start.month] : Array(1...12)
    let monthDays = self.monthDays.isEmpty ? [start.day] : self.monthDays
    var dates: Set<CivilDate> = []
    for month in months {
      let length = CivilDate.days(inMonth: month, year: year)
      for day in monthDays {
        if let date = CivilDate(year: year, month: month, day: day > 0 ? day : length + 1 + day) {
          dates.insert(date)
        }
      }
    }
    return dates.sorted()
  }
}
