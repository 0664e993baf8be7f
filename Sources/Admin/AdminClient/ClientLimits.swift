// Every bound of the client room, by name.

public import NIOCore

/// How long the client waits and how much it reads.
public enum ClientLimits {
  /// To connect to the socket: it is on this machine.
  public static let connect = TimeAmount.seconds(3)
  /// For a whole answer; verifying a long history takes the longest.
  public static let answer = TimeAmount.seconds(120)
  /// Largest answer that is read, in bytes.
  public static let answerBytes = 64 * 1_048_576
  /// Largest copy of a document that is read, in bytes.
  public static let documentBytes = 512 * 1_048_576
  /// How often a request is sent again after the connection broke before an answer came.
  public static let retries = 2
  /// Longest path of a Unix socket, in bytes (`sun_path` without its end).
  public static let socketPathBytes = 107
}
