// How a person is reached: channels with their addresses. Addresses are private; ids and names are not.

extension Directory {
  /// A language that messages are written in.
  public enum Language: String, Sendable, CaseIterable {
    /// Indonesian.
    case indonesian = "id"
    /// English.
    case english = "en"
  }

  /// One way to reach a person.
  ///
  /// Its description leaves the address out, so that a line of a log cannot tell it by accident.
  public struct Contact: Hashable, Sendable, CustomStringConvertible {
    /// The channel: `email`, `whatsapp`, `telegram`, `webhook`, or another by its name.
    public var channel: String
    /// The address in that channel.
    public var address: String
    /// The language of messages by this way; nil: that of the person.
    public var language: Language?

    /// Creates a contact; what ``DirectoryReader`` checks is not checked here.
    public init(channel: String, address: String, language: Language? = nil) {
      self.channel = channel
      self.address = address
      self.language = language
    }

    /// The channel alone.
    public var description: String { channel }
  }
}

extension Directory.Contact {
  /// Channels whose address is a telephone number.
  static let telephones: Set<String> = ["whatsapp", "sms", "telepon"]

  /// What is wrong with an address, in words that do not repeat it; nil when nothing is.
  static func problem(of address: String, in channel: String) -> (what: String, help: String)? {
    if address.isEmpty { return ("an address is empty", "leave the contact out") }
    if address.utf8.count > WorkflowLimits.addressBytes {
      return (
        "an address is longer than \(WorkflowLimits.addressBytes) bytes", "look for what slipped in"
      )
    }
    if address.unicodeScalars.contains(where: { $0.properties.isWhitespace || isControl($0) }) {
      return ("an address has a space, a line end or a control character", "take it out")
    }
    switch channel {
    case "email":
      let parts = address.split(separator: "@", omittingEmptySubsequences: false)
      if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isHeaderSafe(address) { return nil }
      return ("this is no mail address", "one @ with something on both sides: nama@contoh.go.id")
    case let name where telephones.contains(name):
      let digits = address.utf8.dropFirst()
      if address.utf8.first == 0x2B, (7...15).contains(digits.count), digits.first != 0x30,
        digits.allSatisfy({ (0x30...0x39).contains($0) })
      {
        return nil
      }
      return (
        "this is no telephone number of ITU-T E.164",
        "with + and the country first, without spaces: +6281234567890"
      )
    case "webhook":
      if address.hasPrefix("https://") || address.hasPrefix("http://") { return nil }
      return ("this is no address of a webhook", "it begins with https://")
    default: return nil
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      || scalar.value == 0x2028 || scalar.value == 0x2029
  }

  /// No character that would end an address within a header field (RFC 5322 §3.4).
  private static func isHeaderSafe(_ address: String) -> Bool {
    !address.unicodeScalars.contains { ["<", ">", ",", ";", "\"", "(", ")", "\\"].contains($0) }
  }
}

/// The number of a person's identity card (NIK): sixteen digits. This tool keeps none (UU 27/2022).
enum NIK {
  static let refusal = "this looks like a NIK (16 digits), which this tool does not keep"
  static let help = "take it out; people are known by a short name and their account"

  /// True when a text holds exactly sixteen digits in a row, written together or in groups.
  static func isIn(_ text: String) -> Bool {
    var digits = 0
    var separators = 0
    for scalar in text.unicodeScalars {
      if ("0"..."9").contains(scalar) {
        digits += 1
        separators = 0
      } else if digits > 0, separators == 0, [" ", ".", "-", "\u{A0}"].contains(scalar) {
        separators = 1
      } else {
        if digits == 16 { return true }
        (digits, separators) = (0, 0)
      }
    }
    return digits == 16
  }
}
