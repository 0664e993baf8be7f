// Messages of the outbox.

/// A message of the outbox. Its text stays with the daemon.
public struct MessageItem: WireType {
  /// Number.
  public var id: Int64
  /// Stable key.
  public var key: String
  /// Notifier.
  public var notifier: String
  /// `pending`, `claimed`, `delivered`, `passed`, `dead` or `unknown`.
  public var state: String
  /// Attempts so far.
  public var attempts: Int
  /// Subject.
  public var subject: String
  /// When it is tried next.
  public var nextAt: String?
  /// When it was settled.
  public var settledAt: String?
  /// The last error.
  public var lastError: String?
  /// The one reader; nil: whoever it is for.
  public var person: String?
  /// What the notifier answered, or what carries on.
  public var receipt: String?

  /// Creates a message.
  public init(
    id: Int64, key: String, notifier: String, state: String, attempts: Int, subject: String,
    nextAt: String?, settledAt: String?, lastError: String?, person: String? = nil,
    receipt: String? = nil
  ) {
    self.person = person
    self.receipt = receipt
    self.id = id
    self.key = key
    self.notifier = notifier
    self.state = state
    self.attempts = attempts
    self.subject = subject
    self.nextAt = nextAt
    self.settledAt = settledAt
    self.lastError = lastError
  }

  enum CodingKeys: String, CodingKey {
    case id, key, notifier, state, attempts, subject, person, receipt
    case nextAt = "next_at"
    case settledAt = "settled_at"
    case lastError = "last_error"
  }

  /// The states of a message.
  public static let states = [
    "pending", "claimed", "delivered", "passed", "dead", "unknown",
  ]

  /// The shape.
  public static let schema = Schema(
    "Message", "A message of the outbox, without its text.",
    [
      .required("id", .integer, "Number."),
      .required("key", .string, "Stable key, the same at each attempt."),
      .required("notifier", .string, "Notifier that carries it."),
      .required("state", .oneOf(states), "How it stands."),
      .required("attempts", .integer, "Attempts so far."),
      .required("subject", .string, "Subject."),
      .optional("next_at", .timestamp, "When it is tried next."),
      .optional("settled_at", .timestamp, "When it was settled."),
      .optional("last_error", .string, "The last error."),
      .optional("person", .string, "The one reader; without: whoever it is for."),
      .optional("receipt", .string, "What the notifier answered, or what carries on."),
    ])
}

/// Answer of `POST /v1/messages/{id}/retry`.
public struct RetryAnswer: WireType {
  /// Number of the message that waits again.
  public var id: Int64
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(id: Int64, zone: String) {
    self.id = id
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "RetryAnswer", "The message waits to be sent again.",
    [.required("id", .integer, "Number of the message."), .zone])
}
