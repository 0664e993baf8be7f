// Every bound of the Notify room, by name.

/// Bounds on messages and attempts.
public enum NotifyLimits {
  /// Most bytes of a message file.
  public static let messageBytes = 262_144
  /// Most attempts before a message is given up.
  ///
  /// With the delays below some five days, as RFC 5321 §4.5.4.1 asks for mail.
  public static let attempts = 32
  /// Most attempts by one way where the person has another one: some forty minutes.
  public static let attemptsBeforeFallback = 10
  /// Delay after the first failed attempt, in milliseconds; doubles with each further one.
  public static let firstDelay: Int64 = 5_000
  /// Longest delay between two attempts, in milliseconds (six hours).
  public static let longestDelay: Int64 = 21_600_000
  /// Longest wait that the other side may ask for (`Retry-After`), in milliseconds (one day).
  public static let longestRequestedDelay: Int64 = 86_400_000
  /// Deliveries at the same time by one channel, where the configuration says nothing.
  public static let deliveriesAtOnce = 4
  /// Most deliveries at the same time that a configuration may ask for.
  public static let deliveriesAtOnceMost = 64
  /// Most deliveries in a minute that a configuration may ask for.
  public static let perMinuteMost = 60_000
  /// Longest file name that a key becomes, in bytes.
  public static let fileNameBytes = 200
}
