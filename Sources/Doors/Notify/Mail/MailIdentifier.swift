// Names of mails and of their conversations, made from keys and references.

internal import Crypto

/// Left halves of `Message-ID` (RFC 5322 §3.6.4): readable, one for each key, always a dot-atom.
enum MailIdentifier {
  /// The name of the mail: the same over every attempt.
  static func message(_ key: String, host: String) -> String { "<\(escaped(key))@\(host)>" }

  /// The name of the conversation about an agreement, which no mail has: every mail answers it, so that
  /// mail programs show them together.
  static func conversation(_ reference: String, host: String) -> String {
    "<agreement.\(escaped(reference))@\(host)>"
  }

  /// `NKO/2026/0001#3.0` stays as it is. What cannot stand in a dot-atom becomes `=XX`, so no two keys
  /// meet; one that is too long is cut, and keeps its hash.
  static func escaped(_ key: String) -> String {
    let dot = UInt8(ascii: ".")
    var text: [UInt8] = []
    text.reserveCapacity(NotifyLimits.mailIdentifierBytes + 3)
    var before = dot
    for byte in key.utf8 {
      let isEscaped =
        byte == dot ? before == dot : !MailAddress.isAtomText(byte) || byte == UInt8(ascii: "=")
      if isEscaped { text += "=\(MailBody.hex(byte))".utf8 } else { text.append(byte) }
      before = byte
      if text.count > NotifyLimits.mailIdentifierBytes { return hashed(key, text) }
    }
    if text.last == dot {
      text.removeLast()
      text += "=2E".utf8
    }
    // «=» alone is the name of nothing else: two digits follow it everywhere.
    return text.isEmpty ? "=" : String(decoding: text, as: UTF8.self)
  }

  /// «=_» stands in no name that is whole.
  private static func hashed(_ key: String, _ start: [UInt8]) -> String {
    var digits = ""
    for byte in SHA256.hash(data: Array(key.utf8)) { digits += MailBody.hex(byte).lowercased() }
    let kept = start.prefix(NotifyLimits.mailIdentifierBytes - digits.utf8.count - 2)
    return "\(String(decoding: kept, as: UTF8.self))=_\(digits)"
  }

  /// A host's name as the right half; what cannot stand there becomes a hyphen.
  static func host(_ name: String) -> String {
    if MailAddress.isDomain(name.utf8) { return name }
    let safe = name.utf8.prefix(63).map { byte in
      MailAddress.isAlphanumeric(byte) ? byte : UInt8(ascii: "-")
    }
    let label = String(decoding: safe, as: UTF8.self).trimmingHyphens
    return label.isEmpty ? "localhost" : label
  }
}

extension String {
  fileprivate var trimmingHyphens: String {
    String(drop { $0 == "-" }.reversed().drop { $0 == "-" }.reversed())
  }
}
