// Every bound of the Engine room, by name.

internal import Notify

/// Bounds on what the engine holds and tries.
public struct EngineLimits: Sendable {
  /// Agreements whose state is kept in memory after they moved.
  public var cachedAgreements = 1_024
  /// Workflows of older digests that are kept compiled.
  public var cachedWorkflows = 64
  /// How often a command starts again because the agreement moved meanwhile.
  public var conflictRetries = 24
  /// Timers that are fired in one go.
  public var timersPerTurn = 8_192
  /// Timers that share a commit.
  public var timersPerCommit = 256
  /// Such commits that are worked on at the same time.
  public var timerCommitsAtOnce = 3
  /// Delay before a timer that could not be handled is tried again, in milliseconds; doubles.
  public var timerRetryDelay: Int64 = 60_000
  /// Longest such delay, in milliseconds.
  public var timerRetryDelayMost: Int64 = 21_600_000
  /// Messages that are claimed in one go.
  public var messagesPerTurn = 64
  /// Most messages that a channel delivers at the same time, whatever its pace says.
  public var messagesAtOnce = NotifyLimits.deliveriesAtOnceMost
  /// How long a claim on a message lasts, in milliseconds (eleven minutes): longer than the longest time
  /// limit of a channel (ten), so that no delivery outlives its claim.
  public var messageLease: Int64 = 660_000
  /// Longest idempotency key, in bytes.
  public var idempotencyKeyBytes = 128
  /// Most rows of one answer.
  public var rowsPerAnswer = 1_000
  /// Agreements that are read together by their identifiers.
  public var instancesPerRead = 256
  /// Such readings for one page of the register, whose filters few agreements may pass.
  public var registerReads = 16
  /// How long what was done stays in a calendar feed as a cancelled event, in days.
  public var feedDays = 90
  /// Agreements that start each other at once, one below the other.
  public var startDepth = 4
  /// Agreements below one to which the same is done in its commit.
  public var followers = 500
  /// Most history entries that are replayed.
  public var replayedEntries = 1_000_000
  /// Most agreements that one migration moves: they share one transaction.
  public var migratedAgreements = 20_000
  /// How often a migration starts again because one of its agreements moved meanwhile.
  public var migrationRetries = 8

  /// How long after the sending window opens a digest goes out, in milliseconds (ten minutes): what
  /// opens it is in it.
  static let digestDelay: Int64 = 600_000
  /// How much longer than to the next morning a digest may wait for a person's quiet days, in
  /// milliseconds (two weeks).
  static let quietMost: Int64 = 14 * 86_400_000
  /// Sending days that are looked at for one that is not quiet for a person.
  static let quietDaysSearched = 60
  /// Messages that a digest spells out; of the others it tells the number.
  static let digestItems = 100
  /// Readers of one message.
  static let readers = 200
  /// Dates that a message spells out; of the others it tells the number.
  static let datesInMessage = 6

  /// The bounds that the daemon uses.
  public static let standard = EngineLimits()

  /// Creates the standard bounds, to be changed.
  public init() {}
}
