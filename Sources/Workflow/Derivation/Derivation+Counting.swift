// Counting a date day by day: the same as the calendar does at once, with every reason kept.

internal import WorkCalendar

extension Derivation {
  /// A derivation in which nothing is counted yet.
  init(_ subject: Subject, _ rule: Rule, _ calendar: OfficeCalendar) {
    let unit: TimeSpan.Unit? = if case .span(let span) = rule { span.unit } else { nil }
    self.init(
      subject: subject, rule: rule, start: nil,
      clock: unit == .workingDays ? .workingDays : unit == .hours ? .hours : .calendar,
      calendar: calendar.id, calendarDigest: calendar.digest, rawDate: nil, days: [], omitted: nil,
      edge: unit == .hours ? .timeOfDay : .endOfWork, end: nil, endDate: nil,
      provisional: Provisional(), stored: nil, notices: [])
  }

  /// Counts a span from an instant: the deadline, or where `isExpiry` the date of a timer, whose days
  /// and months keep the time of day and do not roll.
  mutating func count(
    _ span: TimeSpan, from start: Instant, in calendar: OfficeCalendar, isExpiry: Bool
  ) {
    let civil = calendar.zone.civil(start)
    switch span.unit {
    case .workingDays:
      countWorkingDays(span.amount, from: civil.date, in: calendar.business)
      endOfWork(in: calendar)
      if isExpiry { provisional = Provisional() }
    case .hours:
      let instant = start.adding(milliseconds: Int64(span.amount) * 3_600_000)
      end = instant
      endDate = calendar.date(of: instant)
    case .days, .months:
      let date =
        span.unit == .days
        ? civil.date.adding(days: span.amount) : civil.date.adding(months: span.amount)
      guard isExpiry else { return roll(date, in: calendar) }
      rawDate = date
      endDate = date
      edge = .timeOfDay
      end = calendar.zone.instant(date, civil.time)
    }
  }

  /// The end of work on a date, or on the next working day where the office is closed.
  mutating func roll(_ date: CivilDate, in calendar: OfficeCalendar) {
    rawDate = date
    var listed = Listing()
    var day = date
    while true {
      let reason = Self.reason(of: day, in: calendar.business)
      listed.add(Day(date: day, what: reason ?? .reached))
      if reason == nil || day == .last { break }
      day = day.adding(days: 1)
    }
    take(listed, last: day)
    endOfWork(in: calendar)
    if !calendar.business.publishedYears.contains(day.year) {
      provisional.unpublishedYears = [day.year]
    }
  }

  private mutating func endOfWork(in calendar: OfficeCalendar) {
    end = endDate.map { calendar.business.endOfWork(on: $0) }
  }

  /// Every day after the start, until enough of them were worked.
  private mutating func countWorkingDays(
    _ amount: Int, from start: CivilDate, in calendar: BusinessCalendar
  ) {
    var listed = Listing()
    var day = start
    var number = 0
    while number < amount, day < .last {
      day = day.adding(days: 1)
      if let reason = Self.reason(of: day, in: calendar) {
        listed.add(Day(date: day, what: reason))
        if case .closed(let closed) = reason, Self.isEstimated(day, in: calendar),
          provisional.estimatedDays.count < WorkflowLimits.derivationDays
        {
          provisional.estimatedDays.append(closed)
        }
      } else {
        number += 1
        listed.add(Day(date: day, what: .counted(number)))
      }
    }
    take(listed, last: day)
    provisional.unpublishedYears = (start.year...day.year).filter {
      !calendar.publishedYears.contains($0)
    }
  }

  private mutating func take(_ listed: Listing, last: CivilDate) {
    days = listed.days
    omitted = listed.omitted
    endDate = last
  }

  /// Why a day is not worked; nil where it is.
  private static func reason(of day: CivilDate, in calendar: BusinessCalendar) -> Day.What? {
    switch calendar.closure(of: day) {
    case .weekend: .weekend
    case .day(let closed): .closed(closed)
    case nil: nil
    }
  }

  /// Whether a day is closed by estimates only.
  private static func isEstimated(_ day: CivilDate, in calendar: BusinessCalendar) -> Bool {
    calendar.days(on: day).allSatisfy {
      !calendar.stopping.contains($0.kind) || $0.status == .estimated
    }
  }

  /// The days of a way; when they are too many, the listed ones and the last.
  private struct Listing {
    private var all: [Day] = []
    private var closed: [Day] = []
    private var count = Omitted()
    private var last: Day?

    mutating func add(_ day: Day) {
      // One more than the bound is enough to know that there are too many.
      if all.count <= WorkflowLimits.derivationDays { all.append(day) }
      switch day.what {
      case .weekend: count.weekendDays += 1
      case .closed:
        count.closedDays += 1
        // One place is kept for the last day.
        if closed.count < WorkflowLimits.derivationDays - 1 { closed.append(day) }
      case .counted, .reached: count.workingDays += 1
      }
      last = day
    }

    private var isLong: Bool { all.count > WorkflowLimits.derivationDays }

    var days: [Day] {
      guard isLong else { return all }
      return closed + (last.map { closed.last == $0 ? [] : [$0] } ?? [])
    }

    var omitted: Omitted? {
      guard isLong else { return nil }
      var omitted = count
      for day in days {
        switch day.what {
        case .weekend: omitted.weekendDays -= 1
        case .closed: omitted.closedDays -= 1
        case .counted, .reached: omitted.workingDays -= 1
        }
      }
      return omitted
    }
  }
}
