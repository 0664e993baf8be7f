// What can be wrong with a calendar, as data and in words.

/// Why a calendar is refused.
public enum CalendarError: Error, Hashable, Sendable {
  /// The week has no working weekday, so that no deadline would ever come.
  case noWorkingWeekday(calendar: String)
  /// The hours of a weekday end at or before their start.
  case emptyHours(calendar: String, weekday: Weekday, hours: WorkingHours)
  /// More days are listed than ``CalendarLimits/listedDays``.
  case tooManyDays(calendar: String, count: Int)
  /// A date is listed twice with the same kind and name.
  case repeatedDay(calendar: String, day: ClosedDay)
  /// Two periods with weeks of their own share a date.
  case overlappingPeriods(
    calendar: String, first: ClosedRange<CivilDate>, second: ClosedRange<CivilDate>)
  /// More periods are listed than ``CalendarLimits/periods``.
  case tooManyPeriods(calendar: String, count: Int)
}

extension CalendarError: CustomStringConvertible {
  /// The error as one sentence: what, where, and what to do next.
  public var description: String {
    switch self {
    case .noWorkingWeekday(let calendar):
      "cannot use calendar \(calendar): its week has no working day; give one weekday its hours"
    case .emptyHours(let calendar, let weekday, let hours):
      "cannot use calendar \(calendar): the hours of \(weekday), \(hours), do not end after they"
        + " start; write the earlier time first"
    case .tooManyDays(let calendar, let count):
      "cannot use calendar \(calendar): it lists \(count) days, the limit is"
        + " \(CalendarLimits.listedDays); remove years that are no longer needed"
    case .repeatedDay(let calendar, let day):
      "cannot use calendar \(calendar): it lists \(day.date) \(day.kind) \(day.name) twice;"
        + " remove one of them"
    case .overlappingPeriods(let calendar, let first, let second):
      "cannot use calendar \(calendar): two weeks hold on \(second.lowerBound), that of"
        + " \(first.lowerBound) to \(first.upperBound) and that of \(second.lowerBound) to"
        + " \(second.upperBound); let the earlier one end the day before"
    case .tooManyPeriods(let calendar, let count):
      "cannot use calendar \(calendar): it lists \(count) weeks for a period, the limit is"
        + " \(CalendarLimits.periods); remove those that are over"
    }
  }
}
