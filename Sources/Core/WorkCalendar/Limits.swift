// The bounds of the working-day library, each under its name.

/// Bounds of dates, zones and calendars.
///
/// Every loop of this room ends because of one of these.
public enum CalendarLimits {
  /// The first year a ``CivilDate`` can hold.
  public static let firstYear = 1

  /// The last year a ``CivilDate`` can hold: four digits, as ISO 8601 writes them.
  public static let lastYear = 9999

  /// Days from 1970-01-01 to 0001-01-01, the first date there is.
  public static let firstDay: Int32 = -719_162

  /// Days from 1970-01-01 to 9999-12-31, the last date there is.
  public static let lastDay: Int32 = 2_932_896

  /// The most months that one addition moves, so that the sum cannot overflow.
  ///
  /// It is wider than the range of dates: a larger number ends at the same edge.
  public static let months = 200_000

  /// The largest distance of a zone from UTC, in seconds: one day.
  ///
  /// The world's zones stay within fifteen hours; a wider one is drawn in to this.
  public static let offsetSeconds = 86_400

  /// The most closed days, and the most working exceptions, that one calendar may list.
  public static let listedDays = 100_000

  /// The most periods with a week of their own that one calendar may list.
  public static let periods = 1_000

  /// The most days that one search for a working day walks: the whole range of dates.
  ///
  /// A calendar has a working weekday or is refused, so that a search of ordinary length ends
  /// after a few steps; this is what holds when every one of those weekdays is closed by name.
  public static let searchDays = 3_652_059
}
