// The answer to "so many working days from here", with its reasons.

/// A date that was counted to, and what can be told about the way there.
///
/// The reasons are worked out when they are asked for; the date alone costs no memory.
public struct WorkingDayResult: Hashable, Sendable {
  private let calendar: BusinessCalendar

  /// The day that was counted from.
  public let start: CivilDate

  /// How many working days were counted; negative backwards.
  public let workingDays: Int

  /// The day that was reached.
  public let date: CivilDate

  /// Whether the range of dates ended before enough working days were found.
  ///
  /// The date is then the edge of the range.
  public let isCutOff: Bool

  init(
    calendar: BusinessCalendar, start: CivilDate, workingDays: Int, date: CivilDate, isCutOff: Bool
  ) {
    self.calendar = calendar
    self.start = start
    self.workingDays = workingDays
    self.date = date
    self.isCutOff = isCutOff
  }

  /// The closed days that were passed over, in the order in which they were met, with the reason.
  ///
  /// The start is not among them, except for a count of 0 that had to leave it.
  public var skipped: [(date: CivilDate, why: Closure)] {
    let step = workingDays < 0 ? -1 : 1
    let first = Int(start.daysSince1970) + (workingDays == 0 ? 0 : step)
    return stride(from: first, through: Int(date.daysSince1970), by: step).compactMap { day in
      let date = CivilDate(day: day)
      return calendar.closure(of: date).map { (date, $0) }
    }
  }

  /// Whether the date may still move: it rests on a year whose holidays are not published, or on
  /// a closed day whose date is an estimate.
  public var isProvisional: Bool { !unpublishedYears.isEmpty || skipsEstimatedDay }

  /// The years from start to date whose holiday list is not published, in order.
  public var unpublishedYears: [Int] {
    let (first, last) = (min(start, date).year, max(start, date).year)
    return (first...last).filter { !calendar.publishedYears.contains($0) }
  }

  /// Whether a day was passed over whose date is an estimate (``ClosedDay/Status/estimated``).
  public var skipsEstimatedDay: Bool {
    var (low, high) = (min(start, date).daysSince1970, max(start, date).daysSince1970)
    // The start itself is never counted, so that its own date does not matter, except for 0.
    if workingDays > 0 { low += 1 }
    if workingDays < 0 { high -= 1 }
    let index = calendar.estimated.partitionPoint { $0 >= low }
    return index < calendar.estimated.count && calendar.estimated[index] <= high
  }
}
