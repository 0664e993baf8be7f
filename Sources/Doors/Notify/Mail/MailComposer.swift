// From a message to the text of a mail (RFC 5322, RFC 2045): pure.

package import WorkCalendar

/// A mail, ready to be handed over.
package struct Mail: Hashable, Sendable {
  /// Who gets it back when it cannot be delivered.
  package var sender: MailAddress
  package var recipient: MailAddress
  /// Header and body, in ASCII, in lines that end with CRLF and have at most 998 bytes; none begins
  /// with a dot.
  package var text: [UInt8]
}

extension ZoneRules {
  /// Coordinated universal time.
  package static let utc = ZoneRules.fixed(name: "UTC", abbreviation: "UTC", offsetSeconds: 0)
}

/// Writes mails for one sender.
package struct MailComposer: Hashable, Sendable {
  /// Who writes.
  package var from: Mailbox
  /// Who reads the answers; nil: who writes.
  package var replyTo: Mailbox?
  /// Right half of the names of mails.
  package let host: String
  /// The zone of the field `Date`.
  package var zone: ZoneRules

  package init(from: Mailbox, replyTo: Mailbox? = nil, host: String, zone: ZoneRules = .utc) {
    self.from = from
    self.replyTo = replyTo
    self.host = MailIdentifier.host(host)
    self.zone = zone
  }

  /// The mail of a message to one person; given up where there is no good address.
  package func compose(_ message: Message) throws(DeliveryError) -> Mail {
    guard message.recipients.count == 1, let person = message.recipients.first else {
      throw .giveUp("a mail has exactly one recipient, this has \(message.recipients.count)")
    }
    guard let address = person.address else {
      throw .giveUp("the recipient has no address; the directory can be given one")
    }
    guard let address = MailAddress(address) else {
      throw .giveUp("the recipient's address is not a good one; mend it in the directory")
    }
    let to = Mailbox(name: person.name, address: address)
    var text = Array(header(message, to: to).utf8)
    let content = content(message)
    text.reserveCapacity(text.count + content.bytes.count + 1_024)
    content.append(to: &text)
    return Mail(sender: from.address, recipient: address, text: text)
  }

  // MARK: Header

  private func header(_ message: Message, to: Mailbox) -> String {
    var text = "Date: \(date(message.sentAt))\r\n"
    text += MailField.mailbox("From", from)
    if let replyTo { text += MailField.mailbox("Reply-To", replyTo) }
    text += MailField.mailbox("To", to)
    text += MailField.unstructured("Subject", subject(message))
    text += "Message-ID: \(MailIdentifier.message(message.key, host: host))\r\n"
    if !message.reference.isEmpty {
      let conversation = MailIdentifier.conversation(message.reference, host: host)
      text += "In-Reply-To: \(conversation)\r\nReferences: \(conversation)\r\n"
    }
    // So that programs that answer for absent people do not (RFC 3834 §5).
    text += "Auto-Submitted: auto-generated\r\n"
    if let language = message.language, Self.isLanguage(language) {
      text += "Content-Language: \(language)\r\n"
    }
    text += MailField.unstructured("X-Sinergi-Key", message.key)
    if !message.reference.isEmpty {
      text += MailField.unstructured("X-Sinergi-Reference", message.reference)
    }
    return text + "MIME-Version: 1.0\r\n"
  }

  /// A mail without a subject looks like junk, so there is always one.
  private func subject(_ message: Message) -> String {
    [message.subject, message.reference, message.kind].first { !MailField.clean($0).isEmpty }
      ?? "Sinergi"
  }

  private static func isLanguage(_ tag: String) -> Bool {
    (1...35).contains(tag.utf8.count)
      && tag.utf8.allSatisfy { MailAddress.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// RFC 5322 §3.3: `Sun, 22 Nov 2026 16:30:00 +0800`.
  func date(_ instant: Instant) -> String {
    let minutes = max(-1_439, min(1_439, zone.offset(at: instant) / 60))
    let zone = ZoneRules.fixed(name: "", abbreviation: "", offsetSeconds: minutes * 60)
    let (date, time, second) = zone.civil(instant)
    let year = Self.padded(date.year, to: 4)
    let clock = [time.hour, time.minute, second].map { Self.padded($0, to: 2) }
    let offset = Self.padded(abs(minutes) / 60 * 100 + abs(minutes) % 60, to: 4)
    return "\(Self.weekdays[date.weekday.rawValue - 1]), \(date.day) "
      + "\(Self.months[date.month - 1]) \(year) \(clock.joined(separator: ":")) "
      + "\(minutes < 0 ? "-" : "+")\(offset)"
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  // MARK: Body

  /// A part: its own fields and its bytes.
  private struct Part {
    var fields: String
    var bytes: [UInt8]

    func append(to text: inout [UInt8]) {
      text += fields.utf8
      text += [0x0D, 0x0A]
      text += bytes
      text += [0x0D, 0x0A]
    }
  }

  private func content(_ message: Message) -> Part {
    var part = self.part("text/plain; charset=utf-8", MailBody.encoded(plainText(message)))
    if let html = message.html, html.utf8.count <= NotifyLimits.mailHTMLBytes {
      let bytes = MailBody.canonical(html.utf8)
      part = multipart(
        "alternative", [part, self.part("text/html; charset=utf-8", MailBody.encoded(bytes))])
    }
    if let calendar = message.calendar, calendar.utf8.count <= NotifyLimits.mailCalendarBytes {
      let bytes = MailBody.base64Lines(MailBody.canonical(calendar.utf8))
      var attachment = self.part(
        "text/calendar; charset=utf-8; method=PUBLISH; name=\"tenggat.ics\"",
        MailBody.Encoded(encoding: "base64", text: bytes))
      attachment.fields += "Content-Disposition: attachment; filename=\"tenggat.ics\"\r\n"
      part = multipart("mixed", [part, attachment])
    }
    return part
  }

  private func part(_ type: String, _ body: MailBody.Encoded) -> Part {
    Part(
      fields: "Content-Type: \(type)\r\nContent-Transfer-Encoding: \(body.encoding)\r\n",
      bytes: body.text)
  }

  private func multipart(_ kind: String, _ parts: [Part]) -> Part {
    // No line of an encoded part begins like this: «=_» is neither quoted-printable nor base64.
    let boundary = "=_sinergi_\(kind)"
    var bytes: [UInt8] = []
    for part in parts {
      bytes += "--\(boundary)\r\n".utf8
      part.append(to: &bytes)
    }
    bytes += "--\(boundary)--".utf8
    return Part(
      fields: "Content-Type: multipart/\(kind); boundary=\"\(boundary)\"\r\n", bytes: bytes)
  }

  private func plainText(_ message: Message) -> [UInt8] {
    guard let start = MailBody.cut(message.body, to: NotifyLimits.mailTextBytes) else {
      return MailBody.canonical(message.body.utf8)
    }
    return MailBody.canonical(start) + MailBody.canonical(Self.note(message.language).utf8)
  }

  /// Says that the text goes on elsewhere.
  private static func note(_ language: String?) -> String {
    let indonesian = "[Pesan ini terlalu panjang dan dipotong di sini.]\n"
    let english = "[This message was too long and ends here.]\n"
    switch language?.prefix(2).lowercased() {
    case "id": return "\n\n\(indonesian)"
    case "en": return "\n\n\(english)"
    default: return "\n\n\(indonesian)\(english)"
    }
  }
}
