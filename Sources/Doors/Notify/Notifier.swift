// The plug that carries messages one way out.

public import WorkCalendar

/// A message, ready to leave: rendered words and a key that stays the same over every attempt.
public struct Message: Hashable, Sendable {
  /// A person at the other end.
  public struct Recipient: Hashable, Sendable {
    /// Identity in the directory; nil when nobody holds the position.
    public var person: String?
    /// Name of the person, or the title of the vacant position.
    public var name: String
    /// Where the person is reached by the channel that carries the message; nil for a channel that
    /// carries everything to one place.
    public var address: String?

    /// Creates a recipient.
    public init(person: String?, name: String, address: String? = nil) {
      self.person = person
      self.name = name
      self.address = address
    }
  }

  /// Stable idempotency key: the same message has the same key, however often it is tried.
  public var key: String
  /// The agreement; empty for a message that is about several or none.
  public var reference: String
  /// Why the message is sent.
  public var kind: String
  /// To whom; exactly one, with an address, by a channel that serves people.
  public var recipients: [Recipient]
  /// One line.
  public var subject: String
  /// The text.
  public var body: String
  /// The same as HTML; nil: there is only text.
  public var html: String?
  /// The deadline as an iCalendar object (RFC 5545), to be attached; nil: none.
  public var calendar: String?
  /// The language of the text, as BCP 47 has it; nil: several.
  public var language: String?
  /// When it is sent, by the engine's clock.
  public var sentAt: Instant

  /// Creates a message.
  public init(
    key: String, reference: String, kind: String, recipients: [Recipient], subject: String,
    body: String, html: String? = nil, calendar: String? = nil, language: String? = nil,
    sentAt: Instant = Instant(millisecondsSince1970: 0)
  ) {
    self.key = key
    self.reference = reference
    self.kind = kind
    self.recipients = recipients
    self.subject = subject
    self.body = body
    self.html = html
    self.calendar = calendar
    self.language = language
    self.sentAt = sentAt
  }
}

/// Proof that a message was taken over.
public struct Receipt: Hashable, Sendable {
  /// What the other side said, or where it was put. No address of a person is in it.
  public var text: String

  /// Creates a receipt.
  public init(_ text: String) { self.text = text }
}

/// Why a delivery did not end well; decides what happens next. The words hold no address of a person
/// and no secret.
public enum DeliveryError: Error, Hashable, Sendable {
  /// It did not leave; another attempt may succeed.
  case retry(String)
  /// It did not leave, and the other side says when to come again, in milliseconds from now.
  case retryAfter(String, milliseconds: Int64)
  /// It did not leave, and neither does any other message by this channel until somebody mends it: a
  /// refused password, a certificate that does not fit, a program that is not there. It is tried again,
  /// and the administrators are told.
  case misconfigured(String)
  /// It did not leave, and no attempt ever will.
  case giveUp(String)
  /// It may have left.
  case unknown(String)

  /// Why, in words.
  public var reason: String {
    switch self {
    case .retry(let reason), .retryAfter(let reason, _), .misconfigured(let reason),
      .giveUp(let reason), .unknown(let reason):
      reason
    }
  }
}

/// To whom a channel carries messages.
public enum Audience: Hashable, Sendable {
  /// One copy of each message, whoever it is for: a journal, a folder, a chat room.
  case office
  /// One message for each person, to the address that the directory has under this kind of contact:
  /// `email`, `whatsapp`.
  case people(contact: String)
}

/// How much a channel carries at a time.
public struct ChannelPace: Hashable, Sendable {
  /// Most deliveries at the same time.
  public var atOnce: Int
  /// Most deliveries begun in a minute; nil: no bound.
  public var perMinute: Int?

  /// Creates a pace.
  public init(atOnce: Int = NotifyLimits.deliveriesAtOnce, perMinute: Int? = nil) {
    self.atOnce = atOnce
    self.perMinute = perMinute
  }
}

/// One way out.
public protocol Notifier: Sendable {
  /// Name in the configuration and in the outbox.
  var name: String { get }
  /// True when delivering the same key twice leaves one message: then a doubtful one is sent again.
  var isIdempotent: Bool { get }
  /// To whom it carries messages.
  var audience: Audience { get }
  /// How much it carries at a time.
  var pace: ChannelPace { get }
  /// Carries one message. Ends within the channel's own time limit, whatever the other side does, and
  /// when the task is cancelled.
  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt
}

extension Notifier {
  /// Everything to one place.
  public var audience: Audience { .office }
  /// The usual pace.
  public var pace: ChannelPace { ChannelPace() }
}
