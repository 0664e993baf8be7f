// The plug that carries messages one way out.

/// A message, ready to leave: rendered words and a key that stays the same over every attempt.
public struct Message: Hashable, Sendable {
  /// A person at the other end.
  public struct Recipient: Hashable, Sendable {
    /// Identity in the directory; nil when nobody holds the position.
    public var person: String?
    /// Name of the person, or the title of the vacant position.
    public var name: String

    /// Creates a recipient.
    public init(person: String?, name: String) {
      self.person = person
      self.name = name
    }
  }

  /// Stable idempotency key: the same message has the same key, however often it is tried.
  public var key: String
  /// The agreement.
  public var reference: String
  /// Why the message is sent.
  public var kind: String
  /// To whom.
  public var recipients: [Recipient]
  /// One line.
  public var subject: String
  /// The text.
  public var body: String

  /// Creates a message.
  public init(
    key: String, reference: String, kind: String, recipients: [Recipient], subject: String,
    body: String
  ) {
    self.key = key
    self.reference = reference
    self.kind = kind
    self.recipients = recipients
    self.subject = subject
    self.body = body
  }
}

/// Proof that a message was taken over.
public struct Receipt: Hashable, Sendable {
  /// What the other side said, or where it was put.
  public var text: String

  /// Creates a receipt.
  public init(_ text: String) { self.text = text }
}

/// Why a delivery did not end well; decides what happens next.
public enum DeliveryError: Error, Hashable, Sendable {
  /// It did not leave; another attempt may succeed.
  case retry(String)
  /// It did not leave, and no attempt ever will.
  case giveUp(String)
  /// It may have left.
  case unknown(String)
}

/// One way out.
public protocol Notifier: Sendable {
  /// Name in the configuration and in the outbox.
  var name: String { get }
  /// True when delivering the same key twice leaves one message: then a doubtful one is sent again.
  var isIdempotent: Bool { get }
  /// Carries one message.
  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt
}
