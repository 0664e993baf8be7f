// Mail by a mail server: the channel.

internal import Workflow

/// Carries each message as a mail to one person, by SMTP (RFC 5321).
package struct SMTPNotifier: Channel {
  package static let typeName = "smtp"
  package static let keys = SMTPSettings.keys + ["from", "reply_to"]
  package static var contact: String? { "email" }
  package static var needsContact: Bool { true }

  package let name: String
  package let audience: Audience
  package let pace: ChannelPace
  /// Two mails are two, although they have one `Message-ID`.
  package let isIdempotent: Bool
  private let composer: MailComposer
  private let sessions: SMTPSessions

  package init(_ common: ChannelCommon, _ settings: SMTPSettings, _ composer: MailComposer) {
    name = common.name
    audience = common.audience
    pace = common.pace
    isIdempotent = common.isIdempotent ?? false
    self.composer = composer
    sessions = SMTPSessions(settings, most: common.pace.atOnce)
  }

  package init?(_ common: ChannelCommon, _ settings: inout ChannelSettings) {
    let server = SMTPSettings(&settings)
    let composer = MailComposer(&settings)
    guard let server, let composer else { return nil }
    self.init(common, server, composer)
  }

  /// Hands the mail to the server; the receipt is what it answered.
  package func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    let mail = try composer.compose(message)
    return try await sessions.carry(mail)
  }
}

extension MailComposer {
  /// Reads who writes from a configuration; nil after a problem was reported.
  init?(_ settings: inout ChannelSettings) {
    let text = settings.needed("from", help: "from: \"Sinergi <sinergi@example.org>\"")
    let from = text.flatMap(Mailbox.init)
    if text != nil, from == nil { Self.report("from", &settings) }
    var replyTo: Mailbox?
    if let text = settings.text("reply_to") {
      replyTo = Mailbox(text)
      if replyTo == nil { Self.report("reply_to", &settings) }
    }
    guard let from else { return nil }
    self.init(
      from: from, replyTo: replyTo, host: settings.surroundings.host,
      zone: settings.surroundings.zone)
  }

  private static func report(_ key: String, _ settings: inout ChannelSettings) {
    settings.problem(
      key, "«\(key)» holds no good address",
      help: "«name@example.org» or «Name <name@example.org>», in ASCII but for the name")
  }
}
