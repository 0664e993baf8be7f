// A working calendar as an office publishes it: the pure calendar plus digest, titles and sending window.

public import WorkCalendar

/// A calendar file after it was read; identified by the digest of its text.
///
/// Every step passes it around, so that it is a reference; nothing in it ever changes.
public final class OfficeCalendar: Hashable, Sendable {
  /// Name by which definitions refer to it.
  public let id: String
  /// SHA-256 of the file's text, hexadecimal.
  public let digest: String
  /// Title for people.
  public let title: LocalizedText
  /// Working week, closed days, zone.
  public let business: BusinessCalendar
  /// Window of the day in which messages go out, on the days of ``sendingDays``.
  public let sending: WorkingHours
  /// Kinds of listed day on which the clock runs and nobody is reminded, such as `dispensasi_bali`.
  public let quiet: Set<String>
  /// The days on which messages go out: working days that are not quiet.
  public let sendingDays: BusinessCalendar

  /// Creates a calendar.
  public init(
    id: String, digest: String, title: LocalizedText, business: BusinessCalendar,
    sending: WorkingHours, quiet: Set<String> = []
  ) {
    self.id = id
    self.digest = digest
    self.title = title
    self.business = business
    self.sending = sending
    self.quiet = quiet
    sendingDays =
      quiet.isSubset(of: business.stopping)
      ? business : business.stopping(business.stopping.union(quiet))
  }

  /// Calendars are equal when all that they say is.
  public static func == (left: OfficeCalendar, right: OfficeCalendar) -> Bool {
    left === right
      || (left.id == right.id && left.digest == right.digest && left.title == right.title
        && left.business == right.business && left.sending == right.sending
        && left.quiet == right.quiet)
  }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(digest)
  }

  /// The zone's rules.
  public var zone: ZoneRules { business.zone }
}

/// A moment that something must be done by, and how sure it is.
public struct Deadline: Hashable, Sendable {
  /// The last instant in time.
  public var instant: Instant
  /// Its civil date in the calendar's zone.
  public var date: CivilDate
  /// True when a year without a published holiday list was counted through.
  public var isProvisional: Bool

  /// Creates a deadline.
  public init(instant: Instant, date: CivilDate, isProvisional: Bool) {
    self.instant = instant
    self.date = date
    self.isProvisional = isProvisional
  }
}

extension OfficeCalendar {
  /// The end of work on the last day of `span`, counted from the day after `start`.
  ///
  /// Working days are counted on the calendar. Days and months land on a date that rolls forward to
  /// the next working day (UU 30/2014 art. 58(3) by analogy). Hours run by the clock and do not roll.
  public func deadline(_ span: TimeSpan, from start: Instant) -> Deadline {
    let today = zone.civil(start).date
    switch span.unit {
    case .workingDays:
      let result = business.adding(workingDays: span.amount, to: today)
      return Deadline(
        instant: business.endOfWork(on: result.date), date: result.date,
        isProvisional: result.isProvisional)
    case .days: return deadline(on: today.adding(days: span.amount))
    case .months: return deadline(on: today.adding(months: span.amount))
    case .hours:
      let instant = start.adding(hours: span.amount)
      return Deadline(instant: instant, date: zone.civil(instant).date, isProvisional: false)
    }
  }

  /// The end of work on `date`, or on the next working day where the office is closed.
  public func deadline(on date: CivilDate) -> Deadline {
    let day = business.rolledForward(date)
    return Deadline(
      instant: business.endOfWork(on: day), date: day,
      isProvisional: !business.publishedYears.contains(day.year))
  }

  /// When a reminder that stands `offset` from a deadline goes out: in the sending window, on a day on
  /// which messages go out. One before the deadline or on its day rolls back, one after it forward.
  ///
  /// Offsets in days, months and working days go out at the start of the window; offsets in hours keep
  /// their time where it lies within the window.
  public func reminder(_ offset: TimeSpan, of deadline: Deadline) -> Instant {
    guard let date = rawDate(of: offset, around: deadline) else {
      let instant = deadline.instant.adding(hours: offset.amount)
      return offset.amount <= 0 ? lastSending(notAfter: instant) : nextSending(notBefore: instant)
    }
    guard offset.amount <= 0 else {
      return zone.instant(sendingDays.rolledForward(date), sending.start)
    }
    let sent = zone.instant(sendingDays.rolledBack(date), sending.start)
    // A deadline in hours may fall before the window of its own day.
    return min(sent, lastSending(notAfter: deadline.instant))
  }

  /// The date on which a reminder would go out if it were not moved; nil for offsets in hours.
  public func rawDate(of offset: TimeSpan, around deadline: Deadline) -> CivilDate? {
    switch offset.unit {
    case .workingDays where offset.amount == 0: deadline.date
    case .workingDays: business.adding(workingDays: offset.amount, to: deadline.date).date
    case .days: deadline.date.adding(days: offset.amount)
    case .months: deadline.date.adding(months: offset.amount)
    case .hours: nil
    }
  }

  /// Why nothing goes out on a date: the weekend, or the name of the day.
  public func whyNothingIsSent(on date: CivilDate) -> String {
    switch sendingDays.closure(of: date) {
    case .weekend: "weekend"
    case .day(let day): day.name
    case nil: "before the window opened"
    }
  }

  /// The first instant from `instant` on at which messages go out.
  public func nextSending(notBefore instant: Instant) -> Instant {
    let civil = zone.civil(instant)
    let day = sendingDays.rolledForward(civil.date)
    guard day == civil.date else { return zone.instant(day, sending.start) }
    if civil.time < sending.start { return zone.instant(day, sending.start) }
    if instant <= zone.instant(day, sending.end) { return instant }
    return zone.instant(sendingDays.rolledForward(day.adding(days: 1)), sending.start)
  }

  /// The last instant up to `instant` at which messages go out.
  public func lastSending(notAfter instant: Instant) -> Instant {
    let civil = zone.civil(instant)
    let day = sendingDays.rolledBack(civil.date)
    guard day == civil.date else { return zone.instant(day, sending.end) }
    if instant >= zone.instant(day, sending.end) { return zone.instant(day, sending.end) }
    if civil.time >= sending.start { return instant }
    return zone.instant(sendingDays.rolledBack(day.adding(days: -1)), sending.end)
  }

  /// When a timed transition `span` after `start` fires: working days end with the working day;
  /// calendar days and months keep the time of day; hours run by the clock.
  public func expiry(of span: TimeSpan, from start: Instant) -> Instant {
    let civil = zone.civil(start)
    switch span.unit {
    case .workingDays, .hours: return deadline(span, from: start).instant
    case .days: return zone.instant(civil.date.adding(days: span.amount), civil.time)
    case .months: return zone.instant(civil.date.adding(months: span.amount), civil.time)
    }
  }

  /// The first instant of a civil date.
  public func startOfDay(_ date: CivilDate) -> Instant { zone.instant(date, .midnight) }

  /// The civil date of an instant.
  public func date(of instant: Instant) -> CivilDate { zone.civil(instant).date }
}
