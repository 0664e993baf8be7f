// Why reminders and escalations go out when they do.

internal import WorkCalendar

extension NoticePlan {
  /// Every notice around a deadline, in the order of their instants, with what moved it.
  func derivation(
    around deadline: Deadline, role: String, sent: Int, in calendar: OfficeCalendar
  ) -> [Derivation.Notice] {
    var notices = offsets.map { notice in
      Derivation.Notice(
        notice, of: deadline, role: notice.escalatesTo ?? role, in: calendar)
    }
    notices.sort { $0.at < $1.at }
    for index in notices.indices.prefix(sent) { notices[index].isBehind = true }
    return notices
  }
}

extension Derivation.Notice {
  fileprivate init(
    _ notice: NoticePlan.Notice, of deadline: Deadline, role: String, in calendar: OfficeCalendar
  ) {
    let offset = notice.offset
    var rawInstant: Instant?
    let rawDate: CivilDate
    switch offset.unit {
    case .workingDays where offset.amount == 0: rawDate = deadline.date
    case .workingDays:
      rawDate =
        calendar.business.adding(workingDays: offset.amount, to: deadline.date).date
    case .days: rawDate = deadline.date.adding(days: offset.amount)
    case .months: rawDate = deadline.date.adding(months: offset.amount)
    case .hours:
      let instant = deadline.instant.adding(milliseconds: Int64(offset.amount) * 3_600_000)
      rawInstant = instant
      rawDate = calendar.date(of: instant)
    }
    self.init(
      offset: offset, role: role, isEscalation: notice.escalatesTo != nil, rawDate: rawDate,
      rawInstant: rawInstant, at: deadline.instant, moves: [], isBehind: false)
    move(of: deadline, in: calendar)
  }

  /// Walks from the raw date to a day and a time at which messages go out.
  private mutating func move(of deadline: Deadline, in calendar: OfficeCalendar) {
    let step = offset.amount <= 0 ? -1 : 1
    var day = rawDate
    pass(&day, by: step, in: calendar)
    if let rawInstant {
      at = rest(rawInstant, on: day, by: step, because: .window, in: calendar)
      return
    }
    at = calendar.zone.instant(day, calendar.sending.start)
    guard step < 0, at > deadline.instant else { return }
    // A deadline in hours may fall before the window of its own day.
    at = rest(deadline.instant, on: day, by: step, because: .afterDeadline, in: calendar)
  }

  /// The time at which a message goes out that wants to go out at an instant, `day` being the nearest
  /// day on which any does.
  private mutating func rest(
    _ instant: Instant, on day: CivilDate, by step: Int, because reason: Derivation.Move,
    in calendar: OfficeCalendar
  ) -> Instant {
    var day = day
    let sending = calendar.sending
    let opens = calendar.zone.instant(day, sending.start)
    let closes = calendar.zone.instant(day, sending.end)
    // On another day than its own it goes out at the edge that is nearest to it.
    guard day == calendar.date(of: instant) else { return step > 0 ? opens : closes }
    if instant >= opens, instant <= closes { return instant }
    moves.append(reason)
    if instant < opens, step > 0 { return opens }
    if instant > closes, step < 0 { return closes }
    day = day.adding(days: step)
    pass(&day, by: step, in: calendar)
    return calendar.zone.instant(day, step > 0 ? sending.start : sending.end)
  }

  /// Passes over days on which no message goes out, and keeps why.
  private mutating func pass(_ day: inout CivilDate, by step: Int, in calendar: OfficeCalendar) {
    while day > .first, day < .last, let closure = calendar.sendingDays.closure(of: day) {
      switch (calendar.business.closure(of: day), closure) {
      case (.weekend, _), (nil, .weekend): moves.append(.weekend(day))
      case (.day(let closed), _): moves.append(.closed(closed))
      case (nil, .day(let quiet)): moves.append(.quiet(quiet))
      }
      day = day.adding(days: step)
    }
  }
}
