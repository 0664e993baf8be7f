// Every bound of the Notify room, by name.

/// Bounds on messages and attempts.
public enum NotifyLimits {
  /// Most bytes of a message file.
  public static let messageBytes = 262_144
  /// Most attempts before a message is given up.
  public static let attempts = 12
  /// Delay after the first failed attempt, in milliseconds; doubles with each further one.
  public static let firstDelay: Int64 = 5_000
  /// Longest delay between two attempts, in milliseconds (six hours).
  public static let longestDelay: Int64 = 21_600_000
  /// Longest file name that a key becomes, in bytes.
  public static let fileNameBytes = 200
}
