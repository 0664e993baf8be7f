// Every bound on what is read and written as iCalendar, by name.

/// Bounds on iCalendar files; their bytes are bounded by ``WorkflowLimits/sourceBytes``.
public enum ICalendarLimits {
  /// Most content lines of one file, after unfolding.
  public static let lines = 50_000
  /// Most components (events, alarms, zones and what else begins with BEGIN) of one file.
  public static let components = 10_000
  /// Deepest nesting of components; the standard itself needs three.
  public static let depth = 8
  /// Most parameters of one line, and most values of one parameter.
  public static let parameters = 32
  /// Most days that one event closes on end.
  public static let spanDays = 366
  /// Most days that the events of one file may give or try, those that do not count included.
  public static let repetitions = 500_000
  /// Most octets of a written line, without its end (RFC 5545 §3.1).
  public static let lineOctets = 75
  /// Largest span of an alarm or a duration, in seconds: a hundred years of 366 days.
  public static let seconds = 100 * 366 * 86_400
}
