// Every bound of the store, by name, with the reason for its size.

/// The bounds that a store works within.
///
/// An office changes them only when the machine is unusual; the tests make them small.
public struct StoreLimits: Sendable {
  /// Commands that share one transaction and one fsync.
  ///
  /// Above about 250 the answer of the first caller waits longer than the fsync that it saves.
  public var batchMax = 256
  /// Commands that may wait for the writer before new ones are refused as overloaded.
  public var waitingMax = 20_000
  /// How long the writer stays awake for the next command after the last one, in microseconds.
  ///
  /// It helps a caller that sends its next command right after an answer, and nobody else; 0 saves
  /// processor time where commands are rare. Measured with one such caller on a quiet machine:
  /// 0.55 to 0.61 of bare SQLite at 0, 0.66 to 0.72 at 200. Other values were not tried.
  public var lingerMicroseconds = 200
  /// Connections that read beside the writer.
  public var readersMax = 3
  /// How long a connection waits for a lock of another connection, in seconds.
  public var busyTimeoutSeconds: Double = 5
  /// Size to which the write-ahead log is cut after a checkpoint, in bytes.
  public var journalBytesMax = 16 * 1024 * 1024
  /// Pages (of 4 KiB) in the write-ahead log after which a commit copies them into the database.
  ///
  /// It fills the log to `journalBytesMax`. SQLite's own 1000 lets a commit of some hundred steps wait
  /// for the copying every few times.
  public var checkpointPages = 4_000
  /// Page cache of the writing connection, in kibibytes.
  public var writerCacheKibibytes = 8 * 1024
  /// Page cache of each reading connection, in kibibytes.
  public var readerCacheKibibytes = 2 * 1024
  /// Rows that one query, claim or page may return; a larger `limit` is cut to this.
  public var rowsMax = 1_000
  /// Due timers that one query may return: more than `rowsMax`, because a row is small and a turn of
  /// the timers that ends early leaves the writer without work.
  public var dueTimersMax = 8_192
  /// Names that one filter may list, for example the assignees of a task query.
  public var filterNamesMax = 512
  /// Most instances that are told to have moved since an instant.
  public var movedMax = 10_000
  /// Entries or instances that a verification reads at a time; bounds its memory.
  public var verificationPage = 500
  /// Bytes of one stored text: a snapshot, a payload, a message or a source.
  public var textBytesMax = 4 * 1024 * 1024

  /// The bounds of a provincial server.
  public static let standard = StoreLimits()

  /// The standard bounds, to be changed one by one.
  public init() {}
}
