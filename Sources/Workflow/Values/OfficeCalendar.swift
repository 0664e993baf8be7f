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
  /// Window of the day in which messages go out, on working days.
  public let sending: WorkingHours

  /// Creates a calendar.
  public init(
    id: String, digest: String, title: LocalizedText, business: BusinessCalendar,
    sending: WorkingHours
  ) {
    self.id = id
    self.digest = digest
    self.title = title
    self.business = business
    self.sending = sending
  }

  /// Calendars are equal when all that they say is.
  public static func == (left: OfficeCalendar, right: OfficeCalendar) -> Bool {
    left === right
      || (left.id == right.id && left.digest == right.digest && left.title == right.title
        && left.business == right.business && left.sending == right.sending)
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
      let instant = start.adding(milliseconds: Int64(span.amount) * 3_600_000)
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

  /// When a reminder that stands `offset` from a deadline goes out: at the start of the sending
  /// window, on a working day; one before the deadline rolls back, one after it rolls forward.
  public func reminder(_ offset: TimeSpan, of deadline: Deadline) -> Instant {
    let date: CivilDate
    switch offset.unit {
    case .workingDays: date = business.adding(workingDays: offset.amount, to: deadline.date).date
    case .days: date = rolled(deadline.date.adding(days: offset.amount), offset)
    case .months: date = rolled(deadline.date.adding(months: offset.amount), offset)
    case .hours: return deadline.instant.adding(milliseconds: Int64(offset.amount) * 3_600_000)
    }
    return zone.instant(date, sending.start)
  }

  private func rolled(_ date: CivilDate, _ offset: TimeSpan) -> CivilDate {
    offset.amount <= 0 ? business.rolledBack(date) : business.rolledForward(date)
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
