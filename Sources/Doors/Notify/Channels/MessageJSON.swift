// A message as JSON, version 1: the form that programs and webhooks read.

internal import Glibc
internal import WorkCalendar

/// Writes messages as JSON (RFC 8259). The names, their order and their meaning are a promise: they are
/// documented, held by a test, and a change of them is a new version.
enum MessageJSON {
  /// The version that is written.
  static let version = 1

  /// The message as one line of JSON.
  ///
  /// A channel for people has `recipient`, a channel for the office `recipients`. What a message does
  /// not have is `null`.
  static func text(_ message: Message, to audience: Audience) -> String {
    let line = { (text: String) in quoted(ChannelText.oneLine(text)) }
    let recipients = message.recipients.map { recipient in
      object([
        ("person", recipient.person.map(line)), ("name", line(recipient.name)),
        ("address", recipient.address.map(quoted)),
      ])
    }
    let whom: (String, String?)
    switch audience {
    case .people: whom = ("recipient", recipients.first)
    case .office: whom = ("recipients", "[\(recipients.joined(separator: ","))]")
    }
    return object([
      ("version", String(version)), ("key", line(message.key)),
      ("reference", line(message.reference)), ("kind", line(message.kind)), whom,
      ("subject", line(message.subject)), ("text", quoted(message.body)),
      ("html", message.html.map(quoted)), ("calendar", message.calendar.map(quoted)),
      ("language", message.language.map(line)), ("sent_at", quoted(time(message.sentAt))),
    ])
  }

  private static func object(_ pairs: [(String, String?)]) -> String {
    "{" + pairs.map { "\"\($0.0)\":\($0.1 ?? "null")" }.joined(separator: ",") + "}"
  }

  /// A JSON string.
  static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// What stands between the quotes of a JSON string (RFC 8259 §7).
  static func escaped(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + text.utf8.count / 16)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 3339 in UTC, whole seconds: `2026-11-22T01:30:00Z`. Years beyond 0000–9999, which the form
  /// does not have, stay at its ends.
  static func time(_ instant: Instant) -> String {
    var seconds = time_t(seconds(instant))
    seconds = min(max(seconds, -62_167_219_200), 253_402_300_799)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return
      "\(padded(parts.tm_year + 1_900, 4))-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
      + "T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
  }

  /// Whole seconds since 1970, rounded towards the past.
  static func seconds(_ instant: Instant) -> Int64 {
    let (quotient, rest) = instant.millisecondsSince1970.quotientAndRemainder(dividingBy: 1_000)
    return rest < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ number: Int32, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Message {
  /// The one person that a channel for people writes to; gives up when the message has none or
  /// several, or an address that is no single line.
  func addressee(_ audience: Audience) throws(DeliveryError) -> Recipient? {
    guard case .people(let contact) = audience else { return nil }
    guard recipients.count == 1, let address = recipients[0].address, !address.isEmpty else {
      throw .giveUp("the message has no single recipient with an address of the kind «\(contact)»")
    }
    guard ChannelText.oneLine(address) == address else {
      throw .giveUp(
        "the \(contact) address has a line end or a control character: correct the directory")
    }
    return recipients[0]
  }

  /// Gives up on a message that is larger than ``NotifyLimits/messageBytes`` in all its parts.
  func checkSize() throws(DeliveryError) {
    let people = recipients.map {
      $0.name.utf8.count + ($0.person?.utf8.count ?? 0) + ($0.address?.utf8.count ?? 0)
    }
    let bytes =
      key.utf8.count + reference.utf8.count + kind.utf8.count + subject.utf8.count
      + body.utf8.count + (html?.utf8.count ?? 0) + (calendar?.utf8.count ?? 0)
      + (language?.utf8.count ?? 0) + people.reduce(0, +)
    guard bytes <= NotifyLimits.messageBytes else {
      throw .giveUp("the message has \(bytes) bytes, at most \(NotifyLimits.messageBytes)")
    }
  }

  /// What no receipt and no error may repeat: where people are reached, and the words of the message,
  /// for a service likes to say what it could not read.
  var hidden: [String] {
    let addresses = recipients.flatMap { recipient -> [String] in
      guard let address = recipient.address else { return [] }
      let digits = address.filter { $0.isASCII && $0.isNumber }
      return [address] + (digits.count >= 6 ? [digits] : [])
    }
    let lines =
      ([subject]
      + body.split(maxSplits: NotifyLimits.hiddenLines) { $0.isNewline }
      .prefix(NotifyLimits.hiddenLines).map(String.init)).map(\.trimmed)
    return addresses + lines.filter { $0.utf8.count >= 8 }
  }
}
