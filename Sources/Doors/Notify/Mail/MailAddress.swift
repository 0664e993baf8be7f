// Addresses of mail: checked strictly before they come near a header or a server.

/// An address as `local@domain`, in ASCII.
///
/// The local part is a dot-atom (RFC 5322 §3.2.3) and the domain is made of labels (RFC 1035 §2.3.1).
/// Quoted local parts, comments and address literals are refused. So is anything beyond ASCII: a local
/// part in another script needs SMTPUTF8 (RFC 6531) on the whole way, which few servers offer, and a
/// domain in another script is given in its ASCII form (`xn--…`).
package struct MailAddress: Hashable, Sendable {
  /// What stands before the `@`.
  package let local: String
  /// What stands after it.
  package let domain: String

  /// Both, as a header and a server take it.
  package var text: String { "\(local)@\(domain)" }

  /// Nil when it is no such address.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard bytes.count <= NotifyLimits.mailAddressBytes else { return nil }
    let halves = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard halves.count == 2, halves[0].count <= NotifyLimits.mailLocalPartBytes,
      Self.isDotAtom(halves[0]), Self.isDomain(halves[1])
    else { return nil }
    local = String(decoding: halves[0], as: UTF8.self)
    domain = String(decoding: halves[1], as: UTF8.self)
  }

  /// Atoms with single dots between them.
  static func isDotAtom(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
  }

  /// Labels with single dots between them.
  static func isDomain(_ bytes: some Collection<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return bytes.count <= NotifyLimits.mailDomainBytes
      && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .allSatisfy { label in
          (1...63).contains(label.count) && label.first != hyphen
            && Array(label).last != hyphen
            && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
        }
  }

  /// `atext` of RFC 5322 §3.2.3.
  static func isAtomText(_ byte: UInt8) -> Bool {
    if isAlphanumeric(byte) { return true }
    return switch byte {
    // ! # $ % & ' * + - / = ? ^ _ ` { | } ~
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

/// An address and whose it is.
package struct Mailbox: Hashable, Sendable {
  /// Name of the person or office; empty: none.
  package var name: String
  package var address: MailAddress

  package init(name: String = "", address: MailAddress) {
    self.name = name
    self.address = address
  }

  /// Reads `Name <address>` or an address; nil when there is no good address in it.
  package init?(_ text: String) {
    guard text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") else {
      guard let address = MailAddress(text) else { return nil }
      self.init(address: address)
      return
    }
    let inside = text[text.index(after: bracket)...].dropLast()
    guard let address = MailAddress(String(inside)) else { return nil }
    var name = MailField.clean(String(text[..<bracket]))
    if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") {
      name = String(name.dropFirst().dropLast())
    }
    self.init(name: name, address: address)
  }
}
