// Channels, and messages with their words.

/// A channel that is switched on.
public struct ChannelItem: WireType {
  /// Name.
  public var name: String
  /// The kind of contact that it serves; nil: everything goes to one place.
  public var contact: String?
  /// True when a doubtful message is sent again by itself.
  public var idempotent: Bool
  /// Most deliveries at the same time.
  public var atOnce: Int
  /// Most deliveries in a minute.
  public var perMinute: Int?
  /// People who can be reached by it.
  public var people: Int?
  /// Messages that wait.
  public var waiting: Int
  /// Messages that were given up.
  public var dead: Int
  /// Messages whose outcome nobody knows.
  public var unknown: Int
  /// When it last took a message.
  public var lastDelivery: String?
  /// What the other side said to a message that waits.
  public var lastError: String?

  /// Creates a channel.
  public init(
    name: String, contact: String?, idempotent: Bool, atOnce: Int, perMinute: Int?, people: Int?,
    waiting: Int, dead: Int, unknown: Int, lastDelivery: String?, lastError: String?
  ) {
    self.name = name
    self.contact = contact
    self.idempotent = idempotent
    self.atOnce = atOnce
    self.perMinute = perMinute
    self.people = people
    self.waiting = waiting
    self.dead = dead
    self.unknown = unknown
    self.lastDelivery = lastDelivery
    self.lastError = lastError
  }

  enum CodingKeys: String, CodingKey {
    case name, contact, idempotent, people, waiting, dead, unknown
    case atOnce = "at_once"
    case perMinute = "per_minute"
    case lastDelivery = "last_delivery"
    case lastError = "last_error"
  }

  /// The shape.
  public static let schema = Schema(
    "Channel", "A channel that is switched on, and how its messages stand.",
    [
      .required("name", .string, "Name."),
      .optional(
        "contact", .string, "Kind of contact that it serves; without: all goes to one place."),
      .required("idempotent", .boolean, "True when a doubtful message is sent again by itself."),
      .required("at_once", .integer, "Most deliveries at the same time."),
      .optional("per_minute", .integer, "Most deliveries in a minute."),
      .optional("people", .integer, "People who can be reached by it."),
      .required("waiting", .integer, "Messages that wait."),
      .required("dead", .integer, "Messages that were given up."),
      .required("unknown", .integer, "Messages whose outcome nobody knows."),
      .optional("last_delivery", .timestamp, "When it last took a message."),
      .optional("last_error", .string, "What the other side said to a message that waits."),
    ])
}

/// Body of `POST /v1/channels/{name}/test`.
public struct ChannelTestRequest: WireType {
  /// To whom; nil: the caller.
  public var person: String?

  /// Creates a request.
  public init(person: String? = nil) { self.person = person }

  /// The shape.
  public static let schema = Schema(
    "ChannelTestRequest", "Sends one test message.",
    [
      .optional(
        "person", .string, "Identity or account of the reader; without: the caller.")
    ])
}

/// Answer of `POST /v1/channels/{name}/test`.
public struct ChannelTestAnswer: WireType {
  /// The channel.
  public var channel: String
  /// What the other side said.
  public var receipt: String
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates an answer.
  public init(channel: String, receipt: String, zone: String) {
    self.channel = channel
    self.receipt = receipt
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "ChannelTestAnswer", "The test message left.",
    [
      .required("channel", .string, "Name of the channel."),
      .required("receipt", .string, "What the other side said."), .zone,
    ])
}

/// A message as it would go out.
public struct PreviewItem: WireType {
  /// Why it is sent.
  public var kind: String
  /// When it goes out.
  public var at: String
  /// How: one of ``ways``.
  public var how: String
  /// The channel.
  public var channel: String?
  /// Identity of the reader.
  public var person: String?
  /// Names of the readers.
  public var readers: [String]
  /// Language; nil: both.
  public var language: String?
  /// One line.
  public var subject: String
  /// The text.
  public var text: String
  /// The same as HTML.
  public var html: String?
  /// The deadline as iCalendar.
  public var calendar: String?
  /// Why it does not go out at once, or not at all.
  public var note: String?

  /// Creates a preview.
  public init(
    kind: String, at: String, how: String, channel: String?, person: String?, readers: [String],
    language: String?, subject: String, text: String, html: String?, calendar: String?,
    note: String?
  ) {
    self.kind = kind
    self.at = at
    self.how = how
    self.channel = channel
    self.person = person
    self.readers = readers
    self.language = language
    self.subject = subject
    self.text = text
    self.html = html
    self.calendar = calendar
    self.note = note
  }

  /// How a message reaches its reader.
  public static let ways = ["send", "hold", "digest", "office", "nobody"]

  /// The shape.
  public static let schema = Schema(
    "MessagePreview", "A message as it would go out.",
    [
      .required("kind", .string, "Why it is sent."),
      .required("at", .timestamp, "When it goes out."),
      .required(
        "how", .oneOf(ways),
        "By itself, after a quiet day, in a digest, as the office's copy, or not at all."),
      .optional("channel", .string, "The channel."),
      .optional("person", .string, "Identity of the reader."),
      .required("readers", .list(.string), "Names of the readers."),
      .optional("language", .string, "Language; without: both."),
      .required("subject", .string, "One line."), .required("text", .string, "The text."),
      .optional("html", .string, "The same as HTML."),
      .optional("calendar", .string, "The deadline as iCalendar (RFC 5545)."),
      .optional("note", .string, "Why it does not go out at once, or not at all."),
    ])
}

/// A message of the outbox with the words that it would have now.
public struct MessageDetailItem: WireType {
  /// The message.
  public var message: MessageItem
  /// The agreement.
  public var reference: String
  /// Its words; nil when nothing is left to tell.
  public var words: PreviewItem?
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a detail.
  public init(message: MessageItem, reference: String, words: PreviewItem?, zone: String) {
    self.message = message
    self.reference = reference
    self.words = words
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "MessageDetail", "A message of the outbox with the words that it would have now.",
    [
      .required("message", .object(MessageItem.schema), "How it stands."),
      .required("reference", .string, "Reference of the agreement."),
      .optional("words", .object(PreviewItem.schema), "What it says; without: nothing is left."),
      .zone,
    ])
}
