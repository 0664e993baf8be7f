// The seven days of the week, numbered as ISO 8601 numbers them.

/// A day of the week; its raw value is the ISO 8601 number, Monday 1 to Sunday 7.
public enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable {
  /// Senin.
  case monday = 1
  /// Selasa.
  case tuesday
  /// Rabu.
  case wednesday
  /// Kamis.
  case thursday
  /// Jumat.
  case friday
  /// Sabtu.
  case saturday
  /// Minggu.
  case sunday

  /// Orders Monday first.
  public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

  /// The weekday before this one; Sunday before Monday.
  public var previous: Weekday { Weekday(index: (rawValue + 5) % 7) }

  /// The weekday after this one; Monday after Sunday.
  public var next: Weekday { Weekday(index: rawValue % 7) }

  /// The weekday at a position of a week that begins with Monday at 0.
  init(index: Int) {
    self = Weekday(rawValue: index + 1) ?? .monday
  }

  /// The position in a week that begins with Monday at 0, for any day counted from 1970-01-01.
  ///
  /// 1970-01-01 was a Thursday. Days before it are negative, so the remainder is brought up.
  static func index(ofDay day: Int) -> Int {
    let remainder = (day + 3) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }
}
