// Messages to any HTTP service: one request each, by a template.

internal import Crypto
internal import Foundation
internal import NIOSSL
package import Workflow

/// Sends an HTTP request for each message.
public struct WebhookNotifier: Channel {
  /// Name in the configuration.
  public let name: String
  /// To whom it carries messages.
  public let audience: Audience
  /// How much it carries at a time.
  public let pace: ChannelPace
  /// What the configuration says: true where the service knows a message again by its
  /// `Idempotency-Key`.
  public let isIdempotent: Bool
  private let address: WebhookAddress
  private let method: String
  private let headers: [Header]
  private let body: WebhookTemplate?
  private let contentType: ContentType
  private let expected: [WebhookCondition]
  private let answers: [Int: WebhookAnswer.Verdict]
  private let milliseconds: Int64
  private let trusted: [NIOSSLCertificate]
  private let secret: String?
  private let token: String?
  private let tokenHeader: Header?
  /// What no receipt and no error may repeat.
  private let secrets: [String]

  private struct Header: Sendable {
    var name: String
    var value: WebhookTemplate
  }

  private enum ContentType: String, CaseIterable {
    case json = "application/json"
    case form = "application/x-www-form-urlencoded"
    case plain = "text/plain"

    var escaping: WebhookEscaping {
      switch self {
      case .json: .json
      case .form: .form
      case .plain: .plain
      }
    }

    var header: String { self == .plain ? "\(rawValue); charset=utf-8" : rawValue }
  }

  package static let typeName = "webhook"
  package static let keys =
    ["url", "method", "headers", "body", "content_type", "answers", "expect", "timeout", "ca_file"]
    + ["token_header", "token_scheme"]
    + ChannelSettings.secretKeys("url") + ChannelSettings.secretKeys("token")
    + ChannelSettings.secretKeys("secret")

  package init?(_ common: ChannelCommon, _ settings: inout ChannelSettings) {
    name = common.name
    audience = common.audience
    pace = common.pace
    isIdempotent = common.isIdempotent ?? false
    let isForOffice = common.audience == .office
    let address = Self.address(&settings, isForOffice)
    method = settings.choice("method", of: ["POST", "PUT"], else: "POST") ?? "POST"
    let word = settings.choice(
      "content_type", of: ContentType.allCases.map(\.rawValue), else: ContentType.json.rawValue)
    contentType = word.flatMap(ContentType.init(rawValue:)) ?? .json
    body = Self.body(&settings, contentType, isForOffice)
    if !settings.has("body"), contentType != .json {
      settings.problem("content_type", "«\(contentType.rawValue)» needs a «body»")
    }
    token = settings.secret("token")
    if let token, ChannelText.oneLine(token) != token || token.utf8.contains(where: { $0 > 0x7E }) {
      settings.problem("token_file", "the token is not one line of ASCII")
    }
    tokenHeader = Self.tokenHeader(&settings)
    headers = Self.headers(&settings, isForOffice, taken: tokenHeader?.name)
    secret = settings.secret("secret")
    expected = settings.pairs("expect").map(WebhookCondition.init(name:value:))
    if expected.count > NotifyLimits.channelPairs {
      settings.problem("expect", "more than \(NotifyLimits.channelPairs) conditions")
    }
    answers = Self.answers(&settings)
    milliseconds = settings.seconds(
      "timeout", in: 1...NotifyLimits.channelTimeoutMost,
      elseMilliseconds: NotifyLimits.channelTimeout)
    trusted = Self.trusted(&settings)
    guard let address else { return nil }
    self.address = address
    var secrets = [token, secret].compactMap(\.self)
    // The path of a secret URL is what makes it one.
    if !settings.has("url"), let url = address.url("x") {
      secrets += url.split { $0 == "/" || $0 == "?" || $0 == "&" || $0 == "=" }
        .map(String.init).filter { $0.utf8.count >= 8 && !address.origin.hasSuffix($0) }
    }
    self.secrets = secrets
  }

  /// Sends the request.
  public func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    try message.checkSize()
    let person = try message.addressee(audience)
    let hidden = message.hidden + secrets
    var request = try request(message, to: person)
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    var hops = 0
    while true {
      switch await WebhookClient.send(request, by: deadline) {
      case .unsent(let why, isPassing: true): throw .retry("\(address.origin): \(why)")
      case .unsent(let why, isPassing: false): throw .misconfigured("\(address.origin): \(why)")
      case .doubtful(let why):
        let reason = "\(address.origin): \(why), after the request had begun to leave"
        throw isIdempotent ? .retry(reason) : .unknown(reason)
      case .answer(let answer):
        // 307 and 308 ask for the same request elsewhere; the others would change the method.
        if answer.status == 307 || answer.status == 308, hops < NotifyLimits.redirects,
          let next = answer.location.flatMap({
            WebhookAddress.redirected(from: request.url, to: $0)
          })
        {
          hops += 1
          request.url = next
          continue
        }
        return try answer.receipt(
          from: address.origin, meaning: answers, expecting: expected, sentAt: message.sentAt,
          hiding: hidden)
      }
    }
  }

  private func request(_ message: Message, to person: Message.Recipient?) throws(DeliveryError)
    -> WebhookRequest
  {
    if let address = person?.address, address.utf8.count > NotifyLimits.addressBytes {
      throw .giveUp("the address has more than \(NotifyLimits.addressBytes) bytes")
    }
    guard let url = address.url(person?.address) else {
      throw .giveUp("the address cannot stand in a URL: correct the directory")
    }
    let fields = message.fields(to: person)
    let text = body?.render(fields).trimmed ?? MessageJSON.text(message, to: audience)
    let bytes = Array(text.utf8)
    guard bytes.count <= NotifyLimits.requestBytes else {
      throw .giveUp("the request has \(bytes.count) bytes, at most \(NotifyLimits.requestBytes)")
    }
    var sent = [
      (name: "User-Agent", value: "sinergi"), (name: "Content-Type", value: contentType.header),
      (name: "Idempotency-Key", value: Self.structured(message.key)),
    ]
    if let secret {
      sent.append(
        ("Sinergi-Signature", Self.signature(bytes, MessageJSON.seconds(message.sentAt), secret)))
    }
    if let tokenHeader, let token {
      sent.append((tokenHeader.name, tokenHeader.value.render([:]) + token))
    }
    for header in headers {
      let value = ChannelText.cut(
        ChannelText.oneLine(header.value.render(fields)).trimmed, NotifyLimits.headerBytes)
      if !value.isEmpty { sent.append((header.name, value)) }
    }
    return WebhookRequest(
      url: url, method: method, headers: sent, body: bytes, trusted: trusted)
  }

  /// `t=SECONDS,v1=HEX`: HMAC-SHA-256 over `SECONDS.BODY`. The time is that of the message, so that
  /// every attempt has the same signature.
  static func signature(_ body: [UInt8], _ seconds: Int64, _ secret: String) -> String {
    let signed = Array("\(seconds).".utf8) + body
    let code = HMAC<SHA256>.authenticationCode(
      for: signed, using: SymmetricKey(data: Data(secret.utf8)))
    let digits = Array("0123456789abcdef".utf8)
    let hex = code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "t=\(seconds),v1=\(String(decoding: hex, as: UTF8.self))"
  }

  /// The key as a string of structured fields (RFC 8941 §3.3.3), which `Idempotency-Key` wants
  /// (draft-ietf-httpapi-idempotency-key-header). Bytes that such a string cannot hold, and percent
  /// signs, are percent-encoded.
  static func structured(_ key: String) -> String {
    var text = "\""
    for byte in key.utf8 {
      switch byte {
      case 0x22, 0x5C:
        text += "\\" + String(Unicode.Scalar(byte))
      case 0x20...0x24, 0x26...0x7E:
        text += String(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        text += "%" + (hex.count < 2 ? "0" : "") + hex
      }
    }
    return text + "\""
  }
}

// What holds secrets does not show them, whoever prints it.
extension WebhookNotifier: CustomStringConvertible, CustomReflectable {
  /// Type and name.
  public var description: String { "\(Self.typeName) \(name)" }
  /// The name alone.
  public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

// MARK: Reading the entry

extension WebhookNotifier {
  private static func address(_ settings: inout ChannelSettings, _ isForOffice: Bool)
    -> WebhookAddress?
  {
    let isSecret = ChannelSettings.secretKeys("url").contains { settings.has($0) }
    let key =
      isSecret ? ChannelSettings.secretKeys("url").first { settings.has($0) } ?? "url" : "url"
    if isSecret, settings.has("url") {
      settings.problem("url", "«url» and «\(key)» stand side by side: one of them")
      return nil
    }
    let text =
      isSecret
      ? settings.secret("url")
      : settings.needed("url", help: "url, or url_file or url_credential where it is a secret")
    guard let text else { return nil }
    do {
      let address = try WebhookAddress(text)
      if isForOffice, address.namesAddress {
        settings.problem(
          key, "{{address}} in the URL of a channel for the office, which has none",
          help: "contact: whatsapp, …")
      }
      return address
    } catch {
      settings.problem(key, error.what, help: error.help)
      return nil
    }
  }

  private static func body(
    _ settings: inout ChannelSettings, _ type: ContentType, _ isForOffice: Bool
  ) -> WebhookTemplate? {
    guard let text = settings.lines("body") else { return nil }
    if text.trimmed.isEmpty {
      settings.problem("body", "«body» is empty", help: "without «body» the whole message is sent")
      return nil
    }
    if type == .form, text.trimmed.contains(where: \.isWhitespace) {
      settings.problem(
        "body", "a form has no blanks and line ends", help: "target={{address}}&message={{text}}")
      return nil
    }
    return template(text.trimmed, type.escaping, "body", &settings, isForOffice)
  }

  private static func template(
    _ text: String, _ escaping: WebhookEscaping, _ key: String, _ settings: inout ChannelSettings,
    _ isForOffice: Bool
  ) -> WebhookTemplate? {
    do {
      let template = try WebhookTemplate(text, escaping)
      if isForOffice, template.namesAddress {
        settings.problem(
          key, "{{address}} in a channel for the office, which has none",
          help: "contact: whatsapp, …")
      }
      return template
    } catch {
      settings.problem(key, error.what, help: error.help)
      return nil
    }
  }

  /// Headers that the channel or the client writes.
  private static let reserved: Set<String> = [
    "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection",
    "keep-alive", "upgrade", "trailer", "te", "expect", "proxy-connection", "idempotency-key",
    "sinergi-signature",
  ]

  private static func isFieldName(_ name: String) -> Bool {
    name.wholeMatch(of: #/[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}/#) != nil
  }

  private static func headers(
    _ settings: inout ChannelSettings, _ isForOffice: Bool, taken: String?
  ) -> [Header] {
    let pairs = settings.pairs("headers")
    if pairs.count > NotifyLimits.channelPairs {
      settings.problem("headers", "more than \(NotifyLimits.channelPairs) headers")
      return []
    }
    var headers: [Header] = []
    for (name, value) in pairs {
      guard isFieldName(name) else {
        settings.problem("headers", "«\(name)» cannot be the name of a header")
        continue
      }
      if reserved.contains(name.lowercased()) {
        settings.problem(
          "headers", "the header «\(name)» is written by the channel",
          help: name.lowercased() == "content-type" ? "content_type" : nil)
        continue
      }
      if name.lowercased() == taken?.lowercased() {
        settings.problem("headers", "the header «\(name)» is that of the token")
        continue
      }
      if headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        settings.problem("headers", "the header «\(name)» stands twice")
        continue
      }
      guard ChannelText.oneLine(value) == value else {
        settings.problem("headers", "the header «\(name)» has a line end or a control character")
        continue
      }
      if let template = template(value, .header, "headers", &settings, isForOffice) {
        headers.append(Header(name: name, value: template))
      }
    }
    return headers
  }

  /// The header of the token, with what stands before it.
  private static func tokenHeader(_ settings: inout ChannelSettings) -> Header? {
    let name =
      settings.has("token_header") ? settings.text("token_header") ?? "" : "Authorization"
    let isUsual = name.lowercased() == "authorization"
    let scheme =
      settings.has("token_scheme")
      ? settings.text("token_scheme") ?? "" : isUsual ? "Bearer" : "none"
    if !isFieldName(name) || reserved.contains(name.lowercased()) {
      settings.problem("token_header", "«\(name)» cannot be the header of a token")
      return nil
    }
    guard scheme.wholeMatch(of: #/[A-Za-z0-9_-]{1,40}/#) != nil else {
      settings.problem("token_scheme", "«\(scheme)» cannot be a scheme", help: "Bearer, none")
      return nil
    }
    let hasToken = ChannelSettings.secretKeys("token").contains { settings.has($0) }
    guard hasToken else {
      for key in ["token_header", "token_scheme"] where settings.has(key) {
        settings.problem(key, "«\(key)» without a token", help: "token_file or token_credential")
      }
      return nil
    }
    let before = scheme == "none" ? "" : "\(scheme) "
    return (try? WebhookTemplate(before, .header)).map { Header(name: name, value: $0) }
  }

  /// What the entry says of single statuses, where the service means them otherwise.
  private static func answers(_ settings: inout ChannelSettings) -> [Int: WebhookAnswer.Verdict] {
    var answers: [Int: WebhookAnswer.Verdict] = [:]
    for (status, word) in settings.pairs("answers") {
      guard let number = Int(status), (200...599).contains(number),
        !(300...399).contains(number)
      else {
        settings.problem(
          "answers", "«\(status)» is no status that can be told otherwise",
          help: "200 to 299 and 400 to 599")
        continue
      }
      guard let verdict = WebhookAnswer.Verdict(rawValue: word) else {
        settings.problem(
          "answers", "no «\(word)» for \(status)",
          help: Suggestion.help(
            for: word, in: WebhookAnswer.Verdict.allCases.map(\.rawValue)))
        continue
      }
      answers[number] = verdict
    }
    return answers
  }

  private static func trusted(_ settings: inout ChannelSettings) -> [NIOSSLCertificate] {
    guard settings.has("ca_file"), let path = settings.text("ca_file") else { return [] }
    do throws(UnreadableFile) {
      return try WebhookClient.certificates(try settings.surroundings.read(path).get())
    } catch {
      settings.problem("ca_file", "cannot use \(path): \(error.reason)")
      return []
    }
  }
}
