// Every bound of the server room, by name.

public import NIOCore

/// Bounds on what a peer of the socket can ask for.
public enum AdminLimits {
  /// Largest body of a request, in bytes.
  public static let bodyBytes = 1_048_576
  /// Largest header of a request, and all its headers together, in bytes.
  public static let headerBytes = 16_384
  /// Most headers of a request.
  public static let headerCount = 64
  /// Longest path with its query, in bytes.
  public static let targetBytes = 8_192
  /// Most connections that are served at once on one socket; others wait in the kernel's queue.
  public static let connections = 128
  /// A connection that sends nothing for so long, or does not finish a request, is closed.
  public static let idle = TimeAmount.seconds(30)
  /// Items of a page when the caller does not say.
  public static let pageDefault = 50
  /// Most items of a page.
  public static let pageMost = 200
  /// Seconds after which a caller should try again when an agreement was busy.
  public static let retryAfterSeconds = 1
  /// Most copies of documents that are received at the same time; each is written to disk part by
  /// part as it comes, so that memory holds one part of each.
  public static let uploads = 4
}
